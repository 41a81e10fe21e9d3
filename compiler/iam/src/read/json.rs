//! From text to a tree of JSON values with ranges.

use std::ops::Range;

use jsonc_parser::ast::Value;
use jsonc_parser::errors::{ParseError, ParseErrorKind};
use jsonc_parser::{CollectOptions, ParseOptions, ParseStringErrorKind, parse_to_ast};

use super::problem::ReadError;
use super::{MAX_BYTES, object};

/// All extensions of JSON that the parser knows, off.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

/// Parses a text as JSON. The parser itself refuses nesting deeper than 512.
pub(crate) fn parse(text: &str) -> Result<Value<'_>, ReadError> {
    let fail = |range: Range<usize>, message: String| Err(ReadError { range, message });
    if text.len() > MAX_BYTES {
        return fail(0..0, format!("the text has {} bytes, and no policy has more than {MAX_BYTES}", text.len()));
    }
    if text.starts_with('\u{feff}') {
        return fail(0..'\u{feff}'.len_utf8(), "the text begins with a byte order mark, which is not JSON".to_owned());
    }
    let value = match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(result) => result.value,
        Err(error) => return Err(in_our_words(&error)),
    };
    let Some(value) = value else {
        return fail(0..text.len(), "the text is empty".to_owned());
    };
    // The parser takes white space and control characters that are not JSON, so what it takes must pass here too.
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let at = offset(text, error.line(), error.column());
        let message = error.to_string();
        if message.starts_with("control character") {
            // The column is that of the character before.
            let rest = text.get(at..).unwrap_or_default();
            let at = at + rest.find(|c: char| c < ' ').unwrap_or_default();
            return fail(at..at + 1, "text holds a control character, which JSON writes as an escape".to_owned());
        }
        let end = text.get(at..).and_then(|rest| rest.chars().next()).map_or(at, |c| at + c.len_utf8());
        let message = message.split(" at line ").next().unwrap_or_default();
        return fail(at..end, format!("this is not JSON: {message}"));
    }
    debug_assert!(object::range(&value).end <= text.len());
    Ok(value)
}

/// The byte offset of a line and column, both counted from 1, columns in bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn in_our_words(error: &ParseError) -> ReadError {
    let range = error.range();
    let message = match error.kind() {
        ParseErrorKind::CommentsNotAllowed | ParseErrorKind::UnterminatedCommentBlock => "JSON has no comments",
        ParseErrorKind::ExpectedColonAfterObjectKey => "a colon is missing after the key",
        ParseErrorKind::ExpectedObjectValue => "the value of the key is missing",
        ParseErrorKind::ExpectedStringObjectProperty => "a key is text in quotation marks",
        ParseErrorKind::ExpectedComma => "a comma is missing here",
        ParseErrorKind::TrailingCommasNotAllowed => "there is a comma after the last value",
        ParseErrorKind::MultipleRootJsonValues => "there is more text after the end",
        ParseErrorKind::SingleQuotedStringsNotAllowed => "text stands in double quotation marks",
        ParseErrorKind::ExpectedDigit
        | ParseErrorKind::ExpectedDigitFollowingNegativeSign
        | ParseErrorKind::ExpectedPlusMinusOrDigitInNumberLiteral
        | ParseErrorKind::BareDecimalPointNumbersNotAllowed
        | ParseErrorKind::HexadecimalNumbersNotAllowed
        | ParseErrorKind::NonFiniteNumbersNotAllowed
        | ParseErrorKind::UnaryPlusNumbersNotAllowed => "this is not a number as JSON writes it",
        ParseErrorKind::UnexpectedCloseBrace => "this `}` closes nothing",
        ParseErrorKind::UnexpectedCloseBracket => "this `]` closes nothing",
        ParseErrorKind::UnexpectedColon => "there is a colon where a value is expected",
        ParseErrorKind::UnexpectedComma => "there is a comma where a value is expected",
        ParseErrorKind::UnexpectedTokenInObject => "a key in quotation marks or `}` is expected here",
        ParseErrorKind::UnexpectedWord | ParseErrorKind::UnexpectedToken => {
            "this is no JSON value; text stands in double quotation marks"
        }
        ParseErrorKind::UnterminatedArray => "this `[` is never closed",
        ParseErrorKind::UnterminatedObject => "this `{` is never closed",
        ParseErrorKind::NestingDepthExceeded => "the nesting is too deep for a policy",
        ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral) => "this text is never closed",
        ParseErrorKind::String(_) => "this escape is not one that JSON knows",
    };
    // Of something that is never closed, the opening is the smallest place to point at.
    let end = match error.kind() {
        ParseErrorKind::UnterminatedArray
        | ParseErrorKind::UnterminatedObject
        | ParseErrorKind::String(ParseStringErrorKind::UnterminatedStringLiteral) => range.start + 1,
        _ => range.end,
    };
    ReadError { range: range.start..end, message: message.to_owned() }
}
