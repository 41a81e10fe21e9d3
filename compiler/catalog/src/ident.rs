//! How names of AWS are written in Whit.

/// The identifier of a name of AWS: snake_case, with `_` for spaces, hyphens, slashes and dots and between the words of
/// CamelCase (`log-group` and `LogGroup` both give `log_group`, `DBInstance` gives `db_instance`).
pub fn ident(name: &str) -> String {
    let mut out = String::with_capacity(name.len() + 4);
    let mut chars = name.chars();
    let mut last = '_';
    while let Some(c) = chars.next() {
        let before = std::mem::replace(&mut last, c);
        if !c.is_ascii_alphanumeric() {
            if !out.is_empty() && !out.ends_with('_') {
                out.push('_');
            }
            continue;
        }
        let after = chars.clone().next().unwrap_or('_');
        let word_starts = c.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || before.is_ascii_digit()
                || (before.is_ascii_uppercase() && after.is_ascii_lowercase()));
        if word_starts && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    while out.ends_with('_') {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::ident;

    #[test]
    fn names_become_snake_case() {
        for (name, want) in [
            ("table", "table"),
            ("log-group", "log_group"),
            ("bot alias", "bot_alias"),
            ("BucketName", "bucket_name"),
            ("DBInstance", "db_instance"),
            ("RestApi", "rest_api"),
            ("ExportedAPI", "exported_api"),
            ("rule-on-custom-event-bus", "rule_on_custom_event_bus"),
            ("stateMachine", "state_machine"),
            ("Ec2Instance", "ec2_instance"),
            ("a/b", "a_b"),
            ("--x--", "x"),
        ] {
            assert_eq!(ident(name), want, "{name}");
        }
    }
}
