// The page in a browser, as somebody uses it. `node build.mjs` has to have built it.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { close, drive, has, json, open, POLICY, source, write } from "./browser.mjs";
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

test("the pointer lights up what belongs together, and scrolls nothing", async () => {
  const page = await open("", { viewport: { width: 1400, height: 420 } });
  const statements = Array.from({ length: 12 }, (_, at) => `  S${at}: allow s3:GetObject on s3.object("b${at}", "in/*") when aws:PrincipalTag/t == "v${at}"\n`);
  await write(page, `policy Many {\n${statements.join("")}}\n`);
  await has(page.locator("#size-kind"), "policy");
  await page.locator("#source-host .cm-line", { hasText: "S0:" }).click();
  await has(page.locator("#json-host .cm-lit"), '"Sid": "S0"');
  const top = (pane) => page.locator(`#${pane} .cm-scroller`).evaluate((one) => one.scrollTop);
  await page.locator("#json-host .cm-scroller").evaluate((one) => one.scrollTo(0, 0));
  await page.locator("#source-host .cm-line", { hasText: "S1:" }).hover();
  await has(page.locator("#json-host .cm-lit"), '"Sid": "S1"');
  assert.equal(await page.locator("#json-host .cm-lit", { hasText: '"Sid": "S0"' }).count(), 0);
  await page.locator("#source-host .cm-line", { hasText: "S4:" }).hover();
  assert.equal(await top("json-host"), 0);
  // Without the pointer, the cursor counts again.
  await page.locator("#status").hover();
  await has(page.locator("#json-host .cm-lit"), '"Sid": "S0"');
  await page.locator("#json-host .cm-line", { hasText: '"Sid": "S1"' }).hover();
  await has(page.locator("#source-host .cm-lit"), "S1:");
  await page.locator("#status").hover();
  await page.locator("#source-host .cm-lit").waitFor({ state: "detached" });
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
