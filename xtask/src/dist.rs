//! `cargo xtask dist`: the command with the page of the playground in it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::process::{self, cargo, target};
use crate::web;

/// How the command is compiled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Soon, for tests.
    Debug,
    /// Fast.
    Release,
}

/// Builds the page and the command with it.
pub(crate) fn run() -> Result<(), String> {
    let whit = command(&web::build()?, Profile::Release)?;
    println!("{}", whit.display());
    Ok(())
}

/// Builds the command with a site in it. Gives the program.
pub(crate) fn command(site: &Path, profile: Profile) -> Result<PathBuf, String> {
    let packed = pack(site)?;
    let mut build = cargo(&["build", "--locked", "--quiet", "--package", "whit"]);
    if profile == Profile::Release {
        build.arg("--release");
    }
    build.env("WHIT_SITE", packed);
    process::run(build)?;
    let folder = match profile {
        Profile::Debug => "debug",
        Profile::Release => "release",
    };
    Ok(target().join(folder).join(format!("whit{}", std::env::consts::EXE_SUFFIX)))
}

/// Compresses each file of a site. Not every browser takes Brotli from a server without HTTPS.
fn pack(site: &Path) -> Result<PathBuf, String> {
    let packed = target().join("site");
    let failed = |path: &Path, error: std::io::Error| format!("{}: {error}", path.display());
    if packed.exists() {
        fs::remove_dir_all(&packed).map_err(|error| failed(&packed, error))?;
    }
    fs::create_dir_all(&packed).map_err(|error| failed(&packed, error))?;
    for entry in fs::read_dir(site).map_err(|error| failed(site, error))? {
        let path = entry.map_err(|error| failed(site, error))?.path();
        let bytes = fs::read(&path).map_err(|error| failed(&path, error))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        let zipped = encoder.write_all(&bytes).and_then(|()| encoder.finish()).map_err(|error| failed(&path, error))?;
        let place = packed.join(format!("{name}.gz"));
        fs::write(&place, zipped).map_err(|error| failed(&place, error))?;
    }
    Ok(packed)
}
