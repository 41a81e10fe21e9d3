// The JSON of each document, its tabs, and its size.

import { EditorView } from "@codemirror/view";
import { byId, h } from "./dom.js";
import { follow } from "./follow.js";
import { difference } from "./positions.js";
import { reader } from "./reader.js";
import { Tabs } from "./tabs.js";

/** More documents than these are a list and not tabs. */
const MOST_TABS = 40;

/** The environment of a file: its folder. A build without environments has none. */
const folderOf = (path) => (path.includes("/") ? path.slice(0, path.lastIndexOf("/")) : "");
const labelOf = (path) => path.slice(path.lastIndexOf("/") + 1).replace(/\.json$/, "");

/**
 * @param {import("./results.js").Results} results
 * @param {import("./editor.js").Editor} editor
 */
export function output(results, editor) {
  const moved = EditorView.updateListener.of((update) => {
    if (update.selectionSet && update.view.hasFocus) link.toSource();
  });
  const view = reader(byId("json-host"), "The JSON that comes out", "json", moved);
  const select = byId("environment");
  let shown = "";
  let listed = "";
  const tabs = new Tabs(byId("documents"), { panel: "document", choose: open });
  const chooser = byId("document-name");
  chooser.addEventListener("change", () => open(chooser.value));

  select.addEventListener("change", () => {
    const same = `${select.value}/${labelOf(shown)}.json`;
    const files = filesOf(select.value);
    open((files.find(({ path }) => path === same) ?? files[0]).path);
  });
  results.addEventListener("compiled", show);

  /** The documents of the last answer, by their paths. */
  let byPath = new Map();
  const documentOf = (path) => byPath.get(path);
  const filesOf = (folder) => {
    const files = results.good.files.filter(({ path }) => folderOf(path) === folder);
    // Policies stand before what only lists them.
    return files.sort((a, b) => !documentOf(a.path) - !documentOf(b.path));
  };

  const link = follow(view, editor, results, {
    shown: () => documentOf(shown),
    beside: () => filesOf(folderOf(shown)).map(({ path }) => documentOf(path)).filter(Boolean),
    open,
  });

  function show() {
    const { files } = results.good;
    byPath = new Map(results.good.documents.map((one) => [one.path, one]));
    const stale = results.compiled.errors.length > 0;
    const folders = [...new Set(files.map(({ path }) => folderOf(path)))];
    if (!files.some(({ path }) => path === shown)) {
      const folder = folders.includes(folderOf(shown)) ? folderOf(shown) : folders[0];
      shown = (filesOf(folder)[0] ?? { path: "" }).path;
    }
    const folder = folderOf(shown);
    select.replaceChildren(...folders.map((one) => h("option", { value: one }, one || "all")));
    select.value = folder;
    byId("environments").hidden = folders.length < 2;
    list(folder);
    byId("pane-json").classList.toggle("stale", stale && files.length > 0);
    byId("json-empty").hidden = files.length > 0;
    byId("json-stale").hidden = !(stale && files.length > 0);
    if (files.length === 0) {
      byId("json-empty").textContent = stale ? "Nothing comes out while there are errors. The Problems say what they are."
        : "Nothing comes out yet: a `policy` or another document makes JSON.";
    }
    byId("document").hidden = files.length === 0;
    write();
  }

  /** The documents of an environment: a tab each, or a list where there are too many. */
  function list(folder) {
    const found = filesOf(folder);
    const many = found.length > MOST_TABS;
    byId("documents").hidden = many || found.length === 0;
    byId("document-names").hidden = !many;
    tabs.show(many ? [] : found.map(({ path }) => ({ id: path, label: labelOf(path), title: path })), shown);
    const names = many ? found.map(({ path }) => path) : [];
    if (names.join() !== listed) chooser.replaceChildren(...names.map((path) => h("option", { value: path }, labelOf(path))));
    listed = names.join();
    chooser.value = shown;
  }

  function write() {
    const text = results.good.files.find(({ path }) => path === shown)?.text ?? "";
    const change = difference(view.state.doc, text);
    if (change) view.dispatch({ changes: change });
    size(documentOf(shown));
    link.toJson(false);
  }

  function size(document) {
    const meter = byId("size");
    meter.hidden = !document?.limit;
    if (!document?.limit) return;
    const share = document.size / document.limit;
    const percent = Math.max(1, Math.round(100 * share));
    const figures = `${number(document.size)} of ${number(document.limit)} characters, ${percent} %`;
    byId("size-text").textContent = figures;
    byId("size-kind").textContent = document.kind;
    const bar = byId("size-bar");
    bar.setAttribute("aria-valuenow", String(Math.min(100, percent)));
    bar.setAttribute("aria-valuetext", figures);
    bar.className = share > 1 ? "bar over" : share > 0.8 ? "bar near" : "bar";
    bar.style.setProperty("--share", `${Math.min(100, percent)}%`);
  }

  function open(path) {
    shown = path;
    select.value = folderOf(path);
    list(folderOf(path));
    write();
  }
}

const number = (value) => value.toLocaleString("en-US");
