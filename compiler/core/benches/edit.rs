//! A project of 100 files, one of them of 5,000 lines: the first analysis, and one after an edit of one item. Prints the
//! medians in nanoseconds, for `cargo xtask bench`: first, after an edit in a statement, after an edit of a name.
#![expect(clippy::disallowed_types, clippy::disallowed_macros, reason = "a benchmark looks at the clock and prints")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Instant;

use whit_core::config::Config;
use whit_core::lock::Lock;
use whit_core::source::SourceMap;
use whit_core::{Analysis, Files, Library, Memory, OneByOne, ReadError, Request};

#[path = "edit/project.rs"]
mod project;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// A project with its `whit.lock`.
struct Texts {
    files: BTreeMap<String, String>,
    lock: Option<Lock>,
}

impl Files for Texts {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.files.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

impl Texts {
    fn analysis(&self, memory: &mut Memory) -> Analysis {
        memory.analyze(Request {
            catalog: whit_core::Catalog::embedded(),
            lock: self.lock.clone(),
            config: Config::default(),
            roots: self.files.keys().cloned().collect(),
            source: ".".to_owned(),
            files: self,
            set: BTreeMap::new(),
            sources: SourceMap::default(),
            library: Library::Whole,
            work: &OneByOne,
        })
    }

    /// How long an analysis takes, in nanoseconds.
    fn time(&self, memory: &mut Memory) -> u128 {
        let start = Instant::now();
        let analysis = self.analysis(memory);
        let time = start.elapsed().as_nanos();
        assert!(analysis.checked().is_some() && analysis.diagnostics.is_empty(), "{:?}", analysis.diagnostics.first());
        time
    }
}

fn median(mut times: Vec<u128>) -> u128 {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or(0)
}

fn main() {
    // `cargo test` runs it once, to see that it works.
    let runs = if std::env::args_os().any(|argument| argument == "--bench") { 41 } else { 1 };
    let mut texts = Texts { files: project::files().collect(), lock: None };
    let catalog = whit_core::Catalog::embedded();
    let analysis = texts.analysis(&mut Memory::default());
    texts.lock = analysis.checked().map(|checked| Lock::of(&checked.reliances(), catalog));
    let first = (0..runs).map(|_| texts.time(&mut Memory::default())).collect();
    let mut memory = Memory::default();
    let _ = texts.analysis(&mut memory);
    let mut edit = |from: &dyn Fn(usize) -> String, to: &dyn Fn(usize) -> String| {
        let times = (0..runs * 5).map(|run| {
            let number = run * 97 % project::LARGE;
            let text = texts.files.entry(project::name(0)).or_default();
            let (from, to) = (from(number), to(number));
            assert_eq!(text.matches(&from).count(), 1, "{from}");
            *text = text.replace(&from, &to);
            texts.time(&mut memory)
        });
        median(times.collect())
    };
    let statement = edit(&|number| format!("s3.object(\"reports-{number}\", \"*\")"), &|number| {
        format!("s3.object(\"reports-{number}\", \"out/*\")")
    });
    let name = edit(&|number| format!("policy Service0x{number} "), &|number| format!("policy Renamed{number} "));
    let mut out = String::new();
    // A `String` takes whatever is written.
    let _ = write!(out, "{} {statement} {name}", median(first));
    println!("{out}");
}
