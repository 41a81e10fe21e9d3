// Every name of the package, used as it is meant; and used wrongly, which the types refuse.

import {
  WhitError,
  check,
  compile,
  compileOrThrow,
  evaluate,
  format,
  importJson,
  load,
  policies,
  type Compiled,
  type Decision,
  type Diagnostic,
  type Document,
  type PolicyDocument,
  type Refused,
  type Role,
} from "@whit-lang/whit";
import { readProject, readProjectSync, writeBuild, type Written } from "@whit-lang/whit/node";
import whit from "@whit-lang/whit/vite";
import reports, { roles } from "./reports.whit";

await load();
await load(new URL("https://example.com/whit.wasm"));
await load(new Uint8Array());
// @ts-expect-error: null is no compiler
await load(null);

const result: Compiled | Refused = compile("policy A { allow s3:ListAllMyBuckets }");
if (result.ok) {
  const document: Document | undefined = result.documents[0];
  const size: number | undefined = document?.size;
  const file: string | undefined = result.files["A.json"];
  const role: Role | undefined = result.roles[0];
  const trust: PolicyDocument | undefined = role?.trust.policy;
  const attached: string | undefined = role?.attachments[0]?.document ?? role?.attachments[0]?.arn;
  console.log(size, file, trust, attached);
  // @ts-expect-error: what was made is not to be changed
  result.ok = false;
} else {
  const none: 0 = result.documents.length;
  const first: Diagnostic | undefined = result.diagnostics[0];
  console.log(none, first?.start.line, first?.fixes[0]?.edits[0]?.text, first?.related[0]?.message);
  // @ts-expect-error: nothing is made after an error
  console.log(result.documents[0].policy);
}

compile({ "whit.toml": "", "a.whit": new Uint8Array() }, { environment: "prod", set: { a: 1, b: true, c: ["x", 2] }, externs: { d: "${Token[A.1]}" } });
// @ts-expect-error: an option that there is not
compile("", { enviroment: "prod" });
// @ts-expect-error: a reference is a text
compile("", { externs: { a: 1 } });
// @ts-expect-error: a value is no object
compile("", { set: { a: {} } });
// @ts-expect-error: a project is given
compile();
// @ts-expect-error: files are texts
compile({ "a.whit": 1 });

const made: Compiled = compileOrThrow({ folder: "policies", files: { "a.whit": "" }, only: ["a.whit"] });
const written: Written = writeBuild("out", made);
console.log(written.written, written.removed);
// @ts-expect-error: what may have failed is not written
writeBuild("out", result);

const byName: Record<string, PolicyDocument> = policies(await readProject("policies"), { environment: "prod" });
console.log(byName["A"]?.Statement[0]?.Effect, policies(readProjectSync(new URL("file:///policies"))));
// @ts-expect-error: a promise is to be awaited
policies(readProject("policies"));

const checked = check("", { set: { a: "b" } });
console.log(checked.ok, checked.exceptions[0]?.because, checked.allowances[0]?.silenced[0]);
// @ts-expect-error: a check is for all environments
check("", { environment: "prod" });

console.log(format("", { sort: true }).text);
// @ts-expect-error: only a text is formatted
format({ "a.whit": "" });

const answer = evaluate({
  id: 1,
  request: { principal: { AWS: "111122223333" }, action: "s3:GetObject", resource: "*", context: { "aws:SecureTransport": true } },
  identityPolicies: [made.documents[0]!.policy],
  serviceControlPolicies: [[{ Version: "2012-10-17", Statement: [] }]],
});
if (answer.error === undefined) {
  const decision: Decision = answer;
  console.log(decision.decision === "allowed", decision.by[0]?.layer, decision.missing[0]?.layer);
  // @ts-expect-error: no decision is called so
  console.log(decision.decision === "denied");
}
// @ts-expect-error: a principal is not a text, but for "anonymous"
evaluate({ request: { principal: "ana", action: "s3:GetObject", resource: "*" } });

const imported = importJson({ Version: "2012-10-17", Statement: [] }, { name: "A", kind: "scp", file: "a.json" });
if (imported.ok) console.log(imported.source, imported.kind);
// @ts-expect-error: no kind is called so
importJson("{}", { kind: "user" });

const plugin: { name: string } = whit({ environment: "prod" });
console.log(plugin, reports["A"]?.Version, roles["B"]?.trust.Version);
// @ts-expect-error: policies of a module are not to be changed
reports["A"] = undefined;

try {
  compileOrThrow("");
} catch (error) {
  if (error instanceof WhitError) console.log(error.diagnostics[0]?.rendered, error.message);
}
