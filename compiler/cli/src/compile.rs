//! From a project to what the core says of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use whit_core::config::Config;
use whit_core::{Analysis, Request, analyze};

use crate::arguments::Inputs;
use crate::project::Project;
use crate::threads::Threads;
use crate::{Failure, report};

/// A project that was looked through, its findings shown.
pub(crate) struct Compiled {
    pub(crate) analysis: Analysis,
    pub(crate) config: Config,
    /// The folder of the project.
    pub(crate) folder: PathBuf,
    pub(crate) files: usize,
}

/// Analyzes a project and shows the findings; none if there is an error among them.
pub(crate) fn compile(project: Project, inputs: &Inputs) -> Result<Option<Compiled>, Failure> {
    let Project { config, findings, texts, disk, roots, source, folder } = project;
    if !findings.is_empty() {
        // With a broken whit.toml, what the sources lack cannot be told from what it failed to say.
        report::findings(&texts, &findings);
        return Ok(None);
    }
    let mut set = BTreeMap::new();
    for (name, value) in &inputs.set {
        if set.insert(name.clone(), value.clone()).is_some() {
            return Err(Failure::usage(format!("--set gives `{name}` twice")));
        }
    }
    let files = roots.len();
    let analysis =
        analyze(Request { config: config.clone(), roots, source, files: &disk, set, sources: texts, work: &Threads });
    let failed = report::findings(&analysis.sources, &analysis.diagnostics);
    Ok((!failed).then_some(Compiled { analysis, config, folder, files }))
}
