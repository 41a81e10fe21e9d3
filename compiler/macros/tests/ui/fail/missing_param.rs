use whit_policies::policy;

fn main() {
    let _ = policy! {
        param bucket: string
        policy A {
            allow s3:GetObject on s3.object(bucket, "in/?*")
        }
    };
}
