// The decision on a request: in words, with the layers that led to it, and what would change it.

import { byId, h } from "./dom.js";
import { light } from "./lit.js";
import { inline } from "./markdown.js";
import { nameOf } from "./server.js";

const DECISION = {
  allowed: ["allowed", "✓", "Allowed"],
  explicitlyDenied: ["denied", "✗", "Denied by a statement"],
  implicitlyDenied: ["denied", "✗", "Not allowed: nothing allows it"],
};

/** The mark of what a layer says, with the words that say the same. */
function mark(verdict) {
  if (verdict === "deny") return ["no", "✗"];
  if (verdict === "do not allow") return ["no", "–"];
  if (verdict === "do not count here") return ["none", "·"];
  return ["yes", "✓"];
}

/** @param {import("./editor.js").Editor} editor @param {import("./results.js").Results} results */
export function answers(editor, results) {
  const place = byId("answer");

  function layer({ layer: name, verdict, statement, location }) {
    const [kind, sign] = mark(verdict);
    const words = [h("span", { class: "layer-name" }, name), " ", verdict];
    const show = () => {
      const file = nameOf(location.uri);
      editor.go(file, location.range, false);
      const spans = [[location.range.start.line, location.range.end.line]];
      editor.update(file, { effects: light.of(spans) });
    };
    const isHere = location && results.project.has(nameOf(location.uri));
    return h("li", { class: `layer ${kind}` },
      h("span", { class: "sign", "aria-hidden": "true" }, sign),
      h("div", {}, h("p", {}, words),
        statement && (isHere ? h("button", { type: "button", class: "statement", onclick: show, title: "Show the statement in the source" }, statement)
          : h("p", { class: "quiet-text" }, statement))));
  }

  function one({ environment, decision, asked, layers, notes }) {
    const [kind, sign, words] = DECISION[decision] ?? ["denied", "✗", decision];
    return h("section", { class: "decision-box" },
      h("div", { class: `decision ${kind}` }, h("span", { class: "sign", "aria-hidden": "true" }, sign),
        h("strong", {}, words), environment && h("span", { class: "env" }, environment)),
      h("p", { class: "quiet-text" }, inline(asked)),
      h("ol", { class: "layers", "aria-label": "What each layer says" }, layers.map(layer)),
      notes.length > 0 && h("div", { class: "notes" }, h("h3", {}, "What stands in the way, and what is assumed"), notes.map((note) => h("p", {}, inline(note)))));
  }

  /** Shows an answer, or nothing. */
  return (answer) => {
    if (!answer) {
      place.replaceChildren(h("p", { class: "quiet-text" }, "Say who asks for what. The answer comes by itself."));
    } else if (answer.errors?.length > 0) {
      place.replaceChildren(...answer.errors.map(({ message, notes }) =>
        h("div", { class: "decision-box" }, h("p", { class: "wrong" }, inline(message)), notes.map((note) => h("p", {}, inline(note))))));
    } else {
      place.replaceChildren(...answer.answers.map(one));
    }
  };
}
