// The plugin for Vite, asked as a bundler asks it.

import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import whit from "@whit-lang/whit/vite";
import { fresh } from "./run.mjs";

const READER = 'policy Reader {\n  allow s3:GetObject on s3.object("b", "*")\n}\n';

/** Loads a file of a project; gives the module, or what it was refused with, and what else the bundler was told. */
async function loaded(t, files, id, options) {
  const home = await fresh(t);
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
  const told = { watched: [], warnings: [] };
  const bundler = {
    addWatchFile: (path) => told.watched.push(path.slice(home.length + 1)),
    warn: (log) => told.warnings.push(log.message),
    error(log) {
      throw log;
    },
  };
  try {
    const code = await whit(options).load.call(bundler, join(home, id));
    const module = code === null ? null : await import(`data:text/javascript,${encodeURIComponent(code)}`);
    return { home, module, ...told };
  } catch (refused) {
    return { home, refused, ...told };
  }
}

test("the documents and roles of the file, with all files of the project watched", async (t) => {
  const files = {
    "whit.toml": '[project]\nsource = "policies"\n',
    "policies/a.whit": `use names\n\n${READER.replace('"b"', "names::bucket")}role Service {\n  trust service("ec2.amazonaws.com")\n  attach Reader\n}\n`,
    "policies/names.whit": 'let bucket = "b"\n',
    "policies/other.whit": READER.replace("Reader", "other_reader"),
  };
  const { module, watched, warnings } = await loaded(t, files, "policies/a.whit");
  const resource = "arn:aws:s3:::b/*";
  assert.deepEqual(module.default, { Reader: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: resource }] } });
  assert.deepEqual(Object.keys(module.roles), ["Service"]);
  assert.deepEqual(module.roles.Service.attachments, [{ document: "Reader" }]);
  assert.equal(module.roles.Service.trust.Statement[0].Principal.Service, "ec2.amazonaws.com");
  assert.deepEqual(watched.toSorted(), Object.keys(files).toSorted());
  assert.equal(warnings.length, 1);
  assert.match(warnings[0], /other\.whit:1:8: .*PascalCase \(name-style\)$/);
});

test("an error has its place and its lines, as Rollup tells them", async (t) => {
  const { home, refused, watched } = await loaded(t, { "a.whit": READER, "b.whit": READER.replace("Reader", "B").replace("GetObject", "GetObjct") }, "a.whit");
  assert.equal(refused, undefined, "a file that stands alone is nobody else's business");
  assert.deepEqual(watched, ["a.whit"]);
  const whole = await loaded(t, { "whit.toml": "", "a.whit": READER, "b.whit": READER.replace("Reader", "B").replace("GetObject", "GetObjct") }, "a.whit");
  assert.deepEqual(whole.refused.loc, { file: join(whole.home, "b.whit"), line: 2, column: 11 });
  assert.deepEqual([whole.refused.id, whole.refused.pluginCode], [join(whole.home, "b.whit"), "unknown-action"]);
  assert.match(whole.refused.message, /b\.whit:2:12: `s3` has no action `GetObjct` \(unknown-action\)$/);
  assert.match(whole.refused.frame, /did you mean `GetObject`\?/);
  assert.deepEqual(whole.watched.toSorted(), ["a.whit", "b.whit", "whit.toml"], "a mended file is seen");
  assert.notEqual(home, whole.home);
});

test("of several environments one is named", async (t) => {
  const files = { "whit.toml": "[environments.dev]\n[environments.prod]\n", "a.whit": READER.replace('"b"', '"b-{env.name}"') };
  const { refused } = await loaded(t, files, "a.whit");
  assert.equal(refused, 'the project has the environments dev, prod; say which: whit({ environment: "dev" })');
  const { module } = await loaded(t, files, "a.whit", { environment: "prod" });
  assert.equal(module.default.Reader.Statement[0].Resource, "arn:aws:s3:::b-prod/*");
});

test("other files are others' business", async (t) => {
  const { module } = await loaded(t, { "a.js": "" }, "a.js");
  assert.equal(module, null);
});
