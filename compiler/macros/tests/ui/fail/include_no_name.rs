use whit_policies::{Document, include_policy};

const A: Document = include_policy!("policies/lone/lone.whit");

fn main() {}
