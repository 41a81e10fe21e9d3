// The types say what the functions take and give, and refuse the rest.

import assert from "node:assert/strict";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { run } from "./run.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));

for (const [name, options] of [
  ["as Node resolves modules", []],
  ["as bundlers resolve modules", ["--module", "esnext", "--moduleResolution", "bundler"]],
]) {
  test(`types, ${name}`, async () => {
    const { code, out } = await run("node", ["node_modules/typescript/bin/tsc", "-p", ".", ...options], { cwd: here });
    assert.equal(code, 0, out);
  });
}
