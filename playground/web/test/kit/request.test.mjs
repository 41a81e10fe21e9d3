import assert from "node:assert/strict";
import test from "node:test";
import { questionOf, testOf } from "../../src/request.js";
import { WHIT, inFolder, run } from "./whit.mjs";

const request = { subject: "Reader", action: "s3:GetObject", resource: "arn:aws:s3:::a/b", environment: "dev" };

test("the request of a failure becomes that of the form", () => {
  const given = { "aws:PrincipalTag/team": ["a"], "aws:TagKeys": ["a", "b"] };
  assert.deepEqual(questionOf({ ...request, given }), {
    subject: "Reader",
    action: "s3:GetObject",
    resource: "arn:aws:s3:::a/b",
    given: { "aws:PrincipalTag/team": "a", "aws:TagKeys": ["a", "b"] },
  });
  assert.equal(questionOf({ ...request, given, account: "111122223333" }), null);
  assert.equal(questionOf(null), null);
});

const SOURCE = `policy Reader {
  allow s3:ListAllMyBuckets
  if env.name in ["dev", "test"] {
    allow s3:GetObject on s3.object("a", "b")
  }
}
`;
const TOML = ["dev", "prod", "test"].map((name) => `[environments.${name}]\n`).join("\n");
const typeOf = (key) => ({ "aws:MultiFactorAuthPresent": "bool" })[key] ?? "string";
const skip = WHIT ? false : "no command to ask: the variable WHIT has to give the path of `whit`";

/** Saves the decisions as a test, and has the command run and format it. */
async function passes(decisions, given, words, requests) {
  const answers = Object.entries(decisions).map(([environment, decision]) => ({ environment, decision }));
  const made = testOf({ ...request, given }, answers, typeOf, () => false);
  assert.match(made, words);
  const files = [{ path: "whit.toml", text: TOML }, { path: "a.whit", text: `${SOURCE}\n${made}` }];
  await inFolder(files, async (folder) => {
    const tested = await run(folder, "test");
    assert.equal(tested.code, 0, made + tested.stdout + tested.stderr);
    assert.match(tested.stderr, requests);
    const formatted = await run(folder, "fmt", "--check");
    assert.equal(formatted.code, 0, formatted.stdout);
  });
}

test("a test says what each environment decides", { skip }, async () => {
  const differ = { dev: "allowed", prod: "implicitlyDenied", test: "allowed" };
  await passes(differ, {}, /^test "Reader can s3:GetObject in dev, test and not in prod"/, /3 tests passed, 3 requests/);
  await passes(differ, { "aws:MultiFactorAuthPresent": "true", "aws:UserAgent": 'a "b" {c}' }, /given \{/, /3 requests/);
});

test("one environment that differs is compared by its name", () => {
  const answers = [{ environment: "dev", decision: "explicitlyDenied" }, { environment: "prod", decision: "allowed" }];
  const lines = testOf({ ...request, given: {} }, answers, typeOf, (name) => !name.endsWith("(2)")).split("\n");
  assert.equal(lines[0], 'test "Reader can s3:GetObject in prod and not in dev (2)" {');
  assert.equal(lines[1], '  if env.name == "prod" {');
});

test("where all agree, no environment is named", () => {
  const answers = [{ environment: null, decision: "implicitlyDenied" }];
  assert.equal(testOf({ ...request, given: {} }, answers, typeOf, () => false), `test "Reader cannot s3:GetObject" {
  as Reader {
    cannot s3:GetObject on arn:aws:s3:::a/b
  }
}
`);
});
