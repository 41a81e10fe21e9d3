// Positions of the protocol, lines and UTF-16 units, and those of CodeMirror, units from the start.

/** @param {import("@codemirror/state").Text} doc */
export function toPosition(doc, offset) {
  const line = doc.lineAt(offset);
  return { line: line.number - 1, character: offset - line.from };
}

/** @param {import("@codemirror/state").Text} doc */
export function toOffset(doc, position) {
  if (position.line >= doc.lines) return doc.length;
  const line = doc.line(position.line + 1);
  return Math.min(line.to, line.from + position.character);
}

/** What the protocol calls the changes of a transaction: from the last to the first, each in the text before it. */
export function toContentChanges(changes, before) {
  const made = [];
  changes.iterChanges((from, to, _from, _to, inserted) => {
    const range = { start: toPosition(before, from), end: toPosition(before, to) };
    made.unshift({ range, text: inserted.toString() });
  });
  return made;
}

/** What CodeMirror calls the edits of the protocol. */
export function toChanges(doc, edits) {
  return edits.map(({ range, newText }) => ({
    from: toOffset(doc, range.start),
    to: toOffset(doc, range.end),
    insert: newText,
  }));
}

/** The smallest single change that makes `text` of `doc`, so that cursors and folds stay; or nothing. */
export function difference(doc, text) {
  const old = doc.toString();
  if (old === text) return null;
  let start = 0;
  const shorter = Math.min(old.length, text.length);
  while (start < shorter && old[start] === text[start]) start += 1;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === text[text.length - 1 - end]) end += 1;
  return { from: start, to: old.length - end, insert: text.slice(start, text.length - end) };
}
