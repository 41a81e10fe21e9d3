//! What is compiled, and the build.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use whit_core::diagnostic::{Severity, short_form};
use whit_core::emit::{References, emit_with};
use whit_core::{Catalog, Memory, Output};
use whit_disk::{Analyzed, Threads, output, project};

use crate::Error;
use crate::module::module;

/// A project to be compiled.
#[derive(Debug, Clone)]
pub struct Config {
    path: PathBuf,
    environment: Option<String>,
    set: BTreeMap<String, String>,
    name: String,
}

impl Config {
    /// The project of a folder or file, relative to the package: as `whit build PATH` finds it.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into(), environment: None, set: BTreeMap::new(), name: "policies".to_owned() }
    }

    /// Builds one environment of `whit.toml`. Its constants then stand in the module itself; without this, each
    /// environment has a module of its own in it.
    #[must_use]
    pub fn environment(mut self, name: impl Into<String>) -> Self {
        self.environment = Some(name.into());
        self
    }

    /// Gives a `param` or an `extern` its value, in every environment, as `--set` does.
    #[must_use]
    pub fn set(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.set.insert(name.into(), value.into());
        self
    }

    /// The name of the module and of the folder with the documents, both in `OUT_DIR`: `policies` if none is given. It has to
    /// be given where a script builds more than one project.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Compiles, and tells cargo what the build depends on. Where there is an error, the script ends with its message.
    pub fn compile(self) {
        if let Err(error) = self.try_compile() {
            eprintln!("{error}");
            std::process::exit(1);
        }
    }

    /// Compiles, and tells cargo what the build depends on.
    ///
    /// # Errors
    /// When there is an error in the sources, or a file cannot be read or written. What an earlier build made is then as it
    /// was.
    pub fn try_compile(self) -> Result<(), Error> {
        let out = std::env::var_os("OUT_DIR").map(PathBuf::from);
        let out = out.ok_or_else(|| Error::new("there is no OUT_DIR: whit-build works in a build script of cargo"))?;
        let project = project::find(&self.path)?;
        apart(&project.folders)?;
        let analyzed = project.analyze(self.set.clone(), Catalog::embedded(), &mut Memory::default());
        depend(&analyzed);
        let Some((analysis, checked)) = analyzed.good() else {
            return Err(Error::found(analyzed.sources(), &analyzed.errors()));
        };
        warn(&analyzed);
        let environment = self.environment.as_deref();
        if let Some(name) = environment {
            analyzed.config.known(name).map_err(Error::new)?;
        }
        let files = emit_with(checked, &analysis.sources, environment, &References::new(), &Threads::default())
            .map_err(|open| Error::found(&analysis.sources, &open))?;
        let text = module(&self.name, environment, checked, &files).map_err(Error::new)?;
        let outputs: Vec<Output> = files.into_iter().map(|file| file.output).collect();
        let module = [Output { path: format!("{}.rs", self.name), text }];
        output::plan(&out.join(&self.name), &outputs, true)?.carry_out()?;
        output::plan(&out, &module, false)?.carry_out()?;
        Ok(())
    }
}

/// Cargo looks through a whole folder for what has changed. That of the package has the target folder in it, and would never
/// come to rest.
fn apart(folders: &[PathBuf]) -> Result<(), Error> {
    let package = Path::new(".").canonicalize().unwrap_or_default();
    let is_above = |folder: &&PathBuf| folder.canonicalize().is_ok_and(|folder| package.starts_with(folder));
    match folders.iter().find(is_above) {
        None => Ok(()),
        Some(folder) => Err(Error::new(format!(
            "`{}` holds the package itself: policies need a folder of their own, so that cargo sees what changes there",
            folder.display()
        ))),
    }
}

/// Tells cargo when to run the script again. A path that is not there would make it run each time.
fn depend(analyzed: &Analyzed) {
    let paths: BTreeSet<PathBuf> = analyzed.inputs().chain(analyzed.folders.iter().cloned()).collect();
    for path in paths {
        println!("cargo::rerun-if-changed={}", path.display());
    }
}

/// Shows warnings in the output of cargo, a line each.
fn warn(analyzed: &Analyzed) {
    for finding in analyzed.findings().iter().filter(|finding| finding.severity == Severity::Warning) {
        println!("cargo::warning={}", short_form(analyzed.sources(), finding));
    }
}
