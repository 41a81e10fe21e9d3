// What the package takes over a network, as a host sends it: each file compressed by brotli.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";

const BUDGET = 1_000_000;

const sent = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

test("the package keeps to its budget", async () => {
  const folder = fileURLToPath(new URL("node_modules/@whit-lang/whit/", import.meta.url));
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  const sizes = await Promise.all(paths.map(async (path) => [path.slice(folder.length), sent(await readFile(path))]));
  const all = sizes.reduce((sum, [, size]) => sum + size, 0);
  const told = sizes.map(([name, size]) => `${name} ${size}`).join(", ");
  console.log(`the package: ${all} bytes (${told})`);
  assert.ok(sizes.some(([name]) => name.endsWith(".wasm")), told);
  assert.ok(all < BUDGET, told);
});

test("the package has what it should, and nothing else", async () => {
  const folder = fileURLToPath(new URL("node_modules/@whit-lang/whit/", import.meta.url));
  const names = (await readdir(folder, { recursive: true })).map((name) => name.replaceAll("\\", "/"));
  assert.deepEqual(names.filter((name) => !name.startsWith("lib/")).sort(), ["LICENSE", "NOTICE", "README.md", "lib", "package.json"]);
  const { exports } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  const targets = Object.values(exports).flatMap((target) => (typeof target === "string" ? [target] : Object.values(target)));
  for (const target of targets) assert.ok(names.includes(target.replace("./", "")), target);
});
