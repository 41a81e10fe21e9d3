// Whit, policy as code for AWS, for JavaScript.

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

/** How bad a finding is. With an error, nothing is made. */
export type Severity = "error" | "warning" | "note";

/** A place between two characters. */
export interface Position {
  /** From 1. */
  readonly line: number;
  /** In characters (Unicode scalar values), from 1. */
  readonly column: number;
  /** In bytes of UTF-8, from 0. */
  readonly offset: number;
}

/** A place in a file. */
export interface Place {
  /** The file, as messages call it. */
  readonly file: string;
  readonly start: Position;
  /** Behind the last character. */
  readonly end: Position;
}

/** A finding, in the form of `whit check --message-format json`. */
export interface Diagnostic extends Place {
  /** The name of the rule, which never changes its meaning: `unknown-action`. */
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence. */
  readonly message: string;
  /** A few words about the place; may be empty. */
  readonly label: string;
  /** Other places that explain it. */
  readonly related: readonly Related[];
  /** What is allowed, or what to do. */
  readonly notes: readonly string[];
  /** What may be done, the best first. */
  readonly fixes: readonly Fix[];
  /** All of it as people read it, with the lines of the source. */
  readonly rendered: string;
}

/** Another place of a finding. */
export interface Related extends Place {
  readonly message: string;
}

/** A change of the sources that mends a finding. */
export interface Fix {
  /** What it does: "write `s3:GetObject`". */
  readonly title: string;
  /** Whether it says what was clearly meant and never widens access. */
  readonly safe: boolean;
  readonly edits: readonly Edit[];
}

/** A place, and the text that replaces it. */
export interface Edit extends Place {
  readonly text: string;
}

/** A value of JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** One or several values. */
export type OneOrMore = string | readonly string[];

/** Principals by their kind: `AWS`, `Service`, `Federated`, `CanonicalUser`. */
export type Principals = "*" | Readonly<Record<string, OneOrMore>>;

/** A statement of IAM's JSON. */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: Principals;
  readonly NotPrincipal?: Principals;
  readonly Action?: OneOrMore;
  readonly NotAction?: OneOrMore;
  readonly Resource?: OneOrMore;
  readonly NotResource?: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

/** A policy as AWS takes it. */
export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

/** What a document is. */
export type DocumentKind =
  | "policy"
  | "resource policy"
  | "boundary"
  | "session"
  | "scp"
  | "rcp"
  | "endpoint"
  | "trust";

/** What documents and roles have in common. */
export interface Made {
  /** The name in the source; of a policy over its quota that became several, with a number. */
  readonly name: string;
  /** The environment; undefined in a project without any. */
  readonly environment: string | undefined;
  /** The file that `whit build` writes: `prod/Ledger.json`. */
  readonly file: string;
  /** The source that declares it, as messages call it. */
  readonly source: string;
  /** The text of the file, as `whit build` writes it. */
  readonly text: string;
}

/** A policy. */
export interface Document extends Made {
  readonly kind: DocumentKind;
  /** Its size as AWS counts it. */
  readonly size: number;
  /** The quota of its kind. */
  readonly limit: number;
  readonly policy: PolicyDocument;
}

/** A policy that a role has: a document of the project by its name, or another by its ARN. */
export type Attachment = { readonly document: string; readonly arn?: undefined } | { readonly arn: string; readonly document?: undefined };

/** A tag. */
export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** A role. */
export interface Role extends Made {
  readonly kind: "role";
  readonly path: string | undefined;
  /** In seconds. */
  readonly maxSessionDuration: number | undefined;
  /** Who may assume it. */
  readonly trust: Document;
  readonly boundary: Attachment | undefined;
  readonly attachments: readonly Attachment[];
  readonly inline: { readonly size: number; readonly limit: number; readonly policy: PolicyDocument } | undefined;
  readonly tags: readonly Tag[];
}

/** A role as the plugin for Vite gives it. */
export interface RoleParts {
  readonly trust: PolicyDocument;
  readonly boundary?: Attachment;
  readonly attachments: readonly Attachment[];
  readonly inline?: PolicyDocument;
  readonly path?: string;
  readonly maxSessionDuration?: number;
  readonly tags: readonly Tag[];
}

/** What is named, or all but that. */
export interface Values {
  readonly named: readonly string[];
  readonly all_but: readonly string[];
}

/** What is wider than a named action on a typed resource, and why: an entry of `whit audit --format json`. */
export interface Exception {
  readonly document: string;
  readonly kind: DocumentKind | "inline";
  /** The environments that have it; empty in a project without any. */
  readonly environments: readonly string[];
  readonly file: string;
  readonly line: number;
  /** The reason. */
  readonly because: string;
  /** What it excuses, in words. */
  readonly excuses: readonly string[];
  readonly effect: "allow" | "deny";
  readonly actions: Values;
  readonly resources: Values;
  readonly principals: Values;
}

/** A rule that a comment of the sources silences. */
export interface Allowance {
  readonly rule: string;
  readonly file: string;
  readonly line: number;
  readonly because: string;
  /** The messages that are not told. */
  readonly silenced: readonly string[];
}

/** What was found in a project. */
export interface Checked {
  /** Whether there is no error. */
  readonly ok: boolean;
  /** All findings, by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The exceptions with their reasons; none after an error. */
  readonly exceptions: readonly Exception[];
  /** What comments silence; none after an error. */
  readonly allowances: readonly Allowance[];
}

/** What a project without errors gives. */
export interface Compiled extends Checked {
  readonly ok: true;
  /** The environment that was asked for. */
  readonly environment: string | undefined;
  /** The policies, in the order of the sources. */
  readonly documents: readonly Document[];
  readonly roles: readonly Role[];
  /** Every file that `whit build` writes, to the byte: also the manifests, the roles and the account tree. */
  readonly files: Readonly<Record<string, string>>;
}

/** What a project with errors gives: nothing, as a build is all or nothing. */
export interface Refused extends Checked {
  readonly ok: false;
  readonly environment: undefined;
  readonly documents: readonly [];
  readonly roles: readonly [];
  readonly files: Readonly<Record<string, never>>;
  readonly exceptions: readonly [];
  readonly allowances: readonly [];
}

/** Where the compiler, `@whit-lang/whit/whit.wasm`, comes from: an address, an answer of `fetch`, its bytes, or a module. */
export type WasmSource = string | URL | Request | Response | Promise<Response> | BufferSource | WebAssembly.Module;

/**
 * Makes the compiler ready. Elsewhere than in Node this has to be awaited before any other call; without a source, the
 * compiler is fetched from beside the package. In Node it need not be called: the compiler is read when it is first needed.
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

/** Who asks. */
export type Principal =
  | { readonly AWS: string }
  | { readonly Service: string }
  | { readonly Federated: string }
  | { readonly CanonicalUser: string };

/** A policy, from wherever it is: it is read as strictly as AWS reads it. */
export type AnyPolicy = PolicyDocument | { readonly [key: string]: Json };

/** A request with the policies that have a say in it, as `whit evaluate` reads it; `docs/evaluate.md` describes it. */
export interface EvaluateRequest {
  readonly id?: string | number | null;
  readonly request: {
    readonly principal: "anonymous" | Principal;
    readonly federatedBy?: string;
    /** One action: `s3:GetObject`. */
    readonly action: string;
    /** An ARN, or `*` for an action on no resource. */
    readonly resource: string;
    readonly resourceAccount?: string;
    /** The condition keys. */
    readonly context?: Readonly<Record<string, Json>>;
  };
  readonly identityPolicies?: readonly AnyPolicy[];
  readonly permissionsBoundary?: AnyPolicy;
  readonly sessionPolicies?: readonly AnyPolicy[];
  readonly resourcePolicy?: AnyPolicy;
  /** By level, from the root to the account. */
  readonly serviceControlPolicies?: readonly (readonly AnyPolicy[])[];
  readonly resourceControlPolicies?: readonly (readonly AnyPolicy[])[];
  readonly vpcEndpointPolicies?: readonly AnyPolicy[];
}

/** The policies that have a say. */
export type Layer =
  | "resourceControl"
  | "serviceControl"
  | "vpcEndpoint"
  | "resource"
  | "identity"
  | "permissionsBoundary"
  | "session";

/** A statement of a request's policies. */
export interface StatementPlace {
  readonly layer: Layer;
  /** Of SCPs and RCPs: 0 is the root. */
  readonly level?: number;
  /** The number of the policy in its layer, from 0. */
  readonly policy: number;
  /** The number of the statement, from 0. */
  readonly statement: number;
  readonly sid: string | null;
  /** In the JSON, from 1; of an object, in what `JSON.stringify(request, null, 2)` gives. */
  readonly line: number;
  readonly column: number;
}

/** What a layer says. */
export type Verdict = "allows" | "allowsRole" | "allowsAccount" | "denies" | "noAllow" | "passes" | "doesNotApply";

/** What AWS decides. */
export interface Decision {
  readonly id: string | number | null;
  readonly decision: "allowed" | "explicitlyDenied" | "implicitlyDenied";
  /** The statements that decided. */
  readonly by: readonly StatementPlace[];
  /** There only if AWS decides whatever policies say: why. */
  readonly because?: string;
  /** What each layer says that is there; of SCPs and RCPs by level. */
  readonly layers: Readonly<Partial<Record<Layer, Verdict | readonly Verdict[]>>>;
  /** What stands between the request and an allow. */
  readonly missing: readonly (
    | { readonly layer: Layer; readonly level?: number; readonly statement?: undefined }
    | (StatementPlace & { readonly operator: string; readonly key: string; readonly values: readonly string[]; readonly text: string })
  )[];
  readonly error?: undefined;
}

/** Why there is no decision. */
export interface Undecided {
  readonly id: string | number | null;
  readonly error: string;
  readonly decision?: undefined;
}

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
