use whit_policies::policy;

fn main() {
    let _ = policy! {
        let a = b
        let b = a
        policy A {
            allow s3:GetObject on s3.object(a, "in/?*")
        }
    };
}
