//! `cargo xtask catalog`: builds the binary that `whit-catalog` carries, and an older one for its tests.
//!
//! From pinned packages ([`wheels`]) comes what AWS publishes ([`read`]), from the tables in the repository what no
//! package has ([`tables`]); the corrections among them are applied ([`correct`]) and the whole is written ([`mod@write`]).

mod correct;
mod model;
mod pack;
mod pool;
mod read;
mod tables;
pub(crate) mod wheels;
mod write;

use std::path::{Path, PathBuf};

use whit_catalog::{Catalog, packed};

use crate::process::root;

/// Whether the binary is written or only compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write the binaries.
    Write,
    /// Fail if one is not what its sources give.
    Check,
}

fn data() -> PathBuf {
    root().join("compiler/catalog/data")
}

/// A catalog that is built.
struct Edition {
    /// The packages it is made of, in `compiler/catalog/data`.
    sources: &'static str,
    /// Where it lies, in `compiler/catalog`.
    binary: &'static str,
    /// Where its packed form lies, if it has one.
    packed: Option<&'static str>,
    /// Whether the tables are made for it: each of their rows must then tell something.
    current: bool,
}

/// The catalog that the compiler carries, and an older one for the tests of upgrades.
const EDITIONS: [Edition; 2] = [
    Edition { sources: "sources.toml", binary: "data/catalog.bin", packed: Some("data/catalog.packed"), current: true },
    Edition { sources: "older.toml", binary: "tests/data/older.bin", packed: None, current: false },
];

/// Builds the catalogs.
///
/// # Errors
/// When a package cannot be fetched or is not the pinned one, when sources and tables do not fit together, and, with
/// [`Mode::Check`], when a committed binary is not what they give.
pub(crate) fn run(mode: Mode) -> Result<(), String> {
    EDITIONS.iter().try_for_each(|edition| build(edition, mode))
}

fn build(edition: &Edition, mode: Mode) -> Result<(), String> {
    let mut sources = wheels::fetch_all(&data().join(edition.sources))?;
    let mut model = read::read(&mut sources.wheels)?;
    let tables = tables::read(&data().join("tables"))?;
    correct::apply(&mut model, &tables, edition.current)?;
    if !sources.services.is_empty() {
        model.keep_only(&sources.services);
    }
    let mut bytes = write::write(&model, &tables)?;
    let mut files = Vec::new();
    if let Some(path) = edition.packed {
        let packed = pack::pack(&bytes)?;
        // In the order in which the reader of the packed form puts strings and lists, so that both are the same.
        bytes = packed::unpack(&packed).ok_or("the packed catalog is broken")?;
        files.push((path, packed));
    }
    let catalog = Catalog::from_bytes(&bytes).map_err(|error| format!("the built catalog is broken: {error}"))?;
    if mode == Mode::Write {
        println!(
            "catalog of {}: {} services, {} actions, {} resource types, {} keys, {} bytes",
            catalog.date(),
            catalog.services().count(),
            catalog.actions().count(),
            catalog.resource_types().count(),
            catalog.keys().count(),
            bytes.len()
        );
    }
    files.push((edition.binary, bytes));
    files.iter().try_for_each(|(path, bytes)| put(&root().join("compiler/catalog").join(path), bytes, mode))
}

/// Writes a file, or compares it.
fn put(path: &Path, bytes: &[u8], mode: Mode) -> Result<(), String> {
    match mode {
        Mode::Check if std::fs::read(path).unwrap_or_default() != bytes => {
            Err(format!("{} is not what its sources give; run `cargo xtask catalog`", path.display()))
        }
        Mode::Check => Ok(()),
        Mode::Write => {
            let folder = path.parent().unwrap_or(path);
            let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(path, bytes));
            written.map_err(|error| format!("cannot write {}: {error}", path.display()))
        }
    }
}
