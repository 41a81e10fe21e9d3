// A line of Whit, and the innermost scope of some of its words, in their order. "" is no scope.

const declaration = "keyword.declaration";
const effect = "keyword.control.effect";
const clause = "keyword.control.clause";
const logic = "keyword.operator.logical";
const soft = "keyword.other";
const action = "support.function.action";
const key = "support.variable.condition-key";
const level = "support.constant.access-level";
const constant = "constant.language";
const type = "support.type";
const name = "variable.other";
const named = "variable.other.constant";
const document = "entity.name.type.document";
const call = "entity.name.function";
const principal = "support.function.principal";
const field = "variable.parameter";
const string = "string.quoted.double";

export const cases = [
  // Comments and strings.
  ["/// The tags that allow it.", ["/// The tags that allow it.", "comment.line.documentation"]],
  ["allow read // deny", ["allow", effect], ["// deny", "comment.line.double-slash"]],
  ['let a = "no // comment"', ["let", declaration], ['"no // comment"', string]],
  ['let a = "{stage}-{{x}} ${aws:username} ${*} \\" \\q"', ["{stage}", name], ["{{", "constant.character.escape"],
    ["${aws:username}", "variable.other.policy"], ["${*}", "constant.character.escape"], ['\\"', "constant.character.escape"],
    ["\\q", "invalid.illegal.escape"]],
  ['let a = "unclosed', ['"unclosed', string]],

  // Numbers and the like.
  ["let a = 12", ["12", "constant.numeric"]],
  ["let a = 1_000", ["1_000", "constant.numeric"]],
  ["let a = 1.5", ["1.5", "constant.numeric"]],
  ["let a = 111122223333", ["111122223333", "constant.numeric"]],
  ["let a = 1h30m", ["1h30m", "constant.numeric.duration"]],
  ["let a = 2026-12-31T18:00:00Z", ["2026-12-31T18:00:00Z", "constant.numeric.date"]],
  ["let a = [203.0.113.0/24, 2001:db8::/32, ::1/128]", ["203.0.113.0/24", "constant.numeric.cidr"],
    ["2001:db8::/32", "constant.numeric.cidr"], ["::1/128", "constant.numeric.cidr"]],
  ["allow s3:* on arn:aws:s3:::logs/*, any", ["s3:*", action], ["on", clause],
    ["arn:aws:s3:::logs/*", "string.unquoted.arn"], ["any", constant]],

  // Actions, levels, resources.
  ["allow s3:GetObject, s3:Get* on bucket.object(\"*\")", ["s3:GetObject", action], ["s3:Get*", action], ["bucket", name],
    ["object", call]],
  ["allow list, read, s3.permissions on [reports]", ["list", level], ["read", level], ["s3", name], ["permissions", level],
    ["reports", name]],
  ["allow all except s3:DeleteObject on x", ["all", constant], ["except", clause], ["s3:DeleteObject", action]],
  ["allow s3:GetObject on s3.object(name, account: 111122223333)", ["s3:GetObject", action], ["s3", name], ["object", call], ["name", name],
    ["account", field]],

  // Conditions.
  ["  when aws:MultiFactorAuthPresent and aws:MultiFactorAuthAge < 1h", ["when", clause], ["aws:MultiFactorAuthPresent", key],
    ["and", logic], ["aws:MultiFactorAuthAge", key], ["<", "keyword.operator"], ["1h", "constant.numeric.duration"]],
  ["  unless s3:prefix like \"in/*\" or not exists sts:ExternalId", ["unless", clause], ["s3:prefix", key], ["like", logic],
    ["or", logic], ["not", logic], ["exists", logic], ["sts:ExternalId", key]],
  ["  when (kms:ViaService not in [\"a\"])", ["kms:ViaService", key], ["not", logic], ["in", logic]],
  ["  when (s3:x-amz-acl? != \"private\" ignoring case)", ["s3:x-amz-acl", key], ["?", "keyword.operator"],
    ["!=", "keyword.operator"], ["ignoring", logic], ["case", soft]],
  ["  when aws:ResourceTag/\"cost center\" == aws:PrincipalTag/team", ["aws:ResourceTag/", key], ['"cost center"', string],
    ["aws:PrincipalTag/team", key]],
  ["  when any aws:TagKeys in [\"a\"]", ["any", constant], ["aws:TagKeys", key]],
  ["  when principal.team == resource.team", ["principal", "variable.language"], ["team", name],
    ["resource", "variable.language"]],
  ["given { aws:MultiFactorAuthAge: 60, sts:ExternalId: \"x\", principal.team: \"risk\" }", ["given", clause],
    ["aws:MultiFactorAuthAge", key], ["60", "constant.numeric"], ["sts:ExternalId", key], ["principal", "variable.language"]],

  // Items.
  ["use std::guards::{mfa, source_account as own}", ["use", declaration], ["std", "entity.name.namespace"],
    ["guards", "entity.name.namespace"], ["mfa", name], ["as", soft], ["own", name]],
  ['param stage: "dev" | "prod" = "dev"', ["param", declaration], ["stage", named], ['"dev"', string],
    ["|", "keyword.operator"], ["=", "keyword.operator"]],
  ["extern bucket: string max 63", ["extern", declaration], ["bucket", named], ["string", type], ["max", soft]],
  ["let names: list<string> = [..more]", ["let", declaration], ["names", named], ["list", type], ["string", type],
    ["..", "keyword.operator"], ["more", name]],
  ["guard until(end: date, min: int min 1) = aws:CurrentTime < end", ["guard", declaration], ["until", call], ["end", field],
    ["date", type], ["min", field], ["int", type], ["min", soft], ["aws:CurrentTime", key], ["end", name]],
  ["template lock(regions: list<region>) for scp, boundary {", ["template", declaration], ["lock", call], ["regions", field],
    ["region", type], ["for", clause], ["scp", declaration], ["boundary", declaration]],
  ["tags {", ["tags", declaration]],
  ["policy Reader {", ["policy", declaration], ["Reader", document]],
  ["policy Bucket for reports {", ["policy", declaration], ["Bucket", document], ["for", clause], ["reports", name]],
  ['boundary Ceiling because "x" {', ["boundary", declaration], ["Ceiling", document], ["because", clause]],
  ["session Short {", ["session", declaration], ["Short", document]],
  ["endpoint Door for vpce {", ["endpoint", declaration], ["Door", document]],

  // Roles and the organization.
  ["role Job {", ["role", declaration], ["Job", document]],
  ['  trust role("ci", account: 111122223333) with mfa()', ["trust", effect], ["role", principal], ["account", field],
    ["with", clause], ["mfa", call]],
  ['  trust deny service("ec2.amazonaws.com")', ["trust", effect], ["deny", effect], ["service", principal]],
  ["  attach Work", ["attach", effect], ["Work", name]],
  ["  max_session 1h", ["max_session", soft], ["1h", "constant.numeric.duration"]],
  ['  path "/workload/"', ["path", soft]],
  ["  inline {", ["inline", soft]],
  ['organization "o-acme123456" {', ["organization", declaration]],
  ["  management account main = 999988887777", ["management", soft], ["account", soft], ["main", "entity.name.tag.account"],
    ["999988887777", "constant.numeric"]],
  ["  ou Workloads {", ["ou", soft], ["Workloads", "entity.name.tag.account"]],

  // Tests and proofs.
  ['test "it reads" {', ["test", declaration]],
  ["  as Reader in account payments given { a: 1 } {", ["as", soft], ["Reader", name], ["in", logic], ["account", soft],
    ["payments", name], ["given", clause], ["a", field]],
  ["    can    s3:GetObject on x", ["can", soft], ["s3:GetObject", action]],
  ["    cannot s3:GetObject on x by NoDrafts", ["cannot", soft], ["by", clause], ["NoDrafts", name]],
  ["    cannot s3:PutObject on x implicitly", ["implicitly", soft]],
  ["  Reader within Ceiling", ["Reader", name], ["within", soft], ["Ceiling", name]],
  ["  Job never allows s3:PutObject", ["never", soft], ["allows", soft], ["s3:PutObject", action]],
  ["  Reader always denies s3:GetObject on any", ["always", soft], ["denies", soft]],

  // Statements.
  ["  NoDrafts: deny s3:GetObject on x", ["NoDrafts", "entity.name.label"], ["deny", effect]],
  ["  include guardrails::region_lock([\"eu-west-1\"])", ["include", effect], ["guardrails", "entity.name.namespace"],
    ["region_lock", call]],
  ["  for account in env.accounts {", ["for", clause], ["account", name], ["in", logic], ["env", "variable.language"],
    ["accounts", name]],
  ["  } else if missing x {", ["else", "keyword.control.flow"], ["if", "keyword.control.flow"], ["missing", logic]],

  // What is a keyword elsewhere is a name here.
  ["let x = env.on", ["on", name]],
  ["let x = f(on: 1, all: true)", ["f", call], ["on", field], ["all", field], ["true", constant]],
  ["let x = { in: 1, deny: 2 }", ["in", field], ["deny", field]],
  ["let x = region-in + policy_name", ["region-in", name], ["policy_name", name]],
  ["let x = path", ["path", name]],
  ["let x = other::deny", ["other", "entity.name.namespace"], ["deny", name]],
];
