// Going to places and changing names: definition, references, rename, format, and what may be done at the cursor.

import { EditorView, keymap } from "@codemirror/view";
import { askFor, openDialog } from "./dialog.js";
import { button, h, say } from "./dom.js";
import { toOffset, toPosition } from "./positions.js";
import { reader } from "./reader.js";
import { Gone, nameOf, uriOf } from "./server.js";

/** @param {import("./editor.js").Editor} editor @param {string} name */
export function navigation(editor, name) {
  const run = (work) => (view) => {
    work(editor, name, view).catch((error) => {
      if (!(error instanceof Gone)) say(error.message, "error");
    });
    return true;
  };
  return [
    keymap.of([
      { key: "F12", run: run(definition) },
      { key: "Shift-F12", run: run(references) },
      { key: "F2", run: run(rename) },
      { key: "Shift-Alt-f", run: run(format) },
      { key: "Mod-.", run: run(actions) },
    ]),
    EditorView.domEventHandlers({
      mousedown(event, view) {
        if (!(event.ctrlKey || event.metaKey) || event.button !== 0) return false;
        const pos = view.posAtCoords(event);
        if (pos === null) return false;
        event.preventDefault();
        view.dispatch({ selection: { anchor: pos } });
        return run(definition)(view);
      },
    }),
  ];
}

const here = (view) => ({ position: toPosition(view.state.doc, view.state.selection.main.head) });

async function definition(editor, name, view) {
  const found = await editor.ask("textDocument/definition", name, here(view));
  const place = Array.isArray(found) ? found[0] : found;
  if (!place) return say("There is no definition of this.");
  await visit(editor, place.uri ?? place.targetUri, place.range ?? place.targetSelectionRange);
}

/** Shows a place of the project in its editor, and one of the library in a dialog. */
export async function visit(editor, uri, range) {
  if (!uri.startsWith("whit-std:")) return editor.go(nameOf(uri), range);
  const { text } = await editor.server.request("whit/source", { uri });
  const host = h("div", { class: "code-host tall" });
  openDialog(`${uri.replace(/^whit-std:\/+/, "")} of the standard library`, [host], [], { wide: true });
  const view = reader(host, "Source of the standard library", "whit");
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
  const from = toOffset(view.state.doc, range.start);
  view.dispatch({
    selection: { anchor: from, head: toOffset(view.state.doc, range.end) },
    effects: EditorView.scrollIntoView(from, { y: "center" }),
  });
  view.focus();
}

async function references(editor, name, view) {
  const found = await editor.ask("textDocument/references", name, { ...here(view), context: { includeDeclaration: true } });
  if (!found?.length) return say("Nothing refers to this.");
  const rows = found.map(({ uri, range }) => {
    const file = nameOf(uri);
    const text = editor.project.text(file).split("\n")[range.start.line]?.trim() ?? "";
    const leave = () => {
      close();
      void visit(editor, uri, range);
    };
    return h("li", {}, h("button", { type: "button", class: "row", onclick: leave },
      h("span", { class: "where" }, `${file}:${range.start.line + 1}`), h("code", {}, text)));
  });
  const { close } = openDialog(found.length === 1 ? "1 place" : `${found.length} places`, [h("ul", { class: "places" }, rows)]);
}

async function rename(editor, name, view) {
  const place = await editor.ask("textDocument/prepareRename", name, here(view));
  if (!place) return say("This cannot be renamed.");
  const range = place.range ?? place;
  const doc = view.state.doc;
  const old = place.placeholder ?? doc.sliceString(toOffset(doc, range.start), toOffset(doc, range.end));
  const refused = (text) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? null : "A name has letters, digits and `_`.");
  const newName = await askFor(`Rename ${old}`, "New name", old, refused, "Rename");
  view.focus();
  if (newName === null || newName === old) return;
  const edit = await editor.ask("textDocument/rename", name, { position: range.start, newName });
  if (edit) editor.applyAll(edit);
}

export async function format(editor, name) {
  const edits = await editor.ask("textDocument/formatting", name, { options: { tabSize: 2, insertSpaces: true } });
  if (edits?.length) editor.apply(name, edits);
  else say(edits ? "The text is formatted already." : "The text has errors of syntax, and cannot be formatted.");
}

async function actions(editor, name, view) {
  const { doc, selection } = view.state;
  const range = { start: toPosition(doc, selection.main.from), end: toPosition(doc, selection.main.to) };
  const found = await editor.server.request("textDocument/codeAction", { textDocument: { uri: uriOf(name) }, range, context: { diagnostics: [] } });
  const usable = (found ?? []).filter((action) => action.edit);
  if (usable.length === 0) return say("There is nothing to change here.");
  const { close } = openDialog("What may be done here", [
    h("ul", { class: "places" }, usable.map((action) => h("li", {}, button(action.title, () => {
      close();
      editor.applyAll(action.edit);
      view.focus();
    }, { class: "row" })))),
  ]);
}
