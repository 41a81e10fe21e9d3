// `whit playground DIR`: the page from the command, with a folder that it reads and, when told to, writes.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";
import { close, drive, has, json, open, source } from "./browser.mjs";
import { WHIT } from "./kit/whit.mjs";

drive();

const root = process.env.WHIT_ROOT;
let top, dir, whit, address, token;
const onDisk = (name) => readFile(join(dir, name), "utf8");

before(async () => {
  top = await mkdtemp(join(tmpdir(), "whit-folder-"));
  dir = join(top, "payments");
  await cp(join(root, "examples", "payments"), dir, { recursive: true });
  whit = spawn(WHIT, ["playground", dir], { stdio: ["ignore", "ignore", "pipe"] });
  for await (const line of createInterface({ input: whit.stderr })) {
    address = /(http:\S+)/.exec(line)?.[1];
    if (address) break;
  }
  token = address.split("#folder.")[1];
});

after(async () => {
  whit?.kill();
  await rm(top, { recursive: true, force: true });
});

const FILE = "payments.whit";

/** Sends what a browser would not. */
function send(method, path, headers = {}, body = "") {
  const { hostname, port, host, origin } = new URL(address);
  const all = { host, origin, "x-whit-token": token, ...headers };
  for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
  return new Promise((done, failed) => {
    const out = request({ hostname, port, method, path, headers: { ...all, "content-length": Buffer.byteLength(body) } }, async (answer) => {
      let text = "";
      for await (const part of answer.setEncoding("latin1")) text += part;
      done({ status: answer.statusCode, headers: answer.headers, text });
    });
    out.on("error", failed);
    out.end(body);
  });
}

const put = (files, headers) => send("PUT", "/api/project", headers, JSON.stringify({ files }));

test("what is edited is on the disk when it is saved, and not before", async () => {
  const page = await open(address, { served: address });
  assert.equal(new URL(page.url()).hash, "");
  await has(page.locator("#save"), "Save to payments");
  await page.locator("#files [role=tab]", { hasText: FILE }).click();
  await has(json(page), "2012-10-17");
  const before = await onDisk(FILE);
  await source(page).click();
  await page.keyboard.press("Control+Home");
  await page.keyboard.type("// from the page\n");
  await page.waitForTimeout(600);
  assert.equal(await onDisk(FILE), before);
  await page.keyboard.press("Control+s");
  await has(page.locator("#messages"), "Saved to payments: 1 file.");
  assert.equal(await onDisk(FILE), `// from the page\n${before}`);
  // A reload finds the folder again, as it is.
  await page.reload();
  await has(page.locator("#save"), "Save to payments");
  await page.locator("#files [role=tab]", { hasText: FILE }).click();
  await has(source(page), "// from the page");

  // New files, and files that go.
  await page.click("#new-file");
  await page.fill("#dialog-input", "policies/more.whit");
  await page.keyboard.press("Enter");
  await page.locator("#files [role=tab]", { hasText: "more.whit" }).waitFor();
  await source(page).click();
  await page.keyboard.insertText("// more\n");
  await page.click("#save");
  await has(page.locator("#messages"), "Saved to payments: 1 file.");
  assert.equal(await onDisk("policies/more.whit"), "// more\n");
  await page.click("#delete-file");
  await page.locator("dialog button.main").click();
  await page.click("#save");
  await has(page.locator("dialog"), "these files go away: policies/more.whit");
  await page.locator("dialog button.main").click();
  await page.waitForFunction(() => !document.querySelector("#save.main"));
  await assert.rejects(onDisk("policies/more.whit"), /ENOENT/);
  await close(page);
});

test("what has changed on the disk is not overwritten unasked", async () => {
  const page = await open(address, { served: address });
  await page.locator("#files [role=tab]", { hasText: FILE }).click();
  const before = await onDisk(FILE);
  const edit = async (text) => {
    await source(page).click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.type(text);
    await page.click("#save");
  };
  await writeFile(join(dir, FILE), `${before}// elsewhere\n`);
  await edit("// mine\n");
  await has(page.locator("dialog"), FILE);
  assert.equal(await onDisk(FILE), `${before}// elsewhere\n`);
  await page.locator("dialog button", { hasText: "Take those of the disk" }).click();
  await page.waitForFunction(() => !document.querySelector("#save.main"));
  await edit("// again\n");
  await has(page.locator("#messages"), "Saved to payments");
  assert.equal(await onDisk(FILE), `// again\n${before}// elsewhere\n`);
  await rm(join(dir, FILE));
  await edit("// third\n");
  await has(page.locator("dialog"), "is not there any more");
  await page.locator("dialog button.main").click();
  await page.waitForFunction(() => !document.querySelector("#save.main"));
  assert.equal(await onDisk(FILE), `// third\n// again\n${before}// elsewhere\n`);
  await close(page);
});

test("a lesson is not saved in the place of the project", async () => {
  const page = await open(address, { served: address });
  const before = await onDisk("whit.toml");
  await page.click("#open-tour");
  await has(page.locator("#tour-number"), "Lesson 1");
  await page.click("#save");
  await has(page.locator("#messages"), "Leave the tour");
  assert.equal(await onDisk("whit.toml"), before);
  await close(page);
});

test("an example does not take the place of the project unasked", async () => {
  const page = await open(address, { served: address });
  const before = await onDisk("whit.toml");
  await page.click("#examples");
  await page.locator("dialog .card", { hasText: "A bucket" }).click();
  await page.click("#save");
  await has(page.locator("dialog"), "These files are written: ");
  await has(page.locator("dialog"), "whit.toml");
  await page.keyboard.press("Escape");
  assert.equal(await onDisk("whit.toml"), before);
  await page.locator("#messages button", { hasText: "Undo" }).click();
  await page.waitForFunction(() => !document.querySelector("#save.main"));
  await close(page);
});

test("other pages, other names and others on this machine get nothing", async () => {
  const page = await send("GET", "/", { origin: null, "x-whit-token": null });
  assert.equal(page.status, 200);
  assert.equal(page.headers["access-control-allow-origin"], undefined);
  assert.equal(page.headers["content-security-policy"], "frame-ancestors 'none'");
  const read = (headers) => send("GET", "/api/project", headers);
  assert.equal((await read({})).status, 200);
  for (const headers of [{ host: "evil.example" }, { host: `evil.example:${new URL(address).port}` }, { host: "127.0.0.1" }]) {
    assert.equal((await send("GET", "/", headers)).status, 403);
    assert.equal((await read(headers)).status, 403);
  }
  for (const other of [null, "", "0", `${token}0`, token.slice(1), token.replace(/./, (one) => (one === "0" ? "1" : "0"))]) {
    assert.equal((await read({ "x-whit-token": other })).status, 403);
  }
  const files = [{ path: "new.whit", was: null, text: "" }];
  for (const origin of [null, "null", "http://evil.example", "http://127.0.0.1", `https://${new URL(address).host}`]) {
    assert.equal((await put(files, { origin })).status, 403);
  }
  assert.equal((await put(files, { "x-whit-token": null })).status, 403);
  assert.equal((await send("POST", "/api/project")).status, 405);
  assert.equal((await send("OPTIONS", "/api/project")).status, 405);
  assert.equal((await send("GET", "/../Cargo.toml")).status, 404);
  await assert.rejects(onDisk("new.whit"), /ENOENT/);
});

test("nothing is written but sources in the folder", async () => {
  const outside = join(top, "outside");
  await mkdir(outside);
  await writeFile(join(outside, "a.whit"), "kept");
  await symlink(outside, join(dir, "link"));
  await symlink(join(outside, "a.whit"), join(dir, "linked.whit"));
  await mkdir(join(dir, ".hidden"));
  await symlink(join(dir, ".hidden", "hook"), join(dir, "dangling.whit"));
  await writeFile(join(dir, ".hidden", "other"), "kept");
  await symlink(join(dir, ".hidden", "other"), join(dir, "hidden.whit"));
  const refused = ["../a.whit", "/tmp/a.whit", "README.md", "whit.lock", ".git/a.whit", "link/a.whit", "link/b.whit", "linked.whit", "dangling.whit", "hidden.whit"];
  for (const path of refused) {
    for (const was of [null, "kept"]) {
      const { status, text } = await put([{ path: "good.whit", was: null, text: "" }, { path, was, text: "changed" }]);
      assert.equal(status, 422, `${path}: ${text}`);
    }
  }
  await assert.rejects(onDisk("good.whit"), /ENOENT/);
  assert.equal(await readFile(join(outside, "a.whit"), "utf8"), "kept");
  assert.equal(await onDisk(".hidden/other"), "kept");
  assert.equal((await send("PUT", "/api/project", {}, "{")).status, 400);
  assert.equal((await put([{ path: "big.whit", was: null, text: "x".repeat(9 << 20) }])).status, 413);
  await assert.rejects(onDisk("big.whit"), /ENOENT/);
});
