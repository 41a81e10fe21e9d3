use whit_policies::policy;

fn main() {
    let _ = policy! {
        let a = s3.bucket("one")
        let a = s3.bucket("two")
        policy A {
            allow list on a
        }
    };
}
