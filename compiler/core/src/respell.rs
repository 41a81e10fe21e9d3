//! Names in another spelling, at all their uses: the fix of a name that is not written in the style of its kind.
//!
//! A word is written anew wherever the project has it, so that every use goes with its declaration. That is offered
//! only for a word that stands for a `let`, a guard or a template and for nothing that counts outside of the sources.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::{Diagnostic, Edit, Fix, rule};
use crate::resolve::{Module, Modules, name_of, snake};
use crate::source::{SourceMap, Span};
use crate::syntax::tree::{Item, ItemKind};
use crate::syntax::words::{is_reserved, is_word_byte};

/// Where words stand as names; none for a word that is more than that somewhere: a field, an argument, a module.
type Uses<'w> = BTreeMap<&'w str, Option<Vec<Span>>>;

/// Adds the fixes of names that are not written in their style.
pub(crate) fn offer(modules: &Modules, sources: &SourceMap, found: &mut [Diagnostic]) {
    let style = |found: &&mut Diagnostic| found.rule == rule::NAME_STYLE;
    let words: BTreeMap<&str, String> = found
        .iter_mut()
        .filter(style)
        .map(|found| sources.slice(found.span))
        .map(|word| (word, better(word)))
        .collect();
    if words.is_empty() {
        return;
    }
    let both = words.iter().flat_map(|(word, better)| [*word, better.as_str()]);
    let mut uses: Uses<'_> = both.map(|word| (word, Some(Vec::new()))).collect();
    for module in modules.list.iter().filter(|module| !module.standard) {
        known_outside(module, &mut uses);
        let organizations = module.items.iter().filter(|item| matches!(item.kind, ItemKind::Organization(_)));
        let scan = Scan {
            text: sources.text(module.file),
            comments: &module.comments,
            // The names of accounts and units are known outside.
            outside: organizations.map(|item| sources.place(item.span)).collect(),
        };
        scan.code(Span::new(module.file, 0, scan.text.len()), &mut uses);
    }
    for diagnostic in found.iter_mut().filter(style) {
        let word = sources.slice(diagnostic.span);
        let Some(better) = words.get(word).filter(|better| !is_reserved(better)) else { continue };
        let taken = uses.get(better.as_str()).is_none_or(|uses| uses.as_ref().is_none_or(|uses| !uses.is_empty()));
        if let (false, Some(Some(places))) = (taken, uses.get(word)) {
            let title = format!("write `{better}` wherever the name stands");
            let edits = places.iter().map(|span| Edit { span: *span, text: better.clone() }).collect();
            diagnostic.fixes.push(Fix { title, edits, safe: true });
        }
    }
}

/// The name in snake_case; what makes it private stays.
fn better(word: &str) -> String {
    let name = word.trim_start_matches('_');
    format!("{}{}", "_".repeat(word.len() - name.len()), snake(name))
}

/// Documents are files, inputs are set by others, and so are modules found.
fn known_outside(module: &Module, uses: &mut Uses<'_>) {
    let inside = |item: &Item| matches!(item.kind, ItemKind::Let(_) | ItemKind::Guard(_) | ItemKind::Template(_));
    let declared = module.items.iter().filter(|item| !inside(item)).filter_map(|item| name_of(&item.kind));
    let names: BTreeSet<&str> = declared.map(|(_, name)| name.value.as_str()).chain(module.path.split("::")).collect();
    for name in names {
        if let Some(known) = uses.get_mut(name) {
            *known = None;
        }
    }
}

/// A text that is looked through for words.
struct Scan<'t> {
    text: &'t str,
    comments: &'t [Span],
    outside: Vec<Span>,
}

impl Scan<'_> {
    /// Finds the words in a part of the text that is code.
    fn code(&self, part: Span, uses: &mut Uses<'_>) {
        let mut at = part.range().start;
        while at < part.range().end {
            let rest = self.text.get(at..part.range().end).unwrap_or("");
            let Some(first) = rest.chars().next() else { return };
            at += match first {
                '/' if rest.starts_with("//") => {
                    let comment = self.comments.partition_point(|comment| (comment.end as usize) <= at);
                    self.comments.get(comment).map_or(2, |comment| comment.end as usize - at)
                }
                '"' => self.string(part, at, uses),
                // A bare ARN.
                'a' if rest.starts_with("arn:") => {
                    rest.find(|c: char| c.is_whitespace() || "\",()[]{}".contains(c)).unwrap_or(rest.len())
                }
                _ if u8::try_from(first).is_ok_and(is_word_byte) => {
                    let length = rest.bytes().take_while(|byte| is_word_byte(*byte)).count();
                    self.word(Span::new(part.file, at, at + length), uses);
                    length
                }
                _ => first.len_utf8(),
            };
        }
    }

    /// The length of the string at a place; the words in its holes are found.
    fn string(&self, part: Span, start: usize, uses: &mut Uses<'_>) -> usize {
        let text = self.text.get(start..part.range().end).unwrap_or("");
        let mut at = 1;
        while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
            let to_brace = || rest.find(['}', '"', '\n']).unwrap_or(rest.len());
            at += match rest.as_bytes() {
                [b'"' | b'\n', ..] => return at + 1,
                [b'\\', ..] => 1 + rest.chars().nth(1).map_or(0, char::len_utf8),
                [b'{', b'{', ..] => 2,
                [b'$', b'{', ..] => to_brace(),
                [b'{', ..] => {
                    self.code(Span::new(part.file, start + at + 1, start + at + to_brace()), uses);
                    to_brace()
                }
                _ => rest.chars().next().map_or(1, char::len_utf8),
            };
        }
        text.len()
    }

    fn word(&self, span: Span, uses: &mut Uses<'_>) {
        let Some(known) = uses.get_mut(self.text.get(span.range()).unwrap_or("")) else { return };
        let before = self.text.get(..span.range().start).unwrap_or("");
        let behind = self.text.get(span.range().end..).unwrap_or("");
        // A part of an action or a key is no name.
        if before.ends_with('/') || (before.ends_with(':') && !before.ends_with("::")) {
            return;
        }
        let member = before.ends_with('.') && !before.ends_with("..");
        let labels = behind.trim_start().starts_with(':');
        if member || labels || self.outside.iter().any(|outside| outside.holds(span)) {
            *known = None;
        } else if let Some(places) = known {
            places.push(span);
        }
    }
}
