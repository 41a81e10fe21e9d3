//! Where what a word stands for is declared.

use whit_core::source::Span;
use whit_core::syntax::tree::ItemKind;
use whit_core::{Analysis, Meaning};

use crate::{Target, target};

/// The declaration of what stands at a place: of a name, an account, a parameter, a module. What AWS declares has none.
#[must_use]
pub fn definition(analysis: &Analysis, file: &str, offset: usize) -> Option<Target> {
    let span = declared(analysis, file, u32::try_from(offset).ok()?)?;
    Some(target(analysis, span))
}

fn declared(analysis: &Analysis, file: &str, offset: u32) -> Option<Span> {
    let (view, sources) = (&analysis.view, &analysis.sources);
    if let Some(mention) = view.mention_at(file, offset, sources) {
        return match &mention.means {
            Meaning::Item(index) => view.declared(*index)?.name().map(|name| name.span),
            Meaning::Local(span, _) => Some(*span),
            Meaning::Parameter(index, nth) => {
                let params = match &view.declared(*index)?.item.kind {
                    ItemKind::Guard(guard) => &guard.params,
                    ItemKind::Template(template) => &template.params,
                    _ => return None,
                };
                params.get(*nth).map(|param| param.name.span)
            }
            Meaning::Module(id) => {
                view.modules.get(*id)?.items.first().map(|item| Span { end: item.span.start, ..item.span })
            }
            _ => None,
        };
    }
    // A name that a `use` brings in.
    let (module, _) = view.module(file, sources)?;
    let holds = |span: Span| {
        let place = sources.place(span);
        place.start <= offset && offset <= place.end
    };
    let (_, index) = view.imports(module).into_iter().find(|(span, _)| holds(*span))?;
    view.declared(index)?.name().map(|name| name.span)
}
