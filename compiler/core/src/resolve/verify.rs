//! Tests and proofs: nothing refers to them, and their names are unique in a file all the same.

use super::{Declared, Indices, Module, Names, Space};
use crate::diagnostic::{Diagnostic, rule};
use crate::syntax::tree::ItemKind;

/// Numbers a test or a proof by its word and its name.
pub(super) fn declare<'t>(
    declared: Declared<'t>,
    module: &Module,
    indices: &mut Indices,
    names: &mut Names<'t>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let (word, called, title) = match &declared.item.kind {
        ItemKind::Test(test) => ("test", "tests", &test.name),
        ItemKind::Prove(proof) => ("prove", "proofs", &proof.name),
        _ => return,
    };
    let text = title.plain_text().unwrap_or_default();
    names.add(declared, indices, Space::Document, &module.path, &format!("{word} {text}"));
    if text.is_empty() {
        return;
    }
    match names.titles.get(&(declared.module, word, text.clone())) {
        Some(first) => diagnostics.push(
            Diagnostic::error(
                rule::DUPLICATE_NAME,
                title.span,
                format!("two {called} of this file are called {text:?}"),
            )
            .related(*first, "the first is here"),
        ),
        None => {
            names.titles.insert((declared.module, word, text), title.span);
        }
    }
}
