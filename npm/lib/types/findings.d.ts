// What is found in sources.

/** How bad a finding is. With an error, nothing is made. */
export type Severity = "error" | "warning" | "note";

/** A place between two characters. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** In characters (Unicode scalar values), from 1. */
  readonly column: number;
  /** In bytes of UTF-8, from 0. */
  readonly offset: number;
}

/** A place in a file. */
export interface Place {
  /** The file, as messages call it. */
  readonly file: string;
  readonly start: Position;
  /** Behind the last character. */
  readonly end: Position;
}

/** A finding, in the form of `whit check --message-format json`. */
export interface Diagnostic extends Place {
  /** The name of the rule, which never changes its meaning: `unknown-action`. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly message: string;
  /** A few words about the place; may be empty. */
  readonly label: string;
  /** Other places that explain it. */
  readonly related: readonly Related[];
  /** What is allowed, or what to do. */
  readonly notes: readonly string[];
  /** What may be done, the best first. */
  readonly fixes: readonly Fix[];
  /** All of it as people read it, with the lines of the source. */
  readonly rendered: string;
}

/** Another place of a finding. */
export interface Related extends Place {
  readonly message: string;
}

/** A change of the sources that mends a finding. */
export interface Fix {
  /** What it does: "write `s3:GetObject`". */
  readonly title: string;
  /** Whether it says what was clearly meant and never widens access. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** A place, and the text that replaces it. */
export interface Edit extends Place {
  readonly text: string;
}
