// The pictures of the README: the main states of the page, light and dark. `cargo xtask web pictures` takes them.

import { mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { dist, serve } from "./test/serve.mjs";
import { has, json, source, write } from "./test/browser.mjs";

const folder = process.env.WHIT_PICTURES;
const WIDTH = 1280;
/** Larger ones make a README slow. */
const MOST = 165_000;

/** Puts the cursor on a line of the source, and the pointer and the focus where they mark nothing. */
async function cursor(page, text) {
  await page.locator("#source-host .cm-line", { hasText: text }).first().click();
  await page.mouse.move(2, 2);
  await page.waitForTimeout(300);
  await page.evaluate(() => document.activeElement?.blur());
}

/** A `deny` that decides. */
const DENIED = `let reports = s3.bucket("acme-reports")

/// What the report service may do.
policy ReportService {
  allow s3:ListBucket, s3:GetObject on [reports, reports.object("in/*")]
  deny s3:GetObject on reports.object("in/*") unless aws:SecureTransport
}

test "reports are read over TLS only" {
  as ReportService given { aws:SecureTransport: true } {
    can s3:ListBucket on reports
    can s3:GetObject  on reports.object("in/2026.csv")
  }
  as ReportService {
    cannot s3:GetObject on reports.object("in/2026.csv")
      given { aws:SecureTransport: false }
  }
}
`;

/** What each picture shows, and how high it is. */
const states = {
  json: [660, async (page) => {
    await page.locator("#documents [role=tab]", { hasText: "EditReports" }).click();
    await cursor(page, "with mfa");
    await has(page.locator("#json-host .cm-lit"), "Condition");
  }],
  ask: [880, async (page) => {
    await write(page, DENIED);
    await has(json(page), "BoolIfExists");
    await page.click("#tab-ask");
    await page.fill("#ask-subject", "ReportService");
    await page.fill("#ask-action", "s3:GetObject");
    await page.fill("#ask-resource", "arn:aws:s3:::acme-reports/in/2026.csv");
    await page.locator("#key-chips button", { hasText: "SecureTransport" }).click();
    await page.selectOption("#given select", "false");
    await has(page.locator("#answer .decision"), "Denied by a statement");
    await page.locator("#answer .statement").first().click();
    await page.mouse.move(2, 2);
    await page.evaluate(() => document.activeElement?.blur());
  }],
  tests: [660, async (page) => {
    await page.locator("#source-host .cm-line", { hasText: "with mfa" }).click();
    await page.keyboard.press("End");
    for (let at = 0; at < " with mfa(max_age: 15m)".length; at += 1) await page.keyboard.press("Backspace");
    await page.click("#tab-tests");
    await has(page.locator("#test-sum"), "1 failed");
    await cursor(page, "cannot s3:DeleteObject");
  }],
  tour: [960, async (page) => {
    await page.click("#open-tour");
    for (let lesson = 1; lesson < 4; lesson += 1) await page.click("#tour-next");
    await has(page.locator("#tour-number"), "Lesson 4 of");
    await has(page.locator("#tour-state"), "Still to do");
    await page.locator("#json-host .cm-line", { hasText: "2012-10-17" }).waitFor();
    await cursor(page, "allow");
  }],
};

await mkdir(folder, { recursive: true });
const site = await serve(dist);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
for (const colorScheme of ["light", "dark"]) {
  for (const [name, [height, prepare]] of Object.entries(states)) {
    const page = await browser.newPage({ viewport: { width: WIDTH, height }, colorScheme, reducedMotion: "reduce" });
    await page.goto(site.url);
    await has(json(page), "2012-10-17");
    await source(page).waitFor();
    await prepare(page);
    // The fixes and the results of the tests come a little later.
    await page.waitForTimeout(600);
    // How long the compiler took is another each time.
    await page.evaluate(() => document.getElementById("took").replaceChildren());
    const path = join(folder, `playground-${name}-${colorScheme}.png`);
    await page.screenshot({ path, caret: "hide" });
    const { size } = await stat(path);
    console.log(`${path}  ${Math.round(size / 1000)} kB`);
    if (size > MOST) throw new Error(`${path} is larger than ${MOST / 1000} kB`);
    await page.close();
  }
}
await browser.close();
site.close();
