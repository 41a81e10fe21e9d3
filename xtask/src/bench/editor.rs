//! The language server, asked through its pipes as an editor asks it: on a project of 100 files, one of 5,000 lines.

mod client;

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{ms, project, workload};
use client::Client;

/// How often each question is asked.
const RUNS: usize = 300;

/// How many edits the server's memory must stand.
const EDITS: usize = 10_000;

/// A question: what it is called, its method, the word of each policy behind which it is asked, how long it may take.
const QUESTIONS: [(&str, &str, &str, &str); 7] = [
    ("completion of an action", "textDocument/completion", "dynamodb:PutIt", "8 ms"),
    ("completion of a condition key", "textDocument/completion", "aws:Multi", "8 ms"),
    ("hover over an action", "textDocument/hover", "dynamodb:Put", "3 ms"),
    ("hover over a policy", "textDocument/hover", "policy Serv", "3 ms"),
    ("semantic tokens, all", "textDocument/semanticTokens/full", "policy", "10 ms"),
    ("code actions", "textDocument/codeAction", "dynamodb:Put", ""),
    ("references", "textDocument/references", "let tab", ""),
];

/// The large file, as an editor has it open.
struct Open {
    client: Client,
    name: String,
    lines: Vec<String>,
}

/// The rows of the table.
pub(super) fn rows(folder: &Path, whit: &Path) -> Result<Vec<String>, String> {
    let mut files: Vec<(String, String)> = project::files().collect();
    files.push(("whit.toml".to_owned(), "[project]\nname = \"bench\"\n".to_owned()));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let folder = workload::fresh(&folder.join("editor"), &files)?;

    let mut starts = Vec::new();
    for _ in 0..31 {
        let start = Instant::now();
        let mut open = Open::start(whit, &folder)?;
        open.ask("textDocument/diagnostic", (0, 0))?;
        starts.push(open.client.arrived - start);
    }
    let mut open = Open::start(whit, &folder)?;
    let mut rows = vec![row("from the start to the first findings", starts, "100 ms")];
    rows.push(row("from a keystroke to what is found", open.keystrokes(RUNS)?, "16 ms"));
    rows.push(row("from a keystroke to a completion", open.completions()?, "16 ms"));
    for (what, method, word, bound) in QUESTIONS {
        let mut times = Vec::new();
        for run in 0..RUNS {
            // Each after a keystroke, with what that has left to find out.
            open.keystroke(2 * run)?;
            open.keystroke(2 * run + 1)?;
            let place = open.behind(word, run)?;
            let start = Instant::now();
            open.ask(method, place)?;
            times.push(open.client.arrived - start);
        }
        rows.push(row(what, times, bound));
    }
    open.keystrokes(EDITS / 10)?;
    let (early, _) = open.client.memory()?;
    open.keystrokes(EDITS)?;
    let (late, most) = open.client.memory()?;
    let megabytes = |kilobytes: f64| format!("{:.1} MB", kilobytes / 1024.0);
    rows.push(format!("| `whit lsp`: memory after {} edits | {} | | | |", EDITS / 10, megabytes(early)));
    rows.push(format!("| the same, after {EDITS} more | {} | | {:.2} | 1.1 |", megabytes(late), late / early));
    rows.push(format!("| the same, at most | {} | | | 80 MB |", megabytes(most)));
    Ok(rows)
}

impl Open {
    fn start(whit: &Path, folder: &Path) -> Result<Self, String> {
        let name = project::name(0);
        let (_, text) = project::files().find(|(file, _)| *file == name).ok_or("the project has no large file")?;
        let mut client = Client::start(whit, folder)?;
        client.open(&name, &text)?;
        Ok(Self { client, name, lines: text.lines().map(str::to_owned).collect() })
    }

    /// The place behind a word of one policy or another.
    fn behind(&self, word: &str, run: usize) -> Result<(usize, usize), String> {
        let number = run * 97 % project::LARGE;
        let head = format!("let table_0_{number} ");
        let from = self.lines.iter().position(|line| line.starts_with(&head)).ok_or("the policy is not there")?;
        let mut unit = self.lines.iter().enumerate().skip(from);
        let found = unit.find_map(|(line, text)| Some((line, text.find(word)? + word.len())));
        found.ok_or_else(|| format!("`{word}` is not there"))
    }

    fn ask(&mut self, method: &str, (line, character): (usize, usize)) -> Result<Value, String> {
        let place = json!({ "line": line, "character": character });
        let question = json!({
            "textDocument": { "uri": self.client.uri(&self.name) },
            "position": place,
            "range": { "start": place, "end": place },
            "context": { "includeDeclaration": true, "diagnostics": [], "triggerKind": 1 },
        });
        let answer = self.client.request(method, question)?;
        if answer.is_null() { Err(format!("{method} has no answer at {line}:{character}")) } else { Ok(answer) }
    }

    /// A letter that is a mistake comes, and goes.
    fn keystrokes(&mut self, count: usize) -> Result<Vec<Duration>, String> {
        let mut times = Vec::new();
        for run in 0..count {
            times.push(self.keystroke(run)?);
        }
        Ok(times)
    }

    fn keystroke(&mut self, run: usize) -> Result<Duration, String> {
        let place = self.behind("dynamodb:PutItem", run / 2)?;
        let (gone, come, found) = if run.is_multiple_of(2) { (0, "x", 1) } else { (1, "", 0) };
        let start = Instant::now();
        self.client.edit(&self.name, place, gone, come)?;
        let told = self.client.told()?;
        if told == found { Ok(self.client.arrived - start) } else { Err(format!("{told} findings instead of {found}")) }
    }

    /// A letter goes, and what could stand there is asked for at once.
    fn completions(&mut self) -> Result<Vec<Duration>, String> {
        let mut times = Vec::new();
        for run in 0..RUNS {
            let (line, end) = self.behind("dynamodb:PutItem", run)?;
            let start = Instant::now();
            self.client.edit(&self.name, (line, end - 1), 1, "")?;
            self.ask("textDocument/completion", (line, end - 1))?;
            times.push(self.client.arrived - start);
            self.client.told()?;
            self.client.edit(&self.name, (line, end - 1), 0, "m")?;
            self.client.told()?;
        }
        Ok(times)
    }
}

/// The median and the 95th percentile.
fn row(what: &str, times: Vec<Duration>, bound: &str) -> String {
    let mut times: Vec<f64> = times.iter().map(|time| time.as_secs_f64() * 1e3).collect();
    times.sort_by(f64::total_cmp);
    let at = |part: usize| times.get(times.len() * part / 100).copied().unwrap_or(f64::NAN);
    format!("| `whit lsp`: {what} | {} | {} in the 95th percentile | | {bound} |", ms(at(50)), ms(at(95)))
}
