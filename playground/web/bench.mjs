// How large the page is, how soon it is there, and how soon it answers. Prints one line of JSON for `cargo xtask bench`:
// sizes in bytes, times in milliseconds.

import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import { chromium } from "playwright-core";
import { Server, initSync } from "./pkg/whit_playground.js";
import { dist, serve } from "./test/serve.mjs";

const STARTS = 21;
const KEYSTROKES = 120;
const COMPILATIONS = 60;
const POLICIES = 56;

/** A file of 500 lines, with 56 policies. A bucket of the last is called as is said, and so are those of the others begun. */
function source(bucket, begin = "reports") {
  const policies = Array.from({ length: POLICIES }, (_, at) => `let table_${at} = dynamodb.table("ledger-${at}", region: "eu-west-1", account: 111122223333)

/// What a service may do.
policy Service${at} {
  allow dynamodb:GetItem, dynamodb:PutItem on table_${at}
  allow s3:GetObject on s3.object("${at === POLICIES - 1 ? bucket : `${begin}-${at}`}", "in/*")
  deny s3:DeleteObject on s3.object("${begin}-${at}", "*") unless aws:MultiFactorAuthPresent
}

`);
  return policies.join("");
}

/** What goes over the network for the first view, as a host sends it that compresses with Brotli. */
async function sizes(browser, site) {
  const page = await browser.newPage();
  const asked = new Set();
  page.on("request", (request) => asked.add(new URL(request.url()).pathname));
  await page.goto(site.url);
  await page.waitForFunction(() => document.documentElement.dataset.server === "ready");
  await page.waitForTimeout(500);
  await page.close();
  let [shell, wasm] = [0, 0];
  for (const path of asked) {
    const bytes = await readFile(join(dist, path === "/" ? "index.html" : path)).catch(() => undefined);
    if (!bytes) continue;
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
    const { length } = brotliCompressSync(bytes, { params });
    if (path.endsWith(".wasm")) wasm += length;
    else shell += length;
  }
  return { shell, wasm };
}

/** From the navigation to the first JSON in the page, each time by a browser that knows nothing yet. */
async function starts(browser, site) {
  const times = [];
  for (let run = 0; run < STARTS; run += 1) {
    const context = await browser.newContext({ viewport: { width: 1400, height: 860 } });
    const page = await context.newPage();
    await page.addInitScript(() => {
      const look = () => {
        const text = document.querySelector("#json-host")?.shadowRoot?.textContent ?? "";
        if (text.includes("2012-10-17")) window.firstJson = performance.now();
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    await page.goto(site.url);
    times.push(await (await page.waitForFunction(() => window.firstJson)).jsonValue());
    await context.close();
  }
  return times;
}

/** From a keystroke in the file of 500 lines to the JSON that has it. */
async function keystrokes(browser, site) {
  const page = await browser.newPage({ viewport: { width: 1400, height: 860 } });
  await page.goto(site.url);
  await page.waitForFunction(() => document.documentElement.dataset.server === "ready");
  await page.locator("#source-host .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(source("incoming"));
  await page.selectOption("#document-names", { label: `Service${POLICIES - 1}` });
  await page.locator("#json-host .cm-content").filter({ hasText: "incoming" }).waitFor();
  // To the end of the name.
  await page.locator("#source-host .cm-line", { hasText: "incoming" }).click();
  await page.keyboard.press("End");
  for (const _ of '", "in/*")') await page.keyboard.press("ArrowLeft");
  await page.evaluate(() => {
    const root = document.querySelector("#json-host").shadowRoot;
    document.addEventListener("keydown", (event) => (window.pressed = event.timeStamp), true);
    window.until = (text) => new Promise((resolve) => {
      const look = () => {
        if (!root.textContent.includes(text)) return;
        observer.disconnect();
        resolve(performance.now() - window.pressed);
      };
      const observer = new MutationObserver(look);
      observer.observe(root, { subtree: true, childList: true, characterData: true });
    });
  });
  const times = [];
  for (let run = 0; run < KEYSTROKES; run += 1) {
    const [key, bucket] = run % 2 ? ["Backspace", "incoming"] : ["s", "incomings"];
    const told = page.evaluate((text) => window.until(text), `:${bucket}/in/`);
    await page.keyboard.press(key);
    times.push(await told);
    // A pause, as between the letters of somebody who types.
    await page.waitForTimeout(60);
  }
  await page.close();
  return times;
}

/** The time from a text in which every policy is another to its JSON, by a server that takes and gives messages. */
async function compilations({ ask, tell }) {
  const uri = "file:///project/main.whit";
  await ask("initialize", { capabilities: {}, rootUri: "file:///project/" });
  await tell("initialized", {});
  const toml = '[project]\nname = "bench"\n';
  await tell("textDocument/didOpen", { textDocument: { uri: "file:///project/whit.toml", languageId: "toml", version: 1, text: toml } });
  await tell("textDocument/didOpen", { textDocument: { uri, languageId: "whit", version: 1, text: source("incoming") } });
  const times = [];
  for (let run = 0; run < COMPILATIONS; run += 1) {
    const text = source("incoming", `reports-${run}`);
    const start = performance.now();
    await tell("textDocument/didChange", { textDocument: { uri, version: run + 2 }, contentChanges: [{ text }] });
    await ask("whit/compile", { uri });
    times.push(performance.now() - start);
  }
  return times;
}

async function inWasm() {
  const pkg = (name) => readFile(new URL(`./pkg/${name}`, import.meta.url));
  const first = initSync({ module: await pkg("whit_playground_bg.wasm") });
  await WebAssembly.instantiate(await pkg("whit_playground_later.wasm"), { first });
  const server = new Server(() => {});
  const send = (message) => server.send(JSON.stringify({ jsonrpc: "2.0", ...message }));
  let id = 0;
  return compilations({
    ask: (method, params) => send({ id: ++id, method, params }),
    tell: (method, params) => send({ method, params }),
  });
}

/** The same by `whit lsp`, through its pipes. */
async function natively() {
  const child = spawn(process.env.WHIT, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const waiting = new Map();
  let bytes = Buffer.alloc(0);
  child.stdout.on("data", (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (;;) {
      const head = bytes.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(bytes.subarray(0, head).toString())[1]);
      if (bytes.length < head + 4 + length) return;
      const message = JSON.parse(bytes.subarray(head + 4, head + 4 + length).toString());
      bytes = bytes.subarray(head + 4 + length);
      if (!message.method) waiting.get(message.id)?.();
    }
  });
  const send = (message) => {
    const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
    child.stdin.write(`Content-Length: ${body.length}\r\n\r\n`);
    child.stdin.write(body);
  };
  let id = 0;
  const times = await compilations({
    ask: (method, params) => new Promise((resolve) => {
      waiting.set(++id, resolve);
      send({ id, method, params });
    }),
    tell: (method, params) => send({ method, params }),
  });
  child.kill();
  return times;
}

const site = await serve(dist);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
const figures = {
  ...(await sizes(browser, site)),
  starts: await starts(browser, site),
  keystrokes: await keystrokes(browser, site),
};
await browser.close();
site.close();
figures.wasmCompiles = await inWasm();
figures.nativeCompiles = await natively();
console.log(JSON.stringify(figures));
process.exit(0);
