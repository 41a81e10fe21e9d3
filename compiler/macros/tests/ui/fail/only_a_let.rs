use whit_policies::policy;

fn main() {
    let _ = policy! {
        let reports = s3.bucket("reports")
    };
}
