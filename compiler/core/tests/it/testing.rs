//! Tests of the language, run: whose policies have a say, what decides, what is covered, and which changes are noticed.

mod bodies;

use super::one::{analyzed, compiled, messages, prod, rendered};
use whit_core::config::Environment;
use whit_core::testing::{self, Question, Selection, Unanswered};
use whit_core::{Analysis, Catalog, OneByOne};

/// Everything in the program holds.
#[track_caller]
fn check(text: &str, environments: Vec<Environment>) {
    let analysis = compiled(text, environments, &[]);
    let errors = messages(&analysis);
    assert!(analysis.checked().is_some(), "{errors}");
    assert!(!errors.contains("error"), "{errors}");
    let ran = testing::run(analysis.checked().unwrap(), &analysis.sources, Selection::default(), &OneByOne).unwrap();
    assert!(!ran.results.is_empty() && ran.results.iter().all(|result| result.requests > 0));
}

#[test]
fn a_role_acts_by_what_is_attached_within_its_boundary() {
    check(
        r#"
            let data = s3.bucket("acme-data")
            policy Reads { allow s3:GetObject on data.object("*") because "all of it" }
            policy Keeps { Keep: deny s3:DeleteObject on data.object("keep/*") }
            boundary Ceiling because "a ceiling" { allow s3:GetObject, s3:DeleteObject, s3:PutObject on any }
            role Job {
              trust service("ecs-tasks.amazonaws.com") when aws:SourceAccount == env.account
              attach Reads, Keeps
              boundary Ceiling
              path "/jobs/"
              tags { team: "risk" }
              inline {
                allow s3:PutObject on data.object("out/*")
                allow s3:DeleteObject on data.object("*") when aws:PrincipalTag/team == "risk" because "all of it"
                allow s3:ListBucket on data
              }
            }
            test "job" {
              as Job {
                can    s3:GetObject    on data.object("in/1")
                can    s3:PutObject    on data.object("out/1")
                cannot s3:PutObject    on data.object("in/1") implicitly
                can    s3:DeleteObject on data.object("in/1")
                cannot s3:DeleteObject on data.object("in/1") given { aws:PrincipalTag/team: "blue" } implicitly
                cannot s3:DeleteObject on data.object("keep/1") by Keep
                cannot s3:ListBucket   on data implicitly
                can    s3:GetObject    on data.object("in/1")
                  given { aws:PrincipalArn: "arn:aws:iam::111122223333:role/jobs/Job", aws:PrincipalType: "AssumedRole" }
              }
              as role("jobs/Job") { cannot s3:DeleteObject on data.object("keep/1") by Keep }
              as session("Job", "s-1") { cannot s3:ListBucket on data implicitly }
              as service("ecs-tasks.amazonaws.com") {
                can    sts:AssumeRole on Job given { aws:SourceAccount: "111122223333" }
                cannot sts:AssumeRole on Job given { aws:SourceAccount: "444455556666" } implicitly
              }
              as service("ec2.amazonaws.com") { cannot sts:AssumeRole on Job implicitly }
            }
        "#,
        vec![prod(&["eu-west-1"])],
    );
}

#[test]
fn policies_act_as_whom_the_request_says() {
    check(
        r#"
            let homes = s3.bucket("homes")
            policy Home {
              allow s3:GetObject on homes.object("${aws:username}/*")
              allow s3:PutObject on homes.object("shared/*") when aws:PrincipalArn like "arn:aws:iam::*:role/Home"
            }
            policy More { allow s3:ListBucket on homes }
            test "home" {
              as Home given { aws:username: "ana" } {
                can    s3:GetObject on homes.object("ana/1")
                cannot s3:GetObject on homes.object("bo/1") implicitly
                cannot s3:PutObject on homes.object("shared/1")
              }
              as Home {
                cannot s3:GetObject on homes.object("ana/1")
                can    s3:PutObject on homes.object("shared/1")
                cannot s3:PutObject on homes.object("shared/1")
                  given { aws:PrincipalArn: "arn:aws:iam::111122223333:role/Other" }
              }
              as [Home, More] { can s3:ListBucket on homes }
              as Home { cannot s3:ListBucket on homes implicitly }
            }
        "#,
        Vec::new(),
    );
}

#[test]
fn ceilings_act_for_somebody_who_may_do_everything() {
    check(
        r#"
            let data = s3.bucket("data")
            scp NoUsers { Users: deny iam:CreateUser on any unless aws:PrincipalArn like "arn:aws:iam::*:role/admin/*" }
            scp Some because "a list" { allow s3:* on any }
            boundary Ceiling because "a ceiling" { allow s3:GetObject on any }
            session Today because "a ceiling" { allow s3:GetObject on any }
            rcp Ours { Ours: deny s3:* on any unless aws:PrincipalOrgID == "o-acme123456" or aws:PrincipalIsAWSService }
            endpoint Door because "a ceiling" { allow s3:GetObject on any to anyone }
            test "ceilings" {
              as NoUsers {
                can    s3:GetObject   on data.object("1")
                cannot iam:CreateUser on iam.user("eve", account: 111122223333) by Users
                can    iam:CreateUser on iam.user("eve", account: 111122223333)
                  given { aws:PrincipalArn: "arn:aws:iam::111122223333:role/admin/Ops" }
              }
              as Some {
                can    s3:GetObject   on data.object("1")
                cannot sqs:ListQueues implicitly
              }
              as [NoUsers, Some] { cannot iam:CreateUser on iam.user("eve", account: 111122223333) by Users }
              as Ceiling {
                can    s3:GetObject on data.object("1")
                cannot s3:PutObject on data.object("1") implicitly
              }
              as Today {
                can    s3:GetObject on data.object("1")
                cannot s3:PutObject on data.object("1") implicitly
              }
              as Ours {
                cannot s3:GetObject on data.object("1") by Ours
                can    s3:GetObject on data.object("1") given { aws:PrincipalOrgID: "o-acme123456" }
                can    s3:GetObject on data.object("1") given { aws:PrincipalIsAWSService: true }
                cannot s3:GetObject on data.object("1") given { aws:PrincipalType: "Anonymous" } by Ours
              }
              as Door {
                can    s3:GetObject on data.object("1")
                cannot s3:PutObject on data.object("1") implicitly
              }
            }
        "#,
        Vec::new(),
    );
}

#[test]
fn policies_of_resources_count_where_their_resource_is_asked_for() {
    check(
        r#"
            let logs = s3.bucket("logs")
            let auditors = role("Auditor", account: 444455556666)
            policy LogsBucket for logs {
              OnlyTls: deny all to anyone unless aws:SecureTransport
              allow s3:GetObject on logs.object("AWSLogs/*") to auditors
              allow s3:GetObject on logs.object("public/*") to anyone because "public"
            }
            policy Key for kms.key {
              allow kms:DescribeKey to account(env.account)
              allow kms:Decrypt to auditors
            }
            policy Describes { allow kms:DescribeKey, kms:Decrypt on kms.key("*") because "all keys" }
            policy Abroad { allow kms:DescribeKey on kms.key("*", account: 444455556666) because "theirs" }
            test "bucket" {
              as auditors given { aws:SecureTransport: true } {
                can    s3:GetObject  on logs.object("AWSLogs/1")
                cannot s3:GetObject  on logs.object("other/1") implicitly
                cannot s3:GetObject  on logs.object("AWSLogs/1") given { aws:SecureTransport: false } by OnlyTls
                cannot s3:ListBucket on logs implicitly
              }
              as anyone given { aws:SecureTransport: true } {
                can    s3:GetObject on logs.object("public/1")
                cannot s3:GetObject on logs.object("AWSLogs/1") implicitly
              }
              as user("ana", account: 999988887777) given { aws:SecureTransport: true } {
                cannot s3:GetObject on logs.object("AWSLogs/1") implicitly
              }
            }
            test "key" {
              as auditors { can kms:Decrypt on kms.key("1234") }
              as Describes {
                can    kms:DescribeKey on kms.key("1234")
                cannot kms:Decrypt     on kms.key("1234") implicitly
              }
            }
            test "what is not ours is taken to let us in" {
              as Abroad { can kms:DescribeKey on kms.key("1", account: 444455556666) }
            }
        "#,
        vec![prod(&["eu-west-1"])],
    );
}

#[test]
fn an_account_has_the_policies_above_it() {
    check(
        r#"
            scp Regions { Regions: deny s3:* on any unless aws:RequestedRegion == "eu-west-1" }
            scp NoQueues { Queues: deny sqs:* on any }
            scp Trials because "a list" { allow s3:* on any }
            rcp Ours { Ours: deny s3:* on any unless aws:PrincipalOrgID == "o-acme123456" }
            organization "o-acme123456" {
              attach Regions, Ours
              management account main = 999988887777
              ou Prod {
                attach NoQueues
                account payments = 111122223333
              }
              account sandbox = 444455556666 { attach Trials }
            }
            let data = s3.bucket("data")
            test "levels" {
              as role("Ops", account: 111122223333) given { aws:RequestedRegion: "eu-west-1" } {
                can    s3:GetObject on data.object("1")
                cannot sqs:ListQueues by Queues
                cannot s3:GetObject on data.object("1") given { aws:RequestedRegion: "us-east-1" } by Regions
              }
              as role("Ops", account: 444455556666) given { aws:RequestedRegion: "eu-west-1" } {
                can    s3:ListAllMyBuckets
                cannot sqs:ListQueues implicitly
              }
              as role("Ops", account: 999988887777) { can sqs:ListQueues, s3:ListAllMyBuckets }
              as account(111122223333) { cannot sqs:ListQueues by Queues }
              as role("Eve", account: 777788889999) { cannot s3:GetObject on data.object("1") by Ours }
              as role("Eve", account: 777788889999) given { aws:ResourceAccount: 999988887777 } {
                can s3:GetObject on data.object("1")
              }
              as service("cloudtrail.amazonaws.com") { cannot s3:GetObject on data.object("1") by Ours }
            }
        "#,
        vec![prod(&["eu-west-1"])],
    );
}

const COVERED: &str = r#"let data = s3.bucket("data")
template reads(prefix: string) {
  allow s3:GetObject on data.object("{prefix}/*")
}
policy Reader {
  include reads("in")
  allow s3:PutObject on data.object("out/*")
  NoDrafts: deny s3:GetObject on data.object("in/draft-*") unless aws:MultiFactorAuthPresent
}
test "reads" {
  as Reader {
    can    s3:GetObject on data.object("in/1") given { aws:MultiFactorAuthPresent: true }
    cannot s3:GetObject on data.object("in/draft-1") by NoDrafts
    cannot s3:GetObject on data.object("out/1")
  }
}
"#;

fn ready(text: &str) -> Analysis {
    let analysis = compiled(text, Vec::new(), &[]);
    assert!(analysis.checked().is_some(), "{}", messages(&analysis));
    analysis
}

#[test]
fn coverage_counts_by_statement_of_the_source() {
    let analysis = ready(COVERED);
    let ran = testing::run(analysis.checked().unwrap(), &analysis.sources, Selection::default(), &OneByOne).unwrap();
    let counts: Vec<(usize, usize)> =
        ran.coverage.statements.iter().map(|statement| (statement.line, statement.requests)).collect();
    assert_eq!(counts, [(3, 1), (7, 0), (8, 1)]);
    assert_eq!((ran.counts(), ran.requests()), ((1, 0), 3));
}

/// The changes that no test of a program notices, as `line: change`, and how many were tried.
fn unnoticed(text: &str) -> (usize, Vec<String>) {
    let analysis = ready(text);
    let checked = analysis.checked().unwrap();
    let mutation = testing::mutate(checked, &analysis.sources, Selection::default(), &OneByOne).unwrap();
    let shown = mutation.survivors.iter().map(|survivor| format!("{}: {}", survivor.line, survivor.what));
    (mutation.mutants, shown.collect())
}

#[test]
fn changes_that_no_test_notices_are_listed() {
    let (mutants, shown) = unnoticed(COVERED);
    assert_eq!(mutants, 10);
    assert_eq!(
        shown,
        [
            "3: its actions become `s3:*`",
            "7: this `allow` becomes a `deny`",
            "7: `arn:aws:s3:::data/out/*` becomes `arn:aws:s3:::*`",
            "8: the condition on `aws:MultiFactorAuthPresent` is dropped",
            "8: its actions become `s3:*`",
            "8: `arn:aws:s3:::data/in/draft-*` becomes `arn:aws:s3:::*`",
        ]
    );
    let noticing = COVERED.replace(
        "    cannot s3:GetObject on data.object(\"out/1\")\n",
        r#"    cannot s3:GetObject on data.object("out/1")
    cannot s3:DeleteObject on data.object("in/1") implicitly
    cannot s3:DeleteObject on data.object("out/1") implicitly
    cannot s3:PutObject on data.object("in/1") implicitly
    cannot s3:PutObject on data.object("in/draft-1") implicitly
    can s3:PutObject on data.object("out/1")
    can s3:GetObject on data.object("in/1")
    can s3:GetObject on data.object("in/draft-1") given { aws:MultiFactorAuthPresent: true }
"#,
    );
    assert_eq!(unnoticed(&noticing), (10, Vec::new()));
}

/// Every kind of change, on a program without tests that notice any.
#[test]
fn each_part_of_a_statement_is_changed() {
    let (_, shown) = unnoticed(
        r#"let a = s3.bucket("a")
policy A for a {
  allow s3:GetObject on a.object("x/*") to role("r", account: 111122223333)
  deny s3:GetObject on a.object("*") to anyone when aws:SourceIp in [203.0.113.0/24] and aws:SecureTransport == false
}
scp B because "b" {
  deny any except [iam.list, sts:AssumeRole] on any except a because "b"
}
"#,
    );
    assert_eq!(
        shown,
        [
            "3: this `allow` becomes a `deny`",
            "3: its actions become `s3:*`",
            "3: `arn:aws:s3:::a/x/*` becomes `arn:aws:s3:::*`",
            "3: it is about everybody",
            "4: this `deny` becomes an `allow`",
            "4: the condition on `aws:SecureTransport` is dropped",
            "4: the condition on `aws:SourceIp` is dropped",
            "4: its actions become `s3:*`",
            "7: this `deny` becomes an `allow`",
            "7: the actions of `iam` are no longer left out",
            "7: the actions of `sts` are no longer left out",
            "7: `arn:aws:s3:::a` is no longer left out",
        ]
    );
}

/// The answer to a question about a program, as text.
fn answer(text: &str, question: Question<'_>) -> String {
    let analysis = ready(text);
    let catalog = Catalog::embedded();
    match testing::why(analysis.checked().unwrap(), &analysis.sources, catalog, None, question) {
        Err(Unanswered::Question(message)) => message,
        Err(Unanswered::Open(open)) => rendered(&analysis.sources, &open),
        Ok(answers) => answers
            .iter()
            .map(|answer| {
                let layers = answer
                    .layers
                    .iter()
                    .map(|line| format!("{} | {} | {}\n", line.layer, line.verdict, line.statement));
                let notes = answer.notes.iter().map(|note| format!("{note}\n"));
                let head = format!("{:?}: {}\n", answer.decision, answer.asked);
                head + &layers.collect::<String>() + &notes.collect::<String>()
            })
            .collect(),
    }
}

#[test]
fn questions_are_answered_in_terms_of_the_source() {
    let given = |pairs: &[(&str, &str)]| -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    };
    let ask = |subject: &str, action: &str, resource: &str, pairs: &[(&str, &str)]| {
        answer(COVERED, Question { subject, account: None, action, resource, given: &given(pairs) })
    };
    let object = "arn:aws:s3:::data/in/draft-1";
    assert_eq!(
        ask("Reader", "s3:getobject", object, &[]),
        "ExplicitlyDenied: `s3:GetObject` on `arn:aws:s3:::data/in/draft-1` by arn:aws:iam::000000000000:role/Reader\n\
         identity policies | deny | Reader NoDrafts, main.whit:8\n\
         It would be allowed if `aws:MultiFactorAuthPresent` were true (Reader NoDrafts, main.whit:8).\n"
    );
    assert_eq!(
        ask("Reader", "s3:GetObject", object, &[("aws:MultiFactorAuthPresent", "true")]),
        "Allowed: `s3:GetObject` on `arn:aws:s3:::data/in/draft-1` by arn:aws:iam::000000000000:role/Reader\n\
         identity policies | allow | Reader, main.whit:3\n"
    );
    assert_eq!(
        ask("anyone", "s3:GetObject", object, &[]),
        "ImplicitlyDenied: `s3:GetObject` on `arn:aws:s3:::data/in/draft-1` by an anonymous caller\n\
         The resource has no policy that allows it.\n"
    );
    assert_eq!(ask("Raeder", "s3:GetObject", object, &[]), "the project has no `Raeder`; did you mean `Reader`?");
    assert_eq!(ask("Reader", "s3:GetObjct", object, &[]), "`s3` has no action `GetObjct`; did you mean `GetObject`?");
    assert_eq!(ask("Reader", "s3:GetObject", "b", &[]), "`b` is neither an ARN of six segments nor `*`");
    assert_eq!(
        ask("Reader", "s3:GetObject", object, &[("team", "x")]),
        "`team` is no condition key; one is written `aws:SourceIp`"
    );
}

/// A test that is not about an environment is not run in it; `--env` and a part of the name choose.
#[test]
fn tests_are_chosen() {
    let text = r#"
        policy P { allow s3:ListAllMyBuckets }
        test "Lists" { as P { can s3:ListAllMyBuckets } }
        test "makes" { as P { cannot s3:CreateBucket on s3.bucket("b") } }
    "#;
    let dev = Environment { name: "dev".to_owned(), ..prod(&["eu-west-1"]) };
    let analysis = analyzed([("main.whit".to_owned(), text.to_owned())].into(), vec![prod(&["eu-west-1"]), dev], &[]);
    let chosen = |environment, filter| {
        let selection = Selection { environment, filter, ..Selection::default() };
        let ran = testing::run(analysis.checked().unwrap(), &analysis.sources, selection, &OneByOne).unwrap();
        let name = |result: &testing::TestResult| format!("{}:{}", result.environment.as_deref().unwrap(), result.name);
        ran.results.iter().map(name).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(chosen(None, None), "prod:Lists prod:makes dev:Lists dev:makes");
    assert_eq!(chosen(Some("dev"), None), "dev:Lists dev:makes");
    assert_eq!(chosen(None, Some("LIST")), "prod:Lists dev:Lists");
    assert_eq!(chosen(Some("dev"), Some("x")), "");
}
