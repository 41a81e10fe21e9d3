use whit_policies::policy;

fn main() {
    let careful = policy! {
        use std::guards::{mfa}

        policy Careful {
            allow s3:DeleteObject on s3.object("reports", "in/?*") with mfa(max_age: 15m)
        }
    };
    assert!(careful.json().contains("aws:MultiFactorAuthAge"));
}
