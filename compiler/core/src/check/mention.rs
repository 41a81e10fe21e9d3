//! What the words of an item stand for, kept with its check for those who look at a source.

use std::sync::Arc;

use whit_catalog::{ResourceType, Service};

use super::Checker;
use super::types::Type;
use crate::resolve::{Binding, Index, ModuleId};
use crate::source::Span;
use crate::syntax::tree::Ident;
use crate::typed::Level;

/// A word and what it stands for.
#[derive(Debug, Clone)]
pub struct Mention {
    /// The word.
    pub span: Span,
    /// What it means.
    pub means: Meaning,
}

/// What a word stands for. What the word itself says is not said again: which action, which key.
#[derive(Debug, Clone)]
pub enum Meaning {
    /// A declaration of the project or of the standard library.
    Item(Index),
    /// An account of the organization, by its place in the tree.
    Account(Index, usize),
    /// A parameter or the variable of a loop, declared at a place, of a type.
    Local(Span, Type),
    /// The name of a parameter, of a guard or template, in its call: the callee, and which.
    Parameter(Index, usize),
    /// A module.
    Module(ModuleId),
    /// An action of the catalog, or a pattern of them.
    Action,
    /// An access level; of a service, if it names one.
    Level(Level),
    /// A condition key of the catalog.
    Key,
    /// A tag of the schema.
    Tag,
    /// A service.
    Service(Service<'static>),
    /// A type of resource.
    Resource(ResourceType<'static>),
    /// The name of a field of a type of resource.
    Field(ResourceType<'static>),
    /// A field of `env`, with its type.
    Env(Type),
}

impl Checker<'_> {
    /// Notes what a word stands for.
    pub(super) fn mention(&mut self, span: Span, means: Meaning) {
        self.mentions.push(Mention { span, means });
    }

    /// Notes what the words of a path stand for.
    pub(super) fn mention_path(&mut self, path: &[Ident], binding: Binding) {
        if let [module, _] = path
            && let Some(target) = self.scope().and_then(|scope| scope.module(&module.value))
        {
            self.mention(module.span, Meaning::Module(target));
        }
        let Some(name) = path.last() else { return };
        let means = match binding {
            Binding::Account(organization, nth) => Meaning::Account(organization, nth),
            other => Meaning::Item(other.index()),
        };
        self.mention(name.span, means);
    }
}

/// In the order of the source, each word once; of two meanings of a word the last, which is the one that was settled on.
pub(super) fn in_order(mut mentions: Vec<Mention>) -> Arc<[Mention]> {
    mentions.reverse();
    mentions.sort_by_key(|mention| (mention.span.start, mention.span.end));
    mentions.dedup_by_key(|mention| mention.span);
    mentions.into()
}
