use whit_policies::policy;

fn main() {
    let _ = policy! {
        role Reader {
            max_session 2h
        }
    };
}
