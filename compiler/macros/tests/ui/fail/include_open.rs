use whit_policies::{Document, include_policy};

const A: Document = include_policy!("policies/open/open.whit", "Open");

fn main() {}
