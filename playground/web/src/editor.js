// The source: one editor, and a state of it for each file, so that each keeps its history and its cursor.

import { acceptCompletion, autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab, toggleComment } from "@codemirror/commands";
import { bracketMatching, indentOnInput, indentUnit, StreamLanguage } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";
import { lintKeymap } from "@codemirror/lint";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { EditorSelection, EditorState } from "@codemirror/state";
import {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, keymap, lineNumbers, tooltips,
} from "@codemirror/view";
import { assist } from "./assist.js";
import { coverage } from "./coverage.js";
import { hang } from "./hang.js";
import { colours, whit } from "./language.js";
import { lit } from "./lit.js";
import { look } from "./look.js";
import { navigation } from "./navigate.js";
import { difference, toChanges, toContentChanges, toOffset } from "./positions.js";
import { nameOf, uriOf } from "./server.js";

/** A completion that is under way when another file is shown looks for its state there, too. */
const tomlLanguage = [StreamLanguage.define(toml), autocompletion({ override: [] })];

/**
 * Takes what is typed over several lines. The browser would join the lines by itself, with styles in their HTML, which
 * the page's policy forbids.
 */
const overLines = EditorView.domEventHandlers({
  beforeinput(event, view) {
    const { from, to } = view.state.selection.main;
    if (event.inputType !== "insertText" || view.composing || view.state.doc.lineAt(from).to >= to) return false;
    event.preventDefault();
    const change = () => view.state.update(view.state.replaceSelection(event.data ?? ""), { userEvent: "input.type", scrollIntoView: true });
    const taken = view.state.facet(EditorView.inputHandler).some((handler) => handler(view, from, to, event.data ?? "", change));
    if (!taken) view.dispatch(change());
    return true;
  },
});

/**
 * Tells by the event `cursor` that another place is shown.
 */
export class Editor extends EventTarget {
  /** @type {Map<string, EditorState>} */ #states = new Map();
  #shown = "";

  /**
   * @param {HTMLElement} parent
   * @param {import("./project.js").Project} project
   * @param {import("./server.js").Server} server
   */
  constructor(parent, project, server) {
    super();
    this.project = project;
    this.server = server;
    const root = parent.attachShadow({ mode: "open" });
    this.view = new EditorView({ parent: root, root, dispatchTransactions: (list, view) => this.#dispatch(list, view) });
    project.addEventListener("load", () => this.#load());
    project.addEventListener("active", () => this.#show());
    project.addEventListener("files", ({ detail }) => this.#files(detail));
    project.addEventListener("text", ({ detail }) => {
      if (detail.from === this) return;
      const change = difference(this.state(detail.name).doc, project.text(detail.name));
      if (change) this.update(detail.name, { changes: change });
    });
  }

  #make(name) {
    const source = name.endsWith(".whit");
    const label = `Source of ${name}. Press Escape, then Tab, to leave the editor.`;
    return EditorState.create({
      doc: this.project.text(name),
      extensions: [
        lineNumbers(), highlightActiveLineGutter(), highlightActiveLine(), history(), drawSelection(),
        EditorState.allowMultipleSelections.of(true), EditorState.lineSeparator.of("\n"),
        EditorState.tabSize.of(2), indentUnit.of("  "),
        indentOnInput(), bracketMatching(), closeBrackets(), highlightSelectionMatches(),
        EditorView.contentAttributes.of({ "aria-label": label, tabindex: "0", spellcheck: "false", autocapitalize: "off" }),
        EditorView.lineWrapping, hang,
        tooltips({ position: "fixed" }), overLines,
        source ? [whit, assist(this, name), navigation(this, name), coverage, lit] : tomlLanguage,
        keymap.of([
          { key: "Tab", run: acceptCompletion }, indentWithTab, { key: "Mod-/", run: toggleComment },
          ...closeBracketsKeymap, ...lintKeymap, ...searchKeymap, ...historyKeymap, ...defaultKeymap,
        ]),
        colours, look,
      ],
    });
  }

  /** @param {string} name */
  state(name) {
    if (name === this.#shown) return this.view.state;
    if (!this.#states.has(name)) this.#states.set(name, this.#make(name));
    return this.#states.get(name);
  }

  get shown() {
    return this.#shown;
  }

  #load() {
    this.#states.clear();
    this.#shown = "";
    this.#show();
  }

  #files({ removed, added }) {
    if (removed && added && this.#shown === removed) this.#states.set(added, this.#make(added));
    if (removed) this.#states.delete(removed);
    if (this.#shown === removed) this.#shown = "";
    this.#show();
  }

  #show() {
    const name = this.project.active;
    if (name === this.#shown) return;
    const next = this.state(name);
    if (this.#shown) this.#states.set(this.#shown, this.view.state);
    this.#shown = name;
    this.view.setState(next);
    this.#tell("cursor");
  }

  #dispatch(transactions, view) {
    view.update(transactions);
    for (const one of transactions) {
      if (one.docChanged) {
        const changes = toContentChanges(one.changes, one.startState.doc);
        this.project.write(this.#shown, one.newDoc.toString(), changes, this);
      }
    }
    if (transactions.some((one) => one.docChanged || one.selection)) this.#tell("cursor");
  }

  /** Changes a file that is shown or not. @param {import("@codemirror/state").TransactionSpec} spec */
  update(name, spec) {
    if (!this.project.has(name)) return;
    if (name === this.#shown) return this.view.dispatch(spec);
    const next = this.state(name).update(spec);
    this.#states.set(name, next.state);
    if (next.docChanged) {
      this.project.write(name, next.newDoc.toString(), toContentChanges(next.changes, next.startState.doc), this);
    }
  }

  /** Carries out what the protocol calls edits. */
  apply(name, edits) {
    if (!this.project.has(name)) return;
    this.update(name, { changes: toChanges(this.state(name).doc, edits), userEvent: "input" });
  }

  /** Carries out an edit of the project. */
  applyAll(edit) {
    const byUri = edit.documentChanges?.map((one) => [one.textDocument.uri, one.edits]) ?? Object.entries(edit.changes ?? {});
    for (const [uri, edits] of byUri) this.apply(nameOf(uri), edits);
  }

  /** Shows a place of the protocol, and puts the cursor there. */
  go(name, range, focus = true) {
    this.project.activate(name);
    if (this.#shown !== name) return;
    const doc = this.view.state.doc;
    const [from, to] = [toOffset(doc, range.start), toOffset(doc, range.end)];
    this.view.dispatch({
      selection: EditorSelection.single(from, from === to ? from : Math.min(to, doc.lineAt(from).to)),
      effects: EditorView.scrollIntoView(from, { y: "center" }),
    });
    if (focus) this.view.focus();
  }

  /** Asks the server about a place of the shown file. */
  ask(method, name, more = {}) {
    return this.server.request(method, { textDocument: { uri: uriOf(name) }, ...more });
  }

  #tell(type, detail = {}) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}
