//! Edits, one after the other, leave the server with what it would find in the text as it is then.

use serde_json::{Value, json};

use super::client::Client;
use super::plain::{expected, position, said};
use crate::run::folder;

const TEXT: &str =
    "// é and 𝒳\r\nlet logs = s3.bucket(\"é-𝒳\")\r\n\r\npolicy P {\r\n  allow s3:ListBucket on logs // 𝒳𝒳\r\n}\r\n";

/// What is written in between.
const PIECES: &[&str] = &[
    "",
    "",
    "",
    "é",
    "𝒳",
    "\r\n",
    "\n",
    "\"",
    "{",
    "}",
    "(",
    ")",
    "//",
    " ",
    "let a = logs\r\n",
    "allow ",
    "s3:GetObject",
    "policy Q { allow s3:ListBucket on lost }\n",
    "with aws:username == \"é\"",
    "/* 𝒳 ",
    "logs",
];

/// Numbers without a pattern, the same in each run.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }

    /// A place between two characters.
    fn place(&mut self, text: &str) -> usize {
        loop {
            let at = self.below(text.len() + 1);
            // There is no position within `\r\n`.
            if text.is_char_boundary(at) && !(text[..at].ends_with('\r') && text[at..].starts_with('\n')) {
                return at;
            }
        }
    }
}

/// An edit of the text, which is changed.
fn edit(draw: &mut Draw, text: &mut String) -> Value {
    let start = draw.place(text);
    let mut end = start;
    for _ in 0..draw.below(4) {
        end += text[end..].chars().next().map_or(0, char::len_utf8);
    }
    if text[..end].ends_with('\r') && text[end..].starts_with('\n') {
        end += 1;
    }
    let piece = PIECES[draw.below(PIECES.len())];
    let range = json!({ "start": position(text, start), "end": position(text, end) });
    text.replace_range(start..end, piece);
    json!({ "range": range, "text": piece })
}

#[test]
fn edits_come_to_what_a_new_text_comes_to() {
    let mut client = Client::new(&folder("lsp-edits", &[]));
    client.open("main.whit", TEXT);
    let mut draw = Draw(1);
    let mut text = TEXT.to_owned();
    let (mut version, mut count) = (1, 0);
    while count < 10_000 {
        version += 1;
        if text.len() > 600 || draw.below(40) == 0 {
            TEXT.clone_into(&mut text);
            client.change("main.whit", version, json!([{ "text": text }]));
        } else {
            let edits: Vec<Value> = (0..=draw.below(12)).map(|_| edit(&mut draw, &mut text)).collect();
            count += edits.len();
            client.change("main.whit", version, json!(edits));
        }
        // Several changes may come before a question.
        if draw.below(3) == 0 {
            let found = client.pull("main.whit");
            assert_eq!(said(&found), expected("main.whit", &text), "{text:?}");
        }
    }
    // What it tells without being asked comes to the same.
    client.change("main.whit", version + 1, json!([{ "text": TEXT.replace("ListBucket on", "ListBucket on x.") }]));
    let last = client.pull("main.whit");
    let uri = client.uri("main.whit");
    while client.told.get(&uri) != Some(&last) {
        client.next();
    }
}

#[test]
fn positions_behind_the_end_are_the_end() {
    let mut client = Client::new(&folder("lsp-far", &[]));
    client.open("main.whit", "let a = 1\r\nlet b = 𝒳");
    let far = |line: u64, character: u64, text: &str| {
        let at = json!({ "line": line, "character": character });
        json!({ "range": { "start": at, "end": at }, "text": text })
    };
    client.change("main.whit", 2, json!([far(0, 4_000_000_000, " + c"), far(77, 3, "\nlet d = e\n")]));
    let text = "let a = 1 + c\r\nlet b = 𝒳\nlet d = e\n";
    assert_eq!(said(&client.pull("main.whit")), expected("main.whit", text));
}
