//! Tests of the whole crate through its public face.
#![cfg(test)]

mod documents;
mod lowering;
mod syntax;
