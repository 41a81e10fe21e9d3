//! Tests of the whole crate through its public face.
#![cfg(test)]

mod docs;
mod documents;
mod examples;
mod fmt;
mod hostile;
mod lowering;
mod one;
mod plain;
mod rules;
mod syntax;
mod ui;
