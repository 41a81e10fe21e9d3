use whit_policies::{Document, policy};

const LOGS: Document = policy!(
    r#"
    policy Logs {
      allow s3:GetObject on arn:aws:s3:::acme-logs/*
    }
    "#
);
const ESCAPED: Document = policy!("policy Logs {\n  allow s3:GetObject on arn:aws:s3:::acme-logs/*\n}");

fn main() {
    assert_eq!(LOGS, ESCAPED);
    assert!(LOGS.json().contains("arn:aws:s3:::acme-logs/*"));
}
