//! What a build depends on, as Make and Ninja read it.
//!
//! The rule makes the depfile itself: documents whose text is the same are left alone, so that they say nothing about when
//! the last build was.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use whit_disk::files::reason;
use whit_disk::{Analyzed, output};

use crate::Failure;

/// Writes the depfile, as old as the build that began then: what was edited meanwhile is built again. `out` is the folder
/// of the documents.
pub(super) fn write(
    path: &Path,
    compiled: &Analyzed,
    out: &Path,
    catalog: Option<&Path>,
    begun: SystemTime,
) -> Result<(), Failure> {
    let inputs = inputs(compiled, out, catalog);
    output::replace(path, &rule(path, &inputs))?;
    // A folder is newer if the build itself wrote there, the depfile perhaps.
    let folders = inputs.iter().filter_map(|input| input.metadata().ok().filter(fs::Metadata::is_dir)?.modified().ok());
    let age = folders.fold(begun, SystemTime::max);
    let aged = File::options().append(true).open(path).and_then(|file| file.set_modified(age));
    aged.map_err(|error| Failure::findings(format!("cannot write `{}`: {}", path.display(), reason(&error))))
}

/// The files that were read, and the folders in which others may appear; not those that the build itself changes.
fn inputs(compiled: &Analyzed, out: &Path, catalog: Option<&Path>) -> BTreeSet<PathBuf> {
    let folders = compiled.folders.iter().filter(|folder| !folder.starts_with(out)).cloned();
    files(compiled, catalog).chain(folders.filter(|folder| folder.is_dir())).collect()
}

/// The files that were read.
pub(super) fn files(compiled: &Analyzed, catalog: Option<&Path>) -> impl Iterator<Item = PathBuf> {
    compiled.inputs().chain(catalog.map(Path::to_path_buf))
}

/// The rule, and one without a recipe for each input: Make then does not stop at one that was removed.
fn rule(path: &Path, inputs: &BTreeSet<PathBuf>) -> String {
    let inputs: Vec<String> = inputs.iter().map(|input| escaped(input)).collect();
    let after: String = inputs.iter().map(|input| format!("\n{input}:\n")).collect();
    format!("{}: \\\n  {}\n{after}", escaped(path), inputs.join(" \\\n  "))
}

/// A path as Make and Ninja write it.
fn escaped(path: &Path) -> String {
    let path = path.to_string_lossy();
    let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
    path.replace('$', "$$").replace('#', "\\#").replace(' ', "\\ ")
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use super::rule;

    #[test]
    fn a_rule() {
        let inputs = ["a b.whit", "c#$.whit"].map(PathBuf::from).into();
        assert_eq!(
            rule(Path::new("out/policies.d"), &inputs),
            "out/policies.d: \\\n  a\\ b.whit \\\n  c\\#$$.whit\n\na\\ b.whit:\n\nc\\#$$.whit:\n"
        );
    }
}
