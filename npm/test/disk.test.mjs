// Projects on the disk, found as the command finds them, and builds written as it writes them.

import assert from "node:assert/strict";
import { mkdir, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { check, compile, compileOrThrow } from "@whit-lang/whit";
import { readProject, readProjectSync, writeBuild } from "@whit-lang/whit/node";
import { fresh, run } from "./run.mjs";

const READER = 'policy Reader { allow s3:GetObject on s3.object("b", "*") }\n';
const whit = process.env.WHIT;

/** A folder with these files, which is the current one until the end of the test. */
async function folder(t, files) {
  const home = await fresh(t);
  const before = process.cwd();
  t.after(() => process.chdir(before));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true });
    await writeFile(join(home, path), text);
  }
  process.chdir(home);
  return home;
}

const found = async (path) => {
  const { folder, files, only } = await readProject(path);
  return [folder, Object.keys(files).sort(), ...(only ? [only] : [])];
};

test("which project a path means", async (t) => {
  const home = await folder(t, {
    "shop/whit.toml": '[project]\nsource = "policies"\n',
    "shop/whit.lock": "",
    "shop/policies/a.whit": READER,
    "shop/policies/deep/b.whit": READER,
    "shop/policies/.hidden/c.whit": READER,
    "shop/policies/.d.whit": READER,
    "shop/policies/target/e.whit": READER,
    "shop/policies/node_modules/f/f.whit": READER,
    "shop/policies/other/whit.toml": "",
    "shop/policies/other/g.whit": READER,
    "shop/drafts/h.whit": "use used\n",
    "shop/drafts/used.whit": "use deeper::still\n",
    "shop/drafts/deeper/still.whit": READER,
    "shop/drafts/unused.whit": READER,
    "plain/i.whit": READER,
  });
  const shop = ["shop", ["policies/a.whit", "policies/deep/b.whit", "whit.lock", "whit.toml"]];
  for (const path of ["shop", "shop/", join(home, "shop"), "shop/whit.toml", "shop/policies", "shop/policies/deep", "shop/policies/a.whit"]) {
    assert.deepEqual(await found(path), shop, path);
  }
  assert.deepEqual(await found(pathToFileURL(join(home, "shop"))), shop);
  assert.deepEqual(await found("plain"), ["plain", ["i.whit"]]);
  assert.deepEqual(await found("shop/drafts/h.whit"), ["shop/drafts", ["deeper/still.whit", "h.whit", "used.whit"], ["h.whit"]]);
  process.chdir("shop/policies");
  assert.deepEqual(await found("."), ["..", shop[1]]);
  assert.deepEqual(readProjectSync(".").folder, "..");
  // The command agrees, but for `node_modules`.
  await rm("node_modules", { recursive: true });
  for (const path of [".", "deep", "../drafts/h.whit", "../../plain"]) {
    const { stdout } = await run(whit, ["check", path, "--message-format", "json"], { cwd: process.cwd() });
    const theirs = stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
    const ours = check(await readProject(path)).diagnostics.map(({ rendered, ...found }) => found);
    assert.deepEqual(ours, theirs, path);
  }
});

test("links are followed, and lead to each folder once", async (t) => {
  await folder(t, { "shop/a.whit": READER, "elsewhere/b.whit": READER });
  await symlink("../elsewhere", "shop/linked");
  await symlink("..", "shop/linked/back");
  const [, files] = await found("shop");
  assert.deepEqual(files, ["a.whit", "linked/b.whit"].concat(files.filter((file) => file.startsWith("linked/back/shop"))).sort());
});

test("what cannot be read is said plainly", async (t) => {
  await folder(t, { "shop/whit.toml": '[project]\nsource = "policies"\n', "large/a.whit": Buffer.alloc((8 << 20) + 1, " ") });
  await assert.rejects(readProject("nowhere"), { message: "cannot read `nowhere`: there is no such file or folder" });
  await assert.rejects(readProject("shop"), { message: "there is no folder `shop/policies`, the `source` of shop/whit.toml" });
  const { ok, diagnostics } = compile(await readProject("large"));
  assert.deepEqual([ok, diagnostics[0].file, diagnostics[0].message], [false, "large/a.whit", "`large/a.whit` cannot be read: it is larger than 8 MB"]);
});

const STAGES = "[environments.dev]\n[environments.prod]\n";
const built = (files, options) => compileOrThrow({ "whit.toml": STAGES, ...files }, options);

test("a build is written as by the command", async (t) => {
  await folder(t, {});
  const first = writeBuild("out", built({ "a.whit": READER }));
  assert.deepEqual(first, { written: ["dev/Reader.json", "dev/manifest.json", "prod/Reader.json", "prod/manifest.json"], removed: [] });
  const before = await stat("out/dev/Reader.json", { bigint: true });
  assert.deepEqual(writeBuild("out", built({ "a.whit": READER })), { written: [], removed: [] });
  const after = await stat("out/dev/Reader.json", { bigint: true });
  assert.deepEqual([after.ino, after.mtimeNs], [before.ino, before.mtimeNs], "what is the same is left alone");
  await writeFile("out/dev/mine.json", "{}");
  const renamed = { "a.whit": READER.replace("Reader", "Other") };
  assert.deepEqual(writeBuild("out", built(renamed, { environment: "prod" })), { written: ["prod/Other.json", "prod/manifest.json"], removed: ["prod/Reader.json"] });
  assert.deepEqual(await readdir("out/dev"), ["Reader.json", "manifest.json", "mine.json"]);
  const single = writeBuild("out", compileOrThrow(renamed));
  assert.deepEqual([single.written, single.removed.toSorted()], [["Other.json", "manifest.json"], ["dev/Reader.json", "dev/manifest.json", "prod/Other.json", "prod/manifest.json"]]);
  assert.deepEqual(await readdir("out/dev"), ["mine.json"]);
});

test("a manifest from elsewhere removes nothing", async (t) => {
  await folder(t, { "precious.json": "{}", "out/precious.json": "{}", "out/manifest.json": JSON.stringify({ whit: "0", documents: [{ file: "../precious.json" }, { file: 1 }, { file: "/etc/passwd.json" }] }) });
  assert.deepEqual(writeBuild("out", compileOrThrow(READER)).removed, []);
  assert.deepEqual([await readFile("precious.json", "utf8"), await readFile("out/precious.json", "utf8")], ["{}", "{}"]);
  await writeFile("out/manifest.json", '{"documents":[{"file":"precious.json"}]}');
  assert.deepEqual(writeBuild("out", compileOrThrow(READER)).removed, []);
});

test("policies over their quota come and go with all their parts", async (t) => {
  await folder(t, {});
  const lines = Array.from({ length: 200 }, (_, at) => `  allow s3:GetObject on s3.object("bucket-number-${at}", "*") when aws:PrincipalTag/n == "${at}"`);
  const large = compileOrThrow(`policy Large {\n${lines.join("\n")}\n}\n`);
  assert.ok(large.documents.length > 1 && large.documents.every(({ name, size, limit }) => /^Large\d$/.test(name) && size <= limit));
  writeBuild("out", large);
  assert.deepEqual(writeBuild("out", compileOrThrow(READER)).removed.toSorted(), large.documents.map(({ file }) => file));
});

test("what cannot be written is said plainly, and leaves what was there", async (t) => {
  await folder(t, { "file": "", "out/Reader.json/inside": "" });
  const build = compileOrThrow(READER);
  assert.throws(() => writeBuild("file", build), { message: "cannot make the folder `file`: a file is in the place of a folder" });
  assert.throws(() => writeBuild("file/deeper", build), { message: "cannot make the folder `file/deeper`: a file is in the place of a folder" });
  assert.throws(() => writeBuild("out", build), { message: "cannot replace `out/Reader.json`: a folder is in its place" });
  assert.deepEqual(await readdir("out"), ["Reader.json"]);
  assert.throws(() => writeBuild("out", compile("policy")), { name: "TypeError", message: /`writeBuild` writes what `compileOrThrow` gives/ });
});
