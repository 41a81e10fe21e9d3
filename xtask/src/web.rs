//! `cargo xtask web`: the playground, a folder of static files.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::process::{command, output, root, run, target};
use crate::wasm::Size;
use crate::{dist, npm, order, split, wasm};

/// Functions that the first view of the page does not call: what only these need is loaded behind it. Its own project
/// needs none of them. Each stays a function of its own by `#[inline(never)]`.
const LATER: [&str; 19] = [
    "whit_lsp::page::later::answer",
    // Conditions whose fewest statements have to be searched for, and what they compare.
    "whit_core::lower::condition::space::Space::of",
    "whit_core::lower::condition::minimise::blocks",
    "whit_core::lower::condition::dnf::Dnf::of",
    "whit_core::lower::condition::block::multi_valued",
    "whit_core::lower::condition::quantity::read",
    // Inputs, locks, tags, lists, members and blocks.
    "whit_core::config::environment::input",
    "whit_core::expand::Expander::input",
    "whit_core::expand::Expander::tags",
    "whit_core::lock::Lock::of",
    "whit_core::lock::Lock::parse",
    "whit_core::lock::moves::moves",
    "whit_core::check::Checker::list",
    "whit_core::check::Checker::member",
    "whit_core::syntax::read::Reader::block",
    // Mistakes, and tests that fail.
    "whit_core::check::Checker::better",
    "whit_core::syntax::read::Reader::junk_clause",
    "whit_core::syntax::scan::Scanner::foreign",
    "whit_core::testing::failures::question",
];

/// Builds the page. Gives the folder of the site.
pub(crate) fn build() -> Result<PathBuf, String> {
    let work = work();
    let from = root().join("playground").join("web");
    let files = sources(&from)?;
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    npm::install(&from, &work, &files)?;
    let module = wasm::build("whit-playground", Size::Small)?;
    let pkg = work.join("pkg");
    let bound = Bindgen::new().input_path(&module).web(true).and_then(|it| it.typescript(false).generate(&pkg));
    bound.map_err(|error| format!("wasm-bindgen: {error:#}"))?;
    let module = pkg.join("whit_playground_bg.wasm");
    let failed = |error: std::io::Error| format!("{}: {error}", pkg.display());
    let halves = split::split(&fs::read(&module).map_err(failed)?, &LATER)?;
    fs::write(&module, order::order(&halves.first)?).map_err(failed)?;
    fs::write(pkg.join("whit_playground_later.wasm"), order::order(&halves.later)?).map_err(failed)?;
    let site = target().join("web");
    let mut pack = Command::new("node");
    pack.arg("build.mjs").env("WHIT_ROOT", root()).env("WHIT_SITE", &site).current_dir(&work);
    run(pack)?;
    Ok(site)
}

/// Where the page is built and tested.
fn work() -> PathBuf {
    target().join("playground")
}

/// The files of a package, by their paths in its folder, without what is installed or built there.
pub(crate) fn sources(folder: &Path) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    let (mut found, mut waiting) = (Vec::new(), vec![PathBuf::new()]);
    while let Some(inner) = waiting.pop() {
        for entry in fs::read_dir(folder.join(&inner)).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name();
            let path = inner.join(&name);
            if entry.path().is_dir() {
                if !["node_modules", "dist", "pkg", "cdk.out"].iter().any(|built| name == *built) {
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

/// Builds the page and shows it on this machine, until it is stopped.
pub(crate) fn serve() -> Result<(), String> {
    let site = build()?;
    let mut node = Command::new("node");
    node.arg("test/serve.mjs").current_dir(work()).env("WHIT_SITE", site);
    run(node)
}

/// Builds the page and drives it in a browser.
pub(crate) fn test() -> Result<(), String> {
    let site = build()?;
    let whit = dist::command(&site, dist::Profile::Debug)?;
    let mut node = node(&site)?;
    node.args(["--test", "test/"]).env("WHIT", whit);
    run(node)
}

/// Takes the pictures of the README.
pub(crate) fn pictures() -> Result<(), String> {
    let mut node = node(&build()?)?;
    node.arg("pictures.mjs").env("WHIT_PICTURES", root().join("docs").join("images"));
    run(node)
}

/// What `bench.mjs` prints about the page and a command.
pub(crate) fn bench(whit: &Path) -> Result<String, String> {
    let mut node = node(&build()?)?;
    node.arg("bench.mjs").env("WHIT", whit);
    output(node)
}

/// Node, told of a site and of a browser to look at it with.
fn node(site: &Path) -> Result<Command, String> {
    let mut node = Command::new("node");
    node.current_dir(work()).env("WHIT_SITE", site).env("WHIT_ROOT", root()).env("CHROMIUM", browser()?);
    Ok(node)
}

/// A Chromium; Debian's is installed where packages can be.
pub(crate) fn browser() -> Result<PathBuf, String> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let found = || {
        let folders: Vec<PathBuf> =
            std::env::var_os("PATH").iter().flat_map(|path| std::env::split_paths(path)).collect();
        names.iter().find_map(|name| folders.iter().map(|folder| folder.join(name)).find(|path| path.is_file()))
    };
    if found().is_none() && wasm::is_root() {
        println!("installing Debian's chromium");
        // Whether it succeeded is seen by what is there afterwards.
        let _ = run(command("apt-get", &["update", "-q"]));
        let _ = run(command("apt-get", &["install", "-qy", "--no-install-recommends", "chromium"]));
    }
    found().ok_or_else(|| "Chromium is missing, which tests need: install it (Debian: chromium)".to_owned())
}
