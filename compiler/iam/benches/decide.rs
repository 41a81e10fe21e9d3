//! How many requests are decided in a second. Prints, for `cargo xtask bench`, nanoseconds of CPU time for a decision, by
//! one identity policy and with further layers, and which requests are allowed.
#![expect(
    clippy::unwrap_used,
    clippy::disallowed_macros,
    reason = "a benchmark on fixed input prints what it measured"
)]

use std::hint::black_box;

use nix::sys::resource::{UsageWho, getrusage};
use whit_iam::Case;
use whit_iam::evaluate::{Decision, Readings, evaluate};

#[path = "decide/scenario.rs"]
mod scenario;

/// As in the command.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The processor's time of this process so far, in nanoseconds.
fn cpu() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let time = |time: nix::sys::time::TimeVal| time.tv_sec() as f64 * 1e9 + time.tv_usec() as f64 * 1e3;
    time(usage.user_time()) + time(usage.system_time())
}

fn main() {
    let readings = Readings::default();
    for extent in [scenario::Extent::Identity, scenario::Extent::Layers] {
        let cases: Vec<Case> = scenario::cases(extent).unwrap().iter().map(|text| Case::read(text).unwrap()).collect();
        let decided = |case: &Case| evaluate(&case.request, &case.policies, &readings);
        let mut times = Vec::new();
        for _ in 0..11 {
            let start = cpu();
            let rounds = 10_000;
            for _ in 0..rounds {
                for case in &cases {
                    black_box(decided(black_box(case)));
                }
            }
            times.push((cpu() - start) / f64::from(rounds) / cases.len() as f64);
        }
        times.sort_by(f64::total_cmp);
        let shown = cases.iter().map(|case| if decided(case).decision == Decision::Allowed { 'A' } else { 'D' });
        println!("{:.1} {}", times.get(times.len() / 2).unwrap(), shown.collect::<String>());
    }
}
