//! Conditions: which comparison a key's type takes, quantifiers, and what `!=`, `none` and `k?` stand for.

use super::Checker;
use super::key::WrittenKey;
use super::program::{Comparing, Condition, Expr, ExprKind, Key, TextPart, Values};
use super::types::Type;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{self, Operator};
use crate::typed::{Comparison, KeyType, Quantifier};

impl Checker<'_> {
    /// A condition on the request.
    pub(super) fn condition(&mut self, tree: &tree::Expr) -> Condition {
        use tree::ExprKind as Tree;
        match &tree.kind {
            Tree::Group(inner) => self.condition(inner),
            Tree::Not(inner) => Condition::Not(Box::new(self.condition(inner))),
            Tree::And(parts) => Condition::And(parts.iter().map(|part| self.condition(part)).collect()),
            Tree::Or(parts) => {
                if let Some(mixed) = parts.iter().find(|part| matches!(part.kind, Tree::And(_))) {
                    self.report(
                        Diagnostic::warning(
                            rule::MIXED_CONNECTIVES,
                            mixed.span,
                            "`and` and `or` are mixed without parentheses",
                        )
                        .label("`and` is the tighter one")
                        .fix_around("write the parentheses", mixed.span, "(", ")")
                        .safe(),
                    );
                }
                Condition::Or(parts.iter().map(|part| self.condition(part)).collect())
            }
            Tree::Presence { exists, key } => self.presence(tree.span, *exists, key),
            Tree::Compare { quantifier, left, right, ignoring_case } => {
                if let Some(found) = self.quoted_key(left).or_else(|| self.key_behind(left, right.as_ref())) {
                    self.report(found);
                    return Condition::Value(Expr { span: tree.span, kind: ExprKind::Error });
                }
                if quantifier.is_none() && !self.is_key(left) {
                    return self.value_condition(tree);
                }
                self.comparison(tree.span, *quantifier, left, right.as_ref(), *ignoring_case)
            }
            Tree::Call { callee, arguments } if !self.is_key(tree) => match &callee.kind {
                Tree::Name(path) => self.guard_call(tree.span, path, arguments),
                _ => self.value_condition(tree),
            },
            _ if self.is_key(tree) => self.bool_key(tree),
            _ => self.value_condition(tree),
        }
    }

    /// A condition as a value: for a `let`, or an argument.
    pub(super) fn condition_value(&mut self, tree: &tree::Expr) -> (Expr, Type) {
        let span = tree.span;
        let simple = |kind, ty| (Expr { span, kind }, ty);
        match self.condition(tree) {
            Condition::Value(expr) => (expr, Type::Bool),
            Condition::Held(expr) => (expr, Type::Condition),
            condition => match known(&condition) {
                Some(kind) => simple(kind, Type::Bool),
                None => simple(ExprKind::Condition(Box::new(condition)), Type::Condition),
            },
        }
    }

    fn value_condition(&mut self, tree: &tree::Expr) -> Condition {
        if let Some(found) = super::mismatch::iam_condition(tree) {
            self.report(found);
            return Condition::Value(Expr { span: tree.span, kind: ExprKind::Error });
        }
        let (expr, ty) = self.expr(tree, Some(&Type::Condition));
        if !ty.fits(&Type::Condition) {
            self.report(
                Diagnostic::error(
                    rule::TYPE_MISMATCH,
                    tree.span,
                    format!("a condition is wanted here, not {}", ty.described()),
                )
                .note("A condition compares a condition key: `aws:SourceIp in [203.0.113.0/24]`, or is a guard."),
            );
            return Condition::Value(Expr { span: tree.span, kind: ExprKind::Error });
        }
        match expr.kind {
            ExprKind::Condition(condition) => *condition,
            _ if ty == Type::Condition => Condition::Held(expr),
            _ => Condition::Value(expr),
        }
    }

    fn presence(&mut self, span: Span, exists: bool, tree: &tree::Expr) -> Condition {
        let trees: Vec<&tree::Expr> = match &tree.kind {
            tree::ExprKind::List(elements) => elements.iter().map(|element| &element.value).collect(),
            _ => vec![tree],
        };
        let mut parts = Vec::new();
        for tree in trees {
            let Some(written) = self.key(tree) else {
                parts.push(Condition::Value(Expr { span, kind: ExprKind::Error }));
                continue;
            };
            if written.optional {
                self.report(
                    Diagnostic::error(rule::OPERATOR, written.span, "`?` has no meaning behind `exists` and `missing`")
                        .note("`k?` is for comparisons: `missing k or` the comparison."),
                );
            }
            let atom = Condition::Exists(written.span, written.key);
            parts.push(if exists { atom } else { Condition::Not(Box::new(atom)) });
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => Condition::And(parts),
        }
    }

    /// A bare key.
    fn bool_key(&mut self, tree: &tree::Expr) -> Condition {
        let Some(written) = self.key(tree) else {
            return Condition::Value(Expr { span: tree.span, kind: ExprKind::Error });
        };
        if written.key.ty != KeyType::Bool {
            self.report(
                Diagnostic::error(
                    rule::OPERATOR,
                    tree.span,
                    format!("this key is a {}: compare it", type_word(written.key.ty)),
                )
                .note("Only a Bool key is a condition by itself. `exists k` asks whether the request carries it."),
            );
            return Condition::Value(Expr { span: tree.span, kind: ExprKind::Error });
        }
        let value = Expr { span: tree.span, kind: ExprKind::Bool(true) };
        self.finish(tree.span, written, None, Comparison::Bool, false, Values::Expr(value))
    }

    fn comparison(
        &mut self,
        span: Span,
        quantifier: Option<Spanned<tree::Quantifier>>,
        left: &tree::Expr,
        right: Option<&(Spanned<Operator>, Box<tree::Expr>)>,
        ignoring_case: bool,
    ) -> Condition {
        let error = Condition::Value(Expr { span, kind: ExprKind::Error });
        let Some(written) = self.key(left) else {
            if let Some((_, right)) = right {
                if self.is_key(right) {
                    self.key(right);
                } else {
                    drop(self.expr(right, None));
                }
            }
            return error;
        };
        let Some((operator, right)) = right else {
            self.report(
                Diagnostic::error(rule::OPERATOR, span, "a comparison is missing behind the key")
                    .note("For example `any aws:TagKeys in [\"team\"]`; `exists k` asks whether there is a value."),
            );
            return error;
        };
        if !self.quantified(&written, quantifier) {
            return error;
        }
        let Some((comparison, negated)) = self.operator(&written, *operator, ignoring_case) else { return error };
        let listed = matches!(operator.value, Operator::In | Operator::NotIn);
        let with_key = self.is_key(right) && !listed;
        // AWS fills in variables in texts only, and compares the address of an instance with that of the request as a
        // text itself (IAM User Guide, "AWS global condition context keys", aws:Ec2InstanceSourcePrivateIPv4).
        let comparison =
            if with_key && comparison == Comparison::IpAddress { Comparison::StringEquals } else { comparison };
        let values = if with_key {
            match self.other_key(&written, right, comparison) {
                Some(Sides::AsWritten(values)) => values,
                Some(Sides::Swapped(key, values)) => {
                    let written = WrittenKey { key, ..written };
                    return self.finish(span, written, quantifier.map(|q| q.value), comparison, negated, values);
                }
                None => return error,
            }
        } else {
            Values::Expr(self.values(&written, *operator, right, comparison))
        };
        self.finish(span, written, quantifier.map(|q| q.value), comparison, negated, values)
    }

    /// Whether the quantifier is as the key wants it.
    fn quantified(&mut self, written: &WrittenKey, quantifier: Option<Spanned<tree::Quantifier>>) -> bool {
        match (written.key.multi_valued, quantifier) {
            (true, None) => {
                let at = written.span;
                let start = Span { end: at.start, ..at };
                let mut diagnostic = Diagnostic::error(
                    rule::QUANTIFIER,
                    at,
                    "a request may carry several values of this key: say which",
                )
                .note(
                    "`any`: some value satisfies it. `all`: there is a value, and all satisfy it. `none`: not `any`.",
                );
                // `none` leaves requests without the key in, which is hardly what the plain comparison was meant to say.
                for word in ["any", "all"] {
                    diagnostic = diagnostic.fix(format!("write `{word}`"), start, format!("{word} "));
                }
                self.report(diagnostic);
                false
            }
            (false, Some(quantifier)) => {
                let gap = Span { end: written.span.start, ..quantifier.span };
                let found = Diagnostic::error(
                    rule::QUANTIFIER,
                    quantifier.span,
                    "a request carries at most one value of this key",
                )
                .label("no quantifier");
                self.report(match quantifier.value {
                    tree::Quantifier::None => found.fix("write `not`", quantifier.span, "not").safe(),
                    _ => found.fix("take it away", gap, "").safe(),
                });
                false
            }
            _ => true,
        }
    }

    /// The comparison that an operator means for a key, and whether negated.
    fn operator(
        &mut self,
        written: &WrittenKey,
        operator: Spanned<Operator>,
        ignoring_case: bool,
    ) -> Option<(Comparison, bool)> {
        use Comparison as C;
        use KeyType as T;
        use Operator as O;
        let ty = written.key.ty;
        let negated = matches!(operator.value, O::NotEqual | O::NotIn | O::NotLike);
        let comparison = match (operator.value, ty) {
            (O::Equal | O::NotEqual | O::In | O::NotIn, T::String) if ignoring_case => Some(C::StringEqualsIgnoreCase),
            _ if ignoring_case => {
                self.report(Diagnostic::error(
                    rule::OPERATOR,
                    operator.span,
                    "`ignoring case` goes with `==`, `!=`, `in` and `not in` of String keys only",
                ));
                return None;
            }
            (O::Equal | O::NotEqual | O::In | O::NotIn, T::String) => Some(C::StringEquals),
            (O::Equal | O::NotEqual | O::In | O::NotIn, T::Numeric) => Some(C::NumericEquals),
            (O::Equal | O::NotEqual | O::In | O::NotIn, T::Date) => Some(C::DateEquals),
            (O::Equal | O::NotEqual, T::Bool) => Some(C::Bool),
            (O::Equal | O::NotEqual | O::In | O::NotIn, T::Binary) => Some(C::BinaryEquals),
            (O::Equal | O::NotEqual | O::In | O::NotIn, T::Ip) => Some(C::IpAddress),
            (O::Equal | O::NotEqual | O::In | O::NotIn, T::Arn) => Some(C::ArnEquals),
            (O::Like | O::NotLike, T::String) => Some(C::StringLike),
            (O::Like | O::NotLike, T::Arn) => Some(C::ArnLike),
            (O::Less, T::Numeric) => Some(C::NumericLessThan),
            (O::LessEqual, T::Numeric) => Some(C::NumericLessThanEquals),
            (O::Greater, T::Numeric) => Some(C::NumericGreaterThan),
            (O::GreaterEqual, T::Numeric) => Some(C::NumericGreaterThanEquals),
            (O::Less, T::Date) => Some(C::DateLessThan),
            (O::LessEqual, T::Date) => Some(C::DateLessThanEquals),
            (O::Greater, T::Date) => Some(C::DateGreaterThan),
            (O::GreaterEqual, T::Date) => Some(C::DateGreaterThanEquals),
            _ => None,
        };
        let Some(comparison) = comparison else {
            let allowed = match ty {
                T::String | T::Arn => "`==`, `!=`, `in`, `not in`, `like`, `not like`",
                T::Numeric | T::Date => "`==`, `!=`, `in`, `not in`, `<`, `<=`, `>`, `>=`",
                T::Bool => "`==` and `!=` with `true` or `false`, or the key alone",
                T::Binary | T::Ip => "`==`, `!=`, `in`, `not in`",
            };
            self.report(
                Diagnostic::error(
                    rule::OPERATOR,
                    operator.span,
                    format!("{} key is not compared like this", a_type(ty)),
                )
                .note(format!("It takes {allowed}.")),
            );
            return None;
        };
        Some((comparison, negated))
    }

    /// The values of a comparison, of the type that the key wants.
    fn values(
        &mut self,
        written: &WrittenKey,
        operator: Spanned<Operator>,
        right: &tree::Expr,
        comparison: Comparison,
    ) -> Expr {
        use Operator as O;
        let single = !matches!(operator.value, O::In | O::NotIn | O::Like | O::NotLike);
        // A pattern is no member of a union; the union checks whole values.
        let item = match comparison {
            Comparison::StringLike => Type::String,
            _ => written.value_type(),
        };
        // A pattern in a string need not be a whole ARN to the letter; its six segments are checked when it is known.
        let pattern_in_string = comparison == Comparison::ArnLike;
        let wanted = Type::List(Box::new(item.clone()));
        let hint = if single { &item } else { &wanted };
        let (expr, ty) =
            if pattern_in_string { self.expr(right, Some(&Type::String)) } else { self.expr(right, Some(hint)) };
        let element = ty.element();
        let duration = item == Type::Decimal && *element == Type::Duration;
        let string = pattern_in_string && element.fits(&Type::String);
        let listed = single && matches!(ty, Type::List(_));
        let regions = matches!(ty, Type::List(_)) && matches!(expr.kind, ExprKind::Env(_));
        if listed && !regions && !matches!(ty.element(), Type::Error) {
            let found = Diagnostic::error(rule::OPERATOR, right.span, "one value is wanted here, not a list")
                .note("Compare with a list by `in` or `not in`.");
            self.report(match operator.value {
                O::Equal => found.fix("write `in`", operator.span, "in").safe(),
                O::NotEqual => found.fix("write `not in`", operator.span, "not in").safe(),
                _ => found,
            });
            return Expr { span: right.span, kind: ExprKind::Error };
        }
        if duration || string || self.suits_value(&ty, &item) {
            return expr;
        }
        let found = self.odd_value(right, &item).unwrap_or_else(|| {
            let message = format!("this key is compared with {}, not with {}", item.described(), ty.described());
            Diagnostic::error(rule::TYPE_MISMATCH, right.span, message)
        });
        self.report(found.related(written.span, format!("{} key", a_type(written.key.ty))));
        Expr { span: right.span, kind: ExprKind::Error }
    }

    fn suits_value(&self, ty: &Type, item: &Type) -> bool {
        match ty {
            Type::List(inner) => self.suits_value(inner, item),
            ty => self.suits(ty, item),
        }
    }

    /// The other side is a key: one of the two becomes a policy variable.
    fn other_key(&mut self, left: &WrittenKey, right: &tree::Expr, comparison: Comparison) -> Option<Sides> {
        let other = self.key(right)?;
        if !matches!(
            comparison,
            Comparison::StringEquals
                | Comparison::StringEqualsIgnoreCase
                | Comparison::StringLike
                | Comparison::ArnEquals
                | Comparison::ArnLike
        ) {
            self.report(
                Diagnostic::error(
                    rule::OPERATOR,
                    right.span,
                    "two keys are compared by `==` and `!=` of String, ARN and IpAddress keys only",
                )
                .note("AWS fills in policy variables nowhere else."),
            );
            return None;
        }
        if other.optional {
            self.report(Diagnostic::error(rule::OPERATOR, right.span, "`?` belongs to the key on the left"));
            return None;
        }
        let (left_may, right_may) = (self.may_be_variable(&left.key), self.may_be_variable(&other.key));
        let symmetric = matches!(comparison, Comparison::StringEquals | Comparison::StringEqualsIgnoreCase)
            && !left.key.multi_valued
            && !other.key.multi_valued
            && !left.optional;
        // The principal's side is the usual variable: `"aws:ResourceTag/team": "${aws:PrincipalTag/team}"`.
        let swap = symmetric && left_may && (!right_may || is_principal(&left.key) && !is_principal(&other.key));
        if swap {
            return Some(Sides::Swapped(other.key, Values::Variable(left.span, left.key.clone())));
        }
        if !right_may {
            self.report(
                Diagnostic::error(rule::BAD_VARIABLE, right.span, "neither of the two keys can be a policy variable")
                    .note(
                        "A policy variable is a key with one value that AWS fills in, such as `aws:PrincipalAccount`.",
                    ),
            );
            return None;
        }
        Some(Sides::AsWritten(Values::Variable(other.span, other.key)))
    }

    fn may_be_variable(&self, key: &Key) -> bool {
        let name: String = key
            .name
            .iter()
            .map(|part| match part {
                TextPart::Literal(text) => text.to_string(),
                _ => "x".to_owned(),
            })
            .collect();
        if key.multi_valued {
            return false;
        }
        // A tag of the resource or request: the keys that carry it may be variables, but for those of S3 objects.
        name.starts_with("request.")
            || name.starts_with("resource.")
            || self.catalog.key(&name).is_some_and(whit_catalog::Key::variable)
    }

    fn finish(
        &mut self,
        span: Span,
        written: WrittenKey,
        quantifier: Option<tree::Quantifier>,
        comparison: Comparison,
        negated: bool,
        values: Values,
    ) -> Condition {
        let missing = written.optional.then(|| Condition::Not(Box::new(Condition::Exists(span, written.key.clone()))));
        let (quantifier, none) = match quantifier {
            Some(tree::Quantifier::Any) => (Some(Quantifier::Any), false),
            Some(tree::Quantifier::All) => (Some(Quantifier::All), false),
            Some(tree::Quantifier::None) => (Some(Quantifier::Any), true),
            None => (None, false),
        };
        let inside = quantifier.is_some() && negated;
        let atom = Condition::Compare(Box::new(Comparing {
            span,
            key: written.key,
            quantifier,
            comparison,
            negated: inside,
            values,
        }));
        let atom = if none || (negated && !inside) { Condition::Not(Box::new(atom)) } else { atom };
        match missing {
            Some(missing) => Condition::Or(vec![missing, atom]),
            None => atom,
        }
    }
}

enum Sides {
    AsWritten(Values),
    Swapped(Key, Values),
}

/// Whether a key speaks of the principal.
fn is_principal(key: &Key) -> bool {
    matches!(key.name.first(), Some(TextPart::Literal(text))
        if ["aws:Principal", "aws:username", "aws:userid", "aws:SourceIdentity"].iter().any(|start| text.to_string().starts_with(start)))
}

/// A condition of values alone, as an expression.
fn known(condition: &Condition) -> Option<ExprKind> {
    let expr = |condition: &Condition| -> Option<Expr> {
        match condition {
            Condition::Value(expr) => Some(expr.clone()),
            other => known(other).map(|kind| Expr { span: Span::new(crate::source::FileId(0), 0, 0), kind }),
        }
    };
    match condition {
        Condition::Value(value) => Some(value.kind.clone()),
        Condition::Not(inner) => Some(ExprKind::Not(Box::new(expr(inner)?))),
        Condition::And(parts) => Some(ExprKind::And(parts.iter().map(expr).collect::<Option<_>>()?)),
        Condition::Or(parts) => Some(ExprKind::Or(parts.iter().map(expr).collect::<Option<_>>()?)),
        _ => None,
    }
}

/// A key's type in AWS's words, with its article.
fn a_type(ty: KeyType) -> String {
    let article = if matches!(ty, KeyType::Ip | KeyType::Arn) { "an" } else { "a" };
    format!("{article} {}", type_word(ty))
}

/// A key's type in AWS's words.
pub(super) fn type_word(ty: KeyType) -> &'static str {
    match ty {
        KeyType::String => "String",
        KeyType::Numeric => "Numeric",
        KeyType::Date => "Date",
        KeyType::Bool => "Bool",
        KeyType::Binary => "Binary",
        KeyType::Ip => "IP address",
        KeyType::Arn => "ARN",
    }
}
