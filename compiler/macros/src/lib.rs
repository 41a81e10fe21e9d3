//! The macros of `whit-policies`, which gives them on: depend on that crate.

mod expand;
mod include;
mod inline;
mod place;

use proc_macro::TokenStream;
use quote::quote;

/// A policy that stands in the Rust source.
///
/// The source of one document or role, with what it needs, gives a `whit_policies::Document` or `Role`:
///
/// ```
/// use whit_policies::{Role, policy};
///
/// const READER: Role = policy! {
///     let reports = s3.bucket("acme-reports")
///
///     role Reader {
///         trust service("lambda.amazonaws.com")
///         inline {
///             allow s3:GetObject on reports.object("2026/?*")
///         }
///     }
/// };
/// assert_eq!(READER.name(), "Reader");
/// ```
///
/// A mistake is an error of the compiler at the words that it is about. Rust reads the source before Whit does, so what
/// Rust cannot read, such as `/*` outside of a text or a single `'`, is given as a text. The error then stands at the text,
/// and its message names line and column:
///
/// ```
/// use whit_policies::{Document, policy};
///
/// const LOGS: Document = policy!(
///     r#"
///     policy Logs {
///         allow s3:GetObject on arn:aws:s3:::acme-logs/*
///     }
///     "#
/// );
/// ```
///
/// There is no `whit.toml`: a source that needs an account, tags or environments is a file, for `include_policy!`.
#[proc_macro]
pub fn policy(input: TokenStream) -> TokenStream {
    done(inline::expand(input.into()))
}

/// A document or role of a project.
///
/// `include_policy!("policies/ledger.whit", "LedgerService", env = "prod")`: a file or folder, relative to the package and
/// found as `whit build` finds it; the name of a document or role; the environment, where `whit.toml` has more than one; and
/// `set = { name = "value" }` for a `param` or an `extern`. It gives a `whit_policies::Document` or `Role`.
///
/// A mistake in the sources is an error of the compiler, which names file, line and rule. The crate is compiled again when
/// a file changes that was read.
#[proc_macro]
pub fn include_policy(input: TokenStream) -> TokenStream {
    done(syn::parse(input).and_then(|include| include::expand(&include)))
}

/// The expression, or one whose compilation gives the errors.
fn done(expanded: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    let tokens = expanded.unwrap_or_else(|error| {
        let errors = error.to_compile_error();
        // Several of them are no expression, a block is.
        quote! {{ #errors }}
    });
    tokens.into()
}
