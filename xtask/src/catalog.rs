//! `cargo xtask catalog`: builds the binary that `whit-catalog` carries, and an older one for its tests.
//!
//! From pinned packages ([`wheels`]) comes what AWS publishes ([`read`]), from the tables in the repository what no
//! package has ([`tables`]); the corrections among them are applied ([`correct`]) and the whole is written ([`mod@write`]).

mod correct;
mod model;
mod pool;
mod read;
mod tables;
pub(crate) mod wheels;
mod write;

use std::path::PathBuf;

use whit_catalog::Catalog;

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
    /// Whether the tables are made for it: each of their rows must then tell something.
    current: bool,
}

/// The catalog that the compiler carries, and an older one for the tests of upgrades.
const EDITIONS: [Edition; 2] = [
    Edition { sources: "sources.toml", binary: "data/catalog.bin", current: true },
    Edition { sources: "older.toml", binary: "tests/data/older.bin", current: false },
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
    let bytes = write::write(&model, &tables)?;
    let catalog = Catalog::from_bytes(&bytes).map_err(|error| format!("the built catalog is broken: {error}"))?;
    let path = root().join("compiler/catalog").join(edition.binary);
    let committed = std::fs::read(&path).unwrap_or_default();
    match mode {
        Mode::Check if committed != bytes => {
            Err(format!("{} is not what its sources give; run `cargo xtask catalog`", path.display()))
        }
        Mode::Check => Ok(()),
        Mode::Write => {
            let folder = path.parent().unwrap_or(&path);
            let written = std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&path, &bytes));
            written.map_err(|error| format!("cannot write {}: {error}", path.display()))?;
            println!(
                "catalog of {}: {} services, {} actions, {} resource types, {} keys, {} bytes",
                catalog.date(),
                catalog.services().count(),
                catalog.actions().count(),
                catalog.resource_types().count(),
                catalog.keys().count(),
                bytes.len()
            );
            Ok(())
        }
    }
}
