//! Formatting a text.

use similar::TextDiff;
use tower_lsp::lsp_types::{Position, Range, TextEdit};
use whit_core::source::FileId;
use whit_ide::TokenKind;

use crate::position::LineIndex;

/// The edits that format a text, line by line, so that the cursor stays where it is. A text with `\r\n` keeps them.
pub(crate) fn formatting(text: &str) -> Vec<TextEdit> {
    let mut formatted = whit_core::fmt::format(FileId(0), text).text;
    if text.contains("\r\n") {
        formatted = formatted.replace("\r\n", "\n").replace('\n', "\r\n");
    }
    if formatted == text {
        return Vec::new();
    }
    let lines = LineIndex::new(text);
    let difference = TextDiff::from_lines(text, &formatted);
    let (mut at, mut edits) = (0, Vec::new());
    for change in difference.ops() {
        let before = difference.old_slices().get(change.old_range()).unwrap_or_default();
        let after = difference.new_slices().get(change.new_range()).unwrap_or_default();
        // Line by line where that can be, so that a part of the text may be formatted.
        let pairs: Vec<(String, String)> = match before.len() == after.len() {
            true => before.iter().zip(after).map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect(),
            false => vec![(before.concat(), after.concat())],
        };
        for (old, new_text) in pairs {
            let end = at + old.len();
            if old != new_text {
                edits.push(TextEdit { range: lines.range(at..end), new_text });
            }
            at = end;
        }
    }
    edits
}

/// The edits that format some lines of a text.
pub(crate) fn formatting_of(text: &str, range: Range) -> Vec<TextEdit> {
    let start = Position::new(range.start.line, 0);
    let touched =
        |edit: &TextEdit| edit.range.start <= range.end && (edit.range.end > start || edit.range.start == start);
    let mut edits = formatting(text);
    edits.retain(touched);
    edits
}

/// The edits that format what a letter at a position has completed: the lines of an item behind its `}`, the line above
/// behind a new line. Nothing below the cursor moves, and a text that is half written is left alone.
pub(crate) fn formatting_on_type(text: &str, at: Position, letter: &str) -> Vec<TextEdit> {
    let lines = LineIndex::new(text);
    let offset = lines.offset(at);
    let range = match letter {
        "}" => {
            let Some(open) = opening(text.get(..offset).unwrap_or("")) else { return Vec::new() };
            Range::new(lines.position(open), at)
        }
        _ => {
            let Some(above) = at.line.checked_sub(1) else { return Vec::new() };
            Range::new(Position::new(above, 0), Position::new(above, 0))
        }
    };
    let end = Position::new(if letter == "}" { at.line + 1 } else { at.line }, 0);
    let mut edits = formatting_of(text, range);
    edits.retain(|edit| edit.range.end <= end && edit.range.start.line < end.line);
    edits
}

/// Where the bracket opens that the last `}` of a text closes. What stands in comments and strings is none.
fn opening(text: &str) -> Option<usize> {
    let is_text =
        |kind| matches!(kind, TokenKind::Comment | TokenKind::DocComment | TokenKind::String | TokenKind::Escape);
    let mut texts = whit_ide::lexical_tokens(text).into_iter().filter(|token| is_text(token.kind)).peekable();
    let (mut open, mut last) = (Vec::new(), None);
    for (at, bracket) in text.match_indices(['{', '}']) {
        while texts.next_if(|token| token.range.end <= at).is_some() {}
        if texts.peek().is_some_and(|token| token.range.contains(&at)) {
            continue;
        }
        match bracket {
            "{" => open.push(at),
            _ => last = open.pop(),
        }
    }
    last
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a text is after its edits.
    fn applied(text: &str) -> String {
        let lines = LineIndex::new(text);
        let mut result = text.to_owned();
        for edit in formatting(text).iter().rev() {
            result.replace_range(lines.offsets(edit.range), &edit.new_text);
        }
        result
    }

    const UGLY: &str = "// é 𝒳\npolicy  P {\n  allow s3:ListAllMyBuckets\n\n\n    allow   ec2:DescribeRegions\n}";

    #[test]
    fn the_edits_give_what_the_formatter_gives() {
        assert_eq!(applied(UGLY), whit_core::fmt::format(FileId(0), UGLY).text);
        let windows = UGLY.replace('\n', "\r\n");
        assert_eq!(applied(&windows), whit_core::fmt::format(FileId(0), UGLY).text.replace('\n', "\r\n"));
    }

    #[test]
    fn a_formatted_text_has_no_edits() {
        assert_eq!(formatting(&applied(UGLY)), []);
        assert_eq!(formatting(""), []);
    }

    #[test]
    fn other_lines_stay() {
        let text = "let  a = 1\nlet  b = 2\n\n\n\npolicy  P {\n}\n";
        let of = |from: u32, to: u32| formatting_of(text, Range::new(Position::new(from, 2), Position::new(to, 3)));
        let touched = |edits: Vec<TextEdit>| edits.iter().map(|edit| edit.range.start.line).collect::<Vec<_>>();
        assert_eq!(touched(of(5, 5)), [5]);
        assert_eq!(touched(of(0, 0)), [0]);
        assert_eq!(touched(of(0, 9)).last(), Some(&5));
    }

    #[track_caller]
    fn typed(text: &str, letter: &str, expected: &str) {
        let (before, after) = text.split_once('|').unwrap();
        let text = format!("{before}{after}");
        let lines = LineIndex::new(&text);
        let mut result = text.clone();
        for edit in formatting_on_type(&text, lines.position(before.len()), letter).iter().rev() {
            result.replace_range(lines.offsets(edit.range), &edit.new_text);
        }
        assert_eq!(result, expected);
    }

    #[test]
    fn a_brace_formats_what_it_closes() {
        typed(
            "let  a = 1\npolicy  P {\nallow  ec2:DescribeRegions\n}|\nlet  b = 2\n",
            "}",
            "let  a = 1\npolicy P {\n  allow ec2:DescribeRegions\n}\nlet  b = 2\n",
        );
        // One in a string or a comment closes nothing.
        typed("let  a = \"}|\"\n", "}", "let  a = \"}\"\n");
        typed("// }|\nlet  a = 1\n", "}", "// }\nlet  a = 1\n");
    }

    #[test]
    fn a_new_line_formats_the_one_above() {
        typed("let  a = 1\n|\nlet  b = 2\n", "\n", "let a = 1\n\nlet  b = 2\n");
        typed("|let  a = 1\n", "\n", "let  a = 1\n");
    }

    #[test]
    fn what_is_half_written_stays() {
        typed("policy  P {\n|", "\n", "policy  P {\n");
        typed("policy  P {\n  allow  s3:\n|\n}\n", "\n", "policy  P {\n  allow  s3:\n\n}\n");
    }

    #[test]
    fn lines_that_stay_are_in_no_edit() {
        let edits = formatting("let a = 1\nlet  b = 1\n\npolicy P {\n}\n");
        assert!(edits.iter().all(|edit| edit.range.start.line > 0), "{edits:?}");
    }
}
