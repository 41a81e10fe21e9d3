//! Every exception of a program: what is wider than a named action on a typed resource, why, and how wide; and what its
//! comments silence.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use whit_iam::Effect;

use crate::allowance::Allowance;
use crate::emit::kind_word;
use crate::lower::{Extent, Values};
use crate::project::{Checked, CompiledDocument};
use crate::source::{SourceMap, Span};
use crate::testing::home;

/// What a program makes exceptions of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// What its statements widen, by environment, document and place as they are first met.
    pub exceptions: Vec<Exception>,
    /// The findings that its comments silence, by file and place.
    pub allowances: Vec<Silenced>,
}

/// A rule that a comment silences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// The rule's name.
    pub rule: &'static str,
    /// The file of the comment.
    pub file: String,
    /// Its line, from 1.
    pub line: usize,
    /// The reason.
    pub because: String,
    /// The messages that are not shown.
    pub silenced: Vec<String>,
}

impl Audit {
    /// The audit of a program.
    #[must_use]
    pub fn of(checked: &Checked, sources: &SourceMap) -> Self {
        let allowances = checked.allowances().iter().map(|one| Silenced::of(one, sources));
        Self { exceptions: exceptions(checked, sources), allowances: allowances.collect() }
    }

    /// An object with an array of all exceptions, and one of all allowances. `docs/command.md` describes it.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let exceptions: Vec<Value> = self.exceptions.iter().map(Exception::to_json).collect();
        let allowances: Vec<Value> = self.allowances.iter().map(Silenced::to_json).collect();
        json!({ "exceptions": exceptions, "allowances": allowances })
    }
}

impl Silenced {
    fn of(allowance: &Allowance, sources: &SourceMap) -> Self {
        Self {
            rule: allowance.rule.0,
            file: sources.name(allowance.span.file).to_owned(),
            line: allowance.line,
            because: allowance.because.clone(),
            silenced: allowance.silenced.iter().map(|finding| finding.message.clone()).collect(),
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "rule": self.rule,
            "file": self.file,
            "line": self.line,
            "because": self.because,
            "silenced": self.silenced,
        })
    }
}

/// A reason in a document, with all that it excuses in one statement; what several environments have in common, once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception {
    /// The environments that have it; empty where there are none.
    pub environments: Vec<String>,
    /// The document's name.
    pub document: String,
    /// Its kind, as the language calls it.
    pub kind: &'static str,
    /// The file of the statement.
    pub file: String,
    /// The line on which the statement begins, from 1.
    pub line: usize,
    /// The reason.
    pub because: String,
    /// What it excuses, in words: "the pattern `s3:Get*` in an `allow`".
    pub excuses: Vec<String>,
    /// `allow` or `deny`.
    pub effect: &'static str,
    /// What the statement is about, in all environments together.
    pub extent: Extent,
}

impl Exception {
    fn to_json(&self) -> Value {
        let both = |values: &Values| json!({ "named": values.named, "all_but": values.all_but });
        json!({
            "document": self.document,
            "kind": self.kind,
            "environments": self.environments,
            "file": self.file,
            "line": self.line,
            "because": self.because,
            "excuses": self.excuses,
            "effect": self.effect,
            "actions": both(&self.extent.actions),
            "resources": both(&self.extent.resources),
            "principals": both(&self.extent.principals),
        })
    }
}

fn exceptions(checked: &Checked, sources: &SourceMap) -> Vec<Exception> {
    let mut found: Vec<Exception> = Vec::new();
    let mut known: BTreeMap<(&str, &str, Span, &str), usize> = BTreeMap::new();
    for environment in checked.environments() {
        for document in environment.policies() {
            for exception in &document.exceptions {
                let Some(extent) = document.extents.get(&exception.statement) else { continue };
                let because = exception.because.text.as_str();
                let kind = kind_word(document.kind);
                let next = found.len();
                let at = *known.entry((&document.name, kind, exception.statement, because)).or_insert(next);
                if at == next {
                    found.push(first(document, exception.statement, because, extent, sources));
                }
                let Some(entry) = found.get_mut(at) else { continue };
                if !entry.excuses.contains(&exception.what) {
                    entry.excuses.push(exception.what.clone());
                }
                if let Some(name) = environment.name.as_ref().filter(|name| !entry.environments.contains(name)) {
                    entry.environments.push(name.clone());
                    entry.extent.join(extent);
                }
            }
        }
    }
    found
}

fn first(
    document: &CompiledDocument,
    statement: Span,
    because: &str,
    extent: &Extent,
    sources: &SourceMap,
) -> Exception {
    let origin = document.origins.iter().flatten().find(|origin| origin.span == statement);
    let through = origin.map_or(&[] as &[Span], |origin| &origin.expanded_from);
    // What the standard library brings in stands where it is included.
    let home = home(statement, through, sources, false);
    let (file, line) = home.map_or_else(|| (String::new(), 1), |(file, line, _)| (file, line));
    Exception {
        environments: Vec::new(),
        document: document.name.clone(),
        kind: kind_word(document.kind),
        file,
        line,
        because: because.to_owned(),
        excuses: Vec::new(),
        effect: match extent.effect {
            Effect::Allow => "allow",
            Effect::Deny => "deny",
        },
        extent: extent.clone(),
    }
}
