// Projects on the disk.

import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { engine } from "./index.node.js";

const ABOUT = ["whit.toml", "whit.lock"];
const MANIFEST = "manifest.json";

export async function readProject(path) {
  return readProjectSync(path);
}

export function readProjectSync(path) {
  const start = resolve(path instanceof URL ? fileURLToPath(path) : path);
  const isFolder = tried("read", start, () => statSync(start)).isDirectory();
  const folder = isFolder ? start : dirname(start);
  const home = above(folder);
  if (home !== undefined) {
    const source = sourceOf(home);
    // A folder or file outside of the sources of the project above it is none of its business.
    if (home === folder || covers(source, start, isFolder)) {
      const about = ABOUT.map((name) => join(home, name)).filter((file) => isFile(file));
      return { folder: shown(home), files: read(home, [...about, ...sources(source)]) };
    }
  }
  if (isFolder) return { folder: shown(folder), files: read(folder, sources(folder)) };
  return { folder: shown(folder), files: alone(folder, basename(start)), only: [basename(start)] };
}

/** A file that stands alone, and what it uses. */
function alone(folder, name) {
  const files = read(folder, [join(folder, name)]);
  const waiting = [name];
  while (waiting.length > 0) {
    const found = engine.take().uses(files[waiting.pop()]).filter((used) => !Object.hasOwn(files, used));
    for (const used of found.filter((used) => isFile(join(folder, used)))) {
      Object.assign(files, read(folder, [join(folder, used)]));
      waiting.push(used);
    }
  }
  return files;
}

/** The nearest folder upwards that has a `whit.toml`. */
function above(folder) {
  if (isFile(join(folder, ABOUT[0]))) return folder;
  // The names above are those of the real folder: `..` of a link is not where the link stands.
  for (let real = realpathSync(folder), next = dirname(real); next !== real; [real, next] = [next, dirname(next)]) {
    if (isFile(join(next, ABOUT[0]))) return next;
  }
  return undefined;
}

/** The folder of a project's sources, as its `whit.toml` says. */
function sourceOf(home) {
  const source = join(home, engine.take().source(contents(join(home, ABOUT[0]))));
  if (!isFolder(source)) {
    throw new Error(`there is no folder \`${shown(source)}\`, the \`source\` of ${shown(join(home, ABOUT[0]))}`);
  }
  return source;
}

function covers(source, start, isFolder) {
  const [real, from] = [realpathSync(start), realpathSync(source)];
  const below = (inner, outer) => inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);
  if (isFolder) return below(real, from) || below(from, real);
  return sources(source).some((file) => realpathSync(file) === real);
}

/**
 * All `.whit` files under a folder. Hidden folders, `target`, `node_modules`, and folders with a `whit.toml` of their own
 * are left out; a folder that is reached by links too is read once.
 */
function sources(top) {
  const found = [];
  const seen = new Set();
  const waiting = [top];
  while (waiting.length > 0) {
    const folder = waiting.pop();
    const real = tried("read", folder, () => realpathSync(folder));
    if (seen.has(real)) continue;
    seen.add(real);
    const entries = tried("read", folder, () => readdirSync(folder, { withFileTypes: true }));
    if (folder !== top && entries.some((entry) => entry.name === ABOUT[0])) continue;
    for (const entry of entries.filter((entry) => !entry.name.startsWith("."))) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() || (entry.isSymbolicLink() && isFolder(path))) {
        if (entry.name !== "target" && entry.name !== "node_modules") waiting.push(path);
      } else if (entry.name.endsWith(".whit")) {
        found.push(path);
      }
    }
  }
  return found.sort();
}

function read(home, paths) {
  return Object.fromEntries(paths.map((path) => [posix(relative(home, path)), contents(path)]));
}

/** What a file holds; of one that is too large, so much that it is seen. */
function contents(path) {
  const most = engine.take().largestFile();
  return tried("read", path, () => {
    if (statSync(path).size <= most) return readFileSync(path);
    const file = openSync(path);
    try {
      const bytes = Buffer.alloc(most + 1);
      return bytes.subarray(0, readSync(file, bytes));
    } finally {
      closeSync(file);
    }
  });
}

/** A path as people call it who are in the current folder. */
function shown(path) {
  return posix(relative(process.cwd(), path));
}

const posix = (path) => path.split(sep).join("/");
const isFile = (path) => about(path)?.isFile() ?? false;
const isFolder = (path) => about(path)?.isDirectory() ?? false;

/** What is at a path, if something is. */
function about(path) {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Does something to a file; what goes wrong is said in words. */
function tried(what, path, task) {
  try {
    return task();
  } catch (cause) {
    throw new Error(`cannot ${what} \`${shown(path) || "."}\`: ${WORDS[cause.code] ?? cause.message}`, { cause });
  }
}

const WORDS = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOTDIR: "a file is in the place of a folder",
  EEXIST: "a file is in the place of a folder",
  EISDIR: "a folder is in its place",
  ENOSPC: "there is no room left",
};

export function writeBuild(folder, { ok, files, environment }) {
  if (ok !== true) throw new TypeError("`writeBuild` writes what `compileOrThrow` gives, or `compile` without an error");
  const out = resolve(folder instanceof URL ? fileURLToPath(folder) : folder);
  const entries = Object.entries(files).map(([name, text]) => ({ path: join(out, name), text, old: current(join(out, name)) }));
  const changed = entries.filter(({ text, old }) => old !== text);
  const stale = staleIn(out, new Set(Object.keys(files)), environment);
  // Everything new is written beside its place before the first file is replaced.
  const ready = [];
  try {
    for (const { path, text } of changed) ready.push({ path, beside: writeBeside(path, text) });
    // The manifests last: they speak of the others.
    ready.sort((a, b) => isManifest(a.path) - isManifest(b.path));
    while (ready.length > 0) {
      const [{ path, beside }] = ready;
      tried("replace", path, () => renameSync(beside, path));
      ready.shift();
    }
  } finally {
    for (const { beside } of ready) rmSync(beside, { force: true });
  }
  for (const name of stale) tried("remove", join(out, name), () => rmSync(join(out, name), { force: true }));
  return { written: changed.map(({ path }) => posix(relative(out, path))), removed: stale };
}

const isManifest = (path) => basename(path) === MANIFEST;

/** The text of a file, if it is there. */
function current(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    // A file in the place of a folder is found out when the folder is made.
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    return tried("replace", path, () => {
      throw error;
    });
  }
}

/**
 * The files that manifests of earlier builds list and that are not made any more. Where one environment was asked for, the
 * others stay as they are.
 */
function staleIn(out, made, environment) {
  const places = environment === undefined ? ["", ...folders(out).map((name) => `${name}/`)] : [`${environment}/`];
  const stale = places.flatMap((place) => {
    const listed = documentsOf(current(join(out, place, MANIFEST)));
    // A manifest that is not ours lists nothing of ours.
    return listed === undefined ? [] : [...listed.filter(isBelow), MANIFEST].map((name) => place + name);
  });
  return stale.filter((name) => !made.has(name) && isFile(join(out, name)));
}

function folders(out) {
  if (!isFolder(out)) return [];
  return readdirSync(out, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** The files of the documents in a manifest that a build wrote. */
function documentsOf(manifest) {
  let read;
  try {
    read = JSON.parse(manifest ?? "null");
  } catch {
    return undefined;
  }
  if (typeof read?.whit !== "string" || !Array.isArray(read.documents)) return undefined;
  return read.documents.flatMap(({ file, parts = [] }) => [file, ...parts.map((part) => part.file)]).filter((file) => file !== undefined);
}

/** Whether a name stays in its folder: a manifest from elsewhere must not make us remove other files. */
const isBelow = (name) => typeof name === "string" && /^[^/\\]+\.json$/.test(name);

/** Writes a text to a new file in the folder of `path`, which is made if need be. */
function writeBeside(path, text) {
  const folder = dirname(path);
  tried("make the folder", folder, () => mkdirSync(folder, { recursive: true }));
  return tried("write", path, () => {
    for (;;) {
      const beside = join(folder, `.${basename(path)}.${process.pid}-${(count += 1)}`);
      try {
        writeFileSync(beside, text, { flag: "wx" });
        return beside;
      } catch (error) {
        // Left by a run that was killed.
        if (error.code !== "EEXIST") throw error;
      }
    }
  });
}

let count = 0;
