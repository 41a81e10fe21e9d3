// From the files that the compiler gives to documents and roles.

/** What a project without errors gives, for one environment if one was asked for. */
export function compiled(answer, environment) {
  const { diagnostics, exceptions, allowances } = answer;
  const trusts = new Map(answer.files.filter(isTrust).map((file) => [file.path, document(file)]));
  return {
    ok: true,
    environment,
    documents: answer.files.filter((file) => file.about && file.about.kind !== "role" && !isTrust(file)).map(document),
    roles: answer.files.filter((file) => file.about?.kind === "role").map((file) => role(file, trusts)),
    files: Object.fromEntries(answer.files.map((file) => [file.path, file.text])),
    diagnostics,
    exceptions,
    allowances,
  };
}

/** What a project with errors gives: nothing, as a build is all or nothing. */
export function refused({ diagnostics }) {
  return { ok: false, environment: undefined, documents: [], roles: [], files: {}, diagnostics, exceptions: [], allowances: [] };
}

const isTrust = (file) => file.about?.kind === "trust";

function common({ path, text, about }) {
  const [environment] = path.includes("/") ? path.split("/") : [];
  return { name: about.name, kind: about.kind, environment, file: path, source: about.source, text };
}

function document(file) {
  const { size, limit } = file.about;
  return { ...common(file), size, limit, policy: JSON.parse(file.text) };
}

function role(file, trusts) {
  const made = JSON.parse(file.text);
  const { size, limit } = file.about;
  return {
    ...common(file),
    path: made.Path,
    maxSessionDuration: made.MaxSessionDuration,
    trust: trusts.get(file.path.replace(/\.json$/, ".trust.json")),
    boundary: made.PermissionsBoundary,
    attachments: made.AttachedPolicies,
    inline: made.InlinePolicy && { size, limit, policy: made.InlinePolicy },
    tags: (made.Tags ?? []).map(({ Key, Value }) => ({ key: Key, value: Value })),
  };
}
