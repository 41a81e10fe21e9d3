// Lines that light up because they belong to what the cursor is on in the other pane.

import { RangeSetBuilder, StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";

/** Lights up lines: pairs of the first and the last, counted from 0. @type {import("@codemirror/state").StateEffectType<[number, number][]>} */
export const light = StateEffect.define();

const line = Decoration.line({ class: "cm-lit" });

export const lit = StateField.define({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(light)) return marksOf(transaction.state.doc, effect.value);
    }
    return marks.map(transaction.changes);
  },
  provide: (field) => EditorView.decorations.from(field),
});

function marksOf(doc, spans) {
  const numbers = new Set();
  for (const [first, last] of spans) {
    for (let at = first; at <= last && at < doc.lines; at += 1) numbers.add(at);
  }
  const builder = new RangeSetBuilder();
  for (const at of [...numbers].sort((a, b) => a - b)) {
    const { from } = doc.line(at + 1);
    builder.add(from, from, line);
  }
  return builder.finish();
}
