//! Objects, texts and lists of the JSON tree, checked for what every element of a policy has in common.

use std::collections::BTreeMap;
use std::ops::Range;

use jsonc_parser::ast::{Object, ObjectPropName, Value};
use jsonc_parser::common::Ranged;

use super::problem::{Problems, quoted};

/// The value of an element of a policy.
pub(crate) struct Element<'v, 't> {
    pub(crate) value: &'v Value<'t>,
    /// The range of the value.
    pub(crate) range: Range<usize>,
}

/// The known elements of an object by name. Reports unknown names and names that are there twice.
pub(crate) fn elements<'v, 't>(
    object: &'v Object<'t>,
    known: &[&'static str],
    owner: &str,
    problems: &mut Problems,
) -> BTreeMap<&'static str, Element<'v, 't>> {
    let mut found = BTreeMap::new();
    for (name, name_range, value) in distinct(object, problems) {
        match known.iter().find(|other| **other == name) {
            Some(known) => {
                found.insert(*known, Element { value, range: range(value) });
            }
            None => {
                let message = match known.iter().find(|other| other.eq_ignore_ascii_case(name)) {
                    Some(meant) => format!("{owner} has no element {}; did you mean `{meant}`?", quoted(name)),
                    None => format!("{owner} has no element {}, only {}", quoted(name), listed(known)),
                };
                problems.report(name_range, message);
            }
        }
    }
    found
}

/// The keys of an object with the ranges of the keys, and their values. Reports every key that was there before, in
/// any case, and leaves it out.
pub(crate) fn distinct<'v, 't>(
    object: &'v Object<'t>,
    problems: &mut Problems,
) -> Vec<(&'v str, Range<usize>, &'v Value<'t>)> {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut entries = Vec::with_capacity(object.properties.len());
    for property in &object.properties {
        let name = name(&property.name);
        let name_range = Range::from_range(property.name.range());
        match seen.get(&name.to_ascii_lowercase()) {
            Some(first) if *first == name => {
                problems.report(name_range, format!("the key {} is there twice", quoted(name)));
            }
            Some(first) => problems.report(
                name_range,
                format!("the key {} is there already as {}, which differs only in case", quoted(name), quoted(first)),
            ),
            None => {
                seen.insert(name.to_ascii_lowercase(), name);
                entries.push((name, name_range, &property.value));
            }
        }
    }
    entries
}

/// A value that must be text.
pub(crate) fn string<'v>(value: &'v Value<'_>, what: &str, problems: &mut Problems) -> Option<&'v str> {
    let Value::StringLit(text) = value else {
        problems.report(range(value), format!("{what} is text, not {}", kind(value)));
        return None;
    };
    Some(&text.value)
}

/// A value that must be text or a list of texts.
pub(crate) fn strings(value: &Value<'_>, what: &str, problems: &mut Problems) -> Option<Vec<String>> {
    scalars(value, what, "text", problems, |value| value.as_string_lit().map(|text| text.value.to_string()))
}

/// A value that must be one scalar or a list of them; `scalar` says what counts as one.
pub(crate) fn scalars(
    value: &Value<'_>,
    what: &str,
    wanted: &str,
    problems: &mut Problems,
    scalar: impl Fn(&Value<'_>) -> Option<String>,
) -> Option<Vec<String>> {
    let one = |value: &Value<'_>, problems: &mut Problems| {
        let text = scalar(value);
        if text.is_none() {
            problems.report(range(value), format!("{what} holds {wanted}, not {}", kind(value)));
        }
        text
    };
    match value {
        Value::Array(list) => {
            let texts: Vec<_> = list.elements.iter().map(|value| one(value, problems)).collect();
            texts.into_iter().collect()
        }
        value => one(value, problems).map(|text| vec![text]),
    }
}

/// The range of a value.
pub(crate) fn range(value: &Value<'_>) -> Range<usize> {
    Range::from_range(value.range())
}

/// The range of the opening brace of an object, to point at the object without underlining all of it.
pub(crate) fn opening(object: &Object<'_>) -> Range<usize> {
    object.range.start..object.range.start + 1
}

/// What a value is, for a message.
pub(crate) fn kind(value: &Value<'_>) -> &'static str {
    match value {
        Value::StringLit(_) => "text",
        Value::NumberLit(_) => "a number",
        Value::BooleanLit(_) => "a boolean",
        Value::Object(_) => "an object",
        Value::Array(_) => "a list",
        Value::NullKeyword(_) => "null",
    }
}

/// Where the value of a key stands, whatever the case of the key.
pub(crate) fn place_of(object: &Object<'_>, key: &str) -> Option<Range<usize>> {
    let mut properties = object.properties.iter();
    properties.find(|property| name(&property.name).eq_ignore_ascii_case(key)).map(|property| range(&property.value))
}

fn name<'v>(name: &'v ObjectPropName<'_>) -> &'v str {
    match name {
        ObjectPropName::String(text) => &text.value,
        ObjectPropName::Word(word) => word.value,
    }
}

/// "`A`, `B` and `C`".
pub(crate) fn listed(names: &[&str]) -> String {
    let mut text = String::new();
    for (index, name) in names.iter().enumerate() {
        let before = match index {
            0 => "",
            _ if index + 1 == names.len() => " and ",
            _ => ", ",
        };
        text.push_str(before);
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    text
}

/// The range type of the parser as that of the standard library.
trait FromRange {
    fn from_range(range: jsonc_parser::common::Range) -> Self;
}

impl FromRange for Range<usize> {
    fn from_range(range: jsonc_parser::common::Range) -> Self {
        range.start..range.end
    }
}
