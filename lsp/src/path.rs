//! Addresses of the protocol as paths, and back.
//!
//! A path is absolute, with `/`. That of a `file:` address is the path on the disk; that of any other keeps its scheme,
//! so that files of a browser and of a remote folder work alike: `vscode-vfs://host/a.whit`, `untitled:Untitled-1`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use tower_lsp::lsp_types::Url;

/// The scheme of the standard library: `whit-std:///guards.whit`.
pub(crate) const LIBRARY: &str = "whit-std";

/// What an editor writes as it is in the path of an address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// The path of an address.
pub(crate) fn of(uri: &Url) -> String {
    let path = percent_decode_str(uri.path()).decode_utf8_lossy();
    if uri.scheme() != "file" {
        return match uri.has_authority() || path.starts_with('/') {
            true => format!("{}://{}{}", uri.scheme(), uri.authority(), normal(&path)),
            false => format!("{}:{path}", uri.scheme()),
        };
    }
    // A drive is called by a small letter by some editors and by a capital one by others.
    match drive(path.strip_prefix('/').unwrap_or("")) {
        Some((letter, rest)) => normal(&format!("{}:{rest}", letter.to_ascii_lowercase())),
        None => match uri.host_str() {
            Some(host) => format!("//{host}{}", normal(&path)),
            None => normal(&path),
        },
    }
}

/// The address of a path.
pub(crate) fn uri(path: &str) -> Option<Url> {
    let encoded = |path| utf8_percent_encode(path, KEPT);
    let address = if let Some((scheme, rest)) = path.split_once("://") {
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        format!("{scheme}://{host}{}", encoded(path))
    } else if let Some(rest) = path.strip_prefix("//") {
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        format!("file://{host}{}", encoded(path))
    } else if path.starts_with('/') {
        format!("file://{}", encoded(path))
    } else if drive(path).is_some() {
        format!("file:///{}", encoded(path))
    } else {
        let (scheme, name) = path.split_once(':')?;
        format!("{scheme}:{}", encoded(name))
    };
    Url::parse(&address).ok()
}

/// The letter of a drive, and what stands behind it: `c:/a`.
fn drive(path: &str) -> Option<(char, &str)> {
    let (letter, rest) = path.split_once(':')?;
    let mut letters = letter.chars();
    let first = letters.next().filter(char::is_ascii_alphabetic)?;
    (letters.next().is_none() && rest.starts_with('/')).then_some((first, rest))
}

/// The folder of a path; empty for a file of the root, and for one that is in no folder.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What is behind the folder of a path.
pub(crate) fn name(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// A path from a folder on: `..` and `.` lead where they lead.
pub(crate) fn join(folder: &str, below: &str) -> String {
    match below {
        "" | "." => folder.to_owned(),
        _ if folder.is_empty() && below.split('/').next().is_some_and(|first| first.contains(':')) => below.to_owned(),
        _ => match folder.split_once("://") {
            Some((scheme, rest)) => {
                let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
                format!("{scheme}://{host}{}", normal(&format!("{path}/{below}")))
            }
            None => normal(&format!("{folder}/{below}")),
        },
    }
}

/// What a folder calls a path below it.
pub(crate) fn below<'p>(folder: &str, path: &'p str) -> Option<&'p str> {
    match folder {
        "" => Some(path.strip_prefix('/').unwrap_or(path)),
        _ => path.strip_prefix(folder)?.strip_prefix('/'),
    }
}

fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        match part {
            ".." => drop(parts.pop()),
            _ => parts.push(part),
        }
    }
    let root = if path.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(address: &str, path: &str, again: &str) {
        assert_eq!(of(&Url::parse(address).unwrap()), path);
        assert_eq!(uri(path).unwrap().as_str(), again);
    }

    #[test]
    fn addresses_lead_to_paths_and_back() {
        check("file:///home/a%20b/%C3%A9.whit", "/home/a b/é.whit", "file:///home/a%20b/%C3%A9.whit");
        check("file:///C%3A/a/b.whit", "c:/a/b.whit", "file:///c%3A/a/b.whit");
        check("file:///c:/a/b.whit", "c:/a/b.whit", "file:///c%3A/a/b.whit");
        check("file://host/share/a.whit", "//host/share/a.whit", "file://host/share/a.whit");
        check("untitled:Untitled-1", "untitled:Untitled-1", "untitled:Untitled-1");
        check("whit-std:///guards.whit", "whit-std:///guards.whit", "whit-std:///guards.whit");
        check(
            "vscode-vfs://github/o/r/a%2Bb.whit",
            "vscode-vfs://github/o/r/a+b.whit",
            "vscode-vfs://github/o/r/a%2Bb.whit",
        );
    }

    #[test]
    fn folders_hold_what_is_below_them() {
        assert_eq!(join("/a/b", "../c.whit"), "/a/c.whit");
        assert_eq!(join("vscode-vfs://github/a", "./c.whit"), "vscode-vfs://github/a/c.whit");
        assert_eq!(join("", "untitled:Untitled-1"), "untitled:Untitled-1");
        assert_eq!(join("", "whit.toml"), "/whit.toml");
        assert_eq!((folder("/a.whit"), below("", "/a.whit")), ("", Some("a.whit")));
        assert_eq!(below("", "untitled:Untitled-1"), Some("untitled:Untitled-1"));
        assert_eq!(below("/a", "/a/b/c.whit"), Some("b/c.whit"));
        assert_eq!(below("/a", "/ab/c.whit"), None);
        assert_eq!((folder("/a/b.whit"), name("/a/b.whit")), ("/a", "b.whit"));
    }
}
