//! Tests of the whole crate through its public face.
#![cfg(test)]

mod docs;
mod documents;
mod lowering;
mod syntax;
mod ui;
