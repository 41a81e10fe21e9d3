//! From a path to the project that it means.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use whit_core::ReadError;
use whit_core::config::{self, Config};
use whit_core::diagnostic::Diagnostic;
use whit_core::lock::Lock;
use whit_core::source::SourceMap;

use crate::Failure;
use crate::files::{self, Disk};

/// The file that keeps what a project takes from the catalog.
pub const LOCK_FILE: &str = "whit.lock";

/// A project, ready to be compiled.
#[derive(Debug)]
pub struct Project {
    /// What `whit.toml` says.
    pub config: Config,
    /// What is wrong with `whit.toml`.
    pub findings: Vec<Diagnostic>,
    /// `whit.toml`, if there is one.
    pub texts: SourceMap,
    /// The files.
    pub disk: Disk,
    /// The `.whit` files, as messages show them.
    pub roots: Vec<String>,
    /// The folders in which they were looked for.
    pub folders: Vec<PathBuf>,
    /// The folder in which `use` finds modules.
    pub source: String,
    /// Whether there is a `whit.toml`.
    pub has_file: bool,
    /// What `whit.lock` holds, or what is wrong with it; none if there is none.
    pub lock: Option<Result<Lock, Box<Diagnostic>>>,
    /// The folder of the project, to which `out` is relative.
    pub folder: PathBuf,
}

/// Finds the project of a path: a file that no `whit.toml` covers stands alone; a folder or a file of a project means the
/// whole project, since its parameters and tags are the project's.
///
/// # Errors
/// When there is no such path, or nothing to compile.
pub fn find(path: &Path) -> Result<Project, Failure> {
    let real = path.canonicalize().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Failure::new(format!("there is no file or folder `{}`", path.display())),
        _ => Failure::unreadable(path.display(), &ReadError::Other(files::reason(&error))),
    })?;
    let is_folder = real.is_dir();
    let folder = if is_folder { path } else { parent(path) };
    if let Some(home) = project_above(folder) {
        let project = read(&home)?;
        // A folder or file outside of the sources of the project above it is none of its business.
        let covers = home == folder || covers(&project, &real, is_folder);
        if covers || path.ends_with("whit.toml") {
            return with_roots(project);
        }
    }
    match is_folder {
        true => with_roots(Project { source: shown(folder)?, ..alone(folder.to_path_buf()) }),
        false => Ok(Project { roots: vec![shown(path)?], source: shown(folder)?, ..alone(folder.to_path_buf()) }),
    }
}

/// How the files of a path are listed again and again, for a watch: all sources of the project and what it stands on,
/// whether or not it can be compiled.
pub fn listing(path: &Path) -> impl Fn() -> BTreeSet<PathBuf> + use<> {
    let path = path.to_path_buf();
    let home = project_above(if path.is_dir() { &path } else { parent(&path) });
    move || {
        let (folder, files) = match find(&path) {
            Ok(project) => (project.folder, project.roots.into_iter().map(PathBuf::from).collect()),
            Err(_) => (path.clone(), files::sources(&path).unwrap_or_default().files),
        };
        let homes = [Some(&folder), home.as_ref()].into_iter().flatten();
        let about = homes.flat_map(|home| ["whit.toml", LOCK_FILE].map(|name| join(home, name)));
        let mut all: BTreeSet<PathBuf> = about.filter(|file| file.exists()).collect();
        all.extend(files);
        all
    }
}

/// A text that no file holds and no `whit.toml` covers: standard input, or one that stands in another language. Messages
/// call it by `name`.
#[must_use]
pub fn text(name: &str, text: impl Into<Vec<u8>>) -> Project {
    let disk = Disk { texts: [(name.to_owned(), text.into())].into(), ..Disk::default() };
    Project { roots: vec![name.to_owned()], disk, ..alone(PathBuf::from(".")) }
}

fn alone(folder: PathBuf) -> Project {
    Project {
        config: Config::default(),
        findings: Vec::new(),
        texts: SourceMap::default(),
        disk: Disk::default(),
        roots: Vec::new(),
        folders: Vec::new(),
        source: ".".to_owned(),
        has_file: false,
        lock: None,
        folder,
    }
}

/// The folder of a file; `.` for a bare name.
fn parent(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent != Path::new("") => parent,
        _ => Path::new("."),
    }
}

/// The nearest folder, from `folder` upwards, that has a `whit.toml`.
fn project_above(folder: &Path) -> Option<PathBuf> {
    if folder.join("whit.toml").is_file() {
        return Some(folder.to_path_buf());
    }
    // The names above are those of the real folder: `..` of a link is not where the link stands.
    let real = folder.canonicalize().ok()?;
    let home = real.ancestors().skip(1).find(|folder| folder.join("whit.toml").is_file())?;
    Some(nearby(home))
}

/// A folder above the current one, called as people do: `..`.
fn nearby(folder: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    if let Ok(below) = folder.strip_prefix(&here) {
        return if below == Path::new("") { PathBuf::from(".") } else { below.to_path_buf() };
    }
    match here.strip_prefix(folder) {
        Ok(between) => between.components().map(|_| "..").collect(),
        Err(_) => folder.to_path_buf(),
    }
}

fn covers(project: &Project, real: &Path, is_folder: bool) -> bool {
    let Ok(source) = Path::new(&project.source).canonicalize() else { return false };
    if is_folder {
        return real.starts_with(&source) || source.starts_with(real);
    }
    let found = files::sources(Path::new(&project.source)).unwrap_or_default();
    found.files.iter().any(|file| file.canonicalize().is_ok_and(|file| file == real))
}

fn read(home: &Path) -> Result<Project, Failure> {
    let path = if home == Path::new(".") { PathBuf::from("whit.toml") } else { home.join("whit.toml") };
    let name = shown(&path)?;
    let text = files::read(&path).map_err(|error| Failure::unreadable(&name, &error))?;
    let mut texts = SourceMap::default();
    let file = texts.add(name, text.as_str());
    let (config, findings) = config::parse(file, &text);
    let source = match config.source.as_str() {
        "." => home.to_path_buf(),
        below => join(home, below),
    };
    if !source.is_dir() && findings.is_empty() {
        let message = format!("there is no folder `{}`, the `source` of {}", source.display(), path.display());
        return Err(Failure::new(message));
    }
    let lock = lock(home, &mut texts)?;
    Ok(Project { config, findings, texts, source: shown(&source)?, has_file: true, lock, ..alone(home.to_path_buf()) })
}

/// What the `whit.lock` of a project holds.
fn lock(home: &Path, texts: &mut SourceMap) -> Result<Option<Result<Lock, Box<Diagnostic>>>, Failure> {
    let path = join(home, LOCK_FILE);
    let name = shown(&path)?;
    let text = match files::read(&path) {
        Ok(text) => text,
        Err(ReadError::NotFound) => return Ok(None),
        Err(error) => return Err(Failure::unreadable(&name, &error)),
    };
    let file = texts.add(name, text.as_str());
    Ok(Some(Lock::parse(file, &text)))
}

/// `below` in `folder`, without a leading `./`.
#[must_use]
pub fn join(folder: &Path, below: impl AsRef<Path>) -> PathBuf {
    if folder == Path::new(".") { below.as_ref().to_path_buf() } else { folder.join(below) }
}

/// What to say of a folder without sources.
#[must_use]
pub fn none_in(folder: &str) -> String {
    format!("there is no `.whit` file in `{folder}`; `whit init` makes a project")
}

fn with_roots(mut project: Project) -> Result<Project, Failure> {
    let found = files::sources(Path::new(&project.source))
        .map_err(|(folder, error)| Failure::unreadable(folder.display(), &error))?;
    project.roots = found.files.iter().map(|file| shown(file)).collect::<Result<_, _>>()?;
    project.folders = found.folders;
    if project.roots.is_empty() && project.findings.is_empty() {
        return Err(Failure::new(none_in(&project.source)));
    }
    Ok(project)
}

/// A path as messages show it, with `/`.
fn shown(path: &Path) -> Result<String, Failure> {
    let text = path.to_str().ok_or_else(|| Failure::new(format!("the name `{}` is not UTF-8", path.display())))?;
    let text = if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() };
    Ok(text.strip_prefix("./").map(str::to_owned).unwrap_or(text))
}
