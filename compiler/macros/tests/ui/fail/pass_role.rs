use whit_policies::policy;

fn main() {
    let _ = policy! {
        policy A {
            allow iam:PassRole on any
        }
    };
}
