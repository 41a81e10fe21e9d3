// What the functions are called with: checked here, so that a wrong call is a TypeError with plain words.

const encoder = new TextEncoder();

/** Half of a surrogate pair. */
const LONE = /\p{Surrogate}/u;

/** The bytes of a source, at most one more than `most`: then it is too large. */
export function bytes(source, most, what) {
  if (source instanceof Uint8Array) return source.subarray(0, most + 1);
  if (typeof source !== "string") throw new TypeError(`${what} is ${kind(source)}, and should be a string or a Uint8Array`);
  const text = source.length > most ? source.slice(0, most + 1) : source;
  // It has no form in UTF-8. A byte in its place that has none either says where it stands.
  const lone = text.search(LONE);
  if (lone < 0 || text.length > most) return encoder.encode(text);
  const before = encoder.encode(text.slice(0, lone));
  const broken = new Uint8Array(before.length + 1);
  broken.set(before);
  broken[before.length] = 0xff;
  return broken;
}

/** The files of a project with the rest of what is known of it. */
export function project(given, call) {
  if (typeof given === "string" || given instanceof Uint8Array) return { folder: "", files: [["source.whit", given]] };
  object(given, `the project of \`${call}\``, "a source text, or an object of files by their paths");
  const isFound = typeof given.files === "object" && given.files !== null && !(given.files instanceof Uint8Array);
  const { files, folder = "", only } = isFound ? given : { files: given };
  string(folder, "the `folder` of a project");
  const listed = Object.entries(files);
  for (const [path] of listed) checkPath(path);
  if (only !== undefined) {
    strings(only, "the files in `only` of a project");
    const missing = only.find((path) => !Object.hasOwn(files, path));
    if (missing !== undefined) throw new TypeError(`\`only\` names \`${missing}\`, which is none of the project's files`);
  }
  return { folder: folder.replaceAll("\\", "/").replace(/(?<=.)\/$/, ""), files: listed, only };
}

function checkPath(path) {
  string(path, "the path of a file");
  const wrong = (why) => new TypeError(`\`${path}\` is no file of a project: ${why}`);
  if (path.includes("\\")) throw wrong("a path is written with `/`");
  const parts = path.split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) throw wrong("a path leads from the project's folder downwards");
  const name = parts.at(-1);
  if (name === "whit.toml" || name === "whit.lock") {
    if (parts.length > 1) throw wrong(`a project has one \`${name}\`, in its own folder`);
  } else if (!name.endsWith(".whit")) {
    throw wrong("it is no `.whit`, `whit.toml` or `whit.lock`");
  }
}

/** The options of a call, each known; those that are undefined count as left out. */
export function options(given, call, known) {
  if (given === undefined) return {};
  object(given, `the options of \`${call}\``, "an object");
  const named = Object.entries(given).filter(([, value]) => value !== undefined);
  for (const [name] of named) {
    if (!Object.hasOwn(known, name)) {
      throw new TypeError(`\`${call}\` has no option \`${name}\`; it has ${Object.keys(known).join(", ")}`);
    }
  }
  return Object.fromEntries(named.map(([name, value]) => [name, known[name](value, `the option \`${name}\` of \`${call}\``)]));
}

/** Any string, though there be characters in it that are none. */
export function text(value, what) {
  if (typeof value !== "string") throw new TypeError(`${what} is ${kind(value)}, and should be a string`);
  return value;
}

export function string(value, what) {
  if (LONE.test(text(value, what))) throw new TypeError(`${what} has half of a surrogate pair, which is no character`);
  return value;
}

export function boolean(value, what) {
  if (typeof value !== "boolean") throw new TypeError(`${what} is ${kind(value)}, and should be true or false`);
  return value;
}

/** The text of what may be given as JSON, or as what it stands for. */
export function json(value, what) {
  if (typeof value === "string") return value;
  object(value, what, "an object, or its JSON");
  return JSON.stringify(value, null, 2);
}

/** What stands for values of the deployment: texts by name. */
export function texts(value, what) {
  object(value, what, "an object of strings by name");
  return byName(value, what, string);
}

/** Values by name, as `--set` takes them. */
export function values(value, what) {
  object(value, what, "an object of values by name");
  return byName(value, what, setting);
}

function byName(value, what, check) {
  const entries = Object.entries(value);
  return Object.fromEntries(entries.map(([name, one]) => [string(name, `a name in ${what}`), check(one, `\`${name}\` in ${what}`)]));
}

function setting(value, what) {
  if (Array.isArray(value)) return value.map((one) => element(one, what)).join(",");
  if (typeof value === "string") return string(value, what);
  if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
  throw new TypeError(`${what} is ${kind(value)}, and should be a string, a number, a boolean or an array of these`);
}

function element(value, what) {
  if (typeof value === "string" && value.includes(",")) {
    throw new TypeError(`an element of ${what} has a comma, which would make two of it; write the list into whit.toml`);
  }
  return Array.isArray(value) ? setting(null, what) : setting(value, what);
}

function strings(value, what) {
  if (!Array.isArray(value) || !value.every((one) => typeof one === "string")) {
    throw new TypeError(`${what} should be an array of strings`);
  }
}

function object(value, what, wanted) {
  if (typeof value !== "object" || value === null || Array.isArray(value) || value instanceof Uint8Array) {
    throw new TypeError(`${what} is ${kind(value)}, and should be ${wanted}`);
  }
  if (typeof value.then === "function") throw new TypeError(`${what} is a promise: write \`await\` before it`);
}

function kind(value) {
  if (value === null) return "null";
  if (Array.isArray(value)) return "an array";
  if (value instanceof Uint8Array) return "a Uint8Array";
  return value === undefined ? "undefined" : typeof value === "object" ? "an object" : `a ${typeof value}`;
}
