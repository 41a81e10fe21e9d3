//! Dates and times as W3C writes ISO 8601, and seconds since the epoch.

use std::cmp::Ordering;
use std::fmt;

/// A point in time: seconds since 1970-01-01T00:00:00Z, and the digits of the fraction of a second without zeros at the
/// end, so that any precision compares exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instant {
    seconds: i64,
    fraction: String,
}

impl Ord for Instant {
    fn cmp(&self, other: &Self) -> Ordering {
        self.seconds.cmp(&other.seconds).then_with(|| self.fraction.cmp(&other.fraction))
    }
}

impl PartialOrd for Instant {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Instant {
    /// Whole seconds since 1970-01-01T00:00:00Z; a fraction is left out.
    pub fn seconds(&self) -> i64 {
        self.seconds
    }
}

/// As `2026-12-31T18:00:00Z`.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (days, second) = (self.seconds.div_euclid(86_400), self.seconds.rem_euclid(86_400));
        // Four hundred years have 146,097 days; the guess is never too late, and at most a few years early.
        let mut year = 1970 + days.div_euclid(146_097) * 400 + days.rem_euclid(146_097) / 366;
        while days_since_epoch(year + 1, 1, 1) <= days {
            year += 1;
        }
        let mut month = 1;
        while month < 12 && days_since_epoch(year, month + 1, 1) <= days {
            month += 1;
        }
        let day = days - days_since_epoch(year, month, 1) + 1;
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        if !self.fraction.is_empty() {
            write!(f, ".{}", self.fraction)?;
        }
        f.write_str("Z")
    }
}

/// Reads an instant: whole seconds since the epoch (any integer that is not four digits long, which is a year), or
/// `YYYY`, `YYYY-MM`, `YYYY-MM-DD`, or a day with `Thh:mm`, `Thh:mm:ss` or `Thh:mm:ss.s…` and `Z` or `±hh:mm`.
///
/// The forms are those of the W3C note on date and time formats, which AWS's page on condition operators refers to. A
/// missing part is the first of its kind.
pub fn parse_instant(text: &str) -> Option<Instant> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let integer = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    if integer && (text.len() != 4 || text.starts_with('-')) {
        return Some(Instant { seconds: text.parse().ok()?, fraction: String::new() });
    }
    let (date, time) = match text.split_once(['T', 't']) {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let mut parts = date.split('-');
    let year = number(parts.next()?, 4)?;
    let month = parts.next().map_or(Some(1), |part| number(part, 2))?;
    let day_part = parts.next();
    let day = day_part.map_or(Some(1), |part| number(part, 2))?;
    if parts.next().is_some() || !(1..=12).contains(&month) || !(1..=days_in(year, month)).contains(&day) {
        return None;
    }
    let midnight = days_since_epoch(year, month, day) * 86_400;
    let Some(time) = time else {
        return Some(Instant { seconds: midnight, fraction: String::new() });
    };
    day_part?;
    let (clock, offset) = zone(time)?;
    let (clock, fraction) = match clock.split_once('.') {
        Some((clock, fraction)) if !fraction.is_empty() && fraction.bytes().all(|b| b.is_ascii_digit()) => {
            (clock, fraction.trim_end_matches('0'))
        }
        Some(_) => return None,
        None => (clock, ""),
    };
    let mut parts = clock.split(':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second_part = parts.next();
    let second = second_part.map_or(Some(0), |part| number(part, 2))?;
    let has_fraction_of_minute = second_part.is_none() && time.contains('.');
    if parts.next().is_some() || hour > 23 || minute > 59 || second > 59 || has_fraction_of_minute {
        return None;
    }
    let seconds = midnight + hour * 3600 + minute * 60 + second - offset;
    Some(Instant { seconds, fraction: fraction.to_owned() })
}

/// The time without its zone, and the offset of the zone in seconds.
fn zone(time: &str) -> Option<(&str, i64)> {
    if let Some(clock) = time.strip_suffix(['Z', 'z']) {
        return Some((clock, 0));
    }
    let at = time.rfind(['+', '-'])?;
    let (clock, zone) = time.split_at_checked(at)?;
    let (hours, minutes) = zone.get(1..)?.split_once(':')?;
    let (hours, minutes) = (number(hours, 2)?, number(minutes, 2)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = hours * 3600 + minutes * 60;
    Some((clock, if zone.starts_with('-') { -offset } else { offset }))
}

/// A number of exactly so many digits.
fn number(text: &str, digits: usize) -> Option<i64> {
    let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
    if plain { text.parse().ok() } else { None }
}

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01 in the Gregorian calendar, for years 0 to 9999.
fn days_since_epoch(year: i64, month: i64, day: i64) -> i64 {
    let leaps_before = |year: i64| (year + 3) / 4 - (year + 99) / 100 + (year + 399) / 400;
    let years = year * 365 + leaps_before(year);
    let epoch = 1970 * 365 + leaps_before(1970);
    let months: i64 = (1..month).map(|month| days_in(year, month)).sum();
    years - epoch + months + day - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_instant() {
        for (text, seconds) in [
            ("1970", 0),
            ("1970-01-01T00:00:00Z", 0),
            ("0", 0),
            ("2000-02-29", 951_782_400),
            ("2000-03-01T00:00Z", 951_868_800),
            ("2026-01", 1_767_225_600),
            ("2026", 1_767_225_600),
            ("1767225600", 1_767_225_600),
            ("2026-01-01T01:30:00+01:30", 1_767_225_600),
            ("2025-12-31T22:00:00.000-02:00", 1_767_225_600),
            ("1969-12-31T23:59:59Z", -1),
            ("-1", -1),
            ("0000-01-01", -62_167_219_200),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
            ("02026", 2026),
        ] {
            let expected = Instant { seconds, fraction: String::new() };
            assert_eq!(parse_instant(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn an_instant_reads_as_it_is_written() {
        for text in [
            "1970-01-01T00:00:00Z",
            "1969-12-31T23:59:59Z",
            "2000-02-29T12:34:56.789Z",
            "2026-12-31T18:00:00Z",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59Z",
        ] {
            assert_eq!(parse_instant(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn fractions_order_exactly() {
        let ascending = [
            "2026-01-01T00:00:00Z",
            "2026-01-01T00:00:00.0000000001Z",
            "2026-01-01T00:00:00.09Z",
            "2026-01-01T00:00:00.1Z",
            "2026-01-01T00:00:00.10000000000000000001Z",
            "2026-01-01T00:00:01Z",
        ];
        assert!(ascending.map(|text| parse_instant(text).unwrap()).is_sorted_by(|a, b| a < b));
        assert_eq!(parse_instant("2026-01-01T00:00:00.10Z"), parse_instant("2026-01-01T00:00:00.1Z"));
    }

    #[test]
    fn what_is_no_instant() {
        for text in [
            "",
            "-",
            "now",
            "2026-13",
            "2026-00",
            "2026-02-29",
            "1900-02-29",
            "2026-1-1",
            "2026-01-01T",
            "2026-01-01T00Z",
            "2026-01-01T00:00",
            "2026-01-01T00:00:00",
            "2026-01T00:00Z",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:60Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01T00:00.5Z",
            "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00+1:00",
            "2026-01-01T00:00:00+24:00",
            "2026-01-01 00:00:00Z",
            "99999999999999999999",
            "1.5",
            "２０２６",
        ] {
            assert_eq!(parse_instant(text), None, "{text}");
        }
    }
}
