//! Building for wasm32, where there are no files, clock or threads: what needs a foreign library for them does not build
//! there. (What the standard library would stub is refused by the `clippy.toml` of each pure crate.)

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::process::{cargo, command, output, run, target, works};

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's compiler, beside which `rust-web-src` puts the source of the standard library.
const DEBIAN_RUSTC: &str = "/usr/bin/rustc";

/// How much of speed is given away for size.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Size {
    /// A good part of it.
    Small,
    /// All of it: a sixth smaller than the other, and a third slower.
    Smallest,
}

impl Size {
    /// The level of optimization, and the most of a function that is put where it is called.
    fn options(self) -> (&'static str, u32) {
        // Less inlining than the level has takes a little more off.
        match self {
            Self::Small => ("s", 54),
            Self::Smallest => ("z", 25),
        }
    }
}

/// Compiles a package for wasm32, by the target of rustup where that can be had, else by building the standard library
/// from Debian's source. Gives the module.
pub(crate) fn build(package: &str, size: Size) -> Result<PathBuf, String> {
    let (level, inlined) = size.options();
    let folder = target().join("wasm").join(level);
    let mut build = cargo(&["build", "--locked", "--release", "--package", package, "--target", TARGET]);
    build.env("CARGO_TARGET_DIR", &folder).env("CARGO_PROFILE_RELEASE_PANIC", "abort");
    // By their names it is told which functions are needed later.
    build.env("CARGO_PROFILE_RELEASE_STRIP", "debuginfo");
    // What has to come over the network is best small. What is called for each letter is not compiled for size.
    build.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", level);
    // A function with much on its stack is not put into its only caller either: engines take long to optimize large
    // functions, and do it beside the first calls.
    let inlining = format!("-Cllvm-args=-inline-threshold={inlined} -Cllvm-args=-inline-max-stacksize=96");
    build.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", inlining);
    for hot in ["pest", "whit-catalog"] {
        build.arg("--config").arg(format!("profile.release.package.{hot}.opt-level=3"));
    }
    let sysroot = PathBuf::from(output(command("rustc", &["--print", "sysroot"]))?);
    let here = || sysroot.join("lib/rustlib").join(TARGET).join("lib").is_dir();
    if !here() {
        println!("adding the target {TARGET}");
        works(command("rustup", &["target", "add", TARGET]), Duration::from_secs(90));
    }
    if !here() {
        by_debian(&mut build, &sysroot)?;
    }
    run(build)?;
    Ok(folder.join(TARGET).join("release").join(format!("{}.wasm", package.replace('-', "_"))))
}

fn by_debian(build: &mut Command, sysroot: &Path) -> Result<(), String> {
    let here = || Path::new(DEBIAN_RUSTC).exists() && Path::new("/usr/lib/rustlib/src/rust/library/std").exists();
    if !here() && is_root() {
        println!("rustup cannot add {TARGET} here; installing Debian's rustc-web and rust-web-src");
        // Whether it succeeded is seen by what is there afterwards.
        let _ = run(command("apt-get", &["update", "-q"]));
        let _ = run(command("apt-get", &["install", "-qy", "--no-install-recommends", "rustc-web", "rust-web-src"]));
    }
    if !here() {
        return Err(format!(
            "the target {TARGET} is missing: run `rustup target add {TARGET}`, or on Debian \
             `apt-get install rustc-web rust-web-src`, and try again"
        ));
    }
    let host = output(command("rustc", &["--print", "host-tuple"]))?;
    let linker = sysroot.join("lib/rustlib").join(host).join("bin/rust-lld");
    build
        .arg("-Zbuild-std=std,panic_abort")
        .env("RUSTC", DEBIAN_RUSTC)
        // Building the standard library is an unstable option of cargo; this lets the stable one take it.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
    Ok(())
}

/// Whether packages of the system can be installed.
pub(crate) fn is_root() -> bool {
    output(command("id", &["-u"])).is_ok_and(|id| id == "0")
}
