//! `include_policy!`

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, LitStr, Token, braced};
use whit_core::diagnostic::{Diagnostic, nearest, rendered};
use whit_core::source::SourceMap;
use whit_core::{Catalog, Memory};
use whit_disk::project;

use crate::expand::{Unmade, constants, expression};

/// What is included.
pub(crate) struct Include {
    path: LitStr,
    name: LitStr,
    environment: Option<LitStr>,
    set: BTreeMap<String, String>,
}

impl Parse for Include {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let path = input.parse()?;
        input.parse::<Token![,]>()?;
        let name = input.parse()?;
        let mut include = Self { path, name, environment: None, set: BTreeMap::new() };
        while !input.is_empty() {
            input.parse::<Token![,]>()?;
            if input.is_empty() {
                break;
            }
            let option: Ident = input.parse()?;
            input.parse::<Token![=]>()?;
            match option.to_string().as_str() {
                "env" => include.environment = Some(input.parse()?),
                "set" => include.set = set(input)?,
                _ => return Err(syn::Error::new(option.span(), "this is `env` or `set`")),
            }
        }
        Ok(include)
    }
}

fn set(input: ParseStream<'_>) -> syn::Result<BTreeMap<String, String>> {
    let inner;
    braced!(inner in input);
    let mut set = BTreeMap::new();
    while !inner.is_empty() {
        let name: Ident = inner.parse()?;
        inner.parse::<Token![=]>()?;
        let value: LitStr = inner.parse()?;
        if set.insert(name.to_string(), value.value()).is_some() {
            return Err(syn::Error::new(name.span(), format!("`{name}` is set twice")));
        }
        if !inner.is_empty() {
            inner.parse::<Token![,]>()?;
        }
    }
    Ok(set)
}

/// The expression that the macro becomes.
pub(crate) fn expand(include: &Include) -> syn::Result<TokenStream> {
    let Include { path, name, environment, set } = include;
    let at = |literal: &LitStr, message: &str| syn::Error::new(literal.span(), message);
    let project = project::find(&place(&path.value())).map_err(|failure| at(path, &failure.to_string()))?;
    let analyzed = project.analyze(set.clone(), Catalog::embedded(), &mut Memory::default());
    let shown = |sources: &SourceMap, found: &[Diagnostic]| {
        let shown: String = found.iter().map(|finding| rendered(sources, finding)).collect();
        let are = if found.len() == 1 { "is an error" } else { "are errors" };
        at(path, &format!("there {are} in the policies\n{}", shown.trim_end()))
    };
    let Some((analysis, checked)) = analyzed.good() else {
        return Err(shown(analyzed.sources(), &analyzed.errors()));
    };
    if let Some(environment) = environment {
        analyzed.config.known(&environment.value()).map_err(|message| at(environment, &message))?;
    }
    let wanted_environment = environment.as_ref().map(LitStr::value);
    let constants = constants(analysis, checked, wanted_environment.as_deref()).map_err(|unmade| match unmade {
        Unmade::Open(found) => shown(&analysis.sources, &found),
        Unmade::Wrong(message) => at(environment.as_ref().unwrap_or(path), &message),
    })?;
    let wanted = name.value();
    let Some(constant) = constants.iter().find(|one| one.source == wanted) else {
        let names = || constants.iter().map(|one| one.source.as_str());
        let hint = match nearest(&wanted, names()) {
            Some(near) => format!("; did you mean `{near}`?"),
            None if constants.is_empty() => "; there is none at all".to_owned(),
            None => format!("; there are {}", names().collect::<Vec<_>>().join(", ")),
        };
        return Err(at(name, &format!("there is no document or role `{wanted}` in `{}`{hint}", path.value())));
    };
    let expression = expression(&constants, constant)?;
    // The compiler runs the macro again when one of these has changed.
    let files = analyzed.inputs().filter_map(|file| file.canonicalize().ok()?.to_str().map(str::to_owned));
    Ok(quote! {{
        #(const _: &[u8] = ::core::include_bytes!(#files);)*
        #expression
    }})
}

/// A path of the package, called as the messages of cargo call it: from the folder in which the compiler runs.
fn place(path: &str) -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let here = std::env::current_dir().unwrap_or_default();
    match package.strip_prefix(&here) {
        Ok(below) if below == Path::new("") => PathBuf::from(path),
        Ok(below) => below.join(path),
        Err(_) => package.join(path),
    }
}
