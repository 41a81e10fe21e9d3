//! Every feature at every word of every example: nothing panics, and a rename changes no policy.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use whit_core::project::CompiledDocument;
use whit_core::source::SourceMap;
use whit_core::{Analysis, Catalog, Files, Library, Memory, OneByOne, ReadError, Request, config};
use whit_ide::KeptTokens;

struct Texts(BTreeMap<String, String>);

impl Files for Texts {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.0.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

/// The projects under a folder: their `whit.toml`, and the sources by their paths.
fn projects(folder: &Path, found: &mut Vec<(String, BTreeMap<String, String>)>) {
    if let Ok(toml) = read(&folder.join("whit.toml")) {
        let mut texts = BTreeMap::new();
        sources(folder, folder, &mut texts);
        found.push((toml, texts));
        return;
    }
    folders(folder).iter().for_each(|inner| projects(inner, found));
}

#[expect(clippy::disallowed_methods, reason = "the examples are files")]
fn read(path: &Path) -> std::io::Result<String> {
    std::fs::read_to_string(path)
}

#[expect(clippy::disallowed_methods, reason = "the examples are files")]
fn folders(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.retain(|path| path.is_dir());
    paths
}

#[expect(clippy::disallowed_methods, reason = "the examples are files")]
fn sources(root: &Path, folder: &Path, texts: &mut BTreeMap<String, String>) {
    folders(folder).iter().for_each(|inner| sources(root, inner, texts));
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "whit") {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            texts.insert(name, read(&path).unwrap());
        }
    }
}

fn analyzed(memory: &mut Memory, toml: &str, texts: &BTreeMap<String, String>) -> Analysis {
    let mut sources = SourceMap::default();
    let (config, _) = config::parse(sources.add("whit.toml", toml), toml);
    memory.analyze(Request {
        catalog: Catalog::embedded(),
        source: config.source.clone(),
        config,
        roots: texts.keys().cloned().collect(),
        files: &Texts(texts.clone()),
        set: BTreeMap::new(),
        lock: None,
        sources,
        library: Library::Whole,
        work: &OneByOne,
    })
}

/// What came out. Names of documents and labels stand in the policies; what else has a name does not.
fn outcome(analysis: &Analysis, whole: bool) -> (usize, Vec<String>) {
    let environments = analysis.checked().map(whit_core::project::Checked::environments).unwrap_or_default();
    let policies = environments.iter().flat_map(|environment| environment.policies());
    let shown = |policy: &CompiledDocument| {
        if whole { whit_iam::minified(&policy.policy) } else { policy.policy.statements.len().to_string() }
    };
    (analysis.diagnostics.len(), policies.map(shown).collect())
}

/// What is kept of the tokens gives what would be found without it.
fn kept_tokens_are_those_found_anew(analysis: &Analysis, file: &str, kept: &mut BTreeMap<String, KeptTokens>) {
    let with = whit_ide::semantic_tokens(analysis, file, kept.entry(file.to_owned()).or_default());
    let without = whit_ide::semantic_tokens(analysis, file, &mut KeptTokens::default());
    let differs = with.iter().zip(&without).find(|(with, without)| with != without);
    assert!(with == without, "{file}: {differs:?}");
}

#[test]
fn the_examples() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut found = Vec::new();
    for folder in ["examples", "stdlib/examples"] {
        projects(&root.join(folder), &mut found);
    }
    assert!(found.len() > 20, "{} projects", found.len());
    let mut renamed = 0;
    for (toml, texts) in found.iter().step_by(4) {
        let mut memory = Memory::default();
        let mut kept = BTreeMap::new();
        let analysis = analyzed(&mut memory, toml, texts);
        let mut done = BTreeSet::new();
        for (file, text) in texts {
            let _ = whit_ide::inlay_hints(&analysis, file, 0..text.len());
            let _ = whit_ide::document_symbols(&analysis, file);
            let mut word = false;
            for (offset, c) in text.char_indices() {
                let starts = !word && c.is_ascii_alphanumeric();
                word = c.is_ascii_alphanumeric() || c == '_';
                if c == '(' || c == ',' {
                    let _ = whit_ide::signature_help(&analysis, file, offset + 1);
                }
                if !starts {
                    continue;
                }
                let _ = whit_ide::hover(&analysis, file, offset);
                let _ = whit_ide::incoming_calls(&analysis, file, offset);
                let _ = whit_ide::outgoing_calls(&analysis, file, offset);
                let Ok(target) = whit_ide::prepare_rename(&analysis, file, offset) else { continue };
                let old = &text[target.range.clone()];
                let new = if old.starts_with(|c: char| c.is_ascii_uppercase()) { "Zzz9" } else { "zzz9" };
                let Ok(mut targets) = whit_ide::rename(&analysis, file, offset, new) else { continue };
                // Each name once.
                if !done.insert((targets[0].file.clone(), targets[0].range.start)) {
                    continue;
                }
                let mut changed = texts.clone();
                targets.sort_by_key(|target| std::cmp::Reverse(target.range.start));
                for target in targets {
                    changed.get_mut(&target.file).unwrap().replace_range(target.range, new);
                }
                renamed += 1;
                let after = analyzed(&mut memory, toml, &changed);
                texts.keys().for_each(|file| kept_tokens_are_those_found_anew(&after, file, &mut kept));
                let told: Vec<&String> = after.diagnostics.iter().map(|found| &found.message).collect();
                let whole = new == "zzz9";
                assert_eq!(outcome(&after, whole), outcome(&analysis, whole), "{file}: {old} renamed: {told:#?}");
            }
        }
    }
    assert!(renamed > 100, "{renamed} names");
}

#[test]
fn what_is_half_written() {
    let mut found = Vec::new();
    projects(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples"), &mut found);
    for (toml, texts) in &found {
        let (mut memory, mut kept) = (Memory::default(), BTreeMap::new());
        for (file, text) in texts {
            for at in (0..text.len()).step_by(1 + text.len() / 12).filter(|at| text.is_char_boundary(*at)) {
                let mut changed = texts.clone();
                changed.insert(file.clone(), text[..at].to_owned());
                let analysis = analyzed(&mut memory, toml, &changed);
                texts.keys().for_each(|file| kept_tokens_are_those_found_anew(&analysis, file, &mut kept));
                for offset in at.saturating_sub(3)..at + 3 {
                    let _ = whit_ide::hover(&analysis, file, offset);
                    let _ = whit_ide::references(&analysis, file, offset, true);
                    let _ = whit_ide::rename(&analysis, file, offset, "zzz9");
                    let _ = whit_ide::signature_help(&analysis, file, offset);
                }
                let _ = whit_ide::inlay_hints(&analysis, file, 0..at);
                let _ = whit_ide::document_symbols(&analysis, file);
            }
        }
    }
}

#[test]
fn names_of_the_configuration() {
    let toml = "[project]\nname = \"p\"\n[environments.prod]\naccount = \"main\"\n[environments.prod.params]\nstage = \"dev\"\n";
    let text =
        "param stage: string = \"x\"\norganization \"o-acme123456\" {\n  management account main = 999988887777\n}\n";
    let texts = BTreeMap::from([("a.whit".to_owned(), text.to_owned())]);
    let analysis = analyzed(&mut Memory::default(), toml, &texts);
    for word in ["stage", "main"] {
        let found = whit_ide::rename(&analysis, "a.whit", text.find(word).unwrap(), "other");
        assert_eq!(found, Err(format!("`whit.toml` names `{word}`: it would be left without its value")));
    }
}
