//! Bodies of statements.

use whit_iam::Effect;

use super::clauses::{Clausing, is_keyword};
use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Body, Entry, Expr, ExprKind, Ident, Set, Statement, With};

impl Reader<'_, '_> {
    pub(super) fn body(&mut self, pair: Pair<'_>) -> Body {
        let span = self.span(&pair);
        let mut body = Body { span, with: Vec::new(), entries: Vec::new() };
        let mut statement: Option<(Statement, Clausing, bool)> = None;
        for part in pair.into_inner() {
            if part.as_rule() == Rule::EOI {
                break;
            }
            if part.as_rule() == Rule::x_statement {
                if !self.junk_statement(&part, statement.as_mut(), &mut body) {
                    self.finish(statement.take(), &mut body);
                }
                continue;
            }
            self.finish(statement.take(), &mut body);
            match part.as_rule() {
                Rule::statement => statement = Some(self.statement(part)),
                Rule::with_clause => {
                    let with = self.with_line(part, !body.entries.is_empty());
                    body.with.push(with);
                }
                Rule::x_body => _ = self.missing_brace(&part),
                _ => body.entries.extend(self.block(part)),
            }
        }
        self.finish(statement.take(), &mut body);
        body
    }

    fn finish(&mut self, statement: Option<(Statement, Clausing, bool)>, body: &mut Body) {
        if let Some((mut statement, clausing, _)) = statement {
            statement.clauses = self.clauses(clausing);
            body.entries.push(Entry::Statement(statement));
        }
    }

    /// A statement, its clauses still open, and whether it had a mistake of its own.
    pub(super) fn statement(&mut self, pair: Pair<'_>) -> (Statement, Clausing, bool) {
        let span = self.span(&pair);
        let before = self.diagnostics.len();
        let mut label = None;
        let mut effect = Spanned { span, value: Effect::Allow };
        let mut actions = Set { span, terms: Vec::new(), except: Vec::new() };
        let mut clausing = Clausing::default();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::label => label = self.label(part),
                Rule::effect => {
                    let value = if part.as_str() == "allow" { Effect::Allow } else { Effect::Deny };
                    effect = Spanned { span: self.span(&part), value };
                }
                Rule::set => {
                    actions = if part.as_str().trim().is_empty() {
                        self.no_actions(part, effect.value)
                    } else {
                        self.set(part, "an action")
                    };
                }
                _ => self.clause(part, &mut clausing),
            }
        }
        let broken = self.diagnostics.len() > before;
        let clauses = crate::syntax::tree::Clauses::default();
        (Statement { span, label, effect, actions, clauses }, clausing, broken)
    }

    pub(super) fn label(&self, pair: Pair<'_>) -> Option<Ident> {
        pair.into_inner().next().map(|word| self.ident(&word))
    }

    /// `allow on x`: the actions are missing.
    fn no_actions(&mut self, pair: Pair<'_>, effect: Effect) -> Set {
        let node = pair.into_inner().next();
        let Some(node) = node else {
            return Set { span: Span::new(self.source.file, 0, 0), terms: Vec::new(), except: Vec::new() };
        };
        let word = if effect == Effect::Allow { "allow" } else { "deny" };
        let place = self.place(&node);
        let mut found = Diagnostic::error(
            rule::SYNTAX,
            place,
            format!("expected an action behind `{word}`, found {}", self.found(&node)),
        );
        if self.found(&node) == "`on`" {
            found = found.note(format!("the actions come first: `{word} ACTIONS on RESOURCES`"));
        }
        self.mistake(&node, found);
        let error = self.error(&node);
        Set { span: error.span, terms: vec![error], except: Vec::new() }
    }

    /// A `with` line of the body; behind the first statement it is in the wrong place.
    fn with_line(&mut self, pair: Pair<'_>, misplaced: bool) -> With {
        let span = self.span(&pair);
        if misplaced {
            let (place, _) = self.first_token(&pair);
            let found = Diagnostic::error(rule::SYNTAX, place, "`with` lines come first in a body").note(
                "a `with` line applies to every `allow` of the body; a statement takes a `with` clause of its own",
            );
            self.mistake(&pair, found);
        }
        let parts = pair.into_inner().filter(|part| !is_keyword(part.as_rule()));
        With { span, guards: parts.map(|part| self.term(part, "a guard")).collect() }
    }

    /// `include`, `for`, `if`.
    fn block(&mut self, pair: Pair<'_>) -> Option<Entry> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut parts = pair.into_inner().filter(|part| !is_keyword(part.as_rule()));
        match rule {
            Rule::include => {
                let template = self.term(parts.next()?, "a template");
                Some(Entry::Include { span, template })
            }
            Rule::for_block => {
                let name = self.declared(parts.next()?, "the variable of `for`");
                let list = parts.next()?;
                let list = if list.as_rule() == Rule::x_in {
                    self.missing(&list, "`in` and a list");
                    self.error(&list)
                } else {
                    self.term(list, "a list")
                };
                Some(Entry::For { span, name, list, body: self.body(parts.next()?) })
            }
            _ => {
                let mut branches: Vec<(Expr, Body)> = Vec::new();
                let mut otherwise = None;
                let mut condition = None;
                for part in parts {
                    match part.as_rule() {
                        Rule::condition => condition = Some(self.value(part)),
                        Rule::body => {
                            let body = self.body(part);
                            let missing = Expr { span: body.span, kind: ExprKind::Error };
                            branches.push((condition.take().unwrap_or(missing), body));
                        }
                        Rule::else_if => {
                            let mut inner = part.into_inner().filter(|part| !is_keyword(part.as_rule()));
                            if let (Some(condition), Some(body)) = (inner.next(), inner.next()) {
                                let condition = self.value(condition);
                                branches.push((condition, self.body(body)));
                            }
                        }
                        _ => {
                            let body = part.into_inner().find(|part| part.as_rule() == Rule::body);
                            otherwise = body.map(|body| self.body(body));
                        }
                    }
                }
                Some(Entry::If { span, branches, otherwise })
            }
        }
    }

    /// The `{` of a block is missing. A `}` too many in the item is then its closing one.
    pub(super) fn missing_brace(&mut self, node: &Pair<'_>) -> bool {
        let reported = self.missing(node, "`{`");
        if reported {
            self.strays.pop();
        }
        reported
    }
}
