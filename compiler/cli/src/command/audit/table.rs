//! The table for people.

use comfy_table::{ContentArrangement, Table, presets};
use whit_core::audit::Exception;

use super::form::{document, listed};

/// How many values of a list are shown.
const SHOWN: usize = 4;

/// The table, `width` columns wide at most.
pub(super) fn show(exceptions: &[Exception], width: u16) -> String {
    if exceptions.is_empty() {
        return "no exceptions: every grant names its actions and its resources\n".to_owned();
    }
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(["where", "because", "what it widens"]);
    for exception in exceptions {
        let place = format!("{}\n{}:{}", document(exception), exception.file, exception.line);
        table.add_row([place, exception.because.clone(), widened(exception)]);
    }
    let count = exceptions.len();
    let plural = if count == 1 { "" } else { "s" };
    // The table pads its lines.
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    format!("{}\n{count} exception{plural}\n", lines.join("\n"))
}

fn widened(exception: &Exception) -> String {
    let mut lines = vec![some(&exception.excuses)];
    let plain = |value: &str| value.to_owned();
    let extent = &exception.extent;
    lines.push(format!("{} {}", exception.effect, listed(&extent.actions, SHOWN, ", ", plain)));
    // ARNs are long; each has a line.
    for (word, values) in [("on", &extent.resources), ("to", &extent.principals)] {
        let values = listed(values, SHOWN, "\n", plain);
        lines.extend((!values.is_empty()).then(|| format!("{word} {values}")));
    }
    lines.join("\n")
}

fn some(excuses: &[String]) -> String {
    let mut shown: Vec<String> = excuses.iter().take(SHOWN).cloned().collect();
    if excuses.len() > SHOWN {
        shown.push(format!("and {} more", excuses.len() - SHOWN));
    }
    shown.join(", ")
}
