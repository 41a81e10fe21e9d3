//! Policy variables in the values of a policy of version 2012-10-17.

/// A part of a value that may hold policy variables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Text as it stands.
    Text(&'a str),
    /// `${*}`, `${?}` or `${$}`: the character itself, never a wildcard.
    Character(char),
    /// `${key}` or `${key, 'default'}`.
    Variable {
        /// The key as written.
        key: &'a str,
        /// What stands for the key where the request has none.
        default: Option<&'a str>,
    },
    /// A `${…}` that is no variable, such as `${}` or one that is never closed; AWS refuses it.
    Malformed(&'a str),
}

/// Takes a value apart. The parts, each in its source form, join to the value again.
pub fn parse_variables(value: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = value;
    while let Some(at) = rest.find("${") {
        let (text, variable) = rest.split_at(at);
        if !text.is_empty() {
            parts.push(Part::Text(text));
        }
        let Some(end) = variable.find('}') else {
            parts.push(Part::Malformed(variable));
            return parts;
        };
        let (whole, after) = variable.split_at(end + 1);
        let inside = whole.strip_prefix("${").and_then(|inside| inside.strip_suffix('}')).unwrap_or_default();
        parts.push(variable_inside(inside).unwrap_or(Part::Malformed(whole)));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

fn variable_inside(inside: &str) -> Option<Part<'_>> {
    if let "*" | "?" | "$" = inside {
        return inside.chars().next().map(Part::Character);
    }
    let (key, default) = match inside.split_once(',') {
        None => (inside.trim(), None),
        Some((key, default)) => {
            let default = default.trim().strip_prefix('\'')?.strip_suffix('\'')?;
            (key.trim(), Some(default))
        }
    };
    let well_formed = !key.is_empty() && !key.contains(['$', '{', '\'', '"', '*', '?']);
    well_formed.then_some(Part::Variable { key, default })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_apart() {
        let variable = |key, default| Part::Variable { key, default };
        for (value, parts) in [
            ("", vec![]),
            ("plain $ {x}", vec![Part::Text("plain $ {x}")]),
            ("${aws:username}", vec![variable("aws:username", None)]),
            ("a/${ aws:username }/b", vec![Part::Text("a/"), variable("aws:username", None), Part::Text("/b")]),
            ("${aws:PrincipalTag/team, 'none'}", vec![variable("aws:PrincipalTag/team", Some("none"))]),
            ("${aws:PrincipalTag/team,''}", vec![variable("aws:PrincipalTag/team", Some(""))]),
            ("${*}${?}${$}", vec![Part::Character('*'), Part::Character('?'), Part::Character('$')]),
            ("${$}{x}", vec![Part::Character('$'), Part::Text("{x}")]),
            ("${}", vec![Part::Malformed("${}")]),
            ("a${open", vec![Part::Text("a"), Part::Malformed("${open")]),
            ("${a, b}", vec![Part::Malformed("${a, b}")]),
            ("${a${b}}", vec![Part::Malformed("${a${b}"), Part::Text("}")]),
        ] {
            assert_eq!(parse_variables(value), parts, "{value}");
        }
    }
}
