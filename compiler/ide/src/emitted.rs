//! What the statements of a source became.

use std::sync::Arc;

use whit_core::lower::Origin;
use whit_core::project::CompiledDocument;
use whit_core::source::Span;
use whit_core::syntax::tree::{Entry, Item};
use whit_core::{Analysis, Meaning, Mention, Type};
use whit_iam::{ActionElement, Statement};

use whit_catalog::{Action, Catalog, ResourceType, Service};
use whit_core::typed::Level;

use crate::nodes::Node;

/// The statements that a statement or an `include` of the source became, in the first environment that has any, with the number of
/// other environments where it became something else.
pub(crate) fn emitted(analysis: &Analysis, statement: Span) -> (Vec<&Statement>, Option<&str>, usize) {
    let Some(checked) = analysis.checked() else { return (Vec::new(), None, 0) };
    let mut found: Option<(Vec<&Statement>, Option<&str>)> = None;
    let mut others = 0;
    for environment in checked.environments() {
        let of_it: Vec<&Statement> =
            environment.policies().flat_map(|policy| statements_of(policy, statement)).collect();
        match &found {
            _ if of_it.is_empty() => {}
            None => found = Some((of_it, environment.name.as_deref())),
            Some((first, _)) if *first != of_it => others += 1,
            Some(_) => {}
        }
    }
    let (statements, environment) = found.unwrap_or_default();
    (statements, environment, others)
}

fn statements_of(policy: &CompiledDocument, source: Span) -> impl Iterator<Item = &Statement> {
    let pairs = policy.policy.statements.iter().zip(&policy.origins);
    let ours = pairs.filter(move |(_, origins)| origins.iter().any(|origin| came_from(origin, source)));
    ours.map(|(statement, _)| statement)
}

fn came_from(origin: &Origin, source: Span) -> bool {
    origin.span == source || origin.expanded_from.contains(&source)
}

/// The compiled document of a name, in the environment where it is largest.
pub(crate) fn document<'a>(analysis: &'a Analysis, name: &str) -> Option<&'a CompiledDocument> {
    let environments = analysis.checked()?.environments().iter();
    environments.filter_map(|environment| environment.document(name)).max_by_key(|document| document.size)
}

/// A compiled role of a name, as its policies: the trust, then the inline policy; of the environment where they are
/// largest.
pub(crate) fn role<'a>(analysis: &'a Analysis, name: &str) -> Vec<&'a CompiledDocument> {
    let environments = analysis.checked().map(|checked| checked.environments()).unwrap_or_default();
    let roles = environments.iter().flat_map(|environment| &environment.roles).filter(|role| role.role.name == name);
    let role = roles.max_by_key(|role| role.trust.size + role.inline.as_ref().map_or(0, |inline| inline.size));
    role.map(Arc::as_ref).into_iter().flat_map(|role| std::iter::once(&role.trust).chain(&role.inline)).collect()
}

/// The statement of an item around a place of its piece, and what its `on` names.
fn statement_around(item: &Item, at: Span) -> Option<(Span, Option<Span>)> {
    let mut found = None;
    Node::Item(item).descend(&mut |node| {
        if let Node::Entry(Entry::Statement(statement)) = node
            && statement.span.holds(at)
        {
            found = Some((statement.span, statement.clauses.on.as_ref().map(|on| on.span)));
        }
    });
    found
}

/// The actions that an access level comes to where it stands: those of its services that the statement gives if it was
/// compiled, else those that work on its resources. The services too.
pub(crate) fn level_actions(
    analysis: &Analysis,
    item: &Item,
    mention: &Mention,
    level: Level,
) -> (Vec<Service<'static>>, Vec<Action<'static>>) {
    let catalog = Catalog::embedded();
    let around = statement_around(item, mention.span);
    let types = around.and_then(|(_, on)| on).map(|on| types_in(analysis, item, on)).unwrap_or_default();
    let text = analysis.sources.text(mention.span.file);
    let before = text.get(..mention.span.range().start).unwrap_or("");
    let named = before.strip_suffix('.').map(|before| {
        let from = before.rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-').map_or(0, |at| at + 1);
        before.get(from..).unwrap_or("")
    });
    let mut services: Vec<Service<'static>> = match named {
        Some(prefix) => catalog.service(prefix).into_iter().collect(),
        None => types.iter().map(|ty| ty.service()).collect(),
    };
    services.sort_unstable_by_key(|service| service.prefix());
    services.dedup();
    let of_level = |action: &Action<'_>| level.holds(action.level());
    let all: Vec<Action<'static>> = services.iter().flat_map(|service| service.actions()).filter(of_level).collect();
    let given = around.map(|(statement, _)| emitted(analysis, statement).0).unwrap_or_default();
    let gives = |action: &&Action<'_>| {
        let name = action.full_name();
        given.iter().any(|statement| match &statement.action {
            ActionElement::Action(names) => names.contains(&name),
            ActionElement::NotAction(_) => false,
        })
    };
    let kept: Vec<Action<'static>> = all.iter().filter(gives).copied().collect();
    if !kept.is_empty() {
        return (services, kept);
    }
    let fits = |action: &Action<'_>| types.is_empty() || types.iter().any(|ty| action.supports(*ty));
    (services, all.into_iter().filter(fits).collect())
}

/// The types of the resources that a part of an item names.
fn types_in(analysis: &Analysis, item: &Item, within: Span) -> Vec<ResourceType<'static>> {
    let of_type = |ty: &Type| match ty.element() {
        Type::Resource(Some(name)) => Catalog::embedded().service(&name.service)?.resource_type(&name.ident),
        _ => None,
    };
    let mentions = analysis.view.mentions(item).iter().filter(|mention| within.holds(mention.span));
    let types = mentions.filter_map(|mention| match &mention.means {
        Meaning::Resource(ty) => Some(*ty),
        Meaning::Item(index) => of_type(analysis.view.ty(*index)?),
        Meaning::Local(_, ty) => of_type(ty),
        _ => None,
    });
    types.collect()
}
