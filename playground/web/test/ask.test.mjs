// Asking for decisions, saving them as tests, and the results of tests.

import assert from "node:assert/strict";
import { test } from "node:test";
import { close, drive, has, json, open, POLICY, source, write } from "./browser.mjs";

drive();

test("a request is asked, its decision told, and saved as a test", async () => {
  const page = await open();
  await write(page, POLICY);
  await has(json(page), "arn:aws:s3:::logs/in/*");
  await page.click("#tab-ask");
  await page.fill("#ask-subject", "Reader");
  await page.fill("#ask-action", "s3:GetObject");
  await page.fill("#ask-resource", "arn:aws:s3:::logs/in/secret/1");
  await has(page.locator("#answer .decision"), "Denied by a statement");
  await page.locator("#answer .statement").first().click();
  await has(page.locator("#source-host .cm-lit"), "deny s3:GetObject");
  await page.fill("#ask-resource", "arn:aws:s3:::logs/in/1");
  await has(page.locator("#answer .decision"), "Allowed");
  await page.fill("#key-name", "aws:MultiFactorAuthPresent");
  await page.click("#add-key");
  await page.waitForTimeout(400);
  await page.click("#save-test");
  await has(source(page), "can s3:GetObject on arn:aws:s3:::logs/in/1");
  await has(source(page), "given { aws:MultiFactorAuthPresent: true }");
  await page.click("#tab-tests");
  await has(page.locator("#test-sum"), "1 passed");
  await close(page);
});

test("a request that the environments decide differently is saved as a test of each", async () => {
  const page = await open();
  await write(page, `policy Reader {
  allow s3:ListAllMyBuckets
  if env.name == "dev" {
    allow s3:GetObject on s3.object("logs", "in/*")
  }
}
`);
  await page.locator("#files [role=tab]", { hasText: "whit.toml" }).click();
  await write(page, '[environments.dev]\naccount = "111122223333"\n\n[environments.prod]\naccount = "444455556666"\n');
  await page.locator("#files [role=tab]", { hasText: "main.whit" }).click();
  await page.locator("#environments").waitFor();
  await page.click("#tab-ask");
  await page.fill("#ask-subject", "Reader");
  await page.fill("#ask-action", "s3:GetObject");
  await page.fill("#ask-resource", "arn:aws:s3:::logs/in/1");
  await has(page.locator("#answer .decision.denied"), "prod");
  await page.click("#save-test");
  await has(source(page), 'if env.name == "dev" {');
  await page.click("#tab-tests");
  await has(page.locator("#test-sum"), "2 passed");
  await close(page);
});

test("tests run while somebody types, and a failure opens in Ask", async () => {
  const page = await open();
  await write(page, `${POLICY}
test "secrets" {
  for name in ["secret"] {
    as Reader given { aws:SecureTransport: true } {
      can s3:GetObject on s3.object("logs", "in/{name}/1")
    }
  }
}
`);
  await page.click("#tab-tests");
  await has(page.locator("#test-sum"), "1 failed");
  await has(page.locator("#source-host .cm-covered"), "1×");
  await page.locator("#test-list button", { hasText: "Open in Ask" }).click();
  await has(page.locator("#answer .decision"), "Denied by a statement");
  assert.equal(await page.inputValue("#ask-resource"), "arn:aws:s3:::logs/in/secret/1");
  assert.equal(await page.locator("#given .given").count(), 1);
  await close(page);
});
