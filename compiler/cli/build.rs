//! Builds the page of the playground in, where the environment variable `WHIT_SITE` names a folder with its files, each
//! compressed with gzip and called `NAME.gz`. `cargo xtask dist` makes such a folder.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=WHIT_SITE");
    let mut list = String::from("&[");
    if let Some(site) = env::var_os("WHIT_SITE") {
        let site = fs::canonicalize(site)?;
        println!("cargo::rerun-if-changed={}", site.display());
        let mut files: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(site)? {
            files.push(entry?.path());
        }
        files.sort();
        for file in files {
            let Some(name) = file.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".gz"))
            else {
                continue;
            };
            // Writing to memory does not fail.
            let _ = write!(list, "({name:?}, include_bytes!({:?})),", file.display().to_string());
        }
    }
    list.push(']');
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo sets OUT_DIR"))?;
    fs::write(PathBuf::from(out).join("site.rs"), list)
}
