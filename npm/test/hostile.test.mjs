// Sources and calls that nobody writes on purpose: they are answered, soon, and the compiler works on.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { check, compile, evaluate, format, importJson } from "@whit-lang/whit";

const READER = 'policy Reader { allow s3:GetObject on s3.object("b", "*") }\n';

afterEach(() => assert.equal(compile(READER).ok, true));

const first = ({ diagnostics: [found] }) => [found.rule, found.message];

test("a text that is too large is refused as by the command", () => {
  const large = " ".repeat((8 << 20) + 1);
  const why = "`source.whit` cannot be read: it is larger than 8 MB";
  assert.deepEqual(first(check(large)), ["unreadable-file", why]);
  assert.deepEqual(first(check(new TextEncoder().encode(large))), ["unreadable-file", why]);
  assert.deepEqual(first(check("é".repeat((4 << 20) + 1))), ["unreadable-file", why]);
  assert.deepEqual(first(format(large)), ["unreadable-file", why]);
  assert.equal(format(large).text, large);
  assert.deepEqual(first(check({ "whit.toml": large, "a.whit": READER })), ["unreadable-file", "`whit.toml` cannot be read: it is larger than 8 MB"]);
  assert.deepEqual(first(importJson(large)), ["unreadable-file", "`policy.json` cannot be read: it is larger than 8 MB"]);
  assert.match(evaluate(large).error, /more than 4194304 bytes/);
  assert.equal(check("x".repeat(100 << 20)).ok, false);
});

test("a text that is no text", () => {
  for (const source of ["let a = \"é\ud800\"", "\udc00", new Uint8Array([0xc3, 0x28])]) {
    const [rule, message] = first(check(source));
    assert.equal(rule, "unreadable-file");
    assert.match(message, /is not UTF-8: byte (\d+) belongs to no character/);
  }
  assert.match(first(check("let a = \"é\ud800\""))[1], /byte 11 /);
  assert.equal(format("\ud800").text, "\ud800");
  assert.equal(importJson("\ud800").ok, false);
  assert.match(evaluate("\ud800").error, /not UTF-8/);
  for (const options of [{ externs: { "\ud800": "a" } }, { externs: { a: "\udfff" } }, { set: { a: "\ud800" } }, { environment: "\ud800" }]) {
    assert.throws(() => compile(READER, options), { name: "TypeError", message: /has half of a surrogate pair/ });
  }
  assert.throws(() => compile({ "\ud800.whit": READER }), TypeError);
});

test("depth and length", () => {
  for (const text of [
    "(".repeat(200_000),
    "{".repeat(200_000),
    `policy P { allow s3:GetObject on s3.object("b", "*") when ${"(".repeat(50_000)} aws:SecureTransport ${")".repeat(50_000)} }`,
    `policy P { allow s3:GetObject on s3.object("b", "*") when ${"not ".repeat(50_000)} aws:SecureTransport }`,
    `policy P { ${"if true { ".repeat(20_000)}`,
    `let a = ${"[".repeat(50_000)}`,
    `policy ${"P".repeat(1 << 20)} { allow s3:ListAllMyBuckets }`,
    "\u0000".repeat(100_000),
    "policy P { allow ".repeat(20_000),
    "/*".repeat(100_000),
  ]) {
    const result = check(text);
    assert.equal(result.ok, false, text.slice(0, 40));
    assert.ok(result.diagnostics.length > 0 && result.diagnostics.every(({ rendered }) => rendered.length < 20_000));
    format(text);
  }
  for (const json of ["[".repeat(200_000), `{"Statement":${"[".repeat(100_000)}`, `{"a":${'{"a":'.repeat(100_000)}`]) {
    assert.equal(importJson(json).ok, false);
    assert.ok(evaluate(json).error.length > 0);
  }
  assert.equal(check({ "whit.toml": "a.".repeat(100_000), "a.whit": READER }).ok, false);
});

test("names that objects have already", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const own = Object.fromEntries([[name, "x"]]);
    assert.deepEqual(first(compile(READER, { externs: own })), ["input", `the project has no \`extern ${name}\``]);
    assert.deepEqual(first(compile(READER, { set: own })), ["input", `the project has no \`param ${name}\``]);
    assert.throws(() => compile(READER, own), { name: "TypeError", message: /has no option/ });
  }
  assert.equal(check(Object.fromEntries([["__proto__/a.whit", READER]])).ok, true);
});

test("objects that answer each time something else, or throw", () => {
  const thrower = { get "a.whit"() { throw new RangeError("mine"); } };
  assert.throws(() => compile(thrower), { name: "RangeError", message: "mine" });
  const cyclic = {};
  cyclic.self = cyclic;
  assert.throws(() => evaluate(cyclic), TypeError);
  const shared = new Uint8Array(new SharedArrayBuffer(READER.length));
  shared.set(new TextEncoder().encode(READER));
  assert.equal(compile(shared).ok, true);
});

test("many files, and many findings", () => {
  const files = Object.fromEntries(Array.from({ length: 2_000 }, (_, at) => [`f${at}.whit`, READER.replace("Reader", `Reader${at}`)]));
  assert.equal(compile(files).documents.length, 2_000);
  const { diagnostics } = compile("policy P { allow s3:GetObjct on s3.object(\"b\", \"*\") }\n".repeat(500));
  assert.ok(diagnostics.length >= 500);
});

test("after a failure inside, the next call begins anew", async () => {
  // The compiler has no known way to fail, so that it has to be made to.
  const { Project } = await import("./node_modules/@whit-lang/whit/lib/wasm/whit.js");
  const { compile: real } = Project.prototype;
  Project.prototype.compile = () => {
    throw new WebAssembly.RuntimeError("unreachable");
  };
  try {
    assert.throws(() => compile(READER), { name: "Error", message: /^Whit failed inside/ });
  } finally {
    Project.prototype.compile = real;
  }
  assert.equal(compile(READER).documents.length, 1);
});
