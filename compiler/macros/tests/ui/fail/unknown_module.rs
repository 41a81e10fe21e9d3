use whit_policies::policy;

fn main() {
    let _ = policy! {
        use std::gards::{mfa}
        policy A {
            allow s3:DeleteObject on s3.object("reports", "in/?*") with mfa(max_age: 15m)
        }
    };
}
