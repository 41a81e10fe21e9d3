//! The words of the language.

/// Words that are never the name of a value. After `.` or `::` and before `:` they may stand.
pub const RESERVED: &[&str] = &[
    "allow",
    "deny",
    "trust",
    "attach",
    "include",
    "if",
    "else",
    "on",
    "to",
    "for",
    "when",
    "unless",
    "with",
    "because",
    "except",
    "given",
    "by",
    "and",
    "or",
    "not",
    "in",
    "like",
    "ignoring",
    "exists",
    "missing",
    "any",
    "all",
    "none",
    "true",
    "false",
    "use",
    "param",
    "extern",
    "let",
    "tags",
    "guard",
    "template",
    "policy",
    "boundary",
    "scp",
    "rcp",
    "organization",
    "test",
    "prove",
];

/// Words that start a top-level item.
pub const ITEMS: &[&str] = &[
    "use",
    "param",
    "extern",
    "let",
    "tags",
    "guard",
    "template",
    "policy",
    "boundary",
    "session",
    "scp",
    "rcp",
    "endpoint",
    "role",
    "organization",
    "test",
    "prove",
];

/// Words that start a part of a body.
pub const STATEMENTS: &[&str] = &["allow", "deny", "include", "for", "if", "with"];

/// Words that start a clause, in the order in which clauses stand.
pub const CLAUSES: &[&str] = &["on", "to", "for", "when", "unless", "with", "because"];

/// Words that start a part of a role.
pub const ROLE_PARTS: &[&str] = &["trust", "attach", "boundary", "max_session", "path", "tags", "inline"];

/// Words that start a line of the account tree.
pub const ORGANIZATION_PARTS: &[&str] = &["attach", "ou", "account", "management", "tags"];

/// Whether `word` is never the name of a value.
#[must_use]
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// Whether a byte belongs to a word.
#[must_use]
pub fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-'
}
