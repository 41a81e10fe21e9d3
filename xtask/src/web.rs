//! `cargo xtask web`: the playground, a folder of static files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::process::{root, run, target};
use crate::{npm, wasm};

/// Builds the page. Gives the folder of the site.
pub(crate) fn build() -> Result<PathBuf, String> {
    let work = target().join("playground");
    let from = root().join("playground").join("web");
    let files = sources(&from)?;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    npm::install(&from, &work, &files)?;
    let module = wasm::build("whit-playground")?;
    let pkg = work.join("pkg");
    let bound = Bindgen::new().input_path(&module).web(true).and_then(|it| it.typescript(false).generate(&pkg));
    bound.map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    let optimize = |arguments: &[&str]| {
        let mut node = Command::new("node");
        node.args(arguments).current_dir(&work);
        run(node)
    };
    optimize(&["node_modules/binaryen/bin/wasm-opt", "-O3", "--all-features", WASM, "-o", WASM])?;
    let mut pack = Command::new("node");
    pack.arg("build.mjs").env("WHIT_ROOT", root()).current_dir(&work);
    run(pack)?;
    let site = target().join("web");
    replace(&work.join("dist"), &site)?;
    Ok(site)
}

const WASM: &str = "pkg/whit_playground_bg.wasm";

/// The files of the page, by their paths in its folder, without what is installed or built there.
fn sources(folder: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let (mut found, mut waiting) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inner) = waiting.pop() {
        for entry in fs::read_dir(folder.join(&inner)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let path = inner.join(&name);
            if entry.path().is_dir() {
                if !["node_modules", "dist", "pkg"].iter().any(|built| name == *built) {
                    waiting.push(path);
                }
            } else {
                found.push(path.to_string_lossy().replace('\\', "/"));
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Puts a folder in the place of another.
fn replace(new: &Path, old: &Path) -> Result<(), String> {
    if old.exists() {
        fs::remove_dir_all(old).map_err(|error| format!("{}: {error}", old.display()))?;
    }
    fs::rename(new, old).map_err(|error| format!("{}: {error}", new.display()))
}
