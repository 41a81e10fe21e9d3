//! Values.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::typed::formula::Test;
use crate::typed::{ActionTerm, External, Formula, Piece, PrincipalTerm, Text, TypedResource};

/// What an expression comes to. Accounts, regions, dates, ranges and ARNs are texts: their types have been checked.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(Text),
    Int(i64),
    Decimal(String),
    Bool(bool),
    Duration(u64),
    Any,
    None,
    Actions(Vec<ActionTerm>),
    Resource(Box<ResourceValue>),
    Principals(Vec<PrincipalTerm>),
    Condition(Formula),
    List(Arc<[Value]>),
    Record(BTreeMap<String, Value>),
}

/// A resource, with what it was built from: resources inside it are built from the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ResourceValue {
    pub(super) resource: TypedResource,
    pub(super) fields: Vec<Text>,
    pub(super) partition: Text,
    pub(super) regions: Vec<Text>,
    pub(super) account: Text,
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.same(other)
    }
}

impl Value {
    /// What a copy costs, in steps of the expansion. The elements of a list are shared.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Text(text) => text_weight(text),
            Self::Actions(terms) => terms.len(),
            Self::Principals(terms) => terms.len(),
            Self::Resource(value) => value.resource.arns.iter().chain(&value.fields).map(text_weight).sum(),
            Self::Condition(formula) => formula_weight(formula),
            Self::Record(fields) => fields.values().map(Self::weight).sum(),
            _ => 1,
        }
    }

    /// As text in a string; none for what stands for several texts.
    pub(super) fn text(&self) -> Option<Text> {
        match self {
            Self::Text(text) => Some(text.clone()),
            Self::Int(value) => Some(Text::literal(value.to_string())),
            Self::Decimal(text) => Some(Text::literal(text)),
            Self::Bool(value) => Some(Text::literal(value.to_string())),
            Self::Duration(seconds) => Some(Text::literal(seconds.to_string())),
            Self::Resource(value) => match value.resource.arns.as_slice() {
                [arn] => Some(arn.clone()),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether the value of an `extern` is in it.
    pub(super) fn is_external(&self) -> bool {
        match self {
            Self::Text(text) => text.external != External::Nothing,
            Self::Resource(value) => value.resource.arns.iter().any(|arn| arn.external != External::Nothing),
            Self::List(items) => items.iter().any(Self::is_external),
            Self::Record(fields) => fields.values().any(Self::is_external),
            _ => false,
        }
    }

    pub(super) fn truth(&self) -> Option<bool> {
        match self {
            Self::Bool(truth) => Some(*truth),
            _ => None,
        }
    }

    /// The elements of a list, or the value itself.
    pub(super) fn items(&self) -> &[Self] {
        match self {
            Self::List(items) => items,
            other => std::slice::from_ref(other),
        }
    }

    /// Equality of values of one type.
    pub(super) fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Text(a), Self::Text(b)) => a.to_string() == b.to_string(),
            (Self::Bool(a), Self::Bool(b)) => a == b,
            (Self::Duration(a), Self::Duration(b)) => a == b,
            (Self::Any, Self::Any) | (Self::None, Self::None) => true,
            (Self::Actions(a), Self::Actions(b)) => a.iter().map(|term| &term.kind).eq(b.iter().map(|term| &term.kind)),
            (Self::Resource(a), Self::Resource(b)) => a == b,
            (Self::Principals(a), Self::Principals(b)) => {
                a.iter().map(|term| &term.kind).eq(b.iter().map(|term| &term.kind))
            }
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.same(b)),
            (Self::Record(a), Self::Record(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|((k, a), (l, b))| k == l && a.same(b))
            }
            (a, b) => a.order(b) == Some(Ordering::Equal),
        }
    }

    /// The order of numbers, durations and dates.
    pub(super) fn order(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(b)),
            (Self::Duration(a), Self::Duration(b)) => Some(a.cmp(b)),
            // Dates of ISO 8601 in one form sort as texts.
            (Self::Text(a), Self::Text(b)) => Some(a.to_string().cmp(&b.to_string())),
            (Self::Int(_) | Self::Decimal(_), Self::Int(_) | Self::Decimal(_)) => {
                Some(decimal_order(&self.text()?.to_string(), &other.text()?.to_string()))
            }
            _ => None,
        }
    }
}

fn text_weight(text: &Text) -> usize {
    let bytes = |piece: &Piece| match piece {
        Piece::Literal(literal) => literal.len(),
        _ => 1,
    };
    1 + text.pieces.iter().map(bytes).sum::<usize>() / 32
}

/// What an atom costs beside its values: its key, its place.
const ATOM: usize = 4;

fn formula_weight(formula: &Formula) -> usize {
    match formula {
        Formula::True | Formula::False => 0,
        Formula::Atom(atom) => match &atom.test {
            Test::Exists => ATOM,
            Test::Compare { values, .. } => ATOM + values.iter().map(text_weight).sum::<usize>(),
        },
        Formula::Not(inner) => formula_weight(inner),
        Formula::And(parts) | Formula::Or(parts) => parts.iter().map(formula_weight).sum(),
    }
}

/// The order of two decimals without a sign, exact.
fn decimal_order(a: &str, b: &str) -> Ordering {
    fn parts(text: &str) -> (&str, &str) {
        let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
        (whole.trim_start_matches('0'), fraction.trim_end_matches('0'))
    }
    let ((a_whole, a_fraction), (b_whole, b_fraction)) = (parts(a), parts(b));
    a_whole.len().cmp(&b_whole.len()).then_with(|| a_whole.cmp(b_whole)).then_with(|| a_fraction.cmp(b_fraction))
}
