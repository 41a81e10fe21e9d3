// What the pages about the package show: their files are written, their modules run, and what these print is compared.

import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { fresh, run } from "./run.mjs";

/** The blocks of a page: what stands behind the fence, and the text. */
const blocks = (page) => [...page.matchAll(/^```(\S*) ?(.*)\n([^]*?)^```$/gm)].map(([, kind, name, text]) => ({ kind, name, text }));

for (const path of ["docs/javascript.md", "npm/README.md"]) {
  test(path, async (t) => {
    const home = await fresh(t);
    await symlink(fileURLToPath(new URL("node_modules", import.meta.url)), join(home, "node_modules"), "junction");
    await writeFile(join(home, "package.json"), '{ "type": "module" }\n');
    const all = blocks(await readFile(join(process.env.WHIT_ROOT, path), "utf8"));
    let count = 0;
    for (const [at, { kind, name, text }] of all.entries()) {
      const place = join(home, name || `block${at}.js`);
      if (name || kind === "js") {
        await mkdir(dirname(place), { recursive: true });
        await writeFile(place, text);
      }
      const shown = all[at + 1];
      if (kind !== "js" || !["text", "json"].includes(shown?.kind)) continue;
      const { code, out } = await run("node", [place], { cwd: home });
      assert.equal(code, 0, out);
      assert.equal(out.trimEnd(), shown.text.trimEnd());
      count += 1;
    }
    assert.ok(count > 0, "the page shows no module");
  });
}
