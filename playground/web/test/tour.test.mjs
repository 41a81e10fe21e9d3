// The tour: its lessons, and what is kept of them.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, drive, has, open, POLICY, source, write } from "./browser.mjs";

drive();

test("every lesson is done by what it shows, and the own project comes back", async () => {
  const page = await open();
  await write(page, POLICY);
  await page.click("#open-tour");
  // The lessons come when they are asked for.
  await has(page.locator("#tour-number"), "Lesson 1 of");
  const total = Number((await page.locator("#tour-number").textContent()).split(" ").at(-1));
  assert.ok(total >= 10, `only ${total} lessons`);
  for (let lesson = 1; lesson <= total; lesson += 1) {
    await has(page.locator("#tour-number"), `Lesson ${lesson} of`);
    await has(page.locator("#tour-state"), "Still to do");
    await page.click("#tour-solve");
    await has(page.locator("#tour-state"), "Done");
    await page.click("#tour-next");
  }
  await page.locator("#tour").waitFor({ state: "hidden" });
  await has(source(page), "policy Reader");
  await close(page);
});

test("a lesson in progress survives a reload", async () => {
  const page = await open();
  await write(page, POLICY);
  await page.click("#open-tour");
  await has(page.locator("#tour-state"), "Still to do");
  await page.click("#tour-next");
  await has(page.locator("#tour-number"), "Lesson 2 of");
  await write(page, "// half done\n");
  await page.reload();
  await has(page.locator("#tour-number"), "Lesson 2 of");
  await has(source(page), "half done");
  await page.click("#tour-back");
  await has(page.locator("#tour-number"), "Lesson 1 of");
  await page.click("#tour-next");
  await page.click("#tour-reset");
  await has(page.locator("#tour-state"), "Still to do");
  await page.click("#tour-close");
  await has(source(page), "policy Reader");
  await page.reload();
  await has(source(page), "policy Reader");
  assert.equal(await page.locator("#tour").isVisible(), false);
  await page.click("#open-tour");
  await has(page.locator("#tour-number"), "Lesson 2 of");
  assert.doesNotMatch(await source(page).innerText(), /half done/);
  await close(page);
});
