// The project: its files, which one is shown, and who wants to know.

import { pathProblem } from "./kit/project.js";

/** @typedef {import("./kit/project.js").Project} Stored */

/** What is shown when nothing is stored and nothing was shared. @type {Stored} */
export const FIRST = {
  files: [
    {
      path: "whit.toml",
      text: `[project]
name = "reports"
whit = "1"

[environments.prod]
account = "111122223333"
regions = ["eu-west-1"]
`,
    },
    {
      path: "main.whit",
      text: `use std::guards::{mfa}

let reports = s3.bucket("acme-reports")

/// Analysts find and read the reports of the ledger.
policy ReadReports {
  allow s3:ListBucket on reports when s3:prefix like "ledger/*"
  allow s3:GetObject on reports.object("ledger/*")
}

/// Editors write reports, and delete them if they signed in with a second factor.
policy EditReports {
  allow s3:PutObject on reports.object("ledger/*")
  allow s3:DeleteObject on reports.object("ledger/*") with mfa(max_age: 15m)
}

test "editors delete with a second factor only" {
  as EditReports {
    can    s3:PutObject    on reports.object("ledger/2026.csv")
    cannot s3:DeleteObject on reports.object("ledger/2026.csv")
    can    s3:DeleteObject on reports.object("ledger/2026.csv")
      given { aws:MultiFactorAuthPresent: true, aws:MultiFactorAuthAge: 60 }
  }
}
`,
    },
  ],
  active: "main.whit",
  ask: null,
};

/** @type {Stored} */
export const EMPTY = { files: [{ path: "main.whit", text: "" }], active: "main.whit", ask: null };

/**
 * Tells of what happens by the events `load`, `files`, `active` and `text`. The last has the `name` of the file, and the
 * `changes` in the words of the protocol where they are known.
 */
export class Project extends EventTarget {
  /** @type {Map<string, string>} */ #files = new Map();
  active = "";
  /** The request in the form of Ask. */
  ask = null;
  /** What was loaded last: the other side of a comparison. @type {Stored} */ base = EMPTY;

  get names() {
    const order = (name) => (name === "whit.toml" ? "1" : "0") + name;
    return [...this.#files.keys()].sort((a, b) => (order(a) < order(b) ? -1 : 1));
  }

  has(name) {
    return this.#files.has(name);
  }

  text(name = this.active) {
    return this.#files.get(name) ?? "";
  }

  /** @returns {Stored} */
  stored() {
    return { files: this.names.map((path) => ({ path, text: this.text(path) })), active: this.active, ask: this.ask };
  }

  /** Puts another project in the place of this one. @param {Stored} stored */
  load(stored) {
    const { files, active, ask } = stored.files.length > 0 ? stored : EMPTY;
    this.#files = new Map(files.map(({ path, text }) => [path, text]));
    this.active = this.has(active) ? active : this.names[0];
    this.ask = ask ?? null;
    this.base = this.stored();
    this.#tell("load");
  }

  /** Keeps what Ask has in its form. */
  question(ask) {
    this.ask = ask;
    this.#tell("question");
  }

  /** Makes the text as it is now the one that Compare compares with. */
  rebase() {
    this.base = this.stored();
    this.#tell("rebase");
  }

  /** @param {string} name @param {string} text @param {object[]|null} [changes] @param {object} [from] who changed it */
  write(name, text, changes = null, from = null) {
    if (this.text(name) === text) return;
    this.#files.set(name, text);
    this.#tell("text", { name, changes, from });
  }

  /** Says what is wrong with the name of a file, or nothing. */
  refused(name, old) {
    const problem = pathProblem(name);
    if (problem) return problem;
    const taken = this.names.some((one) => one !== old && one.toLowerCase() === name.toLowerCase());
    return taken ? `There is a file ${name} already.` : null;
  }

  add(name, text = "") {
    this.#files.set(name, text);
    this.active = name;
    this.#tell("files", { added: name });
  }

  rename(old, name) {
    if (old === name) return;
    const text = this.text(old);
    this.#files.delete(old);
    this.#files.set(name, text);
    if (this.active === old) this.active = name;
    this.#tell("files", { removed: old, added: name });
  }

  remove(name) {
    if (this.#files.size < 2) return;
    this.#files.delete(name);
    if (this.active === name) this.active = this.names[0];
    this.#tell("files", { removed: name });
  }

  activate(name) {
    if (name === this.active || !this.has(name)) return;
    this.active = name;
    this.#tell("active");
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
