//! The size of a policy as AWS counts it against its quotas.
//!
//! All counts are of the minified form, since white space between the parts of a document can always be left out. Text
//! keeps its white space there, and three ways of counting differ in what they make of it:
//!
//! - IAM does not count white space ("IAM doesn't count white space when calculating the size of a policy against these
//!   quotas", IAM and STS quotas in the IAM user guide), which we take to hold for white space inside of text too;
//! - trust policies, session policies, SCPs and RCPs count characters (the same page; "Quotas for Organizations"), and
//!   what a tool sends through the API is counted as it was sent;
//! - resource policies count bytes of UTF-8.

use whit_catalog::{Counting, Quota};

use crate::model::Policy;
use crate::print::minified;

/// The size of the policy as the given way counts it. None for a way that counts no size of a document.
pub fn counted(policy: &Policy, counting: Counting) -> Option<usize> {
    match counting {
        Counting::NonWhitespace => Some(non_whitespace(policy)),
        Counting::Characters => Some(characters(policy)),
        Counting::Bytes => Some(bytes(policy)),
        Counting::Things => None,
    }
}

/// Whether the policy is within a quota on the size of a document. A quota on anything else does not limit it.
pub fn fits(policy: &Policy, quota: Quota<'_>) -> bool {
    let limit = usize::try_from(quota.limit()).unwrap_or(usize::MAX);
    counted(policy, quota.counting()).is_none_or(|size| size <= limit)
}

/// How many characters of the minified policy are not white space. A space that is not ASCII, such as U+00A0, counts, to
/// be on the safe side.
pub fn non_whitespace(policy: &Policy) -> usize {
    // Of white space, JSON writes only the blank as it is.
    let text = minified(policy);
    text.chars().count() - text.matches(' ').count()
}

/// How many characters (Unicode scalar values) the minified policy has.
pub fn characters(policy: &Policy) -> usize {
    minified(policy).chars().count()
}

/// How many bytes of UTF-8 the minified policy has.
pub fn bytes(policy: &Policy) -> usize {
    minified(policy).len()
}
