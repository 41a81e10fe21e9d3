//! The pages of the rules: each has all its sections, and its examples are what they say they are.

use std::collections::BTreeSet;

use super::project::Project;
use whit_core::diagnostic::page::{self, Section, blocks, section};
use whit_core::diagnostic::{Rule, rule};

/// Rules whose wrong example cannot stand on a page, and why.
const NOT_SHOWN: &[(Rule, &str)] = &[
    (rule::UNREADABLE, "its bytes are no text"),
    (rule::NAME_TOO_LONG, "a word of more than a thousand letters"),
    (rule::TOO_MANY, "a hundred mistakes, which are findings of their own"),
    (rule::INTERNAL, "a mistake of the compiler, and none is known"),
    (rule::IMPORT, "it is about JSON, and no finding of a compilation"),
    (rule::REFUSED_BY_AWS, "the last look behind all other rules: none lets something through that we know of"),
];

/// An example with all its files.
pub(crate) fn example(text: &str) -> Project {
    let mut project = Project::default();
    for block in blocks(text) {
        if block.language == "sh" {
            let words: Vec<&str> = block.text.split_whitespace().collect();
            let ["whit", "check", "--set", value] = words.as_slice() else { panic!("{}", block.text) };
            let (name, value) = value.split_once('=').unwrap();
            project.set.insert(name.to_owned(), value.to_owned());
        } else {
            project.files.insert(block.file.to_owned(), block.text.to_owned());
        }
    }
    project
}

/// The examples of all rules that can be shown.
pub(crate) fn wrong_examples() -> impl Iterator<Item = (Rule, Project)> {
    let shown = |rule: &&Rule| !NOT_SHOWN.iter().any(|(other, _)| other == *rule);
    rule::ALL.iter().filter(shown).map(|rule| (*rule, example(section(*rule, Section::Wrong))))
}

#[test]
fn every_page_has_its_sections_in_order() {
    for rule in rule::ALL {
        assert!(rule.summary().ends_with('.'), "{rule}: the summary is a sentence");
        let page = page::markdown(*rule);
        let headings: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        assert_eq!(headings, Section::ALL.map(Section::heading), "{rule}");
        for part in Section::ALL {
            assert!(!section(*rule, part).is_empty(), "{rule}: {} says nothing", part.heading());
        }
        assert!(!blocks(section(*rule, Section::Right)).is_empty(), "{rule}: nothing is shown as right");
        let shows = !blocks(section(*rule, Section::Wrong)).is_empty();
        assert_eq!(shows, !NOT_SHOWN.iter().any(|(other, _)| other == rule), "{rule}: whether it is shown");
    }
}

#[test]
fn a_page_tells_how_its_rule_is_silenced() {
    for rule in rule::ALL {
        let text = section(*rule, Section::Silencing);
        assert_eq!(text.contains(&format!("whit: allow({rule})")), rule.is_adjustable(), "{rule}");
        assert_eq!(text.contains(&format!("{rule} = \"off\"")), rule.is_adjustable(), "{rule}");
    }
}

#[test]
fn a_wrong_example_breaks_its_rule_and_no_other() {
    for (rule, project) in wrong_examples() {
        let found = project.found();
        let rules: BTreeSet<Rule> = found.diagnostics.iter().map(|one| one.rule).collect();
        assert_eq!(rules, BTreeSet::from([rule]), "{rule}\n{}", found.messages());
    }
}

#[test]
fn a_right_example_is_right() {
    for rule in rule::ALL {
        let found = example(section(*rule, Section::Right)).found();
        assert_eq!(found.messages(), "", "{rule}");
        assert!(found.analysis.is_some_and(|analysis| analysis.checked().is_some()), "{rule}: it builds");
    }
}
