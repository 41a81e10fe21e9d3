//! Where what a word stands for is declared.

use whit_core::source::Span;
use whit_core::{Analysis, Meaning};

use crate::symbol::{declaration, label_at, labels, symbol, tag_name, tags};
use crate::{Target, target};

/// The declaration of what stands at a place: of a name, an account, a parameter, a tag, a label, a module. What AWS
/// declares has none.
#[must_use]
pub fn definition(analysis: &Analysis, file: &str, offset: usize) -> Option<Target> {
    let span = match symbol(analysis, file, offset) {
        Some(symbol) => declaration(analysis, &symbol.means).or_else(|| match symbol.means {
            Meaning::Module(id) => {
                let first = analysis.view.modules.get(id)?.items.first()?;
                Some(Span { end: first.span.start, ..first.span })
            }
            Meaning::Tag => tag(analysis, tag_name(analysis.sources.slice(symbol.span))),
            _ => None,
        })?,
        None => label(analysis, &label_at(analysis, file, offset)?.value)?,
    };
    Some(target(analysis, span))
}

/// Where the schema has a tag.
fn tag(analysis: &Analysis, name: &str) -> Option<Span> {
    let items = analysis.view.modules.iter().flat_map(|module| &module.items);
    items.flat_map(|item| tags(item)).find(|field| field.name.value == name).map(|field| field.name.span)
}

/// Where the first statement stands that has a label.
fn label(analysis: &Analysis, name: &str) -> Option<Span> {
    let items = analysis.view.modules.iter().flat_map(|module| &module.items);
    let all = items.flat_map(|item| labels(item));
    { all }.find(|(label, declares)| *declares && label.value == name).map(|(label, _)| label.span)
}
