//! `whit completions`.

use clap::{Args, CommandFactory as _};
use clap_complete::{Shell, generate};

use crate::{Exit, Failure, arguments, report};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The shell that reads them
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Prints the script by which a shell completes what is typed behind `whit`.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    generate(task.shell, &mut arguments::Arguments::command(), "whit", &mut script);
    report::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Fine)
}
