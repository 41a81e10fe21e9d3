//! Differences between two texts, as `diff -u` shows them.

use std::time::Duration;

use similar::TextDiff;
use whit_disk::output::Plan;

/// How long a short difference is searched for. Texts of a megabyte that share nothing would take minutes; what is
/// found by then is as true, only longer.
const SEARCH: Duration = Duration::from_millis(300);

/// The unified difference; empty if there is none.
pub(crate) fn unified(path: &str, old: &str, new: &str) -> String {
    let (before, after) = match (old.is_empty(), new.is_empty()) {
        (true, false) => ("/dev/null", path),
        (false, true) => (path, "/dev/null"),
        _ => (path, path),
    };
    TextDiff::configure()
        .timeout(SEARCH)
        .diff_lines(old, new)
        .unified_diff()
        .context_radius(3)
        .header(before, after)
        .to_string()
}

/// What a build would change.
pub(crate) fn of_plan(plan: &Plan<'_>) -> String {
    let shown = plan.changes().iter().map(|change| {
        let old = String::from_utf8_lossy(change.old.as_deref().unwrap_or_default());
        let path = change.path.display().to_string();
        match change.new {
            Some("") | None if old.is_empty() => format!("{path}: empty\n"),
            new => unified(&path, &old, new.unwrap_or_default()),
        }
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    #[test]
    fn texts_that_share_nothing_take_no_longer() {
        let text = |word: &str| (0..50_000).map(|line| format!("{word} {line}\n")).collect::<String>();
        let start = Instant::now();
        let shown = unified("a.json", &text("old"), &text("new"));
        assert!(start.elapsed() < 10 * SEARCH, "{:?}", start.elapsed());
        assert_eq!(shown.lines().filter(|line| line.starts_with("-old")).count(), 50_000);
        assert_eq!(shown.lines().filter(|line| line.starts_with("+new")).count(), 50_000);
    }
}
