//! Sets and the clauses of statements, trusts, claims and expectations.

use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, Edit, rule};
use crate::source::Span;
use crate::syntax::tree::{Clauses, Expr, ExprKind, Set, With};

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
    /// Junk swallowed a clause: it counts as written, so that nobody says that it is missing.
    pub(super) fn swallowed(&mut self, word: &str, span: Span) {
        let error = || Expr { span, kind: ExprKind::Error };
        let set = || Set { span, terms: vec![error()], except: Vec::new() };
        let clauses = &mut self.clauses;
        match word {
            "on" => _ = clauses.on.get_or_insert_with(set),
            "to" => _ = clauses.to.get_or_insert_with(set),
            "for" => _ = clauses.actions.get_or_insert_with(set),
            "when" => _ = clauses.when.get_or_insert_with(error),
            "unless" => _ = clauses.unless.get_or_insert_with(error),
            "with" => _ = clauses.with.get_or_insert_with(|| With { span, guards: vec![error()] }),
            "because" => _ = clauses.because.get_or_insert_with(error),
            _ => {}
        }
    }
}

impl Reader<'_, '_> {
    pub(super) fn set(&mut self, pair: Pair<'_>, what: &str) -> Set {
        let span = self.span(&pair);
        let mut set = Set { span, terms: Vec::new(), except: Vec::new() };
        let mut excepted = false;
        for part in pair.into_inner() {
            if part.as_rule() != Rule::excepted {
                set.terms.push(self.term(part, what));
                continue;
            }
            if excepted {
                let (place, _) = self.first_token(&part);
                let found = Diagnostic::error(rule::SYNTAX, place, "a second `except`")
                    .note("one `except` a clause takes all that is left out: `any except [a, b]`");
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
                    let condition = self.value(part);
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

    /// The string behind `because`.
    pub(super) fn reason(&mut self, pair: Pair<'_>) -> Expr {
        if pair.as_rule() == Rule::string {
            return self.string(pair);
        }
        let place = self.place(&pair);
        let message = format!("expected the reason behind `because`, found {}", self.found(&pair));
        let found = Diagnostic::error(rule::SYNTAX, place, message).note("a reason is a string: `because \"…\"`");
        self.mistake(&pair, found);
        self.error(&pair)
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
                    .note("clauses stand in the order `on`, `to`, `for`, `when`, `unless`, `with`, `because`");
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
        "when" => "join the conditions with `and`",
        "unless" => "join the conditions with `or`",
        "because" => "one reason a statement",
        _ => "one clause takes several, with commas",
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
