//! Services as people call them: `eventbridge` for `events`.

use whit_catalog::{Catalog, Service};

use crate::diagnostic::{Diagnostic, Edit, Fix};
use crate::source::Span;

/// How many services a message names.
const NAMED: usize = 4;

/// The services that AWS calls by a name, by its initials, or by a name that begins so: `stepfunctions`, `elb`,
/// `cognito`.
pub(in crate::check) fn called(catalog: Catalog<'static>, word: &str) -> Vec<Service<'static>> {
    let word = letters(word);
    let matching = |matches: &dyn Fn(&str) -> bool| -> Vec<Service<'static>> {
        catalog.services().filter(|service| matches(own_name(service.name()))).collect()
    };
    let initials = |name: &str| name.split([' ', '-']).filter_map(|word| word.chars().next()).collect::<String>();
    let mut found = matching(&|name| letters(name) == word);
    if found.is_empty() && word.len() > 2 {
        found = matching(&|name| initials(name).eq_ignore_ascii_case(&word));
    }
    if found.is_empty() && word.len() > 4 {
        found = matching(&|name| letters(name).starts_with(&word));
    }
    found.truncate(NAMED);
    found
}

/// Offers these services in the place of a name that is none.
pub(in crate::check) fn offer(diagnostic: &mut Diagnostic, span: Span, services: &[Service<'static>]) {
    for service in services {
        let prefix = service.prefix();
        let edit = Edit { span, text: prefix.to_owned() };
        if !diagnostic.fixes.iter().any(|fix| fix.edits.contains(&edit)) {
            diagnostic.fixes.push(Fix {
                title: format!("write `{prefix}`, which is {}", service.name()),
                edits: vec![edit],
                safe: false,
            });
        }
    }
}

/// The name of a service without that of its maker and its version.
fn own_name(name: &str) -> &str {
    let name = name.strip_prefix("Amazon ").or_else(|| name.strip_prefix("AWS ")).unwrap_or(name);
    name.strip_suffix(" V2").unwrap_or(name)
}

fn letters(text: &str) -> String {
    text.chars().filter(char::is_ascii_alphanumeric).map(|char| char.to_ascii_lowercase()).collect()
}
