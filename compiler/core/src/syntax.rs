//! From text to tree: tolerant, total, one diagnostic for each mistake.

pub mod tree;
