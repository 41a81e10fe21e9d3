// Whit for Vite and Rollup: `import policies from "./ledger.whit"`.

import { resolve } from "node:path";
import { compile } from "./index.node.js";
import { readProject } from "./node.js";

/** A place in a source behind which nothing stands that is asked for otherwise: `?raw`, `?url`. */
const SOURCE = /\.whit$/;

export default function whit(options = {}) {
  return {
    name: "whit",

    config() {
      // The package finds its WebAssembly beside itself, and so cannot be bundled ahead.
      return { optimizeDeps: { exclude: ["@whit-lang/whit"] } };
    },

    async load(id) {
      if (!SOURCE.test(id)) return null;
      const project = await readProject(id);
      const path = (file) => resolve(project.folder, file);
      for (const file of Object.keys(project.files)) this.addWatchFile(path(file));
      const result = compile(project, options);
      const said = result.diagnostics.map((found) => ({ found, log: log(found) }));
      const errors = said.filter(({ found }) => found.severity === "error");
      for (const { found, log } of said) if (found.severity === "warning") this.warn(log);
      if (!result.ok) this.error({ ...errors[0].log, message: errors.map(({ log }) => log.message).join("\n\n") });
      const own = (one) => resolve(one.source) === resolve(id);
      return module(result.documents.filter(own), result.roles.filter(own), this);
    },
  };
}

/** A finding as Rollup tells it. */
function log({ rule, message, file, start, rendered }) {
  const frame = rendered.slice(rendered.indexOf("\n") + 1);
  const path = resolve(file);
  return {
    message: `${file}:${start.line}:${start.column}: ${message} (${rule})`,
    id: path,
    // Columns of Rollup count from 0.
    loc: { file: path, line: start.line, column: start.column - 1 },
    frame,
    pluginCode: rule,
  };
}

/** The module of a source: its policies by name, and its roles. */
function module(documents, roles, plugin) {
  const environments = new Set([...documents, ...roles].map((one) => one.environment));
  if (environments.size > 1) {
    const names = [...environments].join(", ");
    plugin.error(`the project has the environments ${names}; say which: whit({ environment: "${[...environments][0]}" })`);
  }
  const policies = byName(documents, (document) => document.policy);
  const parts = byName(roles, ({ trust, boundary, attachments, inline, path, maxSessionDuration, tags }) => ({
    trust: trust.policy,
    boundary,
    attachments,
    inline: inline?.policy,
    path,
    maxSessionDuration,
    tags,
  }));
  return `export default ${parsed(policies)};\nexport const roles = ${parsed(parts)};\n`;
}

const byName = (list, make) => Object.fromEntries(list.map((one) => [one.name, make(one)]));

const parsed = (value) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
