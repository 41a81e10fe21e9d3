//! Bodies and statements: each clause by the type that it wants.

use std::sync::Arc;

use super::Checker;
use super::program::{Body, Condition, Entry, Expr, ExprKind, Set, Statement};
use super::types::Type;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree;
use whit_iam::Effect;

impl Checker<'_> {
    /// A body; its loop variables take the slots behind the locals of now.
    pub(super) fn body(&mut self, body: &tree::Body) -> Body {
        let with = body.with.iter().flat_map(|with| &with.guards).map(|guard| self.guard(guard)).collect();
        let mut entries: Vec<Entry> = body.entries.iter().map(|entry| self.entry(entry)).collect();
        entries.extend(body.unread.then_some(Entry::Broken));
        Body { with, entries }
    }

    pub(super) fn entry(&mut self, entry: &tree::Entry) -> Entry {
        match entry {
            tree::Entry::Statement(statement) => Entry::Statement(Box::new(self.statement(statement))),
            tree::Entry::Include { span, template } => match self.template_call(template) {
                Some((template, arguments)) => Entry::Include { span: *span, template, arguments },
                None => Entry::Broken,
            },
            tree::Entry::For { span, name, list, body } => {
                let (list_expr, ty) = self.expr(list, None);
                let item = match ty {
                    Type::List(item) => *item,
                    Type::Error => Type::Error,
                    other => {
                        self.report(
                            Diagnostic::error(
                                rule::TYPE_MISMATCH,
                                list.span,
                                format!("`for` runs over a list, not over {}", other.described()),
                            )
                            .note("A list is `[\"a\", \"b\"]`."),
                        );
                        Type::Error
                    }
                };
                // A list of literals gives texts: each is a string.
                let item = if matches!(item, Type::Literals(_)) { Type::String } else { item };
                self.shadows(name);
                let slot = self.locals.len();
                self.locals.push((name.clone(), item));
                let body = self.body(body);
                self.locals.truncate(slot);
                Entry::For { span: *span, list: list_expr, name: name.value.clone(), slot, body }
            }
            tree::Entry::Trust(trust) => Entry::Trust(Box::new(self.trust(trust))),
            tree::Entry::As(block) => Entry::As(Arc::new(self.scenario(block))),
            tree::Entry::If { branches, otherwise, .. } => {
                let branches = branches
                    .iter()
                    .map(|(condition, body)| {
                        let known = self.known(condition);
                        (known, self.body(body))
                    })
                    .collect();
                let otherwise = otherwise.as_ref().map(|body| self.body(body));
                Entry::If { branches, otherwise }
            }
        }
    }

    /// A condition of an `if`, which the build has to know.
    fn known(&mut self, tree: &tree::Expr) -> Expr {
        let asks = self.is_key(tree);
        let (expr, ty) = if asks {
            (Expr { span: tree.span, kind: ExprKind::Error }, Type::Condition)
        } else {
            self.expr(tree, Some(&Type::Bool))
        };
        if ty == Type::Condition {
            self.report(
                Diagnostic::error(
                    rule::TYPE_MISMATCH,
                    tree.span,
                    "`if` asks what the build knows, not what a request carries",
                )
                .note("A condition on the request stands behind `when` or `unless`."),
            );
        } else if !ty.fits(&Type::Bool) {
            let message = format!("a bool is wanted here, not {}", ty.described());
            self.report(Diagnostic::error(rule::TYPE_MISMATCH, tree.span, message));
        }
        expr
    }

    fn statement(&mut self, statement: &tree::Statement) -> Statement {
        let clauses = &statement.clauses;
        let actions = self.set(&statement.actions, &Type::Action);
        let resources = clauses.on.as_ref().map(|set| self.set(set, &Type::Resource(None)));
        let principals = clauses.to.as_ref().map(|set| self.set(set, &Type::Principal));
        Statement {
            span: statement.span,
            label: statement.label.as_ref().map(|label| self.label(label)),
            effect: statement.effect.value,
            effect_span: statement.effect.span,
            actions: Some(actions),
            resources,
            principals,
            condition: self.clauses(clauses, statement.effect.value),
            because: clauses.because.as_ref().and_then(|because| self.because(because)),
        }
    }

    /// A `trust` of a role.
    fn trust(&mut self, trust: &tree::Trust) -> Statement {
        let clauses = &trust.clauses;
        let backward = clauses.to.is_some();
        let wanted = if backward { Type::Error } else { Type::Principal };
        let principals = self.set(&trust.principals, &wanted);
        for clause in [&clauses.on, &clauses.to].into_iter().flatten() {
            self.report(
                Diagnostic::error(
                    rule::NOT_ALLOWED_HERE,
                    clause.span,
                    "a trust has no resources and names its principals first",
                )
                .note("`trust PRINCIPALS [for ACTIONS] [when …] [unless …] [with …] [because \"…\"]`"),
            );
        }
        let word = Span { end: trust.principals.span.start.max(trust.span.start), ..trust.span };
        Statement {
            span: trust.span,
            label: trust.label.as_ref().map(|label| self.label(label)),
            effect: trust.effect,
            effect_span: word,
            actions: clauses.actions.as_ref().map(|set| self.set(set, &Type::Action)),
            resources: None,
            principals: Some(principals),
            condition: if backward { unknown(trust.span) } else { self.clauses(clauses, trust.effect) },
            because: clauses.because.as_ref().and_then(|because| self.because(because)),
        }
    }

    /// A label becomes a Sid, whose alphabet is letters and digits.
    fn label(&mut self, label: &tree::Ident) -> String {
        if !label.value.bytes().all(|b| b.is_ascii_alphanumeric()) {
            let better: String = label.value.chars().filter(char::is_ascii_alphanumeric).collect();
            self.report(
                Diagnostic::error(rule::BAD_VALUE, label.span, "a label is made of letters and digits")
                    .note("It becomes the Sid of the statement.")
                    .fix(format!("write `{better}`"), label.span, better.clone()),
            );
        }
        label.value.clone()
    }

    fn with_in_deny(&mut self, with: &tree::With) {
        self.report(
            Diagnostic::error(
                rule::WITH_IN_DENY,
                with.span,
                "`with` in a `deny` would deny those who satisfy the guard",
            )
            .note("A deny names its exception: `unless` the guard holds.")
            .fix("write `unless`", Span { end: with.span.start + 4, ..with.span }, "unless"),
        );
    }

    /// `when`, `unless` and `with` as one condition.
    fn clauses(&mut self, clauses: &tree::Clauses, effect: Effect) -> Condition {
        let mut parts = Vec::new();
        if let Some(when) = &clauses.when {
            parts.push(self.condition(when));
        }
        if let Some(unless) = &clauses.unless {
            parts.push(Condition::Not(Box::new(self.condition(unless))));
        }
        for guard in clauses.with.iter().flat_map(|with| &with.guards) {
            parts.push(self.guard(guard));
        }
        if let (Effect::Deny, Some(with)) = (effect, &clauses.with) {
            self.with_in_deny(with);
            parts.push(unknown(with.span));
        }
        let reason = clauses.because.as_ref().filter(|because| matches!(because.kind, tree::ExprKind::Error));
        if let Some(because) = reason {
            parts.push(unknown(because.span));
        } else if clauses.unread {
            parts.push(unknown(NOWHERE));
        }
        match parts.len() {
            1 => parts.remove(0),
            _ => Condition::And(parts),
        }
    }

    /// A term behind `with`: a guard, or a condition with a name.
    fn guard(&mut self, tree: &tree::Expr) -> Condition {
        self.condition(tree)
    }

    /// The terms of a clause.
    pub(super) fn set(&mut self, set: &tree::Set, wanted: &Type) -> Set {
        Set {
            span: set.span,
            terms: set.terms.iter().map(|term| self.expect(term, wanted)).collect(),
            except: set.except.iter().map(|term| self.expect(term, wanted)).collect(),
        }
    }
}

/// A condition that could not be read: what its statement means is not known, so nothing more is said of it.
fn unknown(span: Span) -> Condition {
    Condition::Value(Expr { span, kind: ExprKind::Error })
}

/// The place of what is not in any text.
const NOWHERE: Span = Span { file: crate::source::FileId(u32::MAX), start: 0, end: 0 };
