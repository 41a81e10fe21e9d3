// The way between a request in the form of Ask and a request in a test.

/** @typedef {import("./kit/project.js").Question} Question */

/**
 * The request of a failed expectation, for the form of Ask; null where the form cannot ask it: it has no account.
 * @param {{ subject: string, account?: string, action: string, resource: string, given: Record<string, string[]> }|null} request
 * @returns {Question|null}
 */
export function questionOf(request) {
  if (!request || request.account) return null;
  const { subject, action, resource } = request;
  const given = Object.entries(request.given).map(([key, values]) => [key, values.length === 1 ? values[0] : values]);
  return { subject, action, resource, given: Object.fromEntries(given) };
}

/**
 * A `test` block of a request and what came of it in each environment.
 * @param {Question} question
 * @param {{ environment: string|null, decision: string }[]} answers
 * @param {(key: string) => string} typeOf the type of a key
 * @param {(name: string) => boolean} taken whether a test has the name
 */
export function testOf(question, answers, typeOf, taken) {
  const { subject, action, resource, given } = question;
  const where = (allowed) => answers.filter(({ decision }) => (decision === "allowed") === allowed).map(({ environment }) => environment);
  const [can, cannot] = [where(true), where(false)];
  const differ = can.length > 0 && cannot.length > 0;
  const verb = can.length > 0 ? "can" : "cannot";
  const when = differ ? ` in ${can.join(", ")} and not in ${cannot.join(", ")}` : "";
  const plain = `${subject} ${verb} ${action}${when}`.replace(/["\\{}$]/g, "");
  let name = plain;
  for (let number = 2; taken(name); number += 1) name = `${plain} (${number})`;
  const on = resource === "*" || resource === "" ? "" : ` on ${resource}`;
  const keys = Object.entries(given).map(([key, value]) => `${key}: ${written(value, typeOf(key))}`);
  const block = (word) => {
    const line = `  ${word} ${action}${on}`;
    return [`as ${actor(subject)} {`, line, ...(keys.length > 0 ? [`    given { ${keys.join(", ")} }`] : []), "}"];
  };
  const indented = (lines) => lines.map((line) => `  ${line}`);
  const body = !differ ? block(verb)
    : [`if ${isOneOf(can)} {`, ...indented(block("can")), "} else {", ...indented(block("cannot")), "}"];
  return [`test "${name}" {`, ...indented(body), "}", ""].join("\n");
}

const isOneOf = (names) =>
  names.length === 1 ? `env.name == "${names[0]}"` : `env.name in [${names.map((name) => `"${name}"`).join(", ")}]`;

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
