//! Words of other languages, and what is meant.

/// What a word of another language stands for here.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meant {
    /// Another word, surely.
    Word(&'static str),
    /// No word: it is left out. Why.
    Nothing(&'static str),
    /// Something else, which takes more than another word. What.
    Told(&'static str),
}

use Meant::{Nothing, Told, Word};

const VISIBLE: &str = "Every name is visible; one with `_` in front is seen in its own file only.";
const SHARED: &str = "Conditions are shared by `guard name(…) = …`, statements by `template name(…) { … }`.";
const TYPES: &str = "Types are written where they are used: `param stage: \"dev\" | \"prod\"`.";
const GROUPS: &str = "Policies attach to roles: `role Name { attach Policy }`.";

/// Words where an item starts.
const ITEMS: &[(&str, Meant)] = &[
    ("const", Word("let")),
    ("var", Word("let")),
    ("val", Word("let")),
    ("local", Word("let")),
    ("final", Word("let")),
    ("identity_policy", Word("policy")),
    ("managed_policy", Word("policy")),
    ("permissions_boundary", Word("boundary")),
    ("permission_boundary", Word("boundary")),
    ("session_policy", Word("session")),
    ("service_control_policy", Word("scp")),
    ("resource_control_policy", Word("rcp")),
    ("endpoint_policy", Word("endpoint")),
    ("vpc_endpoint_policy", Word("endpoint")),
    ("export", Nothing(VISIBLE)),
    ("pub", Nothing(VISIBLE)),
    ("public", Nothing(VISIBLE)),
    ("private", Nothing(VISIBLE)),
    ("static", Nothing("A `let` never changes.")),
    ("identity", Nothing("An identity policy is `policy Name { … }`.")),
    ("fn", Told(SHARED)),
    ("def", Told(SHARED)),
    ("func", Told(SHARED)),
    ("function", Told(SHARED)),
    ("type", Told(TYPES)),
    ("enum", Told(TYPES)),
    ("struct", Told(TYPES)),
    ("interface", Told(TYPES)),
    ("class", Told("A document is `policy Name { … }`; what several share is a `template`.")),
    ("user", Told(GROUPS)),
    ("group", Told(GROUPS)),
    ("bucket_policy", Told("A resource policy is `policy Name for s3.bucket(\"…\") { … }`.")),
    ("resource_policy", Told("A resource policy is `policy Name for RESOURCE { … }`, such as `for s3.bucket(\"…\")`.")),
    ("trust_policy", Told("A role trusts: `role Name { trust service(\"…\") }`.")),
    ("package", Told("A file needs no heading: it is a module by its path.")),
    ("module", Told("A file needs no heading: it is a module by its path.")),
    ("default", Told("What no statement allows is denied; nothing declares that.")),
];

/// Words where a statement starts.
const STATEMENTS: &[(&str, Meant)] = &[
    ("grant", Word("allow")),
    ("permit", Word("allow")),
    ("can", Word("allow")),
    ("allows", Word("allow")),
    ("forbid", Word("deny")),
    ("block", Word("deny")),
    ("reject", Word("deny")),
    ("cannot", Word("deny")),
    ("denies", Word("deny")),
    ("foreach", Word("for")),
    ("for_each", Told("`for name in list { … }` runs over a list.")),
    ("count", Told("`for name in list { … }` runs over a list.")),
    ("require", Told("A condition of every `allow` is a line `with GUARD` at the head of the body.")),
    ("while", Told("`for name in list { … }` runs over a list.")),
    ("some", Told("`for name in list { … }` runs over a list.")),
    ("match", Told("Cases are told apart by `if … { … } else if … { … }`.")),
    ("switch", Told("Cases are told apart by `if … { … } else if … { … }`.")),
    ("default", Told("What no statement allows is denied; nothing declares that.")),
    ("return", Told("A body holds statements; nothing is returned.")),
];

/// Words where a clause starts.
const CLAUSES: &[(&str, Meant)] = &[
    ("resource", Word("on")),
    ("resources", Word("on")),
    ("principal", Word("to")),
    ("principals", Word("to")),
    ("condition", Word("when")),
    ("notresource", Word("on any except")),
    ("notprincipal", Told("All but some is `to anyone` with a condition: `unless aws:PrincipalAccount == …`.")),
    ("where", Word("when")),
    ("provided", Word("when")),
    ("only", Nothing("A condition is `when …`.")),
    ("but", Told("What is left out stands behind `except`: `s3:* except s3:DeleteBucket`.")),
    ("without", Told("What is left out stands behind `except`: `s3:* except s3:DeleteBucket`.")),
    ("from", Told("Resources stand behind `on`, principals behind `to`, conditions behind `when`.")),
    ("by", Told("Principals stand behind `to`.")),
    ("for", Told("Principals stand behind `to`.")),
    ("reason", Word("because")),
    ("as", Told("A label stands before its statement: `Label: allow …`.")),
    ("expires", Told("An end is a condition: `when aws:CurrentTime < 2026-12-31`.")),
    ("until", Told("An end is a condition: `when aws:CurrentTime < 2026-12-31`.")),
];

/// Words where a part of a role starts.
const ROLE_PARTS: &[(&str, Meant)] = &[
    ("assume", Word("trust")),
    ("assumed_by", Word("trust")),
    ("assume_role_policy", Told("Who may assume the role stands behind `trust`: `trust service(\"…\")`.")),
    ("principal", Word("trust")),
    ("max_session_duration", Word("max_session")),
    ("session", Word("max_session")),
    ("policy", Word("attach")),
    ("policies", Word("attach")),
    ("managed_policy_arns", Word("attach")),
    ("permissions_boundary", Word("boundary")),
    ("name", Told("A role is called as it is declared: `role Name { … }`.")),
    ("description", Told("A `///` comment above the role says what it is for.")),
];

/// Words where a line of a test starts.
const EXPECTATIONS: &[(&str, Meant)] = &[
    ("allow", Word("can")),
    ("allows", Word("can")),
    ("may", Word("can")),
    ("deny", Word("cannot")),
    ("denies", Word("cannot")),
    ("expect", Told("An expectation is `can ACTION on RESOURCE` or `cannot …`.")),
    ("assert", Told("An expectation is `can ACTION on RESOURCE` or `cannot …`.")),
];

fn look(table: &[(&str, Meant)], word: &str) -> Option<Meant> {
    table.iter().find(|(foreign, _)| foreign.eq_ignore_ascii_case(word)).map(|(_, meant)| *meant)
}

/// What a word means where an item starts.
pub(super) fn item(word: &str) -> Option<Meant> {
    look(ITEMS, word)
}

/// What a word means where a statement starts.
pub(super) fn statement(word: &str) -> Option<Meant> {
    look(STATEMENTS, word)
}

/// What a word means where a clause starts.
pub(super) fn clause(word: &str) -> Option<Meant> {
    look(CLAUSES, word)
}

/// What a word means where a part of a role starts.
pub(super) fn role_part(word: &str) -> Option<Meant> {
    look(ROLE_PARTS, word)
}

/// What a word means where a line of a test starts.
pub(super) fn expectation(word: &str) -> Option<Meant> {
    look(EXPECTATIONS, word)
}

/// What is meant by an operator of another language behind a value; a message, and what is allowed.
pub(super) fn behind_value(token: &str) -> Option<(&'static str, &'static str)> {
    Some(match token {
        "+" => (
            "`+` joins nothing here",
            "A string takes other values in: `\"logs-{stage}\"`; lists are joined by `[..a, ..b]`.",
        ),
        "/" => (super::PATH.0, super::PATH.1),
        "-" | "*" => ("nothing is calculated here", "Write the value itself."),
        "%" => ("`%` fills in nothing here", "A string takes other values in: `\"logs-{stage}\"`."),
        "?" => ("a value is not chosen by `?`", "In a body, `if … { … } else { … }` chooses statements."),
        "[" => ("nothing is picked from a list by its place", "`for name in list { … }` runs over a list."),
        "days" | "day" | "hours" | "hour" | "minutes" | "minute" | "seconds" | "second" => {
            ("a duration is one word", "The units are `d`, `h`, `m` and `s`: `90d`, `1h30m`.")
        }
        _ => return None,
    })
}
