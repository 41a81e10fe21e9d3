//! The grammar, by pest.

/// The parser that pest makes of the grammar.
#[derive(pest_derive::Parser)]
#[grammar = "src/syntax/grammar.pest"]
pub(super) struct Grammar;
