// The findings: under the text, and as a list with their explanation and their fixes.

import { setDiagnostics } from "@codemirror/lint";
import { button, byId, h } from "./dom.js";
import { inline } from "./markdown.js";
import { toOffset } from "./positions.js";
import { nameOf } from "./server.js";

const SEVERITY = { 1: ["error", "Error"], 2: ["warning", "Warning"], 3: ["info", "Note"], 4: ["hint", "Hint"] };
/** More than these are not shown one by one. */
const MOST = 100;

/**
 * @param {import("./results.js").Results} results
 * @param {import("./editor.js").Editor} editor
 * @param {import("./panes.js").Panes} panes
 */
export function problems(results, editor, panes) {
  const list = byId("problem-list");
  const { project } = results;

  results.addEventListener("findings", ({ detail }) => {
    if (detail.name) underline(detail.name);
    show();
  });
  results.addEventListener("compiled", show);
  for (const type of ["files", "active"]) project.addEventListener(type, () => {
    underline(project.active);
    show();
  });

  function underline(name) {
    if (!project.has(name)) return;
    const { doc } = editor.state(name);
    const found = (results.findings.get(name) ?? []).map((one) => ({
      from: toOffset(doc, one.range.start),
      to: toOffset(doc, one.range.end),
      severity: SEVERITY[one.severity ?? 1][0],
      message: one.message,
      actions: results.fixesOf(name, one).map((action) => ({ name: capital(action.title), apply: () => editor.applyAll(action.edit) })),
    }));
    editor.update(name, setDiagnostics(editor.state(name), found));
  }

  function show() {
    const all = project.names.flatMap((name) => (results.findings.get(name) ?? []).map((finding) => ({ name, finding })));
    all.sort((a, b) => (a.finding.severity ?? 1) - (b.finding.severity ?? 1));
    // What has no place in a file is not published.
    const loose = results.compiled.errors.filter(({ message }) => !all.some(({ finding }) => finding.message.startsWith(message)));
    const errors = all.filter(({ finding }) => (finding.severity ?? 1) === 1).length + loose.length;
    const items = [...loose.map(looseItem), ...all.slice(0, MOST).map(item)];
    if (all.length > MOST) items.push(h("li", { class: "problem" }, `and ${all.length - MOST} more`));
    list.replaceChildren(...items);
    byId("no-problems").hidden = items.length > 0;
    panes.badge("problems", all.length + loose.length, errors > 0 ? "bad" : "warn");
  }

  function item({ name, finding }) {
    const [kind, word] = SEVERITY[finding.severity ?? 1];
    const [message, ...notes] = finding.message.split("\n");
    const { line, character } = finding.range.start;
    const go = () => editor.go(name, finding.range);
    const fixes = results.fixesOf(name, finding).map((action) => {
      const mend = () => {
        editor.applyAll(action.edit);
        editor.view.focus();
      };
      return button(["Fix: ", ...inline(action.title)], mend, { class: action.isPreferred ? "fix main" : "fix" });
    });
    const head = h("button", { type: "button", class: "row", onclick: go },
      h("span", { class: `tag ${kind}` }, word), h("span", { class: "what" }, inline(message)),
      h("span", { class: "where" }, `${name}:${line + 1}:${character + 1}`));
    return h("li", { class: `problem ${kind}` }, head,
      notes.length > 0 && h("div", { class: "notes" }, notes.map((note) => h("p", {}, inline(note)))),
      h("div", { class: "fixes" }, fixes, finding.code && h("span", { class: "rule" }, String(finding.code))));
  }

  function looseItem({ message, notes, location }) {
    const go = () => location && editor.go(nameOf(location.uri), location.range);
    return h("li", { class: "problem error" },
      h("button", { type: "button", class: "row", onclick: go }, h("span", { class: "tag error" }, "Error"), h("span", { class: "what" }, inline(message))),
      notes.length > 0 && h("div", { class: "notes" }, notes.map((note) => h("p", {}, inline(note)))));
  }
}

const capital = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);
