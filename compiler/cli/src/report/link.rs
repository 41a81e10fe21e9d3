//! Where names in findings lead on a terminal that can follow links.

use std::path::{Path, absolute};

use supports_hyperlinks::{Stream, on};
use whit_core::diagnostic::{Links, Rule};

/// The page of each rule.
const RULES: &str = concat!(env!("CARGO_PKG_REPOSITORY"), "/blob/main/docs/rules/");

/// The links of what goes to standard error: none unless it is a terminal that knows them.
pub(super) fn links() -> Links<'static> {
    match on(Stream::Stderr) {
        true => Links { rule: &page, file: &address },
        false => Links::NONE,
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a link may lead nowhere; a rule's never does")]
fn page(rule: Rule) -> Option<String> {
    Some(format!("{RULES}{rule}.md"))
}

/// The address of a file on this disk.
fn address(name: &str) -> Option<String> {
    let path = Path::new(name);
    if !path.is_file() {
        return None;
    }
    let path = absolute(path).ok()?;
    let path = path.to_str()?.replace('\\', "/");
    let mut address = String::from("file://");
    // A drive stands behind a slash of its own.
    address.extend((!path.starts_with('/')).then_some('/'));
    for byte in path.bytes() {
        match byte {
            b'/' | b':' | b'-' | b'_' | b'.' | b'~' => address.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => address.push(char::from(byte)),
            _ => address.push_str(&format!("%{byte:02X}")),
        }
    }
    Some(address)
}
