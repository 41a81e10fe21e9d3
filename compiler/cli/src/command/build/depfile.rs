//! What a build depends on, as Make and Ninja read it.
//!
//! The rule makes the depfile itself: documents whose text is the same are left alone, so that they say nothing about when
//! the last build was.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::compile::Compiled;
use crate::disk::reason;
use crate::project::{LOCK_FILE, join};
use crate::{Failure, output};

/// Writes the depfile, newer than all that it names. `out` is the folder of the documents.
pub(super) fn write(path: &Path, compiled: &Compiled, out: &Path, catalog: Option<&Path>) -> Result<(), Failure> {
    output::replace(path, &rule(path, &inputs(compiled, out, catalog)))?;
    // To take its place made the folder newer than the file, and the folder may be one of those that are depended on.
    let touched = File::options().append(true).open(path).and_then(|file| file.set_modified(SystemTime::now()));
    touched.map_err(|error| Failure::findings(format!("cannot write `{}`: {}", path.display(), reason(&error))))
}

/// The files that were read, and the folders in which others may appear; not those that the build itself changes.
fn inputs(compiled: &Compiled, out: &Path, catalog: Option<&Path>) -> BTreeSet<PathBuf> {
    let about = ["whit.toml", LOCK_FILE].map(|name| join(&compiled.folder, name));
    let folders = compiled.folders.iter().filter(|folder| !folder.starts_with(out)).cloned();
    let files = compiled.read.iter().cloned().chain(about).chain(catalog.map(Path::to_path_buf));
    files.filter(|file| file.is_file()).chain(folders.filter(|folder| folder.is_dir())).collect()
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
