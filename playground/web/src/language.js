// The colours of Whit, from the same grammar as those of VS Code (`lsp/editors/grammar`).

import { HighlightStyle, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { tags } from "@lezer/highlight";
import grammar from "whit-grammar";

/** Which tag a scope of the grammar gets: the first whose name the scope begins with. */
const TAGS = [
  ["comment.line.documentation", "docComment"],
  ["comment", "comment"],
  ["constant.character.escape", "escape"],
  ["string", "string"],
  ["meta.embedded.hole", "special"],
  ["variable.other.policy", "special"],
  ["constant.numeric", "number"],
  ["support.constant.access-level", "level"],
  ["support.variable.condition-key", "key"],
  ["support.function.action", "action"],
  ["entity.name.type", "declared"],
  ["entity.name.label", "label"],
  ["entity.name.namespace", "module"],
  ["entity.name", "called"],
  ["keyword.control.effect", "effect"],
  ["keyword.operator.logical", "keyword"],
  ["keyword.operator", "operator"],
  ["keyword", "keyword"],
  ["constant.language", "constant"],
  ["support.type", "type"],
  ["support.function", "called"],
  ["variable.parameter", "field"],
  ["invalid", "wrong"],
];

const TABLE = {
  docComment: tags.docComment,
  comment: tags.comment,
  escape: tags.escape,
  string: tags.string,
  special: tags.special(tags.string),
  number: tags.number,
  level: tags.standard(tags.constant(tags.name)),
  key: tags.propertyName,
  action: tags.standard(tags.function(tags.variableName)),
  declared: tags.definition(tags.typeName),
  label: tags.labelName,
  module: tags.namespace,
  called: tags.function(tags.variableName),
  effect: tags.controlKeyword,
  keyword: tags.keyword,
  operator: tags.operator,
  constant: tags.bool,
  type: tags.typeName,
  field: tags.attributeName,
  wrong: tags.invalid,
};

const rule = ({ name, match, begin, end, patterns = [] }) => ({
  tag: TAGS.find(([scope]) => name.startsWith(scope))?.[1] ?? null,
  at: new RegExp(match ?? begin, "y"),
  until: begin && new RegExp(end, "y"),
  inside: patterns.map(rule),
});
const RULES = grammar.patterns.map(rule);

/** Takes what `pattern` matches here; an empty match counts only where it may. */
function takes(stream, pattern, empty = false) {
  pattern.lastIndex = stream.pos;
  const found = pattern.exec(stream.string);
  if (!found || (found[0] === "" && !empty)) return false;
  stream.pos += found[0].length;
  return true;
}

const parser = {
  name: "whit",
  startState: () => ({ within: null }),
  copyState: (state) => ({ ...state }),
  token(stream, state) {
    if (stream.sol()) state.within = null;
    const region = state.within;
    if (region) {
      if (takes(stream, region.until, true)) {
        state.within = null;
        if (stream.pos > stream.start) return region.tag;
      }
      const inner = region.inside.find((one) => takes(stream, one.at));
      if (inner) return inner.tag;
      stream.next();
      return region.tag;
    }
    if (stream.eatSpace()) return null;
    for (const one of RULES) {
      if (!takes(stream, one.at)) continue;
      if (one.until) state.within = one;
      return one.tag;
    }
    stream.next();
    return null;
  },
  languageData: {
    commentTokens: { line: "//" },
    closeBrackets: { brackets: ["(", "[", "{", '"'] },
    indentOnInput: /^\s*[}\])]$/,
  },
  indent(_state, after, context) {
    const here = context.state.doc.lineAt(context.pos);
    const broken = context.lineAt(context.pos, -1);
    // Of a line that is there already, the one before it says how far in it belongs.
    const open = broken.from === here.from && context.pos === here.from && here.number > 1 ? context.state.doc.line(here.number - 1) : broken;
    const before = open.text.replace(/"(?:[^"\\]|\\.)*"|\/\/.*$/g, "");
    const depth = (before.match(/[{([]/g)?.length ?? 0) - (before.match(/[})\]]/g)?.length ?? 0);
    const leading = /^\s*[})\]]/.test(before) ? 1 : 0;
    const base = context.lineIndent(open.from, 1) + (depth + leading > 0 ? context.unit : 0);
    return /^\s*[})\]]/.test(after) ? Math.max(0, base - context.unit) : base;
  },
  tokenTable: TABLE,
};

export const whit = StreamLanguage.define(parser);

const colour = (name) => `var(--syntax-${name})`;

/** One set of colours for Whit, JSON and TOML; the theme of the page says which they are. */
export const colours = syntaxHighlighting(
  HighlightStyle.define([
    { tag: tags.comment, color: colour("comment") },
    { tag: tags.docComment, color: colour("comment"), fontStyle: "italic" },
    { tag: [tags.string, tags.docString], color: colour("string") },
    { tag: [tags.special(tags.string), tags.escape], color: colour("special") },
    { tag: [tags.number, tags.bool, tags.null], color: colour("number") },
    { tag: [tags.keyword, tags.operatorKeyword], color: colour("keyword") },
    { tag: tags.controlKeyword, color: colour("effect"), fontWeight: "600" },
    { tag: tags.standard(tags.function(tags.variableName)), color: colour("action") },
    { tag: tags.standard(tags.constant(tags.name)), color: colour("action") },
    { tag: tags.function(tags.variableName), color: colour("call") },
    { tag: [tags.propertyName, tags.attributeName], color: colour("key") },
    { tag: [tags.typeName, tags.definition(tags.typeName)], color: colour("type") },
    { tag: [tags.namespace, tags.labelName], color: colour("type") },
    { tag: tags.invalid, color: colour("wrong") },
  ]),
);
