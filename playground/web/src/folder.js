// The folder that `whit playground DIR` serves: read when the page opens, written only when somebody saves.

import { confirmed, openDialog } from "./dialog.js";
import { button, byId, h, say } from "./dom.js";

const ADDRESS = "api/project";
const KEY = "whit-playground-folder";

/** Whether a hash is the address that the command told. */
export const isFolder = (hash) => /^#folder\.[0-9a-f]+$/.test(hash);

/** The key to the folder. It leaves the address, so that nobody copies it, and holds as long as the tab. */
function tokenOf() {
  try {
    if (isFolder(location.hash)) {
      sessionStorage.setItem(KEY, location.hash.slice("#folder.".length));
      history.replaceState(null, "", location.pathname + location.search);
    }
    return sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

/** Asks the command. */
async function ask(token, more = {}) {
  let answer;
  try {
    answer = await fetch(ADDRESS, { headers: { "X-Whit-Token": token, "Content-Type": "application/json" }, ...more });
  } catch {
    throw new Error("The command that served this page has ended. Nothing was read or saved.");
  }
  const body = await answer.json().catch(() => ({}));
  if (answer.ok) return body;
  throw new Error(`The folder was not read or saved: ${body.message ?? `the server says ${answer.status}`}.`);
}

/**
 * Opens the folder, if the page was opened for one.
 * @param {import("./project.js").Project} project
 * @param {() => boolean} inTour whether the project is that of a lesson
 * @returns {Promise<{ files: import("./kit/project.js").File[] }|null>}
 */
export async function openFolder(project, inTour) {
  const token = tokenOf();
  if (!token) return null;
  let found;
  try {
    found = await ask(token);
  } catch (error) {
    sessionStorage.removeItem(KEY);
    say(error.message, "error");
    return null;
  }
  offer(project, inTour, token, found);
  return { files: found.files };
}

/** Offers to save what the page makes of the files. */
function offer(project, inTour, token, { folder, files }) {
  /** What is known to be on the disk. */
  const disk = new Map(files.map(({ path, text }) => [path, text]));
  /** Whether something else was opened in the place of what is on the disk: an example, say. */
  let isOther = false;
  const save = byId("save");
  save.replaceChildren("Save to ", h("span", {}, folder));
  save.hidden = false;
  save.addEventListener("click", () => void begin());
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    // A dialog is answered first.
    if (!document.querySelector("dialog[open]")) void begin();
  });
  addEventListener("beforeunload", (event) => {
    if (!inTour() && changes().length > 0) event.preventDefault();
  });
  project.addEventListener("load", () => {
    isOther = !inTour() && changes().length > 0;
  });
  for (const type of ["load", "files", "text"]) project.addEventListener(type, show);

  function show() {
    save.classList.toggle("main", !inTour() && changes().length > 0);
  }

  /** What differs from the disk. The lock is written by `whit lock` alone. */
  function changes() {
    const here = new Map(project.stored().files.map(({ path, text }) => [path, text]));
    const names = [...new Set([...here.keys(), ...disk.keys()])].filter((path) => !path.endsWith(".lock"));
    const all = names.map((path) => ({ path, was: disk.get(path) ?? null, text: here.get(path) ?? null }));
    return all.filter(({ was, text }) => was !== text);
  }

  async function begin() {
    if (inTour()) return say("This is a lesson of the tour. Leave the tour to save your own project.", "error");
    const all = changes();
    if (all.length === 0) return say(`All is saved in ${folder} already.`);
    const names = (wanted) => all.filter(wanted).map(({ path }) => path).join(", ");
    const gone = names(({ text }) => text === null);
    const written = names(({ text }) => text !== null);
    const words = [isOther && written && `These files are written: ${written}.`, gone && `On the disk, these files go away: ${gone}.`].filter(Boolean);
    if (words.length > 0 && !(await confirmed(`Save to ${folder}?`, words.join(" "), "Save"))) return;
    await put(all);
  }

  async function put(all) {
    try {
      const { changed } = await ask(token, { method: "PUT", body: JSON.stringify({ files: all }) });
      if (changed.length > 0) return choose(all, changed);
      for (const { path, text } of all) know(path, text);
      isOther = false;
      say(`Saved to ${folder}: ${all.length === 1 ? "1 file" : `${all.length} files`}.`);
      show();
    } catch (error) {
      say(error.message, "error");
    }
  }

  function know(path, text) {
    if (text === null) disk.delete(path);
    else disk.set(path, text);
  }

  /** Files have changed on the disk since they were read. @param {{ path: string, text: string|null }[]} now */
  function choose(all, now) {
    const overwrite = () => {
      close();
      const on = new Map(now.map(({ path, text }) => [path, text]));
      void put(all.map((one) => (on.has(one.path) ? { ...one, was: on.get(one.path) } : one)));
    };
    const take = () => {
      close();
      for (const { path, text } of now) {
        know(path, text);
        if (text === null) project.remove(path);
        else if (project.has(path)) project.write(path, text);
        else project.add(path, text);
      }
      show();
      say("What is on the disk is here now. Nothing was saved.");
    };
    const item = ({ path, text }) => h("li", {}, h("code", {}, path), text === null ? " is not there any more" : null);
    const { close } = openDialog("Changed on the disk", [
      h("p", {}, "These files have changed on the disk since they were read. Nothing was saved."),
      h("ul", {}, now.map(item)),
    ], [
      button("Cancel", () => close()),
      button("Take those of the disk", take),
      button("Overwrite them", overwrite, { class: "main" }),
    ]);
  }
}
