//! Principals from their constructors.

use super::Expander;
use super::value::Value;
use crate::check::program::{Expr, PrincipalForm};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{Piece, PrincipalKind, PrincipalTerm, Text, external};

impl Expander<'_> {
    /// `role("name", account: id)` and the others.
    pub(super) fn principal(
        &mut self,
        span: Span,
        form: PrincipalForm,
        arguments: &[Expr],
        account: Option<&Expr>,
    ) -> Option<PrincipalKind> {
        let mut texts = Vec::new();
        for argument in arguments {
            let text = self.value(argument)?.text()?;
            texts.push(self.exact(argument.span, &text)?);
        }
        let account = match account {
            Some(account) => self.value(account)?.text()?.to_value(),
            None => String::new(),
        };
        let partition = if self.detached { "aws" } else { &self.pass.place.partition };
        let mut texts = texts.into_iter();
        let first = texts.next().unwrap_or_default();
        let arn =
            |service: &str, path: String| PrincipalKind::Arn(format!("arn:{partition}:{service}::{account}:{path}"));
        Some(match form {
            PrincipalForm::Anyone => PrincipalKind::Anyone,
            PrincipalForm::Account => PrincipalKind::Account(first),
            PrincipalForm::Role | PrincipalForm::User => {
                let what = if form == PrincipalForm::Role { "role" } else { "user" };
                // A path may stand before the name, with its first slash or without.
                let name = first.strip_prefix('/').unwrap_or(&first);
                if name.is_empty() || name.ends_with('/') {
                    self.report(
                        Diagnostic::error(rule::BAD_VALUE, span, format!("{first:?} is no name of a {what}"))
                            .note(format!("`{what}(\"name\")`, or with its path, `{what}(\"/team/name\")`.")),
                    );
                    return None;
                }
                arn("iam", format!("{what}/{name}"))
            }
            PrincipalForm::Session => arn("sts", format!("assumed-role/{first}/{}", texts.next().unwrap_or_default())),
            PrincipalForm::FederatedUser => arn("sts", format!("federated-user/{first}")),
            PrincipalForm::Service => {
                if !first.contains('.') && external::names(&first).next().is_none() {
                    self.report(
                        Diagnostic::error(rule::BAD_VALUE, span, format!("{first:?} is no service principal"))
                            .note("A service principal is a host: `service(\"lambda.amazonaws.com\")`.")
                            .fix(
                                format!("write \"{first}.amazonaws.com\""),
                                span,
                                format!("service(\"{first}.amazonaws.com\")"),
                            ),
                    );
                    return None;
                }
                PrincipalKind::Service(first)
            }
            PrincipalForm::Federated => PrincipalKind::Federated(self.provider(span, first)?),
            PrincipalForm::CanonicalUser => PrincipalKind::CanonicalUser(first),
            PrincipalForm::Organization => PrincipalKind::Organization(first),
            PrincipalForm::Unit => PrincipalKind::Unit(first.trim_end_matches('/').to_owned()),
        })
    }

    /// A provider by its ARN: a host stands for the provider of the environment's account, but for AWS's built-in ones.
    fn provider(&mut self, span: Span, name: String) -> Option<String> {
        let filled = external::filled(&name, |name| self.pass.stand_in(name));
        if filled.starts_with("arn:") || whit_iam::BUILT_IN_PROVIDERS.contains(&name.as_str()) {
            return Some(name);
        }
        if let Some(host) = filled.strip_prefix("https://") {
            let message = format!("a provider is named by its host, without `https://`: {host:?}");
            self.report(
                Diagnostic::error(rule::BAD_VALUE, span, message)
                    .note("Its ARN and the keys of its claims have no `https://` either."),
            );
            return None;
        }
        let Some(account) = &self.pass.place.account else {
            self.report(
                Diagnostic::error(
                    rule::NO_ENVIRONMENT,
                    span,
                    format!("the account of the provider {name:?} is not known"),
                )
                .note("Set `account` of the environment in `whit.toml`, or write the provider's ARN."),
            );
            return None;
        };
        Some(format!("arn:{}:iam::{account}:oidc-provider/{name}", self.pass.place.partition))
    }

    /// A value in a place for principals.
    pub(super) fn principals(&mut self, span: Span, value: Value) -> Option<Vec<PrincipalTerm>> {
        Some(match value {
            Value::Principals(terms) => terms.into_iter().map(|term| PrincipalTerm { span, ..term }).collect(),
            Value::Text(text) => {
                let arn = self.exact(span, &text)?;
                vec![PrincipalTerm { span, kind: PrincipalKind::Arn(arn) }]
            }
            Value::Resource(value) => {
                let mut terms = Vec::new();
                for arn in &value.resource.arns {
                    let arn = self.exact(span, arn)?;
                    terms.push(PrincipalTerm { span, kind: PrincipalKind::Arn(arn) });
                }
                terms
            }
            Value::List(items) => {
                let mut all = Vec::new();
                for item in items.iter() {
                    all.extend(self.principals(span, item.clone())?);
                }
                all
            }
            _ => return None,
        })
    }

    /// The text of a principal: IAM matches principals to the letter, and has no form for a plain `*` in them.
    fn exact(&mut self, span: Span, text: &Text) -> Option<String> {
        let exact = text.pieces.iter().all(|piece| match piece {
            Piece::Literal(plain) => !plain.contains(['*', '?', '$']),
            Piece::External(_) => true,
            _ => false,
        });
        if !exact {
            self.report(
                Diagnostic::error(
                    rule::BAD_VALUE,
                    span,
                    "a principal is matched to the letter: no wildcards, no variables",
                )
                .note("For many principals: `to account(…)`, or `to anyone when aws:PrincipalArn like \"…\"`."),
            );
        }
        let value = text.to_value();
        if exact && value.is_empty() {
            self.report(Diagnostic::error(rule::BAD_VALUE, span, "a principal without a name is nobody"));
        }
        (exact && !value.is_empty()).then_some(value)
    }
}
