// What the first view takes over a network, as a host sends it: each file compressed by brotli.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { test } from "node:test";
import { close, drive, has, json, open } from "./browser.mjs";
import { dist, serve } from "./serve.mjs";

/** In bytes: all files of the first view, and those of them that are no WASM. */
const BUDGET = { all: 990_000, shell: 154_000 };
/** A little growth is let through. */
const SLACK = 1.03;

drive();

const sent = (bytes) =>
  brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }).length;

test("the first view keeps to its budget", async () => {
  const asked = new Set();
  const site = await serve(dist, 0, (name) => asked.add(name.replace(/^[\\/]/, "")));
  const page = await open("", { served: site.url });
  await has(json(page), "2012-10-17");
  await close(page);
  site.close();
  const sizes = await Promise.all([...asked].sort().map(async (name) => [name, sent(await readFile(join(dist, name)))]));
  const sum = (list) => list.reduce((all, [, size]) => all + size, 0);
  const [all, shell] = [sum(sizes), sum(sizes.filter(([name]) => !name.endsWith(".wasm")))];
  const told = sizes.map(([name, size]) => `${name} ${size}`).join(", ");
  console.log(`first view: ${all} bytes, of them ${shell} without WASM (${told})`);
  assert.ok(sizes.some(([name]) => name.endsWith(".wasm")), told);
  assert.ok(all <= BUDGET.all * SLACK, told);
  assert.ok(shell <= BUDGET.shell * SLACK, told);
});
