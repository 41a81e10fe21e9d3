//! The table for people.

use comfy_table::{ContentArrangement, Table, presets};
use whit_core::audit::{Audit, Exception};

use super::form::{document, listed};

/// How many values of a list are shown.
const SHOWN: usize = 4;

/// The tables, `width` columns wide at most.
pub(super) fn show(found: &Audit, width: u16) -> String {
    let mut text = String::new();
    if found.exceptions.is_empty() {
        text += "no exceptions: every grant names its actions and its resources\n";
    } else {
        let rows = found.exceptions.iter().map(|exception| {
            let place = format!("{}\n{}:{}", document(exception), exception.file, exception.line);
            [place, exception.because.clone(), widened(exception)]
        });
        text += &table(["where", "because", "what it widens"], rows, width);
        text += &counted(found.exceptions.len(), "exception");
    }
    if !found.allowances.is_empty() {
        let rows = found.allowances.iter().map(|one| {
            let place = format!("{}\n{}:{}", one.rule, one.file, one.line);
            [place, one.because.clone(), some(&one.silenced)]
        });
        text += "\n";
        text += &table(["rule", "because", "what it silences"], rows, width);
        text += &counted(found.allowances.len(), "allowance");
    }
    text
}

fn table(header: [&str; 3], rows: impl Iterator<Item = [String; 3]>, width: u16) -> String {
    let mut table = Table::new();
    table
        .load_style(presets::UTF8_HORIZONTAL_ONLY)
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(width)
        .set_header(header);
    for row in rows {
        table.add_row(row);
    }
    // The table pads its lines.
    table.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn counted(count: usize, what: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {what}{plural}\n")
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
