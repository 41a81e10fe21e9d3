// The samples of `examples/`, each in a fresh folder: what a build makes, and what becomes of it when something changes.

import assert from "node:assert/strict";
import { cp, mkdir, readFile, readdir, rm, stat, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fresh, run } from "./run.mjs";

const MADE = ["node_modules", "dist", "cdk.out"];

/** Of each sample: where its build writes, a source, and what stands in what is made of its `GetObject` or `PutObject`. */
const SAMPLES = {
  cdk: { out: "cdk.out", action: "s3:PutObject", other: "s3:GetObject" },
  "npm-scripts": { out: "dist/policies", action: "s3:GetObject", other: "s3:PutObject" },
  vite: { out: "dist", action: "s3:GetObject", other: "s3:PutObject" },
};

const SOURCE = "policies/reports.whit";

/** A sample in a folder of its own, with the packages that are installed for it. */
async function sample(t, name) {
  const home = await fresh(t);
  const from = join(process.env.WHIT_ROOT, "examples", name);
  await cp(from, home, { recursive: true, filter: (path) => !MADE.includes(basename(path)) });
  await symlink(join(process.env.WHIT_SAMPLES, name, "node_modules"), join(home, "node_modules"), "junction");
  const { out } = SAMPLES[name];
  return {
    home,
    build: () => run("npm", ["run", "--silent", "build"], { cwd: home }),
    write: (path, text) => writeFile(join(home, path), text),
    change: async (change) => writeFile(join(home, SOURCE), change(await readFile(join(home, SOURCE), "utf8"))),
    made: () => texts(join(home, out)),
  };
}

/** The texts of the files below a folder. */
async function texts(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Object.fromEntries(await Promise.all(files.sort().map(async (path) => [relative(folder, path), await readFile(path, "utf8")])));
}

const all = (made) => Object.values(made).join("\n");

async function succeeds(build) {
  const { code, out } = await build();
  assert.equal(code, 0, out);
  return out;
}

for (const [name, { out, action, other }] of Object.entries(SAMPLES)) {
  test(`${name}: built, built again, changed, broken, mended`, async (t) => {
    const { home, build, change, made } = await sample(t, name);
    await succeeds(build);
    const first = await made();
    assert.ok(all(first).includes(action), all(first));
    await succeeds(build);
    assert.deepEqual(await made(), first, "the same sources give the same bytes");

    await change((text) => text.replace(action, other));
    await succeeds(build);
    const changed = await made();
    assert.ok(all(changed).includes(other) && !all(changed).includes(action));

    await change((text) => text.replace(other, `${other}t`));
    const broken = await build();
    assert.notEqual(broken.code, 0);
    const line = (await readFile(join(home, SOURCE), "utf8")).split("\n").findIndex((text) => text.includes(`${other}t`)) + 1;
    assert.match(broken.out, new RegExp(`policies/reports\\.whit:${line}:\\d+`));
    assert.match(broken.out, /unknown-action/);
    assert.ok(broken.out.includes(`\`s3\` has no action \`${other.slice(3)}t\``), broken.out);
    assert.deepEqual(await made(), changed, "a build that fails leaves what was there");

    await change((text) => text.replace(`${other}t`, action));
    await succeeds(build);
    assert.deepEqual(await made(), first);
  });

  test(`${name}: a file added, and removed`, async (t) => {
    const { home, build, change, made, write } = await sample(t, name);
    await succeeds(build);
    const first = await made();
    await write("policies/names.whit", 'let annex = "acme-annex"\n');
    await write("policies/annex.whit", 'session Annex { allow s3:GetObject on s3.object("acme-annex", "*") }\npolicy AnnexReader { allow s3:GetObject on s3.object("acme-annex", "*") }\n');
    await change((text) => `use names\n\n${text.replace(/"(out|ledger)\/\*"\)/, (found) => `${found.slice(0, -3)}{names::annex}/*")`)}`);
    await succeeds(build);
    assert.ok(all(await made()).includes("acme-annex"), all(await made()));
    await rm(join(home, "policies/names.whit"));
    const broken = await build();
    assert.notEqual(broken.code, 0);
    assert.match(broken.out, /policies\/reports\.whit:1:5/);
    await rm(join(home, "policies/annex.whit"));
    await change((text) => text.replace("use names\n\n", "").replace("{names::annex}/*", "*"));
    await succeeds(build);
    assert.deepEqual(await made(), first);
  });

  test(`${name}: a file in the place of the folder of the output`, async (t) => {
    const { home, build } = await sample(t, name);
    await mkdir(join(home, dirname(out)), { recursive: true });
    await writeFile(join(home, out), "mine");
    const { code, out: said } = await build();
    assert.notEqual(code, 0);
    assert.ok(said.includes(out.split("/").at(-1)), said);
    assert.equal(await readFile(join(home, out), "utf8"), "mine");
  });

  test(`${name}: two builds at once`, async (t) => {
    const { build, made } = await sample(t, name);
    await succeeds(build);
    const first = await made();
    const both = await Promise.all([build(), build()]);
    for (const { code, out } of both) assert.equal(code, 0, out);
    assert.deepEqual(await made(), first);
  });
}

test("npm-scripts: what has not changed is not written", async (t) => {
  const { home, build } = await sample(t, "npm-scripts");
  const times = async () => (await stat(join(home, "dist/policies/prod/ReportReader.json"), { bigint: true })).mtimeNs;
  assert.equal(await succeeds(build), "dist/policies: 4 written, 0 removed\n");
  const before = await times();
  assert.equal(await succeeds(build), "dist/policies: 0 written, 0 removed\n");
  assert.equal(await times(), before);
});

test("cdk: what only the deployment knows is a reference of CloudFormation", async (t) => {
  const { build, made } = await sample(t, "cdk");
  await succeeds(build);
  const { Resources } = JSON.parse((await made())["Reports.template.json"]);
  const of = (type) => Object.entries(Resources).filter(([, { Type }]) => Type === type);
  const [[bucket]] = of("AWS::S3::Bucket");
  const [[key]] = of("AWS::KMS::Key");
  const [[policy, { Properties }]] = of("AWS::IAM::ManagedPolicy");
  assert.deepEqual(Properties.PolicyDocument, {
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Action: "s3:PutObject", Resource: { "Fn::Join": ["", ["arn:aws:s3:::", { Ref: bucket }, "/out/*"]] } },
      { Effect: "Allow", Action: "kms:GenerateDataKey", Resource: { "Fn::GetAtt": [key, "Arn"] } },
    ],
  });
  const [[, role]] = of("AWS::IAM::Role");
  assert.deepEqual(role.Properties.ManagedPolicyArns, [{ Ref: policy }]);
  assert.equal(role.Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service, "lambda.amazonaws.com");
});

test("vite: its types take the plugin", async (t) => {
  const { home, write } = await sample(t, "vite");
  await write(
    "vite.config.ts",
    'import whit from "@whit-lang/whit/vite";\nimport { defineConfig } from "vite";\n\nexport default defineConfig({ plugins: [whit({ environment: "prod" })] });\n',
  );
  const tsc = fileURLToPath(new URL("node_modules/typescript/bin/tsc", import.meta.url));
  const words = ["--noEmit", "--strict", "--skipLibCheck", "--target", "es2022", "--module", "nodenext", "vite.config.ts"];
  const { code, out } = await run("node", [tsc, ...words], { cwd: home });
  assert.equal(code, 0, out);
});
