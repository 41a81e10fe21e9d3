//! Tests and proofs.

use super::clauses::{Clausing, is_keyword};
use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::{
    AsBlock, Body, Claim, ClaimKind, Clauses, Expectation, Expr, ExprKind, MapEntry, Outcome, Prove, Set, Test, Verdict,
};

impl Reader<'_, '_> {
    pub(super) fn test(&mut self, parts: Vec<Pair<'_>>, span: Span) -> Test {
        let body = Body { span: span.after(), with: Vec::new(), entries: Vec::new(), unread: true };
        let mut test = Test { name: Expr { span, kind: ExprKind::Error }, body };
        for part in parts {
            match part.as_rule() {
                Rule::body => test.body = self.body(part),
                _ => test.name = self.title(part, "the name of the test, a string"),
            }
        }
        test
    }

    pub(super) fn as_block(&mut self, pair: Pair<'_>) -> AsBlock {
        let span = self.span(&pair);
        let mut block = AsBlock {
            span,
            subject: Expr { span, kind: ExprKind::Error },
            account: None,
            given: Vec::new(),
            expectations: Vec::new(),
        };
        for part in pair.into_inner().filter(|part| !is_keyword(part.as_rule())) {
            match part.as_rule() {
                Rule::in_account => {
                    let account = part.into_inner().find(|part| !is_keyword(part.as_rule()));
                    block.account = account.map(|account| self.term(account, "an account"));
                }
                Rule::given => block.given.extend(self.given(part)),
                Rule::expectation => {
                    let expectation = self.expectation(part);
                    block.expectations.push(expectation);
                }
                Rule::x_body => _ = self.missing_brace(&part),
                Rule::x_expectation => self.junk_expectation(&part),
                _ => block.subject = self.term(part, "who acts"),
            }
        }
        block
    }

    fn given(&mut self, pair: Pair<'_>) -> Vec<MapEntry> {
        let map = pair.into_inner().find(|part| part.as_rule() == Rule::map);
        map.map(|map| self.entries(map)).unwrap_or_default()
    }

    fn expectation(&mut self, pair: Pair<'_>) -> Expectation {
        let span = self.span(&pair);
        let mut expectation = Expectation {
            span,
            can: true,
            actions: Set { span, terms: Vec::new(), except: Vec::new() },
            on: None,
            given: Vec::new(),
            outcome: None,
        };
        for part in pair.into_inner() {
            let part_span = self.span(&part);
            match part.as_rule() {
                Rule::can => expectation.can = part.as_str() == "can",
                Rule::set => expectation.actions = self.set(part, "an action"),
                Rule::given => {
                    let given = self.given(part);
                    expectation.given.extend(given);
                }
                Rule::by_label => {
                    let label = part.into_inner().find(|part| !is_keyword(part.as_rule()));
                    let outcome = label.map(|label| Outcome::By(self.term(label, "a label")));
                    self.outcome(&mut expectation, outcome, part_span);
                }
                Rule::implicitly => self.outcome(&mut expectation, Some(Outcome::Implicitly(part_span)), part_span),
                Rule::on_clause => {
                    let mut clausing = Clausing::default();
                    self.clause(part, &mut clausing);
                    match &expectation.on {
                        None => expectation.on = clausing.clauses.on,
                        Some(_) => self.second(part_span, "on"),
                    }
                }
                _ => self.no_clause(&part, "An expectation takes `on`, `given` and `by`."),
            }
        }
        expectation
    }

    fn outcome(&mut self, expectation: &mut Expectation, outcome: Option<Outcome>, span: Span) {
        match &expectation.outcome {
            None => expectation.outcome = outcome,
            Some(_) => self.second(span, "by"),
        }
    }

    fn second(&mut self, span: Span, name: &str) {
        let place = Span { end: span.start + u32::try_from(name.len()).unwrap_or(0), ..span };
        self.diagnostics.push(Diagnostic::error(rule::DUPLICATE_CLAUSE, place, format!("a second `{name}`")));
    }

    /// A clause that has no place here.
    fn no_clause(&mut self, node: &Pair<'_>, note: &str) {
        let (place, word) = self.first_token(node);
        let found = Diagnostic::error(rule::SYNTAX, place, format!("`{word}` has no place here")).note(note);
        self.mistake(node, found);
    }

    pub(super) fn prove(&mut self, parts: Vec<Pair<'_>>, span: Span) -> Prove {
        let mut prove = Prove { name: Expr { span, kind: ExprKind::Error }, claims: Vec::new() };
        for part in parts {
            match part.as_rule() {
                Rule::claim => {
                    let claim = self.claim(part);
                    prove.claims.push(claim);
                }
                Rule::x_body => _ = self.missing_brace(&part),
                Rule::x_claim => {
                    self.junk_line(&part, "a claim", &["within", "equals", "never", "always", "on", "when", "unless"]);
                }
                _ => prove.name = self.title(part, "the name of the proof, a string"),
            }
        }
        prove
    }

    fn claim(&mut self, pair: Pair<'_>) -> Claim {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let subject = match parts.next() {
            Some(subject) => self.term(subject, "what the claim is about"),
            None => Expr { span, kind: ExprKind::Error },
        };
        let mut kind = ClaimKind::Error;
        let mut relation = String::new();
        let mut verdict = None;
        let mut actions = Set { span, terms: Vec::new(), except: Vec::new() };
        let mut clausing = Clausing::default();
        for part in parts {
            match part.as_rule() {
                Rule::relation => part.as_str().clone_into(&mut relation),
                Rule::verdict => verdict = Some(self.verdict(part)),
                Rule::set => actions = self.set(part, "an action"),
                Rule::on_clause | Rule::when_clause | Rule::unless_clause => self.clause(part, &mut clausing),
                Rule::x_relation => {
                    let place = self.place(&part);
                    let message = format!("expected what is claimed, found {}", self.found(&part));
                    let found = Diagnostic::error(rule::SYNTAX, place, message).note(
                        "A claim is `X never allows …`, `X always allows …`, `X always denies …`, `X within Y` or `X equals Y`.",
                    );
                    self.mistake(&part, found);
                }
                Rule::to_clause | Rule::for_clause | Rule::with_clause | Rule::because_clause => {
                    self.no_clause(&part, "A claim takes `on`, `when` and `unless`.");
                }
                _ => {
                    let other = self.term(part, "a document");
                    kind = if relation == "within" { ClaimKind::Within(other) } else { ClaimKind::Equals(other) };
                }
            }
        }
        let clauses: Clauses = self.clauses(clausing);
        if let Some(verdict) = verdict {
            kind = ClaimKind::Verdict { verdict, actions, clauses };
        }
        Claim { span, subject, kind }
    }

    #[expect(clippy::unused_self, reason = "reads like its neighbours")]
    fn verdict(&self, pair: Pair<'_>) -> Verdict {
        let mut verdict = Verdict::AlwaysAllows;
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::never => verdict = Verdict::NeverAllows,
                Rule::denies => verdict = Verdict::AlwaysDenies,
                _ => {}
            }
        }
        verdict
    }
}
