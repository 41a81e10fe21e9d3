//! The standard library: each guard and template has an example with the JSON that it gives, and tests that decide by
//! each of its statements and notice each change of it.
#![expect(clippy::disallowed_methods, reason = "the tests read the projects from the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use super::examples;
use super::project::Project;
use whit_core::diagnostic::{Diagnostic, Severity};
use whit_core::source::{FileId, SourceMap};
use whit_core::syntax;
use whit_core::syntax::tree::{Entry, Item, ItemKind};
use whit_core::testing::Selection;

/// Changes that no request can notice: the module, the item, what is changed, and why nobody notices.
fn unnoticed() -> BTreeSet<(String, String, String)> {
    let text = fs::read_to_string(examples::workspace().join("stdlib/unnoticed.tsv")).unwrap();
    let rows = text.lines().skip(1).map(|line| {
        let [module, item, what, why] = line.split('\t').collect::<Vec<_>>().try_into().unwrap();
        assert!(!str::is_empty(why), "{line}");
        (module.to_owned(), item.to_owned(), what.to_owned())
    });
    rows.collect()
}

/// The guards and templates that users see, by module.
fn items() -> Vec<(&'static str, Item, String)> {
    let mut all = Vec::new();
    for (module, text) in whit_stdlib::modules() {
        for item in syntax::parse(FileId(0), text).file.items {
            let (ItemKind::Guard(_) | ItemKind::Template(_)) = &item.kind else { continue };
            let name = name(&item);
            if !name.starts_with('_') {
                all.push((module, item, name));
            }
        }
    }
    all
}

fn name(item: &Item) -> String {
    match &item.kind {
        ItemKind::Guard(guard) => guard.name.value.clone(),
        ItemKind::Template(template) => template.name.value.clone(),
        _ => String::new(),
    }
}

/// The folder of an item's example.
fn folder(module: &str, name: &str) -> PathBuf {
    examples::workspace().join("stdlib/examples").join(module).join(name)
}

#[test]
fn there_are_sixty_items_and_each_has_its_example() {
    let items = items();
    assert!(items.len() >= 60, "{}", items.len());
    let mut folders = BTreeSet::new();
    for (module, item, name) in &items {
        assert!(item.doc.len() >= 3, "std::{module}::{name} says too little of itself");
        let folder = folder(module, name);
        let path = folder.join(format!("{name}.whit"));
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("{} is missing", path.display()));
        assert!(text.contains(&format!("{name}(")), "{} does not use `{name}`", path.display());
        folders.insert(folder);
    }
    let modules: BTreeSet<&str> = items.iter().map(|(module, ..)| *module).collect();
    let there = modules.iter().flat_map(|module| examples::projects(&format!("stdlib/examples/{module}")));
    assert_eq!(there.collect::<BTreeSet<_>>(), folders, "each folder is of an item");
}

#[test]
fn each_example_gives_the_json_beside_it() {
    items().iter().for_each(|(module, _, name)| examples::check(&folder(module, name)));
}

/// Every test passes, some request is decided by each statement of the item, and each change of it is noticed. What is
/// naive is there to be walked around.
#[test]
fn the_tests_decide_by_each_statement_and_notice_every_change() {
    let selection = Selection { library: true, ..Selection::default() };
    let mut wrong = BTreeSet::new();
    let (known, mut excused) = (unnoticed(), BTreeSet::new());
    for (module, item, name) in items() {
        let file = format!("std::{module}");
        let text = whit_stdlib::modules().find(|(other, _)| *other == module).map_or("", |(_, text)| text);
        let line = |offset: u32| text[..offset as usize].matches('\n').count() + 1;
        let lines = line(item.span.start)..=line(item.span.end);
        // What the example includes beside the item has an example of its own.
        let own = |at: &str, line: usize| at == file && lines.contains(&line);
        let example = format!("{name}.whit");
        let (survivors, coverage) = examples::tested(&folder(module, &name), selection);
        for one in survivors.iter().filter(|one| one.file == example || own(&one.file, one.line)) {
            let change = (module.to_owned(), name.clone(), one.what.clone());
            if known.contains(&change) {
                excused.insert(change);
            } else {
                wrong.insert(format!("{module}::{name}: {}:{}: {}", one.file, one.line, one.what));
            }
        }
        for one in coverage.statements.iter().filter(|one| own(&one.file, one.line) && one.requests == 0) {
            wrong.insert(format!("{module}::{name}: no request is decided by line {}", one.line));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    assert_eq!(excused, known, "what is listed in stdlib/unnoticed.tsv is noticed");
}

/// Each example asks first for what is refused.
#[test]
fn what_is_refused_comes_first() {
    for (module, _, name) in items().into_iter().filter(|(module, ..)| *module != "lockout") {
        let path = folder(module, &name).join(format!("{name}.whit"));
        let text = fs::read_to_string(&path).unwrap();
        let file = SourceMap::default().add("example", text.as_str());
        let tests = syntax::parse(file, &text).file.items.into_iter().filter_map(|item| match item.kind {
            ItemKind::Test(test) => Some(test),
            _ => None,
        });
        let first = tests.flat_map(|test| test.body.entries).find_map(first_expectation);
        assert_eq!(first, Some(false), "{}", path.display());
    }
}

/// Whether the first expectation of a test is that somebody can.
fn first_expectation(entry: Entry) -> Option<bool> {
    match entry {
        Entry::As(block) => block.expectations.first().map(|expectation| expectation.can),
        Entry::For { body, .. } => body.entries.into_iter().find_map(first_expectation),
        Entry::If { branches, .. } => {
            branches.into_iter().flat_map(|(_, body)| body.entries).find_map(first_expectation)
        }
        _ => None,
    }
}

/// The exempt list of `guardrails::region_lock` is the catalog's table.
#[test]
fn region_lock_exempts_what_the_catalog_lists() {
    let (analysis, _) = examples::compile(&examples::workspace().join("stdlib/examples/guardrails/region_lock"));
    let checked = analysis.checked().unwrap();
    let lock = checked.environments()[0].documents.iter().find(|document| document.name == "Regions").unwrap();
    let exempt: BTreeSet<String> = lock
        .policy
        .statements
        .iter()
        .filter_map(|statement| match &statement.action {
            whit_iam::ActionElement::NotAction(actions) => Some(actions.iter().cloned()),
            whit_iam::ActionElement::Action(_) => None,
        })
        .flatten()
        .collect();
    let table: BTreeSet<String> = whit_core::Catalog::embedded()
        .region_lock_exemptions()
        .map(|exemption| exemption.action().to_owned())
        .collect();
    assert!(table.contains("iam:*"), "{table:?}");
    assert_eq!(exempt, table);
}

/// Each item that `docs/best-practices.md` names for a way around has a naive version that is walked around.
#[test]
fn every_way_around_is_walked() {
    let page = fs::read_to_string(examples::workspace().join("docs/best-practices.md")).unwrap();
    let (_, table) = page.split_once("## Ways around").unwrap();
    let named: BTreeSet<(&str, &str)> = table.split('`').filter_map(|word| word.split_once("::")).collect();
    assert!(named.len() > 20, "{named:?}");
    for (module, name) in named {
        let text = fs::read_to_string(folder(module, name).join("naive.whit")).unwrap_or_default();
        let tests = syntax::parse(FileId(0), &text).file.items;
        assert!(tests.iter().any(|item| matches!(item.kind, ItemKind::Test(_))), "{module}::{name}");
    }
}

/// What a page of the library shows can be pasted into a project that `whit init` makes, and builds there.
#[test]
fn what_a_page_shows_builds_where_it_is_pasted() {
    let workspace = examples::workspace();
    let new = workspace.join("compiler/cli/src/command/init");
    let file = |name: &str| fs::read_to_string(new.join(name)).unwrap();
    let project = Project {
        files: [("whit.toml", file("whit.toml")), ("policies/reports.whit", file("reports.whit"))]
            .map(|(name, text)| (name.to_owned(), text))
            .into(),
        ..Project::default()
    };
    let mut pasted = 0;
    for (module, text) in whit_stdlib::modules()
        .map(|(module, _)| (module, fs::read_to_string(workspace.join(format!("docs/stdlib/{module}.md"))).unwrap()))
    {
        for block in text.split("\n```whit\n").skip(1) {
            let (program, _) = block.split_once("\n```").unwrap();
            let mut project = project.clone();
            project.files.insert("policies/pasted.whit".to_owned(), format!("{program}\n"));
            let found = project.found();
            assert!(
                found.analysis.as_ref().is_some_and(|analysis| analysis.checked().is_some()),
                "{}",
                found.messages()
            );
            // An organization in it concerns the rest of the project as well, which is as it should be.
            let own = |one: &&Diagnostic| found.sources.name(one.span.file) == "policies/pasted.whit";
            let complaint = found.diagnostics.iter().filter(own).find(|one| one.severity != Severity::Note);
            assert!(complaint.is_none(), "docs/stdlib/{module}.md:\n{program}\n{}", found.messages());
            pasted += 1;
        }
    }
    assert_eq!(pasted, items().len());
}
