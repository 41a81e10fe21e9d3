//! The values of a condition as literals of Whit.

use whit_iam::value::{Arn, parse_binary, parse_bool, parse_decimal, parse_instant, parse_network};
use whit_iam::{BaseOperator, Family, Version};

use super::Scene;
use super::text::{Value, is_one_line};

/// A value as its operator reads it.
#[derive(Debug, Clone)]
pub(super) enum Operand {
    /// As Whit writes it, and what it is made of where variables count.
    Literal(String, Option<Value>),
    /// The operator cannot read it: it matches nothing.
    Nothing(&'static str),
    /// Whit has no literal for it.
    Unsayable(&'static str),
}

/// Reads a value for a positive operator.
pub(super) fn operand(scene: &Scene, base: BaseOperator, text: &str) -> Operand {
    if !is_one_line(text) {
        return Operand::Unsayable("a string of Whit stands on one line, without control characters");
    }
    match base.family() {
        Family::String => {
            let value = Value::read(text, scene.version, scene.catalog);
            Operand::Literal(value.quoted(), Some(value))
        }
        Family::Arn => {
            let value = Value::read(text, scene.version, scene.catalog);
            if text.split_once(':').is_some_and(|(scheme, _)| scheme.contains(['*', '?'])) {
                return Operand::Unsayable("an ARN of Whit begins with `arn:`");
            }
            let whole = Arn::parse(text).is_some_and(|arn| !arn.segments[5].is_empty());
            // What a variable becomes may hold the colons.
            match whole || value.required_keys().next().is_some() && text.splitn(6, ':').count() < 6 {
                true => Operand::Literal(value.quoted(), Some(value)),
                false => Operand::Nothing("is no ARN of six parts"),
            }
        }
        Family::Numeric => number(text),
        Family::Date => date(text),
        Family::Bool | Family::Null => match parse_bool(text) {
            Some(truth) => Operand::Literal(truth.to_string(), None),
            None if text.contains("${") && scene.version == Version::V2012 => {
                Operand::Unsayable("AWS's pages differ in whether `Bool` takes policy variables")
            }
            None => Operand::Nothing("is neither true nor false"),
        },
        Family::Binary => match parse_binary(text) {
            Some(_) => Operand::Literal(format!("\"{text}\""), None),
            None => Operand::Nothing("is no base64"),
        },
        Family::IpAddress => match parse_network(text) {
            Some(_) => Operand::Literal(network(text), None),
            None => Operand::Nothing("is no range of addresses"),
        },
    }
}

fn number(text: &str) -> Operand {
    if parse_decimal(text).is_none() {
        return Operand::Nothing("is no number");
    }
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    match text.split_once('.') {
        Some((whole, fraction)) if digits(whole) && digits(fraction) => Operand::Literal(text.to_owned(), None),
        // Twelve digits in a row are an account.
        None if digits(text) && text.parse::<i64>().is_ok() => Operand::Literal(grouped(text), None),
        _ => Operand::Unsayable("Whit writes numbers as digits, with a point perhaps, and without a sign"),
    }
}

fn grouped(digits: &str) -> String {
    if digits.len() != 12 {
        return digits.to_owned();
    }
    let (start, end) = digits.split_at(6);
    format!("{start}_{end}")
}

fn date(text: &str) -> Operand {
    if parse_instant(text).is_none() {
        return Operand::Nothing("is no date");
    }
    let iso = text.len() >= 10 && crate::check::date_problem(text).is_none();
    let written = match text.parse::<i64>() {
        Ok(seconds) if text.len() != 4 => of_epoch(seconds),
        _ if iso && text.bytes().all(|b| b.is_ascii_digit() || b"-:TZ+.".contains(&b)) => Some(text.to_owned()),
        _ => None,
    };
    match written {
        Some(date) => Operand::Literal(date, None),
        None => Operand::Unsayable("Whit writes dates as `2026-12-31` or `2026-12-31T18:00:00Z`"),
    }
}

/// Seconds since 1970 as a date (the civil calendar, counted in eras of 400 years from March).
fn of_epoch(seconds: i64) -> Option<String> {
    let (days, clock) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let shifted = days.checked_add(719_468)?;
    let (era, day) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (clock / 3_600, clock / 60 % 60, clock % 60);
    (0..=9_999).contains(&year).then(|| format!("{year:04}-{month:02}-{date:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

/// A range as Whit writes it: IPv6 always with its length.
fn network(text: &str) -> String {
    let (address, length) = text.split_once('/').map_or((text, None), |(address, length)| (address, Some(length)));
    match (address.parse::<std::net::IpAddr>(), length) {
        (Ok(std::net::IpAddr::V6(address)), length) => format!("{address}/{}", length.unwrap_or("128")),
        (_, Some(length)) => format!("{address}/{length}"),
        (_, None) => address.to_owned(),
    }
}
