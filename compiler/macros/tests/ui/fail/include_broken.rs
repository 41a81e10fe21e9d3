use whit_policies::{Document, include_policy};

const BROKEN: Document = include_policy!("policies/broken/broken.whit", "Broken");

fn main() {}
