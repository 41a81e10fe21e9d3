//! From the text of `whit.toml` to a [`Config`].

use std::collections::BTreeMap;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use super::{Build, Config, Format, LintLevel, environment};
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::source::{FileId, Span};

/// How many mistakes of TOML itself are told; what comes after the first few mostly follows from them.
const TOML_ERRORS: usize = 3;

/// Reads the text of a `whit.toml`, which stands in the source map as `file`.
///
/// A mistake is a diagnostic, and the value it spoils keeps its default; a text that is no TOML gives the default
/// project. The caller builds nothing if an error is among the diagnostics.
#[must_use]
pub fn parse(file: FileId, text: &str) -> (Config, Vec<Diagnostic>) {
    let mut reader = Reader { file, found: Vec::new() };
    let mut config = Config::default();
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in errors.iter().take(TOML_ERRORS) {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().lines().next().unwrap_or_default();
        let message = message.strip_suffix(", expected nothing").unwrap_or(message);
        let span = Span::new(file, span.start, span.end);
        reader.found.push(Diagnostic::error(rule::CONFIG, span, format!("this is not TOML: {message}")));
    }
    if errors.is_empty() {
        project(&mut reader, document.get_ref(), &mut config);
    }
    (config, reader.found)
}

fn project(reader: &mut Reader, document: &DeTable<'_>, config: &mut Config) {
    let known = ["project", "environments", "lint", "build"];
    for (key, value) in reader.known(document, "whit.toml", &known) {
        let Some(table) = reader.table(key, value) else { continue };
        match key.get_ref().as_ref() {
            "project" => about(reader, table, config),
            "environments" => config.environments = environment::read(reader, table),
            "lint" => config.lint = lints(reader, table),
            "build" => build(reader, table, &mut config.build),
            _ => {}
        }
    }
}

fn about(reader: &mut Reader, table: &DeTable<'_>, config: &mut Config) {
    for (key, value) in reader.known(table, "[project]", &["name", "whit", "source"]) {
        let name = key.get_ref().as_ref();
        if let ("whit", DeValue::Integer(number)) = (name, value.get_ref()) {
            let fix = format!("\"{}\"", number.as_str());
            let message = "`whit`, the edition, is a string, not an integer";
            reader.error(value, message, |it, span| it.fix(format!("write `{fix}`"), span, fix).safe());
            continue;
        }
        let Some(text) = reader.text(key, value) else { continue };
        match name {
            "name" if text.trim().is_empty() => reader.error(value, "the project's name is empty", |it, _| it),
            "name" => config.name = Some(text.to_owned()),
            "whit" if text != "1" => {
                let message = format!("there is no edition `{text}` of the language");
                reader.error(value, message, |it, _| it.note("This version of whit knows the edition \"1\"."));
            }
            "source" => match folder(text) {
                Some(folder) => config.source = folder,
                None => reader.error(value, "`source` is not a folder of the project", |it, _| {
                    it.note("Write it relative to whit.toml, with `/` and without `..`: \"policies\".")
                }),
            },
            _ => {}
        }
    }
}

/// A relative path with `/` that stays below where it starts; none otherwise.
fn folder(text: &str) -> Option<String> {
    let stays = |part: &&str| *part != ".." && !part.contains(['\\', ':', '\0']);
    let parts: Vec<&str> = text.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
    match parts.iter().all(stays) && !text.is_empty() && !text.starts_with('/') {
        true if parts.is_empty() => Some(".".to_owned()),
        true => Some(parts.join("/")),
        false => None,
    }
}

fn lints(reader: &mut Reader, table: &DeTable<'_>) -> BTreeMap<String, LintLevel> {
    let names: Vec<&str> = rule::ALL.iter().map(|rule| rule.0).collect();
    let mut levels = BTreeMap::new();
    for (key, value) in table {
        let name = key.get_ref().as_ref();
        if !names.contains(&name) {
            let message = format!("there is no rule `{name}`");
            let near = nearest(name, names.iter().copied());
            reader.error(key, message, |it, span| match near {
                Some(near) => it.fix(format!("write `{near}`"), span, near),
                None => it,
            });
            continue;
        }
        let known = ["error", "warning", "off"];
        let Some(text) = reader.one_of(key, value, &known) else { continue };
        let level = match text {
            "error" => LintLevel::Error,
            "warning" => LintLevel::Warning,
            _ => LintLevel::Off,
        };
        if level != LintLevel::Error && !rule::ADJUSTABLE.iter().any(|rule| rule.0 == name) {
            let message = format!("`{name}` is an error in every project");
            reader.error(value, message, |it, _| it.note("A promise of the language rests on it."));
            continue;
        }
        levels.insert(name.to_owned(), level);
    }
    levels
}

fn build(reader: &mut Reader, table: &DeTable<'_>, build: &mut Build) {
    for (key, value) in reader.known(table, "[build]", &["format", "out"]) {
        match key.get_ref().as_ref() {
            "format" => match reader.one_of(key, value, &["json", "terraform", "cloudformation"]) {
                Some("json") => build.format = Format::Json,
                Some(other) => {
                    let message = format!("the format `{other}` does not exist yet");
                    reader.error(value, message, |it, _| it.note("This version of whit writes \"json\"."));
                }
                None => {}
            },
            _ => match reader.text(key, value) {
                Some(text) if text.is_empty() || text.contains('\0') => {
                    reader.error(value, "`out` is not a folder", |it, _| it.note("The default is \"target/whit\"."));
                }
                Some(text) => build.out = text.to_owned(),
                None => {}
            },
        }
    }
}

/// Where the text stands, and what was found so far.
pub(super) struct Reader {
    pub(super) file: FileId,
    found: Vec<Diagnostic>,
}

/// A key and its value.
pub(super) type Entry<'t, 's> = (&'t Spanned<DeString<'s>>, &'t Spanned<DeValue<'s>>);

impl Reader {
    pub(super) fn span<T>(&self, at: &Spanned<T>) -> Span {
        Span::new(self.file, at.span().start, at.span().end)
    }

    /// Notes an error at a key or a value, after `more` has added notes and fixes to it.
    pub(super) fn error<T>(
        &mut self,
        at: &Spanned<T>,
        message: impl Into<String>,
        more: impl FnOnce(Diagnostic, Span) -> Diagnostic,
    ) {
        let span = self.span(at);
        self.found.push(more(Diagnostic::error(rule::CONFIG, span, message), span));
    }

    /// The entries of a table whose keys are among `known`; the others are errors.
    pub(super) fn known<'t, 's>(&mut self, table: &'t DeTable<'s>, place: &str, known: &[&str]) -> Vec<Entry<'t, 's>> {
        let mut entries = Vec::new();
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            if known.contains(&name) {
                entries.push((key, value));
                continue;
            }
            let near = nearest(name, known.iter().copied());
            self.error(key, format!("{place} has no `{name}`"), |it, span| match near {
                Some(near) => it.fix(format!("write `{near}`"), span, near),
                None => it.note(format!("It may hold {}.", quoted(known, "and"))),
            });
        }
        // The map is sorted by name; messages come in the order of the file.
        entries.sort_by_key(|(key, _)| key.span().start);
        entries
    }

    pub(super) fn table<'t, 's>(
        &mut self,
        key: &Spanned<DeString<'s>>,
        value: &'t Spanned<DeValue<'s>>,
    ) -> Option<&'t DeTable<'s>> {
        let DeValue::Table(table) = value.get_ref() else {
            self.wrong_type(key, value, "a table");
            return None;
        };
        Some(table)
    }

    pub(super) fn text<'t>(&mut self, key: &Spanned<DeString<'_>>, value: &'t Spanned<DeValue<'_>>) -> Option<&'t str> {
        let text = value.get_ref().as_str();
        if text.is_none() {
            self.wrong_type(key, value, "a string");
        }
        text
    }

    fn one_of<'t>(
        &mut self,
        key: &Spanned<DeString<'_>>,
        value: &'t Spanned<DeValue<'_>>,
        known: &[&str],
    ) -> Option<&'t str> {
        let text = self.text(key, value)?;
        if known.contains(&text) {
            return Some(text);
        }
        let near = nearest(text, known.iter().copied());
        self.error(value, format!("`{}` is not \"{text}\"", key.get_ref()), |it, span| {
            let it = it.note(format!("It is {}.", quoted(known, "or")));
            match near {
                Some(near) => it.fix(format!("write `\"{near}\"`"), span, format!("\"{near}\"")),
                None => it,
            }
        });
        None
    }

    pub(super) fn wrong_type(&mut self, key: &Spanned<DeString<'_>>, value: &Spanned<DeValue<'_>>, wanted: &str) {
        let is = match value.get_ref().type_str() {
            kind @ ("integer" | "array") => format!("an {kind}"),
            kind => format!("a {kind}"),
        };
        self.error(value, format!("`{}` is {wanted}, not {is}", key.get_ref()), |it, _| it);
    }
}

/// "`a`, `b` and `c`".
fn quoted(words: &[&str], join: &str) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} {join} {last}", rest.join(", ")),
        _ => words.concat(),
    }
}
