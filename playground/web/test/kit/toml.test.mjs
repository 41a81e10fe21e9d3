import assert from "node:assert/strict";
import test from "node:test";
import { addEnvironment, read, removeEnvironment, renameEnvironment, set } from "../../src/kit/toml.js";

const TEXT = `# The ledger.
[project] # about it
name = "ledger" # as people call it
whit = "1"

[environments.dev]
account = '111122223333'
  regions = ["eu-west-1"] # home
params = { stage = "dev", count = 3 }

# The real one.
[environments.prod]
regions = [
  "eu-west-1", # home
  "eu-central-1",
]

[environments.prod.params]
stage = "prod"

[lint]
name-style = "off" # for now
`;

/** The lines that an edit took out and put in. */
function changes(before, after) {
  const [old, now] = [before.split("\n"), after.split("\n")];
  return [old.filter((line) => !now.includes(line)), now.filter((line) => !old.includes(line))];
}

test("what a form shows is read", () => {
  const { name, source, out, environments } = read(TEXT);
  assert.deepEqual([name, source, out].map(({ value }) => value), ["ledger", "", ""]);
  assert.deepEqual(environments.map((one) => one.name), ["dev", "prod"]);
  const [dev, prod] = environments;
  assert.deepEqual(dev.account, { value: "111122223333", locked: false });
  assert.deepEqual(dev.regions, { value: ["eu-west-1"], locked: false });
  assert.deepEqual(dev.params, [{ name: "stage", field: { value: "dev", locked: false } }]);
  // A form would lose the comment within.
  assert.deepEqual(prod.regions, { value: ["eu-west-1", "eu-central-1"], locked: true });
  assert.deepEqual(prod.params.map((one) => one.name), ["stage"]);
  assert.equal(read("[project"), null);
  assert.deepEqual(read("").environments, []);
  assert.equal(read("[project]\nname = 7\n").name.locked, true);
});

test("a value is changed where it stands, and nothing else", () => {
  const edit = (path, value) => changes(TEXT, set(TEXT, path, value));
  assert.deepEqual(edit(["project", "name"], 'a "b" \\ ä'), [['name = "ledger" # as people call it'], ['name = "a \\"b\\" \\\\ ä" # as people call it']]);
  assert.deepEqual(edit(["environments", "dev", "regions"], ["eu-north-1", "eu-west-1"]),
    [['  regions = ["eu-west-1"] # home'], ['  regions = ["eu-north-1", "eu-west-1"] # home']]);
  assert.deepEqual(edit(["environments", "dev", "params", "stage"], "test"),
    [['params = { stage = "dev", count = 3 }'], ['params = { stage = "test", count = 3 }']]);
});

test("a new value stands with its own, a removed one leaves its comment", () => {
  const edit = (path, value) => changes(TEXT, set(TEXT, path, value));
  assert.deepEqual(edit(["project", "source"], "policies"), [[], ['source = "policies"']]);
  assert.match(set(TEXT, ["project", "source"], "policies"), /whit = "1"\nsource = "policies"\n\n\[environments.dev\]/);
  assert.match(set(TEXT, ["environments", "prod", "account"], "444455556666"), /\]\naccount = "444455556666"\n\n\[environments.prod.params\]/);
  assert.match(set(TEXT, ["build", "out"], "json"), /for now\n\n\[build\]\nout = "json"\n$/);
  assert.equal(set("", ["build", "out"], "json"), '[build]\nout = "json"\n');
  assert.equal(set("[build]", ["build", "out"], "json"), '[build]\nout = "json"');
  assert.deepEqual(edit(["project", "name"], null), [['name = "ledger" # as people call it'], ["# as people call it"]]);
  assert.deepEqual(edit(["environments", "dev", "account"], null), [["account = '111122223333'"], []]);
  assert.equal(set(TEXT, ["build", "out"], null), TEXT);
  const inline = 'environments.a = { account = "1", partition = "aws" }\n';
  assert.equal(set(inline, ["environments", "a", "account"], null), 'environments.a = { partition = "aws" }\n');
  assert.equal(set(inline, ["environments", "a", "partition"], null), 'environments.a = { account = "1" }\n');
  assert.equal(set(inline, ["environments", "a", "regions"], ["x"]), 'environments.a = { account = "1", partition = "aws", regions = ["x"] }\n');
  const dotted = 'environments.a.account = "1"\n';
  assert.equal(set(dotted, ["environments", "a", "partition"], "aws"), `${dotted}environments.a.partition = "aws"\n`);
});

test("environments are added, renamed and removed", () => {
  assert.equal(addEnvironment(TEXT, "test"), `${TEXT}\n[environments.test]\n`);
  assert.equal(addEnvironment("", "test"), "[environments.test]\n");
  assert.equal(addEnvironment("[project]", "test"), "[project]\n\n[environments.test]\n");
  const named = renameEnvironment(TEXT, "prod", "live");
  assert.deepEqual(changes(TEXT, named), [["[environments.prod]", "[environments.prod.params]"], ["[environments.live]", "[environments.live.params]"]]);
  assert.equal(renameEnvironment("environments.a.account = '1' # b\n", "a", "b"), "environments.b.account = '1' # b\n");
  assert.equal(removeEnvironment(TEXT, "prod"), `${TEXT.slice(0, TEXT.indexOf("[environments.prod]"))}${TEXT.slice(TEXT.indexOf("[lint]"))}`);
  assert.equal(removeEnvironment("environments.a.account = '1'\nenvironments.b = { account = '2' }\n", "b"), "environments.a.account = '1'\n");
});

test("what one change cannot do is refused", () => {
  assert.throws(() => set("[project", ["project", "name"], "a"), /has a mistake/);
  assert.throws(() => set("project = 1\n", ["project", "name"], "a"), /in a way that the form cannot change/);
  assert.throws(() => addEnvironment("environments = { a = {} }\n", "b"), /in a way that the form cannot change/);
  assert.throws(() => renameEnvironment(TEXT, "dev", "prod"), /in a way that the form cannot change/);
});
