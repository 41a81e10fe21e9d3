// The parameters of a guard or template, above the cursor while its arguments are written.

import { StateEffect, StateField } from "@codemirror/state";
import { keymap, showTooltip, ViewPlugin } from "@codemirror/view";
import { h } from "./dom.js";
import { inline } from "./markdown.js";
import { toPosition } from "./positions.js";

const show = StateEffect.define();

const shown = StateField.define({
  create: () => null,
  update(tooltip, transaction) {
    for (const effect of transaction.effects) if (effect.is(show)) return effect.value;
    return tooltip && { ...tooltip, pos: transaction.changes.mapPos(tooltip.pos) };
  },
  provide: (field) => showTooltip.from(field),
});

/** @param {import("./editor.js").Editor} editor @param {string} name */
export function signatures(editor, name) {
  const ask = async (view) => {
    const { doc, selection } = view.state;
    let help = null;
    try {
      help = await editor.ask("textDocument/signatureHelp", name, { position: toPosition(doc, selection.main.head) });
    } catch {
      // No answer shows nothing.
    }
    if (view.state.doc !== doc || view.state.selection.main.head !== selection.main.head) return;
    if (editor.shown === name && (help || view.state.field(shown, false))) {
      view.dispatch({ effects: show.of(help ? tooltip(help, selection.main.head) : null) });
    }
  };
  const watch = ViewPlugin.define(() => ({
    update(update) {
      const open = update.state.field(shown, false);
      let typed = false;
      for (const one of update.transactions) {
        if (one.isUserEvent("input")) one.changes.iterChanges((_a, _b, _c, _d, text) => (typed ||= /[(,]/.test(text.toString())));
      }
      if (typed || (open && (update.docChanged || update.selectionSet))) setTimeout(() => void ask(update.view));
    },
  }));
  const close = (view) => {
    if (!view.state.field(shown, false)) return false;
    view.dispatch({ effects: show.of(null) });
    return true;
  };
  return [
    shown,
    watch,
    keymap.of([
      { key: "Mod-Shift-Space", run: (view) => (void ask(view), true) },
      { key: "Escape", run: close },
    ]),
  ];
}

function tooltip(help, pos) {
  const signature = help.signatures[help.activeSignature ?? 0];
  if (!signature) return null;
  const now = signature.parameters?.[signature.activeParameter ?? help.activeParameter ?? 0];
  const at = place(signature.label, now?.label);
  const [before, inside, after] = [signature.label.slice(0, at[0]), signature.label.slice(at[0], at[1]), signature.label.slice(at[1])];
  const label = h("code", {}, before, inside && h("span", { class: "now" }, inside), after);
  const about = typeof now?.documentation === "string" ? now.documentation : now?.documentation?.value;
  const dom = () => h("div", { class: "told" }, label, about && h("p", {}, inline(about)));
  return { pos, above: true, create: () => ({ dom: dom() }) };
}

function place(label, parameter) {
  if (Array.isArray(parameter)) return parameter;
  const at = parameter ? label.indexOf(parameter) : -1;
  return at < 0 ? [label.length, label.length] : [at, at + parameter.length];
}
