use whit_core::{Analysis, emit};

fn made(analysis: &Analysis) {
    // There is none where an error was found.
    let _ = emit(analysis.checked(), None);
}

fn main() {}
