// How many requests of the tests each statement decided, beside the source.

import { RangeSet, StateEffect, StateField } from "@codemirror/state";
import { gutter, GutterMarker } from "@codemirror/view";

/** Sets the marks: the line of each statement, counted from 0, and its number. */
export const cover = StateEffect.define();

class Count extends GutterMarker {
  constructor(count) {
    super();
    this.count = count;
  }
  eq(other) {
    return this.count === other.count;
  }
  toDOM() {
    const mark = document.createElement("span");
    mark.className = this.count > 0 ? "mark" : "mark none";
    mark.textContent = this.count > 0 ? `${this.count}×` : "0×";
    mark.title = this.count === 0 ? "No test asks for what this statement decides"
      : this.count === 1 ? "One request of the tests is decided here" : `${this.count} requests of the tests are decided here`;
    return mark;
  }
}

const counts = StateField.define({
  create: () => RangeSet.empty,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (effect.is(cover)) return marksOf(transaction.state.doc, effect.value);
    }
    return marks.map(transaction.changes);
  },
});

function marksOf(doc, lines) {
  const found = lines.filter(({ line }) => line < doc.lines).map(({ line, count }) => new Count(count).range(doc.line(line + 1).from));
  return RangeSet.of(found, true);
}

export const coverage = [
  counts,
  gutter({ class: "cm-covered", markers: (view) => view.state.field(counts), initialSpacer: () => new Count(10) }),
];
