//! The module of a project.

use heck::ToSnakeCase as _;
use whit_core::Checked;
use whit_core::emit::File;

use crate::code::{Constant, Made};

/// The text of the module that is called `name`, with the documents in a folder of that name.
///
/// # Errors
/// When two constants or modules would have the same name.
pub(crate) fn module(
    name: &str,
    environment: Option<&str>,
    checked: &Checked,
    files: &[File],
) -> Result<String, String> {
    let head = format!("// Made by whit-build {}. Do not edit.\n", env!("CARGO_PKG_VERSION"));
    let file = |path: &str, _: &str| format!("include_str!(concat!(env!(\"OUT_DIR\"), \"/{name}/{path}\"))");
    let mut text = head;
    let mut modules: Vec<String> = Vec::new();
    for made in Made::all(checked, files) {
        let body = body(&made.constants(&file)?);
        match (&made.environment().name, environment) {
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

#[cfg(test)]
mod tests {
    use whit_core::emit::{References, emit_with};
    use whit_core::{OneByOne, Texts};

    use super::*;

    /// The module of a project.
    fn module_of(files: &[(&str, &str)], environment: Option<&str>) -> Result<String, String> {
        let analysis = Texts::new(files.iter().copied()).analyze().unwrap();
        let checked = analysis.checked().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics));
        let files = emit_with(checked, &analysis.sources, environment, &References::new(), &OneByOne).unwrap();
        module("policies", environment, checked, &files)
    }

    const READER: &str = "policy S3Reader {\n  allow s3:GetObject on s3.object(\"b\", \"in/?*\")\n}\n";

    #[test]
    fn a_constant_and_its_text() {
        let text = module_of(&[("a.whit", READER)], None).unwrap();
        assert!(text.contains("pub const S3_READER: ::whit_policies::Document = "), "{text}");
        let file = "include_str!(concat!(env!(\"OUT_DIR\"), \"/policies/S3Reader.json\"))";
        assert!(text.contains(&format!("made(\"S3Reader\", ::whit_policies::Kind::Policy, None, {file}, (")), "{text}");
        assert!(text.contains("DOCUMENTS: &[::whit_policies::Document] = &[S3_READER];"), "{text}");
        assert!(text.contains("ROLES: &[::whit_policies::Role] = &[];"), "{text}");
        assert!(!text.contains("pub mod"), "{text}");
    }

    #[test]
    fn an_environment_is_a_module_unless_it_is_the_one() {
        let toml =
            "[project]\nname = \"x\"\n\n[environments.eu-prod]\n\n[environments.static]\n\n[environments.self]\n";
        let files = [("a.whit", READER), ("whit.toml", toml)];
        let all = module_of(&files, None).unwrap();
        for name in ["pub mod r#eu_prod {", "pub mod r#static {", "pub mod self_ {"] {
            assert!(all.contains(name), "{name}: {all}");
        }
        let one = module_of(&files, Some("eu-prod")).unwrap();
        assert!(!one.contains("pub mod") && one.contains("Some(\"eu-prod\")"), "{one}");
        assert!(one.contains("/policies/eu-prod/S3Reader.json"), "{one}");
    }

    #[test]
    fn names_that_would_be_one_are_told() {
        let lists = READER.replace("S3Reader", "Documents");
        let error = module_of(&[("a.whit", &lists)], None).unwrap_err();
        assert!(error.contains("`Documents` would be the constant `DOCUMENTS`"), "{error}");
        let toml = "[project]\nname = \"x\"\n\n[environments.eu-prod]\n\n[environments.eu_prod]\n";
        let error = module_of(&[("a.whit", READER), ("whit.toml", toml)], None).unwrap_err();
        assert!(error.contains("would be a second module `r#eu_prod`"), "{error}");
    }
}
