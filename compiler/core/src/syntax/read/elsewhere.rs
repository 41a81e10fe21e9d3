//! Comparisons as other languages write them. What is meant is read in their place.

use whit_iam::{BaseOperator, SetOperator};

use super::{Pair, Reader};
use crate::diagnostic::{Diagnostic, Edit, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Expr, ExprKind, Operator, Quantifier};

/// The two sides of a comparison and what stands between them.
pub(super) struct Sides<'p> {
    pub(super) quantifier: Option<Spanned<Quantifier>>,
    pub(super) left: Expr,
    pub(super) sign: Pair<'p>,
    pub(super) right: Expr,
}

/// An operator as Whit writes it.
struct Written {
    operator: Operator,
    word: &'static str,
    quantifier: Option<(Quantifier, &'static str)>,
    optional: bool,
}

impl Reader<'_, '_> {
    /// A comparison with an operator of another language.
    pub(super) fn foreign_comparison(&mut self, span: Span, sides: Sides<'_>) -> Expr {
        let Sides { quantifier, left, sign, right } = sides;
        let place = self.span(&sign);
        let text = sign.as_str().trim();
        match text {
            "between" => return self.between(span, &sign, &left),
            "has" => return self.has(span, &sign, &left, &right),
            _ => {}
        }
        let Some(written) = written(text) else { return Expr { span, kind: ExprKind::Error } };
        let word = written.quantifier.map_or(String::new(), |(_, word)| format!("{word} k ")) + written.word;
        let message = format!("`{}` is written `{word}`", text.trim_matches('"'));
        let mut edits = vec![Edit { span: place, text: self.spaced(place, written.word) }];
        let mut found = Diagnostic::error(rule::SYNTAX, place, message);
        let before = Span { end: left.span.start, ..left.span };
        if let Some((_, word)) = written.quantifier {
            edits.push(Edit { span: before, text: format!("{word} ") });
        }
        if written.optional {
            found = found.note("`k?` is for keys that the request may leave out.");
            edits.push(Edit { span: left.span.after(), text: "?".to_owned() });
        }
        if (text.starts_with("starts") || text.starts_with("ends")) && matches!(right.kind, ExprKind::String(_)) {
            found = found.note("In a pattern, `*` stands for any text: `k like \"a*\"`.");
            let at = if text.starts_with('s') { right.span.end - 1 } else { right.span.start + 1 };
            edits.push(Edit { span: Span { start: at, end: at, ..right.span }, text: "*".to_owned() });
        }
        found = found.edits(format!("write `{word}`"), edits);
        self.slip(&sign, if matches!(text, "=" | "===" | "!==" | "<>") { found.safe() } else { found });
        let left =
            if written.optional { Expr { span: left.span, kind: ExprKind::Optional(Box::new(left)) } } else { left };
        let quantifier = quantifier.or(written.quantifier.map(|(value, _)| Spanned { span: left.span, value }));
        let right = Some((Spanned { span: place, value: written.operator }, Box::new(right)));
        Expr { span, kind: ExprKind::Compare { quantifier, left: Box::new(left), right, ignoring_case: false } }
    }

    /// `k between a and b`
    fn between(&mut self, span: Span, sign: &Pair<'_>, left: &Expr) -> Expr {
        let found = Diagnostic::error(rule::SYNTAX, self.span(sign), "`between` is written `k >= a and k <= b`");
        let key = self.source.text.get(left.span.range()).unwrap_or("").to_owned();
        let range = sign.as_span();
        let behind = self.seen.text.get(range.end()..).unwrap_or("");
        let second = behind.find(" and ").map(|and| range.end() + and + " and ".len());
        match second {
            Some(second) => {
                let edits = [(range.start()..range.end(), ">="), (second..second, &*format!("{key} <= "))];
                self.mend(sign, found, format!("write `{key} >= … and {key} <= …`"), &edits);
            }
            None => _ = self.mistake(sign, found),
        }
        Expr { span, kind: ExprKind::Error }
    }

    /// `principal has team`
    fn has(&mut self, span: Span, sign: &Pair<'_>, left: &Expr, right: &Expr) -> Expr {
        let text = |span: Span| self.source.text.get(span.range()).unwrap_or("").to_owned();
        let found = Diagnostic::error(rule::SYNTAX, self.span(sign), "`has` is written `exists`");
        let ExprKind::Name(names) = &right.kind else {
            self.mistake(sign, found.note("`exists k` asks whether the request carries a key."));
            return Expr { span, kind: ExprKind::Error };
        };
        let whole = format!("exists {}.{}", text(left.span), text(right.span));
        self.slip(sign, found.fix(format!("write `{whole}`"), span, whole));
        match names.last() {
            Some(name) => {
                let key = Box::new(self.member(left.clone(), name.clone(), false));
                Expr { span, kind: ExprKind::Presence { exists: true, key } }
            }
            None => Expr { span, kind: ExprKind::Error },
        }
    }

    /// `StringEquals(k, v)`: what the operator compares stands behind it.
    pub(super) fn prefixed(&mut self, pair: Pair<'_>) -> Expr {
        let span = self.span(&pair);
        let node = pair.clone();
        let mut parts = pair.into_inner();
        let operator = parts.next().map_or("", |operator| operator.as_str());
        let key = parts.next().map_or("", |key| key.as_str()).trim_matches('"');
        let values: Vec<&str> = parts.map(|value| value.as_str().trim()).collect();
        let name = operator.trim_matches('"');
        let place = Span { end: span.start + u32::try_from(operator.len()).unwrap_or(0), ..span };
        let Some(written) = written(name) else { return Expr { span, kind: ExprKind::Error } };
        let quantifier = written.quantifier.map_or(String::new(), |(_, word)| format!("{word} "));
        let optional = if written.optional { "?" } else { "" };
        let listed = node.as_str().contains('[');
        let (word, value) = match (values.as_slice(), written.operator) {
            ([one], _) if !listed => (written.word, (*one).to_owned()),
            (several, Operator::Equal) => ("in", format!("[{}]", several.join(", "))),
            (several, Operator::NotEqual) => ("not in", format!("[{}]", several.join(", "))),
            (several, _) => (written.word, format!("[{}]", several.join(", "))),
        };
        let text = format!("{quantifier}{key}{optional} {word} {value}");
        let shape = format!("{quantifier}KEY{optional} {word} {}", if listed { "VALUES" } else { "VALUE" });
        let found = Diagnostic::error(rule::SYNTAX, place, format!("`{name}` is written `{shape}`"));
        let range = node.as_span().start()..node.as_span().start() + node.as_str().trim_end().len();
        self.mend(&node, found, format!("write `{text}`"), &[(range, &text)]);
        Expr { span, kind: ExprKind::Error }
    }
}

/// How an operator of another language is written.
fn written(text: &str) -> Option<Written> {
    let plain = |operator, word| Some(Written { operator, word, quantifier: None, optional: false });
    match text.to_ascii_lowercase().as_str() {
        "=" | "===" | "is" | "equals" | "eq" => return plain(Operator::Equal, "=="),
        "!==" | "<>" | "ne" => return plain(Operator::NotEqual, "!="),
        "=~" | "matches" | "startswith" | "starts_with" | "endswith" | "ends_with" => {
            return plain(Operator::Like, "like");
        }
        "contains" => {
            let quantifier = Some((Quantifier::Any, "any"));
            return Some(Written { operator: Operator::Equal, word: "==", quantifier, optional: false });
        }
        "not" => return plain(Operator::NotIn, "not in"),
        lower if lower.starts_with("is") && lower.ends_with("not") => return plain(Operator::NotEqual, "!="),
        _ => {}
    }
    let iam: whit_iam::Operator = text.trim_matches('"').parse().ok()?;
    let quantifier = iam.set.map(|set| match set {
        SetOperator::ForAllValues => (Quantifier::All, "all"),
        SetOperator::ForAnyValue => (Quantifier::Any, "any"),
    });
    let (operator, word) = base(iam.base);
    Some(Written { operator, word, quantifier, optional: iam.if_exists })
}

fn base(operator: BaseOperator) -> (Operator, &'static str) {
    use BaseOperator as B;
    match operator {
        B::StringNotEquals
        | B::StringNotEqualsIgnoreCase
        | B::NumericNotEquals
        | B::DateNotEquals
        | B::ArnNotEquals => (Operator::NotEqual, "!="),
        B::NotIpAddress => (Operator::NotIn, "not in"),
        B::IpAddress => (Operator::In, "in"),
        B::StringLike | B::ArnLike => (Operator::Like, "like"),
        B::StringNotLike | B::ArnNotLike => (Operator::NotLike, "not like"),
        B::NumericLessThan | B::DateLessThan => (Operator::Less, "<"),
        B::NumericLessThanEquals | B::DateLessThanEquals => (Operator::LessEqual, "<="),
        B::NumericGreaterThan | B::DateGreaterThan => (Operator::Greater, ">"),
        B::NumericGreaterThanEquals | B::DateGreaterThanEquals => (Operator::GreaterEqual, ">="),
        _ => (Operator::Equal, "=="),
    }
}
