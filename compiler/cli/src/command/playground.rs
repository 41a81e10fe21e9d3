//! `whit playground`: the page, served on this machine alone.

mod folder;
mod server;
mod site;

use clap::Args;

use crate::{Exit, Failure, report};
use folder::Folder;
use server::Page;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The project to show, a folder. Its files are written only when you save in the page
    #[arg(value_name = "DIR")]
    pub(crate) folder: Option<String>,

    /// Open the page in the browser
    #[arg(long)]
    pub(crate) open: bool,

    /// Serve at this port; else at one that is free
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
}

/// Serves the page until the command is stopped.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let folder = task.folder.as_deref().map(Folder::open).transpose()?;
    if site::FILES.is_empty() {
        return Err(Failure::usage(
            "this `whit` was built without the page of the playground; in a clone of the repository, `cargo xtask dist` \
             builds one that has it, and `cargo xtask web --serve` serves the page alone",
        ));
    }
    let page = Page::listen(task.port.unwrap_or(0), folder)?;
    let address = page.address();
    report::done(&format!("the playground is at {address}\nCtrl-C ends it"));
    if task.open
        && let Err(error) = open::that_detached(&address)
    {
        report::failure(&format!("cannot open the browser: {}", whit_disk::files::reason(&error)));
    }
    page.serve()
}
