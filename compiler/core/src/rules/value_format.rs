//! `value-format`, `private-address` and `every-address`: values that a key never has, so that their test never holds, and
//! one that it always has.

use super::facts::{FORMATS, Format, PRIVATE_V4};
use super::narrowing::segments;
use super::{Context, edits};
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::typed::{Atom, Comparison, Piece, Statement, Test, Text};
use whit_catalog::Catalog;

/// Looks at every value of every test, negated or not: a slip in a negated one opens what should be shut.
pub(super) fn check(statement: &Statement, context: &Context<'_>, found: &mut Vec<Diagnostic>) {
    for atom in statement.condition.atoms() {
        let Test::Compare { comparison, values, .. } = &atom.test else { continue };
        if matches!(comparison, Comparison::ArnEquals | Comparison::ArnLike)
            && let Some(value) = values.iter().find(|value| starred(value))
        {
            found.push(report(statement, context, atom, value, Finding::Starred));
            continue;
        }
        let is_itself = |value: &&Text| value.variables().any(|one| one.key.eq_ignore_ascii_case(&atom.key.name));
        if let Some(value) = values.iter().find(is_itself) {
            found.push(report(statement, context, atom, value, Finding::Itself));
            continue;
        }
        let Some((_, format)) = FORMATS.iter().find(|(key, _)| key.eq_ignore_ascii_case(&atom.key.name)) else {
            continue;
        };
        for value in values {
            if let Some(finding) = judge(*format, *comparison, value, context.catalog) {
                found.push(report(statement, context, atom, value, finding));
            }
        }
    }
}

/// What is wrong with a value.
enum Finding {
    /// It is never the key's; what the key's values look like, and a value that may be meant.
    Never(String, Option<String>),
    /// It is hardly ever the key's.
    Hardly(String),
    /// It is what the key itself is.
    Itself,
    /// An ARN with a star to the letter where an ARN has none.
    Starred,
    /// A private range as the source address.
    Private,
    /// All addresses as the source address.
    Every,
}

/// Whether a `*` or `?` to the letter stands before the last segment of an ARN.
fn starred(value: &Text) -> bool {
    let literal = |piece: &Piece| matches!(piece, Piece::Literal(text) if text.contains(['*', '?']));
    segments(value).iter().take(5).any(|segment| segment.pieces.iter().any(literal))
}

fn never(what: &str) -> Option<Finding> {
    Some(Finding::Never(what.to_owned(), None))
}

/// Judges plain values, and patterns as far as their plain beginning or end allows. A value with a variable is what the
/// request makes it.
fn judge(format: Format, comparison: Comparison, value: &Text, catalog: Catalog<'_>) -> Option<Finding> {
    if value.is_open() {
        return None;
    }
    let pattern = matches!(comparison, Comparison::StringLike | Comparison::ArnLike) && value.has_wildcard();
    let text = value.to_string();
    let alphanumeric = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric());
    match format {
        Format::Organization | Format::Id(_) => {
            let (prefix, what) = match format {
                Format::Id(prefix) => (prefix, format!("An id looks like `{prefix}0123456789abcdef0`.")),
                _ => ("o-", "An organization's id looks like `o-a1b2c3d4e5`.".to_owned()),
            };
            let fits =
                if pattern { common_start(value, prefix) } else { text.strip_prefix(prefix).is_some_and(alphanumeric) };
            if fits { None } else { never(&what) }
        }
        Format::OrganizationPath => {
            let ends = matches!(value.pieces.last(), Some(Piece::Star | Piece::Question)) && pattern;
            if common_start(value, "o-") && (ends || text.ends_with('/')) && !text.contains("//") {
                None
            } else {
                never("A path looks like `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`, with a slash at its end.")
            }
        }
        Format::Account => {
            let account = text.len() == 12 && text.chars().all(|c| c.is_ascii_digit());
            // The account of an anonymous caller (IAM User Guide, `aws:PrincipalAccount`).
            if pattern || account || text == "anonymous" { None } else { never("An account id has twelve digits.") }
        }
        Format::Region => region(value, pattern, &text, catalog),
        Format::PublicAddress if text.ends_with("/0") => Some(Finding::Every),
        Format::PublicAddress => is_private(&text).then_some(Finding::Private),
        Format::Service => {
            if pattern || text.contains('.') {
                None
            } else {
                never("A service principal looks like `lambda.amazonaws.com`.")
            }
        }
        Format::RegionalService => {
            let labels: Vec<&str> = text.split('.').collect();
            let global = matches!(labels.as_slice(), [_, "amazonaws", "com"]);
            if pattern || text.contains('.') && !global {
                None
            } else if global {
                let what = "The key's values name the region, too: `s3.eu-west-1.amazonaws.com`.";
                Some(Finding::Hardly(what.to_owned()))
            } else {
                never("The key's values look like `s3.eu-west-1.amazonaws.com`.")
            }
        }
        Format::Principal => {
            let segments = segments(value);
            let may_be = |index: usize, wanted: &[&str]| {
                segments.get(index).is_none_or(|segment| wanted.iter().any(|start| common_start(segment, start)))
            };
            let of_iam = may_be(2, &["iam", "sts"]);
            let who = ["user/", "role/", "root", "assumed-role/", "federated-user/", "group/"];
            if segments.len() == 6 && !(of_iam && may_be(5, &who)) {
                return never(
                    "A principal looks like `arn:aws:iam::111122223333:role/name`, `…:user/name` or `…:root`.",
                );
            }
            let segment = |index: usize| segments.get(index).and_then(Text::as_literal).unwrap_or("");
            let resource = segments.get(5).map(Text::to_string).unwrap_or_default();
            if segment(2) == "sts" && resource.starts_with("assumed-role/") {
                never("The key shows a session by its role: `arn:aws:iam::111122223333:role/name`.")
            } else {
                None
            }
        }
        Format::OneOf(values) => {
            if pattern || comparison == Comparison::StringEqualsIgnoreCase || values.contains(&text.as_str()) {
                return None;
            }
            let listed: Vec<String> = values.iter().map(|value| format!("`{value}`")).collect();
            let near = nearest(&text, values.iter().copied()).map(str::to_owned);
            Some(Finding::Never(format!("Its values are {}.", listed.join(", ")), near))
        }
    }
}

/// Whether a value that fits the pattern can begin with `start`.
fn common_start(value: &Text, start: &str) -> bool {
    match value.pieces.first() {
        Some(Piece::Literal(literal)) => {
            literal.starts_with(start) || value.has_wildcard() && start.starts_with(literal)
        }
        Some(_) => true,
        None => false,
    }
}

fn region(value: &Text, pattern: bool, text: &str, catalog: Catalog<'_>) -> Option<Finding> {
    let known = || catalog.partitions().flat_map(|partition| partition.regions());
    if pattern {
        let fits = known().any(|region| value.matches(region.name()));
        return if fits { None } else { never("No region of AWS fits this pattern.") };
    }
    if catalog.region(text).is_some() {
        return None;
    }
    let names: Vec<&str> = known().map(|region| region.name()).collect();
    let near = nearest(text, names).map(str::to_owned);
    Some(Finding::Never(format!("AWS had no such region on {}, the catalog's date.", catalog.date()), near))
}

/// Whether a range lies in one that is never a public source address.
fn is_private(range: &str) -> bool {
    let (address, bits) = range.split_once('/').unwrap_or((range, ""));
    match address.parse() {
        Ok(std::net::IpAddr::V4(address)) => {
            let bits: u32 = bits.parse().unwrap_or(32);
            PRIVATE_V4.iter().any(|(network, length)| {
                let length = u32::from(*length);
                let mask = u32::MAX.checked_shl(32 - length).unwrap_or(0);
                bits >= length && address.to_bits() & mask == u32::from_be_bytes(*network)
            })
        }
        Ok(std::net::IpAddr::V6(address)) => {
            let bits: u32 = bits.parse().unwrap_or(128);
            address.is_unique_local() && bits >= 7 || address.is_unicast_link_local() && bits >= 10
        }
        Err(_) => false,
    }
}

fn report(statement: &Statement, context: &Context<'_>, atom: &Atom, value: &Text, finding: Finding) -> Diagnostic {
    let place = edits::Place::of(statement, atom, context.sources);
    let name = &atom.key.name;
    let diagnostic = match finding {
        Finding::Never(what, near) => {
            let message = format!("`{name}` is never \"{value}\"");
            let diagnostic = Diagnostic::error(rule::VALUE_FORMAT, place.span(), message).note(what);
            match near {
                Some(near) => diagnostic.note(format!("Did you mean \"{near}\"?")),
                None => diagnostic,
            }
        }
        Finding::Hardly(what) => {
            Diagnostic::warning(rule::VALUE_FORMAT, place.span(), format!("`{name}` is hardly ever \"{value}\""))
                .note(what)
        }
        Finding::Starred => {
            let message = format!("`{name}` is never \"{value}\"");
            Diagnostic::error(rule::VALUE_FORMAT, place.span(), message)
                .note("A `*` that comes from an input stands for a star, and no account, region or service has one.")
                .note("A wildcard is written where the value is used, or in a `let`.")
        }
        Finding::Itself => {
            let message = format!("`{name}` is compared with itself, and restricts nothing");
            Diagnostic::error(rule::VALUE_FORMAT, place.span(), message)
                .note("A key that is there is always what it is. Compare it with a value, or with another key.")
        }
        Finding::Private => {
            let message = format!("`{name}` is the public address of the caller, and never in {value}");
            Diagnostic::error(rule::PRIVATE_ADDRESS, place.span(), message)
                .note("Requests through a VPC endpoint carry `aws:VpcSourceIp` in its place, with `aws:SourceVpc`.")
        }
        Finding::Every => {
            let message = format!("{value} is every address: the condition on `{name}` restricts nothing");
            Diagnostic::error(rule::EVERY_ADDRESS, place.span(), message)
                .note("Name the networks that are meant, or leave the condition out.")
        }
    };
    if place.is_own() { diagnostic } else { diagnostic.related(atom.span, "the test") }
}
