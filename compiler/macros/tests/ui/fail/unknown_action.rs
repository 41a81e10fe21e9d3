use whit_policies::policy;

fn main() {
    let _ = policy! {
        policy A {
            allow s3:GetObjct on s3.object("reports", "in/?*")
        }
    };
}
