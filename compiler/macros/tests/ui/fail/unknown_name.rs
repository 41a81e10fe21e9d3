use whit_policies::policy;

fn main() {
    let _ = policy! {
        let reports = s3.bucket("reports")
        policy A {
            allow s3:GetObject on report.object("in/?*")
        }
    };
}
