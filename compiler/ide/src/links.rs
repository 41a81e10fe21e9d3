//! Links in a file: rules that a comment silences, modules that a `use` brings in.

use std::ops::Range;

use whit_core::Analysis;
use whit_core::diagnostic::Rule;
use whit_core::syntax::tree::ItemKind;

/// A place that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The place.
    pub range: Range<usize>,
    /// Where it leads.
    pub to: LinkTarget,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LinkTarget {
    /// The page of a rule.
    Rule(Rule),
    /// A file of the project or a module of the library, by its name.
    File(String),
}

/// The links of a file, by place.
#[must_use]
pub fn document_links(analysis: &Analysis, file: &str) -> Vec<Link> {
    let sources = &analysis.sources;
    let Some((_, module)) = analysis.view.module(file, sources) else { return Vec::new() };
    let text = sources.text(module.file);
    let mut links = Vec::new();
    for comment in &module.comments {
        let start = comment.range().start;
        let rules = rules(text.get(comment.range()).unwrap_or(""));
        links.extend(
            rules.into_iter().map(|(range, rule)| Link {
                range: start + range.start..start + range.end,
                to: LinkTarget::Rule(rule),
            }),
        );
    }
    let used = module.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Use(used) => Some(used),
        _ => None,
    });
    for (used, target) in used.zip(&module.uses) {
        let target = target.and_then(|target| analysis.view.modules.get(target));
        let (Some(first), Some(last), Some(target)) = (used.path.first(), used.path.last(), target) else { continue };
        let range = sources.place(first.span.to(last.span)).range();
        links.push(Link { range, to: LinkTarget::File(sources.name(target.file).to_owned()) });
    }
    links.sort_by_key(|link| link.range.start);
    links
}

/// The rules that a comment `// whit: allow(rule, rule)` names, with their places in it.
fn rules(comment: &str) -> Vec<(Range<usize>, Rule)> {
    let inside = comment.trim_start_matches('/').trim_start();
    let list = inside
        .strip_prefix("whit:")
        .and_then(|rest| rest.trim_start().strip_prefix("allow"))
        .and_then(|rest| rest.trim_start().strip_prefix('('));
    let Some(list) = list else { return Vec::new() };
    let mut at = comment.len() - list.len();
    let mut found = Vec::new();
    for part in list.split(')').next().unwrap_or("").split(',') {
        let name = part.trim();
        let start = at + part.len() - part.trim_start().len();
        found.extend(Rule::named(name).map(|rule| (start..start + name.len(), rule)));
        at += part.len() + 1;
    }
    found
}
