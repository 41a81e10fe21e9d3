//! `whit man`.

use clap::{Args, CommandFactory as _};
use clap_mangen::Man;
use whit_core::diagnostic::nearest;
use whit_disk::files::reason;

use crate::{Exit, Failure, arguments, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The subcommand whose page is printed; without one, the page of `whit` itself
    pub(crate) subcommand: Option<String>,
}

/// Prints a page of the manual, as `man` reads it.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let mut whit = arguments::Arguments::command();
    // Names of pages and of usage lines are made from the whole.
    whit.build();
    let page = match &task.subcommand {
        None => whit,
        Some(name) => match whit.find_subcommand(name) {
            Some(found) => found.clone(),
            None => return Err(unknown(name, &whit)),
        },
    };
    let mut text = Vec::new();
    let rendered = Man::new(page).source(concat!("whit ", env!("CARGO_PKG_VERSION"))).render(&mut text);
    rendered.map_err(|error| Failure::findings(format!("cannot make the page: {}", reason(&error))))?;
    report::print(&String::from_utf8_lossy(&text))?;
    Ok(Exit::Fine)
}

fn unknown(name: &str, whit: &clap::Command) -> Failure {
    let names: Vec<&str> = whit.get_subcommands().map(clap::Command::get_name).collect();
    let hint = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", names.join(", ")),
    };
    Failure::usage(format!("there is no subcommand `{name}`; {hint}"))
}
