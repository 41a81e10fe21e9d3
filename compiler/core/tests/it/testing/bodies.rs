//! The bodies of tests: loops, choices and templates, what they bring in, and how much.

use std::fmt::Write as _;

use super::super::one::{analyzed, compiled, messages, prod};
use super::check;
use whit_core::config::{Account, Environment};
use whit_core::source::Spanned;
use whit_core::testing::{self, Selection};
use whit_core::{Analysis, OneByOne};

/// Who acts in an organization whose SCP is tried.
const TREE: &str = r#"
    organization "o-acme123456" {
      attach Lock
      management account main = 999988887777
      ou Prod {
        account payments = 111122223333
        account ledger = 222233334444
      }
      account sandbox = 444455556666
    }
"#;

/// How many requests each test asks for in each environment: "prod one 3".
fn asked(analysis: &Analysis) -> String {
    let checked = analysis.checked().unwrap_or_else(|| panic!("{}", messages(analysis)));
    let ran = testing::run(checked, &analysis.sources, Selection::default(), &OneByOne).unwrap();
    let mut out = String::new();
    for result in ran.results {
        assert!(result.passed(), "{}", messages(analysis));
        writeln!(out, "{} {} {}", result.environment.unwrap_or_default(), result.name, result.requests).unwrap();
    }
    out
}

/// An environment of another account.
fn of(name: &str, account: &str, regions: &[&str]) -> Environment {
    let prod = prod(regions);
    let account = Some(Spanned { span: prod.span, value: Account::Id(account.to_owned()) });
    Environment { name: name.to_owned(), account, ..prod }
}

#[test]
fn names_of_loops_and_templates_stand_wherever_a_value_does() {
    check(
        r#"
            let data = s3.bucket("acme-data")
            policy Reads {
              allow s3:GetObject on data.object("*") when aws:PrincipalTag/team in ["a", "b"] because "all of it"
              allow s3:ListBucket on data
            }
            template reads(
              who: principal,
              teams: list<string>,
              buckets: list<s3.bucket>,
              actions: list<action> = [s3:GetObject],
              listing: bool = false,
            ) {
              for team in teams {
                for bucket in buckets {
                  as who given { aws:PrincipalTag/team: team } {
                    can actions on bucket.object("in/{team}") given { aws:UserAgent: "{team}/1" }
                  }
                }
              }
              if listing {
                for bucket in buckets {
                  as Reads { can s3:ListBucket on bucket }
                }
              } else {
                as Reads { cannot s3:GetObject on s3.object("other", "k") implicitly }
              }
            }
            template both(teams: list<string>) {
              include reads(role("Ana", account: 111122223333), teams, [data])
              include reads(user("Bo"), teams, [data], [s3:GetObject, s3:PutObject], true)
            }
            test "all" {
              include both(["a", "b"])
              for team in ["c", "d"] {
                as Reads given { aws:PrincipalTag/team: team } { cannot s3:GetObject on data.object("x") implicitly }
              }
              as Reads given { aws:PrincipalTag/team: "a" } { can s3:GetObject on data.object("x") }
            }
        "#,
        vec![prod(&["eu-west-1"])],
    );
}

/// The member accounts, without the management account; each block is about the environment of its account.
#[test]
fn accounts_of_the_organization() {
    let text = format!(
        r#"
            scp Lock {{ Users: deny iam:CreateUser on any }}
            {TREE}
            test "each" {{
              for id in env.accounts {{ as role("Ana") in account id {{ can s3:ListAllMyBuckets }} }}
            }}
            test "others" {{
              for id in (env.accounts except [sandbox]) {{
                as role("Ana", account: id) {{
                  cannot iam:CreateUser on iam.user("eve", account: id) by Users
                  can    ec2:DescribeInstances
                }}
              }}
            }}
        "#
    );
    assert_eq!(asked(&compiled(&text, Vec::new(), &[])), " each 3\n others 4\n");
    let environments = vec![of("prod", "111122223333", &["eu-west-1"]), of("main", "999988887777", &["eu-west-1"])];
    // Two of the accounts have no environment of their own.
    assert_eq!(asked(&compiled(&text, environments, &[])), "prod each 3\nprod others 4\nmain each 2\nmain others 4\n");
}

#[test]
fn without_an_organization_the_account_at_hand() {
    let text = r#"
        policy P { allow s3:ListAllMyBuckets }
        test "each" { for id in env.accounts { as P in account id { can s3:ListAllMyBuckets } } }
    "#;
    let environments = vec![of("dev", "222233334444", &[]), of("prod", "111122223333", &[])];
    assert_eq!(asked(&compiled(text, environments, &[])), "dev each 1\nprod each 1\n");
}

/// Whoever repairs and whoever deploys passes what locks others out.
#[test]
fn lock_out() {
    let test = r#"
        test "nobody is locked out" {
          include lockout::nobody(["break-glass/Repair"], ["platform/Deployer"], regions: ["eu-west-1"])
        }
    "#;
    let with = |scp: &str| compiled(&format!("use std::lockout\n{scp}\n{TREE}\n{test}"), Vec::new(), &[]);
    let good = r#"
        scp Lock {
          deny any except [iam:*, organizations:*] on any
            unless aws:RequestedRegion in ["eu-west-1"]
            because "they answer in one region"
          deny s3:*, sqs:* on any unless aws:ResourceOrgID == "o-acme123456"
          deny iam:CreateRole on any unless iam:PermissionsBoundary like "arn:aws:iam::*:policy/Boundary"
          deny any on any unless aws:SecureTransport
        }
    "#;
    assert_eq!(asked(&with(good)), " nobody is locked out 126\n");
    // IAM's requests go to another region than ours.
    let regions = r#"scp Lock { Lock: deny any on any unless aws:RequestedRegion in ["eu-west-1"] }"#;
    // Only those who deploy feel it.
    let stacks = r#"
        scp Lock {
          Frozen: deny cloudformation:UpdateStack on any unless aws:PrincipalArn like "arn:aws:iam::*:role/break-glass/*"
        }
    "#;
    for (scp, said) in [
        (
            regions,
            "`iam:GetAccountAuthorizationDetails` by arn:aws:iam::111122223333:role/break-glass/Repair is denied",
        ),
        (regions, "role/lockout/Deployed` by arn:aws:iam::111122223333:role/platform/Deployer is denied"),
        (regions, "111122223333 is the account `payments`."),
        (regions, "8 more requests of this line do not come out so, in ledger, payments, sandbox."),
        (stacks, "by arn:aws:iam::111122223333:role/platform/Deployer is denied"),
        (stacks, "`cloudformation:UpdateStack` on `arn:aws:cloudformation:eu-west-1:111122223333:stack/lockout/"),
        (stacks, "Frozen: deny cloudformation:UpdateStack on any"),
        (stacks, "this denies it"),
        (stacks, "expanded from here, `id` being `111122223333`"),
        (stacks, "2 more requests of this line do not come out so, in ledger, payments, sandbox."),
    ] {
        let found = messages(&with(scp));
        assert!(found.contains(said), "{said}\n{found}");
        assert!(scp == regions || !found.contains("break-glass/Repair is"), "{found}");
    }
}

/// A test that would grow without end stops, and says so.
#[test]
fn what_grows_too_large_stops() {
    let million = r#"
        let a = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
        let b = [..a, ..a, ..a, ..a, ..a, ..a, ..a, ..a, ..a, ..a]
        let c = [..b, ..b, ..b, ..b, ..b, ..b, ..b, ..b, ..b, ..b]
        let d = [..c, ..c, ..c, ..c, ..c, ..c, ..c, ..c, ..c, ..c]
        let e = [..d, ..d, ..d, ..d, ..d, ..d, ..d, ..d, ..d, ..d]
        let f = [..e, ..e, ..e, ..e, ..e, ..e, ..e, ..e, ..e, ..e]
        policy P { allow s3:ListAllMyBuckets }
    "#;
    let mut doubling =
        String::from("template t0(x: string) { as role(x, account: 111122223333) { can s3:ListAllMyBuckets } }\n");
    for n in 1..60 {
        let before = n - 1;
        writeln!(doubling, "template t{n}(x: string) {{ include t{before}(x) include t{before}(\"{{x}}{{x}}\") }}")
            .unwrap();
    }
    let mut idle = String::from("template t0() { }\n");
    for n in 1..60 {
        let before = n - 1;
        writeln!(idle, "template t{n}() {{ include t{before}() include t{before}() }}").unwrap();
    }
    let block = "as P { can s3:ListAllMyBuckets }";
    for text in [
        format!("{million} test \"t\" {{ for x in f {{ {block} }} }}"),
        format!("{million} test \"t\" {{ for x in e {{ as P {{ can s3:ListAllMyBuckets }} }} }}"),
        format!(
            "{million} test \"t\" {{ for x in d {{ for y in d {{ if x == y {{ if false {{ {block} }} }} }} }} {block} }}"
        ),
        format!(
            "{million} test \"t\" {{ for x in c {{ for y in b {{ as role(x, account: 111122223333) given {{ aws:UserAgent: \"{{x}}{{y}}\" }} {{ can s3:ListAllMyBuckets given {{ aws:TagKeys: d }} }} }} }} }}"
        ),
        format!("{doubling} test \"t\" {{ include t59(\"x\") }}"),
        format!("{idle} test \"t\" {{ include t59() }}"),
    ] {
        let found = messages(&compiled(&text, Vec::new(), &[]));
        assert!(found.contains("error[too-large]"), "{text}\n{found}");
    }
}

/// What is wrong in a template that a test of another file includes is told once, and through what it came.
#[test]
fn a_template_of_another_file() {
    let main = r#"
        use checks
        test "t" { include checks::each(["a", "b*"]) }
    "#;
    let checks = r#"
        template each(names: list<string>) {
          for name in names {
            as role("Ana", account: 111122223333) { can s3:GetObject on s3.object("b", name) }
          }
        }
    "#;
    let files = [("main.whit", main), ("checks.whit", checks)];
    let analysis = analyzed(files.map(|(name, text)| (name.to_owned(), text.to_owned())).into(), Vec::new(), &[]);
    let found = messages(&analysis);
    assert_eq!(found.matches("error[").count(), 1, "{found}");
    assert!(found.contains("`arn:aws:s3:::b/b*` stands for many resources"), "{found}");
    assert!(found.contains("expanded from here, `name` being `b*`"), "{found}");
}
