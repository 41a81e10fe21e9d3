//! `whit import`: a policy in JSON as Whit.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use whit_core::diagnostic::Diagnostic;
use whit_core::import::{self, Json, Kind};
use whit_core::source::SourceMap;
use whit_disk::{files, output};

use crate::arguments::MessageFormat;
use crate::compile::{STDIN, catalog, stdin};
use crate::{Exit, Failure, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A policy in JSON, or `-` for standard input
    pub(crate) file: String,

    /// What it is; without this, its content and the path of the file tell
    #[arg(long, value_enum, value_name = "KIND")]
    pub(crate) kind: Option<Wanted>,

    /// The name of the document, in PascalCase; without this, that of the file
    #[arg(long, value_name = "NAME", value_parser = name)]
    pub(crate) name: Option<String>,

    /// Write there, to a file that is not there yet, and not to standard output
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,

    /// With `--out`, write over a file that is there
    #[arg(long, requires = "out")]
    pub(crate) force: bool,

    /// Go by this catalog of AWS instead of the one that is built in
    #[arg(long, value_name = "FILE")]
    pub(crate) catalog: Option<PathBuf>,
}

/// The kinds of policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Wanted {
    /// Of an identity
    Policy,
    /// A permissions boundary
    Boundary,
    /// A session policy
    Session,
    /// A service control policy
    Scp,
    /// A resource control policy
    Rcp,
    /// Of a VPC endpoint
    Endpoint,
    /// Of a resource, which the ARNs tell
    Resource,
    /// The trust of a role
    Trust,
}

impl Wanted {
    fn kind(self) -> Kind {
        match self {
            Self::Policy => Kind::Policy,
            Self::Boundary => Kind::Boundary,
            Self::Session => Kind::Session,
            Self::Scp => Kind::Scp,
            Self::Rcp => Kind::Rcp,
            Self::Endpoint => Kind::Endpoint,
            Self::Resource => Kind::Resource,
            Self::Trust => Kind::Trust,
        }
    }
}

fn name(text: &str) -> Result<String, String> {
    let pascal = text.starts_with(|c: char| c.is_ascii_uppercase()) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if pascal { Ok(text.to_owned()) } else { Err("a name is PascalCase: `ReadReports`".to_owned()) }
}

/// Imports a policy. Nothing is written if something in it has no form in Whit.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let (shown, bytes) = match task.file.as_str() {
        "-" => (STDIN, stdin()?),
        path => (path, files::bytes(Path::new(path)).map_err(|error| whit_disk::Failure::unreadable(path, &error))?),
    };
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Failure::findings(format!("cannot read `{shown}`: it is not UTF-8 text (at byte {offset})"))
    })?;
    if let Some(out) = task.out.as_ref().filter(|out| !task.force && out.exists()) {
        return Err(Failure::findings(format!("`{}` is there already; `--force` writes over it", out.display())));
    }
    let catalog = catalog(task.catalog.as_deref())?;
    let mut sources = SourceMap::default();
    let file = sources.add(shown, text.as_str());
    let refused =
        |found: &[Diagnostic]| report::findings(&sources, found, MessageFormat::Human).map(|()| Exit::Findings);
    let (policy, positions) = match import::read(file, &text) {
        Ok(read) => read,
        Err(found) => return refused(&found),
    };
    let guessed = task.kind.map(Wanted::kind).or_else(|| import::guess(&policy, &task.file, catalog));
    let name = match &task.name {
        Some(name) => name.clone(),
        None if task.file == "-" => import::name_of_file(""),
        None => import::name_of_file(&task.file),
    };
    let json = Json { file, policy: &policy, positions: &positions };
    let imported = match import::import(json, guessed.unwrap_or(Kind::Policy), &name, catalog) {
        Ok(imported) => imported,
        Err(found) => return refused(&found),
    };
    match &task.out {
        Some(out) => {
            // A file that came to be meanwhile stays, too.
            match task.force {
                true => output::replace(out, &imported.source)?,
                false => output::create(out, &imported.source)?,
            }
            report::findings(&sources, &imported.notes, MessageFormat::Human)?;
            report::done(&format!("wrote {}", out.display()));
        }
        None => {
            report::print(&imported.source)?;
            report::findings(&sources, &imported.notes, MessageFormat::Human)?;
        }
    }
    if guessed.is_none() {
        report::done("taken to be the policy of an identity; `--kind` makes it a boundary, an scp and so on");
    }
    Ok(Exit::Fine)
}
