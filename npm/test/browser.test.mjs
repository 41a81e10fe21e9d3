// The package in a browser, as it is packed: plain modules, without a bundler.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const TYPES = { ".js": "text/javascript", ".wasm": "application/wasm" };
const PAGE = `<!doctype html>
<meta http-equiv="content-security-policy" content="default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'">
<script type="module">
  import { compile, evaluate, load } from "/lib/index.js";
  const READER = 'policy Reader { allow s3:GetObject on s3.object("b", "*") }';
  const told = {};
  try {
    compile(READER);
  } catch (error) {
    told.before = error.message;
  }
  await Promise.all([load(), load()]);
  const { documents } = compile(READER);
  told.text = documents[0].text;
  told.library = compile('use std::guardrails\\nuse std::trust').diagnostics.map(({ rule }) => rule);
  told.wrong = compile(READER.replace("GetObject", "GetObjct")).diagnostics[0].rendered;
  told.decision = evaluate({ request: { principal: { AWS: "arn:aws:iam::111122223333:user/ana" }, action: "s3:GetObject", resource: "arn:aws:s3:::b/c", resourceAccount: "111122223333" }, identityPolicies: [documents[0].policy] }).decision;
  window.told = told;
</script>`;

test("a page compiles", async (t) => {
  const folder = fileURLToPath(new URL("node_modules/@whit-lang/whit/", import.meta.url));
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url, "http://localhost").pathname);
    if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end(PAGE);
    try {
      const bytes = await readFile(join(folder, path));
      response.writeHead(200, { "content-type": TYPES[extname(path)] ?? "application/octet-stream" }).end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(String(error)));
  page.on("console", (message) => message.type() === "error" && !message.text().includes("favicon") && wrong.push(message.text()));
  page.on("request", (request) => request.url().startsWith("http://127.0.0.1") || wrong.push(request.url()));
  await page.goto(`http://127.0.0.1:${server.address().port}/`);
  await page.waitForFunction(() => window.told);
  const told = await page.evaluate(() => window.told);
  const { compile } = await import("@whit-lang/whit");
  const READER = 'policy Reader { allow s3:GetObject on s3.object("b", "*") }';
  assert.equal(told.before, "Whit is not loaded yet: call `await load()` first");
  assert.equal(told.text, compile(READER).documents[0].text);
  assert.equal(told.wrong, compile(READER.replace("GetObject", "GetObjct")).diagnostics[0].rendered);
  assert.deepEqual(told.library, compile("use std::guardrails\nuse std::trust").diagnostics.map(({ rule }) => rule));
  assert.equal(told.decision, "allowed");
  assert.deepEqual(wrong.filter((text) => !text.includes("404")), []);
});
