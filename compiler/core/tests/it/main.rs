//! Tests of the whole crate through its public face.
#![cfg(test)]

mod allowances;
mod docs;
mod documents;
mod edits;
mod examples;
mod fixes;
mod fmt;
mod generated;
mod hostile;
mod import;
mod inputs;
mod invariants;
mod levels;
mod library;
mod lock;
mod lowering;
mod meaning;
mod one;
mod organization;
mod pages;
mod parts;
mod plain;
mod programs;
mod project;
mod reference;
mod respell;
mod rules;
mod stdlib;
mod syntax;
#[cfg(test)]
mod testing;
mod ui;
