//! Fixes: each mends its finding and brings no new error; safe ones leave a policy as it was.

use std::collections::BTreeMap;

use super::one::prod;
use super::pages::wrong_examples;
use super::project::{Found, Project};
use whit_core::config::Config;
use whit_core::diagnostic::page::{Section, section};
use whit_core::diagnostic::{Edit, Severity};
use whit_core::emit;
use whit_core::fix::{Which, edited};

/// Fixes behind which an error comes to light that the mistake hid: the fixture, and the rules of what is then found.
const REVEALED: &[(&str, &[&str])] = &[
    // On the line of a bracket that is not closed, only that is reported.
    ("five-mistakes", &["syntax"]),
    // Of a service that does not exist nobody asks for the region.
    ("unknown-service", &["no-environment"]),
];

/// Every fixture of `tests/ui` and every wrong example of a page, by name.
#[expect(clippy::disallowed_methods, reason = "the tests read their fixtures")]
fn cases() -> Vec<(String, Project)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui");
    let mut cases: Vec<(String, Project)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "whit"))
        .map(|path| {
            let name = path.file_stem().unwrap().to_string_lossy().into_owned();
            let two = vec![prod(&["eu-west-1", "eu-central-1"])];
            let environments = if name.starts_with("prod-") { two } else { Vec::new() };
            let files = BTreeMap::from([("main.whit".to_owned(), std::fs::read_to_string(path).unwrap())]);
            (name, Project { files, config: Config { environments, ..Config::default() }, ..Project::default() })
        })
        .collect();
    assert!(cases.len() > 50, "the fixtures are there");
    cases.extend(wrong_examples().map(|(rule, project)| (format!("page of {rule}"), project)));
    cases.sort_by(|left, right| left.0.cmp(&right.0));
    cases
}

/// The project with these edits.
fn with_edits(project: &Project, found: &Found, edits: &[Edit]) -> Project {
    let mut fixed = project.clone();
    for (name, text) in &mut fixed.files {
        let here = edits.iter().filter(|edit| found.sources.name(edit.span.file) == name);
        *text = edited(text, here);
    }
    fixed
}

/// How often each error is found, by rule and message.
fn errors(found: &Found) -> BTreeMap<(&'static str, &str), usize> {
    let mut errors = BTreeMap::new();
    for one in found.diagnostics.iter().filter(|one| one.severity == Severity::Error) {
        *errors.entry((one.rule.0, one.message.as_str())).or_default() += 1;
    }
    errors
}

#[test]
fn every_fix_mends_its_finding_and_brings_no_error() {
    let mut wrong = Vec::new();
    let mut tried = 0;
    for (name, project) in cases() {
        let before = project.found();
        for diagnostic in &before.diagnostics {
            for fix in &diagnostic.fixes {
                tried += 1;
                let fixed = with_edits(&project, &before, &fix.edits);
                let after = fixed.found();
                let same = |found: &Found| {
                    let alike = found.diagnostics.iter().filter(|one| one.rule == diagnostic.rule);
                    alike.filter(|one| one.message == diagnostic.message).count()
                };
                let revealed = REVEALED.iter().find(|(case, _)| *case == name).map_or(&[][..], |(_, rules)| rules);
                let (old, new) = (errors(&before), errors(&after));
                let fresh: Vec<_> = new
                    .iter()
                    .filter(|(error, count)| old.get(*error).is_none_or(|before| before < *count))
                    .filter(|((rule, _), _)| !revealed.contains(rule))
                    .collect();
                if same(&after) >= same(&before) || !fresh.is_empty() {
                    wrong.push(format!(
                        "{name}: {} [{}]\n{:?}\nleaves\n{}",
                        fix.title,
                        diagnostic.rule,
                        fixed.files,
                        after.messages()
                    ));
                }
            }
        }
    }
    assert!(tried > 60, "there are fixes: {tried}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// All policies of a project, if it builds.
fn policies(project: &Project) -> Option<Vec<String>> {
    let found = project.found();
    let outputs = emit(found.analysis.as_ref()?.checked()?, None).ok()?;
    // The manifest tells of reasons, which a fix may leave out.
    Some(outputs.into_iter().filter(|output| !output.path.ends_with("manifest.json")).map(|it| it.text).collect())
}

#[test]
fn a_safe_fix_leaves_the_policies_as_they_are() {
    let mut tried = 0;
    for (name, project) in cases() {
        let Some(built) = policies(&project) else { continue };
        let before = project.found();
        for fix in before.diagnostics.iter().flat_map(|one| &one.fixes).filter(|fix| fix.safe) {
            tried += 1;
            let fixed = with_edits(&project, &before, &fix.edits);
            assert_eq!(policies(&fixed).as_ref(), Some(&built), "{name}: {}", fix.title);
        }
    }
    assert!(tried > 0, "there are safe fixes of warnings");
}

#[test]
fn fixing_comes_to_an_end() {
    for (name, project) in cases().into_iter().filter(|(_, project)| !project.files.contains_key("whit.toml")) {
        for which in [Which::Safe, Which::All] {
            let before = project.found().diagnostics.iter().filter(|one| one.severity == Severity::Error).count();
            let once = project.fixed(which);
            let mut mended = project.clone();
            mended.files.extend(once.texts.clone());
            let again = mended.fixed(which);
            assert_eq!(again.applied, [], "{name}: {which:?}");
            assert!(once.analysis.count(Severity::Error) <= before, "{name}: {which:?} leaves more errors");
        }
    }
}

#[test]
fn a_page_says_whether_its_rule_has_a_fix() {
    for (rule, project) in wrong_examples() {
        let text = section(rule, Section::Fixing);
        let without = text.starts_with("No fix");
        assert!(without || text.starts_with("Offered"), "{rule}: {text}");
        let found = project.found();
        let offered = found.diagnostics.iter().any(|one| !one.fixes.is_empty());
        assert_eq!(offered, !without, "{rule}: {text}\n{}", found.messages());
    }
}

#[test]
fn edits_that_meet_wait_for_the_next_round() {
    let text = "policy P {\n  allow s3:getobject on s3.object(\"logs\", \"in/*\") when aws:securetransport && aws:viaawsservice\n}\n";
    let project = Project { files: BTreeMap::from([("main.whit".to_owned(), text.to_owned())]), ..Project::default() };
    let fixed = project.fixed(Which::Safe);
    let expected = "policy P {\n  allow s3:GetObject on s3.object(\"logs\", \"in/*\") when aws:SecureTransport and aws:ViaAWSService\n}\n";
    assert_eq!(fixed.texts.get("main.whit").map(String::as_str), Some(expected));
    assert_eq!(fixed.applied.len(), 4);
    assert!(fixed.applied.iter().all(|one| one.line == 2 && one.file == "main.whit"));
    assert_eq!(fixed.analysis.diagnostics, []);
}

/// A fix that mends nothing would be made again and again.
#[test]
fn what_mends_nothing_is_taken_back() {
    let text = "policy P {\n  allow s3:GetObject on s3.object(\"logs\", \"in/*\") /* why\n}\n";
    let project = Project { files: BTreeMap::from([("main.whit".to_owned(), text.to_owned())]), ..Project::default() };
    assert!(project.found().diagnostics.iter().any(|found| !found.fixes.is_empty()));
    let fixed = project.fixed(Which::All);
    assert_eq!(fixed.texts.get("main.whit").map_or(text, String::as_str), text);
    assert_eq!(fixed.applied, []);
}

#[test]
fn a_name_of_another_file_is_brought_in() {
    let files = [
        (
            "team/reports.whit",
            "let reports = s3.bucket(\"reports\")\nlet logs = s3.bucket(\"logs\")\n\ntemplate reading(bucket: s3.bucket) {\n  allow s3:ListBucket on bucket\n}\n\npolicy Reader {\n  include reading(reports)\n}\n",
        ),
        (
            "people.whit",
            "use team::reports::{logs}\n\npolicy People {\n  allow s3:GetObject on [logs.object(\"*\"), reports.object(\"*\")]\n  include reading(logs)\n}\n\nrole Worker {\n  trust service(\"lambda.amazonaws.com\")\n  attach Reader\n}\n",
        ),
        (
            "wrong.whit",
            "use reports::{logs}\nuse team::reports::reports\n\npolicy Wrong {\n  allow s3:ListBucket on logs\n}\n",
        ),
    ];
    let files: BTreeMap<String, String> = files.map(|(name, text)| (name.to_owned(), text.to_owned())).into();
    let project = Project { files, ..Project::default() };
    insta::assert_snapshot!(project.found().messages());
    let fixed = project.fixed(Which::All);
    let people = fixed.texts.get("people.whit").map_or("", String::as_str);
    assert!(people.starts_with("use team::reports::{logs, reports, reading, Reader}\n"), "{people}");
    assert_eq!(fixed.analysis.count(Severity::Error), 0, "{:?}", fixed.texts);
}
