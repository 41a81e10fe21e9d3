//! The hand-kept tables: tab-separated, one header line, a source in every row.

use std::collections::BTreeMap;
use std::path::Path;

/// A row: its fields by the name of the column.
pub(crate) type Row = BTreeMap<String, String>;

/// All tables.
pub(crate) struct Tables {
    /// Keys that any service may see, and the tag keys.
    pub(crate) global_keys: Vec<Row>,
    /// What to know of keys of services.
    pub(crate) service_keys: Vec<Row>,
    /// Where the packages are wrong.
    pub(crate) corrections: Vec<Row>,
    /// What a lock on regions must leave out.
    pub(crate) region_lock: Vec<Row>,
    /// What services send of the keys against the confused deputy.
    pub(crate) confused_deputy: Vec<Row>,
    /// Sizes and counts.
    pub(crate) quotas: Vec<Row>,
    /// What kinds of policies may hold.
    pub(crate) grammar: Vec<Row>,
}

pub(crate) fn read(folder: &Path) -> Result<Tables, String> {
    let table = |name: &str, columns: &[&str]| {
        let path = folder.join(format!("{name}.tsv"));
        let text = std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        parse(&text, columns).map_err(|error| format!("{}: {error}", path.display()))
    };
    Ok(Tables {
        global_keys: table(
            "global_keys",
            &[
                "key",
                "type",
                "multi_valued",
                "any_request",
                "identity",
                "resource",
                "variable",
                "slips",
                "danger",
                "advice",
                "confidence",
                "source",
            ],
        )?,
        service_keys: table("service_keys", &["key", "slips", "danger", "advice", "confidence", "source"])?,
        corrections: table("corrections", &["kind", "subject", "value", "source"])?,
        region_lock: table("region_lock", &["action", "class", "confidence", "source"])?,
        confused_deputy: table(
            "confused_deputy",
            &[
                "principal",
                "use",
                "source_arn",
                "source_account",
                "source_org",
                "source_arn_shape",
                "note",
                "confidence",
                "source",
            ],
        )?,
        quotas: table("quotas", &["kind", "what", "limit", "counting", "unit", "valid_from", "confidence", "source"])?,
        grammar: table("grammar", &["kind", "element", "rule", "valid_from", "confidence", "source"])?,
    })
}

/// The rows of a table that has exactly these columns.
fn parse(text: &str, columns: &[&str]) -> Result<Vec<Row>, String> {
    let mut lines = text.lines();
    let header: Vec<&str> = lines.next().unwrap_or("").split('\t').collect();
    if header != columns {
        return Err(format!("the columns are {}, not {}", header.join(", "), columns.join(", ")));
    }
    lines
        .enumerate()
        .map(|(index, line)| {
            let fields: Vec<&str> = line.split('\t').collect();
            if fields.len() != columns.len() {
                return Err(format!("line {}: {} fields, not {}", index + 2, fields.len(), columns.len()));
            }
            if fields.last().is_none_or(|source| source.is_empty()) {
                return Err(format!("line {}: no source", index + 2));
            }
            Ok(columns.iter().map(|&column| column.to_owned()).zip(fields.iter().map(|&f| f.to_owned())).collect())
        })
        .collect()
}

/// A field of a row; empty if the table lacks the column.
pub(crate) fn field<'r>(row: &'r Row, column: &str) -> &'r str {
    row.get(column).map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::{field, parse};

    #[test]
    fn a_row_has_every_field_and_a_source() {
        let rows = parse("a\tsource\n1\tx\n\ty\n", &["a", "source"]).unwrap();
        assert_eq!(rows.iter().map(|row| field(row, "a")).collect::<Vec<_>>(), ["1", ""]);
        for broken in ["a\n1\n", "a\tsource\n1\n", "a\tsource\n1\t\n"] {
            assert!(parse(broken, &["a", "source"]).is_err(), "{broken:?}");
        }
    }
}
