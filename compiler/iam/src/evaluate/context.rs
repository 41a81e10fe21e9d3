//! The context of a request: what the condition keys hold.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a condition key holds in a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContextValue {
    /// The value of a single-valued key.
    Single(String),
    /// The values of a multi-valued key; there may be none.
    Several(Vec<String>),
}

impl ContextValue {
    /// A single value.
    pub fn single(value: impl Into<String>) -> Self {
        Self::Single(value.into())
    }

    /// Several values, or one, or none, of a multi-valued key.
    pub fn several<V: Into<String>>(values: impl IntoIterator<Item = V>) -> Self {
        Self::Several(values.into_iter().map(Into::into).collect())
    }

    /// All the values.
    pub fn values(&self) -> &[String] {
        match self {
            Self::Single(value) => std::slice::from_ref(value),
            Self::Several(values) => values,
        }
    }
}

/// The condition keys of a request. The case of a key does not count, also not in the part after a slash.
///
/// Numbers, dates, addresses and booleans are given as text in any form that a policy may write; binary values are given
/// in base64.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Context {
    /// By key in lower case.
    values: BTreeMap<String, ContextValue>,
}

impl Context {
    /// A context without keys.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key, in place of what it held.
    pub fn insert(&mut self, key: &str, value: ContextValue) {
        self.values.insert(lower(key).into_owned(), value);
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) -> Option<ContextValue> {
        self.values.remove(lower(key).as_ref())
    }

    /// The same with one more key.
    #[must_use]
    pub fn with(mut self, key: &str, value: ContextValue) -> Self {
        self.insert(key, value);
        self
    }

    /// What the key holds, if the request has it.
    pub fn get(&self, key: &str) -> Option<&ContextValue> {
        self.values.get(lower(key).as_ref())
    }

    /// What a key holds that is in lower case already.
    pub(super) fn get_lower(&self, key: &str) -> Option<&ContextValue> {
        self.values.get(key)
    }

    /// Every key, in lower case, with what it holds.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.values.iter().map(|(key, value)| (key.as_str(), value))
    }
}

impl<K: AsRef<str>> FromIterator<(K, ContextValue)> for Context {
    fn from_iter<I: IntoIterator<Item = (K, ContextValue)>>(entries: I) -> Self {
        let mut context = Self::new();
        for (key, value) in entries {
            context.insert(key.as_ref(), value);
        }
        context
    }
}

fn lower(key: &str) -> Cow<'_, str> {
    if key.bytes().any(|b| b.is_ascii_uppercase()) { key.to_ascii_lowercase().into() } else { key.into() }
}
