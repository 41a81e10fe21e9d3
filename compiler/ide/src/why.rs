//! Why the requests of an expectation come out as they do.

use whit_core::Analysis;
use whit_core::source::Span;
use whit_core::syntax::tree::Expectation;
use whit_core::testing::{self, Answer};
use whit_iam::evaluate::Decision;

use crate::nodes::{Node, around};

/// How many requests are explained.
const SHOWN: usize = 3;

/// Why the requests of the expectation at a place come out as they do, as Markdown; none where there is no expectation, or
/// while something is wrong or lacking.
#[must_use]
pub fn why(analysis: &Analysis, file: &str, offset: usize) -> Option<String> {
    explained(analysis, expectation(analysis, file, offset)?)
}

/// Where `can` or `cannot` stands that is at a place, and why the requests of its expectation come out as they do.
pub(crate) fn verb(analysis: &Analysis, file: &str, offset: usize) -> Option<(Span, String)> {
    let expectation = expectation(analysis, file, offset)?;
    let length = if expectation.can { "can" } else { "cannot" }.len();
    let span = Span { end: expectation.span.start + u32::try_from(length).ok()?, ..expectation.span };
    let range = analysis.sources.place(span).range();
    let here = range.start <= offset && offset <= range.end;
    here.then(|| explained(analysis, expectation)).flatten().map(|text| (span, text))
}

fn expectation<'a>(analysis: &'a Analysis, file: &str, offset: usize) -> Option<&'a Expectation> {
    let (_, item) = analysis.view.item_at(file, u32::try_from(offset).ok()?, &analysis.sources)?;
    let found = around(Node::Item(item), offset, offset, &analysis.sources).into_iter().rev();
    { found }.find_map(|node| match node {
        Node::Expectation(expectation) => Some(expectation),
        _ => None,
    })
}

fn explained(analysis: &Analysis, expectation: &Expectation) -> Option<String> {
    let answers = testing::why_of(analysis.checked()?, &analysis.sources, expectation.span).ok()?;
    let mut parts: Vec<String> = answers.iter().take(SHOWN).map(said).collect();
    let more = answers.len().saturating_sub(SHOWN);
    if more > 0 {
        parts.push(format!("And {more} more."));
    }
    (!parts.is_empty()).then(|| parts.join("\n\n---\n\n"))
}

fn said(answer: &Answer) -> String {
    let decision = match answer.decision {
        Decision::Allowed => "Allowed",
        Decision::ExplicitlyDenied => "Denied",
        Decision::ImplicitlyDenied => "Not allowed",
    };
    let environment = answer.environment.as_ref().map(|name| format!(" in `{name}`")).unwrap_or_default();
    let mut text = format!("{decision}{environment}: {}", answer.asked);
    let lines = answer.layers.iter().map(|line| {
        let by = if line.statement.is_empty() { String::new() } else { format!(": {}", line.statement) };
        format!("- {} {}{by}", line.layer, line.verdict)
    });
    let lines: Vec<String> = lines.collect();
    if !lines.is_empty() {
        text.push_str(&format!("\n\n{}", lines.join("\n")));
    }
    for note in &answer.notes {
        text.push_str(&format!("\n\n{note}"));
    }
    text
}
