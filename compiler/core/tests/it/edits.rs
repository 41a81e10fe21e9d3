//! After an edit, what is remembered gives what a first analysis gives.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;
use whit_core::config::Config;
use whit_core::lock::Lock;
use whit_core::source::SourceMap;
use whit_core::testing::{self, Selection};
use whit_core::{Analysis, Files, Library, Memory, OneByOne, Output, ReadError, Request, Work, emit};

use super::lock::{lock_of, older};
use super::one::{messages, prod};

/// A project of several files that use each other and the standard library.
const PROJECT: &[(&str, &str)] = &[
    (
        "main.whit",
        r#"use shared::{ledger, only_team}
use shared
use std::guards::{mfa}

// The inputs.
param stage: "dev" | "prod" = "dev"

/// A list.
let regions = ["eu-west-1", "eu-central-1"]
let reports = s3.bucket("acme-{stage}")

policy Service {
  allow dynamodb:GetItem on ledger
  allow s3:GetObject on reports.object("in/*") with mfa(max_age: 1h)
}

policy Team {
  include shared::readers([reports.object("a/*"), reports.object("b/*")])
  deny s3:DeleteObject on reports.object("*") unless aws:SecureTransport
}
"#,
    ),
    (
        "shared.whit",
        r#"tags {
  team: "payments" | "risk"
}

let name = "ledger"
let ledger = dynamodb.table(name)

guard only_team(of: string = "payments") = aws:PrincipalTag/"team" == of

/// Reads.
template readers(things: list<s3.object>) {
  for thing in things {
    allow s3:GetObject on thing when only_team("risk")
  }
}
"#,
    ),
    (
        "roles.whit",
        r#"use std::guards::{source_account}
use main::{Service, Team, regions}

boundary Ceiling because "the ceiling" {
  allow s3:*, dynamodb:* on any
}

scp Home {
  deny iam:CreateUser on any unless aws:RequestedRegion in regions
}

role Worker {
  trust service("ecs-tasks.amazonaws.com") with source_account(111122223333)
  attach Service, Team
  boundary Ceiling
  path "/work/"
}
"#,
    ),
    (
        "checks.whit",
        r#"use roles::{Home, Worker}
use shared::{ledger}

organization "o-acme123456" {
  attach Home
  management account main = 999988887777
  account work = 111122223333
}

template works(names: list<string>, deep: bool) {
  for name in names {
    as role(name, account: 111122223333) {
      cannot iam:CreateUser on iam.user(name) given { aws:RequestedRegion: "us-east-1" }
    }
  }
  if deep {
    as Worker { can dynamodb:GetItem on ledger }
  }
}

test "work" {
  include works(["a", "b"], true)
  for id in env.accounts {
    as role("c", account: id) {
      can iam:CreateUser on iam.user("d", account: id) given { aws:RequestedRegion: "eu-west-1" }
    }
  }
}
"#,
    ),
];

/// What gets in, each perhaps a beginning of something else.
const PIECES: &[&str] = &[
    " ",
    "\n",
    "x",
    "\"",
    "{",
    "}",
    "// c\n",
    "/// doc\n",
    "let extra = 1\n",
    "let name = \"other\"\n",
    "param more: string\n",
    "policy More {\n  allow s3:GetObject on s3.object(\"b\", \"k\")\n}\n",
    "scp Home {\n  deny s3:* on any\n}\n",
    "use std::guardrails\n",
    "use roles\n",
    "tags { owner: string }\n",
    "template readers() { allow s3:ListAllMyBuckets }\n",
    "guard only_team(of: string) = aws:PrincipalTag/\"team\" == of\n",
    "because \"so\" ",
    "unless aws:SecureTransport ",
    "name",
    "ledger",
    "*",
    "as Worker { can s3:ListAllMyBuckets }\n",
    "for x in regions { include works([x], false) }\n",
];

/// An edit: of which file, from where, how many bytes go, and what comes.
type Edit = (usize, usize, usize, usize);

/// A project, perhaps with a lock.
struct Texts(BTreeMap<String, String>, Option<Lock>);

impl Files for Texts {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        self.0.get(path).cloned().ok_or(ReadError::NotFound)
    }
}

impl Texts {
    fn edit(&mut self, (file, at, length, piece): Edit) {
        let (name, _) = PROJECT[file % PROJECT.len()];
        let text = self.0.get_mut(name).unwrap();
        let at = at % (text.len() + 1);
        text.replace_range(at..(at + length).min(text.len()), PIECES[piece % PIECES.len()]);
    }

    fn analysis(&self, memory: &mut Memory) -> Analysis {
        self.analysis_by(&OneByOne, memory)
    }

    fn analysis_by(&self, work: &dyn Work, memory: &mut Memory) -> Analysis {
        self.analysis_with(Library::Whole, work, memory)
    }

    fn analysis_with(&self, library: Library, work: &dyn Work, memory: &mut Memory) -> Analysis {
        memory.analyze(Request {
            catalog: whit_core::Catalog::embedded(),
            config: Config {
                environments: vec![prod(&["eu-west-1"]), prod(&["eu-west-1", "eu-central-1"])],
                ..Config::default()
            },
            roots: self.0.keys().cloned().collect(),
            source: ".".to_owned(),
            files: self,
            set: BTreeMap::from([("stage".to_owned(), "prod".to_owned())]),
            lock: self.1.clone(),
            sources: SourceMap::default(),
            library,
            work,
        })
    }
}

/// The last first, as threads might do it.
struct Backwards;

impl Work for Backwards {
    fn each(&self, count: usize, task: &(dyn Fn(usize) + Sync)) {
        (0..count).rev().for_each(task);
    }
}

fn project() -> Texts {
    texts(PROJECT)
}

fn texts(files: &[(&str, &str)]) -> Texts {
    Texts(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(), None)
}

/// The project with a lock of a year before.
fn locked() -> Texts {
    let mut texts = project();
    let analysis = texts.analysis(&mut Memory::default());
    texts.1 = Some(lock_of(&analysis, older()));
    texts
}

pub(crate) fn files(analysis: &Analysis) -> Vec<Output> {
    analysis.checked().and_then(|checked| emit(checked, None).ok()).unwrap_or_default()
}

#[track_caller]
fn same(warm: &Analysis, cold: &Analysis, texts: &Texts) {
    assert_eq!(messages(warm), messages(cold), "{:?}", texts.0);
    assert_eq!(warm.diagnostics, cold.diagnostics, "{:?}", texts.0);
    assert_eq!(files(warm), files(cold), "{:?}", texts.0);
}

#[test]
fn the_project_is_right() {
    let analysis = project().analysis(&mut Memory::default());
    assert_eq!(messages(&analysis), "");
    assert!(!files(&analysis).is_empty());
}

#[test]
fn in_any_order() {
    for (file, (_, text)) in PROJECT.iter().enumerate() {
        for at in 0..text.len() / 40 {
            let mut texts = project();
            texts.edit((file, at * 40, 0, at));
            let backwards = texts.analysis_by(&Backwards, &mut Memory::default());
            same(&backwards, &texts.analysis(&mut Memory::default()), &texts);
        }
    }
}

#[test]
fn every_single_edit() {
    // Each file is broken and mended at each of its lines.
    for (file, (_, text)) in PROJECT.iter().enumerate() {
        let mut memory = Memory::default();
        let lines = text.match_indices('\n').map(|(at, _)| at + 1);
        for (number, at) in lines.enumerate() {
            let mut texts = locked();
            texts.edit((file, at, 0, number));
            same(&texts.analysis(&mut memory), &texts.analysis(&mut Memory::default()), &texts);
            let texts = locked();
            same(&texts.analysis(&mut memory), &texts.analysis(&mut Memory::default()), &texts);
        }
    }
}

/// What a name stands for changes, and the name stays.
#[test]
fn names_change_places() {
    let first = "let first = here\nlet second = [here, here]\n";
    let main = format!(
        "param stage: string = \"s\"\nlet here = \"a\"\n{first}let third = first\nlet fourth = third\n\npolicy One {{\n  allow s3:GetObject on \
         s3.object(\"b\", \"{{fourth}}\")\n}}\n\npolicy Two {{\n  allow s3:GetObject on s3.object(\"b\", \"k\") when \
         aws:PrincipalTag/\"t\" in second\n}}\n\nscp Three {{\n  deny s3:PutObject on any\n}}\n"
    );
    let other = "use main::{first, One}\nuse main\n\nrole Four {\n  trust service(\"ec2.amazonaws.com\")\n  attach \
                 One\n  tags { a: first, b: main::third }\n}\n";
    let mut now = texts(&[
        ("main.whit", &main),
        ("other.whit", other),
        ("left.whit", "let here = \"a\"\n"),
        ("right.whit", "let here = [\"a\"]\n"),
    ]);
    let mut memory = Memory::default();
    same(&now.analysis(&mut memory), &now.analysis(&mut Memory::default()), &now);
    for (from, to) in [
        ("let first = here\nlet second = [here, here]", "let second = here\nlet first = [here, here]"),
        ("let second = here\nlet first = [here, here]", "let spare = here\nlet first = here"),
        ("let spare = here\nlet first = here", "let first = here\nlet second = [here]"),
        ("let here = \"a\"\nlet first", "use left::{here}\nlet first"),
        ("use left::{here}", "use right::{here}"),
        ("use right::{here}", "use left::{here}"),
        ("use left::{here}", "let here = \"a\""),
        ("let here = \"a\"", "let there = \"a\""),
        ("let there = \"a\"", "let there = \"a\"\nlet here = 7"),
        ("\nlet here = 7", "\nlet here = \"z\""),
        ("policy One", "policy Two"),
        ("policy Two {\n  allow s3:GetObject on s3.object(\"b\", \"k\")", "policy One {\n  allow s3:GetObject on any"),
        ("scp Three", "scp one"),
        ("scp one", "policy Three"),
        ("let third = first", "let third = fourth"),
        ("let third = fourth", "let third = first\nlet first = 1"),
        ("\nlet first = 1", ""),
    ] {
        for text in now.0.values_mut() {
            *text = text.replacen(from, to, 1);
        }
        same(&now.analysis(&mut memory), &now.analysis(&mut Memory::default()), &now);
    }
}

/// What a test comes to depends on templates, lists, and the organization.
#[test]
fn tests_follow_what_they_are_made_from() {
    let main = "use checks::{each}\nuse lists::{names}\nparam stage: string = \"s\"\npolicy P {\n  allow s3:ListAllMyBuckets\n}\n\ntest \"t\" {\n  \
                include each(names)\n  for id in env.accounts {\n    as role(\"n\", account: id) { can \
                s3:ListAllMyBuckets }\n  }\n}\n";
    let checks = "template each(names: list<string>) {\n  for name in names {\n    as role(name, account: \
                  111122223333) { can s3:ListAllMyBuckets }\n  }\n}\n";
    let tree = "scp S {\n  deny s3:PutObject on any\n}\n";
    let organization = "organization \"o-acme123456\" {\n  attach S\n  account one = 111122223333\n  account two = \
                        222233334444\n}\n";
    let mut now = texts(&[
        ("checks.whit", checks),
        ("lists.whit", "let names = [\"a\", \"b\"]\n"),
        ("main.whit", main),
        ("tree.whit", tree),
    ]);
    let mut memory = Memory::default();
    let mut seen = Vec::new();
    let added = format!("{tree}{organization}");
    for (from, to) in [
        ("", ""),
        ("[\"a\", \"b\"]", "[\"a\", \"b\", \"c\"]"),
        ("can s3:ListAllMyBuckets }\n  }\n}\n", "cannot s3:ListAllMyBuckets }\n  }\n}\n"),
        ("cannot s3:ListAllMyBuckets }\n  }\n}\n", "can s3:ListAllMyBuckets }\n  }\n}\n"),
        (tree, &added),
        ("account two", "management account two"),
        ("111122223333\n  management", "333344445555\n  management"),
        ("deny s3:PutObject", "deny s3:ListAllMyBuckets"),
        ("  attach S\n", ""),
        ("  account one = 333344445555\n", ""),
        (organization.rsplit_once("  attach").unwrap().0, "organization \"o-other12345\" {\n"),
        ("let names = [\"a\", \"b\", \"c\"]", "let names: list<string> = []"),
        ("let names: list<string> = []", "let names = 7"),
        ("let names = 7", "let names = [\"z\"]"),
        ("as role(name", "allow s3:ListAllMyBuckets as role(name"),
        ("allow s3:ListAllMyBuckets as role(name", "as role(name"),
        ("include each(names)", "if false { include each(names) }"),
    ] {
        for text in now.0.values_mut() {
            *text = text.replacen(from, to, 1);
        }
        let (warm, cold) = (now.analysis(&mut memory), now.analysis(&mut Memory::default()));
        same(&warm, &cold, &now);
        let asked = |analysis: &Analysis| {
            let ran = testing::run(analysis.checked()?, &analysis.sources, Selection::default(), &OneByOne).ok()?;
            Some(ran.requests())
        };
        assert_eq!(asked(&warm), asked(&cold), "{:?}", now.0);
        seen.push(asked(&warm));
    }
    // Something came of each.
    seen.dedup();
    assert!(seen.len() > 8, "{seen:?}");
}

/// Sequences of projects, each analysed twice with what the ones before left.
#[test]
fn what_depends_on_where_it_begins() {
    let scp = "scp P {\n  deny s3:* on any\n}\n";
    let of = |y: &str| format!("use {y}::{{y}}\n");
    let policy = "policy P {\n  allow s3:GetObject on s3.object(y, \"k\")\n}\n";
    let (one, two) = (
        "policy one {\n  allow s3:GetObject on s3.object(\"b\", \"1\")\n}\n",
        "policy One {\n  allow s3:GetObject on s3.object(\"b\", \"2\")\n}\n",
    );
    let role = "role R {\n  trust service(\"ec2.amazonaws.com\")\n  attach one\n}\n";
    let arn = "policy Q {\n  allow iam:GetPolicy on arn(P)\n}\n";
    let steps: Vec<Vec<Vec<(&str, String)>>> = vec![
        // Names that reach themselves, told of the first of them.
        vec![
            vec![("m.whit", "let third = \"x\"\nlet fourth = third\n".to_owned())],
            vec![("m.whit", "let third = fourth\nlet fourth = third\n".to_owned())],
            vec![("m.whit", "let fourth = third\nlet third = fourth\n".to_owned())],
        ],
        vec![
            vec![("m.whit", "guard a() = b()\nguard b() = aws:SecureTransport\n".to_owned())],
            vec![("m.whit", "guard b() = a()\nguard a() = b()\n".to_owned())],
        ],
        // Modules change places.
        vec![
            vec![
                ("a.whit", of("left")),
                ("b.whit", of("right") + policy),
                ("left.whit", "let y = \"l\"\n".to_owned()),
                ("right.whit", "let y = \"r\"\n".to_owned()),
            ],
            vec![
                ("b.whit", of("left") + policy),
                ("c.whit", of("right")),
                ("left.whit", "let y = \"l\"\n".to_owned()),
                ("right.whit", "let y = \"r\"\n".to_owned()),
            ],
        ],
        // Of documents that are called alike, the first counts.
        vec![vec![("m.whit", format!("{one}{two}{role}"))], vec![("m.whit", format!("{two}{one}{role}"))]],
        vec![
            vec![("b.whit", format!("{one}{arn}").replace("one", "P"))],
            vec![("a.whit", scp.to_owned()), ("b.whit", format!("{one}{arn}").replace("one", "P"))],
        ],
    ];
    for projects in steps {
        let mut memory = Memory::default();
        for files in projects {
            let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let now = texts(&files);
            let cold = now.analysis(&mut Memory::default());
            same(&now.analysis_by(&Backwards, &mut Memory::default()), &cold, &now);
            same(&now.analysis(&mut memory), &cold, &now);
            same(&now.analysis(&mut memory), &cold, &now);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn edits_give_what_a_first_analysis_gives(
        edits in vec((0..PROJECT.len(), 0..2000_usize, 0..12_usize, 0..PIECES.len()), 1..24),
    ) {
        let mut texts = locked();
        let (mut memory, mut partial) = (Memory::default(), Memory::default());
        let mut check = |texts: &Texts| {
            let cold = texts.analysis(&mut Memory::default());
            same(&texts.analysis(&mut memory), &cold, texts);
            same(&texts.analysis_with(Library::Needed, &OneByOne, &mut partial), &cold, texts);
        };
        for edit in edits {
            // Three of four edits are taken back, so that the project is mostly right.
            let before = texts.0.clone();
            texts.edit(edit);
            check(&texts);
            if edit.1 % 4 != 0 {
                texts.0 = before;
                check(&texts);
            }
        }
    }
}
