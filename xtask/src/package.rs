//! `cargo xtask npm`: the package for npm, and its samples.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::folder::{copy, empty};
use crate::process::{cargo, output, root, run, target};
use crate::wasm::Size;
use crate::{npm, order, wasm, web};

/// The samples that are built with the package.
const SAMPLES: [&str; 3] = ["cdk", "npm-scripts", "vite"];

/// Builds the package. Gives its folder.
pub(crate) fn build() -> Result<PathBuf, String> {
    let module = wasm::build("whit-npm", Size::Smallest)?;
    let package = work().join("package");
    empty(&package)?;
    let bound = package.join("lib").join("wasm");
    let mut bindgen = Bindgen::new();
    bindgen.input_path(&module).out_name("whit").typescript(false).omit_default_module_path(true);
    // A module in which something went wrong is begun anew.
    let done = bindgen.web(true).and_then(|it| it.reset_state_function(true).generate(&bound));
    done.map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    let module = bound.join("whit_bg.wasm");
    let failed = |error: std::io::Error| format!("{}: {error}", module.display());
    let ordered = order::order(&fs::read(&module).map_err(failed)?)?;
    fs::write(&module, ordered).map_err(failed)?;
    let from = root().join("npm");
    copy(&from.join("lib"), &package.join("lib"))?;
    for path in [from.join("package.json"), from.join("README.md"), root().join("LICENSE"), root().join("NOTICE")] {
        copy(&path, &package.join(path.file_name().unwrap_or_default()))?;
    }
    Ok(package)
}

/// Builds the package, packs it, and runs its tests and those of the samples with what is packed.
pub(crate) fn test() -> Result<(), String> {
    let installed = installed(&build()?)?;
    run(cargo(&["build", "--locked", "--quiet", "--package", "whit"]))?;
    let tests = work().join("test");
    third_party(&root().join("npm").join("test"), &tests, &installed)?;
    let samples = samples();
    // The packages of a sample name ours as it lies in a clone of the repository.
    let ours = work().join("clone").join("target").join("npm").join("package");
    empty(&ours)?;
    copy(&installed, &ours)?;
    for name in SAMPLES {
        third_party(&root().join("examples").join(name), &samples.join(name), &installed)?;
    }
    let whit = target().join("debug").join(format!("whit{}", std::env::consts::EXE_SUFFIX));
    let mut node = Command::new("node");
    node.arg("--test").current_dir(tests).env("WHIT_ROOT", root()).env("WHIT_SAMPLES", samples);
    node.env("WHIT", whit).env("CHROMIUM", web::browser()?);
    run(node)
}

/// Builds the package and measures it. Gives what `bench.mjs` prints.
pub(crate) fn bench() -> Result<String, String> {
    let package = build()?;
    let mut node = Command::new("node");
    node.arg(root().join("npm").join("bench.mjs")).arg(package).current_dir(root());
    output(node)
}

/// Where all of this is built and tested.
fn work() -> PathBuf {
    target().join("npm")
}

fn samples() -> PathBuf {
    work().join("clone").join("examples")
}

/// Packs the package as it would be published, and installs it. Gives the folder of what is installed.
fn installed(package: &Path) -> Result<PathBuf, String> {
    let packed = work().join("packed");
    empty(&packed)?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "--silent", "--pack-destination"]).arg(&packed).current_dir(package);
    let name = output(pack)?;
    let fresh = work().join("installed");
    empty(&fresh)?;
    fs::write(fresh.join("package.json"), "{ \"private\": true }\n").map_err(|error| error.to_string())?;
    let mut install = Command::new("npm");
    install.args(["install", "--offline", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
    install.arg(packed.join(name.lines().last().unwrap_or_default())).current_dir(&fresh);
    run(install)?;
    Ok(fresh.join("node_modules").join("@whit-lang").join("whit"))
}

/// Copies a folder and installs what it needs of others, and beside it our package.
fn third_party(from: &Path, to: &Path, installed: &Path) -> Result<(), String> {
    let files = web::sources(from)?;
    npm::install(from, to, &files.iter().map(String::as_str).collect::<Vec<_>>())?;
    let place = to.join("node_modules").join("@whit-lang").join("whit");
    // Where the package is named by its folder, npm makes a link to it.
    if place.is_symlink() {
        fs::remove_file(&place).map_err(|error| format!("{}: {error}", place.display()))?;
    }
    empty(&place)?;
    copy(installed, &place)
}
