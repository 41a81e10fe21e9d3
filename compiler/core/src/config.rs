//! `whit.toml`: the project, its environments, the levels of its lints, what a build makes.
//!
//! [`parse`] never fails: it gives what could be read and says what could not.

mod environment;
mod read;

pub use read::parse;

use std::collections::BTreeMap;

use crate::diagnostic::nearest;
use crate::source::{Span, Spanned};

/// A project as its `whit.toml` tells. The default is that of a file that stands alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The project's name.
    pub name: Option<String>,
    /// The folder of the sources, with `/`, relative to that of `whit.toml`; `.` is that folder itself.
    pub source: String,
    /// The environments, by name.
    pub environments: Vec<Environment>,
    /// The level of each lint that the project sets, by the rule's name.
    pub lint: BTreeMap<String, LintLevel>,
    /// What a build makes, and where.
    pub build: Build,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            name: None,
            source: ".".to_owned(),
            environments: Vec::new(),
            lint: BTreeMap::new(),
            build: Build::default(),
        }
    }
}

impl Config {
    /// Whether the project has an environment.
    ///
    /// # Errors
    /// When it has not: a sentence that says which it has.
    pub fn known(&self, environment: &str) -> Result<(), String> {
        let names = || self.environments.iter().map(|environment| environment.name.as_str());
        if names().any(|known| known == environment) {
            return Ok(());
        }
        let hint = match nearest(environment, names()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None if names().next().is_none() => "; there is none in whit.toml".to_owned(),
            None => format!("; whit.toml has {}", names().collect::<Vec<_>>().join(", ")),
        };
        Err(format!("there is no environment `{environment}`{hint}"))
    }
}

/// One place that policies are built for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Environment {
    /// Its name: letters, digits, `_` and `-`, since a folder is called so.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The partition: `aws` unless said otherwise.
    pub partition: String,
    /// The account.
    pub account: Option<Spanned<Account>>,
    /// The regions, in the order of the file, each once.
    pub regions: Vec<String>,
    /// The values of the project's `param`s.
    pub params: BTreeMap<String, Input>,
}

/// How an environment says which account it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Account {
    /// By its id, twelve digits.
    Id(String),
    /// By its name in the organization of the sources.
    Named(String),
}

/// The value of a `param` that does not come from the source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Where it stands in `whit.toml`; none if `--set` gave it.
    pub span: Option<Span>,
    /// The value.
    pub value: InputValue,
}

/// A value without its type; the `param` has that.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputValue {
    /// A string; also a date of TOML, and all that `--set` gives.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number with a point, as it is written.
    Decimal(String),
    /// `true` or `false`.
    Bool(bool),
    /// An array.
    List(Vec<InputValue>),
    /// A table.
    Record(BTreeMap<String, InputValue>),
}

/// How a project takes a lint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LintLevel {
    /// Nothing is emitted.
    Error,
    /// Said, and the build goes on.
    Warning,
    /// Not said.
    Off,
}

/// What a build makes, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    /// The form of the output.
    pub format: Format,
    /// The folder of the output, relative to that of `whit.toml`.
    pub out: String,
}

impl Default for Build {
    fn default() -> Self {
        Self { format: Format::Json, out: "target/whit".to_owned() }
    }
}

/// The form of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Plain IAM JSON, one file a document.
    Json,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::rule;
    use crate::source::FileId;

    /// The text, and for each mistake: what is underlined, the message, and what the first fix writes.
    fn check(text: &str, mistakes: &[(&str, &str, Option<&str>)]) -> Config {
        let (config, found) = parse(FileId(0), text);
        let found: Vec<_> = found
            .iter()
            .map(|it| {
                assert_eq!(it.rule, rule::CONFIG);
                let fix = it.fixes.first().and_then(|fix| fix.edits.first()).map(|edit| edit.text.as_str());
                (text.get(it.span.range()).unwrap(), it.message.as_str(), fix)
            })
            .collect();
        assert_eq!(found, mistakes, "in\n{text}");
        config
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(check("", &[]), Config::default());
    }

    #[test]
    fn all_that_may_stand_in_it() {
        let config = check(
            r#"
            [project]
            name = "payments"
            whit = "1"
            source = "./policies/"

            [environments.prod]
            account = "011122223333"
            regions = ["eu-west-1", "eu-central-1"]
            params = { stage = "prod", max = 0x10, share = 0.5, on = true, of = ["a"], in = { vpc = "v" }, d = 2026-12-31 }

            [environments.dev]

            [lint]
            name-style = "off"

            [build]
            format = "json"
            out = "out"
            "#,
            &[],
        );
        assert_eq!(config.name.as_deref(), Some("payments"));
        assert_eq!(config.source, "policies");
        assert_eq!(config.build, Build { format: Format::Json, out: "out".to_owned() });
        assert_eq!(config.lint, BTreeMap::from([("name-style".to_owned(), LintLevel::Off)]));
        let [dev, prod] = config.environments.as_slice() else { panic!("two environments") };
        assert_eq!((dev.name.as_str(), dev.partition.as_str(), &dev.account), ("dev", "aws", &None));
        let account = |environment: &Environment| environment.account.as_ref().map(|account| account.value.clone());
        assert_eq!(account(prod), Some(Account::Id("011122223333".to_owned())));
        let named = check("[environments.dev]\naccount = \"pay_ments\"", &[]);
        assert_eq!(account(named.environments.first().unwrap()), Some(Account::Named("pay_ments".to_owned())));
        assert_eq!(prod.regions, ["eu-west-1", "eu-central-1"]);
        let text = |text: &str| InputValue::Text(text.to_owned());
        let values: Vec<_> = prod.params.iter().map(|(name, input)| (name.as_str(), input.value.clone())).collect();
        let expected = [
            ("d", text("2026-12-31")),
            ("in", InputValue::Record(BTreeMap::from([("vpc".to_owned(), text("v"))]))),
            ("max", InputValue::Int(16)),
            ("of", InputValue::List(vec![text("a")])),
            ("on", InputValue::Bool(true)),
            ("share", InputValue::Decimal("0.5".to_owned())),
            ("stage", text("prod")),
        ];
        assert_eq!(values, expected);
    }

    #[test]
    fn unknown_names() {
        check("[enviroments.dev]", &[("enviroments", "whit.toml has no `enviroments`", Some("environments"))]);
        check("[project]\nauthor = 1", &[("author", "[project] has no `author`", None)]);
        check(
            "[environments.dev]\nacount = 1\nregion = 2",
            &[
                ("acount", "[environments.dev] has no `acount`", Some("account")),
                ("region", "[environments.dev] has no `region`", Some("regions")),
            ],
        );
        check("[lint]\nsintax = \"off\"", &[("sintax", "there is no rule `sintax`", Some("syntax"))]);
    }

    #[test]
    fn wrong_values() {
        let account = "[environments.dev]\naccount = ";
        check(
            &format!("{account}111122223333"),
            &[("111122223333", "`account` is a string, not an integer", Some("\"111122223333\""))],
        );
        check(
            &format!("{account}\"1111-2222-3333\""),
            &[("\"1111-2222-3333\"", "`1111-2222-3333` is no account id", Some("\"111122223333\""))],
        );
        check(&format!("{account}\"12\""), &[("\"12\"", "`12` is no account id", None)]);
        check(&format!("{account}\"pay ments\""), &[("\"pay ments\"", "`pay ments` is no account id", None)]);
        check("project = 1", &[("1", "`project` is a table, not an integer", None)]);
        check(
            "[project]\nwhit = 1\nname = ''\nsource = '../x'",
            &[
                ("1", "`whit`, the edition, is a string, not an integer", Some("\"1\"")),
                ("''", "the project's name is empty", None),
                ("'../x'", "`source` is not a folder of the project", None),
            ],
        );
        check("[project]\nwhit = '2'", &[("'2'", "there is no edition `2` of the language", None)]);
        check("[lint]\nsyntax = 'warn'", &[("'warn'", "`syntax` is not \"warn\"", None)]);
        check("[lint]\nsyntax = 'off'", &[("'off'", "`syntax` is an error in every project", None)]);
        check("[lint]\nsyntax = 'error'", &[]);
        check(
            "[environments.'../x']\n[environments.Dev]\n[environments.dev]",
            &[
                ("'../x'", "an environment cannot be called `../x`", None),
                ("dev", "the environments `Dev` and `dev` would share a folder on some systems", None),
            ],
        );
        check(
            "environments.dev.params = { n = 99999999999999999999 }",
            &[("99999999999999999999", "this number does not fit 64 bits", None)],
        );
    }

    #[test]
    fn regions_and_partitions() {
        let config = check("[environments.cn]\nregions = ['cn-north-1']\npartition = 'aws-cn'", &[]);
        assert_eq!(config.environments.first().unwrap().regions, ["cn-north-1"]);
        check(
            "[environments.eu]\nregions = ['eu-wst-1', 'cn-north-1', 'eu-west-1', 'eu-west-1', 1]",
            &[
                ("'eu-wst-1'", "AWS has no region `eu-wst-1`", Some("\"eu-west-1\"")),
                ("'cn-north-1'", "the region `cn-north-1` is of the partition `aws-cn`, not of `aws`", None),
                ("'eu-west-1'", "the region `eu-west-1` is named twice", None),
                ("1", "a region is a string", None),
            ],
        );
        check(
            "[environments.cn]\npartition = 'aws_cn'",
            &[("'aws_cn'", "AWS has no partition `aws_cn`", Some("\"aws-cn\""))],
        );
        check(
            "[environments.eu]\nregions = 'eu-west-1'",
            &[("'eu-west-1'", "`regions` is an array of strings, not a string", None)],
        );
    }

    #[test]
    fn formats_to_come() {
        check("[build]\nformat = 'terraform'", &[("'terraform'", "the format `terraform` does not exist yet", None)]);
        check("[build]\nformat = 'jsn'", &[("'jsn'", "`format` is not \"jsn\"", Some("\"json\""))]);
    }

    #[test]
    fn no_toml() {
        check("[project", &[("", "this is not TOML: unclosed table, expected `]`", None)]);
        check("a = 1\na = 2", &[("a", "this is not TOML: duplicate key", None)]);
        check("a = 0111", &[("0", "this is not TOML: unexpected leading zero", None)]);
    }

    #[test]
    fn nesting_does_not_overflow() {
        for text in
            ["[".repeat(100_000), format!("a = {}", "[".repeat(100_000)), format!("{}a = 1", "a.".repeat(100_000))]
        {
            let (config, found) = parse(FileId(0), &text);
            assert_eq!(config, Config::default());
            assert!(!found.is_empty() && found.len() <= 3, "{}", found.len());
        }
    }
}
