//! Conditions as formulas: guards run, values worked out, durations in the unit of their key.

use super::Expander;
use super::value::Value;
use crate::check::program::{Comparing, Condition, Expr, Form, Key, Parameter, TextPart, Values};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::external;
use crate::typed::verify::Expansion;
use crate::typed::{self, Atom, Comparison, Formula, Piece, Quantifier, Test, Text, Variable};

impl Expander<'_> {
    /// The formula of a condition; `None` when a diagnostic tells why there is none.
    pub(super) fn formula(&mut self, condition: &Condition) -> Option<Formula> {
        self.deepen();
        let formula = self.formula_inside(condition);
        self.depth -= 1;
        formula
    }

    fn formula_inside(&mut self, condition: &Condition) -> Option<Formula> {
        match condition {
            Condition::Value(expr) | Condition::Held(expr) => match self.value(expr)? {
                Value::Bool(true) => Some(Formula::True),
                Value::Bool(false) => Some(Formula::False),
                Value::Condition(formula) => Some(formula),
                _ => None,
            },
            Condition::And(parts) => {
                let parts: Vec<Option<Formula>> = parts.iter().map(|part| self.formula(part)).collect();
                let parts: Vec<Formula> = parts.into_iter().collect::<Option<_>>()?;
                Some(parts.into_iter().fold(Formula::True, Formula::and))
            }
            Condition::Or(parts) => {
                let parts: Vec<Option<Formula>> = parts.iter().map(|part| self.formula(part)).collect();
                let parts: Vec<Formula> = parts.into_iter().collect::<Option<_>>()?;
                Some(parts.into_iter().fold(Formula::False, Formula::or))
            }
            Condition::Not(inner) => self.formula(inner).map(Formula::negate),
            Condition::Exists(span, key) => {
                self.step(*span)?;
                let key = self.key(*span, key)?;
                Some(Formula::Atom(Atom { span: *span, key, test: Test::Exists }))
            }
            Condition::Compare(comparing) => self.comparison(comparing),
            Condition::Guard { span, guard, arguments } => {
                self.step(*span)?;
                let Some(Form::Guard(item)) = self.item(*guard) else { return None };
                let frame = self.frame(*span, &item.parameters, arguments)?;
                let outer = std::mem::replace(&mut self.locals, frame);
                self.trail.push(Expansion { span: *span, value: None });
                let formula = self.formula(&item.condition);
                self.trail.pop();
                self.locals = outer;
                formula
            }
        }
    }

    /// The locals of a guard or template called at `span`: the arguments worked out here, the defaults there.
    pub(super) fn frame(
        &mut self,
        span: Span,
        parameters: &[Parameter],
        arguments: &[Option<Expr>],
    ) -> Option<Vec<Option<Value>>> {
        let mut frame = Vec::with_capacity(parameters.len());
        let mut whole = true;
        for (parameter, argument) in parameters.iter().zip(arguments) {
            let value = match (argument, &parameter.default) {
                (Some(argument), _) => self.value(argument),
                (None, Some(default)) => self.value(default),
                (None, None) => None,
            };
            // One value stands for a list of one.
            let value = match (value, &parameter.ty) {
                (Some(value @ Value::List(_)), _) => Some(value),
                (Some(value), crate::check::types::Type::List(_)) => Some(Value::List(vec![value].into())),
                (value, _) => value,
            };
            let place = argument.as_ref().map_or(span, |argument| argument.span);
            whole &= value.as_ref().is_some_and(|value| self.within_bounds(place, parameter, value));
            frame.push(value);
        }
        whole.then_some(frame)
    }

    fn comparison(&mut self, comparing: &Comparing) -> Option<Formula> {
        let span = comparing.span;
        self.step(span)?;
        let key = self.key(span, &comparing.key)?;
        let values = match &comparing.values {
            Values::Variable(span, other) => {
                let other = self.key(*span, other)?;
                vec![variable(other.name)]
            }
            Values::Expr(expr) => {
                let value = self.value(expr)?;
                let mut texts = Vec::new();
                for item in flat(&value) {
                    texts.extend(self.comparable(expr.span, &key, item)?);
                }
                self.checked_values(expr.span, comparing.comparison, &texts)?;
                texts
            }
        };
        if values.is_empty() {
            // No alternative: nothing matches, and under a negated quantifier everything that is there does.
            return Some(match (comparing.quantifier, comparing.negated) {
                (Some(_), true) => Formula::Atom(Atom { span, key, test: Test::Exists }),
                _ => Formula::False,
            });
        }
        let comparison = match comparing.comparison {
            // A pattern without a wildcard is one exact ARN.
            Comparison::ArnLike if values.iter().all(|text| !text.has_wildcard()) => Comparison::ArnEquals,
            other => other,
        };
        let test = Test::Compare {
            quantifier: comparing.quantifier.map(|quantifier| match quantifier {
                Quantifier::Any => typed::Quantifier::Any,
                Quantifier::All => typed::Quantifier::All,
            }),
            comparison,
            negated: comparing.negated,
            values,
        };
        Some(Formula::Atom(Atom { span, key, test }))
    }

    /// A key with its name put together.
    pub(super) fn key(&mut self, span: Span, key: &Key) -> Option<typed::Key> {
        let name = match key.name.as_slice() {
            [TextPart::Literal(text)] => text.to_string(),
            parts => self.text(parts)?.to_value(),
        };
        if external::names(&name).next().is_some() {
            self.report(
                Diagnostic::error(
                    rule::BAD_VALUE,
                    span,
                    "the name of a condition key is known when the policy is built",
                )
                .note("An `extern` may stand in the value that it is compared with. A `param` may stand in its name."),
            );
            return None;
        }
        if name.ends_with('/') || name.chars().any(char::is_control) {
            self.report(Diagnostic::error(rule::BAD_VALUE, span, format!("`{name}` is no name of a condition key")));
            return None;
        }
        Some(typed::Key { name, ty: key.ty, multi_valued: key.multi_valued })
    }

    /// A value as the texts that a condition compares with.
    pub(super) fn comparable(&mut self, span: Span, key: &typed::Key, value: &Value) -> Option<Vec<Text>> {
        match value {
            Value::Resource(resource) => Some(resource.resource.arns.clone()),
            Value::Duration(seconds) => match in_unit(&key.name, *seconds) {
                Some(text) => Some(vec![Text::literal(text)]),
                None => {
                    self.report(
                        Diagnostic::error(rule::BAD_VALUE, span, format!("`{}` is counted in days", key.name))
                            .note("Write whole days: `7d`."),
                    );
                    None
                }
            },
            value => value.text().map(|text| vec![text]),
        }
    }

    /// What the type system cannot see: wildcards in exact ARNs, patterns that are no whole ARN.
    fn checked_values(&mut self, span: Span, comparison: Comparison, texts: &[Text]) -> Option<()> {
        match comparison {
            Comparison::ArnEquals => {
                if let Some(text) = texts.iter().find(|text| text.has_wildcard()) {
                    self.report(
                        Diagnostic::error(
                            rule::OPERATOR,
                            span,
                            format!("\"{text}\" has a wildcard: compare it by `like`"),
                        )
                        .note("`==` and `in` of an ARN key are exact; `like` takes wildcards, segment by segment."),
                    );
                    return None;
                }
            }
            Comparison::ArnLike => {
                for text in texts {
                    self.whole_arn(span, text)?;
                }
            }
            Comparison::StringEquals | Comparison::StringEqualsIgnoreCase | Comparison::StringLike => {}
            _ if texts.iter().any(|text| text.variables().next().is_some()) => {
                let message = "AWS fills in policy variables only for String and ARN keys";
                self.report(Diagnostic::error(rule::BAD_VARIABLE, span, message));
                return None;
            }
            _ if texts.iter().any(Text::is_open) => {
                self.report(
                    Diagnostic::error(rule::OPERATOR, span, "only String and ARN keys are compared with an `extern`")
                        .note("What other keys are compared with is checked by the build: a `param` may stand here."),
                );
                return None;
            }
            _ => {}
        }
        Some(())
    }
}

/// Another key as a value.
fn variable(key: String) -> Text {
    let mut text = Text::default();
    text.push(Piece::Variable(Variable { key, default: None }));
    text
}

/// The elements of a list of lists, in order.
fn flat(value: &Value) -> Vec<&Value> {
    match value {
        Value::List(items) => items.iter().flat_map(flat).collect(),
        other => vec![other],
    }
}

/// A duration in the unit of a key: `s3:signatureAge` counts milliseconds, keys with days in their name days, all
/// others seconds (S3 User Guide and Service Authorization Reference).
fn in_unit(key: &str, seconds: u64) -> Option<String> {
    let lower = key.to_ascii_lowercase();
    if lower == "s3:signatureage" {
        return Some(seconds.saturating_mul(1000).to_string());
    }
    if lower.ends_with("indays") || lower.ends_with("-days") || lower.ends_with("agedays") {
        const DAY: u64 = 24 * 60 * 60;
        return seconds.is_multiple_of(DAY).then(|| (seconds / DAY).to_string());
    }
    Some(seconds.to_string())
}
