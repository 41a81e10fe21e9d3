import type { BuildOptions } from "./index.js";

/** What a bundler is given: a plugin of Vite or Rollup. */
export interface WhitPlugin {
  readonly name: "whit";
  config(): { optimizeDeps: { exclude: string[] } };
  load(this: PluginContext, id: string): Promise<string | null>;
}

/** What the plugin asks of the bundler. */
export interface PluginContext {
  addWatchFile(path: string): void;
  warn(log: PluginLog): void;
  error(log: PluginLog | string): never;
}

/** A finding as Rollup tells it. */
export interface PluginLog {
  message: string;
  id: string;
  loc: { file: string; line: number; column: number };
  frame: string;
  pluginCode: string;
}

/**
 * A plugin for Vite, and for Rollup: `import policies from "./ledger.whit"` gives the policies of that file by their names,
 * `import { roles } from "./ledger.whit"` its roles. The whole project of the file is checked. An error fails the build, with
 * the place in the source.
 *
 * Where `whit.toml` has several environments, the option `environment` says for which one is built.
 *
 * The types of such a module: `/// <reference types="@whit-lang/whit/modules" />`, or `"types": ["@whit-lang/whit/modules"]` in
 * `tsconfig.json`.
 */
export default function whit(options?: BuildOptions): WhitPlugin;
