//! The whit command.
fn main() {}
