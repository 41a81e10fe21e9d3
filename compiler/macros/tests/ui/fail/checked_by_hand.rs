use whit_core::Checked;

fn main() {
    let _ = Checked { environments: Vec::new() };
}
