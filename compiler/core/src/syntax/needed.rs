//! Which items of a module are needed by texts that use it, seen before any of it is parsed: those whose names stand in the
//! texts, and those whose names stand in needed ones. A name that stands there by chance has its item read too.

use rustc_hash::{FxHashMap, FxHashSet};

use super::scan::Cut;

/// The words that stand in texts.
#[derive(Debug)]
pub(crate) struct Words<'t>(FxHashSet<&'t [u8]>);

impl<'t> Words<'t> {
    /// Those of these texts.
    pub(crate) fn of(texts: impl Iterator<Item = &'t str>) -> Self {
        Self(texts.flat_map(words).collect())
    }
}

/// The cuts of a module that are needed by texts of these words. One that declares no name that can be called or read is
/// needed always.
pub(super) fn needed<'t>(cuts: Vec<Cut<'t>>, words: &Words<'_>) -> Vec<Cut<'t>> {
    let mut open: Vec<usize> = Vec::new();
    let mut is_needed = vec![false; cuts.len()];
    // Items that nobody needs yet, by their names; two of one name are a mistake, which is reported.
    let mut waiting: FxHashMap<&[u8], Vec<usize>> = FxHashMap::default();
    for (at, cut) in cuts.iter().enumerate() {
        match name(text(cut)) {
            Some(name) if !words.0.contains(name) => waiting.entry(name).or_default().push(at),
            _ => open.push(at),
        }
    }
    while let Some(at) = open.pop() {
        if let Some(is_needed) = is_needed.get_mut(at) {
            *is_needed = true;
        }
        let mentioned = cuts.get(at).into_iter().flat_map(|cut| code_words(text(cut)));
        open.extend(mentioned.filter_map(|word| waiting.remove(word)).flatten());
    }
    cuts.into_iter().zip(is_needed).filter_map(|(cut, is_needed)| is_needed.then_some(cut)).collect()
}

/// The text of an item; none of one that is not fit to be read, about which there is a finding.
fn text<'c>(cut: &'c Cut<'_>) -> &'c str {
    cut.text.as_ref().map_or("", |text| text.text.as_ref())
}

/// The name that an item declares, if nothing but that name makes it matter.
fn name(text: &str) -> Option<&[u8]> {
    let mut words = code_words(text);
    match (words.next()?, words.next()) {
        (b"guard" | b"template" | b"let", name) => name,
        _ => None,
    }
}

/// The words of a text outside of comments that have their own lines.
fn code_words(text: &str) -> impl Iterator<Item = &[u8]> {
    text.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(words)
}

/// What could be names.
fn words(text: &str) -> impl Iterator<Item = &[u8]> {
    text.as_bytes().split(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')).filter(|word| !word.is_empty())
}
