//! Sets and the clauses of statements, trusts, claims and expectations.

use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, Edit, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Clauses, Expr, ExprKind, Piece, Set, With};

/// A clause that was met: its word, the whole of it, and its place in the order.
#[derive(Debug, Clone, Copy)]
struct Met {
    name: &'static str,
    span: Span,
    order: usize,
}

/// The clauses of one statement while they are read.
#[derive(Debug, Default)]
pub(super) struct Clausing {
    pub(super) clauses: Clauses,
    met: Vec<Met>,
}

impl Clausing {
    /// Whether no clause has been met.
    pub(super) fn is_empty(&self) -> bool {
        self.met.is_empty()
    }

    /// Where the word of a clause stands.
    pub(super) fn word_of(&self, name: &str) -> Option<Span> {
        let met = self.met.iter().find(|met| met.name == name)?;
        Some(Span { end: met.span.start + u32::try_from(name.len()).unwrap_or(0), ..met.span })
    }

    /// The word of the clause that was met last.
    pub(super) fn last(&self) -> Option<&'static str> {
        self.met.last().map(|met| met.name)
    }
}

impl Reader<'_, '_> {
    pub(super) fn set(&mut self, pair: Pair<'_>, what: &str) -> Set {
        let span = self.span(&pair);
        let mut set = Set { span, terms: Vec::with_capacity(1), except: Vec::new() };
        let mut excepted = false;
        for part in pair.into_inner() {
            if part.as_rule() == Rule::x_term && !set.terms.is_empty() {
                self.comma_too_many(&part);
                continue;
            }
            if part.as_rule() != Rule::excepted {
                set.terms.push(self.term(part, what));
                continue;
            }
            if excepted {
                let (place, _) = self.first_token(&part);
                let found = Diagnostic::error(rule::SYNTAX, place, "a second `except`")
                    .note("One `except` a clause takes all that is left out: `any except [a, b]`.");
                self.mistake(&part, found);
            }
            excepted = true;
            for term in part.into_inner().filter(|inner| inner.as_rule() != Rule::k_except) {
                set.except.push(self.term(term, "what is left out"));
            }
        }
        if let Some(first) = set.terms.first() {
            set.span.start = first.span.start.min(set.span.end);
        }
        set
    }

    /// A comma with nothing behind it.
    fn comma_too_many(&mut self, node: &Pair<'_>) {
        let seen = self.seen.text.get(..node.as_span().start()).unwrap_or("");
        let Some(comma) = seen.rfind(',') else { return };
        let place = Span::new(self.source.file, self.seen.at(comma), self.seen.at(comma + 1));
        let found = Diagnostic::error(rule::SYNTAX, place, "a comma too many");
        self.slip(node, found.fix("delete it", place, ""));
    }

    /// Takes a clause; one that has been there, or that belongs elsewhere in the order, is reported.
    pub(super) fn clause(&mut self, pair: Pair<'_>, clausing: &mut Clausing) {
        let span = self.span(&pair);
        let (name, order) = match pair.as_rule() {
            Rule::on_clause => ("on", 0),
            Rule::to_clause => ("to", 1),
            Rule::for_clause => ("for", 2),
            Rule::when_clause => ("when", 3),
            Rule::unless_clause => ("unless", 4),
            Rule::with_clause => ("with", 5),
            _ => ("because", 6),
        };
        let before = clausing.met.iter().find(|met| met.name == name).copied();
        let word = Span { end: span.start + u32::try_from(name.len()).unwrap_or(0), ..span };
        if let Some(first) = before {
            let found = Diagnostic::error(rule::DUPLICATE_CLAUSE, word, format!("a second `{name}`"))
                .related(
                    Span { end: first.span.start + u32::try_from(name.len()).unwrap_or(0), ..first.span },
                    "the first",
                )
                .note(duplicate_note(name));
            self.diagnostics.push(match self.joined(name, first.span, span, &clausing.clauses) {
                Some(edit) => found.edits("make one clause of the two", vec![edit]),
                None => found,
            });
        }
        clausing.met.push(Met { name, span, order });
        let clauses = &mut clausing.clauses;
        let inner = pair.into_inner().filter(|part| !is_keyword(part.as_rule()));
        match name {
            "with" => {
                let guards = inner.map(|part| self.term(part, "a guard")).collect();
                clauses.with.get_or_insert(With { span, guards });
            }
            "because" => {
                for part in inner {
                    let reason = self.reason(part);
                    clauses.because.get_or_insert(reason);
                }
            }
            "when" | "unless" => {
                for part in inner {
                    let condition = self.braced(part);
                    let slot = if name == "when" { &mut clauses.when } else { &mut clauses.unless };
                    slot.get_or_insert(condition);
                }
            }
            _ => {
                for part in inner {
                    let (what, slot) = match name {
                        "on" => ("a resource", &mut clauses.on),
                        "to" => ("a principal", &mut clauses.to),
                        _ => ("an action", &mut clauses.actions),
                    };
                    let set = self.set(part, what);
                    slot.get_or_insert(set);
                }
            }
        }
    }

    /// Two clauses of one kind as one, if the second stands right behind the first.
    fn joined(&self, name: &str, first: Span, second: Span, clauses: &Clauses) -> Option<Edit> {
        let text = |span: Span| self.source.text.get(span.range());
        let gap = text(Span { start: first.end, end: second.start, ..first })?;
        let inside = text(second)?.get(name.len()..)?.trim_start();
        let between = Span { start: first.end, ..second };
        let listed = |set: &Option<Set>| set.as_ref().is_some_and(|set| set.except.is_empty());
        let (join, plain) = match name {
            "on" => (", ", listed(&clauses.on)),
            "to" => (", ", listed(&clauses.to)),
            "for" => (", ", listed(&clauses.actions)),
            "with" => (", ", true),
            // The other connective would need parentheses.
            "when" => (" and ", !matches!(clauses.when.as_ref()?.kind, ExprKind::Or(_))),
            "unless" => (" or ", !matches!(clauses.unless.as_ref()?.kind, ExprKind::And(_))),
            _ => return None,
        };
        let other = match name {
            "when" => Some("or"),
            "unless" => Some("and"),
            _ => Some("except"),
        };
        let clashes = inside.split_whitespace().any(|word| Some(word) == other);
        (gap.trim().is_empty() && plain && !clashes).then(|| Edit { span: between, text: format!("{join}{inside}") })
    }

    /// A condition, perhaps in braces.
    fn braced(&mut self, pair: Pair<'_>) -> Expr {
        if pair.as_rule() != Rule::x_braced {
            return self.value(pair);
        }
        let (open, close) = (self.edge(&pair, 0), self.edge(&pair, pair.as_str().trim_end().len() - 1));
        let found = Diagnostic::error(rule::SYNTAX, open, "a condition stands without braces");
        let edit = |span, text: &str| Edit { span, text: text.to_owned() };
        self.slip(&pair, found.edits("write parentheses", vec![edit(open, "("), edit(close, ")")]).safe());
        let error = self.error(&pair);
        pair.into_inner().next().map_or(error, |inner| self.value_of(inner))
    }

    /// The byte of a node at an offset in it.
    fn edge(&self, pair: &Pair<'_>, offset: usize) -> Span {
        let at = pair.as_span().start() + offset;
        Span::new(self.source.file, self.seen.at(at), self.seen.at(at + 1))
    }

    /// The string behind `because`.
    pub(super) fn reason(&mut self, pair: Pair<'_>) -> Expr {
        if pair.as_rule() == Rule::string {
            return self.string(pair);
        }
        if pair.as_rule() == Rule::x_reason {
            return self.unquoted_reason(&pair);
        }
        let place = self.place(&pair);
        let message = format!("expected the reason behind `because`, found {}", self.found(&pair));
        let found = Diagnostic::error(rule::SYNTAX, place, message).note("A reason is a string: `because \"…\"`.");
        self.mistake(&pair, found);
        self.error(&pair)
    }

    /// A reason without quotes, or behind a sign. It counts as written.
    fn unquoted_reason(&mut self, node: &Pair<'_>) -> Expr {
        let span = self.span(node);
        let text = node.as_str().trim();
        let found = Diagnostic::error(rule::SYNTAX, span, "a reason is a string: `because \"…\"`");
        let found = if text.starts_with([':', '=']) {
            let sign = Span { end: span.start + 1, ..span };
            Diagnostic { span: sign, ..found }.fix("delete the sign", sign, "")
        } else {
            found.fix_around("write the quotes", span, "\"", "\"")
        };
        self.slip(node, found);
        let value = text.trim_start_matches([':', '=', ' ']).trim_matches('"').to_owned();
        Expr { span, kind: ExprKind::String(vec![Piece::Text(Spanned { span, value })]) }
    }

    /// All clauses have been read: says if their order is wrong, with the fix.
    pub(super) fn clauses(&mut self, clausing: Clausing) -> Clauses {
        let Clausing { clauses, met } = clausing;
        let wrong = met.windows(2).find_map(|pair| match pair {
            [left, right] if right.order < left.order => Some(*right),
            _ => None,
        });
        let mut names: Vec<&str> = met.iter().map(|met| met.name).collect();
        names.sort_unstable();
        names.dedup();
        if let Some(late) = wrong.filter(|_| names.len() == met.len())
            && let (Some(first), Some(last)) = (met.first(), met.last())
        {
            let word = Span { end: late.span.start + u32::try_from(late.name.len()).unwrap_or(0), ..late.span };
            let before = met.iter().find(|met| met.order > late.order).map_or("", |met| met.name);
            let mut sorted = met.clone();
            sorted.sort_by_key(|met| met.order);
            let text = |met: &Met| self.source.text.get(met.span.range()).unwrap_or("").to_owned();
            let mut edits = Vec::new();
            for (slot, clause) in met.iter().zip(&sorted).filter(|(slot, clause)| slot.name != clause.name) {
                edits.push(Edit { span: slot.span, text: text(clause) });
            }
            let mut found =
                Diagnostic::error(rule::CLAUSE_ORDER, word, format!("`{}` comes before `{before}`", late.name))
                    .note("Clauses stand in the order `on`, `to`, `for`, `when`, `unless`, `with`, `because`.");
            // A comment at the end of a clause's line would swallow what is put behind it.
            let range = first.span.to(last.span);
            let commented =
                self.source.comments.iter().any(|comment| comment.start >= range.start && comment.end <= range.end);
            if !commented {
                found = found.edits("put the clauses in order", edits).safe();
            }
            self.diagnostics.push(found);
        }
        clauses
    }
}

fn duplicate_note(name: &str) -> &'static str {
    match name {
        "when" => "Join the conditions with `and`.",
        "unless" => "Join the conditions with `or`.",
        "because" => "One reason a statement.",
        _ => "One clause takes several, with commas.",
    }
}

/// Whether a rule is just a word of the grammar.
pub(super) fn is_keyword(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::k_use
            | Rule::k_as
            | Rule::k_param
            | Rule::k_extern
            | Rule::k_max
            | Rule::k_let
            | Rule::k_tags
            | Rule::k_guard
            | Rule::k_template
            | Rule::k_role
            | Rule::k_organization
            | Rule::k_test
            | Rule::k_prove
            | Rule::k_on
            | Rule::k_to
            | Rule::k_for
            | Rule::k_when
            | Rule::k_unless
            | Rule::k_with
            | Rule::k_because
            | Rule::k_except
            | Rule::k_in
            | Rule::k_include
            | Rule::k_if
            | Rule::k_else
            | Rule::k_trust
            | Rule::k_attach
            | Rule::k_boundary
            | Rule::k_max_session
            | Rule::k_path
            | Rule::k_inline
            | Rule::k_ou
            | Rule::k_account
            | Rule::k_given
            | Rule::k_by
            | Rule::k_allows
    )
}
