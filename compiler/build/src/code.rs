//! What was made, as constants of Rust. They are of the types of `whit-policies`.

use std::collections::BTreeMap;

use heck::{ToShoutySnakeCase as _, ToUpperCamelCase as _};
use whit_core::emit::{Attached, File, Traced, attached, kind_word};
use whit_core::project::{CompiledEnvironment, CompiledRole};
use whit_core::{AttachedPolicy, Checked};

/// The types of the constants.
const DOCUMENT: &str = "::whit_policies::Document";
const ROLE: &str = "::whit_policies::Role";

/// A constant of Rust.
#[derive(Debug)]
pub struct Constant {
    /// The name in the source.
    pub source: String,
    /// The name of the constant.
    pub name: String,
    /// What it is, for people: "The role".
    pub about: &'static str,
    /// Its type.
    pub of: &'static str,
    /// Its value, an expression.
    pub value: String,
    /// The other constants that stand in the value.
    pub uses: Vec<String>,
}

impl Constant {
    /// Whether it is a document, and not a role.
    #[must_use]
    pub fn is_document(&self) -> bool {
        self.of == DOCUMENT
    }

    /// The item that declares it.
    #[must_use]
    pub fn item(&self) -> String {
        let Self { source, name, about, of, value, .. } = self;
        format!("/// {about} `{source}`.\n#[allow(dead_code)]\npub const {name}: {of} = {value};\n")
    }
}

/// What was made for one environment.
pub struct Made<'a> {
    environment: &'a CompiledEnvironment,
    /// Its documents and roles with their texts, in the order of the files.
    files: Vec<(&'a Traced, &'a str)>,
}

impl<'a> Made<'a> {
    /// For each environment what was made for it, in order.
    #[must_use]
    pub fn all(checked: &'a Checked, files: &'a [File]) -> Vec<Self> {
        let of = |environment: &'a CompiledEnvironment| {
            let is_of = |traced: &Traced| match (&environment.name, traced.path.split_once('/')) {
                (Some(name), Some((folder, _))) => name == folder,
                (name, folder) => name.is_none() && folder.is_none(),
            };
            let files = files.iter().filter_map(|file| Some((file.traced.as_ref()?, file.output.text.as_str())));
            Self { environment, files: files.filter(|(traced, _)| is_of(traced)).collect() }
        };
        checked.environments().iter().map(of).filter(|made| !made.files.is_empty()).collect()
    }

    /// The environment.
    #[must_use]
    pub fn environment(&self) -> &'a CompiledEnvironment {
        self.environment
    }

    /// The constants: documents, then roles. `text` gives the expression of a file, of its path and its text.
    ///
    /// # Errors
    /// When two would have the same name.
    pub fn constants(&self, text: &dyn Fn(&str, &str) -> String) -> Result<Vec<Constant>, String> {
        let documents = self.files.iter().filter(|(traced, _)| !matches!(traced.kind, "role" | "trust"));
        let documents = documents.map(|made| Constant {
            source: made.0.name.clone(),
            name: constant(&made.0.name),
            about: "The policy document",
            of: DOCUMENT,
            value: self.document(made, text),
            uses: Vec::new(),
        });
        let file = |kind, name: &str| self.files.iter().find(|(traced, _)| traced.kind == kind && traced.name == name);
        let roles = self.environment.roles.iter().filter_map(|role| {
            let name = &role.role.name;
            Some(self.role(role, file("role", name)?, file("trust", name)?, text))
        });
        let constants: Vec<Constant> = documents.chain(roles).collect();
        let mut names: BTreeMap<&str, &str> = [("DOCUMENTS", "the list"), ("ROLES", "the list")].into();
        for one in &constants {
            if let Some(other) = names.insert(&one.name, &one.source) {
                let (name, source) = (&one.name, &one.source);
                return Err(format!(
                    "`{source}` would be the constant `{name}` in Rust, and so would {other}; rename it"
                ));
            }
        }
        Ok(constants)
    }

    fn document(&self, (traced, json): &(&Traced, &str), text: &dyn Fn(&str, &str) -> String) -> String {
        let Traced { path, name, kind, size, limit, .. } = traced;
        self.policy(name, kind, &text(path, json), (*size, *limit))
    }

    fn policy(&self, name: &str, kind: &str, json: &str, (size, limit): (usize, usize)) -> String {
        // The kinds are called there as in the language: `ResourcePolicy` for a "resource policy".
        let kind = kind.to_upper_camel_case();
        let environment = option(self.environment.name.as_ref().map(|name| format!("{name:?}")));
        format!("{DOCUMENT}::made({name:?}, ::whit_policies::Kind::{kind}, {environment}, {json}, ({size}, {limit}))")
    }

    fn role(
        &self,
        compiled: &CompiledRole,
        (whole, json): &(&Traced, &str),
        trust: &(&Traced, &str),
        text: &dyn Fn(&str, &str) -> String,
    ) -> Constant {
        let CompiledRole { role, inline, .. } = compiled;
        let (whole, trust) = (text(&whole.path, json), self.document(trust, text));
        let inline = option(inline.as_ref().map(|inline| {
            let json = literal(&whit_iam::print(&inline.policy));
            self.policy(&role.name, kind_word(inline.kind), &json, (inline.size, inline.limit))
        }));
        let mut uses = Vec::new();
        let mut attach = |policy: &AttachedPolicy| -> Vec<String> {
            let each = attached(policy, self.environment).into_iter().map(|attached| match attached {
                Attached::Arn(arn) => format!("::whit_policies::Attached::Arn({arn:?})"),
                Attached::Document(name) => {
                    uses.push(constant(name));
                    format!("::whit_policies::Attached::Document(&{})", constant(name))
                }
            });
            each.collect()
        };
        let attachments: Vec<String> = role.attachments.iter().flat_map(&mut attach).collect();
        let boundary = option(role.boundary.as_ref().and_then(|boundary| attach(boundary).pop()));
        let path = option(role.path.as_ref().map(|path| format!("{path:?}")));
        let session = option(role.max_session.map(|seconds| seconds.to_string()));
        let tags: Vec<String> = role.tags.iter().map(|(key, value)| format!("({key:?}, {value:?})")).collect();
        let about = format!(
            "::whit_policies::About {{ attachments: &[{}], boundary: {boundary}, path: {path}, max_session_duration: \
             {session}, tags: &[{}] }}",
            attachments.join(", "),
            tags.join(", ")
        );
        Constant {
            source: role.name.clone(),
            name: constant(&role.name),
            about: "The role",
            of: ROLE,
            value: format!("{ROLE}::made({:?}, {whole}, {trust}, {inline}, {about})", role.name),
            uses,
        }
    }
}

/// The name of a constant: `LEDGER_SERVICE` for `LedgerService`.
#[must_use]
pub fn constant(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// A text as Rust writes it, readable over several lines.
#[must_use]
pub fn literal(text: &str) -> String {
    // A raw text ends with as many `#` as it begins with, and takes no lone carriage return.
    match text.contains("\"#") || text.contains('\r') {
        true => format!("{text:?}"),
        false => format!("r#\"{text}\"#"),
    }
}

fn option(value: Option<String>) -> String {
    value.map_or_else(|| "None".to_owned(), |value| format!("Some({value})"))
}
