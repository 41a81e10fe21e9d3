// Requests, and what AWS decides on them.

import type { Json, PolicyDocument } from "./documents.js";

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
