//! Tests and proofs: who they are about, and what they say, each name held against the project and the catalog.

mod given;

use super::kept::{Interface, Question};
use super::program::{
    ClaimForm, ClaimItem, Condition, ExpectationItem, Expr, ExprKind, ProofItem, ScenarioItem, SubjectItem, TestItem,
    TextPart,
};
use super::types::Type;
use super::{Checker, Meaning};
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::{Binding, Space};
use crate::source::Span;
use crate::syntax::tree::{self, AsBlock, Claim, ClaimKind, DocumentKeyword, Expectation, Outcome};
use crate::typed::{DocumentKind, PolicySet, PolicySetKind, Refusal, Text, Verdict};

impl Checker<'_> {
    /// A test.
    pub(super) fn test(&mut self, test: &tree::Test) -> TestItem {
        let name = self.title(&test.name, "test");
        if !expects(&test.body) {
            self.empty(
                test.name.span,
                "this test expects nothing",
                "Say what is expected: `as Role { can s3:GetObject on … }`.",
            );
        }
        TestItem { name, span: test.name.span, body: self.body(&test.body) }
    }

    /// A proof.
    pub(super) fn proof(&mut self, proof: &tree::Prove) -> ProofItem {
        let name = self.title(&proof.name, "proof");
        if proof.claims.is_empty() {
            self.empty(
                proof.name.span,
                "this proof claims nothing",
                "For example `Reader never allows s3:PutObject on any`.",
            );
        }
        let claims = proof.claims.iter().filter_map(|claim| self.claim(claim)).collect();
        ProofItem { name, span: proof.name.span, claims }
    }

    fn empty(&mut self, span: Span, message: &str, note: &str) {
        self.report(Diagnostic::warning(rule::EMPTY_TEST, span, message).note(note));
    }

    /// The name of a test or a proof, a plain string.
    fn title(&mut self, tree: &tree::Expr, what: &str) -> String {
        match tree.plain_text() {
            Some(title) if title.trim().is_empty() => {
                self.report(Diagnostic::error(
                    rule::BAD_VALUE,
                    tree.span,
                    format!("the name of this {what} says nothing"),
                ));
                title
            }
            Some(title) => title,
            None => {
                if !matches!(tree.kind, tree::ExprKind::Error) {
                    let message = format!("the name of a {what} is plain text");
                    let note = "Without `{…}` and `${…}`: it is read by people, as it stands.";
                    self.report(Diagnostic::error(rule::BAD_VALUE, tree.span, message).note(note));
                }
                String::new()
            }
        }
    }

    pub(super) fn scenario(&mut self, block: &AsBlock) -> ScenarioItem {
        let subject = self.subject(&block.subject);
        let account = block.account.as_ref().map(|account| self.account_of_tree(account));
        let given = self.given(&block.given);
        let expectations = block.expectations.iter().map(|expectation| self.expectation(expectation)).collect();
        ScenarioItem { span: block.subject.span, subject, account, given, expectations }
    }

    /// A role, policies, or a principal.
    fn subject(&mut self, tree: &tree::Expr) -> SubjectItem {
        if let Some(set) = self.policy_set(tree) {
            return match set {
                Some(set) if self.acts(&set) => SubjectItem::Policies(set),
                _ => SubjectItem::Broken,
            };
        }
        if matches!(tree.kind, tree::ExprKind::String(_)) {
            let message = "a test acts as a role, as policies, or as a principal";
            let note = "Names stand without quotes: `as Reader`; a principal is built: `as role(\"Reader\")`.";
            self.report(Diagnostic::error(rule::SUBJECT, tree.span, message).note(note));
            return SubjectItem::Broken;
        }
        let expr = self.expect(tree, &Type::Principal);
        if matches!(expr.kind, ExprKind::Error) { SubjectItem::Broken } else { SubjectItem::Principal(expr) }
    }

    /// Whether somebody can act with these. Under ceilings, somebody acts who may do everything else.
    fn acts(&mut self, set: &PolicySet) -> bool {
        let is_one = set.names.len() == 1;
        let (message, note) = match set.kind {
            PolicySetKind::Role if is_one => return true,
            PolicySetKind::Document(DocumentKind::Resource) => (
                "nobody acts as the policy of a resource".to_owned(),
                "It counts wherever its resource is asked for: act as one of its principals, `as role(\"Reader\", account: …)`.",
            ),
            PolicySetKind::Document(DocumentKind::Boundary) if !is_one => {
                ("nobody has several boundaries".to_owned(), "Write an `as` block for each.")
            }
            PolicySetKind::Document(_) => return true,
            PolicySetKind::Role => ("nobody acts as several roles at once".to_owned(), "Write an `as` block for each."),
        };
        self.report(Diagnostic::error(rule::SUBJECT, set.span, message).note(note));
        false
    }

    /// The documents that are named; the outer none if these are no names of documents, the inner if a diagnostic tells
    /// what is wrong with them.
    fn policy_set(&mut self, tree: &tree::Expr) -> Option<Option<PolicySet>> {
        let trees: Vec<&tree::Expr> = match &tree.kind {
            tree::ExprKind::Group(inner) => return self.policy_set(inner),
            tree::ExprKind::List(elements) => elements.iter().map(|element| &element.value).collect(),
            _ => vec![tree],
        };
        let documents: Vec<_> = trees.iter().map(|tree| self.document_named(tree)).collect();
        let (first, _) = documents.iter().flatten().next()?;
        let mut set = PolicySet { span: tree.span, kind: *first, names: Vec::new() };
        for (tree, document) in trees.iter().zip(&documents) {
            let Some((kind, name)) = document else {
                // Tells of a name that nothing has; else it is a value.
                if !matches!(self.expect(tree, &Type::Arn).kind, ExprKind::Error) {
                    let message = "a list holds documents of the project here, or one kind of them";
                    self.report(Diagnostic::error(rule::SUBJECT, tree.span, message).note("A principal stands alone."));
                }
                return Some(None);
            };
            if *kind != set.kind {
                let message =
                    format!("`{name}` is {}, and the first in this list is {}", kind.called(), set.kind.called());
                let note = "A list holds documents of one kind: together they allow what one of them allows.";
                self.report(Diagnostic::error(rule::SUBJECT, tree.span, message).note(note));
                return Some(None);
            }
            if set.names.contains(name) {
                let message = format!("`{name}` stands in this list twice");
                self.report(Diagnostic::error(rule::DUPLICATE_NAME, tree.span, message));
            } else {
                set.names.push(name.clone());
            }
        }
        Some(Some(set))
    }

    /// The document that an expression names, if it names one.
    fn document_named(&mut self, tree: &tree::Expr) -> Option<(PolicySetKind, String)> {
        let tree::ExprKind::Name(path) = &tree.kind else { return None };
        let Some(Binding::Document(index)) = self.lookup(Space::Document, path) else { return None };
        let (_, name) = crate::resolve::name_of(&self.names.get(index)?.item.kind)?;
        let Interface::Document(document) = &self.world.interface(index)?.value else { return None };
        let kind = document.map_or(PolicySetKind::Role, |(keyword, for_resource)| {
            PolicySetKind::Document(match keyword {
                DocumentKeyword::Policy if for_resource => DocumentKind::Resource,
                DocumentKeyword::Policy => DocumentKind::Identity,
                DocumentKeyword::Boundary => DocumentKind::Boundary,
                DocumentKeyword::Session => DocumentKind::Session,
                DocumentKeyword::Scp => DocumentKind::Scp,
                DocumentKeyword::Rcp => DocumentKind::Rcp,
                DocumentKeyword::Endpoint => DocumentKind::Endpoint,
            })
        });
        Some((kind, name.value.clone()))
    }

    /// Behind `in account`: an account of the tree by its name, whatever the module, or any value of type `account`.
    fn account_of_tree(&mut self, tree: &tree::Expr) -> Expr {
        let span = tree.span;
        let Some(organization) = self.ask(Question::Organization) else { return self.expect(tree, &Type::Account) };
        let accounts = self.world.accounts(organization.index());
        match &tree.kind {
            tree::ExprKind::Name(path) if !self.is_local(path) && self.lookup(Space::Value, path).is_none() => {
                let [name] = path.as_slice() else { return self.expect(tree, &Type::Account) };
                if let Some((nth, (_, number))) =
                    accounts.iter().enumerate().find(|(_, (account, _))| *account == name.value)
                {
                    self.mention(name.span, Meaning::Account(organization.index(), nth));
                    // An id that is not written out is told of where it stands.
                    let text = number.as_ref().map(|number| vec![TextPart::Literal(Text::literal(number))]);
                    return Expr { span, kind: text.map_or(ExprKind::Error, ExprKind::Text) };
                }
                let known: Vec<&str> = accounts.iter().map(|(account, _)| account.as_str()).collect();
                let message = format!("the organization has no account `{}`", name.value);
                let list = known.join(", ");
                let diagnostic = self.unknown(rule::UNKNOWN_NAME, span, message, &name.value, known);
                if diagnostic.fixes.is_empty() {
                    diagnostic.notes.push(format!("It has: {list}."));
                }
                Expr { span, kind: ExprKind::Error }
            }
            tree::ExprKind::Account(id) => {
                if !accounts.iter().any(|(_, number)| number.as_ref() == Some(id)) {
                    self.report(
                        Diagnostic::warning(
                            rule::OUTSIDE_ORGANIZATION,
                            span,
                            format!("the organization has no account {id}"),
                        )
                        .note("What SCPs and RCPs restrict there is not known: add the account to the tree."),
                    );
                }
                self.expect(tree, &Type::Account)
            }
            _ => self.expect(tree, &Type::Account),
        }
    }

    fn is_local(&self, path: &[tree::Ident]) -> bool {
        matches!(path, [name] if self.locals.iter().any(|(local, _)| local.value == name.value))
    }

    fn expectation(&mut self, tree: &Expectation) -> ExpectationItem {
        ExpectationItem {
            span: tree.span,
            can: tree.can,
            actions: self.set(&tree.actions, &Type::Action),
            resources: tree.on.as_ref().map(|set| self.set(set, &Type::Resource(None))),
            given: self.given(&tree.given),
            refusal: tree.outcome.as_ref().and_then(|outcome| self.refusal(tree.can, outcome)),
        }
    }

    fn refusal(&mut self, can: bool, outcome: &Outcome) -> Option<Refusal> {
        let span = match outcome {
            Outcome::By(label) => label.span,
            Outcome::Implicitly(span) => *span,
        };
        if can {
            let message = "`by` and `implicitly` say what refuses a request";
            self.report(Diagnostic::error(rule::MISPLACED_REFUSAL, span, message).note("They stand behind `cannot`."));
            return None;
        }
        match outcome {
            Outcome::Implicitly(_) => Some(Refusal::Implicitly),
            Outcome::By(label) => match &label.kind {
                tree::ExprKind::Name(path) => match path.as_slice() {
                    [name] => Some(Refusal::By(name.clone())),
                    _ => self.no_label(label),
                },
                tree::ExprKind::Error => None,
                _ => self.no_label(label),
            },
        }
    }

    fn no_label(&mut self, tree: &tree::Expr) -> Option<Refusal> {
        self.report(
            Diagnostic::error(rule::UNKNOWN_LABEL, tree.span, "the label of a statement is wanted here")
                .note("`NoDrop: deny dynamodb:DeleteTable on any` has the label `NoDrop`."),
        );
        None
    }

    fn claim(&mut self, tree: &Claim) -> Option<ClaimItem> {
        let subject = self.policies(&tree.subject);
        let kind = match &tree.kind {
            ClaimKind::Within(other) => self.policies(other).map(ClaimForm::Within),
            ClaimKind::Equals(other) => self.policies(other).map(ClaimForm::Equals),
            ClaimKind::Verdict { verdict, actions, clauses } => Some(ClaimForm::Verdict {
                verdict: *verdict,
                actions: self.set(actions, &Type::Action),
                resources: clauses.on.as_ref().map(|set| self.set(set, &Type::Resource(None))),
                condition: self.claimed_condition(clauses),
            }),
            ClaimKind::Error => None,
        };
        let (subject, kind) = (subject?, kind?);
        let about_denies =
            matches!(kind, ClaimForm::Equals(_) | ClaimForm::Verdict { verdict: Verdict::AlwaysDenies, .. });
        if subject.kind == PolicySetKind::Document(DocumentKind::Rcp) && !about_denies {
            let message = "an RCP allows nothing: this holds of every one";
            self.report(Diagnostic::error(rule::SUBJECT, subject.span, message).note("Say what it `always denies`."));
            return None;
        }
        Some(ClaimItem { span: tree.span, subject, kind })
    }

    /// What a claim is about: documents or roles of the project.
    fn policies(&mut self, tree: &tree::Expr) -> Option<PolicySet> {
        if let Some(set) = self.policy_set(tree) {
            return set;
        }
        if self.expr(tree, None).1 != Type::Error {
            let message = "a claim is about documents and roles of the project";
            let note = "For example `Reader within Ceiling`, `[Reader, Writer] never allows s3:DeleteBucket on any`.";
            self.report(Diagnostic::error(rule::SUBJECT, tree.span, message).note(note));
        }
        None
    }

    fn claimed_condition(&mut self, clauses: &tree::Clauses) -> Condition {
        let when = clauses.when.as_ref().map(|when| self.condition(when));
        let unless = clauses.unless.as_ref().map(|unless| Condition::Not(Box::new(self.condition(unless))));
        Condition::And(when.into_iter().chain(unless).collect())
    }
}

/// Whether something may be expected in a body: what it includes is not looked into.
fn expects(body: &tree::Body) -> bool {
    body.entries.iter().any(|entry| match entry {
        tree::Entry::As(block) => !block.expectations.is_empty(),
        tree::Entry::Include { .. } => true,
        tree::Entry::For { body, .. } => expects(body),
        tree::Entry::If { branches, otherwise, .. } => {
            branches.iter().map(|(_, body)| body).chain(otherwise).any(expects)
        }
        tree::Entry::Statement(_) | tree::Entry::Trust(_) => false,
    })
}
