//! Values and conditions: what operators join.

use super::elsewhere::Sides;
use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::limits;
use crate::syntax::tree::{Expr, ExprKind, Operator, Quantifier};

impl Reader<'_, '_> {
    /// A value, an element of a list, an argument, a condition.
    pub(super) fn value(&mut self, pair: Pair<'_>) -> Expr {
        let mut value = self.error(&pair);
        let what = if pair.as_rule() == Rule::condition { "a condition" } else { "a value" };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::disjunction => value = self.disjunction(part),
                Rule::value_except => {
                    let inner = part.into_inner().find(|inner| inner.as_rule() != Rule::k_except);
                    if let Some(inner) = inner {
                        let except = self.operand(inner, "what is left out");
                        let span = value.span.to(except.span);
                        value = Expr { span, kind: ExprKind::Except(Box::new(value), Box::new(except)) };
                    }
                }
                _ => value = self.term(part, what),
            }
        }
        value
    }

    /// A disjunction by itself.
    pub(super) fn value_of(&mut self, pair: Pair<'_>) -> Expr {
        self.operand(pair, "a condition")
    }

    fn operand(&mut self, pair: Pair<'_>, what: &str) -> Expr {
        match pair.as_rule() {
            Rule::disjunction => self.disjunction(pair),
            Rule::conjunction => self.conjunction(pair),
            Rule::comparison => self.comparison(pair),
            Rule::null_test => self.null_test(pair),
            _ => self.term(pair, what),
        }
    }

    fn disjunction(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut operands = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::k_or => {}
                Rule::x_or => self.habit(&part, "or"),
                _ => operands.push(self.operand(part, "a condition behind `or`")),
            }
        }
        joined(span, operands, ExprKind::Or)
    }

    fn conjunction(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut operands = Vec::new();
        let mut nots: Vec<Span> = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::k_and => {}
                Rule::x_and => self.habit(&part, "and"),
                Rule::not => nots.push(self.span(&part)),
                Rule::x_not => {
                    nots.push(self.span(&part));
                    self.exclamation(&part);
                }
                _ => {
                    let what = if nots.is_empty() { "a condition behind `and`" } else { "a condition behind `not`" };
                    let operand = self.operand(part, what);
                    operands.push(self.negated(std::mem::take(&mut nots), operand));
                }
            }
        }
        joined(span, operands, ExprKind::And)
    }

    fn negated(&mut self, nots: Vec<Span>, operand: Expr) -> Expr {
        if let Some(beyond) = nots.get(limits::DEPTH) {
            let message = format!("a chain of more than {} `not`", limits::DEPTH);
            self.diagnostics.push(Diagnostic::error(rule::NESTING, *beyond, message));
            return Expr { kind: ExprKind::Error, ..operand };
        }
        nots.into_iter()
            .rev()
            .fold(operand, |inner, not| Expr { span: not.to(inner.span), kind: ExprKind::Not(Box::new(inner)) })
    }

    /// `&&`, `||`.
    fn habit(&mut self, node: &Pair<'_>, word: &str) {
        let place = self.span(node);
        let message = format!("`{}` is written `{word}`", node.as_str());
        let found = Diagnostic::error(rule::SYNTAX, place, message);
        let text = self.spaced(place, word);
        self.slip(node, found.fix(format!("write `{word}`"), place, text).safe());
    }

    fn exclamation(&mut self, node: &Pair<'_>) {
        let place = self.span(node);
        let found = Diagnostic::error(rule::SYNTAX, place, format!("`{}` is written `not`", node.as_str()));
        let text = self.spaced(place, "not");
        self.slip(node, found.fix("write `not`", place, text).safe());
    }

    /// `word` with the spaces that it needs in the place of an operator.
    pub(super) fn spaced(&self, place: Span, word: &str) -> String {
        let text = self.source.text;
        let before = text
            .get(..place.start as usize)
            .is_some_and(|text| text.ends_with(|char: char| !char.is_whitespace() && char != '('));
        let after =
            text.get(place.end as usize..).is_some_and(|text| text.starts_with(|char: char| !char.is_whitespace()));
        format!("{}{word}{}", if before { " " } else { "" }, if after { " " } else { "" })
    }

    fn null_test(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut exists = true;
        let mut key = self.error(&pair);
        for part in pair.into_inner() {
            if part.as_rule() == Rule::presence {
                exists = part.as_str() == "exists";
            } else {
                key = self.term(part, "a condition key");
            }
        }
        Expr { span, kind: ExprKind::Presence { exists, key: Box::new(key) } }
    }

    fn comparison(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let mut quantifier = None;
        let mut left = None;
        let mut right: Option<(Pair<'_>, Expr)> = None;
        let mut pending = None;
        let mut ignoring_case = false;
        let mut chained = false;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::x_prefixed => return self.prefixed(part),
                Rule::quantifier => {
                    let value = match part.as_str() {
                        "any" => Quantifier::Any,
                        "all" => Quantifier::All,
                        _ => Quantifier::None,
                    };
                    quantifier = Some(Spanned { span: self.span(&part), value });
                }
                Rule::operator => {
                    if right.is_some() && !chained {
                        chained = true;
                        self.chain(&part);
                    }
                    pending = Some(part);
                }
                Rule::ignoring => ignoring_case = true,
                _ => {
                    let what = if left.is_none() { "a value" } else { "a value to compare with" };
                    let term = self.term(part, what);
                    match pending.take() {
                        None => left = Some(term),
                        Some(sign) if !chained => right = Some((sign, term)),
                        Some(_) => {}
                    }
                }
            }
        }
        let Some(left) = left.filter(|_| !chained) else { return Expr { span, kind: ExprKind::Error } };
        if let Some((sign, _)) = &right
            && let Some(found) = entity(&left, sign.as_str())
        {
            self.slip(sign, found);
            return Expr { span, kind: ExprKind::Error };
        }
        let right = match right {
            None if quantifier.is_none() => return left,
            None => None,
            Some((sign, right)) => match operator(sign.as_str()) {
                Some(value) => Some((Spanned { span: self.span(&sign), value }, Box::new(right))),
                None => return self.foreign_comparison(span, Sides { quantifier, left, sign, right }),
            },
        };
        Expr { span, kind: ExprKind::Compare { quantifier, left: Box::new(left), right, ignoring_case } }
    }

    fn chain(&mut self, node: &Pair<'_>) {
        let found = Diagnostic::error(rule::SYNTAX, self.span(node), "comparisons do not chain")
            .note("Join two with `and`: `a < b and b < c`.");
        self.mistake(node, found);
    }
}

/// One operand, or several joined; iterative chains cost no depth.
fn joined(span: Span, mut operands: Vec<Expr>, join: fn(Vec<Expr>) -> ExprKind) -> Expr {
    match (operands.len(), operands.pop()) {
        (1, Some(only)) => only,
        (_, Some(last)) => {
            operands.push(last);
            Expr { span, kind: join(operands) }
        }
        (_, None) => Expr { span, kind: ExprKind::Error },
    }
}

/// The operator of a text, if it is one of the language.
fn operator(text: &str) -> Option<Operator> {
    Some(match text {
        "==" => Operator::Equal,
        "!=" => Operator::NotEqual,
        "<" => Operator::Less,
        "<=" => Operator::LessEqual,
        ">" => Operator::Greater,
        ">=" => Operator::GreaterEqual,
        "in" => Operator::In,
        "like" => Operator::Like,
        _ if text.starts_with("not") && text.ends_with("in") => Operator::NotIn,
        _ if text.starts_with("not") && text.ends_with("like") => Operator::NotLike,
        _ => return None,
    })
}

/// `principal == …`, `resource in …`: what Cedar compares stands in a clause here.
fn entity(left: &Expr, sign: &str) -> Option<Diagnostic> {
    let ExprKind::Name(names) = &left.kind else { return None };
    let [name] = names.as_slice() else { return None };
    let note = match name.value.as_str() {
        _ if sign == "has" => return None,
        "principal" => "Who may act stands behind `to`; a tag of the principal is `principal.team`.",
        "resource" => "The resources stand behind `on`; a tag of the resource is `resource.team`.",
        "action" => "The actions stand right behind `allow` and `deny`.",
        _ => return None,
    };
    let message = format!("`{}` itself is not compared", name.value);
    Some(Diagnostic::error(rule::SYNTAX, left.span, message).note(note))
}
