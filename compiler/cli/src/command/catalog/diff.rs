//! `whit catalog diff`: what AWS changed between two catalogs, and what that does to a project.

use std::collections::BTreeMap;
use std::path::Path;

use clap::Args;
use serde_json::{Value, json};
use whit_catalog::{Catalog, Difference, Key, ResourceType};
use whit_core::lock::{Lock, Move, moves};
use whit_disk::Analyzed;

use crate::arguments::Source;
use crate::command::lock::told;
use crate::compile::{self, for_once, look};
use crate::{Exit, Failure, report};

/// The name of the catalog that is built in.
const EMBEDDED: &str = "embedded";

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The older catalog: a file, or `embedded`
    pub(crate) old: String,

    /// The newer catalog: a file, or `embedded`
    #[arg(default_value = EMBEDDED)]
    pub(crate) new: String,

    /// The project whose statements are looked through
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub(crate) project: String,

    /// Print JSON
    #[arg(long)]
    pub(crate) json: bool,
}

/// What a change of the catalog does to a project.
enum Touched {
    /// There is no project here.
    NoProject,
    /// It compiles with neither catalog.
    Broken,
    /// The statements, and the texts they stand in.
    Statements(Vec<Move>, Box<Analyzed>),
}

/// Shows the differences.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let (old, new) = (open(&task.old)?, open(&task.new)?);
    let difference = Difference::between(old, new);
    let touched = touched(&task.project, old, new)?;
    report::print(&match task.json {
        true => format!("{:#}\n", as_json(old, new, &difference, &touched)),
        false => as_text(old, new, &difference, &touched),
    })?;
    Ok(Exit::Fine)
}

fn open(name: &str) -> Result<Catalog<'static>, Failure> {
    compile::catalog((name != EMBEDDED).then(|| Path::new(name)))
}

/// Looks a project through, with the newer catalog, or with the older one if it does not compile with that.
fn touched(path: &str, old: Catalog<'static>, new: Catalog<'static>) -> Result<Touched, Failure> {
    let source = Source { path: path.to_owned(), set: Vec::new(), catalog: None };
    for catalog in [new, old] {
        let Ok(mut project) = compile::find(path) else { return Ok(Touched::NoProject) };
        if !project.has_file {
            return Ok(Touched::NoProject);
        }
        project.lock = None;
        let compiled = look(project, &source, catalog, for_once())?;
        let Some((_, checked)) = compiled.good() else { continue };
        let reliances = checked.reliances();
        let [before, after] = [old, new].map(|catalog| Lock::of(&reliances, catalog));
        let mut moved = moves(&reliances, &before, &after);
        moved.sort_by_key(|one| (compiled.sources().place(one.span), one.effect));
        return Ok(Touched::Statements(moved, Box::new(compiled)));
    }
    Ok(Touched::Broken)
}

fn as_text(old: Catalog<'_>, new: Catalog<'_>, difference: &Difference<'_, '_>, touched: &Touched) -> String {
    let mut text = format!("from the catalog of {} to that of {}\n", old.date(), new.date());
    if difference.is_empty() {
        text += "  no difference\n";
    }
    for (sign, services) in [("+", list(&difference.services.0)), ("-", list(&difference.services.1))] {
        if !services.is_empty() {
            text += &format!("\n{sign} {}: {}\n", counted(services.len(), "service"), services.join(", "));
        }
    }
    for (service, lines) in by_service(difference) {
        text += &format!("\n{service}\n");
        lines.iter().for_each(|line| text += &format!("  {line}\n"));
    }
    text += &match touched {
        Touched::NoProject => String::new(),
        Touched::Broken => "\nthe project does not compile; `whit check` says why\n".to_owned(),
        Touched::Statements(moved, _) if moved.is_empty() => "\nno statement of the project changes\n".to_owned(),
        Touched::Statements(moved, compiled) => {
            let told = moved.iter().map(|one| told(one, compiled.sources()));
            format!("\n{} of the project:\n{}", counted(moved.len(), "statement"), told.collect::<String>())
        }
    };
    text
}

/// The lines of each service, and of keys that are of none.
fn by_service(difference: &Difference<'_, '_>) -> BTreeMap<String, Vec<String>> {
    let mut lines: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut add = |service: &str, line: String| lines.entry(service.to_owned()).or_default().push(line);
    for action in &difference.actions.0 {
        let on = list(&action.resources().map(|it| it.resource_type()).collect::<Vec<_>>());
        let on = if on.is_empty() { String::new() } else { format!(" on {}", on.join(", ")) };
        add(action.service().prefix(), format!("+ {action} ({}){on}", action.level()));
    }
    for action in &difference.actions.1 {
        add(action.service().prefix(), format!("- {action}"));
    }
    for (was, is) in &difference.levels {
        add(is.service().prefix(), format!("~ {is}: {} before, {} now", was.level(), is.level()));
    }
    for (action, more, less) in &difference.supports {
        let mut parts = Vec::new();
        parts.extend((!more.is_empty()).then(|| format!("also on {}", list(more).join(", "))));
        parts.extend((!less.is_empty()).then(|| format!("no longer on {}", list(less).join(", "))));
        add(action.service().prefix(), format!("~ {action}: {}", parts.join(", ")));
    }
    for ty in &difference.types.0 {
        add(ty.service().prefix(), format!("+ {ty}: {}", shape(*ty)));
    }
    for ty in &difference.types.1 {
        add(ty.service().prefix(), format!("- {ty}"));
    }
    for (was, is) in &difference.shapes {
        add(is.service().prefix(), format!("~ {is}: {} before, {} now", shape(*was), shape(*is)));
    }
    for key in &difference.keys.0 {
        add(owner(*key), format!("+ {} ({})", key.name(), key_type(*key)));
    }
    for key in &difference.keys.1 {
        add(owner(*key), format!("- {}", key.name()));
    }
    for (was, is) in &difference.key_types {
        add(owner(*is), format!("~ {}: {} before, {} now", is.name(), key_type(*was), key_type(*is)));
    }
    lines
}

fn as_json(old: Catalog<'_>, new: Catalog<'_>, difference: &Difference<'_, '_>, touched: &Touched) -> Value {
    let statements = match touched {
        Touched::NoProject | Touched::Broken => Value::Null,
        Touched::Statements(moved, compiled) => moved
            .iter()
            .map(|one| {
                json!({
                    "place": compiled.sources().cite(one.span),
                    "documents": one.documents,
                    "gained": one.gained,
                    "lost": one.lost,
                    "otherwise": one.otherwise,
                })
            })
            .collect(),
    };
    let both = |added: Vec<String>, removed: Vec<String>| json!({ "added": added, "removed": removed });
    let keys = |keys: Vec<&str>| keys.into_iter().map(str::to_owned).collect::<Vec<_>>();
    json!({
        "old": old.date(),
        "new": new.date(),
        "services": both(list(&difference.services.0), list(&difference.services.1)),
        "actions": both(list(&difference.actions.0), list(&difference.actions.1)),
        "levels": difference.levels.iter().map(|(was, is)| {
            json!({ "action": is.full_name(), "old": was.level().ident(), "new": is.level().ident() })
        }).collect::<Value>(),
        "supports": difference.supports.iter().map(|(action, more, less)| {
            json!({ "action": action.full_name(), "added": list(more), "removed": list(less) })
        }).collect::<Value>(),
        "resource_types": both(list(&difference.types.0), list(&difference.types.1)),
        "shapes": difference.shapes.iter().map(|(was, is)| {
            json!({ "resource_type": is.to_string(), "old": shape(*was), "new": shape(*is) })
        }).collect::<Value>(),
        "keys": both(
            keys(difference.keys.0.iter().map(|key| key.name()).collect()),
            keys(difference.keys.1.iter().map(|key| key.name()).collect()),
        ),
        "key_types": difference.key_types.iter().map(|(was, is)| {
            json!({ "key": is.name(), "old": key_type(*was), "new": key_type(*is) })
        }).collect::<Value>(),
        "statements": statements,
    })
}

fn list<T: std::fmt::Display>(all: &[T]) -> Vec<String> {
    all.iter().map(ToString::to_string).collect()
}

fn counted(count: usize, name: &str) -> String {
    report::plural(count, name).unwrap_or_default()
}

fn shape(ty: ResourceType<'_>) -> String {
    ty.shapes().next().map(|shape| shape.text()).unwrap_or_default()
}

fn owner<'a>(key: Key<'a>) -> &'a str {
    key.service().map_or("aws", |service| service.prefix())
}

fn key_type(key: Key<'_>) -> String {
    let many = if key.multi_valued() { "ArrayOf" } else { "" };
    format!("{many}{}", key.ty())
}
