//! `cargo xtask differential`: Whit's evaluator beside an independent engine, on generated requests.

mod compare;
mod draw;
mod engine;
mod known;
mod ours;
mod random;

use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use std::thread;

pub(crate) fn run(count: u64) -> Result<(), String> {
    engine::install()?;
    let began = std::time::Instant::now();
    let outs: Vec<Result<BTreeMap<String, u64>, String>> = thread::scope(|scope| {
        let workers: Vec<_> = (0..2).map(|k| scope.spawn(move || worker(k, 2, count))).collect();
        workers.into_iter().map(|w| w.join().unwrap_or_else(|_| Err("thread".to_owned()))).collect()
    });
    let mut all = BTreeMap::new();
    for out in outs {
        for (k, n) in out? {
            *all.entry(k).or_insert(0) += n;
        }
    }
    for (k, n) in all {
        println!("{n:8} {k}");
    }
    println!("{:?}", began.elapsed());
    Ok(())
}

fn worker(first: u64, step: usize, count: u64) -> Result<BTreeMap<String, u64>, String> {
    let (mut questions, mut answers, mut child) = engine::start()?.split();
    let (send, receive) = sync_channel(512);
    let done = thread::scope(|scope| {
        let asker = scope.spawn(move || -> Result<(), String> {
            for index in (first..count).step_by(step) {
                let scenario = draw::scenario(20_261_027, index);
                questions.put(&scenario.to_string())?;
                send.send(scenario).map_err(|e| e.to_string())?;
            }
            questions.flush()
        });
        let mut tally = BTreeMap::new();
        for scenario in receive {
            match answers.take()? {
                Ok(d) => {
                    let key = match compare::ours(&scenario).and_then(|us| Ok((us, compare::compare(&scenario, us, d)?))) {
                        Ok((us, compare::Verdict::Agreed)) => format!("agreed {us:?}"),
                        Ok((_, compare::Verdict::Known(c))) => format!("known {:?}", c.iter().map(|c| known::KNOWN[*c].name).collect::<Vec<_>>()),
                        Ok((us, compare::Verdict::Unknown { played })) => {
                            let c: Vec<_> = known::applying(&scenario).iter().map(|c| known::KNOWN[*c].name).collect();
                            println!("UNKNOWN {us:?} they {d:?} played {played:?} {c:?}\n    {scenario}");
                            "unknown".to_owned()
                        }
                        Err(e) => { println!("{e}"); "error".to_owned() }
                    };
                    *tally.entry(key).or_insert(0) += 1;
                }
                Err(e) => {
                    if !tally.contains_key(&e) {
                        println!("{e}\n   {scenario}");
                    }
                    *tally.entry(e).or_insert(0) += 1;
                }
            }
        }
        asker.join().unwrap_or_else(|_| Err("thread".to_owned()))?;
        Ok(tally)
    });
    let _ = child.wait();
    done
}
