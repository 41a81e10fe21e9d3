//! `cargo xtask editors`: what editors colour Whit with, from one grammar; `cargo xtask vscode`: the extension.

mod grammar;
mod node;
mod pattern;
mod textmate;
mod vim;
mod words;

use std::fs;
use std::path::PathBuf;

use crate::docs::Mode;
use crate::process::root;
use crate::test::Outcome;

pub(crate) use node::{neovim, package, tokens};

/// The folder of everything about editors.
fn folder() -> PathBuf {
    root().join("lsp").join("editors")
}

/// Writes the generated files, or says which are not what the grammar gives.
pub(crate) fn run(mode: Mode) -> Result<(), String> {
    let grammar = grammar::read()?;
    words::compare(&grammar)?;
    let wanted = [
        ("vscode/syntaxes/whit.tmLanguage.json", textmate::write(&grammar)),
        ("neovim/syntax/whit.vim", vim::write(&grammar)?),
    ];
    let mut stale = Vec::new();
    for (name, text) in wanted {
        let path = folder().join(name);
        let is_same = fs::read_to_string(&path).is_ok_and(|there| there == text);
        match mode {
            _ if is_same => {}
            Mode::Check => stale.push(name),
            Mode::Write => fs::write(&path, text).map_err(|error| format!("{}: {error}", path.display()))?,
        }
    }
    match stale.as_slice() {
        [] => Ok(()),
        _ => Err(format!("{} is not what the grammar gives; `cargo xtask editors` writes it", stale.join(", "))),
    }
}

/// Prints why something was not done, when it was asked for by itself.
pub(crate) fn said(outcome: Outcome) -> Result<(), String> {
    match outcome {
        Outcome::Passed => Ok(()),
        Outcome::Skipped(why) => Err(why),
    }
}
