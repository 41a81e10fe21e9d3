// `whit.toml` as a form has it. An edit changes the one place that it is about; comments and the rest stay as they are.

import { parseTOML } from "toml-eslint-parser";

/**
 * A value of the file. One that is `locked` is more than a form can hold: a comment stands in it, or another type.
 * @typedef {{ value: string | string[], locked: boolean }} Field
 * @typedef {{ name: string, account: Field, partition: Field, regions: Field, params: { name: string, field: Field }[] }} Environment
 */

/** The tables and pairs of a text, each with its whole path; null if the text is no TOML. */
function walk(text) {
  let program;
  try {
    program = parseTOML(text);
  } catch {
    return null;
  }
  const [pairs, tables] = [[], []];
  const visit = (prefix, list, inline) => {
    for (const pair of list) {
      const path = [...prefix, ...pair.key.keys.map((key) => (key.type === "TOMLBare" ? key.name : key.value))];
      pairs.push({ path, pair, inline });
      if (pair.value.type === "TOMLInlineTable") visit(path, pair.value.body, pair.value);
    }
  };
  for (const node of program.body[0].body) {
    if (node.type !== "TOMLTable") {
      visit([], [node], null);
      continue;
    }
    tables.push({ path: node.resolvedKey, node });
    visit(node.resolvedKey, node.body, null);
  }
  return { pairs, tables, comments: program.comments };
}

const starts = (path, prefix) => prefix.every((part, at) => path[at] === part);
const same = (path, other) => path.length === other.length && starts(path, other);

/** What a form shows, or null if the text is no TOML. @returns {{ name: Field, source: Field, out: Field, environments: Environment[] } | null} */
export function read(text) {
  const found = walk(text);
  if (!found) return null;
  const field = (...path) => fieldOf(found, path);
  const names = [...found.tables, ...found.pairs].filter(({ path }) => path[0] === "environments" && path.length > 1);
  names.sort((a, b) => placeOf(a) - placeOf(b));
  const environments = [...new Set(names.map(({ path }) => path[1]))].map((name) => {
    const of = (key) => field("environments", name, key);
    const params = found.pairs.filter(({ path }) => path.length === 4 && starts(path, ["environments", name, "params"]));
    return {
      name,
      account: of("account"),
      partition: of("partition"),
      regions: of("regions"),
      params: params.map(({ path }) => ({ name: path[3], field: field(...path) })).filter((one) => typeof one.field.value === "string" && !one.field.locked),
    };
  });
  return { name: field("project", "name"), source: field("project", "source"), out: field("build", "out"), environments };
}

const placeOf = ({ node, pair }) => (node ?? pair).range[0];

function fieldOf({ pairs, comments }, path) {
  const value = pairs.find((one) => same(one.path, path))?.pair.value;
  if (!value) return { value: "", locked: pairs.some((one) => starts(one.path, path)) };
  if (value.type === "TOMLArray") {
    const plain = value.elements.every(isText) && !comments.some(({ range }) => value.range[0] < range[0] && range[0] < value.range[1]);
    return { value: value.elements.filter(isText).map((one) => one.value), locked: !plain };
  }
  return { value: isText(value) ? value.value : "", locked: !isText(value) };
}

const isText = (value) => value.type === "TOMLValue" && value.kind === "string" && !value.multiline;

/**
 * The text with another value at a path; null takes the value out. Throws a sentence where it cannot be done by one
 * change.
 * @param {string} text @param {string[]} path @param {string | string[] | null} value
 */
export function set(text, path, value) {
  const found = walk(text);
  if (!found) throw new Error(BROKEN);
  const at = found.pairs.find((one) => same(one.path, path));
  const next = !at ? (value === null ? text : added(text, found, path, literal(value)))
    : value === null ? without(text, at, found.comments)
    : splice(text, at.pair.value.range, literal(value));
  return checked(text, next, (one) => same(one, path));
}

const BROKEN = "The text of whit.toml has a mistake. Mend it in the text first.";

const splice = (text, [from, to], insert) => text.slice(0, from) + insert + text.slice(to);
const lineStart = (text, at) => text.lastIndexOf("\n", at - 1) + 1;
const lineEnd = (text, at) => (text.indexOf("\n", at) < 0 ? text.length : text.indexOf("\n", at));
const ended = (text) => (text === "" || text.endsWith("\n") ? text : `${text}\n`);

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  return JSON.stringify(value).replace(/\x7f/g, "\\u007f");
}

/** Puts a value beside those that it belongs to. */
function added(text, { pairs, tables }, path, value) {
  const parent = path.slice(0, -1);
  const beside = pairs.findLast((one) => same(one.path.slice(0, -1), parent));
  const table = tables.find((one) => same(one.path, parent));
  if (beside) {
    const { key, range } = beside.pair;
    const line = `${text.slice(key.range[0], key.keys.at(-1).range[0])}${path.at(-1)} = ${value}`;
    if (beside.inline) return splice(text, [range[1], range[1]], `, ${line}`);
    const start = lineStart(text, range[0]);
    const end = lineEnd(text, range[1]);
    return splice(text, [end, end], `\n${text.slice(start, range[0])}${line}`);
  }
  if (table) {
    const end = lineEnd(text, table.node.key.range[1]);
    return splice(text, [end, end], `\n${path.at(-1)} = ${value}`);
  }
  const gap = text.trim() === "" ? "" : "\n";
  return `${ended(text)}${gap}[${parent.join(".")}]\n${path.at(-1)} = ${value}\n`;
}

/** Takes a pair out; a comment behind it stays. */
function without(text, { pair, inline }, comments) {
  const [from, to] = pair.range;
  if (inline) {
    const at = inline.body.indexOf(pair);
    const [before, after] = [inline.body[at - 1], inline.body[at + 1]];
    if (after) return splice(text, [from, after.range[0]], "");
    return splice(text, before ? [before.range[1], to] : [inline.range[0] + 1, inline.range[1] - 1], "");
  }
  const end = lineEnd(text, to);
  const comment = comments.find(({ range }) => range[0] >= to && range[0] < end);
  return comment ? splice(text, [from, comment.range[0]], "") : splice(text, [lineStart(text, from), Math.min(end + 1, text.length)], "");
}

/** The text with one more environment. */
export function addEnvironment(text, name) {
  const gap = text.trim() === "" ? "" : "\n";
  return checked(text, `${ended(text)}${gap}[environments.${name}]\n`, () => false);
}

/** The text without an environment. */
export function removeEnvironment(text, name) {
  const gone = (path) => starts(path, ["environments", name]);
  let next = text;
  for (;;) {
    const found = walk(next);
    if (!found) throw new Error(BROKEN);
    const table = found.tables.find(({ path }) => gone(path));
    const pair = found.pairs.find(({ path }) => gone(path));
    if (!table && !pair) return checked(text, next, gone);
    if (table) {
      const start = lineStart(next, table.node.range[0]);
      let end = lineEnd(next, table.node.range[1]) + 1;
      // Of the empty lines around it, one is enough.
      if (next[end] === "\n") end += 1;
      next = splice(next, [start, Math.min(end, next.length)], "");
    } else {
      next = without(next, pair, found.comments);
    }
  }
}

/** The text with another name of an environment. */
export function renameEnvironment(text, old, name) {
  const found = walk(text);
  if (!found) throw new Error(BROKEN);
  const keys = [...found.tables.map(({ path, node }) => ({ path, key: node.key })), ...found.pairs.map(({ path, pair }) => ({ path, key: pair.key }))];
  const ranges = keys.filter(({ path }) => path.length > 1 && starts(path, ["environments", old]))
    .map(({ path, key }) => key.keys[1 - (path.length - key.keys.length)]?.range).filter(Boolean);
  ranges.sort((a, b) => b[0] - a[0]);
  const next = ranges.reduce((made, range) => splice(made, range, name), text);
  return checked(text, next, (path) => path[0] === "environments" && (path[1] === old || path[1] === name));
}

/** The new text, if nothing else in it has another value than before. */
function checked(text, next, meant) {
  const others = (one) => {
    const found = walk(one);
    const all = found?.pairs.filter(({ path, pair }) => !meant(path) && pair.value.type !== "TOMLInlineTable");
    return all && JSON.stringify(all.map(({ path, pair }) => [path, one.slice(...pair.value.range)]).sort());
  };
  const after = others(next);
  if (after === undefined || after !== others(text)) throw new Error("This is written in a way that the form cannot change. Change it in the text.");
  return next;
}
