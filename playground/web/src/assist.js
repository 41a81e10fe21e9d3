// What the server offers while somebody writes: completion, hovers, parameters.
//
// These are thin extensions over raw requests and not those of `@codemirror/lsp-client`, which put the server's Markdown
// into the page as HTML.

import { autocompletion, snippet } from "@codemirror/autocomplete";
import { hoverTooltip } from "@codemirror/view";
import { h } from "./dom.js";
import { markdown } from "./markdown.js";
import { toChanges, toOffset, toPosition } from "./positions.js";
import { signatures } from "./signature.js";

/** @param {import("./editor.js").Editor} editor @param {string} name */
export const assist = (editor, name) => [
  autocompletion({ override: [(context) => complete(editor, name, context)], icons: false, maxRenderedOptions: 60 }),
  hoverTooltip((view, pos) => hover(editor, name, view, pos), { hoverTime: 350, hideOnChange: true }),
  signatures(editor, name),
];

async function complete(editor, name, context) {
  const { state, pos } = context;
  const before = state.sliceDoc(Math.max(0, pos - 1), pos);
  const triggers = editor.server.capabilities.completionProvider?.triggerCharacters ?? [];
  if (!context.explicit && before !== " " && !/\w/.test(before) && !triggers.includes(before)) return null;
  // A space is a trigger, but a line of nothing else has nothing to complete yet.
  if (!context.explicit && before === " " && state.doc.lineAt(pos).text.trim() === "") return null;
  let list;
  try {
    list = await editor.ask("textDocument/completion", name, { position: toPosition(state.doc, pos) });
  } catch {
    return null;
  }
  const items = Array.isArray(list) ? list : (list?.items ?? []);
  if (items.length === 0 || context.aborted) return null;
  const ranges = items.map((item) => item.textEdit?.range ?? null);
  const starts = ranges.map((range) => (range ? toOffset(state.doc, range.start) : wordStart(context)));
  const from = Math.min(...starts);
  return {
    from,
    validFor: list.isIncomplete ? undefined : /^[\w:.*-]*$/,
    options: items.map((item, at) => ({
      label: state.sliceDoc(from, starts[at]) + (item.filterText ?? item.label),
      displayLabel: item.label,
      detail: item.detail,
      // The server has put the likeliest first.
      boost: Math.max(-99, 50 - at),
      info: () => told(editor, item),
      apply: (view, completion, _from, to) => {
        const behind = ranges[at] ? toOffset(state.doc, ranges[at].end) - pos : 0;
        insert(view, completion, item, starts[at], to + behind);
      },
    })),
  };
}

const wordStart = (context) => context.matchBefore(/[\w-]*/)?.from ?? context.pos;

function insert(view, completion, item, from, to) {
  const text = item.textEdit?.newText ?? item.insertText ?? item.label;
  const more = toChanges(view.state.doc, item.additionalTextEdits ?? []);
  // What comes in before, a `use`, moves the place.
  const moved = more.filter((one) => one.from <= from).reduce((sum, one) => sum + one.insert.length - (one.to - one.from), 0);
  if (more.length > 0) view.dispatch({ changes: more });
  const template = item.insertTextFormat === 2 ? places(text) : text.replace(/[#$]\{/g, (found) => `${found[0]}\\{`);
  snippet(template)(view, completion, from + moved, to + moved);
}

/** A snippet of the protocol as one of CodeMirror. */
export function places(text) {
  return text.replace(/\\(\$\{|.)|\$\{(\d+)\|([^,|}]*)[^}]*\}|\$\{(\d+)|\$(\d+)/gs, (_, escaped, choice, first, open, bare) => {
    if (escaped !== undefined) return escaped === "${" ? "$\\{" : escaped === "}" ? "\\}" : escaped;
    if (choice !== undefined) return `\${${choice}:${first}}`;
    const number = Number(open ?? bare) || 999;
    return open === undefined ? `\${${number}}` : `\${${number}`;
  });
}

async function told(editor, item) {
  if (!item.documentation && editor.server.capabilities.completionProvider?.resolveProvider) {
    try {
      item = await editor.server.request("completionItem/resolve", item);
    } catch {
      return null;
    }
  }
  const text = textOf(item.documentation);
  return text ? h("div", { class: "told" }, markdown(text)) : null;
}

/** The Markdown of what the protocol has in several forms. */
export function textOf(content) {
  if (!content) return "";
  if (typeof content === "string") return content;
  if (Array.isArray(content)) return content.map(textOf).join("\n\n");
  return content.value ?? "";
}

async function hover(editor, name, view, pos) {
  const doc = view.state.doc;
  let found;
  try {
    found = await editor.ask("textDocument/hover", name, { position: toPosition(doc, pos) });
  } catch {
    return null;
  }
  const text = textOf(found?.contents);
  if (!text || view.state.doc !== doc) return null;
  const range = found.range;
  return {
    pos: range ? toOffset(doc, range.start) : pos,
    end: range ? toOffset(doc, range.end) : pos,
    above: true,
    create: () => ({ dom: h("div", { class: "told" }, markdown(text)) }),
  };
}
