//! What came out, held against AWS's grammar of the kind of policy: what the other rules let through is caught here.

use super::exception::Report;
use super::kind::called;
use super::size::policy_kind;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::typed::{Document, DocumentKind};
use whit_catalog::PolicyKind;
use whit_iam::Policy;
use whit_iam::grammar::{DocumentGrammar, GrammarRule, violations};

/// One error for each way in which AWS would refuse the policy.
pub(crate) fn check(document: &Document, policy: &Policy, sources: &[Span], report: &mut Report) {
    for violation in violations(policy, grammar(document)) {
        if violation.rule == GrammarRule::NoStatement {
            let message = format!("no statement of `{}` can ever apply", document.name);
            let found = Diagnostic::error(rule::EMPTY_DOCUMENT, document.span, message);
            report.push(found.note("Their conditions are never true, and AWS takes no policy without a statement."));
            continue;
        }
        let source = violation.statement.and_then(|index| sources.get(index));
        let message = format!("AWS refuses this in {}: {}", called(document.kind), violation.message);
        report.push(Diagnostic::error(rule::REFUSED_BY_AWS, source.copied().unwrap_or(document.span), message));
    }
}

fn grammar(document: &Document) -> DocumentGrammar {
    match document.kind {
        DocumentKind::Identity | DocumentKind::Boundary | DocumentKind::Session | DocumentKind::Inline => {
            DocumentGrammar::IDENTITY
        }
        DocumentKind::Scp => DocumentGrammar::SCP,
        DocumentKind::Rcp => DocumentGrammar::RCP,
        DocumentKind::Endpoint => DocumentGrammar::ENDPOINT,
        DocumentKind::Trust => DocumentGrammar::TRUST,
        DocumentKind::Resource if policy_kind(document) == PolicyKind::KmsKey => DocumentGrammar::KMS_KEY,
        DocumentKind::Resource => DocumentGrammar::RESOURCE,
    }
}
