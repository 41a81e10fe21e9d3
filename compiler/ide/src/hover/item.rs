//! What the project and the standard library declare.

use std::collections::BTreeSet;

use whit_core::project::CompiledDocument;
use whit_core::source::Span;
use whit_core::syntax::tree::{Document, DocumentKeyword, ExprKind, Item, ItemKind, OrganizationNode, Param};
use whit_core::{Analysis, Type};

use super::{code, few};
use crate::emitted::{document, role};
use crate::hints::taken;
use crate::symbol::{accounts, params, tag_name};

/// The most of a value that is shown.
const VALUE: usize = 200;

/// The most lines of a body that are shown.
const LINES: usize = 30;

/// The most exceptions that are listed.
const EXCEPTIONS: usize = 8;

/// A declaration: its head, its doc comment, and what it came to.
pub(super) fn item(analysis: &Analysis, index: usize) -> Option<String> {
    let declared = analysis.view.declared(index)?;
    let item = &declared.item;
    let mut parts = vec![code("whit", &head(analysis, index, item)?)];
    parts.extend(doc(item));
    let name = declared.name()?.value.as_str();
    match &item.kind {
        ItemKind::Guard(guard) => parts.extend(body(analysis, "It holds if", guard.condition.span)),
        ItemKind::Template(template) => {
            if !template.kinds.is_empty() {
                let kinds: Vec<String> = template.kinds.iter().map(|kind| kind.value.word().to_owned()).collect();
                parts.push(format!("For {}.", few(&kinds, kinds.len())));
            }
            parts.extend(body(analysis, "It includes", template.body.span));
        }
        ItemKind::Document(_) => {
            if let Some(compiled) = document(analysis, name) {
                parts.push(format!("{}.", taken(compiled)));
                parts.extend(exceptions([compiled].into_iter()));
            }
        }
        ItemKind::Role(_) => {
            let policies = role(analysis, name);
            let sizes = policies.iter().zip(["Trust policy", "Inline policy"]);
            parts.extend(sizes.map(|(policy, which)| format!("{which}: {}.", taken(policy))));
            parts.extend(exceptions(policies.into_iter()));
        }
        _ => {}
    }
    let standard = analysis.view.modules.get(declared.module).filter(|module| module.standard);
    parts.extend(standard.map(|module| format!("From `{}`.", module.path)));
    Some(parts.join("\n\n"))
}

/// The JSON of a document or a role, of the environment where it is largest; none while something is wrong.
#[must_use]
pub fn document_json(analysis: &Analysis, name: &str) -> Option<String> {
    let policies = document(analysis, name).into_iter().chain(role(analysis, name));
    let texts: Vec<String> = policies.map(|policy| whit_iam::print(&policy.policy)).collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// What a guard or template stands for, as it is written.
fn body(analysis: &Analysis, what: &str, span: Span) -> Option<String> {
    let text = analysis.sources.slice(span);
    let text = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let shown = lines.get(..LINES.min(lines.len()))?;
    let margin = shown.iter().map(|line| line.len() - line.trim_start().len()).min().unwrap_or(0);
    let shown: Vec<&str> = shown.iter().map(|line| line.get(margin..).unwrap_or("").trim_end()).collect();
    let more = lines.len().saturating_sub(LINES);
    let rest = if more > 0 { format!("\n\nAnd {more} more lines.") } else { String::new() };
    (!shown.is_empty()).then(|| format!("{what}:\n\n{}{rest}", code("whit", &shown.join("\n"))))
}

/// What is allowed against a rule, with the reasons.
fn exceptions<'a>(documents: impl Iterator<Item = &'a CompiledDocument>) -> Option<String> {
    let all = documents.flat_map(|document| &document.exceptions);
    let lines: BTreeSet<String> =
        all.map(|one| format!("- {} (`{}`): {}", one.what, one.rule, one.because.text)).collect();
    let mut text = lines.iter().take(EXCEPTIONS).map(String::as_str).collect::<Vec<_>>().join("\n");
    let more = lines.len().saturating_sub(EXCEPTIONS);
    if more > 0 {
        text.push_str(&format!("\n\nAnd {more} more."));
    }
    (!text.is_empty()).then(|| format!("Exceptions, with their reasons:\n\n{text}"))
}

fn doc(item: &Item) -> Option<String> {
    let lines: Vec<&str> = item.doc.iter().map(|line| line.value.as_str()).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn head(analysis: &Analysis, index: usize, item: &Item) -> Option<String> {
    let slice = |span: Span| analysis.sources.slice(span);
    let ty = || analysis.view.ty(index).map(ToString::to_string);
    Some(match &item.kind {
        ItemKind::Param(param) => {
            let default = param.default.as_ref().map(|value| format!(" = {}", slice(value.span)));
            format!("param {}: {}{}", param.name.value, slice(param.ty.span), default.unwrap_or_default())
        }
        ItemKind::Extern(one) => {
            let max = one.max.map(|max| format!(" max {}", max.value)).unwrap_or_default();
            format!("extern {}: {}{max}", one.name.value, slice(one.ty.span))
        }
        ItemKind::Let(one) => {
            let value = slice(one.value.span);
            let simple = value.len() <= VALUE && !value.contains('\n') && !matches!(one.value.kind, ExprKind::Error);
            let value = if simple { value } else { "…" };
            let ty = one.ty.as_ref().map(|ty| slice(ty.span).to_owned()).or_else(ty);
            format!("let {}: {} = {value}", one.name.value, ty.as_deref().unwrap_or("…"))
        }
        ItemKind::Guard(_) | ItemKind::Template(_) => signature(analysis, item)?.0,
        ItemKind::Document(one) => {
            format!("{} {}", called(one), one.name.value)
                + &one.resource.as_ref().map(|resource| format!(" for {}", slice(resource.span))).unwrap_or_default()
        }
        ItemKind::Role(role) => format!("role {}", role.name.value),
        _ => return None,
    })
}

fn called(document: &Document) -> &'static str {
    match document.keyword.value {
        DocumentKeyword::Policy => "policy",
        other => other.word(),
    }
}

/// `guard mfa(max_age: duration = 1h)`, and where in it each parameter stands.
pub(crate) fn signature(analysis: &Analysis, item: &Item) -> Option<(String, Vec<std::ops::Range<usize>>)> {
    let mut text = match &item.kind {
        ItemKind::Guard(guard) => format!("guard {}(", guard.name.value),
        ItemKind::Template(template) => format!("template {}(", template.name.value),
        _ => return None,
    };
    let mut ranges = Vec::new();
    for (nth, param) in params(item).iter().enumerate() {
        if nth > 0 {
            text.push_str(", ");
        }
        let start = text.len();
        text.push_str(&parameter(analysis, param));
        ranges.push(start..text.len());
    }
    text.push(')');
    Some((text, ranges))
}

/// `max_age: duration min 1m max 36h = 1h`, without the reasons of its bounds.
fn parameter(analysis: &Analysis, param: &Param) -> String {
    let slice = |span: Span| analysis.sources.slice(span);
    let mut text = format!("{}: {}", param.name.value, slice(param.ty.span));
    for bound in &param.bounds {
        text.push_str(&format!(" {} {}", bound.kind.word(), slice(bound.limit.span)));
    }
    if let Some(default) = &param.default {
        text.push_str(&format!(" = {}", slice(default.span)));
    }
    text
}

/// A parameter of a guard or template.
pub(super) fn parameter_of(analysis: &Analysis, index: usize, nth: usize) -> Option<String> {
    let item = &analysis.view.declared(index)?.item;
    let param = params(item).get(nth)?;
    let (signature, _) = signature(analysis, item)?;
    let mut text = format!("{}\n\nParameter of `{signature}`", code("whit", &parameter(analysis, param)));
    for because in param.bounds.iter().filter_map(|bound| bound.because.as_ref()?.plain_text()) {
        text.push_str(&format!("\n\n{because}"));
    }
    Some(text)
}

/// A parameter in its body, or the variable of a loop.
pub(super) fn local(analysis: &Analysis, declared: Span, ty: &Type) -> String {
    let ty = if *ty == Type::Error { "…".to_owned() } else { ty.to_string() };
    code("whit", &format!("{}: {ty}", analysis.sources.slice(declared)))
}

/// An account of the organization.
pub(super) fn account(analysis: &Analysis, index: usize, nth: usize) -> Option<String> {
    fn find<'t>(nodes: &'t [OrganizationNode], span: Span, path: &mut Vec<&'t str>) -> Option<(Span, bool)> {
        for node in nodes {
            match node {
                OrganizationNode::Account { name, id, management, .. } if name.span == span => {
                    return Some((id.span, *management));
                }
                OrganizationNode::Unit { name, nodes, .. } => {
                    path.push(&name.value);
                    if let Some(found) = find(nodes, span, path) {
                        return Some(found);
                    }
                    path.pop();
                }
                _ => {}
            }
        }
        None
    }
    let item = &analysis.view.declared(index)?.item;
    let ItemKind::Organization(organization) = &item.kind else { return None };
    let name = *accounts(item).get(nth)?;
    let mut path = vec!["Root"];
    let (id, management) = find(&organization.nodes, name.span, &mut path)?;
    let word = if management { "management account" } else { "account" };
    let head = code("whit", &format!("{word} {} = {}", name.value, analysis.sources.slice(id)));
    Some(format!("{head}\n\nIn {} of the organization.", path.join(" / ")))
}

/// A module: the comment at its head, and what it declares.
pub(super) fn module(analysis: &Analysis, id: usize) -> Option<String> {
    let module = analysis.view.modules.get(id)?;
    let declared = module.items.iter().filter_map(|item| {
        let name = analysis.view.declared(analysis.view.index_of(item)?)?.name()?;
        (!name.value.starts_with('_')).then(|| name.value.clone())
    });
    let names: Vec<String> = declared.collect();
    Some(format!("{}\n\n{}", code("whit", &format!("use {}", module.path)), few(&names, 30)))
}

/// A tag of the schema.
pub(super) fn tag(analysis: &Analysis, word: &str) -> Option<String> {
    let word = tag_name(word);
    let items = analysis.view.modules.iter().flat_map(|module| &module.items);
    let mut fields = items.filter_map(|item| match &item.kind {
        ItemKind::Tags(fields) => Some(fields),
        _ => None,
    });
    let field = fields.find_map(|fields| fields.iter().find(|field| field.name.value == word))?;
    let ty = analysis.sources.slice(field.ty.span);
    Some(format!("{}\n\nA tag of the schema.", code("whit", &format!("{word}: {ty}"))))
}

/// A field of `env`.
pub(super) fn env(word: &str, ty: &Type) -> String {
    let about = match word {
        "name" => "The name of the environment.",
        "account" => "The account of the environment.",
        "region" => "The region of the environment.",
        "regions" => "The regions of the environment.",
        "partition" => "The partition of the environment.",
        "accounts" => "The accounts of the organization without the management account, or the environment's own.",
        "tags" => "The schema of tags.",
        "tag_keys" => "The keys of the schema of tags.",
        _ => "",
    };
    format!("{}\n\n{about}", code("whit", &format!("env.{word}: {ty}")))
}
