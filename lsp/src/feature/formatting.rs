//! Formatting a text.

use similar::{DiffTag, TextDiff};
use tower_lsp::lsp_types::TextEdit;
use whit_core::source::FileId;

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
    let (mut old, mut new) = (0, 0);
    let mut edits = Vec::new();
    for change in difference.ops() {
        let length = |lines: &[&str]| lines.iter().map(|line| line.len()).sum::<usize>();
        let before = length(difference.old_slices().get(change.old_range()).unwrap_or_default());
        let after = length(difference.new_slices().get(change.new_range()).unwrap_or_default());
        if change.tag() != DiffTag::Equal {
            let new_text = formatted.get(new..new + after).unwrap_or_default().to_owned();
            edits.push(TextEdit { range: lines.range(old..old + before), new_text });
        }
        (old, new) = (old + before, new + after);
    }
    edits
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
    fn lines_that_stay_are_in_no_edit() {
        let edits = formatting("let a = 1\nlet  b = 1\n\npolicy P {\n}\n");
        assert!(edits.iter().all(|edit| edit.range.start.line > 0), "{edits:?}");
    }
}
