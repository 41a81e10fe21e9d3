// The page: what there is, put together.

import { ask } from "./ask.js";
import { byId, debounced, say } from "./dom.js";
import { Editor } from "./editor.js";
import { files } from "./files.js";
import { isFolder, openFolder } from "./folder.js";
import { form } from "./form.js";
import { load, save } from "./kit/storage.js";
import { exampleMenu, importMenu, keysMenu, shareMenu, themeSwitch } from "./menus.js";
import { format } from "./navigate.js";
import { output } from "./output.js";
import { Panes } from "./panes.js";
import { problems } from "./problems.js";
import { EMPTY, FIRST, Project } from "./project.js";
import { Results } from "./results.js";
import { Server } from "./server.js";
import { status } from "./status.js";
import { tests } from "./tests.js";
import { tour } from "./tour.js";

const SAVE_REST = 400;

const server = new Server(() => new Worker(new URL("worker.js", import.meta.url), { type: "module" }));
const project = new Project();

// The server hears of a change before anything asks about it, so this listens first.
let opened = [];
project.addEventListener("load", () => {
  for (const name of opened) server.close(name);
  opened = project.names;
  for (const name of opened) server.open(name, project.text(name));
});
project.addEventListener("files", ({ detail }) => {
  if (detail.removed) server.close(detail.removed);
  if (detail.added) server.open(detail.added, project.text(detail.added));
  opened = project.names;
});
project.addEventListener("text", ({ detail }) => server.change(detail.name, project.text(detail.name), detail.changes));

const embedded = document.documentElement.classList.contains("embed");
// What only came by a link is not to take the place of what was kept, until somebody works on it.
let keeps = false;
// What is in a folder is kept there.
let folder = null;
const keep = () => {
  if (keeps && !embedded && !folder && !lessons.open) save(project.stored());
};

const editor = new Editor(byId("source-host"), project, server);
const results = new Results(project, server);
const panes = new Panes();
files(project, editor);
form(editor, results);
output(results, editor);
problems(results, editor, panes);
const question = ask(results, editor, panes);
tests(results, editor, panes, (asked) => question.open(asked));
// Looked at by few, and its library is large.
let compared;
panes.addEventListener("shown", async () => {
  if (panes.shown !== "compare") return;
  compared ??= import("./compare.js").then(({ compare }) => compare(results, panes));
  await compared;
});
const lessons = tour(results, () => keep());
exampleMenu(project, replace);
importMenu(results);
shareMenu(results);
keysMenu();
themeSwitch();
status(results, server);
byId("format").addEventListener("click", async () => {
  try {
    if (editor.shown.endsWith(".whit")) await format(editor, editor.shown);
  } catch (error) {
    say(error.message, "error");
  }
  editor.view.focus();
});

/** Puts another project in the place of this one, which can be had back. */
function replace(stored, message) {
  const before = project.stored();
  project.load(stored);
  say(message, "note", { label: "Undo", run: () => project.load(before) });
}

/** The project of a link; a broken one gives an empty editor, and says so. */
async function linked() {
  try {
    const { decode } = await import("./kit/share.js");
    return await decode(location.hash);
  } catch (error) {
    say(error.message, "error");
    return EMPTY;
  }
}

const keepSoon = debounced(SAVE_REST, keep);
for (const type of ["text", "files"]) {
  project.addEventListener(type, () => {
    if (lessons.open) return;
    keeps = true;
    // A reload is to bring what was typed, and not the link again.
    if (location.hash.length > 1) withoutHash();
  });
}
for (const type of ["text", "files", "active", "question"]) project.addEventListener(type, keepSoon);
addEventListener("pagehide", keep);
addEventListener("hashchange", async () => {
  if (isFolder(location.hash)) location.reload();
  else if (location.hash.length > 1) replace(await linked(), "The project of the link is open.");
});

const withoutHash = () => history.replaceState(null, "", location.pathname + location.search);

folder = embedded ? null : await openFolder(project, () => lessons.open);
const own = embedded || folder ? null : load();
if (folder) {
  project.load({ files: folder.files, active: null, ask: null });
  if (location.hash.length > 1) replace(await linked(), "The project of the link is open.");
} else if (location.hash.length > 1) {
  project.load(await linked());
  const back = () => {
    withoutHash();
    project.load(own);
  };
  if (own) say("This is the project of the link.", "note", { label: "Back to my own", run: back });
} else {
  project.load(own ?? FIRST);
  keeps = own !== null;
  if (!embedded) lessons.resume();
}
