//! Prints a policy as JSON, in one canonical form.
//!
//! The keys stand in the order of AWS's own examples, one value stands alone and several in a list, condition operators
//! and keys are sorted, text that is not ASCII stays as it is, and values keep the order of the model: the same policy
//! always gives the same bytes.

use std::collections::BTreeMap;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::model::{
    ActionElement, Condition, Effect, Policy, PrincipalElement, PrincipalKind, Principals, ResourceElement, Statement,
    Version,
};

/// The canonical form for people: two spaces of indentation and a line break at the end.
pub fn print(policy: &Policy) -> String {
    let mut text = written(serde_json::to_string_pretty(policy));
    text.push('\n');
    text
}

/// The canonical form without white space outside of text, which is what AWS counts.
pub fn minified(policy: &Policy) -> String {
    written(serde_json::to_string(policy))
}

/// Serializing fails only where a map has keys that are no text, and a policy has none.
fn written(result: serde_json::Result<String>) -> String {
    result.unwrap_or_else(|error| unreachable!("a policy is always JSON: {error}"))
}

impl Version {
    /// The text of the `Version` element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::V2008 => "2008-10-17",
            Self::V2012 => "2012-10-17",
        }
    }
}

impl Effect {
    /// The text of the `Effect` element.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }
}

impl PrincipalKind {
    /// All kinds, in the order of printing.
    pub const ALL: [Self; 4] = [Self::Aws, Self::CanonicalUser, Self::Federated, Self::Service];

    /// The key in a principal map.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::CanonicalUser => "CanonicalUser",
            Self::Federated => "Federated",
            Self::Service => "Service",
        }
    }
}

/// One value alone, any other number as a list.
struct Values<'v>(&'v [String]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 {
            [one] => serializer.serialize_str(one),
            list => serializer.collect_seq(list),
        }
    }
}

/// A document is printed with its `Version`, also where it is the one that a missing element stands for.
impl Serialize for Policy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("Version", self.version.name())?;
        if let Some(id) = &self.id {
            map.serialize_entry("Id", id)?;
        }
        map.serialize_entry("Statement", &self.statements)?;
        map.end()
    }
}

impl Serialize for Statement {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        if let Some(sid) = &self.sid {
            map.serialize_entry("Sid", sid)?;
        }
        map.serialize_entry("Effect", self.effect.name())?;
        match &self.principal {
            Some(PrincipalElement::Principal(principals)) => map.serialize_entry("Principal", principals)?,
            Some(PrincipalElement::NotPrincipal(principals)) => map.serialize_entry("NotPrincipal", principals)?,
            None => {}
        }
        match &self.action {
            ActionElement::Action(values) => map.serialize_entry("Action", &Values(values))?,
            ActionElement::NotAction(values) => map.serialize_entry("NotAction", &Values(values))?,
        }
        match &self.resource {
            Some(ResourceElement::Resource(values)) => map.serialize_entry("Resource", &Values(values))?,
            Some(ResourceElement::NotResource(values)) => map.serialize_entry("NotResource", &Values(values))?,
            None => {}
        }
        if !self.condition.operators.is_empty() {
            map.serialize_entry("Condition", &self.condition)?;
        }
        map.end()
    }
}

impl Serialize for Principals {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Everyone => serializer.serialize_str("*"),
            Self::Of(kinds) => serializer.collect_map(kinds.iter().map(|(kind, values)| (kind.name(), Values(values)))),
        }
    }
}

impl Serialize for Condition {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.operators.iter().map(|(operator, keys)| (operator.to_string(), Keys(keys))))
    }
}

/// The keys of one operator.
struct Keys<'k>(&'k BTreeMap<String, Vec<String>>);

impl Serialize for Keys<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(key, values)| (key, Values(values))))
    }
}
