//! The values of principals, actions and resources.

use super::document::Findings;
use super::{DocumentGrammar, GrammarRule, ShortArns};
use crate::model::{PrincipalKind, Principals, Version};
use crate::value::{Part, parse_variables, split_pattern};

/// Principals: no wildcard but a `*` alone, no variables.
pub(super) fn principals(principals: &Principals, findings: &mut Findings<'_>) {
    let Principals::Of(kinds) = principals else {
        return;
    };
    if kinds.is_empty() {
        findings.add(GrammarRule::Empty, "the principal names nobody");
    }
    for (kind, values) in kinds {
        if values.is_empty() {
            findings.add(GrammarRule::Empty, format!("`{}` in the principal has no value", kind.name()));
        }
        for value in values {
            if let Some(fault) = principal_fault(*kind, value) {
                let message = format!("the principal {value:?} of kind `{}` {fault}", kind.name());
                findings.add(GrammarRule::PrincipalValue, message);
            }
        }
    }
}

fn principal_fault(kind: PrincipalKind, value: &str) -> Option<&'static str> {
    if value.is_empty() {
        return Some("is empty");
    }
    if value == "*" {
        return match kind {
            PrincipalKind::Aws => None,
            _ => Some("may not be `*`; only `AWS` takes it"),
        };
    }
    if value.contains("${") {
        return Some("holds a policy variable, and a principal takes none");
    }
    if value.contains(['*', '?']) {
        return Some("holds a wildcard; a principal is `*` or a whole name");
    }
    match kind {
        PrincipalKind::Aws if value.starts_with("arn:") => {
            let [_, _, service, region, account, name] = split_pattern(value)[..] else {
                return Some("is no ARN of six segments");
            };
            let known = matches!(service, "iam" | "sts");
            // An origin access identity of CloudFront is a user in an account of this name.
            let is_account = account == "cloudfront" || is_account_id(account);
            if !known || !region.is_empty() || name.is_empty() {
                Some("is no ARN of an account, user, role or session")
            } else if !is_account {
                Some("has no account of twelve digits")
            } else {
                None
            }
        }
        // An account, or the unique id that IAM keeps in place of the ARN of a user or role.
        PrincipalKind::Aws => {
            let is_account = is_account_id(value);
            let is_unique_id = value.len() >= 16 && value.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            (!is_account && !is_unique_id).then_some("is no account of twelve digits, ARN or unique id")
        }
        PrincipalKind::Service => {
            let host = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
            (!value.contains('.') || !value.chars().all(host))
                .then_some("is no service principal such as `s3.amazonaws.com`")
        }
        PrincipalKind::Federated | PrincipalKind::CanonicalUser => {
            value.contains(char::is_whitespace).then_some("holds white space")
        }
    }
}

fn is_account_id(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit())
}

/// Actions: `*` or `service:name`, wildcards after the colon only, no variables.
pub(super) fn actions(values: &[String], name: &str, grammar: DocumentGrammar, findings: &mut Findings<'_>) {
    if values.is_empty() {
        findings.add(GrammarRule::Empty, format!("`{name}` has no value"));
    }
    for value in values {
        if value == "*" {
            if !grammar.bare_star_action {
                findings.add(GrammarRule::BareStarAction, "this kind of policy does not take the action `*`");
            }
        } else if let Some(fault) = action_fault(value) {
            findings.add(GrammarRule::ActionValue, format!("the action {value:?} {fault}"));
        }
    }
}

fn action_fault(value: &str) -> Option<&'static str> {
    let Some((service, name)) = value.split_once(':') else {
        return Some("is not of the form `service:name`");
    };
    if service.is_empty() || !service.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
        return Some(match service.contains(['*', '?']) {
            true => "has a wildcard in the service prefix",
            false => "has no service prefix of letters, digits and `-`",
        });
    }
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'*' | b'?' | b'-' | b'_');
    if name.is_empty() || !name.bytes().all(plain) {
        return Some("has no name of letters, digits and wildcards");
    }
    None
}

/// Resources: `*` or an ARN; no wildcard in the service segment, variables in the sixth segment only.
pub(super) fn resources(
    values: &[String],
    name: &str,
    grammar: DocumentGrammar,
    version: Version,
    findings: &mut Findings<'_>,
) {
    if values.is_empty() {
        findings.add(GrammarRule::Empty, format!("`{name}` has no value"));
    }
    for value in values.iter().filter(|value| *value != "*") {
        if let Some(fault) = resource_fault(value, grammar.short_arns) {
            findings.add(GrammarRule::ResourceValue, format!("the resource {value:?} {fault}"));
        }
        if version == Version::V2012
            && let Some(fault) = variable_fault(value)
        {
            findings.add(GrammarRule::Variable, format!("the resource {value:?} {fault}"));
        }
    }
}

fn resource_fault(value: &str, short_arns: ShortArns) -> Option<&'static str> {
    let segments = split_pattern(value);
    let Some(("arn", rest)) = segments.split_first().map(|(first, rest)| (*first, rest)) else {
        return Some("is neither `*` nor an ARN");
    };
    let is_complete = match short_arns {
        _ if segments.len() == 6 => true,
        ShortArns::Never => false,
        ShortArns::TrailingStar => value.ends_with('*'),
        ShortArns::WithWildcard => value.contains(['*', '?']),
        ShortArns::Always => true,
    };
    if !is_complete {
        return Some("is an ARN of fewer than six segments");
    }
    if segments.len() == 6 && rest.get(1).is_some_and(|service| service.contains(['*', '?'])) {
        return Some("has a wildcard in the service segment");
    }
    if rest.iter().any(|segment| segment.contains(char::is_control)) {
        return Some("holds a control character");
    }
    None
}

fn variable_fault(value: &str) -> Option<&'static str> {
    if !value.contains('$') {
        return None;
    }
    if has_malformed_variable(value) {
        return Some("holds a `${…}` that is no policy variable");
    }
    // The IAM user guide knows variables behind the fifth colon only; AWS's own policies have one for the account
    // (AmazonTimestreamInfluxDBServiceRolePolicy), none of the characters that are written so.
    let segments = split_pattern(value);
    let before = segments.iter().take(4).any(|segment| segment.contains("${"));
    let in_account = segments
        .get(4)
        .is_some_and(|segment| parse_variables(segment).iter().any(|part| matches!(part, Part::Character(_))));
    (before || in_account).then_some("holds a policy variable before the fifth colon")
}

/// Whether a `${…}` in the value is none that AWS takes.
pub(super) fn has_malformed_variable(value: &str) -> bool {
    parse_variables(value).iter().any(|part| matches!(part, Part::Malformed(_)))
}
