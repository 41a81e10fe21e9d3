//! The parameters of the call around a place, in text that need not be finished.

use std::ops::Range;

use whit_catalog::{Catalog, ResourceType};
use whit_core::syntax::tree::{Import, Item, ItemKind};
use whit_core::{Analysis, Meaning, Type, Visible};

use crate::hover::signature;
use crate::own::OWN;
use crate::symbol::params;

/// The head of what is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// `guard mfa(max_age: duration = 1h)`.
    pub label: String,
    /// The doc comment, as Markdown.
    pub documentation: String,
    /// Where in the label each parameter stands, in bytes.
    pub parameters: Vec<Range<usize>>,
    /// The parameter that the place is at.
    pub active: Option<usize>,
}

/// An open call before a place.
#[derive(Debug, PartialEq, Eq)]
struct Open<'t> {
    /// What stands before the bracket: `guards::mfa`, `s3.bucket`, `.object`.
    callee: &'t str,
    /// Where the callee ends.
    end: usize,
    /// How many commas stand between the bracket and the place.
    commas: usize,
    /// The name of the argument that the place is in.
    name: Option<&'t str>,
}

/// The signature of the call around a place; more than one where a type of resources has ARNs of several shapes.
#[must_use]
pub fn signature_help(analysis: &Analysis, file: &str, offset: usize) -> Vec<Signature> {
    let Some((module, of_file)) = analysis.view.module(file, &analysis.sources) else { return Vec::new() };
    let Some(before) = analysis.sources.text(of_file.file).get(..offset) else { return Vec::new() };
    let Some(open) = open_call(before) else { return Vec::new() };
    let at = |item: &Item| of_item(analysis, item, &open).into_iter().collect::<Vec<_>>();
    if let Some(index) = called(analysis, module, open.callee)
        && let Some(declared) = analysis.view.declared(index)
    {
        return at(&declared.item);
    }
    if let Some(own) = OWN.iter().find(|own| own.name == open.callee) {
        let bare: Vec<&str> = own.parameters.iter().map(|name| name.split(':').next().unwrap_or(name)).collect();
        let (label, parameters) = labelled(own.name, own.parameters.iter().copied());
        let places = own.parameters.iter().filter(|name| !name.ends_with(':')).count();
        let active = active(&bare, &open).filter(|at| open.name.is_some() || *at < places);
        return vec![Signature { label, documentation: own.about.to_owned(), parameters, active }];
    }
    let Some((ty, taken)) = constructed(analysis, module, file, &open) else { return Vec::new() };
    let shapes = ty.shapes().map(|shape| shape.fields().into_iter().skip(taken).collect::<Vec<String>>());
    let mut signatures: Vec<Signature> =
        shapes.map(|fields| of_resource(ty, &fields, &open)).filter(|one| !one.parameters.is_empty()).collect();
    signatures.dedup();
    signatures
}

/// The innermost bracket of a call that is open at the end of a text.
fn open_call(text: &str) -> Option<Open<'_>> {
    let mut open: Vec<(u8, usize, usize, usize)> = Vec::new();
    let (mut string, mut comment) = (false, false);
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'\n' => {
                (string, comment, escaped) = (false, false, false);
                // An item begins at the start of a line, whatever is left open above.
                let rest = text.get(at + 1..).unwrap_or("");
                let word: &str = rest.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or("");
                if whit_core::syntax::words::ITEMS.contains(&word) {
                    open.clear();
                }
            }
            _ if comment => {}
            _ if escaped => escaped = false,
            b'\\' if string => escaped = true,
            b'"' => string = !string,
            _ if string => {}
            b'/' if text.get(at + 1..).is_some_and(|rest| rest.starts_with('/')) => comment = true,
            b'(' | b'[' | b'{' => open.push((byte, at, 0, at + 1)),
            b')' | b']' | b'}' => drop(open.pop()),
            b',' => {
                if let Some((_, _, commas, start)) = open.last_mut() {
                    *commas += 1;
                    *start = at + 1;
                }
            }
            _ => {}
        }
    }
    // A list or record is an argument of the call around it; a brace of a body ends the search.
    let (_, bracket, commas, start) = *open.iter().rev().find(|(byte, ..)| *byte == b'(')?;
    let head = text.get(..bracket)?;
    let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':');
    let from = head.char_indices().rev().take_while(|(_, c)| is_word(*c)).last().map_or(bracket, |(at, _)| at);
    let argument = text.get(start..)?;
    let name = argument.split_once(':').map(|(name, _)| name.trim());
    let name = name.filter(|name| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'));
    Some(Open { callee: head.get(from..)?, end: bracket, commas, name })
}

/// The guard or template of a name as a module calls it: `mfa`, `guards::mfa`.
fn called(analysis: &Analysis, module: usize, callee: &str) -> Option<usize> {
    let view = &analysis.view;
    let find =
        |names: &[Visible], name: &str| names.iter().find(|one| one.called && one.name == name).map(|one| one.index);
    let Some((path, name)) = callee.rsplit_once("::") else { return find(view.names(module), callee) };
    let of_file = view.modules.get(module)?;
    let uses = of_file.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Use(used) => Some(used),
        _ => None,
    });
    let target = uses.zip(&of_file.uses).find_map(|(used, target)| match &used.import {
        Import::Module { alias } => {
            let called = alias.as_ref().or(used.path.last())?;
            if called.value == path { *target } else { None }
        }
        Import::Names(_) => None,
    })?;
    find(view.names(target), name)
}

/// The type of resources that is constructed, and how many of its fields the resource before it has.
fn constructed(
    analysis: &Analysis,
    module: usize,
    file: &str,
    open: &Open<'_>,
) -> Option<(ResourceType<'static>, usize)> {
    let view = &analysis.view;
    let taken = |ty: ResourceType<'static>| {
        let inside = ty.service().resource_types().filter(|other| ty.extends(*other));
        inside.filter_map(|other| other.shapes().next()).map(|shape| shape.fields().len()).max().unwrap_or(0)
    };
    let (root, ident) = open.callee.rsplit_once('.')?;
    let root = root.strip_prefix("aws::").unwrap_or(root);
    let value = view.names(module).iter().find(|one| !one.called && !one.document && one.name == root);
    let declared = value.and_then(|value| view.ty(value.index)).cloned();
    let item = || Some(view.item_at(file, u32::try_from(open.end).ok()?, &analysis.sources)?.1);
    let local = || {
        let declared = params(item()?).iter().find(|param| param.name.value == root)?;
        let written = analysis.sources.slice(declared.ty.span);
        resource_type(written.trim_start_matches("list<").trim_end_matches('>'))
    };
    let of_type = |ty: &Type| match ty.element() {
        Type::Resource(Some(name)) => resource_type(&format!("{}.{}", name.service, name.ident)),
        _ => None,
    };
    let base = declared.as_ref().and_then(of_type).or_else(local);
    if let Some(base) = base {
        let ty = base.service().resource_type(ident).filter(|ty| ty.extends(base))?;
        return Some((ty, base.shapes().next().map_or(0, |shape| shape.fields().len())));
    }
    if let Some(service) = Catalog::embedded().service(root) {
        return Some((service.resource_type(ident)?, 0));
    }
    // `s3.bucket("x").object(`: the tree knows what stands before the dot.
    let end = u32::try_from(open.end).ok()?;
    match view.mention_at(file, end, &analysis.sources)?.means {
        Meaning::Resource(ty) => Some((ty, taken(ty))),
        _ => None,
    }
}

fn resource_type(written: &str) -> Option<ResourceType<'static>> {
    let (service, ident) = written.split_once('.')?;
    Catalog::embedded().service(service)?.resource_type(ident)
}

fn of_item(analysis: &Analysis, item: &Item, open: &Open<'_>) -> Option<Signature> {
    let (label, parameters) = signature(analysis, item)?;
    let names: Vec<&str> = params(item).iter().map(|param| param.name.value.as_str()).collect();
    let lines: Vec<&str> = item.doc.iter().map(|line| line.value.as_str()).collect();
    Some(Signature { label, documentation: lines.join("\n"), parameters, active: active(&names, open) })
}

fn of_resource(ty: ResourceType<'static>, fields: &[String], open: &Open<'_>) -> Signature {
    let shape = ty
        .shapes()
        .find(|shape| shape.fields().ends_with(fields))
        .map(|shape| (shape.has_region(), shape.has_account(), shape.text()));
    let (region, account, text) = shape.unwrap_or_default();
    let mut names: Vec<String> = fields.to_vec();
    names.extend(region.then(|| "region:".to_owned()));
    names.extend(account.then(|| "account:".to_owned()));
    let (label, parameters) = labelled(&ty.to_string(), names.iter().map(String::as_str));
    let bare: Vec<&str> = names.iter().map(|name| name.trim_end_matches(':')).collect();
    // Places stand for names only: `region` is always named.
    let active = active(&bare, open).filter(|at| open.name.is_some() || *at < fields.len());
    Signature { label, documentation: format!("`{text}`"), parameters, active }
}

/// `name(a, b)`, and where each parameter stands in it.
fn labelled<'n>(name: &str, parameters: impl Iterator<Item = &'n str>) -> (String, Vec<Range<usize>>) {
    let mut label = format!("{name}(");
    let mut ranges = Vec::new();
    for (nth, parameter) in parameters.enumerate() {
        if nth > 0 {
            label.push_str(", ");
        }
        let start = label.len();
        label.push_str(parameter);
        ranges.push(start..label.len());
    }
    label.push(')');
    (label, ranges)
}

fn active(names: &[&str], open: &Open<'_>) -> Option<usize> {
    match open.name {
        Some(name) => names.iter().position(|one| *one == name),
        None => (open.commas < names.len()).then_some(open.commas),
    }
}
