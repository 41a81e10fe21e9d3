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

/// The words of clauses in a text, outside of strings and brackets, with their offsets.
pub(super) fn clauses_of(text: &str) -> Vec<(usize, &str)> {
    let (mut at, mut depth, mut found) = (0, 0usize, Vec::new());
    let bytes = text.as_bytes();
    while let Some(byte) = bytes.get(at) {
        let rest = bytes.get(at..).unwrap_or_default();
        match byte {
            b'"' => at += 1 + rest.iter().skip(1).position(|byte| matches!(byte, b'"' | b'\n')).unwrap_or(0),
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ if is_word_byte(*byte) => {
                let length = rest.iter().position(|byte| !is_word_byte(*byte)).unwrap_or(rest.len());
                let word = text.get(at..at + length).unwrap_or("");
                // Before a colon it is the name of an argument.
                if depth == 0 && CLAUSES.contains(&word) && rest.get(length) != Some(&b':') {
                    found.push((at, word));
                }
                at += length;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}
