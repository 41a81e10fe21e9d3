// Asks the real command about a project, and gives what a lesson's check looks at.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";

export const WHIT = process.env.WHIT;

/** Does something with the files in a folder of their own. */
export async function inFolder(files, work) {
  const folder = await mkdtemp(join(tmpdir(), "whit-lesson-"));
  try {
    for (const { path, text } of files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Runs `whit`; a code of 2 says that the call was wrong. */
export const run = (folder, ...words) =>
  new Promise((done, failed) => {
    execFile(WHIT, words, { cwd: folder }, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (code === 0 || code === 1) done({ code, stdout, stderr });
      else failed(new Error(`whit ${words.join(" ")}: ${stderr || error.message}`));
    });
  });

const DECISIONS = { allowed: "allowed", denied: "explicitlyDenied", "not allowed": "implicitlyDenied" };

/** @returns {Promise<import("../../src/kit/lesson-check.js").State>} */
export async function stateOf(folder, files) {
  const lines = ({ stdout }) => stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const findings = lines(await run(folder, "check", "--message-format", "json"));
  const errors = findings.filter(({ severity }) => severity === "error").length;
  const tests = errors > 0 ? [] : lines(await run(folder, "test", "--message-format", "json"));
  return {
    files,
    errors,
    outputs: errors > 0 ? [] : await outputs(folder),
    results: tests
      .filter(({ type }) => type === "test")
      .map(({ outcome, requests }) => ({ passed: outcome === "passed", requests })),
    explain: (question) => explain(folder, question),
  };
}

async function outputs(folder) {
  await run(folder, "build", "--out", "build");
  const out = join(folder, "build");
  const entries = await readdir(out, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  return Promise.all(paths.map(async (path) => ({ path: relative(out, path), text: await readFile(path, "utf8") })));
}

async function explain(folder, { subject, action, resource, given }) {
  const carried = Object.entries(given).flatMap(([key, value]) => [value].flat().map((one) => `--given=${key}=${one}`));
  const { stdout, stderr } = await run(folder, "why", action, resource, "--as", subject, ...carried);
  const [, word] = /^(allowed|denied|not allowed)(?: \(|:)/.exec(stdout) ?? [];
  if (!word) throw new Error(`whit why ${action} ${resource}: ${stdout}${stderr}`);
  return DECISIONS[word];
}
