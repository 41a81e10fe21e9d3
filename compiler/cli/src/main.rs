//! The `whit` command: folders, files, standard input and the terminal around `whit-core`.

mod arguments;
mod command;
mod compile;
mod difference;
mod progress;
mod report;
mod watch;

use std::process::ExitCode;

use arguments::{Arguments, Task};
use clap::Parser as _;
use command::{
    audit, build, catalog, check, completions, evaluate, explain, fmt, import, init, lock, lsp, man, playground, test,
    why,
};

/// A compiler makes many small values; this allocator is faster at that than the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// How a run ends, when it ends in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// Nothing to complain of.
    Fine,
    /// Errors in the source, or files that differ.
    Findings,
    /// The command was called wrongly.
    Usage,
}

/// What keeps the command from its task and stands in no source: a folder that cannot be written, say.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    /// One sentence for the user; empty if there is nobody left to tell.
    message: String,
}

impl Failure {
    fn findings(message: impl Into<String>) -> Self {
        Self { exit: Exit::Findings, message: message.into() }
    }

    fn usage(message: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, message: message.into() }
    }
}

impl From<whit_disk::Failure> for Failure {
    fn from(failure: whit_disk::Failure) -> Self {
        Self::findings(failure.to_string())
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let done = match arguments.task {
        Task::Init(task) => init::run(&task),
        Task::Check(task) => check::run(&task),
        Task::Build(task) => build::run(&task),
        Task::Test(task) => test::run(task),
        Task::Why(task) => why::run(&task),
        Task::Fmt(task) => fmt::run(&task),
        Task::Audit(task) => audit::run(&task),
        Task::Import(task) => import::run(&task),
        Task::Lock(task) => lock::run(&task),
        Task::Catalog(task) => catalog::run(&task),
        Task::Evaluate(task) => evaluate::run(&task),
        Task::Explain(task) => explain::run(&task),
        Task::Lsp(task) => lsp::run(&task),
        Task::Playground(task) => playground::run(&task),
        Task::Completions(task) => completions::run(&task),
        Task::Man(task) => man::run(&task),
    };
    let exit = done.unwrap_or_else(|failure| {
        report::failure(&failure.message);
        failure.exit
    });
    ExitCode::from(match exit {
        Exit::Fine => 0,
        Exit::Findings => 1,
        Exit::Usage => 2,
    })
}
