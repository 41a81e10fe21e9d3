import assert from "node:assert/strict";
import test from "node:test";
import { isDone, whatIsMissing } from "../../src/kit/lesson-check.js";

const question = { subject: "Reader", action: "s3:GetObject", resource: "arn:aws:s3:::a/b", given: {} };
const state = (over = {}) => ({
  files: [{ path: "a.whit", text: "policy Reader {\n  allow s3:GetObject\n    on s3.object(\"a\", \"b\") // include readers\n}\n" }],
  errors: 0,
  outputs: [{ path: "Reader.json", text: '{ "Effect":\n"Allow" }' }],
  results: [{ passed: true, requests: 2 }],
  explain: async () => "allowed",
  ...over,
});

async function holds(check, missing = [], over = {}) {
  assert.deepEqual(await whatIsMissing({ check }, state(over)), missing);
  assert.equal(await isDone({ check }, state(over)), missing.length === 0);
}

test("errors are said alone", async () => {
  const explain = () => assert.fail("nothing is asked");
  const check = { compiles: true, contains: ["template"], decides: [{ ...question, decision: "allowed" }] };
  await holds(check, ["The sources have errors."], { errors: 1, explain });
  await holds({}, [], { errors: 1 });
});

test("texts count however they are spaced, and not in comments", async () => {
  await holds({ contains: ["allow s3:GetObject on s3.object("], lacks: ["deny"] });
  await holds({ contains: ["include readers", "polic", "lic"], lacks: ["policy  Reader", "pol"] }, [
    "The sources need “include readers”.",
    "The sources need “polic”.",
    "The sources need “lic”.",
    "The sources still have “policy  Reader”.",
  ]);
});

test("documents, tests and requests are asked for", async () => {
  await holds({ outputs: { "Reader.json": '"Effect": "Allow"' }, tests: "pass", requests: 2 });
  await holds({ outputs: { "Reader.json": "Deny", "Writer.json": "Deny" } }, [
    "The document “Reader.json” should have “Deny”.",
    "No document “Writer.json” comes out yet.",
  ]);
  await holds({ tests: "pass" }, ["There is no test yet."], { results: [] });
  await holds({ tests: "pass" }, ["A test fails."], { results: [{ passed: true, requests: 1 }, { passed: false, requests: 1 }] });
  await holds({ requests: 3 }, ["The tests make 2 requests, and should make at least 3."]);
});

test("decisions are asked for", async () => {
  const asked = [];
  const by = (answer) => ({ explain: async (one) => (asked.push(one), answer) });
  const decides = (decision, given = {}) => ({ decides: [{ ...question, given, decision }] });
  const sentence = (word) => [`“s3:GetObject” on “arn:aws:s3:::a/b” by “Reader” should be ${word}.`];
  await holds(decides("allowed"), [], by("allowed"));
  await holds(decides("allowed"), sentence("allowed"), by("implicitlyDenied"));
  await holds(decides("denied"), [], by("implicitlyDenied"));
  await holds(decides("denied"), [], by("explicitlyDenied"));
  await holds(decides("denied"), sentence("denied"), by("allowed"));
  await holds(decides("explicitlyDenied"), [], by("explicitlyDenied"));
  await holds(decides("explicitlyDenied"), sentence("denied by a statement"), by("implicitlyDenied"));
  assert.deepEqual(asked[0], question);
  await holds(
    decides("denied", { "aws:TagKeys": ["a", "b"], "aws:SecureTransport": "true" }),
    ["“s3:GetObject” on “arn:aws:s3:::a/b” by “Reader”, given aws:TagKeys = a, b and aws:SecureTransport = true, should be denied."],
    by("allowed"),
  );
});
