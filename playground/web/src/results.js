// What the server makes of the project: documents, findings with their fixes, results of tests.

import { debounced } from "./dom.js";
import { Gone, nameOf, uriOf } from "./server.js";

/** Tests wait until somebody pauses; documents do not. */
const TESTS_REST = 250;
const FIXES_REST = 150;

/** Tells by the events `compiled`, `tested` and `findings`. */
export class Results extends EventTarget {
  compiled = { files: [], errors: [], documents: [] };
  /** What was compiled last without an error. */
  good = this.compiled;
  tested = { results: [], coverage: [], errors: [] };
  /** The findings of each file. @type {Map<string, object[]>} */
  findings = new Map();
  /** The fixes of each file, each with the findings that it mends. @type {Map<string, object[]>} */
  fixes = new Map();
  /** What the version was that Compare compares with. */
  base = [];
  #wantsBase = true;

  /** @param {import("./project.js").Project} project @param {import("./server.js").Server} server */
  constructor(project, server) {
    super();
    this.project = project;
    this.server = server;
    const changed = () => {
      void this.#compile();
      this.#testSoon();
    };
    project.addEventListener("load", () => {
      this.good = { files: [], errors: [], documents: [] };
      this.findings.clear();
      this.fixes.clear();
      this.base = [];
      this.#wantsBase = true;
      this.#tell("findings");
      changed();
    });
    project.addEventListener("rebase", () => {
      this.base = this.good.files;
      this.#tell("compiled");
    });
    project.addEventListener("text", changed);
    project.addEventListener("files", ({ detail }) => {
      this.findings.delete(detail.removed);
      this.fixes.delete(detail.removed);
      changed();
    });
    server.addEventListener("ready", changed);
    server.addEventListener("textDocument/publishDiagnostics", ({ detail }) => this.#found(detail.params));
    this.#fixSoon = debounced(FIXES_REST, () => void this.#fix());
    this.#testSoon = debounced(TESTS_REST, () => void this.#test());
  }

  #fixSoon;
  #testSoon;

  /** A source of the project, by which the server knows it. */
  get uri() {
    const { active, names } = this.project;
    const name = active.endsWith(".whit") ? active : names.find((one) => one.endsWith(".whit"));
    return uriOf(name ?? active);
  }

  async #compile() {
    const started = performance.now();
    const compiled = await this.#job("compile", "whit/compile", { uri: this.uri });
    if (!compiled) return;
    this.compiled = { files: [], errors: [], documents: [], ...compiled };
    this.took = performance.now() - started;
    if (this.compiled.errors.length === 0) {
      this.good = this.compiled;
      if (this.#wantsBase) this.base = this.good.files;
    }
    this.#wantsBase = false;
    this.#tell("compiled");
  }

  async #test() {
    const tested = await this.#job("test", "whit/test", { uri: this.uri });
    if (!tested) return;
    this.tested = { results: [], coverage: [], errors: [], ...tested };
    this.#tell("tested");
  }

  /** The answer, or nothing if a newer question took its place. */
  async #job(kind, method, params) {
    try {
      return await this.server.job(kind, method, params);
    } catch (error) {
      if (error instanceof Gone) return null;
      return { errors: [{ message: error.message, notes: [], location: null }] };
    }
  }

  #found({ uri, diagnostics }) {
    const name = nameOf(uri);
    if (!this.project.has(name)) return;
    this.findings.set(name, diagnostics);
    this.fixes.set(name, []);
    this.#tell("findings", { name });
    if (diagnostics.length > 0) this.#fixSoon();
  }

  async #fix() {
    for (const [name, found] of this.findings) {
      if (found.length === 0) continue;
      const last = this.project.text(name).split("\n").length;
      const range = { start: { line: 0, character: 0 }, end: { line: last, character: 0 } };
      const context = { diagnostics: found, only: ["quickfix"] };
      try {
        const actions = await this.server.request("textDocument/codeAction", { textDocument: { uri: uriOf(name) }, range, context });
        // The text may have changed meanwhile; then other findings are on their way.
        if (this.findings.get(name) !== found) continue;
        this.fixes.set(name, (actions ?? []).filter((action) => action.edit && action.diagnostics?.length));
        this.#tell("findings", { name });
      } catch (error) {
        if (!(error instanceof Gone)) throw error;
      }
    }
  }

  /** The fixes of one finding. */
  fixesOf(name, finding) {
    const same = (one) => one.message === finding.message && JSON.stringify(one.range) === JSON.stringify(finding.range);
    return (this.fixes.get(name) ?? []).filter((action) => action.diagnostics.some(same));
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
