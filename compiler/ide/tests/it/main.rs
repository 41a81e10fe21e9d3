//! Fixtures of each feature: a program with `$0` where the cursor is, and what comes out.
#![cfg(test)]

mod code_actions;
mod code_lenses;
mod definition;
mod fixture;
mod folding;
mod links;
mod selection;
mod semantic_tokens;
