//! Principals of the JSON.

use whit_iam::{PrincipalElement, PrincipalKind, Principals, Statement, StatementPositions};

use super::text::{escaped, is_one_line};
use super::{Kind, Said, Scene};

/// Behind `to`; none where the kind has no such clause.
pub(super) fn of_statement(
    scene: &Scene,
    statement: &Statement,
    place: &StatementPositions,
) -> Said<Option<Vec<String>>> {
    let range = place.principal.clone().unwrap_or_else(|| place.whole.clone());
    let everyone = statement.principal.as_ref().is_some_and(is_everyone);
    match (scene.kind, &statement.principal) {
        (Kind::Rcp | Kind::Endpoint, Some(_)) if everyone => Ok(None),
        (Kind::Rcp | Kind::Endpoint, Some(PrincipalElement::Principal(_))) => Err(scene.refuse(
            &range,
            format!("an `{}` policy names no single principal", scene.kind.word()),
            "Ask for it in the condition: `when aws:PrincipalArn == …`.",
        )),
        (Kind::Rcp | Kind::Endpoint, None) => Err(scene.refuse(&place.whole, "the statement has no `Principal`", "It is `\"*\"` here.")),
        (Kind::Resource, Some(PrincipalElement::Principal(principals))) => terms(scene, principals, place).map(Some),
        (Kind::Resource | Kind::Trust, None) => {
            Err(scene.refuse(&place.whole, "the statement has no `Principal`", "A policy of this kind says for whom."))
        }
        (_, Some(PrincipalElement::NotPrincipal(_))) => Err(not_principal(scene, &range)),
        (Kind::Trust, Some(PrincipalElement::Principal(principals))) => terms(scene, principals, place).map(Some),
        (_, None) => Ok(None),
        (_, Some(_)) => Err(scene.refuse(
            &range,
            "a policy of this kind has no `Principal`",
            "With principals it is the policy of a resource, an endpoint policy, an RCP or a trust: `--kind` says which.",
        )),
    }
}

/// `NotPrincipal`
pub(super) fn not_principal(scene: &Scene, range: &std::ops::Range<usize>) -> Box<crate::diagnostic::Diagnostic> {
    scene.refuse(
        range,
        "Whit has no form for `NotPrincipal`",
        "AWS matches it by account, role and session at once; write `deny … to anyone unless aws:PrincipalArn == …`.",
    )
}

/// `"*"`, or `{"AWS": "*"}`.
pub(super) fn is_everyone(element: &PrincipalElement) -> bool {
    let PrincipalElement::Principal(principals) = element else { return false };
    match principals {
        Principals::Everyone => true,
        Principals::Of(map) => {
            map.len() == 1 && map.get(&PrincipalKind::Aws).is_some_and(|values| values.iter().all(|value| value == "*"))
        }
    }
}

/// Each principal as Whit writes it.
pub(super) fn terms(scene: &Scene, principals: &Principals, place: &StatementPositions) -> Said<Vec<String>> {
    let map = match principals {
        Principals::Everyone => return Ok(vec!["anyone".to_owned()]),
        Principals::Of(map) => map,
    };
    let mut terms: Vec<String> = Vec::new();
    for (kind, values) in map {
        for value in values {
            let term = term(scene, *kind, value, place)?;
            if !terms.contains(&term) {
                terms.push(term);
            }
        }
    }
    Ok(terms)
}

/// One principal.
pub(super) fn term(scene: &Scene, kind: PrincipalKind, value: &str, place: &StatementPositions) -> Said<String> {
    let range = place.principal.clone().unwrap_or_else(|| place.whole.clone());
    if value == "*" && kind == PrincipalKind::Aws {
        return Ok("anyone".to_owned());
    }
    if value.contains(['*', '?', '$']) || !is_one_line(value) || value.is_empty() {
        let note = "AWS matches principals to the letter: no wildcards, no variables.";
        return Err(scene.refuse(&range, format!("\"{}\" is no principal", value.escape_debug()), note));
    }
    let quoted = format!("\"{}\"", escaped(value));
    Ok(match kind {
        PrincipalKind::Service if value.contains('.') => format!("service({quoted})"),
        PrincipalKind::Service => {
            return Err(scene.refuse(&range, format!("\"{value}\" is no service principal"), "It is a host: `lambda.amazonaws.com`."));
        }
        PrincipalKind::CanonicalUser => format!("canonical_user({quoted})"),
        PrincipalKind::Federated if value.starts_with("arn:") || whit_iam::BUILT_IN_PROVIDERS.contains(&value) => {
            format!("federated({quoted})")
        }
        PrincipalKind::Federated => {
            let note = "Write the ARN of the provider: `arn:aws:iam::111122223333:oidc-provider/HOST`.";
            return Err(scene.refuse(&range, format!("the account of the provider \"{value}\" is not known"), note));
        }
        PrincipalKind::Aws => aws(value).ok_or_else(|| {
            let note = "It is an account, or the ARN of a user, role or session. An id such as `AIDA…` stands where IAM \
                        replaced the ARN of somebody who was deleted.";
            scene.refuse(&range, format!("\"{value}\" is no principal that Whit can name"), note)
        })?,
    })
}

fn aws(value: &str) -> Option<String> {
    let is_account = |text: &str| text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    if is_account(value) {
        return Some(format!("account({value})"));
    }
    let segments: Vec<&str> = value.splitn(6, ':').collect();
    let [scheme, partition, service, region, account, resource] = segments.as_slice() else { return None };
    if *scheme != "arn" || resource.is_empty() {
        return None;
    }
    if (*partition, *region) == ("aws", "") && is_account(account) {
        let of = |what: &str, name: &str| format!("{what}(\"{}\", account: {account})", escaped(name));
        match (*service, resource.split_once('/')) {
            ("iam", None) if *resource == "root" => return Some(format!("account({account})")),
            ("iam", Some((what @ ("role" | "user"), name)))
                if !name.is_empty() && !name.starts_with('/') && !name.ends_with('/') =>
            {
                return Some(of(what, name));
            }
            ("sts", Some(("assumed-role", name))) => {
                if let Some((role, session)) = name.split_once('/')
                    && !session.contains('/')
                {
                    let (role, session) = (escaped(role), escaped(session));
                    return Some(format!("session(\"{role}\", \"{session}\", account: {account})"));
                }
            }
            ("sts", Some(("federated-user", name))) => return Some(of("federated_user", name)),
            _ => {}
        }
    }
    let ends = |c: char| c.is_whitespace() || ",()[]{}\"\\$".contains(c);
    Some(match value.contains(ends) || value.contains("//") {
        true => format!("arn(\"{}\")", escaped(value)),
        false => value.to_owned(),
    })
}
