//! Decimal numbers of any length, compared exactly.

use std::cmp::Ordering;

/// A decimal number: a sign, and digits times a power of ten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decimal {
    negative: bool,
    /// The digits without zeros at either end; empty for zero.
    digits: String,
    /// The power of ten of the first digit: the value is `0.DIGITS` times ten to this power. 0 for zero.
    magnitude: i64,
}

/// Reads a number such as `-12`, `+3.50`, `.5` or `1e-3`. None if the text is no number.
///
/// Space around it, `Infinity`, `NaN`, hexadecimal and exponents of more than eighteen digits are no numbers.
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let (negative, unsigned) = match text.as_bytes().first()? {
        b'-' => (true, text.get(1..)?),
        b'+' => (false, text.get(1..)?),
        _ => (false, text),
    };
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, parse_exponent(exponent)?),
        None => (unsigned, 0),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.len() + fraction.len() == 0 || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let joined = format!("{whole}{fraction}");
    let leading = joined.len() - joined.trim_start_matches('0').len();
    let digits = joined.trim_matches('0').to_owned();
    if digits.is_empty() {
        return Some(Decimal { negative: false, digits, magnitude: 0 });
    }
    let magnitude =
        exponent.checked_add(i64::try_from(whole.len()).ok()?)?.checked_sub(i64::try_from(leading).ok()?)?;
    Some(Decimal { negative, digits, magnitude })
}

fn parse_exponent(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.len() <= 18 && digits.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

impl Ord for Decimal {
    fn cmp(&self, other: &Self) -> Ordering {
        let sign = |number: &Self| match (number.digits.is_empty(), number.negative) {
            (true, _) => 0,
            (false, true) => -1,
            (false, false) => 1,
        };
        // Digits without trailing zeros, both read as a fraction, compare as text does.
        let absolute = || self.magnitude.cmp(&other.magnitude).then_with(|| self.digits.cmp(&other.digits));
        sign(self).cmp(&sign(other)).then_with(|| match sign(self) {
            0 => Ordering::Equal,
            1 => absolute(),
            _ => absolute().reverse(),
        })
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_compare_by_value() {
        // In ascending order; each row holds spellings of one number.
        let ascending: [&[&str]; 11] = [
            &["-1e400", "-10e399"],
            &["-2", "-2.0", "-0.2e1"],
            &["-1.5"],
            &["0", "-0", "+0.000", "0e99", ".0", "0."],
            &["1e-400"],
            &["0.1", ".1", "1e-1", "0.10"],
            &["0.30000000000000004"],
            &["3", "03", "+3", "3.", "30e-1", "0.0003E+4"],
            &["9007199254740993"],
            &["9007199254740994"],
            &["1e999999999999999999"],
        ];
        for (i, left) in ascending.iter().enumerate() {
            for (j, right) in ascending.iter().enumerate() {
                for (a, b) in left.iter().flat_map(|a| right.iter().map(move |b| (a, b))) {
                    let ordering = parse_decimal(a).unwrap().cmp(&parse_decimal(b).unwrap());
                    assert_eq!(ordering, i.cmp(&j), "{a} and {b}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_number() {
        for text in [
            "",
            "-",
            "+",
            ".",
            "e1",
            "1e",
            "1e+",
            "1 ",
            " 1",
            "1,000",
            "0x10",
            "NaN",
            "Infinity",
            "--1",
            "1.2.3",
            "1e1.5",
            "١",
            "1e9999999999999999999",
            "1e+-1",
            "1_000",
        ] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
    }
}
