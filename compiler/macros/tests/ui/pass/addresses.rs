use whit_policies::{Document, policy};

// Rust does not read `1e::` as Whit does, so it is a text.
const OFFICE: Document = policy!(
    r#"
    policy Office {
      allow s3:GetObject on s3.object("reports", "in/?*") when aws:SourceIp in 2001:db8:1e::/48
    }
    "#
);

fn main() {
    assert!(OFFICE.json().contains("2001:db8:1e::/48"));
}
