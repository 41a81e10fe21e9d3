//! Reads a policy document from JSON text, strictly and with positions.
//!
//! Strict means: JSON by RFC 8259 and nothing beside it (`jsonc-parser` gives the tree with its ranges, `serde_json` has
//! the last word on what is JSON), no key twice, no element that IAM does not know, no value of another kind than IAM
//! takes. What IAM refuses only in some kinds of policy is not refused here; see [`crate::grammar`].

mod condition;
pub(crate) mod json;
pub(crate) mod object;
pub(crate) mod problem;
mod statement;

use std::ops::Range;

use jsonc_parser::ast::Value;

use crate::model::{Operator, Policy, Version};
use object::{Element, elements};
use problem::Problems;

pub use problem::ReadError;

/// The longest text that is read, in bytes. No policy that AWS stores is longer than 40,000 characters; the limit keeps
/// the memory for a text that is no policy small.
pub const MAX_BYTES: usize = 4 << 20;

/// Where the parts of a policy stand in the text that it was read from, as byte ranges.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Positions {
    /// One for each statement, in the order of [`Policy::statements`].
    pub statements: Vec<StatementPositions>,
}

/// Where the parts of one statement stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatementPositions {
    /// The statement, with its braces.
    pub whole: Range<usize>,
    /// The value of `Sid`.
    pub sid: Option<Range<usize>>,
    /// The value of `Effect`.
    pub effect: Range<usize>,
    /// The value of `Principal` or `NotPrincipal`.
    pub principal: Option<Range<usize>>,
    /// The value of `Action` or `NotAction`.
    pub action: Range<usize>,
    /// The value of `Resource` or `NotResource`.
    pub resource: Option<Range<usize>>,
    /// The keys of the condition: operator, key as written, and the range of the key with its values, in text order.
    pub condition: Vec<(Operator, String, Range<usize>)>,
}

/// Reads a policy document from text.
///
/// # Errors
/// Everything that is wrong with the document, in text order; a text that is no JSON gives one error, the first. At
/// most 100 errors are listed.
pub fn read(text: &str) -> Result<(Policy, Positions), Vec<ReadError>> {
    let mut problems = Problems::default();
    let document = json::parse(text).map_err(|error| vec![error])?;
    let policy = policy(&document, &mut problems);
    match policy {
        Some(read) if problems.is_empty() => Ok(read),
        _ => Err(problems.into_errors()),
    }
}

/// Reads a policy document from bytes, which must be UTF-8.
///
/// # Errors
/// As [`read`]; bytes that are not UTF-8 give one error at the first such byte.
pub fn read_bytes(bytes: &[u8]) -> Result<(Policy, Positions), Vec<ReadError>> {
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(error) => {
            let at = error.valid_up_to();
            Err(vec![ReadError { range: at..at + 1, message: "the text is not UTF-8".to_owned() }])
        }
    }
}

const POLICY_ELEMENTS: [&str; 3] = ["Version", "Id", "Statement"];

pub(crate) fn policy(document: &Value<'_>, problems: &mut Problems) -> Option<(Policy, Positions)> {
    let Some(object) = document.as_object() else {
        problems.report(object::range(document), format!("a policy is an object, not {}", object::kind(document)));
        return None;
    };
    let found = elements(object, &POLICY_ELEMENTS, "a policy", problems);
    let mut read = Policy { version: Version::V2008, ..Policy::default() };
    let mut positions = Positions::default();
    if let Some(Element { value, range }) = found.get("Version") {
        match object::string(value, "`Version`", problems) {
            Some("2012-10-17") => read.version = Version::V2012,
            Some("2008-10-17") | None => {}
            Some(other) => problems.report(
                range.clone(),
                format!("`Version` is \"2012-10-17\" or \"2008-10-17\", not {}", problem::quoted(other)),
            ),
        }
    }
    if let Some(Element { value, .. }) = found.get("Id") {
        read.id = object::string(value, "`Id`", problems).map(str::to_owned);
    }
    match found.get("Statement") {
        None => problems.report(object::opening(object), "the policy has no `Statement`".to_owned()),
        Some(Element { value: Value::Array(list), .. }) => {
            for value in &list.elements {
                add_statement(value, &mut read, &mut positions, problems);
            }
        }
        Some(Element { value, .. }) => add_statement(value, &mut read, &mut positions, problems),
    }
    Some((read, positions))
}

fn add_statement(value: &Value<'_>, policy: &mut Policy, positions: &mut Positions, problems: &mut Problems) {
    if let Some((statement, position)) = statement::statement(value, problems) {
        policy.statements.push(statement);
        positions.statements.push(position);
    }
}
