//! Tests of the whole crate through its public face.

#[cfg(test)]
mod lowering;
mod syntax;
