/** Thrown where a source has errors. */
export class WhitError extends Error {
  /** @param {readonly import("./index.js").Diagnostic[]} diagnostics */
  constructor(diagnostics) {
    super(message(diagnostics));
    this.name = "WhitError";
    this.diagnostics = diagnostics;
  }
}

/** How many errors a message shows; nobody reads more in one go. */
const SHOWN = 100;

function message(diagnostics) {
  const errors = diagnostics.filter((found) => found.severity === "error");
  const shown = errors.slice(0, SHOWN).map((found) => found.rendered);
  const count = errors.length === 1 ? "1 error" : `${errors.length} errors`;
  return [...shown, shown.length < errors.length ? `${count}; the first ${SHOWN} are shown` : count].join("\n\n");
}
