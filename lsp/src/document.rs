//! A text that the editor has open. What it holds goes before what the disk holds.

use tower_lsp::lsp_types::{TextDocumentContentChangeEvent, Url};

use crate::position::LineIndex;

/// An open text.
#[derive(Debug)]
pub(crate) struct Document {
    /// As the editor calls it: it may write an address otherwise than this crate does.
    pub(crate) uri: Url,
    pub(crate) version: i32,
    pub(crate) text: String,
    /// Whether it is Whit, which its name need not tell.
    pub(crate) is_source: bool,
}

impl Document {
    /// Changes the text, one edit after the other; one without a range is the whole text.
    pub(crate) fn change(&mut self, version: i32, edits: Vec<TextDocumentContentChangeEvent>) {
        self.version = version;
        for edit in edits {
            match edit.range {
                Some(range) => {
                    let bytes = LineIndex::new(&self.text).offsets(range);
                    self.text.replace_range(bytes, &edit.text);
                }
                None => self.text = edit.text,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use tower_lsp::lsp_types::{Position, Range};

    use super::*;

    #[track_caller]
    fn check(text: &str, edits: &[(u32, u32, u32, u32, &str)], expected: &str) {
        let uri = Url::parse("file:///a.whit").unwrap();
        let mut document = Document { uri, version: 1, text: text.to_owned(), is_source: true };
        let edit = |(line, from, to_line, to, text): &(u32, u32, u32, u32, &str)| TextDocumentContentChangeEvent {
            range: Some(Range::new(Position::new(*line, *from), Position::new(*to_line, *to))),
            range_length: None,
            text: (*text).to_owned(),
        };
        document.change(2, edits.iter().map(edit).collect());
        assert_eq!((document.text.as_str(), document.version), (expected, 2));
    }

    #[test]
    fn edits_go_one_after_the_other() {
        check("let é = 1", &[(0, 4, 0, 5, "ab"), (0, 5, 0, 6, "")], "let a = 1");
        check("𝒳\r\nb", &[(0, 2, 1, 0, "\n"), (1, 9, 9, 0, "!")], "𝒳\nb!");
    }

    #[test]
    fn an_edit_without_a_range_is_the_whole_text() {
        let uri = Url::parse("file:///a.whit").unwrap();
        let mut document = Document { uri, version: 1, text: "old".to_owned(), is_source: true };
        let edit = TextDocumentContentChangeEvent { range: None, range_length: None, text: "new".to_owned() };
        document.change(7, vec![edit]);
        assert_eq!(document.text, "new");
    }
}
