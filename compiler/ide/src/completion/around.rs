//! How far the text around the cursor matters: from the item's first line to the next item.

use whit_core::syntax::words::{ITEMS, is_word_byte};

use super::tokens::{Token, tokens};

/// Tokens behind the cursor that are looked at; a statement has fewer.
const AHEAD: usize = 4096;

/// Where the item of the cursor begins: at the nearest line above that begins with the word of one.
pub(super) fn item_start(before: &str) -> usize {
    let mut end = before.len();
    loop {
        let line = before.get(..end).and_then(|text| text.rfind('\n')).map_or(0, |at| at + 1);
        // The line of the cursor may be about to become one.
        let text = before.get(line..).unwrap_or("");
        let length = text.bytes().position(|byte| !is_word_byte(byte)).unwrap_or(text.len());
        let is_item = length < text.len() && text.get(..length).is_some_and(|word| ITEMS.contains(&word));
        if is_item || line == 0 {
            return line;
        }
        end = line - 1;
    }
}

/// Where the line of an offset ends.
pub(super) fn line_end(text: &str, offset: usize) -> usize {
    text.get(offset..).and_then(|rest| rest.find(['\n', '\r'])).map_or(text.len(), |length| offset + length)
}

/// The tokens behind the cursor, up to the next item.
pub(super) fn ahead(text: &str, from: usize) -> Vec<Token<'_>> {
    let rest = text.get(from..).unwrap_or("");
    let mut end = (from + 16 * AHEAD).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    for (at, _) in rest.match_indices('\n').take_while(|(at, _)| from + at < end) {
        let line = rest.get(at + 1..).unwrap_or("");
        let length = line.bytes().position(|byte| !is_word_byte(byte)).unwrap_or(line.len());
        if line.get(..length).is_some_and(|word| ITEMS.contains(&word)) {
            end = from + at;
            break;
        }
    }
    let (mut found, _) = tokens(text, from..end);
    found.truncate(AHEAD);
    found
}
