//! `whit catalog`: what AWS has, offline.

mod json;
mod likeness;
mod question;
#[cfg(test)]
mod tests;
mod text;

use question::Question;
use whit_catalog::Catalog;

use crate::arguments;
use crate::report::print;
use crate::{Exit, Failure};

/// Answers the question on standard output.
///
/// # Errors
/// When the catalog has nothing of that name, or standard output cannot be written.
pub(crate) fn run(task: &arguments::Catalog) -> Result<Exit, Failure> {
    print(&answer(task)?)?;
    Ok(Exit::Fine)
}

fn answer(task: &arguments::Catalog) -> Result<String, Failure> {
    let catalog = Catalog::embedded();
    let question = Question { name: task.query.as_deref().unwrap_or(""), on: task.on.as_deref() };
    let answer = question::answer(catalog, question).map_err(Failure::findings)?;
    Ok(match task.json {
        true => format!("{:#}\n", json::show(catalog, &answer)),
        false => text::show(catalog, &answer),
    })
}
