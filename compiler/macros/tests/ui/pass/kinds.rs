use whit_policies::{Kind, policy};

fn main() {
    let scp = policy! { scp Home { deny iam:CreateUser on any } };
    assert_eq!(scp.kind(), Kind::Scp);
    let session = policy! { session One { allow s3:GetObject on s3.object("reports", "in/a.csv") } };
    assert_eq!(session.kind(), Kind::Session);
    let boundary = policy! {
        boundary Ceiling because "grants nothing by itself" { allow s3:* on any }
    };
    assert_eq!(boundary.kind(), Kind::Boundary);
}
