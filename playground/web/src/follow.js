// The way between the source and the JSON: what the cursor or the pointer is on lights up in the other pane.

import { EditorView } from "@codemirror/view";
import { light } from "./lit.js";
import { nameOf } from "./server.js";

/** @typedef {{ path: string, statements: { lines: [number, number], from: object[] }[] }} Document */

/**
 * @param {EditorView} view the JSON
 * @param {import("./editor.js").Editor} editor
 * @param {import("./results.js").Results} results
 * @param {{ shown: () => Document|undefined, beside: () => Document[], open: (path: string) => void }} documents
 */
export function follow(view, editor, results, documents) {
  editor.addEventListener("cursor", () => toJson(true));
  // The pointer only lights up, and moves nothing: one passes over many lines.
  onHover(editor.view, (line) => {
    const found = line === null ? [] : fromSource(documents.shown(), line);
    lightJson(found.length > 0 ? found : ofCursor());
  });
  onHover(view, (line) => {
    const found = line === null ? [] : fromJson(line);
    if (found.length > 0) lightSource(found);
    else lightSource(view.hasFocus ? fromJson(cursorOf(view)) : []);
  });

  /** The statements of a document that come from a line of the source. What is stale has other lines. */
  function fromSource(document, line) {
    if (results.compiled !== results.good || !editor.shown.endsWith(".whit")) return [];
    const here = ({ uri, range }) => nameOf(uri) === editor.shown && range.start.line <= line && line <= range.end.line;
    return (document?.statements ?? []).filter(({ from }) => from.some(here));
  }

  const fromJson = (line) => (documents.shown()?.statements ?? []).filter(({ lines }) => lines[0] <= line && line <= lines[1]);
  const ofCursor = () => (view.hasFocus ? fromJson(cursorOf(view)) : fromSource(documents.shown(), cursorOf(editor.view)));
  const lightJson = (found) => view.dispatch({ effects: light.of(found.map(({ lines }) => lines)) });

  /** Lights up what statements came from, as far as it is shown. Gives the lines. */
  function lightSource(found) {
    const from = found.flatMap((one) => one.from).filter(({ uri }) => nameOf(uri) === editor.shown);
    const spans = from.map(({ range }) => [range.start.line, range.end.line]);
    editor.update(editor.shown, { effects: light.of(spans) });
    return spans;
  }

  /** Lights up the JSON of the line of the cursor; the document that has it is shown, where `moved` says that it may. */
  function toJson(moved) {
    if (view.hasFocus || !editor.shown.endsWith(".whit")) return;
    const line = cursorOf(editor.view);
    const found = fromSource(documents.shown(), line);
    if (found.length === 0 && moved) {
      const other = documents.beside().find((one) => fromSource(one, line).length > 0);
      if (other) return documents.open(other.path);
    }
    lightJson(found);
    if (found.length > 0) reveal(view, found[0].lines);
    editor.update(editor.shown, { effects: light.of([]) });
  }

  /** Lights up the source of the statement that the cursor is on in the JSON, and shows it. */
  function toSource() {
    const found = fromJson(cursorOf(view));
    lightJson(found);
    const first = found.flatMap((one) => one.from).find(({ uri }) => results.project.has(nameOf(uri)));
    if (first) results.project.activate(nameOf(first.uri));
    const spans = lightSource(found);
    if (spans.length > 0) reveal(editor.view, spans[0]);
  }

  return { toJson, toSource };
}

const cursorOf = (view) => view.state.doc.lineAt(view.state.selection.main.head).number - 1;

/** Tells the line that the pointer comes to, counted from 0; null where there is none. */
function onHover(view, tell) {
  let last = null;
  const at = (line) => {
    if (line === last) return;
    last = line;
    tell(line);
  };
  view.scrollDOM.addEventListener("mousemove", ({ clientY }) => {
    const block = view.lineBlockAtHeight(clientY - view.documentTop);
    at(clientY - view.documentTop < block.bottom ? view.state.doc.lineAt(block.from).number - 1 : null);
  });
  view.scrollDOM.addEventListener("mouseleave", () => at(null));
}

/** Scrolls no further than is needed to see the lines. */
function reveal(view, [first, last]) {
  if (first >= view.state.doc.lines) return;
  const top = view.state.doc.line(first + 1).from;
  const bottom = view.state.doc.line(Math.min(last + 1, view.state.doc.lines)).to;
  const effects = [EditorView.scrollIntoView(bottom, { y: "nearest", yMargin: 20 }), EditorView.scrollIntoView(top, { y: "nearest", yMargin: 20 })];
  for (const effect of effects) view.dispatch({ effects: effect });
}
