//! The page of each rule: what it means, why, an example of each side, how to silence it, how to fix it.
//!
//! The sources are Markdown, one file a rule in `pages/`, with the same sections in the same order. The command shows
//! them, `docs/rules/` is made of them, and a test compiles their examples.

use super::rule::{self, Rule};

/// A section of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the section under the heading of its name")]
pub enum Section {
    Means,
    Why,
    Wrong,
    Right,
    Silencing,
    Fixing,
}

impl Section {
    /// All, in the order of a page.
    pub const ALL: [Self; 6] = [Self::Means, Self::Why, Self::Wrong, Self::Right, Self::Silencing, Self::Fixing];

    /// The heading.
    #[must_use]
    pub fn heading(self) -> &'static str {
        match self {
            Self::Means => "What it means",
            Self::Why => "Why it matters",
            Self::Wrong => "Wrong",
            Self::Right => "Right",
            Self::Silencing => "Silencing it",
            Self::Fixing => "Fixing it",
        }
    }
}

/// A text of an example.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block<'p> {
    /// The language of the fence: `whit`, `toml`, `sh`.
    pub language: &'p str,
    /// The file, `main.whit` unless the fence names another.
    pub file: &'p str,
    /// The text.
    pub text: &'p str,
}

/// The text under a heading of a rule's page, without the heading.
#[must_use]
pub fn section(rule: Rule, section: Section) -> &'static str {
    let heading = format!("## {}\n", section.heading());
    let Some((_, below)) = rule.page_source().split_once(&heading) else { return "" };
    below.split_once("\n## ").map_or(below, |(text, _)| text).trim()
}

/// The fenced blocks of a text.
#[must_use]
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some((fence, below)) = rest.split_once("```").and_then(|(_, block)| block.split_once('\n')) {
        let Some((text, behind)) = below.split_once("```") else { break };
        let (language, file) = fence.split_once(' ').unwrap_or((fence, "main.whit"));
        blocks.push(Block { language, file, text });
        rest = behind;
    }
    blocks
}

/// The level of a rule's findings, in a sentence.
#[must_use]
pub fn level(rule: Rule) -> &'static str {
    if rule.is_adjustable() {
        "A project may set its level, under `[lint]` in `whit.toml`."
    } else {
        "It has the same level in every project."
    }
}

/// The whole page in Markdown, as it stands in `docs/rules/`.
#[must_use]
pub fn markdown(rule: Rule) -> String {
    format!(
        "<!-- Made by `cargo xtask docs` from compiler/core/src/diagnostic/pages/{rule}.md. -->\n\n# {rule}\n\n{}\n\n*{}*\n\n{}",
        rule.summary(),
        level(rule),
        rule.page_source()
    )
}

/// The list of all pages in Markdown, by name.
#[must_use]
pub fn index() -> String {
    let mut rules = rule::ALL.to_vec();
    rules.sort_unstable();
    let lines: String = rules.iter().map(|rule| format!("| [{rule}]({rule}.md) | {} |\n", rule.summary())).collect();
    format!(
        "<!-- Made by `cargo xtask docs`. -->\n\n# Rules\n\nEvery finding names its rule. `whit explain RULE` shows the same pages.\n\n| rule | what it finds |\n| --- | --- |\n{lines}"
    )
}
