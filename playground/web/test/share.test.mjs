// What leaves the page: links and archives.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { strFromU8, unzipSync } from "fflate";
import { close, drive, has, json, open, POLICY, site, source, write } from "./browser.mjs";
import { inFolder, run } from "./kit/whit.mjs";

drive();

test("a link brings the same project, in another browser", async () => {
  const page = await open("", { permissions: ["clipboard-read", "clipboard-write"] });
  await write(page, POLICY.replace("Reader {", "Reader {\n  // äöü 漢字 😀"));
  await has(json(page), "arn:aws:s3:::logs/in/*");
  const text = await source(page).innerText();
  await page.click("#share");
  const link = await page.inputValue("#share-link");
  await has(page.locator("dialog"), "characters");
  await close(page);
  const other = await open(link.slice(site.url.length));
  await has(json(other), "arn:aws:s3:::logs/in/*");
  assert.equal(await source(other).innerText(), text);
  assert.equal(await other.locator("#files [role=tab]").count(), 2);
  await write(other, POLICY.replace("in/secret", "in/hidden"));
  await has(json(other), "in/hidden");
  await other.click("#tab-compare");
  await has(other.locator("#compare-host .cm-deletedChunk"), "in/secret");
  await close(other);
});

test("a broken link gives a message and an empty editor, and what was kept stays", async () => {
  const page = await open();
  await write(page, POLICY);
  await has(json(page), "arn:aws:s3:::logs/in/*");
  await page.waitForTimeout(600);
  await page.goto("about:blank");
  await page.goto(`${site.url}#1.AAAA`);
  await has(page.locator("#messages"), "damaged");
  await page.locator("#source-host .cm-content").waitFor();
  assert.equal((await source(page).innerText()).trim(), "");
  await page.goto("about:blank");
  await page.goto(site.url);
  await has(source(page), "policy Reader");
  await close(page);
});

test("the archive has the project, and the command takes it as it is", async () => {
  const page = await open();
  await page.click("#examples");
  await page.locator("dialog .card", { hasText: "The payments service" }).click();
  await has(page.locator("#documents"), "LedgerService");
  await page.locator("#files [role=tab]", { hasText: "payments.whit" }).click();
  await source(page).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("// äöü 漢字 😀\n");
  await page.waitForTimeout(300);
  await page.click("#share");
  const [download] = await Promise.all([page.waitForEvent("download"), page.locator("dialog button", { hasText: "zip" }).click()]);
  assert.equal(download.suggestedFilename(), "whit-project.zip");
  const entries = unzipSync(new Uint8Array(await readFile(await download.path())));
  const files = Object.entries(entries).map(([path, bytes]) => ({ path, text: strFromU8(bytes) }));
  const texts = new Map(files.map(({ path, text }) => [path, text]));
  assert.match(texts.get("payments.whit"), /^\/\/ äöü 漢字 😀\n/);
  assert.ok(texts.has("whit.toml") && texts.has("build/prod/LedgerService.json"), [...texts.keys()].join());
  await inFolder(files, async (folder) => {
    for (const words of [["check"], ["build", "--out", "build", "--check"]]) {
      const { code, stdout, stderr } = await run(folder, ...words);
      assert.equal(code, 0, stdout + stderr);
    }
  });
  await close(page);
});
