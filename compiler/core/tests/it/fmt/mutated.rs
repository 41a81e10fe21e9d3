//! Sources with other white space, with comments anywhere, with words taken out: no panic, and formatting is idempotent.

use crate::invariants::{formatting, reading};
use proptest::collection::vec;
use proptest::prelude::*;

const SOURCES: [&str; 2] = [include_str!("../syntax/first.whit"), include_str!("loose.whit")];

/// The tokens of a source: strings, comments with their line's end, words, single characters. White space apart.
fn tokens(source: &str) -> Vec<(&str, bool)> {
    let mut tokens = Vec::new();
    let mut rest = source;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => rest[1..].find('"').map_or(rest.len(), |end| end + 2),
            '/' if rest.starts_with("//") => rest.find('\n').map_or(rest.len(), |end| end + 1),
            _ if first.is_whitespace() => rest.find(|char: char| !char.is_whitespace()).unwrap_or(rest.len()),
            _ if first.is_alphanumeric() => {
                rest.find(|char: char| !char.is_alphanumeric() && char != '_').unwrap_or(rest.len())
            }
            _ => first.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        tokens.push((token, token.trim().is_empty()));
        rest = after;
    }
    tokens
}

/// Other white space where there is some.
pub(super) fn gap() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        6 => Just(" "),
        3 => Just("\n"),
        1 => Just("\n\n\n"),
        1 => Just("\t  "),
        1 => Just("\r\n"),
        1 => Just(" // why\n"),
        1 => Just("\n  // one\n\n  // two\n"),
        1 => Just("\n/// doc\n"),
    ]
}

/// The source with some of its white space changed.
pub(super) fn respaced_by(source: &str, changes: Vec<(prop::sample::Index, &str)>) -> String {
    let mut tokens: Vec<&str> = tokens(source).into_iter().map(|(token, _)| token).collect();
    let blanks: Vec<usize> = (0..tokens.len()).filter(|at| tokens[*at].trim().is_empty()).collect();
    for (at, gap) in changes {
        tokens[blanks[at.index(blanks.len())]] = gap;
    }
    tokens.concat()
}

fn respaced() -> impl Strategy<Value = String> {
    (0..SOURCES.len(), vec((any::<prop::sample::Index>(), gap()), 0..40))
        .prop_map(|(source, changes)| respaced_by(SOURCES[source], changes))
}

fn damaged() -> impl Strategy<Value = String> {
    (respaced(), vec((any::<prop::sample::Index>(), 0..4u8, any::<prop::sample::Index>()), 1..6)).prop_map(
        |(source, damage)| {
            let mut tokens: Vec<&str> = tokens(&source).into_iter().map(|(token, _)| token).collect();
            for (at, kind, other) in damage {
                let (at, other) = (at.index(tokens.len()), other.index(tokens.len()));
                match kind {
                    0 => _ = tokens.remove(at),
                    1 => tokens.insert(at, tokens[other]),
                    2 => tokens.swap(at, other),
                    _ => tokens[at] = tokens[at].get(..1).unwrap_or(""),
                }
            }
            tokens.concat()
        },
    )
}

/// What is always true of a text.
fn holds(source: &str) -> Result<(), TestCaseError> {
    reading(source).and(formatting(source)).map_err(|what| TestCaseError::fail(format!("{what}\n{source}")))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, max_shrink_iters: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn respaced_sources_are_formatted_once_and_for_all(source in respaced()) {
        holds(&source)?;
    }

    #[test]
    fn damaged_sources_lose_nothing(source in damaged()) {
        holds(&source)?;
    }

    #[test]
    fn any_text_is_read(source in "\\PC{0,60}") {
        holds(&source)?;
    }

    #[test]
    fn any_characters_of_the_language_are_read(source in "[a-c:.,\"{}()\\[\\]<>=!&|*?$/\\\\0-9 \n-]{0,80}") {
        holds(&source)?;
    }

    #[test]
    fn any_words_of_the_language_are_read(words in vec(prop::sample::select(vec![
        "policy ", "A ", "{", "}", "allow ", "read ", "on ", "x", "when ", "a ", "== ", "not ", "in ", "[", "]", ",",
        "with ", "because ", "\"r\" ", "let ", "= ", "(", ")", "role ", "trust ", "test ", "as ", "given ", "can ", ": ",
        "if ", "else ", "for ", "any ", "except ", "\n", "guard ", "use ", "::", ".", "?", "// c\n", "prove ", "tags ",
    ]), 0..40)) {
        holds(&words.concat())?;
    }
}
