//! What may be done at the cursor, or at what stands between two `$0`.

use std::collections::{BTreeMap, BTreeSet};

use super::fixture::{Fixture, analyzed, fixture, folder, of_text, programs, wrong_programs};
use whit_core::diagnostic::Severity;
use whit_core::source::FileId;
use whit_core::{Analysis, emit, syntax};
use whit_ide::{Action, ActionKind, Target, code_actions, lexical_tokens};

/// The actions at the cursor. Of two marks, the second ends the range.
fn actions(text: &str) -> (Fixture, Vec<Action>) {
    let range = text.find("$0").and_then(|at| Some(at..at + 2 + text[at + 2..].find("$0")?));
    let it = match &range {
        Some(range) => fixture(&format!("{}{}", &text[..range.end], &text[range.end + 2..])),
        None => fixture(text),
    };
    let end = range.map_or(it.offset, |range| it.offset + range.len() - 2);
    let actions = code_actions(&it.analysis, &it.file, it.offset..end);
    (it, actions)
}

/// The text with edits.
fn applied(source: &str, edits: &[(Target, String)]) -> String {
    let all = edits;
    let mut edits: Vec<&(Target, String)> = edits.iter().collect();
    edits.sort_by_key(|(target, _)| (target.range.start, target.range.end));
    let (mut out, mut from) = (String::new(), 0);
    for (target, text) in edits {
        assert!(from <= target.range.start, "edits overlap: {all:?}\n{source}");
        out += &source[from..target.range.start];
        out += text;
        from = target.range.end;
    }
    out + &source[from..]
}

/// Each file with the edits of it.
fn files(analysis: &Analysis, action: &Action) -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for module in analysis.view.modules.iter().filter(|module| !module.standard) {
        let name = analysis.sources.name(module.file);
        let edits: Vec<(Target, String)> =
            action.edits.iter().filter(|(target, _)| target.file == name).cloned().collect();
        texts.insert(name.to_owned(), applied(analysis.sources.text(module.file), &edits));
    }
    texts
}

/// What is emitted, but for the manifest.
fn json(analysis: &Analysis) -> Option<Vec<(String, String)>> {
    let outputs = emit(analysis.checked()?, None).ok()?;
    Some(outputs.into_iter().filter(|it| !it.path.ends_with("manifest.json")).map(|it| (it.path, it.text)).collect())
}

fn keeps_the_meaning(action: &Action) -> bool {
    matches!(action.kind, ActionKind::Extract | ActionKind::Inline)
        || action.title.contains("as its")
        || action.title.contains("a test of")
}

/// Applies each action that the fixture offers: its text can be read, and means the same where it has to.
#[track_caller]
fn hold(analysis: &Analysis, actions: &[Action], deep: bool) {
    for action in actions {
        assert!(!action.edits.is_empty(), "{action:?}");
        let texts = files(analysis, action);
        let touched = |name: &str| action.edits.iter().any(|(target, _)| target.file == name);
        for (name, text) in texts.iter().filter(|(name, _)| touched(name)) {
            let (_, module) = analysis.view.module(name, &analysis.sources).unwrap();
            let before = syntax::parse(FileId(0), analysis.sources.text(module.file)).diagnostics.len();
            let after = syntax::parse(FileId(0), text).diagnostics;
            assert!(action.fixes.is_some() || after.len() <= before, "{}:\n{text}\n{after:?}", action.title);
        }
        if deep && keeps_the_meaning(action) && analysis.checked().is_some() {
            let again = analyzed(texts.clone());
            assert_eq!(json(&again), json(analysis), "{}:\n{texts:#?}\n{:#?}", action.title, again.diagnostics);
        }
    }
}

/// The action whose title begins so gives this text.
#[track_caller]
fn check(text: &str, title: &str, expected: &str) {
    let (it, actions) = actions(text);
    hold(&it.analysis, &actions, true);
    let titles: Vec<&str> = actions.iter().map(|action| action.title.as_str()).collect();
    let Some(action) = actions.iter().find(|action| action.title.starts_with(title)) else {
        panic!("no `{title}` among {titles:#?}\n{:#?}", it.analysis.diagnostics);
    };
    assert_eq!(applied(it.text(), &action.edits).trim_end(), expected.trim_end());
}

/// No action has a title that begins so.
#[track_caller]
fn check_none(text: &str, title: &str) {
    let (it, actions) = actions(text);
    hold(&it.analysis, &actions, true);
    assert!(!actions.iter().any(|action| action.title.starts_with(title)), "{actions:#?}");
}

#[test]
fn fixes_of_findings() {
    check(
        "policy P { allow s3:list$0allmybuckets }",
        "write `s3:ListAllMyBuckets`",
        "policy P { allow s3:ListAllMyBuckets }",
    );
    let (_, found) = actions("policy P { allow s3:list$0allmybuckets }");
    assert!(found[0].preferred && found[0].fixes.is_some_and(|rule| rule.0 == "name-case"));
    check_none("policy P { allow s3:listallmybuckets }\nlet a = 1$0", "write");
    check(
        "policy P { allow s3:list$0allmybuckets, s3:getobject on any because \"x\" }",
        "mend all that `name-case`",
        "policy P { allow s3:ListAllMyBuckets, s3:GetObject on any because \"x\" }",
    );
}

#[test]
fn patterns_and_levels() {
    check(
        "policy P { deny s3:GetObject$0T* on s3.object(\"a\", \"*\") }",
        "narrow `s3:GetObjectT*`",
        "policy P { deny s3:GetObjectTagging, s3:GetObjectTorrent on s3.object(\"a\", \"*\") }",
    );
    check(
        "policy P { deny s3:List*Bucket$0 on s3.bucket(\"a\") }",
        "narrow",
        "policy P { deny s3:ListBucket on s3.bucket(\"a\") }",
    );
    check(
        "let a = s3:GetObject$0T*\npolicy P { deny a on any }",
        "narrow",
        "let a = [s3:GetObjectTagging, s3:GetObjectTorrent]\npolicy P { deny a on any }",
    );
    check(
        "policy P { allow sqs.tagg$0ing on sqs.queue(\"q\") }",
        "write `sqs.tagging` as its",
        "policy P { allow sqs:TagQueue, sqs:UntagQueue on sqs.queue(\"q\") }",
    );
    check(
        "let q = sqs.queue(\"q\")\npolicy P { allow rea$0d on q }",
        "write `read` as its",
        "let q = sqs.queue(\"q\")\npolicy P { allow sqs:GetQueueAttributes, sqs:GetQueueUrl, sqs:ListDeadLetterSourceQueues, sqs:ListMessageMoveTasks, sqs:ListQueueTags, sqs:ReceiveMessage on q }",
    );
    check_none("policy P { deny s3:Get$0Object on s3.object(\"a\", \"*\") }", "narrow");
}

#[test]
fn negated_tests() {
    let with = |condition: &str| format!("policy P {{ deny s3:ListAllMyBuckets when {condition} }}");
    check(&with("aws:SourceVpc $0!= \"v\""), "add `exists", &with("exists aws:SourceVpc and aws:SourceVpc != \"v\""));
    check(
        &with("aws:SecureTransport or aws:SourceVpc $0not in [\"v\"]"),
        "add `exists",
        &with("aws:SecureTransport or (exists aws:SourceVpc and aws:SourceVpc not in [\"v\"])"),
    );
    check_none(&with("exists aws:SourceVpc and aws:SourceVpc $0!= \"v\""), "add `exists");
    check_none(&with("aws:SourceVpc $0== \"v\""), "add `exists");
    check_none(&with("aws:SourceVpc? $0!= \"v\""), "add `exists");
}

#[test]
fn statements_split() {
    check(
        "policy P {\n  allow s3:Get$0Object, s3:ListBucket on [s3.bucket(\"a\"), s3.object(\"a\", \"b\")]\n}",
        "split by action",
        "policy P {\n  allow s3:GetObject on s3.object(\"a\", \"b\")\n  allow s3:ListBucket on s3.bucket(\"a\")\n}",
    );
    check(
        "policy P {\n  allow s3:Get$0Object, s3:ListBucket on s3.bucket(\"a\"), s3.object(\"a\", \"b\")\n}",
        "split by resource",
        "policy P {\n  allow s3:ListBucket on s3.bucket(\"a\")\n  allow s3:GetObject on s3.object(\"a\", \"b\")\n}",
    );
    check_none("policy P { L: allow s3:Get$0Object, s3:PutObject on s3.object(\"a\", \"b\") }", "split");
    check_none("policy P { allow s3:Get$0Object on s3.object(\"a\", \"b\") }", "split");
}

#[test]
fn values_get_names() {
    check(
        "/// d\npolicy P { allow s3:ListBucket on s3.buck$0et(\"a\") }",
        "extract to `let bucket`",
        "let bucket = s3.bucket(\"a\")\n\n/// d\npolicy P { allow s3:ListBucket on bucket }",
    );
    check(
        "policy P { allow s3:ListBucket on s3.bucket(\"a$0\") }",
        "extract to `let name`",
        "let name: string = \"a\"\n\npolicy P { allow s3:ListBucket on s3.bucket(name) }",
    );
    check(
        "guard g() = aws:SourceIp in [10$0.0.0.0/8]",
        "extract to `let values`",
        "let values: list<cidr> = [10.0.0.0/8]\n\nguard g() = aws:SourceIp in values",
    );
    check(
        "let bucket = 1\npolicy P { allow s3:ListBucket on s3.buck$0et(\"a\") }",
        "extract to `let bucket_2`",
        "let bucket = 1\nlet bucket_2 = s3.bucket(\"a\")\n\npolicy P { allow s3:ListBucket on bucket_2 }",
    );
    check_none(
        "policy P { allow s3:ListBucket on s3.bucket(\"a\", region: \"eu-$0west-1\") }",
        "extract to `let name`",
    );
    check_none("policy P { allow s3:ListAllMyBuckets because \"b$0\" }", "extract to `let");
    check_none("template t(a: string) { allow s3:ListBucket on s3.buck$0et(a) }", "extract to `let");
    check_none("let a = s3.buck$0et(\"a\")", "extract to `let");
}

#[test]
fn conditions_get_names() {
    check(
        "policy P { allow s3:ListAllMyBuckets when aws:Secure$0Transport and aws:ViaAWSService }",
        "extract to `guard condition_holds`",
        "guard condition_holds() = aws:SecureTransport and aws:ViaAWSService\n\npolicy P { allow s3:ListAllMyBuckets when condition_holds() }",
    );
    check(
        "policy P { allow s3:ListAllMyBuckets when $0aws:username == \"a\"$0 and aws:ViaAWSService }",
        "extract to `guard condition_holds`",
        "guard condition_holds() = aws:username == \"a\"\n\npolicy P { allow s3:ListAllMyBuckets when condition_holds() and aws:ViaAWSService }",
    );
    check(
        "template t(a: string) { allow s3:ListAllMyBuckets when aws:username =$0= a }\npolicy P { include t(\"x\") }",
        "extract to `guard condition_holds`",
        "guard condition_holds(a: string) = aws:username == a\n\ntemplate t(a: string) { allow s3:ListAllMyBuckets when condition_holds(a) }\npolicy P { include t(\"x\") }",
    );
    check_none("use std::guards::{mfa}\npolicy P { allow s3:ListAllMyBuckets when m$0fa() }", "extract to `guard");
}

#[test]
fn statements_get_names() {
    check(
        "policy P {\n  $0allow s3:ListAllMyBuckets\n  deny s3:Create$0Bucket on any\n  allow iam:ListUsers\n}",
        "extract to `template statements`",
        "template statements() {\n  allow s3:ListAllMyBuckets\n  deny s3:CreateBucket on any\n}\n\npolicy P {\n  include statements()\n  allow iam:ListUsers\n}",
    );
    check(
        "policy P {\n  for x in [\"a\", \"b\"] {\n    allow s3:List$0Bucket on s3.bucket(x)\n  }\n}",
        "extract to `template statements`",
        "template statements(x: string) {\n  allow s3:ListBucket on s3.bucket(x)\n}\n\npolicy P {\n  for x in [\"a\", \"b\"] {\n    include statements(x)\n  }\n}",
    );
    check(
        "use std::guards::{mfa}\npolicy P {\n  with mfa()\n  allow s3:ListAll$0MyBuckets\n}",
        "extract to `template statements`",
        "use std::guards::{mfa}\ntemplate statements() {\n  allow s3:ListAllMyBuckets\n}\n\npolicy P {\n  with mfa()\n  include statements()\n}",
    );
}

#[test]
fn lets_go() {
    check(
        "let b = s3.bucket(\"a\")\n\npolicy P { allow s3:ListBucket on $0b\n  allow s3:GetObject on b.object(\"x\") }",
        "inline `b`",
        "\npolicy P { allow s3:ListBucket on s3.bucket(\"a\")\n  allow s3:GetObject on s3.bucket(\"a\").object(\"x\") }",
    );
    check(
        "/// d\nlet $0c: condition = aws:SecureTransport or aws:ViaAWSService\nguard g() = c and aws:ViaAWSService",
        "inline `c`",
        "guard g() = (aws:SecureTransport or aws:ViaAWSService) and aws:ViaAWSService",
    );
    check(
        "let $0s = \"a{{\"\npolicy P { allow s3:ListBucket on s3.bucket(\"x-{s}-y\") }",
        "inline `s`",
        "policy P { allow s3:ListBucket on s3.bucket(\"x-a{{-y\") }",
    );
    check(
        "let $0s = \"a*\"\npolicy P { allow s3:GetObject on s3.object(\"x\", \"{s}\"), s3.object(\"y\", s) }",
        "inline `s`",
        "policy P { allow s3:GetObject on s3.object(\"x\", \"a*\"), s3.object(\"y\", \"a*\") }",
    );
    check_none("let $0s = s3.bucket(\"a\")\nlet t = \"{s}\"", "inline");
    check_none("use a::{s}\nlet t = s\n//- a.whit\nlet $0s = \"a\"", "inline");
    check_none("param $0s: string = \"a\"", "inline");
}

#[test]
fn arns_get_types() {
    check(
        "policy P { allow s3:GetObject on arn:aws:s3:::log$0s/in/x }",
        "write `s3.object",
        "policy P { allow s3:GetObject on s3.object(\"logs\", \"in/x\") }",
    );
    check(
        "policy P { allow sqs:SendMessage on \"arn:aws:sqs:eu-central-1:444455556666:jo$0bs\" }",
        "write `sqs.queue",
        "policy P { allow sqs:SendMessage on sqs.queue(\"jobs\", partition: \"aws\", region: \"eu-central-1\", account: 444455556666) }",
    );
    check(
        "scp P { deny sqs:SendMessage on arn:*:sqs:*:*:jo$0bs }",
        "write `sqs.queue",
        "scp P { deny sqs:SendMessage on sqs.queue(\"jobs\", partition: any, region: any, account: any) }",
    );
    check_none("policy P { allow s3:ListAllMyBuckets when aws:SourceArn == \"arn:aws:s3:::lo$0gs\" }", "write `s3");
}

#[test]
fn reasons_and_tests() {
    check(
        "policy P { allow s3:List$0AllMyBuckets }",
        "give a reason",
        "policy P { allow s3:ListAllMyBuckets because \"why?\" }",
    );
    check_none("policy P { deny s3:List$0AllMyBuckets }", "give a reason");
    check(
        "policy P { allow s3:Get$0Object, s3:ListBucket on [s3.bucket(\"a\"), s3.object(\"a\", \"in/*\")] when aws:username == \"x\" }",
        "write a test",
        "policy P { allow s3:GetObject, s3:ListBucket on [s3.bucket(\"a\"), s3.object(\"a\", \"in/*\")] when aws:username == \"x\" }\n\ntest \"P allows what it says\" {\n  as P given { aws:username: \"x\" } {\n    can s3:GetObject on s3.object(\"a\", \"in/example\")\n    can s3:ListBucket on s3.bucket(\"a\")\n  }\n}",
    );
    check(
        "policy P { L: deny s3:List$0AllMyBuckets }\ntest \"P denies what it says\" { as P { cannot s3:ListAllMyBuckets } }",
        "write a test",
        "policy P { L: deny s3:ListAllMyBuckets }\n\ntest \"P denies what it says (2)\" {\n  as P {\n    cannot s3:ListAllMyBuckets by L\n  }\n}\ntest \"P denies what it says\" { as P { cannot s3:ListAllMyBuckets } }",
    );
}

#[test]
fn names_are_brought_in() {
    check(
        "policy P { allow s3:ListAllMyBuckets with mf$0a() }",
        "bring it in from the standard library",
        "use std::guards::{mfa}\n\npolicy P { allow s3:ListAllMyBuckets with mfa() }",
    );
    check(
        "use std::guards::{tls}\npolicy P { allow s3:ListAllMyBuckets with tls(), mf$0a() }",
        "bring in `std::guards::mfa`",
        "use std::guards::{tls, mfa}\npolicy P { allow s3:ListAllMyBuckets with tls(), mfa() }",
    );
    check(
        "policy P { allow s3:ListAllMyBuckets with gua$0rds::mfa() }",
        "bring in `std::guards`",
        "use std::guards\n\npolicy P { allow s3:ListAllMyBuckets with guards::mfa() }",
    );
    check(
        "policy P { allow s3:ListBucket on jour$0nal }\n//- a.whit\nlet journal = s3.bucket(\"l\")",
        "bring it in: `use a::{journal}`",
        "use a::{journal}\n\npolicy P { allow s3:ListBucket on journal }",
    );
    check(
        "use a::{x as y}\npolicy P { allow s3:ListBucket on jour$0nal, y }\n//- a.whit\nlet journal = s3.bucket(\"l\")\nlet x = journal",
        "bring it in: `use a::{journal}`",
        "use a::{x as y, journal}\npolicy P { allow s3:ListBucket on journal, y }",
    );
}

/// All that may be done anywhere in a file.
fn everything(analysis: &Analysis, file: &str) -> Vec<Action> {
    let (_, module) = analysis.view.module(file, &analysis.sources).unwrap();
    let text = analysis.sources.text(module.file);
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for token in lexical_tokens(text) {
        for action in code_actions(analysis, file, token.range.start..token.range.start) {
            if seen.insert(format!("{:?}", action.edits)) {
                all.push(action);
            }
        }
    }
    all
}

/// How many actions of a project are compiled again: that takes its time.
const COMPILED: usize = 4;

#[test]
fn whatever_is_done_to_the_examples_can_be_read() {
    let (mut count, mut folders) = (0, 0);
    for path in programs() {
        let analysis = folder(&path);
        let small = analysis.view.modules.iter().filter(|module| !module.standard).count() < 4;
        let own = analysis.view.modules.iter().filter(|module| !module.standard);
        let mut compiled = 0;
        for file in own.map(|module| analysis.sources.name(module.file)) {
            for (nth, action) in everything(&analysis, file).iter().enumerate() {
                let deep = small && compiled < COMPILED && nth % 5 == 0 && keeps_the_meaning(action);
                compiled += usize::from(deep);
                hold(&analysis, std::slice::from_ref(action), deep);
                count += 1;
            }
        }
        folders += 1;
    }
    assert!(count > 300 && folders > 6, "only {count}");
}

#[test]
fn whatever_is_done_to_wrong_programs_can_be_read() {
    let mut count = 0;
    for text in wrong_programs() {
        let analysis = of_text(&text);
        let actions = everything(&analysis, "main.whit");
        count += actions.len();
        hold(&analysis, &actions, false);
    }
    assert!(count > 300, "only {count}");
}

#[test]
fn a_test_of_a_statement_passes() {
    let (it, actions) = actions("policy P { allow s3:Get$0Object on s3.object(\"a\", \"*\") because \"x\" }");
    let action = actions.iter().find(|action| action.title.contains("a test of")).unwrap();
    let again = analyzed(files(&it.analysis, action));
    assert_eq!(again.count(Severity::Error), 0, "{:#?}", again.diagnostics);
}

#[test]
fn places_outside_of_the_text_offer_nothing() {
    let it = fixture("policy P { allow s3:ListAllMyBuckets }$0");
    for range in [1000..2000, 5..2000, usize::MAX..usize::MAX, 12..12] {
        assert!(code_actions(&it.analysis, &it.file, range).len() < 100);
    }
    assert_eq!(code_actions(&it.analysis, &it.file, 1000..2000), []);
    assert_eq!(code_actions(&it.analysis, "other.whit", 0..0), []);
}

const JSON: &str = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:ListAllMyBuckets\", \"Resource\": \"*\"}\n}";

#[test]
fn pasted_json_becomes_whit() {
    let paste = |text: &str| {
        let (it, actions) = actions(text);
        let action = actions.into_iter().find(|action| action.title == "write this JSON as Whit");
        action.map(|action| applied(it.text(), &action.edits))
    };
    let whit = "policy Pasted {\n  allow s3:ListAllMyBuckets\n}";
    assert_eq!(paste(&format!("let a = 1\n\n$0{JSON}$0\n")), Some(format!("let a = 1\n\n{whit}\n")));
    // The cursor anywhere in it.
    let (before, after) = JSON.split_at(40);
    assert_eq!(paste(&format!("{before}$0{after}")), Some(format!("{whit}\n")));
    // Another name where that is taken.
    let twice = paste(&format!("policy Pasted {{ allow s3:ListAllMyBuckets }}\n$0{JSON}$0\n")).unwrap();
    assert!(twice.contains("policy Pasted2 {"), "{twice}");
    assert_eq!(paste("policy P { allow s3:$0ListAllMyBuckets }"), None);
    assert_eq!(paste("$0{ \"a\": 1 }$0"), None);
}

#[test]
fn all_that_is_safe_is_mended_at_once() {
    let text = "policy P {\n  allow s3:listallmybuckets\n  allow ec2:describeregions\n}\n$0";
    let (it, actions) = actions(text);
    let safe: Vec<&Action> = actions.iter().filter(|action| action.kind == ActionKind::FixSafe).collect();
    assert_eq!(safe.len(), 1, "{actions:#?}");
    let mended = applied(it.text(), &safe[0].edits);
    assert!(mended.contains("allow s3:ListAllMyBuckets\n  allow ec2:DescribeRegions"), "{mended}");
}
