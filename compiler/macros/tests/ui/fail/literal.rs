use whit_policies::policy;

fn main() {
    let _ = policy!(
        r#"
        policy Logs {
            allow s3:GetObjct on arn:aws:s3:::acme-logs/*
        }
        "#
    );
}
