//! What stands at a place: a word of the source, and where what it stands for is declared.

use whit_core::source::Span;
use whit_core::syntax::tree::{
    Entry, Expectation, ExprKind, Field, Ident, Import, Item, ItemKind, OrganizationNode, Outcome, Param,
};
use whit_core::{Analysis, Meaning};

use crate::nodes::Node;

/// A word at a place.
#[derive(Debug, Clone)]
pub(crate) struct Symbol {
    /// The word, in its file.
    pub(crate) span: Span,
    /// What it stands for.
    pub(crate) means: Meaning,
    /// The module in which the word stands.
    pub(crate) module: usize,
}

/// The word at a place that stands for something, uses and declarations alike.
pub(crate) fn symbol(analysis: &Analysis, file: &str, offset: usize) -> Option<Symbol> {
    let offset = u32::try_from(offset).ok()?;
    let (view, sources) = (&analysis.view, &analysis.sources);
    let (module, of_file) = view.module(file, sources)?;
    let holds = |span: Span| {
        let place = sources.place(span);
        place.start <= offset && offset <= place.end
    };
    let made = |span: Span, means: Meaning| Symbol { span: sources.place(span), means, module };
    // Of a name and an account of digits that touch, the one that begins here.
    if let Some(mention) = view.mention_at(file, offset, sources) {
        return Some(made(mention.span, mention.means.clone()));
    }
    for (span, index) in view.imports(module) {
        if holds(span) {
            return Some(made(span, Meaning::Item(index)));
        }
    }
    let (_, item) = view.item_at(file, offset, sources)?;
    if let ItemKind::Use(used) = &item.kind {
        return used_at(analysis, module, item, &holds).map(|(span, means)| made(span, means)).or_else(|| {
            let uses = of_file.items.iter().filter(|item| matches!(item.kind, ItemKind::Use(_)));
            let nth = uses.take_while(|other| other.span != item.span).count();
            let target = (*of_file.uses.get(nth)?)?;
            let alias = match &used.import {
                Import::Module { alias } => alias.as_ref(),
                Import::Names(_) => None,
            };
            let word = used.path.iter().chain(alias).find(|word| holds(word.span))?;
            Some(made(word.span, Meaning::Module(target)))
        });
    }
    declared_at(analysis, item, &holds).map(|(span, means)| made(span, means))
}

/// The other name of a `use` at a place.
fn used_at(analysis: &Analysis, module: usize, item: &Item, holds: &dyn Fn(Span) -> bool) -> Option<(Span, Meaning)> {
    let ItemKind::Use(used) = &item.kind else { return None };
    let Import::Names(names) = &used.import else { return None };
    let (name, alias) = names.iter().find(|(_, alias)| alias.as_ref().is_some_and(|alias| holds(alias.span)))?;
    let (_, index) = analysis.view.imports(module).into_iter().find(|(span, _)| *span == name.span)?;
    Some((alias.as_ref()?.span, Meaning::Item(index)))
}

/// The declaration at a place: of the item itself, a parameter, the variable of a loop, an account.
fn declared_at(analysis: &Analysis, item: &Item, holds: &dyn Fn(Span) -> bool) -> Option<(Span, Meaning)> {
    let view = &analysis.view;
    if let Some(field) = tags(item).iter().find(|field| holds(field.name.span)) {
        return Some((field.name.span, Meaning::Tag));
    }
    let index = view.index_of(item)?;
    if let Some(name) = view.declared(index)?.name()
        && holds(name.span)
    {
        return Some((name.span, Meaning::Item(index)));
    }
    if let Some((nth, param)) = params(item).iter().enumerate().find(|(_, param)| holds(param.name.span)) {
        return Some((param.name.span, Meaning::Parameter(index, nth)));
    }
    if let Some((nth, name)) = accounts(item).into_iter().enumerate().find(|(_, name)| holds(name.span)) {
        return Some((name.span, Meaning::Account(index, nth)));
    }
    let span = locals(item).into_iter().find(|name| holds(name.span))?.span;
    let ty = view.mentions(item).iter().find_map(|mention| match &mention.means {
        Meaning::Local(declared, ty) if *declared == span => Some(ty.clone()),
        _ => None,
    });
    Some((span, Meaning::Local(span, ty.unwrap_or(whit_core::Type::Error))))
}

/// Where the name is declared that a word stands for, as a place of its piece: what two words have in common that stand
/// for the same.
pub(crate) fn declaration(analysis: &Analysis, means: &Meaning) -> Option<Span> {
    let view = &analysis.view;
    match means {
        Meaning::Item(index) => view.declared(*index)?.name().map(|name| name.span),
        Meaning::Account(index, nth) => accounts(&view.declared(*index)?.item).get(*nth).map(|name| name.span),
        Meaning::Local(span, _) => Some(*span),
        Meaning::Parameter(index, nth) => params(&view.declared(*index)?.item).get(*nth).map(|param| param.name.span),
        _ => None,
    }
}

/// The tags of a schema.
pub(crate) fn tags(item: &Item) -> &[Field] {
    match &item.kind {
        ItemKind::Tags(fields) => fields,
        _ => &[],
    }
}

/// The tag that a word names: `team` of `principal.team`.
pub(crate) fn tag_name(word: &str) -> &str {
    let quoted = word.strip_suffix('"').and_then(|word| word.rsplit_once('"')).map(|(_, name)| name);
    quoted.unwrap_or_else(|| word.rsplit_once('.').map_or(word, |(_, name)| name.trim()))
}

/// The parameters of a guard or template.
pub(crate) fn params(item: &Item) -> &[Param] {
    match &item.kind {
        ItemKind::Guard(guard) => &guard.params,
        ItemKind::Template(template) => &template.params,
        _ => &[],
    }
}

/// The names of the accounts of an organization, in order.
pub(crate) fn accounts(item: &Item) -> Vec<&Ident> {
    fn visit<'t>(nodes: &'t [OrganizationNode], found: &mut Vec<&'t Ident>) {
        for node in nodes {
            match node {
                OrganizationNode::Account { name, nodes, .. } => {
                    found.push(name);
                    visit(nodes, found);
                }
                OrganizationNode::Unit { nodes, .. } => visit(nodes, found),
                OrganizationNode::Attach(_) | OrganizationNode::Tags { .. } => {}
            }
        }
    }
    let mut found = Vec::new();
    if let ItemKind::Organization(organization) = &item.kind {
        visit(&organization.nodes, &mut found);
    }
    found
}

/// The variables of the loops of an item.
pub(crate) fn locals(item: &Item) -> Vec<&Ident> {
    let mut found = Vec::new();
    Node::Item(item).descend(&mut |node| {
        if let Node::Entry(Entry::For { name, .. }) = node {
            found.push(name);
        }
    });
    found
}

/// The label at a place, of a statement or behind the `by` of a test.
pub(crate) fn label_at(analysis: &Analysis, file: &str, offset: usize) -> Option<Ident> {
    let offset = u32::try_from(offset).ok()?;
    let (_, item) = analysis.view.item_at(file, offset, &analysis.sources)?;
    labels(item).into_iter().map(|(label, _)| label).find(|label| {
        let place = analysis.sources.place(label.span);
        place.start <= offset && offset <= place.end
    })
}

/// The labels in an item, each with whether a statement has it rather than a test names it.
pub(crate) fn labels(item: &Item) -> Vec<(Ident, bool)> {
    let mut found = Vec::new();
    Node::Item(item).descend(&mut |node| match node {
        Node::Entry(Entry::Statement(statement)) => found.extend(statement.label.clone().map(|label| (label, true))),
        Node::Entry(Entry::Trust(trust)) => found.extend(trust.label.clone().map(|label| (label, true))),
        Node::Expectation(Expectation { outcome: Some(Outcome::By(label)), .. }) => {
            if let ExprKind::Name(path) = &label.kind
                && let [name] = path.as_slice()
            {
                found.push((name.clone(), false));
            }
        }
        _ => {}
    });
    found
}
