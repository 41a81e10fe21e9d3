/**
 * What a lesson asks for, as its `check.json` says. Whatever is left out is not asked for.
 *
 * @typedef {import("./project.js").Question & { decision: "allowed" | "denied" | "explicitlyDenied" }} Decides
 *   `denied` is by a statement or for lack of one
 * @typedef {object} Check
 * @property {"compiles" | "fails"} start whether the files at the start compile
 * @property {boolean} [compiles] no errors
 * @property {string[]} [contains] words that the sources have in a row, however they are spaced
 * @property {string[]} [lacks] words that they do not have
 * @property {Record<string, string>} [outputs] documents that come out, by path, each with words that it has
 * @property {"pass"} [tests] there are tests, and all pass
 * @property {number} [requests] how many requests the tests make at least
 * @property {Decides[]} [decides] how requests are decided
 *
 * @typedef {object} State
 * @property {import("./project.js").File[]} files
 * @property {number} errors
 * @property {import("./project.js").File[]} outputs
 * @property {{ passed: boolean, requests: number }[]} results
 * @property {(question: import("./project.js").Question) => Promise<"allowed" | "explicitlyDenied" | "implicitlyDenied">} explain
 */

/**
 * Whether the task of a lesson is done.
 *
 * @param {{ check: Check }} lesson
 * @param {State} state
 */
export async function isDone(lesson, state) {
  return (await whatIsMissing(lesson, state)).length === 0;
}

/**
 * What is still to do, in sentences. If there are errors it says only that, since nothing else can be known then.
 *
 * @param {{ check: Check }} lesson
 * @param {State} state
 * @returns {Promise<string[]>}
 */
export async function whatIsMissing({ check }, state) {
  if (check.compiles && state.errors > 0) return ["The sources have errors."];
  const missing = [...textsMissing(check, state), ...outputsMissing(check, state), ...testsMissing(check, state)];
  for (const { decision, ...question } of check.decides ?? []) {
    const found = await state.explain(question);
    const right = decision === "denied" ? found !== "allowed" : found === decision;
    if (!right) missing.push(sentence(question, decision));
  }
  return missing;
}

function textsMissing({ contains = [], lacks = [] }, { files }) {
  const sources = words(files.map(({ text }) => withoutComments(text)).join("\n"));
  return [
    ...contains.filter((text) => !sources.includes(words(text))).map((text) => `The sources need “${text}”.`),
    ...lacks.filter((text) => sources.includes(words(text))).map((text) => `The sources still have “${text}”.`),
  ];
}

function outputsMissing({ outputs = {} }, state) {
  const texts = new Map(state.outputs.map(({ path, text }) => [path, text]));
  return Object.entries(outputs).flatMap(([path, text]) => {
    if (!texts.has(path)) return `No document “${path}” comes out yet.`;
    return words(texts.get(path)).includes(words(text)) ? [] : `The document “${path}” should have “${text}”.`;
  });
}

function testsMissing({ tests, requests = 0 }, { results }) {
  const missing = [];
  if (tests === "pass") {
    if (results.length === 0) missing.push("There is no test yet.");
    else if (results.some(({ passed }) => !passed)) missing.push("A test fails.");
  }
  const asked = results.reduce((sum, result) => sum + result.requests, 0);
  if (asked < requests) missing.push(`The tests make ${asked} requests, and should make at least ${requests}.`);
  return missing;
}

const WORDS = { allowed: "allowed", denied: "denied", explicitlyDenied: "denied by a statement" };

function sentence({ subject, action, resource, given }, decision) {
  const carries = Object.entries(given ?? {}).map(([key, value]) => `${key} = ${[value].flat().join(", ")}`);
  const context = carries.length > 0 ? `, given ${carries.join(" and ")},` : "";
  return `“${action}” on “${resource}” by “${subject}”${context} should be ${WORDS[decision]}.`;
}

/** The words and signs of a text, each between blanks, so that how it is spaced does not count. */
const words = (text) => ` ${(text.match(/[\p{L}\p{N}_]+|\S/gu) ?? []).join(" ")} `;

/** A comment that speaks of something is not the thing. */
const withoutComments = (text) => text.replaceAll(/\/\/.*$/gm, "");
