//! The grammar as TextMate's JSON, which VS Code, IntelliJ and others read.

use serde_json::{Value, json};

use super::grammar::{Grammar, Token};

/// The file.
pub(super) fn write(grammar: &Grammar) -> String {
    let regions = grammar.regions.iter().map(|region| {
        json!({
            "name": scopes(&region.scope),
            "begin": region.begin,
            "end": region.end,
            "patterns": region.inside.iter().map(token).collect::<Vec<_>>(),
        })
    });
    // A string may hold `//`, and a comment a quote: at one place only one of them can begin, so their order is free.
    let patterns: Vec<Value> = regions.chain(grammar.tokens.iter().map(token)).collect();
    let whole = json!({
        "comment": "Written by `cargo xtask editors` from lsp/editors/grammar/grammar.toml",
        "name": "Whit",
        "scopeName": "source.whit",
        "fileTypes": ["whit"],
        "patterns": patterns,
    });
    format!("{whole:#}\n")
}

fn token(token: &Token) -> Value {
    json!({ "name": scopes(&token.scope), "match": token.pattern })
}

/// Each scope ends with the language's name.
fn scopes(scope: &str) -> String {
    scope.split(' ').map(|one| format!("{one}.whit")).collect::<Vec<_>>().join(" ")
}
