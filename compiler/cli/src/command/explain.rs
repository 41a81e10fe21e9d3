//! `whit explain`: the page of a rule on the terminal, or the list of all.

use std::io::{IsTerminal as _, Write as _};

use clap::Args;
use termcolor::{Buffer, ColorSpec, WriteColor as _};
use whit_core::diagnostic::page::{self, Section};
use whit_core::diagnostic::{Rule, nearest, rule};

use crate::{Exit, Failure, report};

/// How long a line of running text is.
const WIDTH: usize = 88;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The rule that a finding names: `open-negation`; without one, all are listed
    pub(crate) rule: Option<String>,
}

/// Shows a page, or the list, on standard output.
///
/// # Errors
/// When there is no such rule, or standard output cannot be written.
pub(crate) fn run(task: &Arguments) -> Result<Exit, Failure> {
    let mut out = report::buffer(std::io::stdout().is_terminal());
    match task.rule.as_deref() {
        None => list(&mut out),
        Some(name) => page(&mut out, named(name)?),
    }
    report::print_buffer(&out)?;
    Ok(Exit::Fine)
}

/// The rule of a name, also as messages show it: `error[syntax]`.
fn named(name: &str) -> Result<Rule, Failure> {
    let name = name.split_once('[').and_then(|(_, rest)| rest.strip_suffix(']')).unwrap_or(name);
    Rule::named(name).ok_or_else(|| {
        let hint = match nearest(name, rule::ALL.iter().map(|rule| rule.0)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`whit explain` lists them".to_owned(),
        };
        Failure::usage(format!("there is no rule `{name}`; {hint}"))
    })
}

fn list(out: &mut Buffer) {
    let mut rules = rule::ALL.to_vec();
    rules.sort_unstable();
    let longest = rules.iter().map(|rule| rule.0.len()).max().unwrap_or(0);
    for rule in rules {
        bold(out, rule.0);
        line(out, &format!("{:1$}  {2}", "", longest - rule.0.len(), rule.summary()));
    }
    line(out, "\n`whit explain RULE` shows the page of a rule.");
}

fn page(out: &mut Buffer, rule: Rule) {
    bold(out, rule.0);
    line(out, "");
    paragraph(out, rule.summary());
    line(out, "");
    paragraph(out, page::level(rule));
    for section in Section::ALL {
        line(out, "");
        bold(out, section.heading());
        line(out, "");
        text(out, page::section(rule, section));
    }
}

/// Running text is wrapped; what stands in a fence is shown as it is, a file by its name.
fn text(out: &mut Buffer, text: &str) {
    let mut fenced = false;
    for source in text.lines() {
        match source.strip_prefix("```") {
            Some("") => fenced = false,
            Some(fence) => {
                fenced = true;
                if let Some((_, file)) = fence.split_once(' ') {
                    line(out, &format!("  {file}:"));
                }
            }
            None if fenced => line(out, format!("    {source}").trim_end()),
            None => paragraph(out, source),
        }
    }
}

fn paragraph(out: &mut Buffer, text: &str) {
    let mut current = String::new();
    for word in text.split_whitespace() {
        if !current.is_empty() && current.chars().count() + 1 + word.chars().count() > WIDTH {
            line(out, &format!("  {current}"));
            current.clear();
        }
        if !current.is_empty() {
            current.push(' ');
        }
        current.push_str(word);
    }
    if !current.is_empty() {
        line(out, &format!("  {current}"));
    }
}

// Writing to memory does not fail.

fn bold(out: &mut Buffer, text: &str) {
    let _ = out.set_color(ColorSpec::new().set_bold(true));
    let _ = write!(out, "{text}");
    let _ = out.reset();
}

fn line(out: &mut Buffer, text: &str) {
    let _ = writeln!(out, "{text}");
}
