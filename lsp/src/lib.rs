//! The language server of Whit: the protocol around `whit-core` and `whit-ide`.
//!
//! [`service`] has no IO: files come through a door, [`Disk`], and messages through whoever drives the service. `serve`
//! drives it over standard input and output. [`Page`] is the server for a page in a browser: small, and with what our own
//! page asks.

mod client;
mod command;
mod convert;
mod custom;
mod disk;
mod document;
mod feature;
mod guard;
#[cfg(not(target_arch = "wasm32"))]
mod native;
mod page;
mod path;
mod pause;
mod position;
mod project;
mod server;
mod workspace;

use tower_lsp::{Client, ClientSocket, LspService};

pub use disk::{Disk, NoDisk};
#[cfg(not(target_arch = "wasm32"))]
pub use native::serve;
pub use page::Page;
pub use position::LineIndex;
pub use server::Server;

/// A server over these files, and the way back to its client.
#[must_use]
pub fn service(disk: Box<dyn Disk>) -> (LspService<Server<Client>>, ClientSocket) {
    LspService::build(|client| Server::new(client, disk))
        .custom_method("whit/source", Server::source)
        .custom_method("whit/compile", Server::compile)
        .custom_method("whit/test", Server::test)
        .custom_method("whit/evaluate", Server::evaluate)
        .custom_method("whit/explain", Server::explain)
        .custom_method("whit/import", Server::import)
        .custom_method("whit/why", Server::why)
        .custom_method("whit/subjects", Server::subjects)
        .custom_method("whit/actions", Server::actions)
        .custom_method("whit/action", Server::action)
        .finish()
}
