//! `cargo xtask api`: what each library gives to other programs, as a list in `api.txt` beside it, so that a change of it is
//! seen in the review and told in the changelog. And that none of them brings a terminal.

use std::fs;
use std::path::PathBuf;

use public_api::Builder;

use crate::docs::Mode;
use crate::process::{self, cargo, output, root, target};

/// The libraries for other programs, with their folders.
const LIBRARIES: [(&str, &str); 4] = [
    ("whit-build", "compiler/build"),
    ("whit-core", "compiler/core"),
    ("whit-iam", "compiler/iam"),
    ("whit-policies", "compiler/policies"),
];

/// What belongs to a command and not into a library.
const TERMINAL: [&str; 6] = ["clap", "comfy-table", "console", "indicatif", "supports-hyperlinks", "termcolor"];

/// Writes the lists, or compares them with those that are there.
pub(crate) fn run(mode: Mode) -> Result<(), String> {
    plain()?;
    let documents = describe()?;
    let mut stale = Vec::new();
    for (library, folder) in LIBRARIES {
        let path = root().join(folder).join("api.txt");
        let text = list(&documents.join(format!("{}.json", library.replace('-', "_"))))?;
        match mode {
            Mode::Write => fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?,
            Mode::Check if fs::read_to_string(&path).ok().as_deref() != Some(&text) => stale.push(library),
            Mode::Check => {}
        }
    }
    match stale.is_empty() {
        true => Ok(()),
        false => Err(format!("what {} gives has changed; `cargo xtask api` writes it down", stale.join(", "))),
    }
}

/// No library depends on what belongs to a command.
fn plain() -> Result<(), String> {
    for (library, _) in LIBRARIES {
        let tree = [
            "tree",
            "--locked",
            "--package",
            library,
            "--no-default-features",
            "--edges",
            "normal",
            "--prefix",
            "none",
        ];
        let tree = output(cargo(&tree))?;
        let found = tree.lines().filter_map(|line| line.split(' ').next()).find(|name| TERMINAL.contains(name));
        if let Some(found) = found {
            return Err(format!("{library} depends on {found}, which belongs to the command"));
        }
    }
    Ok(())
}

/// Has the compiler describe the libraries in JSON. Gives the folder.
fn describe() -> Result<PathBuf, String> {
    let folder = target().join("api");
    let mut doc = cargo(&["doc", "--locked", "--quiet", "--no-deps"]);
    doc.args(LIBRARIES.iter().flat_map(|(library, _)| ["--package", library]));
    doc.env("CARGO_TARGET_DIR", &folder);
    // The JSON is not stable; this lets the stable compiler write it. A folder of its own keeps the other builds as they are.
    doc.env("RUSTC_BOOTSTRAP", "1").env("RUSTDOCFLAGS", "-Z unstable-options --output-format json");
    process::run(doc)?;
    Ok(folder.join("doc"))
}

/// An item a line. Of traits only those that are not to be expected of every type.
fn list(json: &PathBuf) -> Result<String, String> {
    let api = Builder::from_rustdoc_json(json)
        .omit_blanket_impls(true)
        .omit_auto_trait_impls(true)
        .omit_auto_derived_impls(true)
        .build()
        .map_err(|error| format!("{}: {error}", json.display()))?;
    Ok(api.to_string())
}
