//! What `except` takes out, and the levels of actions.

use super::Expanded;
use crate::diagnostic::{Diagnostic, rule};
use crate::lower::exception::clause;
use crate::source::SourceMap;
use crate::typed::{ActionKind, ActionTerm, Level};
use whit_catalog::{Action, Service};

/// The actions that `except` takes out, and which of its terms did.
pub(super) struct Removed<'t> {
    /// Its terms.
    pub(super) terms: &'t [ActionTerm],
    hit: Vec<bool>,
}

impl<'t> Removed<'t> {
    /// Of the terms behind `except`.
    pub(super) fn of(terms: &'t [ActionTerm]) -> Self {
        Self { terms, hit: vec![false; terms.len()] }
    }

    /// Whether an action is taken out; `services` are those of a level that names none.
    pub(super) fn takes(&mut self, action: Action, services: &[&str]) -> bool {
        let mut taken = false;
        for (term, hit) in self.terms.iter().zip(&mut self.hit) {
            let matches = match &term.kind {
                ActionKind::Any => true,
                ActionKind::Named(name) | ActionKind::Uncatalogued(name) => {
                    name.eq_ignore_ascii_case(&action.full_name())
                }
                ActionKind::Pattern(pattern) => glob(pattern, &action.full_name()),
                ActionKind::Level { service, level } => {
                    let prefix = action.service().prefix();
                    let of_service = match service {
                        Some(service) => service.eq_ignore_ascii_case(prefix),
                        None => services.iter().any(|service| service.eq_ignore_ascii_case(prefix)),
                    };
                    of_service && level.holds(action.level())
                }
            };
            *hit |= matches;
            taken |= matches;
        }
        taken
    }

    /// Whether an action that the catalog lacks is taken out.
    pub(super) fn takes_name(&mut self, name: &str) -> bool {
        let mut taken = false;
        for (term, hit) in self.terms.iter().zip(&mut self.hit) {
            let matches = match &term.kind {
                ActionKind::Any => true,
                ActionKind::Named(other) | ActionKind::Uncatalogued(other) => other.eq_ignore_ascii_case(name),
                ActionKind::Pattern(pattern) => glob(pattern, name),
                ActionKind::Level { .. } => false,
            };
            *hit |= matches;
            taken |= matches;
        }
        taken
    }

    /// An `except` that takes nothing out is a slip, or an action that AWS moved to another level.
    pub(super) fn check(&self, sources: Option<&SourceMap>, expanded: &mut Expanded) {
        for (term, hit) in self.terms.iter().zip(&self.hit) {
            if *hit {
                continue;
            }
            let warning = Diagnostic::warning(rule::UNUSED_EXCEPT, term.span, "this `except` takes nothing out")
                .note("None of the actions before `except` is among what stands here.");
            let alone = sources.filter(|_| self.terms.len() == 1);
            expanded.warnings.push(match alone.and_then(|sources| clause(sources, "except", term.span)) {
                Some(clause) => warning.fix("leave it out", clause, ""),
                None => warning,
            });
        }
    }
}

/// The actions of a level.
pub(super) fn of_level(service: Service<'_>, level: Level) -> impl Iterator<Item = Action<'_>> {
    service.actions().filter(move |action| level.holds(action.level()))
}

/// Whether an action pattern takes a name in: `*` any run, `?` any one character, case ignored.
fn glob(pattern: &str, name: &str) -> bool {
    let (pattern, name) = (pattern.as_bytes(), name.as_bytes());
    let (mut at, mut position) = (0, 0);
    // Where to take up again after the last `*`: behind it in the pattern, one further in the name.
    let mut again: Option<(usize, usize)> = None;
    while position < name.len() {
        match (pattern.get(at), name.get(position)) {
            (Some(b'*'), _) => {
                again = Some((at + 1, position));
                at += 1;
            }
            (Some(b'?'), Some(_)) => {
                at += 1;
                position += 1;
            }
            (Some(left), Some(right)) if left.eq_ignore_ascii_case(right) => {
                at += 1;
                position += 1;
            }
            _ => match again {
                Some((behind, taken)) => {
                    at = behind;
                    position = taken + 1;
                    again = Some((behind, taken + 1));
                }
                None => return false,
            },
        }
    }
    pattern.get(at..).is_some_and(|rest| rest.iter().all(|byte| *byte == b'*'))
}

#[cfg(test)]
mod tests {
    use super::glob;

    #[test]
    fn patterns_take_names_in_as_iam_does() {
        for (pattern, name, expected) in [
            ("s3:Get*", "s3:GetObject", true),
            ("s3:get*", "S3:GETOBJECT", true),
            ("s3:Get*", "s3:PutObject", false),
            ("s3:*Acl", "s3:GetObjectAcl", true),
            ("s3:*Acl", "s3:GetObjectAclX", false),
            ("s3:Get?bject", "s3:GetObject", true),
            ("s3:Get?bject", "s3:Getbject", false),
            ("s3:*t*t*", "s3:GetObject", true),
            ("s3:GetObject", "s3:GetObject", true),
            ("s3:GetObject*", "s3:GetObject", true),
            ("s3:GetObject?", "s3:GetObject", false),
            ("*", "s3:GetObject", true),
        ] {
            assert_eq!(glob(pattern, name), expected, "{pattern} {name}");
        }
    }
}
