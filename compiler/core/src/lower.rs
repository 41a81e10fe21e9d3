//! From typed documents to IAM policies.
//!
//! A statement of the source becomes one IAM statement for each combination of a group of actions with the resources
//! that they work on ([`fit`]), a party of principals (`principal`) and an alternative of the condition
//! ([`condition`]). What widens access without a reason is an error on the way.

mod assemble;
pub mod condition;
mod ending;
pub mod exception;
mod expand;
mod extent;
pub mod fit;
mod governed;
mod implied;
mod incomplete;
mod kind;
mod mismatch;
mod principal;
mod refusal;
pub mod reliance;
mod size;
mod split;
mod tags;
mod target;
pub(crate) mod trust;

pub use assemble::Origin;
pub(crate) use ending::{cut_of, without_ending};
pub use exception::Exception;
pub use extent::{Extent, Values};
pub(crate) use fit::Use;
pub(crate) use kind::called;
pub(crate) use mismatch::listed;
pub use reliance::Reliance;
pub use split::Part;
pub(crate) use tags::key_of_tag;
pub(crate) use target::{Target, describe, governed_arns, supported, target};

use crate::diagnostic::{Diagnostic, Label, rule};
use crate::rules;
use crate::source::{SourceMap, Span};
use crate::typed::{Document, DocumentKind, Formula, Statement, external};
use assemble::Draft;
use exception::Report;
use fit::Group;
use principal::Party;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use whit_catalog::Catalog;
use whit_iam::Effect;

/// What the lowering must know beside the document.
#[derive(Clone)]
pub struct Context<'a> {
    /// What AWS has.
    pub catalog: Catalog<'static>,
    /// The partition of the environment: `aws`, `aws-cn`.
    pub partition: String,
    /// The account of the environment, if one is set.
    pub account: Option<String>,
    /// The texts, for fixes that edit them.
    pub sources: Option<&'a SourceMap>,
    /// A text that stands in for each `extern` without a value, as long as its value may be.
    pub externs: &'a BTreeMap<String, String>,
}

impl Context<'_> {
    /// The policy with a stand-in for each `extern`: what AWS will see, as long as it may become.
    fn filled<'p>(&self, policy: &'p whit_iam::Policy) -> Cow<'p, whit_iam::Policy> {
        if self.externs.is_empty() {
            return Cow::Borrowed(policy);
        }
        Cow::Owned(external::policy_filled(policy, |name| self.externs.get(name).cloned().unwrap_or_default()))
    }
}

/// What a document becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lowered {
    /// The policy; none if an error was found.
    pub policy: Option<whit_iam::Policy>,
    /// What was found, in the order of the statements.
    pub diagnostics: Vec<Diagnostic>,
    /// For each statement of the policy, those of the source that it came from, at least one.
    pub origins: Vec<Vec<Origin>>,
    /// The reasons that were given and what each excuses, in source order.
    pub exceptions: Vec<Exception>,
    /// What each statement of the source with an exception became.
    pub extents: BTreeMap<Span, Extent>,
    /// What the statements take from the catalog.
    pub reliances: Vec<Reliance>,
    /// Of an identity policy over its quota, the policies that it becomes; together they mean the same. None otherwise.
    pub parts: Vec<Part>,
    /// The document's size, as AWS counts it for its kind.
    pub size: usize,
    /// The quota of its kind.
    pub limit: usize,
}

/// Lowers a document. Every finding of the document is reported, not only the first.
#[must_use]
pub fn document(document: &Document, context: &Context) -> Lowered {
    let mut report = Report::default();
    let mut drafts = Vec::new();
    let mut extents: BTreeMap<Span, Extent> = BTreeMap::new();
    for statement in &document.statements {
        let before = report.diagnostics.len();
        for statement in tags::resolved(document, statement, context, &mut report) {
            let made = self::statement(document, &statement, context, &mut report);
            if exception::reason(document, &statement).is_some() {
                let extent = extents.entry(statement.span).or_insert_with(|| Extent::new(statement.effect));
                made.iter().for_each(|draft| extent.add(&draft.statement));
            }
            drafts.extend(made);
        }
        trace(statement, report.diagnostics.get_mut(before..).unwrap_or_default());
    }
    let (policy, origins) = assemble::policy(drafts);
    let statements: Vec<Span> = origins.iter().flat_map(|of_it| of_it.first()).map(|origin| origin.span).collect();
    let quota = size::quota(document, &policy, context);
    let mut parts = Vec::new();
    let before = report.diagnostics.len();
    // What is said of the whole would mislead where statements are left out for their errors.
    if !report.failed() {
        incomplete::check(document, context, &mut report);
        refusal::check(document, &context.filled(&policy), &statements, &mut report);
        parts = size::check(document, &policy, &statements, quota, context, &mut report);
    }
    report.unused_reasons(document, context.sources);
    for found in report.diagnostics.get_mut(before..).unwrap_or_default() {
        if let Some(statement) = document.statements.iter().find(|statement| statement.span.holds(found.span)) {
            trace(statement, std::slice::from_mut(found));
        }
    }
    let failed = report.failed();
    let excepted: BTreeSet<Span> = report.exceptions.iter().map(|exception| exception.statement).collect();
    extents.retain(|statement, _| excepted.contains(statement));
    Lowered {
        policy: (!failed).then_some(policy),
        diagnostics: report.diagnostics,
        origins,
        extents,
        exceptions: report.exceptions,
        reliances: document.statements.iter().filter_map(|one| reliance::of(document, one, context)).collect(),
        parts,
        size: quota.size,
        limit: quota.limit,
    }
}

/// A statement with its tags as the keys that carry them, several where these are not the same, and what is wrong between
/// its actions and resources.
pub(crate) fn fitted(
    document: &Document,
    statement: &Statement,
    context: &Context,
) -> (Vec<Statement>, Vec<Diagnostic>) {
    let mut report = Report::default();
    let statements = tags::resolved(document, statement, context, &mut report);
    for statement in &statements {
        fit::groups(document, statement, context, &mut report);
    }
    (statements.into_iter().map(Cow::into_owned).collect(), report.diagnostics)
}

/// The IAM statements of one statement; none if it has an error or can never apply.
fn statement(document: &Document, statement: &Statement, context: &Context, report: &mut Report) -> Vec<Draft> {
    if !kind::statement(document, statement, report) {
        return Vec::new();
    }
    let parties = principal::parties(document, statement, context, report);
    let trust = document.kind == DocumentKind::Trust;
    let groups = match trust {
        true => trust::groups(document, statement, &parties, report),
        false => fit::groups(document, statement, context, report),
    };
    judge(document, statement, &groups, context, report);
    let elements = |group: Group| (group.action, group.resource);
    let pairs: Vec<(_, &Party)> = match trust {
        true => groups.into_iter().map(elements).zip(&parties).collect(),
        false => {
            let each = |group| std::iter::repeat_n(elements(group), parties.len()).zip(&parties);
            groups.into_iter().flat_map(each).collect()
        }
    };
    let mut known: Vec<(&Formula, Option<Vec<whit_iam::Condition>>)> = Vec::new();
    let mut drafts = Vec::new();
    for (elements, party) in pairs {
        let blocks = match known.iter().find(|(formula, _)| **formula == party.condition) {
            Some((_, blocks)) => blocks.clone(),
            None => {
                let blocks = alternatives(statement, &party.condition, report);
                known.push((&party.condition, blocks.clone()));
                blocks
            }
        };
        let blocks = blocks.unwrap_or_default();
        let each = std::iter::repeat_n(elements, blocks.len()).zip(blocks);
        drafts.extend(each.map(|((action, resource), condition)| Draft {
            origin: Origin {
                span: statement.span,
                expanded_from: statement.expanded_from.clone(),
                label: statement.label.clone(),
            },
            statement: whit_iam::Statement {
                sid: None,
                effect: statement.effect,
                principal: party.element.clone(),
                action,
                resource,
                condition,
            },
        }));
    }
    assemble::join(drafts)
}

/// What the least-privilege rules on conditions and principals say.
fn judge(document: &Document, statement: &Statement, groups: &[Group], context: &Context, report: &mut Report) {
    if groups.is_empty() {
        return;
    }
    let found = rules::check(
        statement,
        groups,
        &rules::Context {
            document,
            catalog: context.catalog,
            own_account: context.account.as_deref(),
            sources: context.sources,
        },
    );
    report.diagnostics.extend(found.diagnostics);
    if let Some(because) = exception::reason(document, statement) {
        for excused in found.excused {
            report.excuse(excused.rule, excused.span, &excused.what, because, statement.span);
        }
    }
}

/// The condition blocks of a statement for a party of principals; none after an error.
fn alternatives(statement: &Statement, of_party: &Formula, report: &mut Report) -> Option<Vec<whit_iam::Condition>> {
    let formula = statement.condition.clone().and(of_party.clone());
    // An empty list is false, quietly: the statement is not there.
    if implied::constant(&formula) == Some(false) {
        return Some(Vec::new());
    }
    match condition::lower(&formula) {
        Ok(blocks) if blocks.is_empty() => {
            let atoms = formula.atoms();
            let what = if statement.effect == Effect::Allow { "allows" } else { "denies" };
            let never = |span| {
                Diagnostic::error(rule::NEVER_TRUE, span, "this condition is never true")
                    .note(format!("No request satisfies it, so the statement {what} nothing."))
            };
            report.push(match (atoms.first(), atoms.last()) {
                (Some(first), Some(last)) if first.span.file == last.span.file => {
                    let span = first.span.to(last.span);
                    match statement.span.holds(span) {
                        true => never(span),
                        // A guard's, of which only its arguments are the statement's.
                        false => never(statement.span).related(span, "the condition"),
                    }
                }
                _ => never(statement.span),
            });
            None
        }
        Ok(blocks) => Some(blocks),
        Err(unsayable) => {
            let span = unsayable.atoms.first().copied().unwrap_or(statement.span);
            let mut diagnostic = Diagnostic::error(rule::UNSAYABLE_CONDITION, span, unsayable.to_string());
            for atom in unsayable.atoms.iter().skip(1).take(8) {
                diagnostic = diagnostic.related(*atom, "with this");
            }
            report.push(diagnostic);
            None
        }
    }
}

/// Tells of findings through which `include`s and loops their statement came.
fn trace(statement: &Statement, found: &mut [Diagnostic]) {
    for diagnostic in found {
        let through = statement.expanded_from.iter().rev();
        diagnostic.related.extend(through.map(|span| Label { span: *span, message: "expanded from here".to_owned() }));
    }
}
