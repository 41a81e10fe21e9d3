use whit_policies::{Document, include_policy};

const A: Document = include_policy!("policies/lone/lone.whit", "Lone", set = { owner = "a", owner = "b" });

fn main() {}
