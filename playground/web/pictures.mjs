// The pictures of the README: the main states of the page, light and dark. `cargo xtask web pictures` takes them.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { dist, serve } from "./test/serve.mjs";
import { has, json, source } from "./test/browser.mjs";

const folder = process.env.WHIT_PICTURES;
const VIEWPORT = { width: 1280, height: 760 };
/** Larger ones make a README slow. */
const MOST = 150_000;

/** Puts the cursor on a line of the source, and the pointer where it lights up nothing. */
async function cursor(page, text) {
  await page.locator("#source-host .cm-line", { hasText: text }).first().click();
  await page.mouse.move(2, 2);
}

const states = {
  async json(page) {
    await page.locator("#documents [role=tab]", { hasText: "EditReports" }).click();
    await cursor(page, "with mfa");
    await has(page.locator("#json-host .cm-lit"), "Condition");
  },
  async ask(page) {
    await page.click("#tab-ask");
    await page.fill("#ask-subject", "EditReports");
    await page.fill("#ask-action", "s3:DeleteObject");
    await page.fill("#ask-resource", "arn:aws:s3:::acme-reports/ledger/2026.csv");
    await has(page.locator("#answer .decision"), "Not allowed");
    await page.locator("#answer .notes").waitFor();
    await page.locator("#pane-ask").evaluate((pane) => pane.scrollTo(0, pane.scrollHeight));
    await cursor(page, "with mfa");
  },
  async tests(page) {
    await page.locator("#source-host .cm-line", { hasText: "with mfa" }).click();
    await page.keyboard.press("End");
    for (let at = 0; at < " with mfa(max_age: 15m)".length; at += 1) await page.keyboard.press("Backspace");
    await page.click("#tab-tests");
    await has(page.locator("#test-sum"), "1 failed");
    await cursor(page, "cannot s3:DeleteObject");
  },
  async tour(page) {
    await page.click("#open-tour");
    for (let lesson = 1; lesson < 4; lesson += 1) await page.click("#tour-next");
    await has(page.locator("#tour-number"), "Lesson 4 of");
    await has(page.locator("#tour-state"), "Still to do");
    await page.locator("#json-host .cm-line", { hasText: "2012-10-17" }).waitFor();
    await cursor(page, "allow");
  },
};

await mkdir(folder, { recursive: true });
const site = await serve(dist);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const colorScheme of ["light", "dark"]) {
  for (const [name, prepare] of Object.entries(states)) {
    const page = await browser.newPage({ viewport: VIEWPORT, colorScheme, reducedMotion: "reduce" });
    await page.goto(site.url);
    await has(json(page), "2012-10-17");
    await source(page).waitFor();
    await prepare(page);
    // The fixes and the results of the tests come a little later.
    await page.waitForTimeout(600);
    const path = join(folder, `playground-${name}-${colorScheme}.png`);
    // How long the compiler took, and where the cursor blinks, is another each time.
    await page.screenshot({ path, caret: "hide", style: "#took { visibility: hidden; }" });
    const { size } = await stat(path);
    console.log(`${path}  ${Math.round(size / 1000)} kB`);
    if (size > MOST) throw new Error(`${path} is larger than ${MOST / 1000} kB`);
    await page.close();
  }
}
await browser.close();
site.close();
