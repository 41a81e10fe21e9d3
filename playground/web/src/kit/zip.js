import { strToU8, zipSync } from "fflate";
import { checkProject, isSafePath } from "./project.js";

/**
 * The project as a zip archive: its sources, and under `build/` the documents that they give.
 *
 * @param {import("./project.js").Project} project
 * @param {import("./project.js").File[]} outputs
 * @returns {Uint8Array}
 */
export function zip(project, outputs) {
  const entries = new Map(checkProject(project).files.map(({ path, text }) => [path, strToU8(text)]));
  for (const { path, text } of outputs) {
    if (!isSafePath(path)) throw new Error(`The document “${path}” has a name that no file may have.`);
    entries.set(`build/${path}`, strToU8(text));
  }
  return zipSync(Object.fromEntries(entries), { level: 9 });
}
