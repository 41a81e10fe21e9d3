import assert from "node:assert/strict";
import test from "node:test";
import { fileURLToPath } from "node:url";
import { generate } from "../../src/kit/examples.mjs";
import { kitPlugin } from "../../src/kit/plugin.mjs";
import { checkProject } from "../../src/kit/project.js";

const root = process.env.WHIT_ROOT ?? fileURLToPath(new URL("../../../..", import.meta.url));
const { examples, lessons, library } = await generate(root);

test("every example is there, with its project file and its sources", () => {
  const names = examples.map(({ name }) => name);
  assert.deepEqual(names, ["aws-guardrails", "bucket-and-key", "first-steps", "organization", "payments"]);
  for (const { name, title, summary, files } of examples) {
    assert.ok(title && summary && !title.startsWith("#"), name);
    assert.equal(files.at(-1).path, "whit.toml", name);
    assert.ok(files.length > 1, name);
    for (const { path } of files) assert.match(path, /\.whit$|^whit\.toml$/, name);
    assert.deepEqual(checkProject({ files }).files, files);
  }
  assert.ok(examples[0].files.some(({ path }) => path === "policies/tests/regions.whit"));
});

test("there are ten lessons, and each is whole", () => {
  assert.equal(lessons.length, 10);
  assert.equal(new Set(lessons.map(({ title }) => title)).size, 10);
  lessons.forEach(({ name, title, text, task, start, solution, check }, index) => {
    assert.ok(name.startsWith(`${String(index + 1).padStart(2, "0")}-`), name);
    assert.ok(title, name);
    assert.ok(text.length >= 2 && text.length <= 5, `${name} has ${text.length} paragraphs`);
    assert.ok(/^[A-Z].*\.$/.test(task) && !/[.:] /.test(task), `${name}: the task is one sentence`);
    assert.deepEqual(start.map(({ path }) => path), solution.map(({ path }) => path), name);
    assert.notDeepEqual(start, solution, name);
    assert.deepEqual(checkProject({ files: solution }).files, solution);
    assert.ok(check.compiles && check.decides.length > 0, name);
  });
});

test("a check says nothing that nobody looks at", () => {
  const known = ["start", "compiles", "contains", "lacks", "outputs", "tests", "requests", "decides"];
  for (const { name, check } of lessons) {
    for (const key of Object.keys(check)) assert.ok(known.includes(key), `${name}: ${key}`);
    assert.ok(["compiles", "fails"].includes(check.start), name);
    for (const row of check.decides) {
      assert.deepEqual(Object.keys(row), ["subject", "action", "resource", "given", "decision"], name);
      assert.ok(["allowed", "denied", "explicitlyDenied"].includes(row.decision), name);
    }
  }
});

test("the standard library is in its order", () => {
  const names = library.map(([name]) => name);
  assert.deepEqual(names, ["abac", "data", "guardrails", "guards", "identity", "lockout", "perimeter", "trust"]);
  for (const [name, text] of library) assert.ok(text.includes("guard ") || text.includes("template "), name);
});

test("the plugin gives the modules to esbuild", async () => {
  const hooks = {};
  kitPlugin(root).setup({
    onResolve: (options, hook) => Object.assign(hooks, { filter: options.filter, resolve: hook }),
    onLoad: (_, hook) => Object.assign(hooks, { load: hook }),
  });
  assert.ok(!hooks.filter.test("kit:other") && hooks.filter.test("kit:examples"));
  for (const [name, value] of Object.entries({ examples, lessons, library })) {
    const { path, namespace } = hooks.resolve({ path: `kit:${name}` });
    assert.equal(namespace, "kit");
    const { contents, loader } = await hooks.load({ path });
    assert.equal(loader, "json");
    assert.deepEqual(JSON.parse(contents), value);
  }
});
