//! The lexical grammar: `lsp/editors/grammar/grammar.toml`, read, its parts put in their places.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::folder;

/// The grammar.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Grammar {
    /// Classes of keywords.
    pub(super) classes: BTreeMap<String, Vec<String>>,
    parts: BTreeMap<String, String>,
    /// What stands outside of strings, the first that fits first.
    #[serde(rename = "token")]
    pub(super) tokens: Vec<Token>,
    /// What has other tokens inside.
    #[serde(rename = "region")]
    pub(super) regions: Vec<Region>,
}

/// A pattern and what it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Token {
    /// The name of Vim's group, without `whit`.
    pub(super) name: String,
    /// TextMate's scopes, without `.whit`.
    pub(super) scope: String,
    /// Vim's highlighting, if it has any.
    pub(super) link: Option<String>,
    /// The pattern.
    #[serde(rename = "match")]
    pub(super) pattern: String,
}

/// What begins and ends with a pattern each.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Region {
    pub(super) name: String,
    pub(super) scope: String,
    pub(super) link: Option<String>,
    pub(super) begin: String,
    pub(super) end: String,
    pub(super) inside: Vec<Token>,
}

/// Reads the grammar.
pub(super) fn read() -> Result<Grammar, String> {
    let path = folder().join("grammar").join("grammar.toml");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut grammar: Grammar = toml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    let words = grammar.classes.iter().map(|(name, words)| (name.clone(), format!("(?:{})", words.join("|"))));
    let named: BTreeMap<String, String> =
        words.chain(grammar.parts.iter().map(|(name, part)| (name.clone(), part.clone()))).collect();
    for token in &mut grammar.tokens {
        token.pattern = filled(&token.pattern, &named).map_err(|error| format!("token {}: {error}", token.name))?;
    }
    Ok(grammar)
}

/// A pattern with what `{{name}}` stands for.
fn filled(pattern: &str, named: &BTreeMap<String, String>) -> Result<String, String> {
    let mut out = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once("{{") {
        let (name, after) = after.split_once("}}").ok_or("a `{{` without `}}`")?;
        out.push_str(before);
        out.push_str(named.get(name).ok_or_else(|| format!("there is no {name}"))?);
        rest = after;
    }
    out.push_str(rest);
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_filled_in() {
        let named = BTreeMap::from([("a".to_owned(), "(?:x|y)".to_owned())]);
        assert_eq!(filled("^{{a}}{{a}}$", &named), Ok("^(?:x|y)(?:x|y)$".to_owned()));
        assert!(filled("{{b}}", &named).is_err());
    }
}
