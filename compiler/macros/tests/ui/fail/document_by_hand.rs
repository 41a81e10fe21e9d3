use whit_policies::{Document, Kind};

fn main() {
    let _ = Document { name: "A", kind: Kind::Policy, environment: None, json: "{}", size: 2, limit: 6144 };
}
