use whit_policies::policy;

fn main() {
    let _ = policy! {
        policy A {
            allow s4:GetObject on s3.object("reports", "in/?*")
        }
    };
}
