// The text and the JSON as they are now, beside the version that was shared or loaded.

import { unifiedMergeView } from "@codemirror/merge";
import { EditorState } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { byId, h, say } from "./dom.js";
import { reading } from "./reader.js";

/** @param {import("./results.js").Results} results @param {import("./panes.js").Panes} panes */
export function compare(results, panes) {
  const { project } = results;
  const select = byId("compare-file");
  const root = byId("compare-host").attachShadow({ mode: "open" });
  const view = new EditorView({ parent: root, root });
  let shown = "";

  const sources = () => pairs(project.base.files, project.stored().files);
  const outputs = () => pairs(results.base, results.good.files);

  select.addEventListener("change", show);
  byId("rebase").addEventListener("click", () => {
    project.rebase();
    say("From now on, Compare starts at this version.");
  });
  const refresh = () => panes.shown === "compare" && show();
  for (const type of ["compiled", "tested"]) results.addEventListener(type, refresh);
  for (const type of ["rebase", "load", "files"]) project.addEventListener(type, refresh);
  panes.addEventListener("shown", refresh);
  refresh();

  function show() {
    const [source, output] = [sources(), outputs()];
    const all = new Map([...source.map((one) => [`s:${one.path}`, one]), ...output.map((one) => [`o:${one.path}`, one])]);
    const changed = (list) => list.filter(({ before, after }) => before !== after).length;
    const wanted = all.has(select.value) ? select.value : first(all);
    const option = (kind) => ({ path, before, after }) => h("option", { value: `${kind}:${path}` }, `${path}${note(before, after)}`);
    select.replaceChildren(
      h("optgroup", { label: "Source" }, source.map(option("s"))),
      h("optgroup", { label: "JSON" }, output.map(option("o"))));
    select.value = wanted;
    const [inSource, inOutput] = [changed(source), changed(output)];
    byId("compare-sum").textContent = inSource + inOutput === 0 ? "Nothing has changed since this version was opened."
      : `Changed since then: ${[count(inSource, "source"), count(inOutput, "JSON file")].filter(Boolean).join(", ")}.`;
    const pair = all.get(wanted);
    const key = pair ? `${wanted}\n${pair.before}\n${pair.after}` : "";
    if (key === shown) return;
    shown = key;
    const language = wanted.startsWith("o:") ? "json" : wanted.endsWith(".whit") ? "whit" : "plain";
    view.setState(EditorState.create({
      doc: pair?.after ?? "",
      extensions: [
        reading("What has changed", language),
        unifiedMergeView({ original: pair?.before ?? "", mergeControls: false, collapseUnchanged: { margin: 3, minSize: 6 }, gutter: true }),
      ],
    }));
  }
}

/** The first file that has changed, or the first. */
function first(all) {
  const found = [...all].find(([, { before, after }]) => before !== after) ?? [...all][0];
  return found?.[0] ?? "";
}

function pairs(before, after) {
  const old = new Map(before.map(({ path, text }) => [path, text]));
  const now = new Map(after.map(({ path, text }) => [path, text]));
  return [...new Set([...now.keys(), ...old.keys()])].map((path) => ({ path, before: old.get(path) ?? "", after: now.get(path) ?? "" }));
}

function note(before, after) {
  if (before === after) return "";
  return before === "" ? " · new" : after === "" ? " · gone" : " · changed";
}

const count = (number, what) => number > 0 && `${number} ${what}${number === 1 ? "" : "s"}`;
