// A line that is too long goes on below its own beginning, and not at the edge.

import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin } from "@codemirror/view";

/** Deeper lines hang as these. */
const DEEPEST = 16;
const MORE = 4;

const depths = Array.from({ length: DEEPEST + 1 }, (_, depth) => depth);
const marks = depths.map((depth) => Decoration.line({ class: `cm-hang-${depth}` }));
// The page's policy forbids a style of each line's own; a class for each depth does the same.
const styles = depths.map((depth) => [`.cm-line.cm-hang-${depth}`, { paddingLeft: `calc(6px + ${2 * depth + MORE}ch)`, textIndent: `-${2 * depth + MORE}ch` }]);

function hanging({ state: { doc }, visibleRanges }) {
  const builder = new RangeSetBuilder();
  for (const { from, to } of visibleRanges) {
    for (let line = doc.lineAt(from); ; line = doc.line(line.number + 1)) {
      const depth = Math.min(DEEPEST, Math.ceil(/^ */.exec(line.text)[0].length / 2));
      builder.add(line.from, line.from, marks[depth]);
      if (line.to >= to || line.number === doc.lines) break;
    }
  }
  return builder.finish();
}

const plugin = ViewPlugin.fromClass(
  class {
    constructor(view) {
      this.decorations = hanging(view);
    }
    update({ docChanged, viewportChanged, view }) {
      if (docChanged || viewportChanged) this.decorations = hanging(view);
    }
  },
  { decorations: (one) => one.decorations },
);

export const hang = [plugin, EditorView.theme(Object.fromEntries(styles))];
