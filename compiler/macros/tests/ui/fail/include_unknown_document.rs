use whit_policies::{Document, include_policy};

const A: Document = include_policy!("policies/ledger", "LedgerServce", env = "prod");

fn main() {}
