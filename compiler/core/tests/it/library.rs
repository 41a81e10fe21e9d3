//! Of the standard library what a project needs is read, and gives what the whole gives.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use proptest::prelude::*;
use whit_core::syntax::tree::ItemKind;
use whit_core::{Analysis, Catalog, Library, Memory, Request};

use super::edits::files;
use super::examples::{compile_with, projects};
use super::lock::older;
use super::one::{Sources, messages, prod, request};

/// Every example of the repository.
fn examples() -> Vec<PathBuf> {
    let folders = whit_stdlib::modules().map(|(module, _)| format!("stdlib/examples/{module}"));
    std::iter::once("examples".to_owned()).chain(folders).flat_map(|folder| projects(&folder)).collect()
}

/// The guards, templates and values of the library that were read.
fn read(analysis: &Analysis) -> BTreeSet<String> {
    let library = analysis.view.modules.iter().filter(|module| module.standard);
    let items = library.flat_map(|module| module.items.iter().map(move |item| (module, item)));
    let names = items.filter_map(|(module, item)| match &item.kind {
        ItemKind::Guard(guard) => Some(format!("{}::{}", module.path, guard.name.value)),
        ItemKind::Template(template) => Some(format!("{}::{}", module.path, template.name.value)),
        ItemKind::Let(value) => Some(format!("{}::{}", module.path, value.name.value)),
        _ => None,
    });
    names.collect()
}

#[track_caller]
fn same(part: &Analysis, whole: &Analysis) {
    assert_eq!(messages(part), messages(whole));
    assert_eq!(part.diagnostics, whole.diagnostics);
    assert_eq!(files(part), files(whole));
}

/// One memory for all of them, as a process has that compiles one project after the other.
#[test]
fn examples_are_those_of_the_whole() {
    let mut memory = Memory::default();
    for project in examples() {
        let (part, _) = compile_with(&project, Library::Needed, &mut memory);
        let (whole, _) = compile_with(&project, Library::Whole, &mut Memory::default());
        same(&part, &whole);
        let (read, all) = (read(&part), read(&whole));
        assert!(read.is_subset(&all), "{}", project.display());
        assert!(read.len() < all.len() || all.is_empty(), "{}", project.display());
    }
}

#[test]
fn what_is_needed_is_read_and_no_more() {
    let program = One::of(
        "use std::guards::{mfa as second_factor}\n\
         use std::guardrails as rails\n\
         \n\
         scp Home {\n  include rails::region_lock([\"eu-west-1\"])\n  \
         deny iam:CreateUser on any unless second_factor()\n}\n"
            .to_owned(),
    );
    let read = read(&program.analysis(Library::Needed));
    let expected = [
        "std::guardrails::_batch_inference",
        "std::guardrails::_exempt",
        "std::guardrails::_inference",
        "std::guardrails::global_calls",
        "std::guardrails::global_services",
        "std::guardrails::region_lock",
        "std::guardrails::regional_services",
        "std::guards::mfa",
    ];
    assert_eq!(read, expected.map(str::to_owned).into());
}

/// Each module stands by itself: what it needs is known from its own text.
#[test]
fn no_module_uses_another() {
    for (module, text) in whit_stdlib::modules() {
        let parsed = whit_core::syntax::parse(whit_core::source::FileId(0), text);
        assert!(!parsed.file.items.iter().any(|item| matches!(item.kind, ItemKind::Use(_))), "{module}");
    }
}

/// A name that is near is told of, although nothing needs it.
#[test]
fn messages_know_every_name() {
    for (text, near) in [
        ("use std::guards::{tsl}\n", "did you mean `tls`?"),
        ("use std::guards\n\nscp A {\n  deny iam:CreateUser on any unless guards::tsl()\n}\n", "did you mean `tls`?"),
        ("use std::trust::{nothing_near_this}\n", "more."),
    ] {
        let found = messages(&One::of(text).analysis(Library::Needed));
        assert!(found.contains(near), "{found}");
    }
}

/// The library names what another catalog may lack, needed or not.
#[test]
fn with_another_catalog() {
    let program = One::of("use std::data\n\nscp A {\n  include data::s3_public_access_block()\n}\n");
    let [part, whole] =
        [Library::Needed, Library::Whole].map(|library| program.analysis_by(older(), library, &mut Memory::default()));
    same(&part, &whole);
    assert!(messages(&whole).contains("std::data"), "{}", messages(&whole));
}

/// What was read before changes nothing, not even which of two findings of one place stays.
#[test]
fn one_after_the_other() {
    let test = |text: &str| One::of(format!("use std::lockout\n\ntest \"t\" {{\n  {text}\n}}\n"));
    let programs = [
        test("include lockout::deploy([\"a/D\"])"),
        test("include lockout::nobody([\"a/R\"], [\"a/D\"], address: 10.0.0.0/8)"),
        test("include lockout::nobdy([\"a/R\"])"),
        test("include lockout::nobdy([\"a/S\"])"),
        test("include lockout::repair([\"a/R\"])"),
        test("include lockout::nobody([\"a/R\"], [\"a/D\"], address: 10.0.0.0/8)"),
    ];
    let mut memory = Memory::default();
    for program in &programs {
        let warm = program.analysis_by(Catalog::embedded(), Library::Needed, &mut memory);
        same(&warm, &program.analysis(Library::Whole));
        same(&warm, &program.analysis(Library::Needed));
    }
    assert!(messages(&programs[1].analysis(Library::Needed)).contains("10.0.0.0/8"));
}

/// A program of one file.
struct One(Sources);

impl One {
    fn of(text: impl Into<String>) -> Self {
        Self(BTreeMap::from([("main.whit".to_owned(), text.into())]).into())
    }

    fn analysis(&self, library: Library) -> Analysis {
        self.analysis_by(Catalog::embedded(), library, &mut Memory::default())
    }

    fn analysis_by(&self, catalog: Catalog<'static>, library: Library, memory: &mut Memory) -> Analysis {
        memory.analyze(Request { catalog, library, ..request(&self.0, vec![prod(&["eu-west-1"])], &[]) })
    }
}

/// A program that uses names of the library in every way.
const PROGRAM: &str = "\
use std::guards::{mfa, tls as encrypted, source_account}
use std::guardrails
use std::trust as doors

tags { team: \"red\" | \"blue\" }

guard strong(age: duration = 1h) = mfa(max_age: age) and encrypted()

template rails(regions: list<region>) for scp {
  include guardrails::region_lock(regions, regional: guardrails::regional_services)
}

policy Reads {
  with strong()
  allow s3:GetObject on s3.object(\"b\", \"k\")
}

scp Home {
  include rails([\"eu-west-1\"])
}

role Api {
  include doors::lambda()
  attach Reads
}
";

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    /// One word of the program becomes another, of the program or of the library.
    #[test]
    fn whatever_is_written(word in 0..200_usize, other in 0..400_usize) {
        let names: Vec<String> = whit_stdlib::modules()
            .flat_map(|(_, text)| text.lines())
            .filter_map(|line| ["guard ", "template ", "let "].iter().find_map(|kind| line.strip_prefix(kind)))
            .map(|line| line.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap().to_owned())
            .chain(PROGRAM.split_whitespace().map(str::to_owned))
            .collect();
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let words: Vec<&str> = PROGRAM.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
        let word = words[word % words.len()];
        let at = word.as_ptr() as usize - PROGRAM.as_ptr() as usize;
        let mut text = PROGRAM.to_owned();
        text.replace_range(at..at + word.len(), &names[other % names.len()]);
        let program = One::of(text);
        same(&program.analysis(Library::Needed), &program.analysis(Library::Whole));
    }
}
