//! What a condition asks for, in words.

use crate::model::{BaseOperator as B, Operator, SetOperator};
use crate::value::parse_bool;

/// What would have to be for an entry of a condition to hold, or not to hold, as the end of a sentence: "`aws:SourceIp`
/// were in 203.0.113.0/24".
#[must_use]
pub fn wish(operator: Operator, key: &str, values: &[String], holds: bool) -> String {
    let base = operator.base;
    if base == B::Null {
        let missing = values.iter().any(|value| parse_bool(value) == Some(true)) == holds;
        return format!("`{key}` were {}", if missing { "missing" } else { "there" });
    }
    let positive = base.is_negative() != holds;
    // Where a missing key holds, another value is what is wished for; where it does not, the key has to be there too.
    let what = |positive| if base == B::Bool { truth(values, positive) } else { compared(base, values, positive) };
    match operator.set {
        None => format!("`{key}` were {}", what(positive)),
        // What would have to be true of every value, or of some.
        Some(set) => match ((set == SetOperator::ForAllValues) == holds, positive) {
            (false, _) => format!("some value of `{key}` were {}", what(positive)),
            (true, true) => format!("every value of `{key}` were {}", what(true)),
            (true, false) => format!("no value of `{key}` were {}", what(true)),
        },
    }
}

fn truth(values: &[String], positive: bool) -> String {
    let wanted: Vec<Option<bool>> = values.iter().map(|value| parse_bool(value)).collect();
    match wanted.as_slice() {
        [Some(first), rest @ ..] if rest.iter().all(|other| *other == Some(*first)) => (*first == positive).to_string(),
        _ => listed(values, positive),
    }
}

fn compared(base: B, values: &[String], positive: bool) -> String {
    // "at least" rather than "not less than".
    let is_ordered = base.negated().is_some_and(|other| !base.is_negative() && !other.is_negative());
    if let (true, false, Some(other)) = (is_ordered, positive, base.negated()) {
        return compared(other, values, true);
    }
    let not = if positive { "" } else { "not " };
    let bound = |words: &str| format!("{not}{words} {}", listed(values, true));
    match base.positive() {
        B::StringLike | B::ArnLike | B::ArnEquals => bound("like"),
        B::IpAddress => bound("in"),
        B::NumericLessThan => bound("less than"),
        B::NumericLessThanEquals => bound("at most"),
        B::NumericGreaterThan => bound("greater than"),
        B::NumericGreaterThanEquals => bound("at least"),
        B::DateLessThan => bound("before"),
        B::DateLessThanEquals => bound("no later than"),
        B::DateGreaterThan => bound("after"),
        B::DateGreaterThanEquals => bound("no earlier than"),
        B::StringEqualsIgnoreCase => format!("{} in any case", listed(values, positive)),
        _ => listed(values, positive),
    }
}

fn listed(values: &[String], positive: bool) -> String {
    const SHOWN: usize = 4;
    let mut shown: Vec<String> = values.iter().take(SHOWN).map(|value| format!("`{value}`")).collect();
    if values.len() > SHOWN {
        shown.push(format!("{} more", values.len() - SHOWN));
    }
    match (shown.as_slice(), positive) {
        ([one], true) => one.clone(),
        ([one], false) => format!("not {one}"),
        (_, true) => format!("one of {}", shown.join(", ")),
        (_, false) => format!("none of {}", shown.join(", ")),
    }
}
