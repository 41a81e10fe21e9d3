// What the package gives is what the command gives, to the byte.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { test } from "node:test";
import { check, compileOrThrow, evaluate, format, importJson } from "@whit-lang/whit";
import { readProject } from "@whit-lang/whit/node";
import { fresh, run } from "./run.mjs";

const root = process.env.WHIT_ROOT;
const whit = process.env.WHIT;
// Messages call files as they are seen from here.
process.chdir(root);

/** The files below a folder, with their texts. */
async function texts(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const read = files.map(async (path) => [relative(folder, path), await readFile(path, "utf8")]);
  return Object.fromEntries((await Promise.all(read)).sort());
}

const sorted = (files) => Object.fromEntries(Object.entries(files).sort());

const examples = (await readdir("examples")).filter((name) => existsSync(join("examples", name, "whit.toml")));
const library = (await readdir("stdlib/examples", { recursive: true })).filter((name) => existsSync(join("stdlib/examples", name, "whit.toml")));

test("there are examples", () => assert.ok(examples.length >= 5 && library.length >= 20, `${examples} ${library}`));

for (const folder of [...examples.map((name) => `examples/${name}`), ...library.map((name) => `stdlib/examples/${name}`)]) {
  test(`the files of ${folder}`, async () => {
    assert.deepEqual(sorted(compileOrThrow(await readProject(folder)).files), await texts(join(folder, "json")));
  });
}

for (const folder of examples.map((name) => `examples/${name}`)) {
  test(`what is said of ${folder}`, async () => {
    const { diagnostics, exceptions } = check(await readProject(folder));
    const { stdout } = await run(whit, ["check", folder, "--message-format", "json"]);
    assert.deepEqual(diagnostics.map(({ rendered, ...found }) => found), lines(stdout));
    const audit = JSON.parse((await run(whit, ["audit", folder, "--format", "json"])).stdout);
    assert.deepEqual(exceptions, audit.exceptions);
  });
}

const lines = (text) => text.split("\n").filter(Boolean).map((line) => JSON.parse(line));

test("findings, as they are told to programs and to people", async () => {
  const folder = "compiler/core/tests/ui";
  const files = (await readdir(folder)).filter((name) => name.endsWith(".whit")).filter((_, at) => at % 8 === 0);
  assert.ok(files.length > 20);
  for (const name of files) {
    const path = `${folder}/${name}`;
    const { diagnostics } = check(await readProject(path));
    const [forPrograms, forPeople] = await Promise.all([
      run(whit, ["check", path, "--message-format", "json"]),
      run(whit, ["check", path]),
    ]);
    assert.deepEqual(diagnostics.map(({ rendered, ...found }) => found), lines(forPrograms.stdout), path);
    for (const { rendered } of diagnostics) assert.ok(forPeople.out.includes(rendered), `${path}\n${rendered}`);
  }
});

test("one environment, and values that are set", async (t) => {
  const out = await fresh(t);
  await run(whit, ["build", "examples/payments", "--env", "prod", "--set", "stage=dev", "--out", out]);
  const { files } = compileOrThrow(await readProject("examples/payments"), { environment: "prod", set: { stage: "dev" } });
  assert.deepEqual(sorted(files), await texts(out));
});

test("formatting", async (t) => {
  const text = "policy  A{allow s3:PutObject,s3:GetObject on s3.object(\"b\",\"c\")}\nlet = 1\n";
  for (const sort of [false, true]) {
    const { ok, text: ours, diagnostics } = format(text, { sort });
    const out = await fresh(t);
    const path = join(out, "a.whit");
    await writeFile(path, text);
    await run(whit, ["fmt", ...(sort ? ["--sort"] : []), path]);
    assert.equal(ours, await readFile(path, "utf8"));
    assert.deepEqual([ok, diagnostics[0].rule], [false, "syntax"]);
  }
});

test("imports", async () => {
  const json = await readFile("examples/payments/json/prod/StayHome.json", "utf8");
  const { stdout } = await run(whit, ["import", "examples/payments/json/prod/StayHome.json"]);
  assert.equal(importJson(json, { file: "examples/payments/json/prod/StayHome.json" }).source, stdout);
});

test("decisions", async (t) => {
  const request = {
    id: "a report",
    request: { principal: { AWS: "arn:aws:iam::111122223333:role/Reader" }, action: "s3:GetObject", resource: "arn:aws:s3:::b/c", resourceAccount: "111122223333" },
    identityPolicies: [{ Version: "2012-10-17", Statement: [{ Sid: "Tls", Effect: "Allow", Action: "s3:GetObject", Resource: "*", Condition: { Bool: { "aws:SecureTransport": "true" } } }] }],
  };
  const path = join(await fresh(t), "request.json");
  await writeFile(path, JSON.stringify(request, null, 2));
  const theirs = JSON.parse((await run(whit, ["evaluate", path])).stdout);
  assert.equal(theirs.decision, "implicitlyDenied");
  assert.deepEqual(evaluate(request), theirs);
  assert.deepEqual(evaluate(JSON.stringify(request, null, 2)), theirs);
});
