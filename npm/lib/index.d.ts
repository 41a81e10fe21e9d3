// Whit, policy as code for AWS, for JavaScript.

import type { Decision, EvaluateRequest, Undecided } from "./types/decisions.js";
import type { Checked, Compiled, PolicyDocument, Refused } from "./types/documents.js";
import type { Diagnostic } from "./types/findings.js";

export type * from "./types/decisions.js";
export type * from "./types/documents.js";
export type * from "./types/findings.js";

/** A source: its text, or its bytes in UTF-8. */
export type Source = string | Uint8Array;

/**
 * The files of a project by their paths: its sources, and `whit.toml` and `whit.lock` if it has them.
 *
 * ```js
 * ({ "whit.toml": "[environments.prod]", "policies/ledger.whit": "policy Ledger { … }" })
 * ```
 */
export type Files = Readonly<Record<string, Source>>;

/** A project with what is known of where it is; `readProject` of `@whit-lang/whit/node` gives one. */
export interface Project {
  /** The files by their paths in the folder. */
  readonly files: Files;
  /** How messages call the folder: `policies` makes `policies/ledger.whit` of `ledger.whit`. */
  readonly folder?: string;
  /** The files to compile, if not all; the others are there to be used. */
  readonly only?: readonly string[];
}

/** A value of a `param`; an array is one of a list. */
export type ParamValue = string | number | boolean | readonly (string | number | boolean)[];

/** What holds for {@link check}. */
export interface CheckOptions {
  /** Values of `param`s in every environment, by name, as `--set` gives them: each is held to its type. */
  readonly set?: Readonly<Record<string, ParamValue>>;
}

/** What holds for {@link compile}. */
export interface BuildOptions extends CheckOptions {
  /** The environment of `whit.toml` to build; without it, all. */
  readonly environment?: string;
  /**
   * What stands for the values of `extern`s that only the deployment knows, by name: a token of the CDK, an output of Pulumi.
   * It goes into the documents as it is. Quotas are checked with the longest value that `max` allows.
   */
  readonly externs?: Readonly<Record<string, string>>;
}

/** Where the compiler, `@whit-lang/whit/whit.wasm`, comes from: an address, an answer of `fetch`, its bytes, or a module. */
export type WasmSource = string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/**
 * Makes the compiler ready, by compiling a small project too, so that the first call is as fast as those behind it.
 * Elsewhere than in Node this has to be awaited before any other call; without a source, the compiler is fetched from beside
 * the package. In Node it need not be called: the compiler is read when it is first needed, and a process that compiles once
 * gains nothing by it.
 */
export function load(source?: WasmSource): Promise<void>;

/**
 * Compiles a source text or a project. What is wrong with the sources is told in `diagnostics`, and then there are no
 * documents.
 *
 * ```js
 * const { ok, documents, diagnostics } = compile(`policy Reader {
 *   allow s3:GetObject on s3.object("reports", "in/*")
 * }`);
 * ```
 *
 * @throws {TypeError} When it is called wrongly: an unknown option, an environment that `whit.toml` has not.
 */
export function compile(project: Source | Files | Project, options?: BuildOptions): Compiled | Refused;

/**
 * The same; an error in the sources is thrown.
 *
 * @throws {WhitError} When there is an error in the sources.
 * @throws {TypeError} As {@link compile}.
 */
export function compileOrThrow(project: Source | Files | Project, options?: BuildOptions): Compiled;

/**
 * The policies of a project in one environment, by their names, as `iam.PolicyDocument.fromJson` of the CDK takes them.
 *
 * @throws {WhitError} When there is an error in the sources.
 * @throws {TypeError} As {@link compile}; also where `whit.toml` has several environments and none is asked for.
 */
export function policies(project: Source | Files | Project, options?: BuildOptions): Record<string, PolicyDocument>;

/**
 * Checks a source text or a project, in every environment. An `extern` needs no value.
 *
 * @throws {TypeError} When it is called wrongly.
 */
export function check(project: Source | Files | Project, options?: CheckOptions): Checked;

/** A formatted source. */
export interface Formatted {
  /** Whether the source has no mistake. An item with one stays as it is. */
  readonly ok: boolean;
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Formats a source, as `whit fmt` does.
 *
 * @param options.sort Also sorts lists whose order means nothing.
 */
export function format(source: string, options?: { readonly sort?: boolean }): Formatted;

/**
 * Says what AWS decides on a request, as `whit evaluate` does. What is wrong with the request or its policies is told in
 * `error`.
 *
 * @param request An object, or its JSON.
 */
export function evaluate(request: EvaluateRequest | string): Decision | Undecided;

/** What a policy is imported as. */
export type ImportKind = "policy" | "boundary" | "session" | "scp" | "rcp" | "endpoint" | "resource" | "trust";

/** How a policy is imported. */
export interface ImportOptions {
  /** The name of the document, in PascalCase; else that of the file. */
  readonly name?: string;
  /** What it is; else its content and the path of the file tell. */
  readonly kind?: ImportKind;
  /** The path of the JSON, for messages, the name and the kind. */
  readonly file?: string;
}

/** A policy in JSON as Whit. */
export type Imported =
  | {
      readonly ok: true;
      /** A formatted source that compiles. */
      readonly source: string;
      readonly kind: ImportKind;
      /** What was left out because it matches nothing, and the like, as notes about the JSON. */
      readonly diagnostics: readonly Diagnostic[];
    }
  | { readonly ok: false; readonly source?: undefined; readonly kind?: undefined; readonly diagnostics: readonly Diagnostic[] };

/**
 * Writes a policy in JSON as Whit, as `whit import` does.
 *
 * @param policy The policy, or its JSON.
 * @throws {TypeError} When an option is none: a kind that there is not, a name that is not in PascalCase.
 */
export function importJson(policy: string | object, options?: ImportOptions): Imported;

/** Thrown where a source has errors. The message shows them with their files, lines, columns and rules. */
export class WhitError extends Error {
  constructor(diagnostics: readonly Diagnostic[]);
  readonly name: "WhitError";
  /** All findings. */
  readonly diagnostics: readonly Diagnostic[];
}
