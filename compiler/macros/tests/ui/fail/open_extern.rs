use whit_policies::policy;

fn main() {
    let _ = policy! {
        extern bucket: string max 63
        policy A {
            allow s3:GetObject on s3.object(bucket, "in/?*")
        }
    };
}
