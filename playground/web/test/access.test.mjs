// Everybody can use the page: both themes, three widths, every pane, held to the rules of axe.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { close, drive, has, json, open, POLICY, write } from "./browser.mjs";

drive();

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

for (const colorScheme of ["light", "dark"]) {
  for (const width of [320, 800, 1400]) {
    test(`${colorScheme}, ${width} px`, async () => {
      const page = await open("", { colorScheme, viewport: { width, height: 860 } });
      await has(json(page), "2012-10-17");
      await page.evaluate(axe);
      const check = async (what) => {
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
        const told = violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map((node) => `${node.target} ${node.failureSummary}`).slice(0, 3).join(" | ")}`);
        assert.deepEqual(told, []);
      };
      await check("JSON");
      await write(page, `${POLICY}\npolicy Wrong {\n  allow s3:GetObjct on s3.object("a", "b")\n}\n`);
      await page.click("#tab-problems");
      await page.locator("#problem-list button", { hasText: "Fix" }).first().waitFor();
      await check("Problems");
      await write(page, `${POLICY}\ntest "t" {\n  as Reader {\n    can s3:GetObject on s3.object("logs", "in/secret/1")\n  }\n}\n`);
      await page.click("#tab-tests");
      await has(page.locator("#test-sum"), "1 failed");
      await check("Tests");
      await page.locator("#test-list button", { hasText: "Open in Ask" }).click();
      await has(page.locator("#answer .decision"), "Denied");
      await check("Ask");
      await page.click("#tab-compare");
      await check("Compare");
      await page.locator("#files [role=tab]", { hasText: "whit.toml" }).click();
      await page.click("#as-form");
      await page.locator("#form-project-name").waitFor();
      await check("Form");
      await page.click("#open-tour");
      await has(page.locator("#tour-state"), "Still to do");
      await check("Tour");
      await page.click("#tour-close");
      await page.click("#examples");
      await page.locator("dialog .card").first().waitFor();
      await check("Examples");
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "the page is wider than the window");
      await close(page);
    });
  }
}
