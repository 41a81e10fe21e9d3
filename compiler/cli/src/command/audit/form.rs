//! The forms that leave nothing out.

use std::collections::BTreeSet;

use whit_core::audit::{Audit, Exception};
use whit_core::lower::Values;

/// A table of Markdown, and a second one where comments silence something.
pub(super) fn markdown(found: &Audit) -> String {
    let mut text = String::from(
        "| document | where | because | excuses | actions | resources | principals |\n\
         | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for exception in &found.exceptions {
        let extent = &exception.extent;
        let values = |values: &Values| listed(values, usize::MAX - 1, ", ", code);
        let cells = [
            document(exception),
            format!("{}:{}", exception.file, exception.line),
            exception.because.clone(),
            exception.excuses.join(", "),
            format!("{} {}", exception.effect, values(&extent.actions)),
            values(&extent.resources),
            values(&extent.principals),
        ];
        text += &row(cells);
    }
    if !found.allowances.is_empty() {
        text += "\n| rule | where | because | silenced |\n| --- | --- | --- | --- |\n";
    }
    for one in &found.allowances {
        let place = format!("{}:{}", one.file, one.line);
        text += &row([code(one.rule), place, one.because.clone(), one.silenced.join("; ")]);
    }
    text
}

/// A bar in a cell would end it.
fn row<const N: usize>(cells: [String; N]) -> String {
    let cells = cells.map(|cell| cell.replace('|', "\\|").replace(['\n', '\r'], " "));
    format!("| {} |\n", cells.join(" | "))
}

fn code(value: &str) -> String {
    format!("`{value}`")
}

/// The document, its kind, and its environments.
pub(super) fn document(exception: &Exception) -> String {
    let place = match exception.environments.as_slice() {
        [] => String::new(),
        names => format!(" in {}", names.join(", ")),
    };
    format!("{} ({}){place}", exception.document, exception.kind)
}

/// The values of an element in words, at most `most` of each kind.
pub(super) fn listed(values: &Values, most: usize, between: &str, spell: fn(&str) -> String) -> String {
    let some = |values: &BTreeSet<String>| {
        let mut shown: Vec<String> = values.iter().take(most).map(|value| spell(value)).collect();
        // One more line says no less than one more value.
        if values.len() == most + 1 {
            shown.extend(values.iter().skip(most).map(|value| spell(value)));
        } else if values.len() > most {
            shown.push(format!("and {} more", values.len() - most));
        }
        shown.join(between)
    };
    match (values.named.is_empty(), values.all_but.is_empty()) {
        (true, true) => String::new(),
        (false, true) => some(&values.named),
        (true, false) => format!("all but {}", some(&values.all_but)),
        (false, false) => format!("{}; all but {}", some(&values.named), some(&values.all_but)),
    }
}
