//! The documentation of a proposal, made when it is looked at.

use std::fmt::Write as _;

use whit_catalog::Catalog;
use whit_core::Analysis;

use super::callables::standard;
use super::list::Item;

/// A proposal with its documentation.
#[must_use]
pub fn resolve(analysis: &Analysis, item: &Item) -> Item {
    Item { documentation: document(analysis, &item.subject), ..item.clone() }
}

/// The documentation of what a proposal is about, in Markdown, by its `subject`.
#[must_use]
pub fn document(analysis: &Analysis, subject: &str) -> Option<String> {
    let catalog = Catalog::embedded();
    let (what, name) = subject.split_once(' ')?;
    match what {
        "declared" => {
            let declared = analysis.view.declared(name.parse().ok()?)?;
            let lines: Vec<&str> = declared.item.doc.iter().map(|line| line.value.as_str()).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        }
        "std" => {
            let (module, name) = name.split_once("::")?;
            let found = standard().iter().find(|it| it.module == module && it.name == name)?;
            let lines: Vec<&str> = found.doc.lines().map(|line| line.trim_start_matches("///").trim_start()).collect();
            Some(format!("```whit\n{}\n```\n\n{}", found.head.trim(), lines.join("\n")))
        }
        "action" => action(catalog, name),
        "type" => {
            let (service, ident) = name.split_once('.')?;
            let ty = catalog.service(service)?.resource_type(ident)?;
            let shapes: Vec<String> = ty.shapes().map(|shape| format!("`{shape}`")).collect();
            Some(format!("{} of {}\n\n{}", ty.name(), ty.service().name(), shapes.join("\n\n")))
        }
        "service" => catalog.service(name).map(|service| {
            format!(
                "{}: {} actions, {} resource types",
                service.name(),
                service.actions().count(),
                service.resource_types().count()
            )
        }),
        "key" => {
            let key = catalog.key(name)?;
            let mut text =
                format!("A key of type {}{}.", key.ty(), if key.multi_valued() { ", with several values" } else { "" });
            if !key.advice().is_empty() {
                let _ = write!(text, "\n\n{}", key.advice());
            }
            if let Some(danger) = key.dangerous_when_absent() {
                let _ = write!(text, "\n\nDangerous when it is missing: {danger}");
            }
            Some(text)
        }
        "level" => Some(format!("The actions that AWS lists under `{name}`, as the catalog has them today.")),
        _ => None,
    }
}

fn action(catalog: Catalog<'static>, name: &str) -> Option<String> {
    let action = catalog.action(name)?;
    let mut text = format!("{}, access level `{}`", action.service().name(), action.level());
    let types: Vec<String> = action
        .resources()
        .map(|resource| {
            format!("`{}`{}", resource.resource_type(), if resource.required() { " (required)" } else { "" })
        })
        .collect();
    let on = if types.is_empty() { "none: it goes out on `*`".to_owned() } else { types.join(", ") };
    let _ = write!(text, "\n\nResources: {on}");
    let dependent: Vec<String> = action.dependent_actions().map(|name| format!("`{name}`")).collect();
    if !dependent.is_empty() {
        let _ = write!(text, "\n\nAWS also checks {}", dependent.join(", "));
    }
    Some(text)
}
