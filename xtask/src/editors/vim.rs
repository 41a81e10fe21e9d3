//! The grammar as a syntax file of Vim and Neovim.

use std::collections::BTreeMap;

use super::grammar::{Grammar, Token};
use super::pattern::vim;

const HEAD: &str = "\
\" Vim syntax file: Whit, policies for AWS IAM as code
\" Written by `cargo xtask editors` from lsp/editors/grammar/grammar.toml

if exists('b:current_syntax')
  finish
endif
let s:cpo_save = &cpo
set cpo&vim
syn case match
syn sync minlines=1

";

const FOOT: &str = "
let b:current_syntax = 'whit'
let &cpo = s:cpo_save
unlet s:cpo_save
";

/// The file. Of two patterns that fit at one place Vim takes the later one, so the first comes last.
pub(super) fn write(grammar: &Grammar) -> Result<String, String> {
    let mut out = HEAD.to_owned();
    for token in grammar.tokens.iter().rev() {
        out.push_str(&format!("syn match {} {}\n", group(&token.name), quoted(&token.pattern)?));
    }
    for region in &grammar.regions {
        let names: Vec<String> = region.inside.iter().map(|token| group(&token.name)).collect();
        let (begin, end) = (quoted(&region.begin)?, quoted(&region.end)?);
        out.push_str(&format!(
            "syn region {} start={begin} end={end} oneline contains={}\n",
            group(&region.name),
            unique(names).join(",")
        ));
        for token in region.inside.iter().rev() {
            out.push_str(&format!("syn match {} {} contained\n", group(&token.name), quoted(&token.pattern)?));
        }
    }
    out.push('\n');
    for (name, link) in links(grammar) {
        out.push_str(&format!("hi def link {} {link}\n", group(name)));
    }
    out.push_str(FOOT);
    Ok(out)
}

fn links(grammar: &Grammar) -> BTreeMap<&str, &str> {
    let regions = grammar.regions.iter().filter_map(|region| Some((region.name.as_str(), region.link.as_deref()?)));
    let inside = grammar.regions.iter().flat_map(|region| &region.inside);
    let tokens = grammar.tokens.iter().chain(inside);
    tokens.filter_map(|token: &Token| Some((token.name.as_str(), token.link.as_deref()?))).chain(regions).collect()
}

fn unique(mut names: Vec<String>) -> Vec<String> {
    names.dedup();
    names
}

/// `doc` is `whitDoc`.
fn group(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().fold("whit".to_owned(), |name, first| format!("{name}{first}")) + letters.as_str()
}

/// A pattern between slashes.
fn quoted(pattern: &str) -> Result<String, String> {
    Ok(format!("/\\v{}/", vim(pattern).map_err(|error| format!("{pattern}: {error}"))?))
}
