// Running programs, and fresh folders to run them in.

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Runs a program to its end. @returns {Promise<{ code: number, out: string, stdout: string }>} */
export function run(program, words, { cwd, env = {} } = {}) {
  return new Promise((resolve) => {
    const about = { cwd, env: { ...process.env, NODE_TEST_CONTEXT: undefined, NO_COLOR: "1", ...env }, maxBuffer: 1 << 26 };
    execFile(program, words, about, (error, stdout, stderr) => {
      resolve({ code: error ? (typeof error.code === "number" ? error.code : 1) : 0, out: stdout + stderr, stdout });
    });
  });
}

/** A folder for a test, which takes it away. */
export async function fresh(test) {
  const folder = await mkdtemp(join(tmpdir(), "whit-npm-"));
  test.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
