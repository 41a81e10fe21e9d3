//! How long reading takes for texts that are meant to be slow.

use divan::Bencher;
use divan::counter::BytesCount;
use whit_core::source::FileId;
use whit_core::syntax::parse;

fn main() {
    divan::main();
}

fn bench(bencher: Bencher<'_, '_>, text: &str) {
    bencher.counter(BytesCount::of_str(text)).bench(|| parse(FileId(0), divan::black_box(text)));
}

#[divan::bench(sample_count = 3, args = ["{", "(", "}", "a ", "policy A {\n"])]
fn fifty_megabytes_of(bencher: Bencher<'_, '_>, unit: &str) {
    bench(bencher, &unit.repeat(50_000_000 / unit.len()));
}

#[divan::bench(sample_count = 3, args = ["(", "not ", "!", "a.", "[a, ", "a == ", "a and ", "a()", "\"${a} ", "x? ", "any a:B "])]
fn a_mebibyte_of(bencher: Bencher<'_, '_>, unit: &str) {
    bench(bencher, &format!("guard g() = {}", unit.repeat((1 << 20) / unit.len())));
}
