//! Tests of the whole crate through its public face.

mod lowering;
