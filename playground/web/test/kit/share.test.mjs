import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import test from "node:test";
import { constants, deflateRawSync } from "node:zlib";
import { deflateSync, strToU8 } from "fflate";
import { MAX_BYTES, MAX_FILES } from "../../src/kit/project.js";
import { decode, encode } from "../../src/kit/share.js";

const project = (...files) => ({ files, active: files[0]?.path ?? null, ask: null });
const source = (text, path = "main.whit") => ({ path, text });

/** A hash like those that `encode` makes, of whatever bytes. */
function hashOf(packed) {
  let sum = 0x811c9dc5;
  for (const byte of packed) sum = Math.imul(sum ^ byte, 0x01000193);
  const bytes = Buffer.alloc(4 + packed.length);
  bytes.writeUInt32BE(sum >>> 0);
  bytes.set(packed, 4);
  return `1.${bytes.toString("base64url")}`;
}
const hashOfJson = (value) => hashOf(deflateSync(strToU8(JSON.stringify(value))));

/** Every message is for people: a sentence that begins with a capital and ends with a full stop. */
const sentence = (pattern) => (error) => {
  assert.match(error.message, /^[A-Z“].*\.$/s);
  assert.match(error.message, pattern);
  return true;
};
const refused = (hash, pattern) => assert.rejects(decode(hash), sentence(pattern));

test("a project comes back as it was", async () => {
  const ask = {
    subject: "Reader",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::a/b",
    given: { "aws:SourceIp": "203.0.113.7", "aws:TagKeys": ["a", "b"], "aws:SecureTransport": true },
  };
  const files = [source("policy A {}\n"), source('[project]\nname = "a"\n', "whit.toml"), source("", "policies/b.whit")];
  const whole = { files, active: "policies/b.whit", ask };
  const hash = await encode(whole);
  assert.match(hash, /^1\.[A-Za-z0-9_-]+$/);
  assert.deepEqual(await decode(hash), whole);
  assert.deepEqual(await decode(`#${hash}`), whole);
});

test("every character comes back", async () => {
  const text = 'äöü ß “quotes” 日本語 עברית 🦀 👩‍👩‍👧 \u0000 \u2028 \ud800 "\\" \r\n\t';
  const path = "richtlinien/größe-日本.whit";
  assert.deepEqual(await decode(await encode(project(source(text, path)))), project(source(text, path)));
});

test("an empty project comes back", async () => {
  assert.deepEqual(await decode(await encode(project())), project());
  assert.deepEqual(await decode(await encode(project(source("")))), project(source("")));
});

test("a large project comes back, and one that is too large is refused", async () => {
  const text = randomBytes(MAX_BYTES / 2).toString("hex");
  assert.equal(text.length, MAX_BYTES);
  assert.deepEqual(await decode(await encode(project(source(text)))), project(source(text)));
  await assert.rejects(encode(project(source(`${text}!`))), sentence(/more than 500 kB/));
  await assert.rejects(encode(project(source("ä".repeat(MAX_BYTES / 2 + 1)))), sentence(/more than 500 kB/));
  await assert.rejects(encode(project(source("\u0001".repeat(MAX_BYTES)))), sentence(/too large for a link/));
});

test("what is no link is refused", async () => {
  for (const hash of ["", "#", "1", ".", "hello", "#tests", "1;x"]) await refused(hash, /no link/);
  await refused(`2.${(await encode(project())).slice(2)}`, /another version/);
  await refused("1.", /damaged/);
  await refused("1.a", /damaged/);
  await refused("1.äöü", /damaged/);
  await refused("1.AAAA AAAA", /damaged/);
  await refused(`1.${"A".repeat(2_000_000)}`, /longer than any/);
});

test("random bytes are refused", async () => {
  for (let length = 0; length < 200; length += 1) {
    await refused(`1.${randomBytes(length).toString("base64url")}`, /damaged/);
    await assert.rejects(decode(hashOf(randomBytes(length))), Error);
  }
});

test("a link that was cut or changed anywhere is refused", async () => {
  const hash = await encode(project(source("policy Reader {\n  allow s3:GetObject on s3.object(\"a\", \"b\")\n}\n")));
  for (let end = 0; end < hash.length; end += 1) await assert.rejects(decode(hash.slice(0, end)), sentence(/./));
  for (let at = 2; at < hash.length; at += 1) {
    const other = hash[at] === "A" ? "B" : "A";
    const changed = hash.slice(0, at) + other + hash.slice(at + 1);
    // The last letter may hold bits that stand for nothing.
    if (Buffer.from(changed.slice(2), "base64url").equals(Buffer.from(hash.slice(2), "base64url"))) continue;
    await refused(changed, /damaged/);
  }
  const packed = deflateSync(strToU8(JSON.stringify(project(source("policy A {}")))));
  for (let end = 0; end < packed.length; end += 1) await refused(hashOf(packed.subarray(0, end)), /damaged/);
});

test("a bomb is stopped before it takes memory", async () => {
  // Ten million zeros, up to a boundary of bytes, sixty times, and an empty last block.
  const zeros = deflateRawSync(Buffer.alloc(10_000_000), { level: 9, finishFlush: constants.Z_FULL_FLUSH });
  const hash = hashOf(Buffer.concat([...Array(60).fill(zeros), Buffer.from([3, 0])]));
  assert.ok(hash.length < 900_000);
  const before = process.memoryUsage.rss();
  await refused(hash, /holds more than/);
  assert.ok(process.memoryUsage.rss() - before < 100_000_000);
});

test("what is no project is refused", async () => {
  for (const value of [null, 1, "x", [], {}, { files: {} }]) await refused(hashOfJson(value), /no project/);
  for (const file of [null, "x", {}, { path: "a.whit" }, { path: "a.whit", text: 1 }]) {
    await refused(hashOfJson({ files: [file] }), /no text/);
  }
  const many = Array.from({ length: MAX_FILES + 1 }, (_, index) => source("", `f${index}.whit`));
  await refused(hashOfJson({ files: many }), /more than 50 files/);
  assert.equal((await decode(hashOfJson({ files: many.slice(1) }))).files.length, MAX_FILES);
  await refused(hashOf(deflateSync(strToU8("{"))), /damaged/);
  await refused(hashOf(deflateSync(new Uint8Array([0x22, 0xff, 0x22]))), /damaged/);
});

test("names that leave the project or could do harm are refused", async () => {
  const bad = [
    "../a.whit", "a/../b.whit", "./a.whit", "/a.whit", "//a.whit", "a//b.whit", "a/", "..", ".", "C:/a.whit",
    "C:\\a.whit", "a\\b.whit", ".git/a.whit", ".a.whit", "a/.b/c.whit", "a\u0000.whit", "a\n.whit", "a\u202e.whit",
    "-a.whit", "a /b.whit", "a./b.whit",
  ];
  for (const path of bad) await refused(hashOfJson({ files: [source("", path)] }), /leaves the project/);
  await refused(hashOfJson({ files: [source("", `${"a".repeat(200)}.whit`)] }), /longer than 200/);
  await refused(hashOfJson({ files: [source("", "")] }), /no name/);
  await refused(hashOfJson({ files: [{ path: 1, text: "" }] }), /no name/);
  for (const path of ["run.sh", "a.whit.exe", "awhit.toml", "whit.toml/a", "whit"]) {
    await refused(hashOfJson({ files: [source("", path)] }), /not of a project/);
  }
  await refused(hashOfJson({ files: [source("", "a.whit"), source("", "A.whit")] }), /two files/);
  await refused(hashOfJson({ files: [source("", "a.whit"), source("", "a.whit/b.whit")] }), /name of a file/);
});

test("nothing but a project's data comes out", async () => {
  const hash = hashOf(
    deflateSync(strToU8('{"files":[{"path":"a.whit","text":"x","run":1}],"active":"b","ask":{"action":1},"__proto__":{"x":1}}')),
  );
  assert.deepEqual(await decode(hash), { files: [source("x", "a.whit")], active: null, ask: null });
  assert.equal({}.x, undefined);
});
