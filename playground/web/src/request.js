// The way between a request in the form of Ask and a request in a test.

/** @typedef {import("./kit/project.js").Question} Question */

/** A key and a literal in a `given`: what is computed from a name cannot be read here. */
const ENTRY = /([A-Za-z][\w-]*(?:[:.\/][\w.\/-]+)+)\s*:\s+("(?:[^"\\]|\\.)*"|\[[^\]]*\]|[^\s,}]+)/g;

/**
 * The request that a failed expectation made: action and resource are in the message, who asks and what the request
 * carries in the source above and at the line. Null where it cannot be read.
 * @param {string} message @param {string} text @param {number} line
 * @returns {Question|null}
 */
export function requestOf(message, text, line) {
  const [, action, resource] = /^`([\w-]+:\w+)`(?: on `([^`]+)`)?/.exec(message) ?? [];
  if (!action) return null;
  const lines = text.split("\n");
  let at = line;
  while (at >= 0 && !/^\s*as\s/.test(lines[at])) at -= 1;
  const head = at < 0 ? "" : lines.slice(at, line).join("\n");
  const [, subject] = /^\s*as\s+(\w+\([^)]*\)|[^\s{]+)/.exec(head) ?? [];
  if (!subject) return null;
  const first = head.search(/^\s*(?:can|cannot)\s/m);
  const block = first < 0 ? head : head.slice(0, first);
  const after = lines.slice(line + 1);
  const end = after.findIndex((one) => /^\s*(?:can\s|cannot\s|as\s|\}\s*$|include\s|for\s|if\s)/.test(one));
  const own = [lines[line], ...after.slice(0, end < 0 ? 0 : end)].join("\n");
  return { subject: principal(subject), action, resource: resource ?? "*", given: { ...entries(block), ...entries(own) } };
}

/** `service("x")` and the like, as one asks for them. */
function principal(subject) {
  return /^(?:service|account)\("?([^")]*)"?\)$/.exec(subject)?.[1] ?? subject;
}

function entries(text) {
  const given = text.slice(Math.max(0, text.indexOf("given")));
  if (!text.includes("given")) return {};
  const found = {};
  for (const [, key, value] of given.matchAll(ENTRY)) {
    const list = value.startsWith("[") ? value.slice(1, -1).split(",").map((one) => one.trim()) : [value];
    const read = list.filter((one) => one !== "").map(literal);
    if (read.every((one) => one !== null)) found[key] = value.startsWith("[") ? read : read[0];
  }
  return found;
}

function literal(value) {
  if (value.startsWith('"')) return value.includes("{") ? null : value.slice(1, -1).replace(/\\(.)/g, "$1");
  return /^(?:true|false|\d[\w.:/+-]*|arn:\S+|[0-9a-f:]+\/\d+)$/.test(value) ? value : null;
}

/**
 * A `test` block of a request and its decision.
 * @param {Question} question
 * @param {string} decision
 * @param {(key: string) => string} typeOf the type of a key
 * @param {(name: string) => boolean} taken whether a test has the name
 */
export function testOf(question, decision, typeOf, taken) {
  const { subject, action, resource, given } = question;
  const verb = decision === "allowed" ? "can" : "cannot";
  const plain = `${subject} ${verb} ${action}`.replace(/["\\{}$]/g, "");
  let name = plain;
  for (let number = 2; taken(name); number += 1) name = `${plain} (${number})`;
  const on = resource === "*" || resource === "" ? "" : ` on ${resource}`;
  const keys = Object.entries(given).map(([key, value]) => `${key}: ${written(value, typeOf(key))}`);
  const line = `    ${verb} ${action}${on}`;
  const all = keys.length > 0 ? `${line}\n      given { ${keys.join(", ")} }` : line;
  return `test "${name}" {\n  as ${actor(subject)} {\n${all}\n  }\n}\n`;
}

/** Who asks, in the words of a test. */
function actor(subject) {
  if (/^\d{12}$/.test(subject)) return `account(${subject})`;
  if (/^[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?$/.test(subject)) return `service("${subject}")`;
  return subject;
}

function written(value, type) {
  if (Array.isArray(value)) return `[${value.map((one) => written(one, type)).join(", ")}]`;
  if (type === "bool" || type === "number" || type === "date" || type === "ip" || type === "arn") return value;
  return `"${value.replace(/["\\]/g, "\\$&").replace(/[{}]/g, "$&$&")}"`;
}
