//! A value of another type than its place wants: what is wrong with it, and what was probably meant.

use super::Checker;
use super::text::arn_problem;
use super::types::Type;
use crate::diagnostic::{Diagnostic, Edit, rule};
use crate::source::Span;
use crate::syntax::tree::{Expr, ExprKind, MapEntry, Operator, Piece, Segment};

/// How a literal is written in its place.
struct Better {
    text: String,
    /// Whether it is the same without its quotes.
    unquoted: bool,
    /// What is wrong, if more is to be said than that the type is another.
    message: &'static str,
}

impl Checker<'_> {
    /// What to say of a value that does not suit its place.
    pub(super) fn mismatch(&self, tree: &Expr, ty: &Type, wanted: &Type) -> Diagnostic {
        let place = wanted.element();
        // The smallest place: of a list, its elements that do not suit.
        let wrong = unsuited(tree);
        let better: Vec<Option<Better>> = wrong.iter().map(|one| self.better(one, place)).collect();
        let span = match (wrong.as_slice(), better.as_slice()) {
            ([first, ..], [Some(_), ..]) => first.span,
            _ => tree.span,
        };
        let message = better.iter().flatten().next().map(|better| better.message).filter(|message| !message.is_empty());
        let message = message.map_or_else(
            || format!("{} is wanted here, not {}", wanted.described(), ty.described()),
            ToOwned::to_owned,
        );
        let mut found = Diagnostic::error(rule::TYPE_MISMATCH, span, message);
        let texts: Option<Vec<&Better>> = better.iter().map(Option::as_ref).collect();
        match texts {
            Some(texts) if !texts.is_empty() => {
                let edits = wrong.iter().zip(&texts).map(|(one, better)| edit(one.span, &better.text)).collect();
                let title = match texts.as_slice() {
                    [only] => format!("write `{}`", only.text),
                    _ => "write them so".to_owned(),
                };
                // Quotes change nothing of what is meant; another word may.
                let quotes = texts.iter().all(|better| better.unquoted);
                found = found.edits(title, edits);
                if quotes {
                    found = found.safe();
                }
            }
            _ => found.notes.extend(allowed(ty, wanted).map(ToOwned::to_owned)),
        }
        found
    }

    /// How a literal is written where `place` is wanted.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    fn better(&self, tree: &Expr, place: &Type) -> Option<Better> {
        let better = |text: String, message| Some(Better { text, unquoted: false, message });
        match (place, &tree.kind) {
            (Type::Principal, ExprKind::Any) => better("anyone".to_owned(), "everybody is `anyone`"),
            (Type::Principal, ExprKind::Account(id)) => {
                better(format!("account({id})"), "an account as a principal is `account(…)`")
            }
            (Type::Principal, ExprKind::Record(entries)) => principals(entries),
            (Type::Duration, ExprKind::Int(seconds)) => better(duration(*seconds), "a duration has its unit"),
            (_, ExprKind::String(pieces)) => {
                let [Piece::Text(text)] = pieces.as_slice() else { return None };
                self.unquoted(&text.value, place)
            }
            _ => None,
        }
    }

    /// How a text in quotes is written where `place` is wanted.
    fn unquoted(&self, text: &str, place: &Type) -> Option<Better> {
        let better = |text: &str, message| {
            Some(Better { unquoted: text != "any" && text != "anyone", text: text.to_owned(), message })
        };
        let bare = arn_problem(text).is_none() && !text.contains([',', ' ', '(', ')', '[', ']', '{', '}']);
        match place {
            Type::Resource(None) if text == "*" => better("any", "every resource is `any`"),
            Type::Resource(None) | Type::Principal if bare => better(text, "an ARN stands without quotes here"),
            Type::Action if text == "*" => better("any", "every action is `any`"),
            Type::Action => {
                let known = self.catalog.action(text).is_some() || self.catalog.actions_like(text).next().is_some();
                if known { better(text, "an action is written without quotes") } else { None }
            }
            Type::Principal => principal(text),
            Type::Duration if is_duration(text) => better(text, "a duration stands without quotes"),
            Type::Bool if matches!(text, "true" | "false") => better(text, "`true` and `false` stand without quotes"),
            Type::Decimal | Type::Int if is_number(text) => better(text, "a number stands without quotes"),
            _ => None,
        }
    }

    /// A value of another type than a key is compared with.
    pub(super) fn odd_value(&self, tree: &Expr, item: &Type) -> Option<Diagnostic> {
        let (Some(better), span) = (self.better(tree, item), tree.span) else { return None };
        let found = Diagnostic::error(rule::TYPE_MISMATCH, span, better.message);
        Some(found.fix(format!("write `{}`", better.text), span, better.text))
    }

    /// `"o-…" == aws:PrincipalOrgID`: the key stands on the right.
    pub(super) fn key_behind(
        &self,
        left: &Expr,
        right: Option<&(crate::source::Spanned<Operator>, Box<Expr>)>,
    ) -> Option<Diagnostic> {
        let (operator, right) = right?;
        if self.is_key(left) || !self.is_key(right) || matches!(left.kind, ExprKind::Error) {
            return None;
        }
        let found = Diagnostic::error(rule::OPERATOR, right.span, "a condition key stands on the left")
            .note("For example `aws:PrincipalOrgID == \"o-…\"`.");
        let ExprKind::String(pieces) = &left.kind else { return Some(found) };
        let ([Piece::Text(value)], ExprKind::Qualified(key)) = (pieces.as_slice(), &right.kind) else {
            return Some(found);
        };
        let [Segment::Plain(name)] = key.rest.as_slice() else { return Some(found) };
        if !matches!(operator.value, Operator::Equal | Operator::NotEqual) {
            return Some(found);
        }
        let edits = vec![
            edit(left.span, &format!("{}:{}", key.prefix.value, name.value)),
            edit(right.span, &format!("{:?}", value.value)),
        ];
        Some(found.edits("change the sides", edits))
    }

    /// A condition key in quotes, before an operator.
    pub(super) fn quoted_key(&self, tree: &Expr) -> Option<Diagnostic> {
        let ExprKind::String(pieces) = &tree.kind else { return None };
        let [Piece::Text(text)] = pieces.as_slice() else { return None };
        let key = self.catalog.key(&text.value)?;
        let spelled = key.spelled(&text.value);
        let found = Diagnostic::error(rule::TYPE_MISMATCH, tree.span, "a condition key stands without quotes");
        Some(found.fix(format!("write `{spelled}`"), tree.span, spelled))
    }
}

/// `{ "StringEquals": { "aws:PrincipalOrgID": "o-…" } }`, as in IAM's JSON.
pub(super) fn iam_condition(tree: &Expr) -> Option<Diagnostic> {
    let ExprKind::Record(entries) = &tree.kind else { return None };
    let first = entries.first()?;
    let name = match &first.key.kind {
        ExprKind::Name(path) => path.last()?.value.clone(),
        ExprKind::String(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] => text.value.clone(),
            _ => return None,
        },
        _ => return None,
    };
    name.parse::<whit_iam::Operator>().ok()?;
    let found = Diagnostic::error(rule::TYPE_MISMATCH, first.key.span, "this is a condition of IAM JSON");
    Some(found.note("A condition compares a condition key: `aws:PrincipalOrgID == \"o-…\"`, `aws:SourceIp in […]`."))
}

/// What does not suit: the literals of a list, or the expression itself.
fn unsuited(tree: &Expr) -> Vec<&Expr> {
    match &tree.kind {
        ExprKind::List(elements) if elements.iter().all(|element| !element.spread) => elements
            .iter()
            .map(|element| &element.value)
            .filter(|one| matches!(one.kind, ExprKind::String(_)))
            .collect(),
        _ => vec![tree],
    }
}

/// `"lambda.amazonaws.com"`, `"111122223333"`, `"*"`
fn principal(text: &str) -> Option<Better> {
    let better = |text: String, message| Some(Better { text, unquoted: false, message });
    if text == "*" {
        return better("anyone".to_owned(), "everybody is `anyone`");
    }
    if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return better(format!("account({text})"), "an account as a principal is `account(…)`");
    }
    if text.ends_with(".amazonaws.com") {
        return better(format!("service({text:?})"), "an AWS service as a principal is `service(\"…\")`");
    }
    None
}

/// `{ AWS: "…" }`, as in IAM's JSON.
fn principals(entries: &[MapEntry]) -> Option<Better> {
    let [MapEntry { key, value }] = entries else { return None };
    let kind = match &key.kind {
        ExprKind::Name(path) => path.last()?.value.as_str(),
        ExprKind::String(pieces) => match pieces.as_slice() {
            [Piece::Text(text)] => text.value.as_str(),
            _ => return None,
        },
        _ => return None,
    };
    let ExprKind::String(pieces) = &value.kind else { return None };
    let [Piece::Text(text)] = pieces.as_slice() else { return None };
    let text = text.value.as_str();
    let message = "a principal is named by its kind: `account(…)`, `role(…)`, `service(\"…\")`";
    let written = match kind {
        "AWS" if text.starts_with("arn:") => text.to_owned(),
        "AWS" => principal(text)?.text,
        "Service" => format!("service({text:?})"),
        "Federated" => format!("federated({text:?})"),
        "CanonicalUser" => format!("canonical_user({text:?})"),
        _ => return None,
    };
    Some(Better { text: written, unquoted: false, message })
}

/// Seconds in the largest unit that they fill.
fn duration(seconds: u64) -> String {
    let unit = [(86_400, 'd'), (3_600, 'h'), (60, 'm')]
        .into_iter()
        .find(|(unit, _)| seconds > 0 && seconds.is_multiple_of(*unit));
    unit.map_or_else(|| format!("{seconds}s"), |(unit, letter)| format!("{}{letter}", seconds / unit))
}

fn is_duration(text: &str) -> bool {
    let digits = text.trim_end_matches(['d', 'h', 'm', 's']);
    digits.len() + 1 == text.len() && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') && text.parse::<f64>().is_ok()
}

/// What may stand there, in words.
fn allowed(ty: &Type, wanted: &Type) -> Option<&'static str> {
    Some(match (wanted.element(), ty.element()) {
        (Type::Resource(_), Type::Principal) => "Principals stand behind `to`.",
        (Type::Resource(_), Type::Action) => "Actions stand right behind `allow` and `deny`.",
        (Type::Resource(None), _) => {
            "A resource is built by its type, `s3.bucket(\"…\")`, or is an ARN: `arn:aws:s3:::logs`."
        }
        (Type::Action, Type::Principal) => "Principals stand behind `to`: `allow ACTIONS to PRINCIPALS`.",
        (Type::Action, Type::Resource(_)) => "Resources stand behind `on`: `allow ACTIONS on RESOURCES`.",
        (Type::Action, _) => "An action is written without quotes: `s3:GetObject`.",
        (Type::Principal, Type::Resource(_)) => "Resources stand behind `on`.",
        (Type::Principal, Type::Action) => "Actions stand right behind `allow` and `deny`, in a `trust` behind `for`.",
        (Type::Principal, _) => "A principal is `account(…)`, `role(\"…\")`, `service(\"…\")`, `anyone` or an ARN.",
        (Type::Duration, _) => "A duration is `15m`, `1h`, `90d`.",
        (Type::Account, _) => "An account is twelve digits: `111122223333`.",
        (Type::Bool, _) => "A bool is `true` or `false`.",
        (Type::Date, _) => "A date is `2026-12-31` or `2026-12-31T18:00:00Z`.",
        (Type::Cidr, _) => "A range of addresses is `203.0.113.0/24`.",
        _ => return None,
    })
}

fn edit(span: Span, text: &str) -> Edit {
    Edit { span, text: text.to_owned() }
}
