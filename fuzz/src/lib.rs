//! What the fuzz targets judge by: the invariants of the property tests, on any bytes.

#[path = "../../compiler/core/tests/it/invariants.rs"]
mod invariants;
#[path = "../../compiler/core/tests/it/one.rs"]
mod one;

use invariants::Verdict;

/// The parser.
pub fn parse(bytes: &[u8]) {
    judge(bytes, invariants::reading);
}

/// The formatter.
pub fn format(bytes: &[u8]) {
    judge(bytes, invariants::formatting);
}

/// From text to policies: for an environment, or for none if the text has an even number of bytes.
pub fn pipeline(bytes: &[u8]) {
    let environments = if bytes.len() % 2 == 0 { Vec::new() } else { vec![one::prod(&["eu-west-1"])] };
    judge(bytes, |text| invariants::compiling(text, &environments));
}

/// Stops the process, as libFuzzer wants it, if something does not hold of a text.
fn judge(bytes: &[u8], check: impl Fn(&str) -> Verdict) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    if let Err(what) = check(text) {
        panic!("{what}\n{text}");
    }
}
