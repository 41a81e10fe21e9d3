//! `examples/macros`: `policy!` and `include_policy!`.

use super::{Sample, expect};

const SOURCE: &str = "policies/ledger.whit";
const PROGRAM: &str = "src/main.rs";

pub(super) fn run() -> Result<(), String> {
    let sample = Sample::fresh_crate("macros")?;
    let show = || sample.cargo(&["run", "--quiet"]);
    let unchanged = || {
        let again = sample.cargo(&["build", "-v"])?;
        again.fine("unchanged", &["Fresh example-macros"])?;
        again.silent("unchanged", "Running")
    };
    show()?.fine("as it is", &["role LedgerApi", "\"111122223333\"", "arn:aws:s3:::acme-reports/2026/ledger.csv"])?;
    unchanged()?;

    sample.edit(SOURCE, "max_session 1h", "max_session 2h")?;
    show()?.fine("a changed policy", &["Some(7200)"])?;
    sample.edit(PROGRAM, "2026/ledger.csv", "2027/ledger.csv")?;
    show()?.fine("a changed source", &["acme-reports/2027/ledger.csv"])?;
    sample.edit("policies/whit.toml", "111122223333", "222233334444")?;
    show()?.fine("a changed project", &["\"222233334444\""])?;
    unchanged()?;

    let (source, program) = (sample.read(SOURCE)?, sample.read(PROGRAM)?);
    sample.edit(SOURCE, "attach LedgerService", "attach LedgerServce")?;
    let broken =
        ["error[unknown-name]: there is no `LedgerServce` here", "policies/ledger.whit:14:10", "src/main.rs:6:"];
    show()?.failed("a broken policy", &broken)?;
    sample.write(SOURCE, &source)?;
    sample.edit(PROGRAM, "s3:GetObject", "s3:GetObjct")?;
    show()?.failed("a broken source", &["`s3` has no action `GetObjct` [unknown-action]", "src/main.rs:13:18"])?;
    sample.write(PROGRAM, &program)?;
    show()?.fine("the mistakes mended", &[])?;

    // A file that comes is seen by what uses it, and one that goes by itself.
    sample.write("policies/shared.whit", "let ledger = dynamodb.table(\"shared\")\n")?;
    unchanged()?;
    sample.edit(SOURCE, "let ledger = dynamodb.table(\"ledger-{stage}\")", "use shared::{ledger}")?;
    show()?.fine("a file added", &[])?;
    unchanged()?;
    sample.remove("policies/shared.whit")?;
    show()?.failed("a file removed", &["error[unknown-module]", "policies/ledger.whit:"])?;
    sample.write(SOURCE, &source)?;
    at_once(&sample)
}

/// Two builds after a change: one waits for the other.
fn at_once(sample: &Sample) -> Result<(), String> {
    let both = std::thread::scope(|scope| {
        let [one, other] = [(); 2].map(|()| scope.spawn(|| sample.cargo(&["build"])));
        [one.join(), other.join()]
    });
    for ran in both {
        ran.map_err(|_| "a build panicked".to_owned())??.fine("two builds at once", &[])?;
    }
    expect(sample.cargo(&["run", "--quiet"])?.fine, "what two builds made does not run")
}
