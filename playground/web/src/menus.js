// What the buttons of the header open: examples, import, share; and the theme.

import { openDialog } from "./dialog.js";
import { button, byId, h, say } from "./dom.js";

/** @param {import("./project.js").Project} project */
export function exampleMenu(project, replace) {
  byId("examples").addEventListener("click", async () => {
    // Most of those who come never look at them, so they are not part of the first view.
    const { examples } = await import("./kit/examples.js");
    // The small ones first.
    const ordered = [...examples].sort((a, b) => a.files.length - b.files.length);
    const rows = ordered.map(({ title, summary, files }) => {
      const open = () => {
        close();
        const first = files.find(({ path }) => path.endsWith(".whit"));
        replace({ files, active: first.path, ask: null }, `“${title}” is open.`);
      };
      const count = files.length === 1 ? "1 file" : `${files.length} files`;
      return h("li", {}, h("button", { type: "button", class: "card", onclick: open },
        h("strong", {}, title), h("span", {}, plain(summary)), h("span", { class: "where" }, count)));
    });
    const { close } = openDialog("Examples", [h("ul", { class: "cards" }, rows)]);
  });
}

/** A paragraph without its marks: a button has no links within it. */
const plain = (text = "") => text.replace(/\[([^\]]+)\]\([^)]*\)/g, "$1").replace(/[`*]/g, "");

/** @param {import("./results.js").Results} results */
export function importMenu(results) {
  const { project, server } = results;
  byId("import").addEventListener("click", () => {
    const text = h("textarea", {
      id: "import-json", rows: "12", spellcheck: "false", autocomplete: "off",
      placeholder: '{ "Version": "2012-10-17", "Statement": [ … ] }',
    });
    const name = h("input", { id: "import-name", type: "text", autocomplete: "off", spellcheck: "false", placeholder: "MyPolicy" });
    const wrong = h("p", { class: "wrong", role: "alert" });
    const run = async () => {
      wrong.textContent = "";
      if (text.value.trim() === "") {
        wrong.textContent = "Paste the JSON of a policy first.";
        return text.focus();
      }
      try {
        const wanted = { json: text.value, ...(name.value.trim() && { name: name.value.trim() }) };
        const made = await server.request("whit/import", wanted);
        close();
        project.add(free(project), made.text);
        say(made.notes.length > 0 ? `Imported. ${made.notes.join(" ")}` : "Imported.");
      } catch (error) {
        wrong.textContent = error.message;
      }
    };
    const { close } = openDialog("Import a policy", [
      h("p", {}, "Paste a policy in IAM’s JSON. It becomes Whit in a new file. Nothing leaves this page."),
      h("div", { class: "field" }, h("label", { for: "import-json" }, "JSON"), text),
      h("div", { class: "field" }, h("label", { for: "import-name" }, "Name (may be left out)"), name),
      wrong,
    ], [button("Cancel", () => close()), button("Import", () => void run(), { class: "main" })], { wide: true });
    text.focus();
  });
}

function free(project) {
  let name = "imported.whit";
  for (let number = 2; project.has(name); number += 1) name = `imported${number}.whit`;
  return name;
}

/** @param {import("./results.js").Results} results */
export function shareMenu(results) {
  const { project } = results;
  byId("share").addEventListener("click", async () => {
    let link;
    try {
      const { encode } = await import("./kit/share.js");
      const hash = await encode(project.stored());
      link = `${location.origin}${location.pathname}#${hash}`;
    } catch (error) {
      return say(error.message, "error");
    }
    history.replaceState(null, "", link);
    const field = h("input", { id: "share-link", type: "text", readonly: true, value: link });
    const told = h("p", { role: "status", class: "quiet-text" }, `The link has ${link.length.toLocaleString("en-US")} characters.`);
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(link);
        told.textContent = `Copied. The link has ${link.length.toLocaleString("en-US")} characters.`;
      } catch {
        field.select();
        told.textContent = "The browser does not let the page copy. The link is selected: copy it by the keyboard.";
      }
    };
    openDialog("Share", [
      h("p", {}, "The link holds all files by itself. They are stored nowhere else."),
      h("div", { class: "field" }, h("label", { for: "share-link" }, "Link"), field),
      told,
    ], [button("Download as zip", () => void download(results)), button("Copy the link", () => void copy(), { class: "main" })]);
    void copy();
  });
}

async function download(results) {
  try {
    const { zip } = await import("./kit/zip.js");
    const bytes = zip(results.project.stored(), results.good.files);
    const url = URL.createObjectURL(new Blob([bytes], { type: "application/zip" }));
    h("a", { href: url, download: "whit-project.zip" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  } catch (error) {
    say(error.message, "error");
  }
}

const KEYS = [
  ["Ctrl+Space", "complete"], ["Ctrl+.", "what may be done here: fixes and rewrites"], ["F2", "rename"],
  ["F12, Ctrl+click", "go to the definition"], ["Shift+F12", "list the places that refer to it"],
  ["Shift+Alt+F", "format"], ["F8", "next finding"], ["Ctrl+Shift+M", "list the findings"], ["Ctrl+F", "search"],
  ["Ctrl+S", "save to the folder, if the page was opened for one"], ["Ctrl+/", "comment"], ["Ctrl+Shift+Space", "show the parameters"], ["Escape, then Tab", "leave the editor"],
  ["Arrows", "move between tabs, and move the bar between the panes"], ["F2, Delete on a tab", "rename or delete the file"],
];

/** The list of keys. A Mac has Cmd where others have Ctrl. */
export function keysMenu() {
  const mac = /Mac|iP(?:hone|ad)/.test(navigator.userAgent);
  byId("keys").addEventListener("click", () => {
    const row = ([key, what]) => h("div", {}, h("dt", {}, h("kbd", {}, mac ? key.replace(/Ctrl(?!\+Space)/g, "Cmd") : key)), h("dd", {}, what));
    const licences = h("a", { href: "licences.txt", target: "_blank" }, "Licences of what this page is made of");
    openDialog("Keys", [h("dl", { class: "keys" }, KEYS.map(row)), h("p", {}, licences)]);
  });
}

const THEME = "whit-playground-theme";

export function themeSwitch() {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const root = document.documentElement;
  const control = byId("theme");
  const isDark = () => (root.dataset.theme ?? (dark.matches ? "dark" : "light")) === "dark";
  const show = () => control.setAttribute("aria-checked", String(isDark()));
  control.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem(THEME, root.dataset.theme);
    } catch {
      // Without a storage, the choice holds for this visit.
    }
    show();
  });
  dark.addEventListener("change", show);
  show();
}
