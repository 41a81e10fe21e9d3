//! `policy!`

use proc_macro2::{Delimiter, Span, TokenStream, TokenTree};
use syn::LitStr;
use whit_core::diagnostic::Diagnostic;
use whit_core::source::{SourceMap, Span as Place};
use whit_core::{Catalog, Memory};
use whit_disk::project;

use crate::expand::{Unmade, constants, expression};
use crate::place::Source;

/// The expression that the macro becomes.
pub(crate) fn expand(input: TokenStream) -> syn::Result<TokenStream> {
    let source = match literal(&input) {
        Some(literal) => Source::of_literal(&literal),
        None => Source::of_tokens(input)?,
    };
    let analyzed =
        project::text(source.name(), source.text()).analyze([].into(), Catalog::embedded(), &mut Memory::default());
    let Some((analysis, checked)) = analyzed.good() else {
        return Err(errors(&source, analyzed.sources(), &analyzed.errors()));
    };
    let constants = constants(analysis, checked, None).map_err(|unmade| match unmade {
        Unmade::Open(found) => errors(&source, &analysis.sources, &found),
        Unmade::Wrong(message) => syn::Error::new(Span::call_site(), message),
    })?;
    // What a role attaches comes with it.
    let used = |name: &str| constants.iter().any(|one| one.uses.iter().any(|used| used == name));
    let own: Vec<_> = constants.iter().filter(|one| !used(&one.name)).collect();
    match own.as_slice() {
        [one] => expression(&constants, one),
        [] => Err(syn::Error::new(Span::call_site(), "there is no document and no role")),
        several => {
            let names: Vec<&str> = several.iter().map(|one| one.source.as_str()).collect();
            let message = format!(
                "one document or role becomes one value, and there are {}: {}; a file and `include_policy!` hold several",
                several.len(),
                names.join(", ")
            );
            Err(syn::Error::new(Span::call_site(), message))
        }
    }
}

/// The text, if that is all there is. A macro may have wrapped it.
fn literal(input: &TokenStream) -> Option<LitStr> {
    let mut tokens = input.clone().into_iter();
    match (tokens.next(), tokens.next()) {
        (Some(TokenTree::Group(group)), None) if group.delimiter() == Delimiter::None => literal(&group.stream()),
        (Some(token @ TokenTree::Literal(_)), None) => syn::parse2(token.into()).ok(),
        _ => None,
    }
}

/// The findings, each at its place.
fn errors(source: &Source, sources: &SourceMap, found: &[Diagnostic]) -> syn::Error {
    let errors = found.iter().map(|finding| {
        let tokens = source.tokens(finding.span.range());
        syn::Error::new_spanned(tokens, message(source, sources, finding))
    });
    let all = errors.reduce(|mut all, error| {
        all.combine(error);
        all
    });
    all.unwrap_or_else(|| syn::Error::new(Span::call_site(), "nothing was made"))
}

/// What is wrong, with its rule, what belongs to it elsewhere, and what helps.
fn message(source: &Source, sources: &SourceMap, finding: &Diagnostic) -> String {
    let mut lines = vec![format!("{} [{}]", finding.message, finding.rule)];
    let cite = |place: Place| match sources.name(place.file) == source.name() {
        true => source.cite(place.range().start),
        false => sources.cite(place),
    };
    // Of a token the compiler itself says where it is.
    let place = Some(cite(finding.span)).filter(|_| !source.has_tokens());
    let label = Some(finding.label.clone()).filter(|label| !label.is_empty());
    let here = place.into_iter().chain(label).collect::<Vec<_>>().join(": ");
    lines.extend(Some(here).filter(|here| !here.is_empty()));
    lines.extend(finding.related.iter().map(|label| format!("{}: {}", cite(label.span), label.message)));
    lines.extend(finding.notes.iter().map(|note| format!("= {note}")));
    lines.extend(finding.fixes.iter().map(|fix| format!("= fix: {}", fix.title)));
    lines.join("\n")
}
