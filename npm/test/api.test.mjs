// What the functions give, and how they refuse to be called.

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { WhitError, check, compile, compileOrThrow, evaluate, format, importJson, load, policies } from "@whit-lang/whit";

const READER = 'policy Reader {\n  allow s3:GetObject on s3.object("b", "in/*")\n}\n';
const WRONG = READER.replace("GetObject", "GetObjct");
const STAGES = '[environments.dev]\n[environments.prod]\n';

test("a source text", () => {
  const { ok, documents, roles, files, diagnostics } = compile(READER);
  assert.deepEqual([ok, roles, diagnostics], [true, [], []]);
  const [{ text, ...reader }] = documents;
  assert.deepEqual(reader, {
    name: "Reader",
    kind: "policy",
    environment: undefined,
    file: "Reader.json",
    source: "source.whit",
    size: 114,
    limit: 6144,
    policy: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/in/*" }] },
  });
  assert.equal(files["Reader.json"], text);
  assert.deepEqual(JSON.parse(text), reader.policy);
  assert.deepEqual(Object.keys(files), ["Reader.json", "manifest.json"]);
});

test("a role with all its parts", () => {
  const { roles, documents } = compileOrThrow(`
    policy Reader { allow s3:GetObject on s3.object("b", "*") }
    boundary Ceiling { allow s3:GetObject on s3.object("b", "*") }
    role Service {
      trust service("ec2.amazonaws.com")
      attach Reader
      attach arn("arn:aws:iam::aws:policy/ReadOnlyAccess") because "a test"
      boundary Ceiling
      inline { allow s3:ListBucket on s3.bucket("b") }
      path "/service/"
      max_session 2h
      tags { team: "ledger" }
    }`);
  assert.deepEqual(documents.map(({ name, kind }) => [name, kind]), [["Reader", "policy"], ["Ceiling", "boundary"]]);
  const [{ text, trust, inline, ...role }] = roles;
  assert.deepEqual(role, {
    name: "Service",
    kind: "role",
    environment: undefined,
    file: "Service.json",
    source: "source.whit",
    path: "/service/",
    maxSessionDuration: 7200,
    boundary: { document: "Ceiling" },
    attachments: [{ document: "Reader" }, { arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
    tags: [{ key: "team", value: "ledger" }],
  });
  assert.equal(JSON.parse(text).RoleName, "Service");
  assert.deepEqual([trust.file, trust.policy.Statement[0].Principal], ["Service.trust.json", { Service: "ec2.amazonaws.com" }]);
  assert.equal(inline.policy.Statement[0].Action, "s3:ListBucket");
});

test("several modules, in the folder that whit.toml names", () => {
  const files = {
    "whit.toml": '[project]\nsource = "policies"\n',
    "policies/a.whit": 'use shared::names\npolicy A { allow s3:GetObject on s3.object(names::bucket, "*") }\n',
    "policies/shared/names.whit": 'let bucket = "b"\n',
    "other/b.whit": READER,
  };
  const { documents } = compileOrThrow({ folder: "shop", files });
  assert.deepEqual(documents.map(({ name, source }) => [name, source]), [["A", "shop/policies/a.whit"]]);
  const lone = compile({ folder: "shop", files: { "a.whit": "use b\n", "b.whit": READER, "c.whit": WRONG }, only: ["a.whit"] });
  assert.equal(lone.ok, true);
});

test("environments", () => {
  const files = { "whit.toml": STAGES, "a.whit": READER.replace('"b"', '"b-{env.name}"') };
  const both = compileOrThrow(files);
  assert.deepEqual(both.documents.map(({ environment, file }) => [environment, file]), [["dev", "dev/Reader.json"], ["prod", "prod/Reader.json"]]);
  const { documents, environment } = compileOrThrow(files, { environment: "prod" });
  assert.deepEqual([environment, documents[0].policy.Statement[0].Resource], ["prod", "arn:aws:s3:::b-prod/in/*"]);
  assert.deepEqual(policies(files, { environment: "prod" }), { Reader: documents[0].policy });
  throws(() => policies(files), TypeError, /environments dev, prod; `policies` wants one of them/);
  throws(() => compile(files, { environment: "prd" }), TypeError, "there is no environment `prd`; did you mean `prod`?");
  throws(() => compile(READER, { environment: "prod" }), TypeError, "there is no environment `prod`; there is none in whit.toml");
});

test("values that are set are held to their types", () => {
  const source = 'param days: int\nparam open: bool\nparam names: list<string>\npolicy P { for name in names { allow s3:GetObject on s3.object("{name}-{days}", "*") } }\n';
  const set = { days: 3, open: true, names: ["a", "b"] };
  const resources = compileOrThrow(source, { set }).documents[0].policy.Statement.flatMap(({ Resource }) => Resource);
  assert.deepEqual(resources, ["arn:aws:s3:::a-3/*", "arn:aws:s3:::b-3/*"]);
  const { ok, diagnostics } = compile(source, { set: { ...set, days: "x" } });
  assert.deepEqual([ok, diagnostics[0].rule, diagnostics[0].file], [false, "input", "--set"]);
  throws(() => compile(source, { set: { ...set, days: null } }), TypeError, /`days` in the option `set` of `compile` is null/);
  throws(() => compile(source, { set: { ...set, names: ["a,b"] } }), TypeError, /has a comma/);
});

test("references stand in the place of values that only the deployment knows", () => {
  const source = 'extern bucket: string max 63\npolicy P { allow s3:GetObject on s3.object(bucket, "in/*") }\n';
  assert.equal(check(source).ok, true);
  const token = "${Token[TOKEN.12]}";
  const { documents } = compileOrThrow(source, { externs: { bucket: token } });
  assert.equal(documents[0].policy.Statement[0].Resource, `arn:aws:s3:::${token}/in/*`);
  assert.equal(documents[0].size, compileOrThrow(source, { externs: { bucket: "b" } }).documents[0].size, "the quota counts the longest value");
  const said = (externs, options) => compile(source, { externs, ...options }).diagnostics.map((found) => [found.rule, found.file, found.message]);
  assert.deepEqual(said({}), [["input", "source.whit", "`bucket` has no value, and plain JSON needs it"]]);
  assert.deepEqual(said({ bucket: token, bukket: "x" }), [["input", "externs", "the project has no `extern bukket`"]]);
  assert.deepEqual(said({ bucket: token }, { set: { bucket: "b" } }), [["input", "externs", "no document waits for a value of `bucket`"]]);
  const quotes = compileOrThrow(source, { externs: { bucket: 'a"\\\n' } });
  assert.equal(quotes.documents[0].policy.Statement[0].Resource, 'arn:aws:s3:::a"\\\n/in/*');
});

test("an error in the sources is a finding, and nothing is made", () => {
  const result = compile({ folder: "shop", files: { "a.whit": WRONG, "b.whit": READER.replace("Reader", "Other") } });
  const [{ rendered, related, ...found }] = result.diagnostics;
  assert.deepEqual([result.ok, result.documents, result.files], [false, [], {}]);
  assert.deepEqual(found, {
    rule: "unknown-action",
    severity: "error",
    message: "`s3` has no action `GetObjct`",
    file: "shop/a.whit",
    start: { line: 2, column: 12, offset: 27 },
    end: { line: 2, column: 20, offset: 35 },
    label: "did you mean `GetObject`?",
    notes: [],
    fixes: [{ title: "write `GetObject`", safe: false, edits: [{ file: "shop/a.whit", start: { line: 2, column: 12, offset: 27 }, end: { line: 2, column: 20, offset: 35 }, text: "GetObject" }] }],
  });
  assert.match(rendered, /^error\[unknown-action\].*\n.*shop\/a\.whit:2:12/);
  for (const call of [compileOrThrow, policies]) {
    const error = throws(() => call(WRONG), WhitError, /^error\[unknown-action\][^]*source\.whit:2:12[^]*fix: write `GetObject`\n\n1 error$/);
    assert.deepEqual([error.name, error.diagnostics.length], ["WhitError", 1]);
  }
});

test("mistakes in whit.toml and whit.lock are findings", () => {
  const of = (files) => check({ folder: "shop", files }).diagnostics.map(({ rule, file }) => [rule, file]);
  assert.deepEqual(of({ "whit.toml": "[enviroments.dev]", "a.whit": READER }), [["config", "shop/whit.toml"]]);
  assert.deepEqual(of({ "whit.toml": "", "whit.lock": "x", "a.whit": READER }), [["lock-file", "shop/whit.lock"]]);
  assert.deepEqual(of({ "whit.toml": Uint8Array.of(0xff), "a.whit": READER }), [["unreadable-file", "shop/whit.toml"]]);
});

test("warnings are told, and stop nothing", () => {
  const { ok, documents, diagnostics } = compile(READER.replace("Reader", "read_all"));
  assert.deepEqual([ok, documents.length, diagnostics.map(({ severity }) => severity)], [true, 1, ["warning"]]);
});

test("formatting", () => {
  assert.deepEqual(format("policy  A{allow s3:ListAllMyBuckets}"), { text: "policy A {\n  allow s3:ListAllMyBuckets\n}\n", ok: true, diagnostics: [] });
});

test("importing", () => {
  const json = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::b/*" }] };
  const imported = importJson(json, { name: "Reader" });
  assert.deepEqual(imported, { ok: true, kind: "policy", source: 'policy Reader {\n  allow s3:GetObject on s3.object("b", "*")\n}\n', diagnostics: [] });
  assert.equal(importJson(JSON.stringify(json), { kind: "scp", file: "stay-home.json" }).source.split(" ", 2).join(" "), "scp StayHome");
  const refused = importJson("{", { file: "a.json" });
  assert.deepEqual([refused.ok, refused.diagnostics[0].rule, refused.diagnostics[0].file], [false, "import", "a.json"]);
  throws(() => importJson(json, { kind: "user" }), TypeError, /there is no kind `user`; there are policy, boundary,/);
  throws(() => importJson(json, { name: "reader" }), TypeError, "a name is PascalCase, as `ReadReports` is; `reader` is not");
});

test("deciding", () => {
  const request = { principal: { AWS: "111122223333" }, action: "s3:ListAllMyBuckets", resource: "*" };
  assert.deepEqual(evaluate({ id: 1, request }), { id: 1, decision: "allowed", by: [], layers: {}, missing: [] });
  assert.match(evaluate({ request: { ...request, action: "s3:*" } }).error, /one action/);
  assert.match(evaluate("{").error, /line 1, column 1/);
});

test("a wrong call is a TypeError in plain words", () => {
  for (const [call, message] of [
    [() => compile(), "the project of `compile` is undefined, and should be a source text, or an object of files by their paths"],
    [() => compile(1), /is a number, and should be a source text/],
    [() => compile([READER]), /is an array/],
    [() => compile(Promise.resolve({})), /is a promise: write `await` before it/],
    [() => compile({}), "there is no `.whit` file in `.`"],
    [() => compile({ folder: "shop", files: { "whit.toml": "" } }), "there is no `.whit` file in `shop`"],
    [() => compile({ "a.whit": 1 }), "the file `a.whit` is a number, and should be a string or a Uint8Array"],
    [() => compile({ "a.txt": "" }), "`a.txt` is no file of a project: it is no `.whit`, `whit.toml` or `whit.lock`"],
    [() => compile({ "../a.whit": "" }), /leads from the project's folder downwards/],
    [() => compile({ "/a.whit": "" }), /leads from the project's folder downwards/],
    [() => compile({ "a\\b.whit": "" }), /written with `\/`/],
    [() => compile({ "a/whit.toml": "" }), /a project has one `whit.toml`/],
    [() => compile({ files: { "a.whit": "" }, folder: 1 }), /the `folder` of a project is a number/],
    [() => compile({ files: { "a.whit": "" }, only: ["b.whit"] }), /`only` names `b.whit`/],
    [() => compile(READER, { env: "prod" }), "`compile` has no option `env`; it has environment, set, externs"],
    [() => compile(READER, { environment: 1 }), "the option `environment` of `compile` is a number, and should be a string"],
    [() => compile(READER, { externs: { a: 1 } }), "`a` in the option `externs` of `compile` is a number, and should be a string"],
    [() => compile(READER, { set: [] }), /the option `set` of `compile` is an array/],
    [() => compile(READER, null), /the options of `compile` is null/],
    [() => check(READER, { environment: "prod" }), "`check` has no option `environment`; it has set"],
    [() => format(1), "the source of `format` is a number, and should be a string"],
    [() => format("", { sort: 1 }), /the option `sort` of `format` is a number, and should be true or false/],
    [() => evaluate(), /the request of `evaluate` is undefined, and should be an object, or its JSON/],
    [() => importJson(null), /the policy of `importJson` is null/],
  ]) {
    throws(call, TypeError, message);
  }
  assert.equal(compile(READER, { environment: undefined, set: {} }).ok, true);
});

test("what `load` compiles has no mistake", async () => {
  const { sample } = await import(new URL("node_modules/@whit-lang/whit/lib/sample.js", import.meta.url));
  const [first, second] = ["First", "Second"].map((name) => compileOrThrow(sample(name)));
  assert.deepEqual(first.diagnostics.filter(({ severity }) => severity !== "note"), []);
  assert.ok(first.documents.every(({ name }) => name.startsWith("First")) && second.roles.every(({ name }) => name.startsWith("Second")));
  const source = sample("Any")["sample.whit"];
  assert.equal(format(source).text, source);
});

test("in Node nothing has to be loaded first, and loading does no harm", async () => {
  await load();
  assert.equal(compile(READER).ok, true);
  const require = createRequire(import.meta.url);
  // Where Node lets `require` take ES modules, it takes this one, since it waits for nothing.
  if (process.features.require_module) assert.equal(require("@whit-lang/whit").compile(READER).ok, true);
});

function throws(call, kind, message) {
  let thrown;
  assert.throws(call, (error) => {
    thrown = error;
    assert.ok(error instanceof kind, String(error?.stack));
    if (typeof message === "string") assert.equal(error.message, message);
    else assert.match(error.message, message);
    return true;
  });
  return thrown;
}
