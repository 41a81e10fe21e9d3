//! The files of the page, as `build.rs` found them.

/// Each file by its name, compressed with gzip; none where the command was built without the page.
pub(super) const FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/site.rs"));

/// The file of a path, and its type. The path of the page itself is `/`.
pub(super) fn find(path: &str) -> Option<(&'static [u8], &'static str)> {
    let wanted = match path.strip_prefix('/')? {
        "" => "index.html",
        name => name,
    };
    let (name, bytes) = FILES.iter().find(|(name, _)| *name == wanted)?;
    Some((bytes, kind(name)))
}

fn kind(name: &str) -> &'static str {
    match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "js")) => "text/javascript; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "wasm")) => "application/wasm",
        Some((_, "txt")) => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
