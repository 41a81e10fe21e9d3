use whit_core::{Analysis, emit};

fn made(analysis: &Analysis) {
    let _ = emit(analysis, None);
}

fn main() {}
