use whit_policies::{Document, include_policy};

const A: Document = include_policy!("policies/config/a.whit", "A");

fn main() {}
