//! `examples/make`: `whit build --depfile` and `--manifest` in a Makefile.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::{Ran, Sample, ages, expect};
use crate::process::{cargo, run as process, target};

const SOURCE: &str = "policies/ledger.whit";
const EXTRA: &str = "policies/more/extra.whit";

pub(super) fn run() -> Result<(), String> {
    process(cargo(&["build", "--locked", "--quiet", "--package", "whit"]))?;
    let sample = Sample::fresh("make")?;
    let out = sample.path("build/policies");
    make(&sample)?.fine("as it is", &["built 8 files in build/policies: 8 written"])?;
    let manifest = sample.read("build/manifest.json")?;
    expect(manifest.contains("\"sha256\"") && manifest.contains("prod/LedgerApi.json"), "the manifest is not whole")?;
    unchanged(&sample)?;

    sample.edit(SOURCE, "dynamodb:Query on ledger", "dynamodb:Scan on ledger")?;
    make(&sample)?.fine("a changed policy", &["4 written"])?;
    unchanged(&sample)?;

    let (good, before) = (sample.read(SOURCE)?, ages(&out)?);
    sample.edit(SOURCE, "dynamodb:PutItem", "dynamodb:PutItm")?;
    let broken = ["error[unknown-action]: `dynamodb` has no action `PutItm`", "policies/ledger.whit:9:"];
    make(&sample)?.failed("a broken policy", &broken)?;
    make(&sample)?.failed("a broken policy, once more", &broken)?;
    sample.write(SOURCE, &good)?;
    make(&sample)?.fine("the mistake mended", &["all up to date"])?;
    expect(ages(&out)? == before, "files were written whose text is the same")?;

    fs::create_dir(sample.path("policies/more")).map_err(|error| error.to_string())?;
    sample.write(EXTRA, "policy Extra {\n  allow s3:GetObject on s3.object(\"reports\", \"in/?*\")\n}\n")?;
    make(&sample)?.fine("a file added", &["written"])?;
    expect(out.join("prod/Extra.json").is_file(), "a file was added, and its document not made")?;
    unchanged(&sample)?;
    sample.remove(EXTRA)?;
    make(&sample)?.fine("a file removed", &["2 removed"])?;
    unchanged(&sample)?;

    at_once(&sample)?;
    // Root may write anywhere, so what cannot be written is a file in the place of the folder.
    fs::remove_dir_all(&out).map_err(|error| error.to_string())?;
    fs::write(&out, "").map_err(|error| error.to_string())?;
    sample.write(SOURCE, &format!("// Once more.\n{good}"))?;
    make(&sample)?
        .failed("an output folder that cannot be written", &["cannot write to `build/policies`: it is not a folder"])?;
    fs::remove_file(&out).map_err(|error| error.to_string())?;
    make(&sample)?.fine("the output folder mended", &["8 written"])
}

fn make(sample: &Sample) -> Result<Ran, String> {
    sample.run(command(sample))
}

fn command(sample: &Sample) -> Command {
    let whit: PathBuf = target().join("debug").join(format!("whit{}", std::env::consts::EXE_SUFFIX));
    let mut make = Command::new("make");
    make.arg(format!("WHIT={}", whit.display())).current_dir(&sample.folder);
    make
}

/// Nothing runs.
fn unchanged(sample: &Sample) -> Result<(), String> {
    make(sample)?.fine("unchanged", &["up to date"])?;
    make(sample)?.silent("unchanged", "whit")
}

/// Two builds of one folder. Neither leaves half a file, whichever comes last.
fn at_once(sample: &Sample) -> Result<(), String> {
    sample.edit(SOURCE, "dynamodb:Scan on ledger", "dynamodb:Query on ledger")?;
    let both = std::thread::scope(|scope| {
        let [one, other] = [(); 2].map(|()| scope.spawn(|| make(sample)));
        [one.join(), other.join()]
    });
    for ran in both {
        ran.map_err(|_| "a build panicked".to_owned())??.fine("two builds at once", &[])?;
    }
    let made = sample.read("build/policies/prod/LedgerService.json")?;
    expect(made.contains("dynamodb:Query") && made.ends_with("}\n"), "two builds at once left half a file")?;
    unchanged(sample)
}
