// Tokenises Whit's sources as VS Code does: `node run.mjs ROOT`, ROOT the folder of the workspace.
//  * The words of cases.json get the scopes that stand there.
//  * Every source of examples/ and stdlib/whit is read, and nothing in it is left without a scope but white space and
//    brackets; comments and strings, found here by hand, have the scope of comments and strings, and nothing else has.

import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

const require = createRequire(import.meta.url);
const textmate = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");

const root = process.argv[2];
const file = join(root, "lsp/editors/vscode/syntaxes/whit.tmLanguage.json");
const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
const registry = new textmate.Registry({
  onigLib: Promise.resolve({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  }),
  loadGrammar: async () => textmate.parseRawGrammar(readFileSync(file, "utf8"), file),
});
const grammar = await registry.loadGrammar("source.whit");

const failures = [];
let passed = 0;

/** The tokens of a text: line, text, innermost scope without the language's name. */
function tokens(text) {
  let stack = textmate.INITIAL;
  return text.split("\n").flatMap((line, number) => {
    const read = grammar.tokenizeLine(line, stack);
    stack = read.ruleStack;
    const one = read.tokens.map(({ startIndex, endIndex, scopes }) => ({
      line: number,
      start: startIndex,
      text: line.slice(startIndex, endIndex),
      scopes: scopes.slice(1).flatMap((scope) => scope.split(" ")).map((scope) => scope.replace(/\.whit$/, "")),
    }));
    // What begins or ends a string is a token of its own; with the same scopes it belongs to what is beside it.
    return one.reduce((all, token) => {
      const last = all.at(-1);
      if (last && last.scopes.join() === token.scopes.join() && token.scopes.length > 0) last.text += token.text;
      else all.push(token);
      return all;
    }, []);
  });
}

// The cases: a line, and the scope of some of its words, each looked for after the one before.
for (const { line, words } of JSON.parse(readFileSync(join(root, "lsp/editors/tokens/cases.json"), "utf8"))) {
  const got = tokens(line);
  let from = 0;
  for (const [text, scope] of words) {
    const goesOnBefore = (at) => /[\w-]/.test(text.at(0)) && /[\w-]/.test(line[at - 1] ?? "");
    const goesOnAfter = (end) => /[\w-]/.test(text.at(-1)) && /[\w-]/.test(line[end] ?? "");
    let start = line.indexOf(text, from);
    while (start >= 0 && (goesOnBefore(start) || goesOnAfter(start + text.length))) start = line.indexOf(text, start + 1);
    if (start < 0) throw new Error(`the case is wrong: no \`${text}\` in \`${line}\``);
    from = start + text.length;
    const token = got.find((token) => token.start <= start && start < token.start + token.text.length);
    const innermost = token.scopes.at(-1) ?? "";
    const isWhole = token.text.trim() === text && token.start + token.text.search(/\S/) === start;
    if (innermost !== scope || !isWhole) {
      failures.push(`\`${line}\`: \`${text}\` is \`${token.text}\`, ${innermost || "nothing"}, instead of ${scope || "nothing"}`);
    } else {
      passed += 1;
    }
  }
}

/** The sources below a folder. */
function sources(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".whit"))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

/** What each letter of a line is: "c" in a comment, "s" in a string, " " elsewhere. Strings end on their line. */
function byHand(line) {
  let kind = " ";
  let out = "";
  for (let at = 0; at < line.length; at += 1) {
    if (kind === "s" && line[at] === "\\") {
      out += "ss".slice(0, line.length - at);
      at += 1;
    } else if (kind === "s" && line[at] === '"') {
      out += "s";
      kind = " ";
    } else {
      if (kind === " " && line.startsWith("//", at)) kind = "c";
      else if (kind === " " && line[at] === '"') kind = "s";
      out += kind;
    }
  }
  return out;
}

let files = 0;
for (const path of [...sources(join(root, "examples")), ...sources(join(root, "stdlib/whit"))]) {
  files += 1;
  const before = failures.length;
  const text = readFileSync(path, "utf8");
  const lines = text.split("\n");
  for (const token of tokens(text)) {
    const place = `${relative(root, path)}:${token.line + 1}:${token.start + 1}`;
    const kinds = byHand(lines[token.line]);
    for (let at = 0; at < token.text.length; at += 1) {
      const wanted = kinds[token.start + at];
      const got = token.scopes[0]?.startsWith("comment") ? "c" : token.scopes[0]?.startsWith("string.quoted") ? "s" : " ";
      if (wanted !== got) {
        failures.push(`${place}: \`${token.text}\` is ${token.scopes.join(" ") || "nothing"}`);
        break;
      }
    }
    if (token.scopes.some((scope) => scope.startsWith("invalid"))) failures.push(`${place}: \`${token.text}\` is invalid`);
    if (token.scopes.length === 0 && !/^[\s()[\]{},.:]*$/.test(token.text)) {
      failures.push(`${place}: \`${token.text}\` has no scope`);
    }
  }
  if (failures.length === before) passed += 1;
}
if (files === 0) failures.push("there are no sources");

for (const failure of failures) console.error(failure);
console.log(`${files} sources and the cases: ${passed} passed, ${failures.length} failed`);
process.exit(failures.length === 0 ? 0 : 1);
