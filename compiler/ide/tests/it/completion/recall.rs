//! What the examples say is proposed where they say it.
#![expect(clippy::disallowed_methods, reason = "the tests read their programs from the disk")]

use std::fs;

use super::everywhere::{root, sources};
use crate::fixture::fixture;
use whit_core::Meaning;

/// Of each word of a project that stands for something, whether it is proposed when its first letters are typed; those
/// that are not, and how many there are.
fn misses(folder: &str) -> (Vec<String>, usize) {
    let mut files = Vec::new();
    let folder = root().join(folder);
    sources(&folder, &mut files);
    files.sort();
    let base = [folder.join("policies"), folder.clone()].into_iter().find(|base| base.is_dir()).expect("a folder");
    let mut text = String::new();
    for path in &files {
        let name = path.strip_prefix(&base).unwrap_or(path).to_str().expect("a name").to_owned();
        text += &format!("//- {name}\n{}\n", fs::read_to_string(path).expect("a text"));
    }
    let it = fixture(&format!("{text}$0"));
    let (view, sources) = (&it.analysis.view, &it.analysis.sources);
    let (mut missed, mut count) = (Vec::new(), 0);
    for module in view.modules.iter().filter(|module| !module.standard) {
        let file = sources.name(module.file);
        for item in &module.items {
            for mention in view.mentions(item) {
                let place = sources.place(mention.span).range();
                let word = &sources.text(module.file)[place.clone()];
                let what = match mention.means {
                    Meaning::Action if word.contains('*') => continue,
                    Meaning::Service(_) => "service",
                    Meaning::Action => "action",
                    Meaning::Key => "key",
                    Meaning::Resource(_) => "type",
                    Meaning::Item(_) => "item",
                    Meaning::Local(..) => "local",
                    Meaning::Parameter(..) => "parameter",
                    Meaning::Level(_) => "level",
                    Meaning::Tag => "tag",
                    Meaning::Env(_) => "env",
                    Meaning::Account(..) => "account",
                    _ => continue,
                };
                let sign = word.find(':').or_else(|| word.find('.'));
                let typed = sign.map_or(1, |at| at + 2).min(word.len());
                let found = whit_ide::completion(&it.analysis, file, place.start + typed);
                count += 1;
                // A tag is proposed behind its dot, a key with a name of a tag by what it is made from.
                let is = |label: &str| {
                    label.strip_suffix(':').unwrap_or(label) == word
                        || word.ends_with(&format!(".{label}"))
                        || label.ends_with(&format!(".{word}"))
                        || label.split(['$', '<']).next().is_some_and(|made| made != label && word.starts_with(made))
                };
                if !found.iter().any(|item| is(&item.label)) {
                    let line = sources.text(module.file)[..place.start].matches('\n').count() + 1;
                    missed.push(format!("{what} {word} {file}:{line}"));
                }
            }
        }
    }
    (missed, count)
}

#[test]
fn what_the_examples_say_is_proposed() {
    for folder in ["first-steps", "payments", "organization", "bucket-and-key", "aws-guardrails"] {
        let (missed, count) = misses(&format!("examples/{folder}"));
        assert!(count > 10, "{folder}: {count}");
        assert!(missed.is_empty(), "{folder}: {} of {count}: {missed:#?}", missed.len());
    }
}

/// Cuts the text behind the first letters of actions, keys and types, so that nothing follows.
#[test]
fn what_the_examples_say_is_proposed_at_the_end_of_a_text() {
    let mut files = Vec::new();
    sources(&root().join("examples"), &mut files);
    files.sort();
    let (mut missed, mut count) = (Vec::new(), 0);
    for path in files {
        let text = fs::read_to_string(&path).expect("a text");
        let whole = fixture(&format!("{text}$0"));
        let (view, places) = (&whole.analysis.view, &whole.analysis.sources);
        let (_, module) = view.module(&whole.file, places).expect("the file");
        let mentions = module.items.iter().flat_map(|item| view.mentions(item));
        let is_ours =
            |means: &Meaning| matches!(means, Meaning::Action | Meaning::Key | Meaning::Service(_) | Meaning::Level(_));
        for mention in mentions.filter(|mention| is_ours(&mention.means)).step_by(11) {
            let place = places.place(mention.span).range();
            let word = &text[place.clone()];
            if word.contains(['*', '/']) {
                continue;
            }
            let end = place.start + word.find(':').map_or(1, |at| at + 2);
            let it = fixture(&format!("{}$0", &text[..end]));
            let found = whit_ide::completion(&it.analysis, &it.file, it.offset);
            count += 1;
            if !found.iter().any(|item| item.label == word || item.label.ends_with(&format!(".{word}"))) {
                missed.push(format!("{word} at {end} of {}", path.display()));
            }
        }
    }
    assert!(count > 50, "{count}");
    assert!(missed.is_empty(), "{} of {count}: {missed:#?}", missed.len());
}
