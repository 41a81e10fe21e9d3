// A browser with the page, for the tests.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { dist, serve } from "./serve.mjs";

const WAIT = 20_000;

export let site;
let browser;

/** Starts the site and the browser before the tests of a file, and ends them. */
export function drive() {
  before(async () => {
    site = await serve(dist);
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  });

  after(async () => {
    await browser?.close();
    site?.close();
  });
}

/**
 * Opens the page, with an eye on the console and the network, and waits for the compiler. `served` is the address where
 * another server has it.
 */
export async function open(path = "", { served, ...options } = {}, prepare = async () => {}) {
  const home = served ? new URL("/", served).href : site.url;
  const context = await browser.newContext({ viewport: { width: 1400, height: 860 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT);
  page.wrong = [];
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && page.wrong.push(message.text()));
  page.on("pageerror", (error) => page.wrong.push(String(error)));
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(home) && !url.startsWith("data:") && !url.startsWith("blob:")) page.wrong.push(`a request to ${url}`);
  });
  await prepare(page);
  await page.goto(new URL(path, home).href);
  await page.waitForFunction(() => document.documentElement.dataset.server === "ready");
  return page;
}

export async function close(page) {
  assert.deepEqual(page.wrong, []);
  await page.context().close();
}

export const source = (page) => page.locator("#source-host .cm-content");
export const json = (page) => page.locator("#json-host .cm-content");

/** The shown text. Its lines are told one by one: an empty one is more than one line break to the browser. */
export const textOf = async (page) => (await page.locator("#source-host .cm-line").allTextContents()).join("\n");

/** Puts a text in the place of the shown one. */
export async function write(page, text) {
  await source(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

export const has = (locator, text) => locator.filter({ hasText: text }).waitFor();

export const POLICY = `policy Reader {
  allow s3:GetObject on s3.object("logs", "in/*")
  deny s3:GetObject on s3.object("logs", "in/secret/*")
}
`;
