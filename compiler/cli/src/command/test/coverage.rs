//! Which statements the tests decide by.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets};
use whit_core::testing::{Coverage, StatementCoverage};

/// A line for each file.
pub(super) fn table(coverage: &Coverage) -> String {
    let mut table = Table::new();
    table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled).set_header([
        "file",
        "statements",
        "decided",
        "",
        "undecided lines",
    ]);
    for column in 1..=3 {
        if let Some(column) = table.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let files = coverage.by_file();
    for (file, statements) in &files {
        table.add_row(row(file, statements));
    }
    if files.len() > 1 {
        table.add_row(row("all", &coverage.statements.iter().collect::<Vec<_>>()).into_iter().take(4));
    }
    let lines: Vec<String> = table.lines().map(|line| line.trim_end().to_owned()).collect();
    format!("\n{}\n", lines.join("\n"))
}

fn row(file: &str, statements: &[&StatementCoverage]) -> [String; 5] {
    let decided = statements.iter().filter(|statement| statement.requests > 0).count();
    let missing = statements.iter().filter(|statement| statement.requests == 0);
    let missing: Vec<String> = missing.map(|statement| statement.line.to_string()).collect();
    let percent = (decided * 100).checked_div(statements.len()).unwrap_or(100);
    [file.to_owned(), statements.len().to_string(), decided.to_string(), format!("{percent} %"), missing.join(", ")]
}

/// The trace file of lcov: how many requests were decided by the statement of each line.
pub(super) fn lcov(coverage: &Coverage) -> String {
    let mut text = String::new();
    for (file, statements) in coverage.by_file() {
        text += &format!("TN:\nSF:{file}\n");
        for statement in &statements {
            text += &format!("DA:{},{}\n", statement.line, statement.requests);
        }
        let decided = statements.iter().filter(|statement| statement.requests > 0).count();
        text += &format!("LF:{}\nLH:{decided}\nend_of_record\n", statements.len());
    }
    text
}
