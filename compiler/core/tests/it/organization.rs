//! The account tree: what is made of it, and what environments have to do with it.

use whit_core::emit;

use super::project::Project;

/// Compiles a text for the environments of a `whit.toml`: the findings by rule and message, and the files by their
/// paths.
fn built(toml: &str, text: &str) -> (Vec<String>, Vec<(String, String)>) {
    let files = [("whit.toml", toml), ("main.whit", text)];
    let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
    let found = Project { files, ..Project::default() }.found();
    let said = found.diagnostics.iter().map(|found| format!("{}: {}", found.rule, found.message)).collect();
    let checked = found.analysis.as_ref().and_then(|analysis| analysis.checked());
    let made = checked.map_or_else(Vec::new, |checked| emit(checked, None).unwrap());
    (said, made.into_iter().map(|output| (output.path, output.text)).collect())
}

const TREE: &str = r#"
let acme: org = "o-acme123456"
scp NoUsers { deny iam:CreateUser on any }
scp Sandbox because "people try things there, and nothing else" { allow s3:*, dynamodb:* on any }
rcp Ours { deny s3:* on any unless aws:PrincipalOrgID == acme or aws:PrincipalIsAWSService }
organization "{acme}" {
  tags { "cost-center": "0001" }
  attach NoUsers, Ours
  management account main = 999988887777
  ou Workloads {
    attach arn:aws:organizations::999988887777:policy/o-acme123456/service_control_policy/p-a1b2c3d4
      because "the landing zone attaches it"
    ou Prod {
      account payments = 011122223333 { tags { owner: "{payments}" } }
    }
    account sandbox = "444455556666" { attach Sandbox }
  }
}
"#;

#[test]
fn the_tree_with_what_each_node_holds() {
    let (found, files) = built("", TREE);
    assert_eq!(found, ["allow-list: `sandbox` may do no more than this SCP allows"]);
    let text = |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, text)| text.as_str()).unwrap();
    insta::assert_snapshot!("organization_json", text("organization.json"));
    insta::assert_snapshot!("manifest_of_an_organization", text("manifest.json"));
}

#[test]
fn names_of_accounts_are_accounts() {
    let (found, files) = built(
        "",
        &format!(
            "{TREE}
            policy Bucket for s3.bucket(\"logs\") {{
              allow s3:ListBucket to account(payments), role(\"Reader\", account: payments)
              allow s3:ListBucketVersions to anyone when aws:PrincipalAccount in [payments, sandbox]
            }}"
        ),
    );
    assert_eq!(found.len(), 1, "{found:?}");
    let (_, bucket) = files.iter().find(|(path, _)| path == "Bucket.json").unwrap();
    for piece in [r#""011122223333""#, r#""arn:aws:iam::011122223333:role/Reader""#, r#""444455556666""#] {
        assert!(bucket.contains(piece), "{piece} is not in\n{bucket}");
    }
}

#[test]
fn environments_name_accounts_of_the_tree() {
    let policy = "policy Key for kms.key { allow kms:Decrypt to account(env.account) }";
    let toml = "[environments.payments]\naccount = \"payments\"\n[environments.main]\naccount = \"main\"";
    let (found, files) = built(toml, &format!("{TREE}{policy}"));
    assert_eq!(found, ["allow-list: `sandbox` may do no more than this SCP allows"]);
    let text = |name: &str| files.iter().find(|(path, _)| path == name).map(|(_, text)| text.as_str());
    assert!(text("payments/Key.json").unwrap().contains("011122223333"));
    assert!(text("main/Key.json").unwrap().contains("999988887777"));
    // The organization is deployed from its management account.
    assert!(text("main/organization.json").is_some() && text("payments/organization.json").is_none());
    assert!(text("main/NoUsers.json").is_some() && text("payments/NoUsers.json").is_none());
    assert!(!text("payments/manifest.json").unwrap().contains("NoUsers"));
}

#[test]
fn accounts_that_are_not_in_the_tree() {
    for (toml, text, expected) in [
        ("account = \"paymnts\"", TREE, "config: the organization has no account `paymnts`"),
        (
            "account = \"payments\"",
            "policy Key for kms.key { allow kms:Decrypt to account(env.account) }",
            "config: `payments` is no account id",
        ),
        ("account = \"123412341234\"", TREE, "outside-organization: the organization has no account 123412341234"),
    ] {
        let (found, _) = built(&format!("[environments.prod]\n{toml}"), text);
        assert_eq!(
            found.iter().filter(|line| !line.starts_with("allow-list")).collect::<Vec<_>>(),
            [expected],
            "{toml}"
        );
    }
}

/// What an attached SCP takes from its environment is that of the environment that deploys it.
#[test]
fn attached_policies_that_vary() {
    let text = r#"
        param regions: list<region>
        scp Home { deny ec2:* on any unless aws:RequestedRegion in regions }
        organization "o-acme123456" {
          attach Home
          management account main = 999988887777
          account payments = 111122223333
          account risk = 444455556666
        }"#;
    let environment = |name: &str, region: &str| {
        format!("[environments.{name}]\naccount = \"{name}\"\nparams = {{ regions = [\"{region}\"] }}\n")
    };
    let two = environment("payments", "eu-west-1") + &environment("risk", "us-east-1");
    let (found, files) = built(&two, text);
    assert_eq!(found, ["attachment-varies: `Home` is not the same in every environment"]);
    assert!(files.iter().filter(|(path, _)| path.ends_with("organization.json")).count() == 2);
    let same = environment("payments", "eu-west-1") + &environment("risk", "eu-west-1");
    assert_eq!(built(&same, text).0, [""; 0]);
    let (found, files) = built(&(two + &environment("main", "eu-west-1")), text);
    assert_eq!(found, [""; 0]);
    let trees: Vec<&String> =
        files.iter().map(|(path, _)| path).filter(|path| path.ends_with("organization.json")).collect();
    assert_eq!(trees, ["main/organization.json"]);
}
