// How large the package is and how soon it compiles examples/payments: prints bytes, compressed with Brotli, and milliseconds as JSON.
// `node bench.mjs PACKAGE`, in the repository.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliCompressSync } from "node:zlib";

const [folder, only] = process.argv.slice(2);
const module = (name) => import(pathToFileURL(join(resolve(folder), "lib", name)).href);

const timed = (task) => {
  const start = performance.now();
  const result = task();
  return [performance.now() - start, result];
};

/** What all files of the package take over a network. */
function size() {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const sizes = files.map((file) => brotliCompressSync(readFileSync(join(file.parentPath ?? file.path, file.name))).length);
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** A process that gets ready and then compiles. */
async function ready() {
  const start = performance.now();
  const [{ compile, load }, { readProjectSync }] = await Promise.all([module("index.node.js"), module("node.js")]);
  await load();
  const loaded = performance.now() - start;
  const project = readProjectSync("examples/payments");
  return [loaded, timed(() => compile(project))[0]];
}

/** A process that compiles once: all that it takes. */
async function once() {
  const start = performance.now();
  const [{ compile }, { readProjectSync }] = await Promise.all([module("index.node.js"), module("node.js")]);
  compile(readProjectSync("examples/payments"));
  return performance.now() - start;
}

/** Each time another project: all documents have new names, and so nothing is remembered but the standard library. */
async function again() {
  const [{ compileOrThrow }, { readProjectSync }] = await Promise.all([module("index.node.js"), module("node.js")]);
  const project = readProjectSync("examples/payments");
  const source = new TextDecoder().decode(project.files["payments.whit"]);
  const times = [];
  for (let run = 0; run < 60; run += 1) {
    const renamed = source.replaceAll(/\b(Ledger|Workload|Stay)(?=[A-Z])/g, `$1${run}`).replaceAll("acme-ledger", `acme-ledger-${run}`);
    const [time, { documents }] = timed(() => compileOrThrow({ ...project, files: { ...project.files, "payments.whit": renamed } }));
    if (!documents.every(({ name }) => name.includes(run))) throw new Error("a document has kept its name");
    times.push(time);
  }
  return times.slice(10);
}

const alone = { ready, once };

if (only !== undefined) {
  console.log(JSON.stringify(await alone[only]()));
} else {
  const here = fileURLToPath(import.meta.url);
  const processes = (what) => Array.from({ length: 25 }, () => JSON.parse(execFileSync("node", [here, folder, what], { encoding: "utf8" })));
  const starts = processes("ready");
  const [loads, firsts] = [0, 1].map((at) => starts.map((start) => start[at]));
  console.log(JSON.stringify({ size: size(), loads, firsts, again: await again(), once: processes("once") }));
}
