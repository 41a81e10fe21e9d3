//! Fixtures of each feature: a program with `$0` where the cursor is, and what comes out.
#![cfg(test)]

mod calls;
mod code_actions;
mod code_lenses;
mod completion;
mod definition;
mod everywhere;
mod fixture;
mod folding;
mod hints;
mod hover;
mod links;
mod references;
mod rename;
mod selection;
mod semantic_tokens;
mod signature_help;
mod symbols;
