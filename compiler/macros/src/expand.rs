//! From what was made to tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use whit_build::code::{Constant, Made, literal};
use whit_core::diagnostic::Diagnostic;
use whit_core::emit::{References, emit_with};
use whit_core::{Analysis, Checked};
use whit_disk::Threads;

/// Why there are no constants.
pub(crate) enum Unmade {
    /// What keeps the program from being JSON.
    Open(Vec<Diagnostic>),
    /// A sentence.
    Wrong(String),
}

/// The documents and roles of an environment, or of a program that has one at most.
pub(crate) fn constants(
    analysis: &Analysis,
    checked: &Checked,
    environment: Option<&str>,
) -> Result<Vec<Constant>, Unmade> {
    let files = emit_with(checked, &analysis.sources, environment, &References::new(), &Threads::default())
        .map_err(Unmade::Open)?;
    match Made::all(checked, &files).as_slice() {
        [] => Ok(Vec::new()),
        [made] => made.constants(&|_, text| literal(text)).map_err(Unmade::Wrong),
        several => {
            let names: Vec<&str> = several.iter().filter_map(|made| made.environment().name.as_deref()).collect();
            Err(Unmade::Wrong(format!(
                "there are the environments {}: say which, as in `env = {:?}`",
                names.join(", "),
                names.first().copied().unwrap_or_default()
            )))
        }
    }
}

/// An expression that is the constant, with the others that it needs.
pub(crate) fn expression(constants: &[Constant], wanted: &Constant) -> syn::Result<TokenStream> {
    let needed = constants.iter().filter(|one| wanted.uses.contains(&one.name));
    let items: String = needed.chain([wanted]).map(Constant::item).collect();
    let items: TokenStream = items.parse()?;
    let name = Ident::new(&wanted.name, Span::mixed_site());
    Ok(quote! {{ #items #name }})
}
