use whit_policies::{Attached, Role, policy};

// Over the quota of 6,144 characters: the document becomes several, and the role attaches them all.
const WIDE: Role = policy! {
    policy Wide {
        for name in ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"] {
            allow read, write on s3.object("acme-{name}-reports-of-the-year-2026", "a/rather/long/prefix/{name}/?*")
            allow list on s3.bucket("acme-{name}-reports-of-the-year-2026")
        }
    }

    role Reader {
        trust service("lambda.amazonaws.com") because "an example without an account"
        attach Wide
    }
};

fn main() {
    assert!(WIDE.attachments().len() > 1, "{:?}", WIDE.attachments());
    for (at, attached) in WIDE.attachments().iter().enumerate() {
        let Attached::Document(part) = attached else { panic!("{attached:?}") };
        assert_eq!(part.name(), format!("Wide{}", at + 1));
        assert!(part.size() <= part.limit());
    }
}
