fn main() { println!("{}", cedar_policy::PolicySet::new().is_empty()); }
