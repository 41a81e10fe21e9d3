//! Fixtures of each feature: a program with `$0` where the cursor is, and what comes out.
#![cfg(test)]

mod calls;
mod definition;
mod everywhere;
mod fixture;
mod hints;
mod hover;
mod references;
mod rename;
mod signature_help;
mod symbols;
