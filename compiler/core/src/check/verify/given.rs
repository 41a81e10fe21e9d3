//! `given { key: value }`: what a request of a test carries.

use super::super::Checker;
use super::super::condition::type_word;
use super::super::key::WrittenKey;
use super::super::program::{Expr, ExprKind, GivenItem, Key, TextPart};
use super::super::types::Type;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::{self, MapEntry};

impl Checker<'_> {
    /// The keys and values of a `given`.
    pub(super) fn given(&mut self, entries: &[MapEntry]) -> Vec<GivenItem> {
        let mut items: Vec<GivenItem> = Vec::new();
        for entry in entries {
            let key = self.given_key(&entry.key);
            let Some(written) = key else {
                // The value is checked all the same.
                drop(self.expr(&entry.value, None));
                continue;
            };
            let value = self.given_value(&written, &entry.value);
            let twin = items.iter().find(|item| same_name(&item.key, &written.key)).map(|item| item.span);
            if let Some(twin) = twin {
                let message = "this key stands in the `given` twice";
                self.report(Diagnostic::error(rule::GIVEN, written.span, message).related(twin, "the first is here"));
            }
            items.push(GivenItem { span: written.span, key: written.key, value });
        }
        items
    }

    fn given_key(&mut self, tree: &tree::Expr) -> Option<WrittenKey> {
        if let tree::ExprKind::String(pieces) = &tree.kind
            && let [tree::Piece::Text(text)] = pieces.as_slice()
        {
            let name = &text.value;
            let known = self.catalog.key(name).map(|key| key.spelled(name));
            let mut diagnostic =
                Diagnostic::error(rule::UNKNOWN_KEY, tree.span, "a condition key is written without quotes");
            diagnostic = match known {
                Some(known) => diagnostic.fix(format!("write `{known}`"), tree.span, known),
                None => diagnostic.note("For example `aws:SourceIp`, `principal.team`; `key(\"…\")` names one that the catalog does not have."),
            };
            self.report(diagnostic);
            return None;
        }
        let written = self.key(tree)?;
        if written.optional {
            let message = "`?` has no meaning in a `given`: a key that is not there is left out";
            self.report(Diagnostic::error(rule::OPERATOR, written.span, message));
        }
        Some(written)
    }

    /// A value of the key's type; several for a key of which a request carries several.
    fn given_value(&mut self, written: &WrittenKey, tree: &tree::Expr) -> Expr {
        let item = written.value_type();
        let list = Type::List(Box::new(item.clone()));
        let (expr, ty) = self.expr(tree, Some(if written.key.multi_valued { &list } else { &item }));
        if matches!(ty, Type::Error) {
            return expr;
        }
        if matches!(ty, Type::List(_)) && !written.key.multi_valued {
            self.report(
                Diagnostic::error(rule::GIVEN, tree.span, "a request carries at most one value of this key")
                    .label("not a list")
                    .note("Write an expectation for each value."),
            );
            return error(tree.span);
        }
        let duration = item == Type::Decimal && *ty.element() == Type::Duration;
        if duration || self.suits(ty.element(), &item) {
            return expr;
        }
        let message = format!("a value of this key is {}, not {}", item.described(), ty.element().described());
        self.report(
            Diagnostic::error(rule::TYPE_MISMATCH, tree.span, message)
                .related(written.span, format!("a key of type {}", type_word(written.key.ty))),
        );
        error(tree.span)
    }
}

fn error(span: Span) -> Expr {
    Expr { span, kind: ExprKind::Error }
}

/// Whether two keys have one name; case does not count, and a name with holes is not known yet.
fn same_name(left: &Key, right: &Key) -> bool {
    match (left.name.as_slice(), right.name.as_slice()) {
        ([TextPart::Literal(left)], [TextPart::Literal(right)]) => {
            left.to_string().eq_ignore_ascii_case(&right.to_string())
        }
        _ => false,
    }
}
