//! Differences between two texts, as `diff -u` shows them.

use similar::TextDiff;

/// The unified difference; empty if there is none.
pub(crate) fn unified(path: &str, old: &str, new: &str) -> String {
    let (before, after) = match (old.is_empty(), new.is_empty()) {
        (true, false) => ("/dev/null", path),
        (false, true) => (path, "/dev/null"),
        _ => (path, path),
    };
    TextDiff::from_lines(old, new).unified_diff().context_radius(3).header(before, after).to_string()
}
