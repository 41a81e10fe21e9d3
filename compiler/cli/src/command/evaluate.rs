//! `whit evaluate`: what AWS decides on requests, a line of JSON for each.

mod input;

use std::io::{BufWriter, Write as _};

use clap::Args;
use serde_json::Value;
use whit_disk::files;
use whit_iam::evaluate::Readings;
use whit_iam::{Case, CaseError, MAX_BYTES, ReadError};

use crate::compile::STDIN;
use crate::{Exit, Failure, report};
use input::{Input, Text};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// A file of requests with their policies, or `-` for standard input: one JSON object, or one on each line
    pub(crate) file: String,
}

/// Answers every request on standard output, in order, a line each.
///
/// # Errors
/// When the file cannot be read or holds nothing, or standard output cannot be written.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let name = if task.file == "-" { STDIN } else { &task.file };
    let unreadable = |why: String| Failure::findings(format!("cannot read `{name}`: {why}"));
    let mut input = Input::open(&task.file).map_err(|error| unreadable(files::explain(&error)))?;
    let mut out = BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let readings = Readings::default();
    let (mut count, mut refused) = (0_usize, 0_usize);
    loop {
        // Whoever asks one thing after the other gets each answer before the next question.
        if input.may_wait() {
            out.flush().map_err(|error| report::unwritten(&error))?;
        }
        let text = match input.next() {
            Ok(Some(text)) => text,
            Ok(None) => break,
            Err(error) => {
                out.flush().map_err(|error| report::unwritten(&error))?;
                return Err(unreadable(files::reason(&error)));
            }
        };
        let answer = answer(&text, &readings).unwrap_or_else(|error| {
            refused += 1;
            error
        });
        count += 1;
        writeln!(out, "{answer}").map_err(|error| report::unwritten(&error))?;
    }
    out.flush().map_err(|error| report::unwritten(&error))?;
    match (count, refused) {
        (0, _) => Err(Failure::findings(format!("there is no request in `{name}`"))),
        (_, 0) => Ok(Exit::Fine),
        _ => {
            let of = report::plural(count, "request").unwrap_or_default();
            Err(Failure::findings(format!("{refused} of {of} cannot be decided; the answers say why")))
        }
    }
}

/// The answer to a text, or what is wrong with it.
fn answer(text: &Text<'_>, readings: &Readings) -> Result<Value, Value> {
    let wrong = |text: &str, line, message: String| {
        let at = text.len();
        Err(CaseError { id: None, errors: vec![ReadError { range: at..at, message }] }.answer(text, line))
    };
    match *text {
        Text::TooLong { line } => wrong("", line, format!("the text has more than {MAX_BYTES} bytes")),
        Text::Whole { bytes, line } => match std::str::from_utf8(bytes) {
            Ok(text) => match Case::read(text) {
                Ok(case) => Ok(case.answer(text, line, readings)),
                Err(error) => Err(error.answer(text, line)),
            },
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).map(std::str::from_utf8);
                wrong(before.and_then(Result::ok).unwrap_or_default(), line, "the text is not UTF-8".to_owned())
            }
        },
    }
}
