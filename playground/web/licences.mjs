// The licences of the packages that are in the page: whoever passes the page on passes these on with it.

import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";

/** The folders of the packages of which something is in a bundle, by the inputs that esbuild tells. */
function packages(inputs) {
  const folders = Object.keys(inputs).map((path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter(Boolean))].sort();
}

/** The text of the licences, one package after the other. */
export async function licences(home, inputs) {
  const parts = [];
  for (const folder of packages(inputs)) {
    const { name, version, license } = JSON.parse(await readFile(join(home, folder, "package.json"), "utf8"));
    const file = (await readdir(join(home, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    if (!file) throw new Error(`${folder} has no licence to pass on`);
    const text = await readFile(join(home, folder, file), "utf8");
    parts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return parts.join(`\n${"-".repeat(80)}\n\n`);
}
