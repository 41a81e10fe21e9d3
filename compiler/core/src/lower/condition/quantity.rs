//! Numbers and instants as the order operators compare them.

use whit_iam::{BaseOperator, Family};

/// A number, or an instant in seconds since 1970, in units of 10⁻¹⁸.
pub(super) type Quantity = i128;

const UNIT: i128 = 1_000_000_000_000_000_000;

/// The value that an operator reads in a text; none if it is malformed or beyond 19 digits before and 18 behind the
/// point, about which then nothing is assumed.
#[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
pub(super) fn read(base: BaseOperator, text: &str) -> Option<Quantity> {
    match base.family() {
        Family::Numeric => decimal(text),
        Family::Date => instant(text),
        _ => None,
    }
}

/// Whether an order operator, or equality, holds of a request's value.
pub(super) fn holds(base: BaseOperator, request: Quantity, policy: Quantity) -> bool {
    use BaseOperator as B;
    match base {
        B::NumericLessThan | B::DateLessThan => request < policy,
        B::NumericLessThanEquals | B::DateLessThanEquals => request <= policy,
        B::NumericGreaterThan | B::DateGreaterThan => request > policy,
        B::NumericGreaterThanEquals | B::DateGreaterThanEquals => request >= policy,
        _ => request == policy,
    }
}

/// Whether the operator asks for less or more, rather than for equality.
pub(super) fn is_order(base: BaseOperator) -> bool {
    base.negated().is_some_and(|negated| !negated.is_negative()) && !base.is_negative()
}

fn decimal(text: &str) -> Option<Quantity> {
    let (negative, digits) = match text.strip_prefix(['-', '+']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let fraction = fraction_of(fraction)?;
    let whole = if whole.is_empty() { 0 } else { number(whole, 19)? };
    let value = whole.checked_mul(UNIT)?.checked_add(fraction)?;
    Some(if negative { -value } else { value })
}

/// The digits behind a point.
fn fraction_of(digits: &str) -> Option<i128> {
    if digits.is_empty() {
        return Some(0);
    }
    let length = u32::try_from(digits.len()).ok().filter(|length| *length <= 18)?;
    number(digits, 18)?.checked_mul(10_i128.checked_pow(18 - length)?)
}

fn number(digits: &str, longest: usize) -> Option<i128> {
    let plain = !digits.is_empty() && digits.len() <= longest && digits.bytes().all(|byte| byte.is_ascii_digit());
    if plain { digits.parse().ok() } else { None }
}

/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, with `Thh:mm`, seconds, a fraction and a zone; or seconds since 1970.
fn instant(text: &str) -> Option<Quantity> {
    let epoch = text.strip_prefix('-').unwrap_or(text);
    if epoch.len() != 4 && epoch.bytes().all(|byte| byte.is_ascii_digit()) {
        return decimal(text);
    }
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = exactly(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| exactly(part, 2))?;
    let day = parts.next().map_or(Some(1), |part| exactly(part, 2))?;
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (seconds, fraction) = time.map_or(Some((0, 0)), time_of_day)?;
    (days(year, month, day) * 86_400 + seconds).checked_mul(UNIT)?.checked_add(fraction)
}

fn exactly(digits: &str, length: usize) -> Option<i128> {
    if digits.len() == length { number(digits, length) } else { None }
}

/// Seconds since midnight UTC, and the fraction.
fn time_of_day(text: &str) -> Option<(i128, i128)> {
    let (clock, offset) = match text.find(['Z', 'z', '+', '-']) {
        Some(at) => text.split_at_checked(at)?,
        None => (text, "Z"),
    };
    let offset = match offset.split_at_checked(1)? {
        ("Z" | "z", "") => 0,
        (sign, zone) => {
            let (hours, minutes) = zone.split_once(':')?;
            let seconds = exactly(hours, 2)? * 3600 + exactly(minutes, 2)? * 60;
            if sign == "-" { -seconds } else { seconds }
        }
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = clock.split(':');
    let hours = exactly(parts.next()?, 2)?;
    let minutes = exactly(parts.next()?, 2)?;
    let seconds = parts.next().map_or(Some(0), |part| exactly(part, 2))?;
    let in_range = hours <= 24 && minutes < 60 && seconds <= 60 && parts.next().is_none();
    if in_range { Some((hours * 3600 + minutes * 60 + seconds - offset, fraction_of(fraction)?)) } else { None }
}

/// Days from 1970-01-01 in the Gregorian calendar.
fn days(year: i128, month: i128, day: i128) -> i128 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_instants_are_read_as_the_operators_compare_them() {
        let number = |text| read(BaseOperator::NumericEquals, text);
        let date = |text| read(BaseOperator::DateEquals, text);
        for (left, right) in [("5", "5.0"), ("-0.50", "-.5"), ("007", "7"), ("+3", "3")] {
            assert!(number(left).is_some() && number(left) == number(right), "{left} {right}");
        }
        for (left, right) in [
            ("2026", "2026-01-01T00:00:00Z"),
            ("2026-02", "2026-02-01"),
            ("2026-02-01T01:00:00+01:00", "2026-02-01T00:00Z"),
            ("1970-01-02", "86400"),
            ("2000-03-01", "951868800"),
            ("2024-02-29T12:00:00.5Z", "2024-02-29T12:00:00.500Z"),
        ] {
            assert!(date(left).is_some() && date(left) == date(right), "{left} {right}");
        }
        for text in ["", "-", "1e5", "five", "12345678901234567890"] {
            assert_eq!(number(text), None, "{text}");
        }
        for text in ["", "2026-13", "2026-1-1", "2026-01-01T", "2026-01-01T00:00é"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
