//! Bodies: statements, `as` blocks, and what repeats, chooses and includes them.

use whit_iam::Effect;

use super::clauses::{Clausing, is_keyword};

use super::{Pair, Reader, Rule, Within};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Body, Entry, Expr, ExprKind, Ident, Set, Statement, With};

impl Reader<'_, '_> {
    pub(super) fn body(&mut self, pair: Pair<'_>) -> Body {
        let span = self.span(&pair);
        let mut body = Body { span, with: Vec::new(), entries: Vec::new(), unread: false };
        let mut statement: Option<(Statement, Clausing, bool)> = None;
        // Whether a clause stood before its statement: then the next one has it.
        let mut orphan = false;
        for part in pair.into_inner() {
            let behind = statement.as_ref().map(|(open, ..)| open.span.end);
            let astray = matches!(part.as_rule(), Rule::x_elements | Rule::as_block)
                && behind.is_some_and(|end| self.same_line(end, self.span(&part).start));
            if part.as_rule() == Rule::x_statement && self.within == Within::Test && statement.is_none() {
                self.junk_line(&part, "`as WHO { … }`", &["as"]);
                body.unread = true;
                continue;
            }
            if part.as_rule() == Rule::x_statement || astray {
                orphan |= statement.is_none() && is_clause(&part);
                if !self.junk_statement(&part, statement.as_mut(), &mut body) {
                    self.finish(statement.take(), &mut body);
                }
                continue;
            }
            if part.as_rule() == Rule::if_block
                && let Some((open, clausing, _)) = statement.as_mut()
                && self.if_clause(&part, open, clausing)
            {
                continue;
            }
            self.finish(statement.take(), &mut body);
            match part.as_rule() {
                Rule::as_block => body.entries.extend(self.as_entry(part, &mut body.unread)),
                Rule::trust => body.entries.extend(self.trust_entry(part, &mut body.unread)),
                Rule::statement | Rule::with_clause if matches!(self.within, Within::Test | Within::Role) => {
                    body.unread = true;
                    self.no_statement(&part);
                }
                Rule::statement => {
                    let mut read = self.statement(part);
                    read.1.clauses.unread |= std::mem::take(&mut orphan);
                    statement = Some(read);
                }
                Rule::with_clause => {
                    let with = self.with_line(part, !body.entries.is_empty());
                    body.with.push(with);
                }
                Rule::x_head => self.junk_head(&part),
                Rule::x_elements => {
                    body.unread = true;
                    self.elements(&part);
                }
                Rule::x_body => _ = self.missing_brace(&part),
                _ => body.entries.extend(self.block(part)),
            }
        }
        self.finish(statement.take(), &mut body);
        body
    }

    /// An `as` block, which has a place in a test, and in a template that one includes.
    fn as_entry(&mut self, pair: Pair<'_>, unread: &mut bool) -> Option<Entry> {
        if matches!(self.within, Within::Test | Within::Template) {
            return Some(Entry::As(self.as_block(pair)));
        }
        *unread = true;
        let (place, _) = self.first_token(&pair);
        // What stands behind a mistake on its line follows from it, and so does its own end.
        let found = Diagnostic::error(rule::SYNTAX, place, "an `as` block stands in a `test`")
            .note("What a document says is checked from outside: `test \"…\" { as Role { can … } }`.");
        self.mistake(&pair, found);
        None
    }

    /// A trust, which has a place in a role, and in a template that one includes.
    fn trust_entry(&mut self, pair: Pair<'_>, unread: &mut bool) -> Option<Entry> {
        if matches!(self.within, Within::Role | Within::Template) {
            let (mut trust, clausing, _) = self.trust(pair);
            trust.clauses = self.clauses(clausing);
            return Some(Entry::Trust(trust));
        }
        *unread = true;
        let (place, _) = self.first_token(&pair);
        let found = Diagnostic::error(rule::SYNTAX, place, "`trust` is a part of a role")
            .note("It stands in `role Name { … }`, or in a template that a role includes.");
        self.mistake(&pair, found);
        None
    }

    /// A statement or a `with` line in a test, or in a role outside of `inline`.
    fn no_statement(&mut self, node: &Pair<'_>) {
        let (place, word) = self.first_token(node);
        if self.within == Within::Role {
            let found = Diagnostic::error(rule::SYNTAX, place, format!("`{word}` does not stand in a role itself"));
            self.mistake(node, found.note("A role's own statements stand in `inline { … }`."));
            return;
        }
        let message = match node.as_rule() {
            Rule::statement => "a statement stands in a document, not in a test".to_owned(),
            _ => format!("`{word}` stands in a document, not in a test"),
        };
        let note = "A test says what is expected of somebody: `as Role { can s3:GetObject on … }`.";
        self.mistake(node, Diagnostic::error(rule::SYNTAX, place, message).note(note));
    }

    /// `allow … for account(…)`: `for` is of a trust.
    fn principals_behind_for(&mut self, clausing: &mut Clausing) {
        let Some(set) = clausing.clauses.actions.take() else { return };
        if let Some(place) = clausing.word_of("for") {
            let found = Diagnostic::error(rule::SYNTAX, place, "principals stand behind `to`")
                .note("`for` names the actions of a `trust`.");
            self.diagnostics.push(found.fix("write `to`", place, "to"));
        }
        clausing.clauses.to.get_or_insert(set);
    }

    /// `… if CONDITION` on the line of a statement is meant as `when`.
    fn if_clause(&mut self, pair: &Pair<'_>, open: &mut Statement, clausing: &mut Clausing) -> bool {
        let mut parts = pair.clone().into_inner().filter(|part| !is_keyword(part.as_rule()));
        let (Some(condition), Some(body)) = (parts.next(), parts.next()) else { return false };
        let span = self.span(pair);
        let without = body.as_str().trim().is_empty() && clausing.clauses.when.is_none();
        if !without || !self.same_line(open.span.end, span.start) {
            return false;
        }
        let (place, _) = self.first_token(pair);
        let found = Diagnostic::error(rule::SYNTAX, place, "a condition on the request stands behind `when`");
        self.slip(pair, found.fix("write `when`", place, "when"));
        clausing.clauses.when = Some(self.value(condition));
        open.span.end = span.end;
        true
    }

    fn finish(&mut self, statement: Option<(Statement, Clausing, bool)>, body: &mut Body) {
        if let Some((mut statement, mut clausing, _)) = statement {
            self.principals_behind_for(&mut clausing);
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
        if self.found(&node) == "`not`" {
            self.negated_set(&node, found);
            let error = self.error(&node);
            return Set { span: error.span, terms: vec![error], except: Vec::new() };
        }
        if self.found(&node) == "`on`" {
            found = found.note(format!("The actions come first: `{word} ACTIONS on RESOURCES`."));
        }
        self.mistake(&node, found);
        let error = self.error(&node);
        Set { span: error.span, terms: vec![error], except: Vec::new() }
    }

    /// A `with` line of the body; behind the first statement it is in the wrong place.
    pub(super) fn with_line(&mut self, pair: Pair<'_>, misplaced: bool) -> With {
        let span = self.span(&pair);
        if misplaced {
            let (place, _) = self.first_token(&pair);
            let found = Diagnostic::error(rule::SYNTAX, place, "`with` lines come first in a body").note(
                "A `with` line applies to every `allow` or `trust` behind it; a statement takes a `with` clause of its own.",
            );
            self.mistake(&pair, found);
        }
        let parts = pair.into_inner().filter(|part| !is_keyword(part.as_rule()));
        With { span, guards: parts.map(|part| self.term(part, "a guard")).collect() }
    }

    /// `include`, `for`, `if`.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub(super) fn block(&mut self, pair: Pair<'_>) -> Option<Entry> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        let mut parts = pair.into_inner().filter(|part| !is_keyword(part.as_rule()));
        match rule {
            Rule::include => {
                let template = self.term(parts.next()?, "a template");
                Some(Entry::Include { span, template })
            }
            Rule::for_block => {
                let first = parts.next()?;
                if first.as_rule() == Rule::x_each {
                    self.each(&first);
                    let inner = first.into_inner().filter(|part| part.as_rule() == Rule::decl || is_term(part));
                    let mut inner = inner.collect::<Vec<_>>().into_iter();
                    let name = self.declared(inner.next()?, "the variable of `for`");
                    let list = self.term(inner.next()?, "a list");
                    return Some(Entry::For { span, name, list, body: self.body(parts.next()?) });
                }
                let name = self.declared(first, "the variable of `for`");
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
                            self.elif(&part);
                            let inner = part.into_inner().filter(|part| !is_keyword(part.as_rule()));
                            let mut inner = inner.filter(|part| part.as_rule() != Rule::x_elif);
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

    /// `for (const x of xs)`
    fn each(&mut self, node: &Pair<'_>) {
        let (place, _) = self.first_token(node);
        let found = Diagnostic::error(rule::SYNTAX, place, "a loop is written `for name in list { … }`");
        let parts = node.clone().into_inner().filter(|part| part.as_rule() == Rule::decl || is_term(part));
        let words: Vec<&str> = parts.map(|part| part.as_str().trim()).collect();
        let span = self.span(node);
        let text = words.join(" in ");
        self.slip(node, found.fix(format!("write `{text}`"), span, text));
    }

    /// `elif`
    fn elif(&mut self, node: &Pair<'_>) {
        if let Some(word) = node.clone().into_inner().find(|part| part.as_rule() == Rule::x_elif) {
            let place = self.span(&word);
            let found = Diagnostic::error(rule::SYNTAX, place, format!("`{}` is written `else if`", word.as_str()));
            self.slip(&word, found.fix("write `else if`", place, "else if"));
        }
    }

    /// The `{` of a block is missing. A `}` too many in the item is then its closing one.
    pub(super) fn missing_brace(&mut self, node: &Pair<'_>) -> bool {
        let message = format!("expected `{{`, found {}", self.found(node));
        let place = self.place(node);
        let end = self.source.trim(Span::new(self.source.file, 0, self.seen.at(node.as_span().start()))).after();
        let found = Diagnostic::error(rule::SYNTAX, place, message).note("A block stands in `{ … }`.");
        let reported = self.mistake(node, found.fix("write `{`", end, " {"));
        if reported {
            self.strays.pop();
        }
        reported
    }
}

/// Whether a part of a loop is the list that it runs over.
fn is_term(part: &Pair<'_>) -> bool {
    !matches!(part.as_rule(), Rule::decl | Rule::x_open | Rule::x_of) && !is_keyword(part.as_rule())
}

/// Whether junk is a clause without its statement.
fn is_clause(node: &Pair<'_>) -> bool {
    let word = node.as_str().split(|char: char| !char.is_ascii_alphabetic()).next().unwrap_or("");
    crate::syntax::words::CLAUSES.contains(&word)
}
