use whit_policies::policy;

fn main() {
    let _ = policy!(7);
}
