// The page in a browser, as somebody uses it. `node build.mjs` has to have built it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { close, drive, has, json, open, POLICY, site, source, write } from "./browser.mjs";
import { dist } from "./serve.mjs";

drive();

test("what is typed becomes JSON, and the two light each other up", async () => {
  const page = await open();
  await has(json(page), "2012-10-17");
  await write(page, POLICY);
  await has(json(page), "arn:aws:s3:::logs/in/*");
  await page.locator("#source-host .cm-line", { hasText: "deny" }).click();
  await has(page.locator("#json-host .cm-lit"), "Deny");
  await page.locator("#json-host .cm-line", { hasText: '"Allow"' }).click();
  await has(page.locator("#source-host .cm-lit"), "allow s3:GetObject");
  assert.match(await page.locator("#size-text").textContent(), /of 6,144 characters/);
  await close(page);
});

test("a mistake has a message and a fix", async () => {
  const page = await open();
  await write(page, POLICY.replace("allow s3:GetObject", "allow s3:GetObjct"));
  await page.click("#tab-problems");
  await has(page.locator("#problem-list"), "has no action");
  await page.locator("#source-host .cm-lintRange-error").waitFor();
  await page.locator("#problem-list button", { hasText: "Fix" }).first().click();
  await page.locator("#no-problems").waitFor();
  await has(source(page), "allow s3:GetObject on");
  await close(page);
});

test("completion and hover", async () => {
  const page = await open();
  await write(page, POLICY);
  await page.locator("#source-host .cm-line", { hasText: "deny" }).click();
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("allow s3:GetObjectTagg");
  const options = page.locator("#source-host .cm-tooltip-autocomplete li");
  await has(options.first(), "GetObjectTagging");
  // The list takes no key for a moment after it opened, so that nothing is accepted by mistake.
  await page.waitForTimeout(150);
  await page.keyboard.press("Enter");
  await has(source(page), "allow s3:GetObjectTagging");
  await page.locator("#source-host .cm-line", { hasText: "deny" }).getByText("s3:GetObject").hover();
  await has(page.locator("#source-host .cm-tooltip .told"), "GetObject");
  await close(page);
});

test("names are renamed, gone to and listed, and the text is formatted", async () => {
  const page = await open();
  await write(page, `let logs = s3.bucket("logs")\n\npolicy Lister {\nallow s3:ListBucket on logs\n}\n`);
  await has(json(page), "s3:ListBucket");
  await page.click("#format");
  await has(page.locator("#source-host .cm-line"), /^  allow s3:ListBucket/);
  await page.locator("#source-host .cm-line", { hasText: "let logs" }).getByText("logs", { exact: false }).first().click();
  await page.keyboard.press("Home");
  for (let step = 0; step < 4; step += 1) await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Shift+F12");
  await has(page.locator("dialog"), "2 places");
  await page.keyboard.press("Escape");
  await page.keyboard.press("F2");
  await page.fill("#dialog-input", "archive");
  await page.keyboard.press("Enter");
  await has(page.locator("#source-host .cm-line"), "on archive");
  await close(page);
});

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

test("tests run while somebody types, and a failure opens in Ask", async () => {
  const page = await open();
  await write(page, `${POLICY}
test "secrets" {
  as Reader given { aws:SecureTransport: true } {
    can s3:GetObject on s3.object("logs", "in/secret/1")
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

test("JSON is imported", async () => {
  const page = await open();
  await page.click("#import");
  await page.fill("#import-json", JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::imported/*" }],
  }));
  await page.locator("dialog button.main").click();
  await page.locator("#files [role=tab]", { hasText: "imported.whit" }).waitFor();
  await has(source(page), "allow s3:GetObject");
  await close(page);
});

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

test("files are made, renamed and deleted by the keyboard", async () => {
  const page = await open();
  await page.click("#new-file");
  await page.fill("#dialog-input", "../evil.whit");
  await page.keyboard.press("Enter");
  await has(page.locator("#dialog-error"), "leaves the project");
  await page.fill("#dialog-input", "more.whit");
  await page.keyboard.press("Enter");
  const tab = (name) => page.locator("#files [role=tab]", { hasText: name });
  await tab("more.whit").waitFor();
  await tab("more.whit").focus();
  await page.keyboard.press("F2");
  await page.fill("#dialog-input", "less.whit");
  await page.keyboard.press("Enter");
  await tab("less.whit").waitFor();
  await tab("less.whit").focus();
  await page.keyboard.press("Delete");
  await page.locator("dialog button.main").click();
  await tab("less.whit").waitFor({ state: "detached" });
  await close(page);
});

test("the bar between the panes moves by the keyboard", async () => {
  const page = await open();
  const width = () => page.locator("#left").evaluate((one) => one.clientWidth);
  const before = await width();
  await page.focus("#splitter");
  await page.keyboard.press("ArrowLeft");
  assert.equal(await page.getAttribute("#splitter", "aria-valuenow"), "45");
  assert.ok((await width()) < before);
  await close(page);
});

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

test("an example opens, and goes again", async () => {
  const page = await open();
  await write(page, POLICY);
  await page.click("#examples");
  await page.locator("dialog .card", { hasText: "The payments service" }).click();
  await has(page.locator("#documents"), "LedgerService");
  await page.selectOption("#environment", "prod");
  await has(json(page), "ledger-prod");
  await page.locator("#messages button", { hasText: "Undo" }).click();
  await has(source(page), "policy Reader");
  await close(page);
});

test("the embedded page is source and output only", async () => {
  const page = await open("?embed");
  await has(json(page), "2012-10-17");
  assert.equal(await page.locator("#header").isVisible(), false);
  await close(page);
});

test("200 kB of input are taken", async () => {
  const page = await open();
  const rule = (at) => `policy P${at} {\n  allow s3:GetObject on s3.object("bucket-${at}", "in/*")\n}\n`;
  let text = "";
  for (let at = 0; text.length < 200_000; at += 1) text += rule(at);
  await write(page, text);
  await page.waitForFunction(() => document.querySelectorAll("#document-name option").length > 2000);
  await close(page);
});

test("a text that the compiler does not come back from is stopped, and nothing typed is lost", async () => {
  const hang = 'addEventListener("message", ({ data }) => { if (data.rpc?.includes("runaway")) for (;;); });';
  const worker = await readFile(`${dist}/worker.js`, "utf8");
  const page = await open("", {}, (fresh) => fresh.route("**/worker.js", (route) =>
    route.fulfill({ contentType: "text/javascript", body: `${hang}\n${worker}` })));
  await write(page, `${POLICY}// runaway\n`);
  await has(page.locator("#messages"), "more than 5 seconds");
  await has(source(page), "runaway");
  await write(page, POLICY.replace("in/secret", "in/saved"));
  await has(json(page), "in/saved");
  await close(page);
});
