use whit_policies::policy;

fn main() {
    let _ = policy!("policy Logs {\n  allow s3:GetObjct on arn:aws:s3:::acme-logs/*\n}");
}
