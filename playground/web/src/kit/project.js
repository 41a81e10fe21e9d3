/**
 * What a project is, wherever one comes in from outside: from a link, from local storage, from a file.
 *
 * @typedef {{ path: string, text: string }} File
 * @typedef {string | number | boolean} Value
 * @typedef {{ subject: string, action: string, resource: string, given: Record<string, Value | Value[]> }} Question
 * @typedef {{ files: File[], active: string | null, ask: Question | null }} Project
 *   `active` is the path of the file that is shown, `ask` the request in the form of Ask.
 */

export const MAX_FILES = 50;
export const MAX_BYTES = 500_000;
const MAX_PATH = 200;
const MAX_GIVEN = 100;

// Only what a project of Whit is made of. A project may be unpacked or saved to a folder, and a name that begins with a
// dot, such as `.git/hooks/pre-commit`, could do harm there.
const SEGMENT = /^[\p{L}\p{N}_](?:[\p{L}\p{N}_ .-]*[\p{L}\p{N}_-])?$/u;
const KIND = /(?:[^/]\.whit|(?:^|\/)whit\.(?:toml|lock))$/;

/** Whether a path stays inside of the folder of the project. */
export const isSafePath = (path) =>
  typeof path === "string" && path.length <= MAX_PATH && path.split("/").every((part) => SEGMENT.test(part));

/** Why a path cannot be that of a source, in a sentence; or null. */
export function pathProblem(path) {
  if (typeof path !== "string" || path === "") return "A file has no name.";
  if (path.length > MAX_PATH) return `The name of a file is longer than ${MAX_PATH} characters.`;
  if (!isSafePath(path)) return `The name “${path}” leaves the project, or has characters that file names here may not have.`;
  if (!KIND.test(path)) return `The file “${path}” is not of a project: it has .whit files, whit.toml and whit.lock.`;
  return null;
}

/**
 * A copy with nothing in it but what a project has. Throws an `Error` whose message is a plain sentence.
 *
 * @returns {Project}
 */
export function checkProject(value) {
  if (!isObject(value) || !Array.isArray(value.files)) throw new Error("This is no project of Whit.");
  if (value.files.length > MAX_FILES) throw new Error(`The project has more than ${MAX_FILES} files.`);
  const files = value.files.map(checkFile);
  checkNames(files);
  const bytes = files.reduce((sum, { text }) => sum + utf8Length(text), 0);
  if (bytes > MAX_BYTES) throw new Error(`The files of the project have more than ${MAX_BYTES / 1000} kB together.`);
  const active = files.some(({ path }) => path === value.active) ? value.active : null;
  return { files, active, ask: checkQuestion(value.ask) };
}

function checkFile(file) {
  if (!isObject(file) || typeof file.text !== "string") throw new Error("A file of the project has no text.");
  const problem = pathProblem(file.path);
  if (problem) throw new Error(problem);
  return { path: file.path, text: file.text };
}

/** Many file systems take two names that differ in case for one, and none has a file that is a folder as well. */
function checkNames(files) {
  const names = new Set();
  for (const { path } of files) {
    const name = path.toLowerCase();
    if (names.has(name)) throw new Error(`The project has two files with the name “${path}”.`);
    names.add(name);
  }
  for (const { path } of files) {
    const parts = path.toLowerCase().split("/");
    for (let end = 1; end < parts.length; end += 1) {
      if (names.has(parts.slice(0, end).join("/"))) throw new Error(`A folder of “${path}” has the name of a file.`);
    }
  }
}

/** A question that is not whole is left out: the form is then empty, and nothing is lost. */
function checkQuestion(ask) {
  if (!isObject(ask) || ![ask.subject, ask.action, ask.resource].every(isText) || !isObject(ask.given)) return null;
  const given = Object.entries(ask.given);
  const isValue = (value) =>
    isScalar(value) || (Array.isArray(value) && value.length <= MAX_GIVEN && value.every(isScalar));
  if (given.length > MAX_GIVEN || !given.every(([key, value]) => isText(key) && isValue(value))) return null;
  return {
    subject: ask.subject,
    action: ask.action,
    resource: ask.resource,
    given: Object.fromEntries(given),
  };
}

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const isScalar = (value) => isText(value) || typeof value === "boolean" || Number.isFinite(value);
const isText = (value) => typeof value === "string" && value.length <= 2048;

/** How many bytes a text has in UTF-8, without making them. */
function utf8Length(text) {
  let bytes = text.length;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    // Each half of a surrogate pair stands for two of its four bytes.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) bytes += 2;
    else if (unit > 0x7f) bytes += 1;
  }
  return bytes;
}
