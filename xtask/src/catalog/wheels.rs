//! The pinned packages: fetched by pip, compared with their sums, opened as the archives that they are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::process;

/// No file that is read has more bytes than this.
const LARGEST: u64 = 64 << 20;

#[derive(Deserialize)]
struct SourcesFile {
    /// The services to keep; all if none is named.
    #[serde(default)]
    services: Vec<String>,
    package: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    version: String,
    sha256: String,
}

/// A package as an archive.
pub(crate) struct Wheel {
    name: String,
    archive: zip::ZipArchive<File>,
}

/// What a catalog is made of.
pub(crate) struct Sources {
    /// The packages, by name.
    pub(crate) wheels: BTreeMap<String, Wheel>,
    /// The services to keep; all if none is named.
    pub(crate) services: Vec<String>,
}

/// All packages of a file such as `sources.toml`.
pub(crate) fn fetch_all(sources: &Path) -> Result<Sources, String> {
    let text = std::fs::read_to_string(sources).map_err(|error| format!("{}: {error}", sources.display()))?;
    let sources: SourcesFile = toml::from_str(&text).map_err(|error| format!("{}: {error}", sources.display()))?;
    let folder = process::target().join("catalog");
    std::fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let wheels = sources.package.iter().map(|package| Ok((package.name.clone(), open(package, &folder)?)));
    Ok(Sources { wheels: wheels.collect::<Result<_, String>>()?, services: sources.services })
}

fn open(package: &Package, folder: &Path) -> Result<Wheel, String> {
    let path = match downloaded(package, folder) {
        Some(path) => path,
        None => {
            let wanted = format!("{}=={}", package.name, package.version);
            let into = folder.display().to_string();
            let pip =
                ["-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", &into, &wanted];
            process::run(process::command("python3", &pip))?;
            downloaded(package, folder).ok_or_else(|| {
                format!("what the package index has as {wanted} is not the pinned file (its sha256 differs)")
            })?
        }
    };
    let file = File::open(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    let archive = zip::ZipArchive::new(file).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(Wheel { name: package.name.clone(), archive })
}

/// The package's file, if it lies there with the right sum.
fn downloaded(package: &Package, folder: &Path) -> Option<PathBuf> {
    let start = format!("{}-{}-", package.name.replace('-', "_"), package.version);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).ok()?.filter_map(|entry| Some(entry.ok()?.path())).collect();
    files.sort();
    files.into_iter().find(|path| {
        let named = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&start));
        named && std::fs::read(path).is_ok_and(|bytes| hex(&Sha256::digest(&bytes)) == package.sha256)
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Wheel {
    /// Whether the package has a file.
    pub(crate) fn has(&self, path: &str) -> bool {
        self.archive.index_for_name(path).is_some()
    }

    /// A JSON file of the package.
    pub(crate) fn json(&mut self, path: &str) -> Result<Value, String> {
        let text = self.text(path)?;
        serde_json::from_str(&text).map_err(|error| format!("{path} in the package {}: {error}", self.name))
    }

    /// A file of the package.
    pub(crate) fn text(&mut self, path: &str) -> Result<String, String> {
        let name = self.name.clone();
        let explain = |error: &dyn std::fmt::Display| format!("{path} in the package {name}: {error}");
        let entry = self.archive.by_name(path).map_err(|error| explain(&error))?;
        let mut text = String::new();
        entry.take(LARGEST).read_to_string(&mut text).map_err(|error| explain(&error))?;
        Ok(text)
    }
}
