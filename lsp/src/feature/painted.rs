//! The tokens that a client has, so that only what is new is found and told.

use std::collections::BTreeMap;

use tower_lsp::lsp_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensEdit, SemanticTokensFullDeltaResult, Url,
};
use whit_ide::KeptTokens;

/// The tokens that a client was told last, text by text.
#[derive(Debug, Default)]
pub(crate) struct Painted {
    told: u64,
    last: BTreeMap<Url, (String, Vec<SemanticToken>)>,
    kept: BTreeMap<Url, KeptTokens>,
}

impl Painted {
    /// What is kept of the tokens of a text for the next time.
    pub(crate) fn kept(&mut self, uri: &Url) -> &mut KeptTokens {
        self.kept.entry(uri.clone()).or_default()
    }

    /// All tokens of a text.
    pub(crate) fn full(&mut self, uri: &Url, data: Vec<SemanticToken>) -> SemanticTokens {
        self.told += 1;
        let id = self.told.to_string();
        self.last.insert(uri.clone(), (id.clone(), data.clone()));
        SemanticTokens { result_id: Some(id), data }
    }

    /// What is new since the client was told the tokens of this name; all, if it was told others after them.
    pub(crate) fn delta(&mut self, uri: &Url, since: &str, new: Vec<SemanticToken>) -> SemanticTokensFullDeltaResult {
        let known = self.last.remove(uri).filter(|(id, _)| id == since);
        let now = self.full(uri, new);
        match known {
            None => SemanticTokensFullDeltaResult::Tokens(now),
            Some((_, old)) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
                edits: difference(&old, &now.data).into_iter().collect(),
                result_id: now.result_id,
            }),
        }
    }

    /// A text is shown no more.
    pub(crate) fn forget(&mut self, uri: &Url) {
        self.last.remove(uri);
        self.kept.remove(uri);
    }
}

/// The one edit between what begins and what ends alike. A token is five numbers, and the protocol counts those.
fn difference(old: &[SemanticToken], new: &[SemanticToken]) -> Option<SemanticTokensEdit> {
    let start = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let (gone, come) = (old.get(start..)?, new.get(start..)?);
    let end = gone.iter().rev().zip(come.iter().rev()).take_while(|(old, new)| old == new).count();
    let (gone, come) = (gone.len() - end, come.get(..come.len() - end)?);
    let numbers = |tokens: usize| u32::try_from(5 * tokens).unwrap_or(u32::MAX);
    (gone > 0 || !come.is_empty()).then(|| SemanticTokensEdit {
        start: numbers(start),
        delete_count: numbers(gone),
        data: Some(come.to_vec()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(lengths: &[u32]) -> Vec<SemanticToken> {
        let token = |length: &u32| SemanticToken {
            delta_line: 0,
            delta_start: 1,
            length: *length,
            token_type: 0,
            token_modifiers_bitset: 0,
        };
        lengths.iter().map(token).collect()
    }

    #[track_caller]
    fn check(old: &[u32], new: &[u32], expected: Option<(u32, u32, &[u32])>) {
        let edit = difference(&tokens(old), &tokens(new));
        let expected = expected.map(|(start, delete_count, data)| SemanticTokensEdit {
            start,
            delete_count,
            data: Some(tokens(data)),
        });
        assert_eq!(edit, expected);
    }

    #[test]
    fn what_lies_between() {
        check(&[1, 2, 3], &[1, 2, 3], None);
        check(&[], &[], None);
        check(&[1, 2, 3], &[1, 9, 3], Some((5, 5, &[9])));
        check(&[1, 1], &[1, 1, 1], Some((10, 0, &[1])));
        check(&[1, 1, 1], &[1, 1], Some((10, 5, &[])));
        check(&[], &[4], Some((0, 0, &[4])));
        check(&[1, 2], &[2], Some((0, 5, &[])));
    }

    #[test]
    fn a_client_that_is_behind_is_told_all() {
        let uri = Url::parse("file:///a.whit").unwrap();
        let mut painted = Painted::default();
        let first = painted.full(&uri, tokens(&[1, 2])).result_id.unwrap();
        let second = painted.delta(&uri, &first, tokens(&[1]));
        assert!(matches!(second, SemanticTokensFullDeltaResult::TokensDelta(_)), "{second:?}");
        let third = painted.delta(&uri, &first, tokens(&[1]));
        assert!(matches!(third, SemanticTokensFullDeltaResult::Tokens(_)), "{third:?}");
        painted.forget(&uri);
        let fourth = painted.delta(&uri, "3", tokens(&[1]));
        assert!(matches!(fourth, SemanticTokensFullDeltaResult::Tokens(_)), "{fourth:?}");
    }
}
