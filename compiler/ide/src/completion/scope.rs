//! The names that are in scope at the cursor, by what the analysis knows and by what stands in the item.

use std::collections::BTreeSet;

use whit_core::syntax::tree::{self, ItemKind, TypeKind};
use whit_core::{Analysis, Catalog, Declared, ModuleView, ResourceName, Type, Visible};

use super::place::Place;
use super::tokens::Token;

/// What proposals are made from.
pub(super) struct Scope<'a> {
    pub(super) analysis: &'a Analysis,
    pub(super) catalog: Catalog<'static>,
    pub(super) place: &'a Place<'a>,
    pub(super) module: Option<(usize, &'a ModuleView)>,
    pub(super) file: &'a str,
    pub(super) text: &'a str,
    /// Parameters of the item and variables of the loops around the cursor, each with its type.
    pub(super) locals: Vec<(String, Type)>,
}

impl<'a> Scope<'a> {
    pub(super) fn new(analysis: &'a Analysis, place: &'a Place<'a>, file: &'a str, text: &'a str) -> Self {
        let module = analysis.view.module(file, &analysis.sources);
        let catalog = Catalog::embedded();
        let mut scope = Self { analysis, catalog, place, module, file, text, locals: Vec::new() };
        scope.locals = locals(&scope);
        scope
    }

    /// The declarations that the file sees.
    pub(super) fn names(&self) -> impl Iterator<Item = (&'a Visible, &'a Declared)> {
        let view = &self.analysis.view;
        let names = self.module.map_or(&[][..], |(id, _)| view.names(id));
        names.iter().filter_map(|name| Some((name, view.declared(name.index)?)))
    }

    /// The type of a name for a value.
    pub(super) fn type_of(&self, name: &str) -> Option<Type> {
        if let Some((_, ty)) = self.locals.iter().rev().find(|(local, _)| local == name) {
            return Some(ty.clone());
        }
        let (visible, declared) = self.names().find(|(it, _)| !it.called && !it.document && it.name == name)?;
        Some(self.declared_type(visible, declared))
    }

    /// The type of a declared value.
    pub(super) fn declared_type(&self, visible: &Visible, declared: &Declared) -> Type {
        match &declared.item.kind {
            ItemKind::Organization(_) => Type::Account,
            _ => self.analysis.view.ty(visible.index).cloned().unwrap_or(Type::Error),
        }
    }

    /// The `tags` schema: each tag with its values, none where any may be.
    pub(super) fn tags(&self) -> Vec<(&'a str, Vec<&'a str>)> {
        let mut found = Vec::new();
        for module in self.analysis.view.modules.iter().filter(|module| !module.standard) {
            for item in &module.items {
                let ItemKind::Tags(fields) = &item.kind else { continue };
                found.extend(fields.iter().map(|field| (field.name.value.as_str(), literals(&field.ty))));
            }
        }
        found
    }

    /// The file that a module path of a `use` leads to: the items with their module.
    pub(super) fn module_of(&self, path: &str) -> Option<&'a ModuleView> {
        self.analysis.view.modules.iter().find(|module| module.path == path)
    }

    /// The head of a guard or template, from its name on.
    pub(super) fn head(&self, declared: &Declared) -> &'a str {
        let Some(name) = declared.name() else { return "" };
        let text = self.analysis.sources.text(name.span.file);
        let text = text.get(name.span.start as usize..declared.item.span.end as usize).unwrap_or("");
        text.get(..super::callables::head_end(text)).unwrap_or("")
    }

    /// The modules that the file brings in whole: the name here, and the path.
    pub(super) fn modules(&self) -> Vec<(&'a str, String)> {
        let items = self.module.map_or(&[][..], |(_, module)| &module.items);
        let mut found = Vec::new();
        for item in items {
            let ItemKind::Use(used) = &item.kind else { continue };
            let tree::Import::Module { alias } = &used.import else { continue };
            let Some(name) = alias.as_ref().or(used.path.last()) else { continue };
            found.push((name.value.as_str(), path_of(used)));
        }
        found
    }
}

/// `std::guards`
pub(super) fn path_of(used: &tree::Use) -> String {
    used.path.iter().map(|segment| segment.value.as_str()).collect::<Vec<_>>().join("::")
}

fn literals(ty: &tree::Type) -> Vec<&str> {
    match &ty.kind {
        TypeKind::Literal(text) => vec![text.as_str()],
        TypeKind::Union(types) => types.iter().flat_map(literals).collect(),
        TypeKind::Name { argument: Some(argument), .. } => literals(argument),
        _ => Vec::new(),
    }
}

/// The parameters of the guard or template, and the variables of loops whose body is open.
fn locals(scope: &Scope<'_>) -> Vec<(String, Type)> {
    let place = scope.place;
    let mut found = Vec::new();
    if matches!(place.item_word(), "guard" | "template") {
        let head = place.tokens.get(place.item + 2..).unwrap_or(&[]);
        found.extend(
            parameters(head).into_iter().map(|(name, ty)| (name.to_owned(), type_of_tokens(scope.catalog, ty))),
        );
    }
    for pair in place.frames.windows(2) {
        let [outer, inner] = pair else { continue };
        let Some(head) = place.tokens.get(outer.entry..inner.at) else { continue };
        let [word, name, _, list @ ..] = head else { continue };
        if !word.is("for") {
            continue;
        }
        let ty = match list {
            [one] => scope_type(scope, &found, one.text),
            [env, dot, field] if env.is("env") && dot.is(".") => super::members::env_type(field.text),
            _ => None,
        };
        let element = ty.map_or(Type::Error, |ty| ty.element().clone());
        found.push((name.text.to_owned(), element));
    }
    found
}

fn scope_type(scope: &Scope<'_>, locals: &[(String, Type)], name: &str) -> Option<Type> {
    let local = locals.iter().rev().find(|(local, _)| local == name).map(|(_, ty)| ty.clone());
    local.or_else(|| scope.type_of(name))
}

/// The parameters in the parentheses with which the tokens begin: names, and the tokens of their types.
pub(super) fn parameters<'s, 't>(tokens: &'s [Token<'t>]) -> Vec<(&'t str, &'s [Token<'t>])> {
    let mut found = Vec::new();
    let Some((open, rest)) = tokens.split_first() else { return found };
    if !open.is("(") {
        return found;
    }
    let (mut depth, mut start) = (0usize, 0);
    for (at, token) in rest.iter().enumerate() {
        let closes = token.is_one(&[")", "]", "}"]);
        if depth == 0 && (closes || token.is(",")) {
            let parameter = rest.get(start..at).unwrap_or(&[]);
            if let [name, colon, ty @ ..] = parameter
                && colon.is(":")
            {
                found.push((name.text, ty));
            }
            start = at + 1;
            if closes {
                return found;
            }
        }
        depth = if token.is_one(&["(", "[", "{"]) { depth + 1 } else { depth };
        depth = if closes { depth.saturating_sub(1) } else { depth };
    }
    found
}

/// The type that tokens spell; what is behind it, bounds and a default, is left.
pub(super) fn type_of_tokens(catalog: Catalog<'static>, tokens: &[Token<'_>]) -> Type {
    match tokens {
        [list, open, inner @ ..] if list.is("list") && open.is("<") => {
            Type::List(Box::new(type_of_tokens(catalog, inner)))
        }
        [service, dot, name, ..] if dot.is(".") => {
            let found = catalog.service(service.text).and_then(|service| service.resource_type(name.text));
            let name = found.map(|ty| ResourceName {
                service: ty.service().prefix().to_owned(),
                name: ty.name().to_owned(),
                ident: ty.ident(),
            });
            Type::Resource(name)
        }
        [text, ..] if text.text.starts_with('"') => {
            let all = tokens.iter().take_while(|token| token.text.starts_with('"') || token.is("|"));
            let texts: BTreeSet<String> =
                all.filter(|token| !token.is("|")).map(|token| token.text.trim_matches('"').to_owned()).collect();
            Type::Literals(texts)
        }
        [word, ..] => Type::named(word.text).unwrap_or(Type::Error),
        [] => Type::Error,
    }
}
