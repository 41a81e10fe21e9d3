//! The compiler's keywords, out of its grammar, beside the classes of the editors' grammar.

use std::collections::{BTreeMap, BTreeSet};

use super::grammar::Grammar;

const COMPILER: &str = include_str!("../../../compiler/core/src/syntax/grammar.pest");

/// Every keyword of the compiler stands in one class, and every word of a class is a keyword.
pub(super) fn compare(grammar: &Grammar) -> Result<(), String> {
    let ours = keywords(COMPILER);
    let mut classes: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (class, words) in &grammar.classes {
        for word in words {
            classes.entry(word).or_default().push(class);
        }
    }
    let missing = ours.iter().filter(|word| !classes.contains_key(word.as_str()));
    let missing = missing.map(|word| format!("the compiler's keyword `{word}` is in no class"));
    let unknown = classes.keys().filter(|word| !ours.contains(**word));
    let unknown = unknown.map(|word| format!("`{word}` is no keyword of the compiler"));
    let doubled = classes.iter().filter(|(_, classes)| classes.len() > 1);
    let doubled = doubled.map(|(word, classes)| format!("`{word}` is in {}", classes.join(" and ")));
    let wrong: Vec<String> = missing.chain(unknown).chain(doubled).collect();
    match wrong.as_slice() {
        [] => Ok(()),
        _ => Err(format!("lsp/editors/grammar/grammar.toml: {}", wrong.join("; "))),
    }
}

/// The words of the rules that end where a word ends. Rules of mistakes and of IAM's own elements are not Whit's words.
fn keywords(grammar: &str) -> BTreeSet<String> {
    rules(grammar)
        .into_iter()
        .filter(|(name, body)| {
            let is_ours = !name.starts_with("x_") && !["element_word", "operator", "iam_operator"].contains(name);
            is_ours && body.trim_start().starts_with("@{") && (body.contains("~ wb") || body.contains("~ !(wchar"))
        })
        .flat_map(|(_, body)| literals(body))
        .filter(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'))
        .collect()
}

/// Each rule's name and what follows the `=`, up to the next rule.
fn rules(grammar: &str) -> Vec<(&str, &str)> {
    let starts: Vec<usize> = std::iter::once(0)
        .chain(grammar.match_indices('\n').map(|(at, _)| at + 1))
        .filter(|at| grammar.get(*at..).is_some_and(|rest| rest.starts_with(|first: char| first.is_ascii_lowercase())))
        .collect();
    let ends = starts.iter().skip(1).copied().chain([grammar.len()]);
    let texts = starts.iter().zip(ends).filter_map(|(start, end)| grammar.get(*start..end));
    texts.filter_map(|text| text.split_once('=')).map(|(name, body)| (name.trim(), body)).collect()
}

/// What stands in quotes in a rule, words that stand by their first letter put together: of `"o" ~ ("n" | "r")` `on` and
/// `or`.
fn literals(body: &str) -> Vec<String> {
    let mut found = Vec::new();
    for line in body.lines().map(|line| line.split(" // ").next().unwrap_or("")) {
        let mut parts = line.split('"').skip(1);
        let mut first = "";
        while let (Some(literal), Some(behind)) = (parts.next(), parts.next()) {
            if behind == " ~ (" {
                first = literal;
                continue;
            }
            found.push(format!("{first}{literal}"));
            if behind.starts_with(')') {
                first = "";
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use whit_core::syntax::words;

    use super::*;

    #[test]
    fn every_keyword_of_the_compiler_has_a_class() {
        let grammar = super::super::grammar::read().expect("the grammar is read");
        assert_eq!(compare(&grammar), Ok(()));
    }

    #[test]
    fn the_compilers_lists_are_among_its_keywords() {
        let found = keywords(COMPILER);
        let lists = [
            words::RESERVED,
            words::ITEMS,
            words::STATEMENTS,
            words::CLAUSES,
            words::ROLE_PARTS,
            words::ORGANIZATION_PARTS,
        ];
        let missing: Vec<&&str> = lists.into_iter().flatten().filter(|word| !found.contains(**word)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_rule_of_a_mistake_has_no_keywords() {
        let text =
            "k_a = @{ \"alpha\" ~ wb }\nx_b = @{ \"beta\" ~ wb }\n// k_c = @{ \"gamma\" ~ wb }\nword = { k_a }\n";
        assert_eq!(keywords(text), BTreeSet::from(["alpha".to_owned()]));
    }

    #[test]
    fn words_by_their_first_letter_are_put_together() {
        let text = "k = @{ (\"o\" ~ (\"n\" | \"r\") | \"scp\") ~ wb }\n";
        assert_eq!(keywords(text), ["on", "or", "scp"].map(str::to_owned).into());
    }
}
