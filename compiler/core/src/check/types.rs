//! Types, and which fits where.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// A type of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Type {
    /// `string`
    String,
    /// A union of string literals.
    Literals(BTreeSet<String>),
    /// `int`
    Int,
    /// `decimal`
    Decimal,
    /// `bool`
    Bool,
    /// `duration`
    Duration,
    /// `date`
    Date,
    /// `cidr`
    Cidr,
    /// `account`
    Account,
    /// `region`
    Region,
    /// `org`
    Org,
    /// `arn`
    Arn,
    /// `action`: a set of actions.
    Action,
    /// `principal`
    Principal,
    /// `condition`
    Condition,
    /// `resource`, or a refinement of it.
    Resource(Option<ResourceName>),
    /// `list<T>`
    List(Box<Type>),
    /// A record.
    Record(BTreeMap<String, Type>),
    /// A bare `any`: what it is depends on its place.
    Any,
    /// The type of what could not be checked; fits everywhere, quietly.
    Error,
}

/// A resource type as the catalog calls it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ResourceName {
    /// The service prefix.
    pub service: String,
    /// The raw name of the type.
    pub name: String,
    /// As Whit writes the type's name.
    pub ident: String,
}

impl Type {
    /// The types that are called by one word. Others are made of types, texts or a service's resources.
    pub const NAMED: &[(&str, Self)] = &[
        ("string", Self::String),
        ("int", Self::Int),
        ("decimal", Self::Decimal),
        ("bool", Self::Bool),
        ("duration", Self::Duration),
        ("date", Self::Date),
        ("cidr", Self::Cidr),
        ("account", Self::Account),
        ("region", Self::Region),
        ("org", Self::Org),
        ("arn", Self::Arn),
        ("action", Self::Action),
        ("principal", Self::Principal),
        ("condition", Self::Condition),
        ("resource", Self::Resource(None)),
    ];

    /// The type that is called by a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::NAMED.iter().find(|(name, _)| *name == word).map(|(_, ty)| ty.clone())
    }

    /// Whether a value of `self` may stand where `wanted` is wanted, conversions included.
    pub(crate) fn fits(&self, wanted: &Self) -> bool {
        match (self, wanted) {
            (Self::Error, _) | (_, Self::Error) => true,
            (a, b) if a == b => true,
            (Self::Literals(_), Self::String) => true,
            (Self::Literals(few), Self::Literals(many)) => few.is_subset(many),
            (Self::Resource(Some(_)), Self::Resource(None)) => true,
            (Self::Resource(_), Self::Arn) => true,
            (Self::Any, Self::Resource(None) | Self::Action) => true,
            (Self::Bool, Self::Condition) => true,
            (Self::Int, Self::Decimal) => true,
            (Self::Account | Self::Region | Self::Org | Self::Arn | Self::Cidr | Self::Date, Self::String) => true,
            (Self::List(item), Self::List(want)) => item.fits(want),
            // A list of actions, resources or principals is one.
            (Self::List(item), Self::Action | Self::Principal | Self::Resource(None)) => item.fits(wanted),
            (item, Self::List(want)) => item.fits(want),
            (Self::Record(have), Self::Record(want)) => {
                have.len() == want.len()
                    && want.iter().all(|(name, ty)| have.get(name).is_some_and(|found| found.fits(ty)))
            }
            _ => false,
        }
    }

    /// The narrowest type that both fit, if there is one.
    pub(crate) fn join(self, other: Self) -> Option<Self> {
        match (self, other) {
            (a, b) if b.fits(&a) && !matches!(a, Self::List(_)) => Some(a),
            (a, b) if a.fits(&b) && !matches!(b, Self::List(_)) => Some(b),
            (Self::List(a), Self::List(b)) => a.join(*b).map(|item| Self::List(Box::new(item))),
            (Self::Literals(mut a), Self::Literals(b)) => {
                a.extend(b);
                Some(Self::Literals(a))
            }
            (Self::Record(mut a), Self::Record(b)) => {
                if !a.keys().eq(b.keys()) {
                    return None;
                }
                for (name, other) in b {
                    let joined = a.remove(&name)?.join(other)?;
                    a.insert(name, joined);
                }
                Some(Self::Record(a))
            }
            (Self::Resource(_), Self::Resource(_)) => Some(Self::Resource(None)),
            (Self::Arn, Self::Resource(_)) | (Self::Resource(_), Self::Arn) => Some(Self::Arn),
            _ => None,
        }
    }

    /// The type in a sentence: "an action", "a `list<string>`".
    pub fn described(&self) -> String {
        match self {
            Self::Literals(texts) if texts.len() <= 1 => "a string".to_owned(),
            Self::Literals(_) => format!("one of {self}"),
            Self::Any => "`any`".to_owned(),
            Self::Record(_) => "a record".to_owned(),
            Self::List(item) if matches!(**item, Self::Literals(_) | Self::String) => "a list of strings".to_owned(),
            Self::List(item) if matches!(**item, Self::Record(_)) => "a list of records".to_owned(),
            Self::Int | Self::Account | Self::Org | Self::Arn | Self::Action => format!("an {self}"),
            Self::Resource(Some(_)) => format!("the resource `{self}`"),
            _ => format!("a {self}"),
        }
    }

    /// How many fields it has, with those of the records in it.
    pub(crate) fn fields(&self) -> usize {
        match self {
            Self::Record(fields) => fields.values().map(|field| 1 + field.fields()).sum(),
            Self::List(item) => item.fields(),
            _ => 0,
        }
    }

    /// The type of an element, if this is a list, else the type itself.
    pub fn element(&self) -> &Self {
        match self {
            Self::List(item) => item.element(),
            other => other,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("string"),
            Self::Literals(texts) => {
                let texts: Vec<String> = texts.iter().map(|text| format!("{text:?}")).collect();
                f.write_str(&texts.join(" | "))
            }
            Self::Int => f.write_str("int"),
            Self::Decimal => f.write_str("decimal"),
            Self::Bool => f.write_str("bool"),
            Self::Duration => f.write_str("duration"),
            Self::Date => f.write_str("date"),
            Self::Cidr => f.write_str("cidr"),
            Self::Account => f.write_str("account"),
            Self::Region => f.write_str("region"),
            Self::Org => f.write_str("org"),
            Self::Arn => f.write_str("arn"),
            Self::Action => f.write_str("action"),
            Self::Principal => f.write_str("principal"),
            Self::Condition => f.write_str("condition"),
            Self::Resource(None) => f.write_str("resource"),
            Self::Resource(Some(name)) => write!(f, "{}.{}", name.service, name.ident),
            Self::List(item) => write!(f, "list<{item}>"),
            Self::Record(fields) => {
                let fields: Vec<String> = fields.iter().map(|(name, ty)| format!("{name}: {ty}")).collect();
                write!(f, "{{ {} }}", fields.join(", "))
            }
            Self::Any => f.write_str("any"),
            Self::Error => f.write_str("unknown"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &[(&str, &str)]) -> Type {
        let literal = |text: &str| Type::Literals(BTreeSet::from([text.to_owned()]));
        Type::Record(fields.iter().map(|(name, text)| ((*name).to_owned(), literal(text))).collect())
    }

    #[test]
    fn records_join_field_by_field() {
        let joined = record(&[("id", "a"), ("region", "x")]).join(record(&[("id", "b"), ("region", "x")]));
        assert_eq!(joined.unwrap().to_string(), r#"{ id: "a" | "b", region: "x" }"#);
        assert_eq!(record(&[("id", "a")]).join(record(&[("name", "a")])), None);
        assert_eq!(record(&[("id", "a")]).join(record(&[("id", "a"), ("region", "x")])), None);
    }
}
