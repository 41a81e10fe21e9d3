import type { Compiled, Project } from "./index.js";

/**
 * Reads a project from the disk, as `whit build PATH` finds it: the nearest `whit.toml` upwards tells which project a folder
 * or a file belongs to. A file that no `whit.toml` covers stands alone. Hidden folders, `target`, `node_modules` and projects
 * within the project are left out.
 *
 * ```js
 * const result = compile(await readProject("policies"));
 * ```
 *
 * Paths are relative to the current folder; `new URL("./policies", import.meta.url)` is one beside the calling module.
 *
 * @throws {Error} When there is no such path, or something cannot be read.
 */
export function readProject(path: string | URL): Promise<Project>;

/** The same at once, for constructors: those of the CDK cannot wait. */
export function readProjectSync(path: string | URL): Project;

/** What {@link writeBuild} did: paths relative to its folder. */
export interface Written {
  /** The files that are new or have changed. */
  readonly written: readonly string[];
  /** The files that an earlier build made and this one does not. */
  readonly removed: readonly string[];
}

/**
 * Writes the files of a build into a folder, as `whit build --out` does: each file is replaced in one step, one whose text is
 * the same is left alone, and files that an earlier build listed and this one does not make are removed. Where one
 * `environment` was asked for, those of the others stay.
 *
 * @throws {Error} When the folder or a file cannot be written. Then no file has been replaced, unless it was the disk that
 * failed in between.
 */
export function writeBuild(folder: string | URL, build: Compiled): Written;
