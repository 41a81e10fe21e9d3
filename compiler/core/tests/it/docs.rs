//! The pages of `docs/` and the README: their programs compile, and what they show of them is what comes out.
//!
//! - A block `whit` is a program of its own. A block `whit policies/names.whit` is a file of the page's project, like
//!   `toml whit.toml`; the project, as far as the page has shown it, is compiled at each such block.
//! - A block `text` below a program is its messages. A program with an error has one, and stays out of the project.
//! - A block `json` below a program is the document that it gives; `json dev/Reader.json` names one of several, or of the
//!   project as it stands.
//! - A block `json` above a program is a policy that it says again. If no other JSON is shown below, it gives just that.
//!
//! Programs stand as `whit fmt` writes them. A heading ends what belongs together. With `INSTA_UPDATE=always` the pages
//! get what comes out.
#![expect(clippy::disallowed_methods, reason = "the test reads the pages from the disk")]

use std::fs;
use std::path::{Path, PathBuf};

use super::project::{Found, Project};
use whit_core::diagnostic::Severity;
use whit_core::source::SourceMap;
use whit_core::{emit, fmt};

/// Pages that a test of the command or of the package for npm runs, and one about files of a site.
const ELSEWHERE: &[&str] = &["command.md", "editors.md", "evaluate.md", "hosting.md", "javascript.md"];

#[test]
fn every_page_shows_what_comes_out() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let docs = fs::read_dir(workspace.join("docs")).unwrap().map(|entry| entry.unwrap().path());
    let pages: Vec<PathBuf> = docs.filter(|path| path.is_file()).chain([workspace.join("README.md")]).collect();
    assert!(pages.len() >= 5, "{pages:?}");
    for path in pages {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if ELSEWHERE.contains(&name.as_str()) {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let (real, programs) = real(&name, &text);
        assert!(programs > 0, "{name} shows no program");
        if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
            fs::write(&path, real).unwrap();
        } else {
            compare(&name, &text, &real);
        }
    }
}

/// Every link of the documentation leads to a file that is there, and to a heading that it has.
#[test]
fn links_lead_somewhere() {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = Vec::new();
    let mut folders = ["docs", "examples", "stdlib"].map(|folder| workspace.join(folder)).to_vec();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            match path.extension() {
                _ if path.is_dir() => folders.push(path),
                Some(extension) if extension == "md" => pages.push(path),
                _ => {}
            }
        }
    }
    pages.extend(["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(|name| workspace.join(name)));
    let mut broken = Vec::new();
    for page in &pages {
        let text = fs::read_to_string(page).unwrap();
        for link in links(&text) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            let leads = anchor.is_empty() && target.exists()
                || fs::read_to_string(&target).is_ok_and(|text| text.lines().any(|line| anchor_of(line) == anchor));
            if !leads {
                broken.push(format!("{}: {link}", page.display()));
            }
        }
    }
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The links of a page that stay in the project, code left out.
fn links(text: &str) -> Vec<&str> {
    let mut inside = false;
    let prose = text.lines().filter(|line| {
        let fence = line.starts_with("```");
        inside ^= fence;
        !inside && !fence
    });
    let ends = prose.flat_map(|line| line.split("](").skip(1)).filter_map(|rest| Some(rest.split_once(')')?.0));
    ends.filter(|link| !link.contains("://")).collect()
}

/// The anchor that a heading has.
fn anchor_of(line: &str) -> String {
    let Some(heading) = line.strip_prefix('#').map(|rest| rest.trim_start_matches('#').trim()) else {
        return String::new();
    };
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.collect::<String>().to_lowercase().replace(' ', "-")
}

/// What a program of a page is and gives, and what the page has shown of it.
struct Program {
    at: String,
    messages: String,
    /// Whether the messages have to be shown.
    complains: bool,
    /// The files of a build, by their paths; none if there is an error.
    outputs: Vec<(String, String)>,
    shown: bool,
}

/// A page with what its programs really give in place of what it shows, and the number of its programs.
fn real(page: &str, text: &str) -> (String, usize) {
    let mut project = Project::default();
    let mut built = Vec::new();
    let mut before: Option<String> = None;
    let mut program: Option<Program> = None;
    let (mut out, mut programs) = (String::new(), 0);
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line.starts_with('#') {
            end(program.take(), before.take());
        }
        let Some(info) = line.strip_prefix("```") else { continue };
        let rest = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
        let mut block: String = rest.map(|line| format!("{line}\n")).collect();
        let (language, name) = info.split_once(' ').unwrap_or((info, ""));
        let at = format!("{page}:{}", number + 1);
        match (language, &mut program) {
            ("whit", _) => {
                if let Some(program) = program.take() {
                    leave(&program, before.as_deref());
                }
                let file = SourceMap::default().add(name, block.as_str());
                block = fmt::format(file, &block).text;
                let next = compiled(at, &mut project, name, &block);
                if !name.is_empty() && !next.outputs.is_empty() {
                    built.clone_from(&next.outputs);
                }
                program = Some(next);
                programs += 1;
            }
            ("toml", _) if !name.is_empty() => {
                project.files.insert(name.to_owned(), block.clone());
            }
            ("text", Some(program)) => {
                program.complains = false;
                block.clone_from(&program.messages);
            }
            ("json", Some(program)) => {
                program.shown = true;
                document(&at, &program.outputs, name).clone_into(&mut block);
            }
            ("json", None) if !name.is_empty() => document(&at, &built, name).clone_into(&mut block),
            ("json", None) => {
                assert!(whit_iam::read(&block).is_ok(), "{at}: {:?}", whit_iam::read(&block));
                before = Some(block.clone());
            }
            _ => {}
        }
        out.push_str(&block);
        out.push_str("```\n");
    }
    end(program, before);
    (out, programs)
}

/// Compiles a block: by itself, or with a name as a part of the page's project.
fn compiled(at: String, project: &mut Project, name: &str, block: &str) -> Program {
    let alone = name.is_empty();
    let (mut with, name) = if alone { (Project::default(), "main.whit") } else { (project.clone(), name) };
    with.files.insert(name.to_owned(), block.to_owned());
    let found = with.found();
    let complains = found.diagnostics.iter().any(|one| one.severity != Severity::Note);
    let outputs = outputs(&found);
    if !alone && !outputs.is_empty() {
        *project = with;
    }
    Program { at, messages: found.messages(), complains, outputs, shown: false }
}

fn outputs(found: &Found) -> Vec<(String, String)> {
    let Some(checked) = found.analysis.as_ref().and_then(|analysis| analysis.checked()) else { return Vec::new() };
    emit(checked, None).into_iter().flatten().map(|output| (output.path, output.text)).collect()
}

/// The file of a name, or the only one.
fn document<'p>(at: &str, outputs: &'p [(String, String)], name: &str) -> &'p str {
    let wanted = |path: &str| if name.is_empty() { !path.ends_with("manifest.json") } else { path == name };
    let found: Vec<&(String, String)> = outputs.iter().filter(|(path, _)| wanted(path)).collect();
    let [(_, text)] = found.as_slice() else {
        panic!("{at}: which file? {:?}", outputs.iter().map(|(path, _)| path).collect::<Vec<_>>())
    };
    text
}

/// At the end of a section: JSON without a program below it is not said again.
fn end(program: Option<Program>, before: Option<String>) {
    match program {
        Some(program) => leave(&program, before.as_deref()),
        None => assert_eq!(before, None, "no program says it again"),
    }
}

/// Holds a program to what the page had to show of it, and to the JSON above it that it says again.
fn leave(program: &Program, before: Option<&str>) {
    assert!(!program.complains, "{}: it says\n{}", program.at, program.messages);
    let Some(before) = before.filter(|_| !program.shown && !program.outputs.is_empty()) else { return };
    let before = whit_iam::read(before).unwrap().0;
    let same = |text: &str| whit_iam::read(text).is_ok_and(|(policy, _)| policy == before);
    let given: String = program.outputs.iter().map(|(path, text)| format!("{path}\n{text}")).collect();
    assert!(program.outputs.iter().any(|(_, text)| same(text)), "{}: it gives\n{given}", program.at);
}

/// Compares by lines: the first that differs says enough.
fn compare(name: &str, text: &str, real: &str) {
    let differs = text.lines().zip(real.lines()).position(|(shown, is)| shown != is);
    let Some(line) = differs else {
        assert_eq!(text, real, "{name}");
        return;
    };
    let (shown, is) = (text.lines().nth(line), real.lines().nth(line));
    panic!("{name}:{}: the page shows {shown:?}, but it is {is:?}; INSTA_UPDATE=always writes it", line + 1);
}
