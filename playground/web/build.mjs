// Builds the page into `dist/`: a folder of static files that any host serves.

import { build } from "esbuild";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { licences } from "./licences.mjs";
import { kitPlugin } from "./src/kit/plugin.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
// `cargo xtask web` builds in a copy of this folder, and says where the repository is.
const root = process.env.WHIT_ROOT ?? fileURLToPath(new URL("../..", import.meta.url));
// The site goes where `cargo xtask web` wants it.
const dist = process.env.WHIT_SITE ?? join(here, "dist");
const modules = ["whit_playground_bg.wasm", "whit_playground_later.wasm"];

if (!modules.every((name) => existsSync(join(here, "pkg", name)))) {
  console.error("playground/web/pkg is missing: build the crate `whit-playground` first (`cargo xtask web`)");
  process.exit(1);
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });
const { metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["main.js", "worker.js", "theme.js"].map((name) => join("src", name)).concat("styles/page.css"),
  entryNames: "[name]",
  alias: { "whit-grammar": join(root, "lsp", "editors", "vscode", "syntaxes", "whit.tmLanguage.json") },
  plugins: [kitPlugin(root)],
  outdir: dist,
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});
for (const name of modules) await cp(join(here, "pkg", name), join(dist, name));
await cp(join(here, "index.html"), join(dist, "index.html"));
await writeFile(join(dist, "licences.txt"), await licences(here, metafile.inputs));
