//! The comment itself: `// whit: allow(rule, rule) because "…"`.

use crate::diagnostic::{Diagnostic, Rule, nearest, rule};
use crate::source::Span;

/// How it is written, for messages.
const FORM: &str = "It is written `// whit: allow(rule) because \"…\"`; several rules stand with commas.";

/// What a comment allows.
pub(super) struct Written {
    /// The comment.
    pub(super) span: Span,
    /// The rules with their places, at least one.
    pub(super) rules: Vec<(Rule, Span)>,
    /// What stands in the brackets.
    pub(super) list: Span,
    /// The reason.
    pub(super) because: String,
}

/// Whether a comment speaks to the compiler.
pub(super) fn is_meant(text: &str, comment: Span) -> bool {
    let inside = text.get(comment.range()).unwrap_or("").trim_start_matches('/');
    inside.trim_start().strip_prefix("whit:").is_some()
}

/// Reads a comment that speaks to the compiler; the error is its first mistake.
pub(super) fn read(text: &str, comment: Span) -> Result<Written, Box<Diagnostic>> {
    let wrong = |span: Span, message: &str| Diagnostic::error(rule::BAD_ALLOWANCE, span, message);
    let alone = text.get(..comment.start as usize).and_then(|before| before.rsplit('\n').next()).unwrap_or("");
    if !alone.trim().is_empty() {
        return Err(Box::new(
            wrong(comment, "an allowance stands on a line of its own")
                .note("It speaks of the statement or the item right below it."),
        ));
    }
    let whole = text.get(comment.range()).unwrap_or("");
    if whole.starts_with("///") {
        return Err(Box::new(wrong(comment, "an allowance is an ordinary comment, with two slashes").note(FORM)));
    }
    let unreadable = |at: &str| {
        let start = whole.len() - at.len();
        let span = within(comment, start, whole.trim_end().len().max(start));
        Box::new(wrong(span, "this allowance cannot be read").note(FORM))
    };
    let rest = whole.trim_start_matches('/').trim_start();
    let rest = rest.strip_prefix("whit:").unwrap_or(rest).trim_start();
    let (list, behind) = rest
        .strip_prefix("allow")
        .and_then(|rest| rest.trim_start().strip_prefix('('))
        .and_then(|rest| rest.split_once(')'))
        .ok_or_else(|| unreadable(rest))?;
    let start = whole.len() - behind.len() - 1 - list.len();
    let rules = rules(list, comment, start)?;
    let list = within(comment, start, start + list.len());
    let Some(reason) = behind.trim_start().strip_prefix("because") else {
        let mut found = wrong(comment, "an allowance gives its reason").note(FORM);
        found.label = "why?".to_owned();
        return Err(Box::new(if behind.trim().is_empty() { found } else { *unreadable(behind) }));
    };
    let because = quoted(reason.trim()).ok_or_else(|| unreadable(reason))?;
    if because.trim().is_empty() {
        let span = within(comment, whole.len() - reason.len(), whole.trim_end().len());
        return Err(Box::new(wrong(span, "this reason says nothing").note("Whoever reviews the exception reads it.")));
    }
    Ok(Written { span: comment, rules, list, because })
}

/// The rules of a list that starts at an offset of the comment.
fn rules(list: &str, comment: Span, start: usize) -> Result<Vec<(Rule, Span)>, Box<Diagnostic>> {
    let mut rules: Vec<(Rule, Span)> = Vec::new();
    let mut at = start;
    for part in list.split(',') {
        let name = part.trim();
        let from = at + part.len() - part.trim_start().len();
        let span = within(comment, from, from + name.len());
        let rule = named(name, span)?;
        if rules.iter().any(|(other, _)| *other == rule) {
            let message = format!("`{name}` stands twice");
            return Err(Box::new(Diagnostic::error(rule::BAD_ALLOWANCE, span, message)));
        }
        rules.push((rule, span));
        at += part.len() + 1;
    }
    Ok(rules)
}

fn named(name: &str, span: Span) -> Result<Rule, Box<Diagnostic>> {
    let Some(rule) = Rule::named(name) else {
        let found = Diagnostic::error(rule::BAD_ALLOWANCE, span, format!("there is no rule `{name}`"));
        return Err(Box::new(match nearest(name, rule::ADJUSTABLE.iter().map(|rule| rule.0)) {
            Some(near) => found.label(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), span, near),
            None => found.note("`whit explain` lists them."),
        }));
    };
    if rule.is_adjustable() {
        return Ok(rule);
    }
    Err(Box::new(
        Diagnostic::error(rule::BAD_ALLOWANCE, span, format!("`{name}` cannot be silenced"))
            .note("A promise of the language rests on it.")
            .note(format!("`whit explain {name}` tells what may be done.")),
    ))
}

/// The text of a string that is all there is.
fn quoted(text: &str) -> Option<String> {
    let inside = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut chars = inside.chars();
    while let Some(char) = chars.next() {
        match char {
            '"' => return None,
            '\\' => out.push(chars.next()?),
            char => out.push(char),
        }
    }
    Some(out)
}

/// The whole line of a comment that has one for itself, with its end.
pub(super) fn line(text: &str, comment: Span) -> Span {
    let before = text.get(..comment.start as usize).unwrap_or("");
    let start = before.rfind('\n').map_or(0, |end| end + 1);
    let behind = text.get(comment.end as usize..).unwrap_or("");
    let end = behind.find('\n').map_or(text.len(), |end| comment.end as usize + end + 1);
    Span::new(comment.file, start, end)
}

fn within(comment: Span, start: usize, end: usize) -> Span {
    let at = comment.start as usize;
    Span::new(comment.file, at + start, at + end)
}
