use whit_policies::policy;

fn main() {
    let _ = policy! {
        role Reader {
            trust any
        }
    };
}
