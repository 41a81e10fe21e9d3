//! `whit init`.

use std::path::{Path, PathBuf};

use clap::Args;
use whit_catalog::Catalog;
use whit_disk::files::reason;
use whit_disk::output;
use whit_disk::project::{LOCK_FILE, join};

use crate::arguments::Source;
use crate::command::lock;
use crate::compile::{find, for_once, look};
use crate::{Exit, Failure, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The folder of the project; it is made if need be
    #[arg(default_value = ".", value_name = "DIR")]
    pub(crate) folder: PathBuf,
}

/// A file of a new project.
struct Template {
    path: &'static str,
    /// `NAME` in it is the project's name.
    text: &'static str,
    /// What it is, for people.
    about: &'static str,
}

const PROJECT_FILE: &str = "whit.toml";
const IGNORE: &str = ".gitignore";

const TEMPLATES: [Template; 4] = [
    Template {
        path: PROJECT_FILE,
        text: include_str!("init/whit.toml"),
        about: "the project and the environments it is built for",
    },
    Template {
        path: "policies/reports.whit",
        text: include_str!("init/reports.whit"),
        about: "two policies, a boundary, a role, and tests of them",
    },
    Template { path: "README.md", text: include_str!("init/README.md"), about: "how to work with it" },
    Template { path: IGNORE, text: include_str!("init/gitignore"), about: "leaves out what a build makes" },
];

/// Makes a small project. A file that exists stays as it is; a folder with a `whit.toml` is a project already.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let folder = &task.folder;
    let project_file = join(folder, PROJECT_FILE);
    if project_file.exists() {
        let message = format!("`{}` exists: this folder is a project already", project_file.display());
        return Err(Failure::findings(message));
    }
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::findings(format!("cannot make the folder `{}`: {}", folder.display(), reason(&error)))
    })?;
    let name = project_name(folder);
    let (kept, new): (Vec<&Template>, Vec<&Template>) =
        TEMPLATES.iter().partition(|template| folder.join(template.path).symlink_metadata().is_ok());
    for template in &new {
        output::create(&join(folder, template.path), &template.text.replace("NAME", &name))?;
    }
    let mut made: Vec<(&str, &str)> = new.iter().map(|template| (template.path, template.about)).collect();
    if locked(folder)? {
        made.push((LOCK_FILE, "what the levels stand for in AWS today"));
    }
    report::done(&summary(folder, &made, &kept));
    Ok(Exit::Fine)
}

/// Writes the first lock, if there is none and the project, with what was there before, can be compiled.
fn locked(folder: &Path) -> Result<bool, Failure> {
    let source = Source { path: folder.display().to_string(), set: Vec::new(), catalog: None };
    let project = find(&source.path)?;
    if project.lock.is_some() {
        return Ok(false);
    }
    let catalog = Catalog::embedded();
    let compiled = look(project, &source, catalog, for_once())?;
    let Some((_, checked)) = compiled.good() else { return Ok(false) };
    lock::first(folder, checked, catalog)?;
    Ok(true)
}

/// The name of the folder, as far as a project may be called so.
fn project_name(folder: &Path) -> String {
    let real = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let plain: String = name.chars().filter(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')).collect();
    if plain.is_empty() { "project".to_owned() } else { plain }
}

fn summary(folder: &Path, made: &[(&str, &str)], kept: &[&Template]) -> String {
    let here = folder == Path::new(".");
    let width = made.iter().map(|(path, _)| path.len()).max().unwrap_or(0);
    let mut lines = vec![match here {
        true => "made a project here:".to_owned(),
        false => format!("made a project in {}:", folder.display()),
    }];
    lines.extend(made.iter().map(|(path, about)| format!("  {path:width$}  {about}")));
    for template in kept {
        let hint = if template.path == IGNORE { "; `target/` belongs into it" } else { "" };
        lines.push(format!("kept {}, which exists{hint}", template.path));
    }
    lines.push("next:".to_owned());
    lines.extend((!here).then(|| format!("  cd {}", folder.display())));
    lines.extend([
        "  whit check    looks through the sources".to_owned(),
        "  whit test     runs the tests".to_owned(),
        "  whit build    writes the JSON to target/whit".to_owned(),
        "  whit audit    lists every exception with its reason".to_owned(),
    ]);
    lines.join("\n")
}
