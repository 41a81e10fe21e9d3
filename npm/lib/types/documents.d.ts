// What is made of sources.

import type { Diagnostic } from "./findings.js";

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
