use whit_policies::{Document, include_policy};

const A: Document = include_policy!("policies/ledger", "LedgerService", env = "prd");

fn main() {}
