// The server in wasm makes of every example what lies beside it: what the command makes, byte for byte.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readFile, readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { test } from "node:test";
import { FIRST } from "../src/project.js";
import { library } from "../src/kit/examples.mjs";
import { Server, initSync } from "../pkg/whit_playground.js";

const root = process.env.WHIT_ROOT ?? fileURLToPath(new URL("../../..", import.meta.url));

/** The files below a folder, by their paths there. */
async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const texts = await Promise.all(files.sort().map(async (file) => [relative(folder, file), await readFile(file, "utf8")]));
  return new Map(texts);
}

/** Every folder with a `whit.toml` that says where its JSON lies. */
async function projects() {
  const found = [];
  for (const folder of ["examples", join("stdlib", "examples")]) {
    for (const entry of await readdir(join(root, folder), { recursive: true, withFileTypes: true })) {
      if (entry.name === "whit.toml") found.push(entry.parentPath ?? entry.path);
    }
  }
  return found.sort();
}

/** What the server makes of a project. */
async function compiled(files) {
  const server = new Server(() => {});
  let id = 0;
  const ask = async (method, params) => {
    const answer = JSON.parse(await server.send(JSON.stringify({ jsonrpc: "2.0", id: ++id, method, params })));
    assert.equal(answer.error, undefined, method);
    return answer.result;
  };
  const tell = (method, params) => server.send(JSON.stringify({ jsonrpc: "2.0", method, params }));
  await ask("initialize", { capabilities: {}, rootUri: "file:///project/" });
  await tell("initialized", {});
  const names = [...files.keys()].sort((a, b) => (b === "whit.toml") - (a === "whit.toml"));
  for (const name of names) {
    const languageId = name.endsWith(".whit") ? "whit" : "toml";
    const uri = `file:///project/${name}`;
    await tell("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text: files.get(name) } });
  }
  const result = await ask("whit/compile", { uri: "file:///project/whit.toml" });
  server.free();
  return result;
}

test("wasm makes what the command makes", async () => {
  const pkg = (name) => readFile(new URL(`../pkg/${name}`, import.meta.url));
  const half = initSync({ module: await pkg("whit_playground_bg.wasm") });
  // The first view needs no more of the server and of the library than there is at first.
  const first = await compiled(new Map(FIRST.files.map(({ path, text }) => [path, text])));
  await WebAssembly.instantiate(await pkg("whit_playground_later.wasm"), { first: half });
  Server.library(JSON.stringify(await library(root)));
  assert.deepEqual(await compiled(new Map(FIRST.files.map(({ path, text }) => [path, text]))), first);
  assert.deepEqual([first.errors, first.files.length > 0], [[], true]);
  let count = 0;
  for (const folder of await projects()) {
    const all = await filesOf(folder);
    const out = /^out = "(.*)"$/m.exec(all.get("whit.toml"))?.[1];
    if (!out || !existsSync(join(folder, out))) continue;
    const files = new Map([...all].filter(([name]) => /\.whit$|^whit\.(toml|lock)$/.test(name)));
    const made = await compiled(files);
    assert.deepEqual(made.errors, [], folder);
    const expected = await filesOf(join(folder, out));
    assert.deepEqual(new Map(made.files.map(({ path, text }) => [path, text])), expected, folder);
    count += 1;
  }
  assert.ok(count > 150, `only ${count} projects`);
});
