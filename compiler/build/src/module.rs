//! The module of a project.

use heck::ToSnakeCase as _;
use whit_core::emit::Traced;
use whit_core::{Checked, Output};

use crate::code::{Constant, Made};

/// The text of the module that is called `name`, with the documents in a folder of that name.
///
/// # Errors
/// When two constants or modules would have the same name.
pub(crate) fn module(
    name: &str,
    environment: Option<&str>,
    checked: &Checked,
    traced: &[Traced],
    outputs: &[Output],
) -> Result<String, String> {
    let head = format!("// Made by whit-build {}. Do not edit.\n", env!("CARGO_PKG_VERSION"));
    let file = |path: &str, _: &str| format!("include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}/{path}\"))");
    let mut text = head;
    let mut modules: Vec<String> = Vec::new();
    for made in Made::all(checked, traced, outputs) {
        let body = body(&made.constants(&file)?);
        match (&made.environment.name, environment) {
            (Some(name), None) => {
                let module = module_name(name);
                if modules.contains(&module) {
                    return Err(format!("the environment `{name}` would be a second module `{module}`; rename it"));
                }
                text.push_str(&format!("\n/// The environment `{name}`.\npub mod {module} {{\n{body}}}\n"));
                modules.push(module);
            }
            _ => text.push_str(&body),
        }
    }
    Ok(text)
}

fn body(constants: &[Constant]) -> String {
    let items: String = constants.iter().map(|one| format!("\n{}", one.item())).collect();
    let list = |about: &str, name: &str, of: &str, documents: bool| {
        let of_it = constants.iter().filter(|one| one.is_document() == documents);
        let names: Vec<&str> = of_it.map(|one| one.name.as_str()).collect();
        let names = names.join(", ");
        format!("\n/// {about}\n#[allow(dead_code)]\npub const {name}: &[::whit_policies::{of}] = &[{names}];\n")
    };
    items
        + &list("All policy documents but those of the roles.", "DOCUMENTS", "Document", true)
        + &list("All roles.", "ROLES", "Role", false)
}

/// The name of a module: `eu_prod` for `eu-prod`. The mark of a raw name lets it be a word of the language.
fn module_name(environment: &str) -> String {
    let name = environment.to_snake_case();
    match name.as_str() {
        // These may not be names even so.
        "self" | "super" | "crate" => format!("{name}_"),
        _ if name.starts_with(|c: char| c.is_ascii_digit()) => format!("_{name}"),
        _ => format!("r#{name}"),
    }
}
