//! Tests of the whole crate through its public face.
#![cfg(test)]

mod docs;
mod documents;
mod edits;
mod examples;
mod fmt;
mod generated;
mod hostile;
mod inputs;
mod invariants;
mod lock;
mod lowering;
mod one;
mod pages;
mod plain;
mod project;
mod reference;
mod rules;
mod syntax;
mod ui;
