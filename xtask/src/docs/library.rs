//! `docs/stdlib`: a page for each module of the standard library, from its doc comments and the examples of its items.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use whit_core::project::CompiledDocument;
use whit_core::source::{FileId, SourceMap, Span};
use whit_core::syntax::tree::{Guard, Item, ItemKind, Let, Template};
use whit_core::{Analysis, Catalog, Files, Library, OneByOne, ReadError, Request, analyze, config, emit, syntax};
use whit_iam::Policy;

/// How many lines of JSON stand around the statements of a policy.
const FRAME: usize = 5;

/// The folder of the pages.
pub(super) fn folder() -> PathBuf {
    super::workspace().join("docs/stdlib")
}

/// Every page with its text.
pub(super) fn wanted() -> Result<BTreeMap<PathBuf, String>, String> {
    let mut pages = BTreeMap::new();
    let mut modules = Vec::new();
    for (name, text) in whit_stdlib::modules() {
        let module = Module::read(name, text)?;
        pages.insert(folder().join(format!("{name}.md")), module.page());
        modules.push(module);
    }
    pages.insert(folder().join("README.md"), index(&modules));
    Ok(pages)
}

/// A module of the library.
struct Module {
    name: &'static str,
    /// What it is about: the comment at its head.
    about: String,
    entries: Vec<Entry>,
}

/// A guard or a template.
struct Entry {
    name: String,
    /// Without the body of a template.
    signature: String,
    doc: Vec<String>,
    source: String,
    example: Example,
}

/// The project that shows an item.
struct Example {
    /// The file without its tests, and the tests.
    program: String,
    tests: String,
    /// The version that can be walked around, if there is one.
    naive: Option<String>,
    /// The documents of the file, each with its JSON.
    documents: Vec<(String, String)>,
    /// Of a template: how many lines the `include` has, and how many the JSON of what it brings in.
    lines: Option<(usize, usize)>,
}

impl Module {
    fn read(name: &'static str, text: &str) -> Result<Self, String> {
        let head = text.lines().take_while(|line| line.starts_with("//") && !line.starts_with("///"));
        let about = head.map(|line| line.trim_start_matches('/').trim()).collect::<Vec<_>>().join("\n");
        let mut entries = Vec::new();
        for item in syntax::parse(FileId(0), text).file.items {
            if let Some(entry) = Entry::read(name, text, &item)? {
                entries.push(entry);
            }
        }
        Ok(Self { name, about, entries })
    }

    fn page(&self) -> String {
        let mut page = format!("# std::{}\n\n{NOTICE}\n\n{}\n\n", self.name, self.about);
        page += &table(&self.entries, "");
        for entry in &self.entries {
            page += &entry.section(self.name);
        }
        page
    }
}

impl Entry {
    /// None of an item that users do not see.
    fn read(module: &str, text: &str, item: &Item) -> Result<Option<Self>, String> {
        let (name, end) = match &item.kind {
            ItemKind::Guard(guard) => (&guard.name.value, item.span.end),
            ItemKind::Template(template) => (&template.name.value, template.body.span.start),
            _ => return Ok(None),
        };
        if name.starts_with('_') {
            return Ok(None);
        }
        let slice = |span: Span| text.get(span.range()).unwrap_or("").trim_end().to_owned();
        let doc = item.doc.iter().map(|line| line.value.trim().to_owned()).collect();
        let example = Example::read(module, name)?;
        let signature = slice(Span { end, ..item.span });
        Ok(Some(Self { name: name.clone(), signature, doc, source: slice(item.span), example }))
    }

    /// The first sentence of its comment.
    fn summary(&self) -> String {
        let first: Vec<&str> = self.doc.iter().map(String::as_str).take_while(|line| !line.is_empty()).collect();
        first.join(" ")
    }

    fn section(&self, module: &str) -> String {
        let Self { name, signature, doc, source, example } = self;
        let mut out = format!("\n## {name}\n\n```\n{signature}\n```\n\n{}\n", doc.join("\n"));
        let _ = write!(out, "\n```whit\n{}\n```\n", example.program);
        for (document, json) in &example.documents {
            out += &details(&format!("{document}.json"), "json", json);
        }
        out += &details("Its tests", "whit test", &example.tests);
        if let Some(naive) = &example.naive {
            out += &details("The naive version, and how it is walked around", "whit naive", naive);
        }
        out += &details(&format!("The source, in stdlib/whit/{module}.whit"), "whit source", source);
        out
    }
}

const NOTICE: &str = "<!-- Written by `cargo xtask docs` from stdlib/; do not edit. -->";

/// A block that is shown when it is asked for.
fn details(title: &str, language: &str, text: &str) -> String {
    format!("\n<details><summary>{title}</summary>\n\n```{language}\n{}\n```\n\n</details>\n", text.trim_end())
}

/// The items with what they do, and the lines of those that are templates. `page` is the page of the items.
fn table(entries: &[Entry], page: &str) -> String {
    let mut out = "| item | what it does | lines of Whit | lines of JSON |\n| --- | --- | --: | --: |\n".to_owned();
    for entry in entries {
        let (whit, json) = match entry.example.lines {
            Some((whit, json)) => (whit.to_string(), json.to_string()),
            None => (String::new(), String::new()),
        };
        let Entry { name, .. } = entry;
        let _ = writeln!(out, "| [`{name}`]({page}#{name}) | {} | {whit} | {json} |", entry.summary());
    }
    out
}

fn index(modules: &[Module]) -> String {
    let entries = || modules.iter().flat_map(|module| &module.entries);
    let mut ratios: Vec<f64> =
        entries().filter_map(|entry| entry.example.lines).map(|(whit, json)| json as f64 / whit as f64).collect();
    ratios.sort_by(f64::total_cmp);
    let median = ratios.get(ratios.len() / 2).copied().unwrap_or_default();
    let mut out = format!(
        "# The standard library\n\n{NOTICE}\n\n\
         It is built into the compiler: `use std::guards::{{mfa}}` brings an item in, `use std::guardrails` a module. Each \
         item has an example that can be pasted into a file and built, the JSON that it gives, and tests that decide by each \
         of its statements and notice every change of it.\n\n\
         {} guards and templates. For a template, the tables count the lines of the `include` of its example, and the \
         lines of JSON that this gives: 1 to {median:.0} in the median.\n",
        entries().count(),
    );
    for module in modules {
        let page = format!("{}.md", module.name);
        let _ =
            write!(out, "\n## [std::{}]({page})\n\n{}\n\n{}", module.name, module.about, table(&module.entries, &page));
    }
    out
}

impl Example {
    fn read(module: &str, item: &str) -> Result<Self, String> {
        let folder = super::workspace().join("stdlib/examples").join(module).join(item);
        let file = format!("{item}.whit");
        let text = read(&folder.join(&file))?;
        let (program, tests) = halves(&text);
        let naive = folder.join("naive.whit");
        let naive = naive.exists().then(|| read(&naive)).transpose()?;
        let analysis = compiled(&folder, &file)?;
        let sources = &analysis.sources;
        let checked = analysis.checked().ok_or_else(|| format!("{} does not compile", folder.display()))?;
        let environment = checked.environments().first().ok_or_else(|| format!("{item}: no environment"))?;
        let own = |span: Span| sources.name(sources.place(span).file) == file;
        let names: Vec<&str> =
            environment.policies().filter(|one| own(one.span)).map(|one| one.name.as_str()).collect();
        let outputs = emit(checked, environment.name.as_deref()).map_err(|_| format!("{item}: an open `extern`"))?;
        let documents = outputs.into_iter().filter_map(|output| {
            let stem = Path::new(&output.path).file_stem()?.to_string_lossy().into_owned();
            // A role's own file holds its trust policy, too.
            names.contains(&stem.as_str()).then_some((stem, output.text))
        });
        let documents = documents.collect();
        let lines = environment.policies().filter(|one| own(one.span)).find_map(|one| lines(one, item, sources, &own));
        Ok(Self { program, tests, naive, documents, lines })
    }
}

/// The lines of the first `include` of the item in a document, and those of the JSON of what it brings in.
fn lines(
    document: &CompiledDocument,
    item: &str,
    sources: &SourceMap,
    own: &impl Fn(Span) -> bool,
) -> Option<(usize, usize)> {
    let include = |index: usize| {
        let origins = document.origins.get(index)?;
        let through = origins.iter().flat_map(|origin| &origin.expanded_from);
        through.filter(|span| own(**span)).map(|span| sources.place(*span)).find(|span| {
            let text = sources.slice(*span);
            text.starts_with("include") && text.contains(&format!("{item}("))
        })
    };
    let first = (0..document.policy.statements.len()).find_map(include)?;
    let statements = document.policy.statements.iter().enumerate();
    let statements =
        statements.filter(|(index, _)| include(*index) == Some(first)).map(|(_, one)| one.clone()).collect();
    let json = whit_iam::print(&Policy { statements, ..document.policy.clone() });
    Some((sources.slice(first).lines().count(), json.lines().count().saturating_sub(FRAME)))
}

/// A file without its tests and what only they use, and the tests with that.
fn halves(text: &str) -> (String, String) {
    let items = syntax::parse(FileId(0), text).file.items;
    let is_shown = |item: &Item| {
        matches!(item.kind, ItemKind::Document(_) | ItemKind::Role(_) | ItemKind::Organization(_) | ItemKind::Tags(_))
    };
    let last = items.iter().rposition(is_shown).unwrap_or_default();
    let slice = |item: &Item| text.get(item.span.range()).unwrap_or("");
    let mut shown: Vec<&Item> =
        items.iter().take(last + 1).filter(|item| !matches!(item.kind, ItemKind::Test(_))).collect();
    // What stands further down is shown if something shown needs it.
    loop {
        let needed = items.iter().skip(last + 1).find(|item| {
            let name = declared(item).unwrap_or_default();
            let is_new = !shown.iter().any(|other| other.span == item.span);
            is_new && shown.iter().any(|other| words(slice(other)).any(|word| word == name))
        });
        let Some(item) = needed else { break };
        shown.push(item);
    }
    let mut end = 0;
    let (mut program, mut tests) = (String::new(), String::new());
    for item in &items {
        // An item with what stands above it.
        let piece = text.get(end..item.span.end as usize).unwrap_or("");
        *(if shown.iter().any(|other| other.span == item.span) { &mut program } else { &mut tests }) += piece;
        end = item.span.end as usize;
    }
    (program.trim().to_owned(), tests.trim().to_owned())
}

/// The name of a value, a guard or a template.
fn declared(item: &Item) -> Option<&str> {
    match &item.kind {
        ItemKind::Let(Let { name, .. })
        | ItemKind::Guard(Guard { name, .. })
        | ItemKind::Template(Template { name, .. }) => Some(&name.value),
        _ => None,
    }
}

/// The words of a text that stand by themselves: not those of a path or an ARN.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | ':'))).filter(|word| !word.is_empty())
}

struct Folder<'p>(&'p Path);

impl Files for Folder<'_> {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        fs::read_to_string(self.0.join(path)).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => ReadError::NotFound,
            _ => ReadError::Other(error.to_string()),
        })
    }
}

/// The project of an example.
fn compiled(folder: &Path, file: &str) -> Result<Analysis, String> {
    let mut sources = SourceMap::default();
    let text = read(&folder.join("whit.toml"))?;
    let (config, _) = config::parse(sources.add("whit.toml", text.as_str()), &text);
    let source = config.source.clone();
    Ok(analyze(Request {
        catalog: Catalog::embedded(),
        config,
        roots: vec![file.to_owned()],
        source,
        files: &Folder(folder),
        set: BTreeMap::new(),
        lock: None,
        sources,
        library: Library::Needed,
        work: &OneByOne,
    }))
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|error| super::explain(path, &error))
}
