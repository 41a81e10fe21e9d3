use whit_policies::{Document, policy};

macro_rules! document {
    ($text:literal) => {
        policy!($text)
    };
}

const A: Document = document!(r#"policy A { allow s3:GetObject on s3.object("reports", "in/?*") }"#);

fn main() {
    assert_eq!(A.name(), "A");
}
