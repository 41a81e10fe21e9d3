//! A value is text: whatever comes in through a `param`, an `extern` or `--set` matches itself and nothing else.
//!
//! A program is compiled twice, with a plain word and with a hostile text in its place. Read as IAM reads it, by a reader
//! of its own here, the second policy has to be the first with the text's characters, each standing for itself, where the
//! word was: no star, no variable, no statement more or less.

use std::collections::BTreeMap;

use super::one::{analyzed, compiled, prod};
use proptest::prelude::*;
use serde_json::Value;
use whit_core::config::{Input, InputValue};
use whit_core::typed::external;
use whit_core::{Analysis, emit};
use whit_iam::evaluate::{Context, ContextValue, Readings, holds};
use whit_iam::{BaseOperator, Condition, ResourceElement};

const SOURCE: &str = r#"
param name: string
policy P {
  allow s3:GetObject on s3.object("b", "x/{name}")
    when aws:username like "u-{name}" and aws:userid == name and aws:PrincipalArn like "arn:aws:iam::111122223333:role/{name}"
}
"#;

/// The policy for a value of `name`.
fn policy(name: &str) -> whit_iam::Policy {
    let analysis = compiled(SOURCE, Vec::new(), &[("name", name)]);
    let checked = analysis.checked().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics));
    let outputs = emit(checked, None).unwrap();
    let document = outputs.iter().find(|output| output.path == "P.json").unwrap();
    whit_iam::read(&document.text).unwrap().0
}

/// Whether a request that carries `given` where the policy has its value is allowed, the same under every reading.
fn allows(policy: &whit_iam::Policy, given: &str) -> bool {
    let [statement] = policy.statements.as_slice() else { panic!("one statement: {policy:?}") };
    let Some(ResourceElement::Resource(resources)) = &statement.resource else { panic!("resources: {policy:?}") };
    // The resource is matched as the ARN operators match.
    let on = Condition::new().with(BaseOperator::ArnLike, "test:Resource", resources.clone());
    let context = Context::new()
        .with("aws:username", ContextValue::single(format!("u-{given}")))
        .with("aws:userid", ContextValue::single(given))
        .with("aws:PrincipalArn", ContextValue::single(format!("arn:aws:iam::111122223333:role/{given}")))
        .with("test:Resource", ContextValue::single(format!("arn:aws:s3:::b/x/{given}")));
    let mut answers = Readings::all()
        .step_by(97)
        .map(|readings| holds(&statement.condition, &context, &readings) && holds(&on, &context, &readings));
    let first = answers.next().unwrap();
    assert!(answers.all(|answer| answer == first), "it depends on a reading: {policy:?}");
    first
}

/// A program in which the texts stand wherever IAM has a form for them.
const EVERYWHERE: &str = r#"
DECLARE name: string MAX
DECLARE whole: arn
param names: list<string>
param home: { vpc: string, at: string }
param fallback: string = "f-{name}"
let joined = "p-{name}-s"
let listed = ["first", ..names]
let record = { inner: { text: name } }
guard owner(of: string, also: string = "g-{name}") = aws:PrincipalTag/owner == of and aws:PrincipalTag/also like "{also}*"
template reader(of: string) {
  allow s3:GetObject on s3.object("b", "t/{of}/*") with owner(of)
}
policy P {
  include reader(name)
  allow s3:GetObject on s3.object("b-{name}", "{joined}/?") when aws:username like ["u-{name}-*", joined]
  allow s3:GetObject on s3.bucket("c").object("{record.inner.text}*")
    when aws:userid in listed or aws:PrincipalArn like "arn:aws:iam::111122223333:role/{name}"
  allow s3:GetObject on whole when aws:PrincipalTag/k == home.vpc and s3:ExistingObjectTag/a like "{home.at}*"
    because "its type is known only with its value"
  allow s3:GetObject on arn("arn:aws:s3:::{name}/{fallback}?") when aws:PrincipalTag/"a b" in [name, fallback]
  deny s3:PutObject on any except s3.object("b", "{name}")
  deny s3:GetObject on s3.object("b", "d/*") when aws:PrincipalTag/x not in [name, "y"] and aws:PrincipalTag/z? != name
  deny s3:GetObject on s3.object("b", "${aws:username, 'nobody'}/{name}") unless lambda:SourceFunctionArn == whole
  for one in names {
    allow s3:ListBucket on s3.bucket("l") when s3:prefix like "{one}/${aws:username}/*"
  }
  if name_is_short {
    allow s3:ListBucket on s3.bucket("short-{fallback}")
  }
}
param name_is_short: bool = true
policy Q for s3.bucket("b-{name}") {
  allow s3:ListBucket to account(111122223333) when s3:prefix like "{name}*"
  deny s3:GetObject to anyone unless aws:userid like ["*:{name}", name]
}
"#;

/// What is put in the place of a text.
const WORD: &str = "zqxzq";

/// The inputs of [`EVERYWHERE`] in which a text stands.
fn given(text: &str) -> Vec<(&'static str, InputValue)> {
    let one = |text: &str| InputValue::Text(text.to_owned());
    let home = [("vpc", one(text)), ("at", one(text))].map(|(name, value)| (name.to_owned(), value));
    vec![
        ("name", one(text)),
        ("whole", one(&format!("arn:aws:s3:::w/{text}"))),
        ("names", InputValue::List(vec![one(text), one(&format!("n{text}"))])),
        ("home", InputValue::Record(home.into())),
    ]
}

/// A program with inputs, compiled for an environment.
fn analysis(program: &str, inputs: Vec<(&'static str, InputValue)>) -> Analysis {
    let mut environment = prod(&["eu-west-1"]);
    environment.params = inputs
        .into_iter()
        .filter(|(name, _)| program.contains(&format!(" {name}:")))
        .map(|(name, value)| (name.to_owned(), Input { span: None, value }))
        .collect();
    analyzed(BTreeMap::from([("main.whit".to_owned(), program.to_owned())]), vec![environment], &[])
}

/// The policies of a program with inputs.
fn policies(program: &str, inputs: Vec<(&'static str, InputValue)>) -> Vec<whit_iam::Policy> {
    let analysis = analysis(program, inputs);
    let checked = analysis.checked().unwrap_or_else(|| panic!("{:?}", analysis.diagnostics));
    checked.environments().iter().flat_map(|one| one.documents.iter().map(|document| document.policy.clone())).collect()
}

/// The documents of a program in which `text` stands in every place, as JSON, by name; none where it is refused.
fn built(program: &str, text: &str) -> Option<BTreeMap<String, Value>> {
    let analysis = analysis(program, given(text));
    let outputs = emit(analysis.checked()?, None).unwrap();
    let documents = outputs.iter().filter(|output| !output.path.ends_with("manifest.json"));
    Some(documents.map(|output| (output.path.clone(), serde_json::from_str(&output.text).unwrap())).collect())
}

/// A part of a text as IAM reads it.
#[derive(Debug, Clone, PartialEq)]
enum Part {
    Is(char),
    AnyRun,
    AnyOne,
    Variable(String),
}

/// Where a text stands decides what counts in it.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Reading {
    /// Wildcards and variables.
    Pattern,
    /// Variables only.
    Value,
    /// Nothing: each character stands for itself.
    Exact,
}

/// Reads a text as the documentation of IAM says.
fn parts(text: &str, reading: Reading) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let variable = rest.strip_prefix("${").and_then(|inside| inside.split_once('}'));
        if let (Some((name, behind)), true) = (variable, reading != Reading::Exact) {
            parts.push(match name {
                "*" | "?" | "$" => Part::Is(name.chars().next().unwrap()),
                _ => Part::Variable(name.to_owned()),
            });
            rest = behind;
            continue;
        }
        parts.push(match first {
            '*' if reading == Reading::Pattern => Part::AnyRun,
            '?' if reading == Reading::Pattern => Part::AnyOne,
            plain => Part::Is(plain),
        });
        rest = &rest[first.len_utf8()..];
    }
    parts
}

/// The parts with `text`, plain to the last character, where [`WORD`] is.
fn replaced(parts: Vec<Part>, text: &str) -> Vec<Part> {
    let word: Vec<Part> = WORD.chars().map(Part::Is).collect();
    let mut out = Vec::new();
    let mut rest = parts.as_slice();
    while let Some(first) = rest.first() {
        if rest.starts_with(&word) {
            out.extend(text.chars().map(Part::Is));
            rest = &rest[word.len()..];
        } else {
            out.push(first.clone());
            rest = &rest[1..];
        }
    }
    out
}

/// Asserts that a document is another with the text in the place of the word.
fn same(plain: &Value, hostile: &Value, reading: Reading, text: &str) {
    match (plain, hostile) {
        (Value::String(plain), Value::String(hostile)) => {
            assert_eq!(parts(hostile, reading), replaced(parts(plain, reading), text), "{hostile:?} for {text:?}");
            if reading == Reading::Pattern && hostile.starts_with("arn:") {
                // IAM knows no variables before the fifth colon.
                let head: Vec<&str> = hostile.splitn(6, ':').take(5).collect();
                assert!(!head.iter().any(|segment| segment.contains("${")), "{hostile:?}");
            }
        }
        (Value::Array(plain), Value::Array(hostile)) => {
            assert_eq!(plain.len(), hostile.len(), "for {text:?}");
            plain.iter().zip(hostile).for_each(|(plain, hostile)| same(plain, hostile, reading, text));
        }
        (Value::Object(plain), Value::Object(hostile)) => {
            assert_eq!(plain.len(), hostile.len(), "{plain:?} and {hostile:?} for {text:?}");
            for ((key, plain), (other, hostile)) in plain.iter().zip(hostile) {
                assert_eq!(parts(other, Reading::Exact), replaced(parts(key, Reading::Exact), text), "for {text:?}");
                let reading = match key.as_str() {
                    "Resource" | "NotResource" => Reading::Pattern,
                    "Principal" | "Sid" | "Action" | "Effect" => Reading::Exact,
                    "Bool" | "StringEquals" | "StringNotEquals" | "StringEqualsIgnoreCase" | "StringEqualsIfExists" => {
                        Reading::Value
                    }
                    operator if operator.contains("Like") || operator.contains("Arn") => Reading::Pattern,
                    _ => reading,
                };
                same(plain, hostile, reading, text);
            }
        }
        (plain, hostile) => assert_eq!(plain, hostile, "for {text:?}"),
    }
}

/// Asserts that a program refuses the text, or takes it to the letter.
fn refused_or_exact(program: &str, text: &str) -> bool {
    let plain = built(program, WORD).unwrap_or_else(|| panic!("{program} is refused"));
    let Some(hostile) = built(program, text) else { return false };
    assert_eq!(plain.keys().collect::<Vec<_>>(), hostile.keys().collect::<Vec<_>>());
    for (plain, hostile) in plain.values().zip(hostile.values()) {
        same(plain, hostile, Reading::Exact, text);
    }
    true
}

/// Texts that mean something somewhere.
fn hostile() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"[ab*?$\{\}'"\\:/,. éß=@+-]{1,16}"#,
        r#"(\$\{aws:username\}|\$\{aws:username, '\*'\}|\$\{\*\}|\$\{|\}|\*|\?|\$|a|b){1,6}"#,
        prop::sample::select(vec![
            "*",
            "?",
            "$",
            "${*}",
            "${aws:username}",
            "${aws:PrincipalTag/*}",
            "${extern:name}",
            "${extern:whole}",
            "{name}",
            "{{x}}",
            "\\*",
            "\"",
            "'",
            "*/*",
            "arn:aws:s3:::*",
            "%",
            "$${*}",
            "${${*}}",
            "${",
            "a}b",
            "\u{ff0a}",
            "é*",
        ])
        .prop_map(str::to_owned),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_input_brings_in_a_wildcard(
        name in r#"[ab*?$\{\}':, é]{1,12}|\$\{aws:username\}|\*|\?|\$\{\*\}"#,
        other in r#"[ab*?$\{\}':, é]{1,12}|a|ab|b"#,
    ) {
        let policy = policy(&name);
        prop_assert!(allows(&policy, &name), "{name:?} is not matched by itself: {policy:?}");
        prop_assert_eq!(allows(&policy, &other), name == other, "{:?} and {:?}: {:?}", name, other, policy);
    }

    /// Everywhere at once, by a `param` and by an `extern`; where IAM has a form, the text is taken.
    #[test]
    fn an_input_is_plain_wherever_it_stands(text in hostile()) {
        let params = EVERYWHERE.replace("DECLARE", "param").replace("MAX", "");
        let externs = EVERYWHERE.replace("DECLARE", "extern").replace("MAX", "max 99");
        // A colon at the wrong place makes an ARN that is none, and white space no bucket.
        let taken = refused_or_exact(&params, &text);
        prop_assert!(taken || text.contains(|c: char| !c.is_ascii_alphanumeric() && c != '*'), "{text:?} is refused");
        prop_assert_eq!(refused_or_exact(&externs, &text), taken, "{:?} by an extern", text);
    }

    /// Without a value, an `extern` stands where its value will: filled in, the policies are those of the value.
    #[test]
    fn an_extern_is_filled_in_where_it_stands(text in "[a-z0-9-]{1,20}") {
        let program = EVERYWHERE.replace("DECLARE", "extern").replace("MAX", "max 99");
        let whole = format!("arn:aws:s3:::w/{text}");
        let inputs = |own: &[&str]| given(&text).into_iter().filter(|(name, _)| !own.contains(name)).collect();
        let (open, known) = (policies(&program, inputs(&["name", "whole"])), policies(&program, inputs(&[])));
        let fill = |name: &str| if name == "whole" { whole.clone() } else { text.clone() };
        let filled: Vec<whit_iam::Policy> = open.iter().map(|policy| external::policy_filled(policy, fill)).collect();
        prop_assert_eq!(filled, known);
    }

    /// Where IAM has no form for a plain star, it is refused: principals, partitions, names of keys, parts of a role.
    #[test]
    fn an_input_is_refused_where_iam_has_no_form(text in hostile()) {
        for place in [
            "policy P for s3.bucket(\"b\") { allow s3:ListBucket to role(\"x{name}\", account: 111122223333) }",
            "policy P for s3.bucket(\"b\") { allow s3:ListBucket to user(\"x-{name}\"), session(name, \"s\") }",
            "policy P { allow s3:ListBucket on s3.bucket(\"b\", partition: name) }",
            "policy P { allow s3:ListBucket on arn(\"arn:aws:s3:{name}::b\") because \"a test\" }",
            "policy P { allow s3:GetObject on s3.object(\"b\", \"x\") when aws:PrincipalTag/\"{name}\" == \"a\" }",
            "policy P { allow s3:GetObject on s3.object(\"b\", \"x\") when key(\"login.example.com:{name}\") == \"a\" }",
            "role R { trust role(\"deployer\", account: 111122223333)  path \"/{name}/\" }",
            "role R { trust role(\"deployer\", account: 111122223333)  tags { team: name } }",
            "role R { trust role(\"deployer\", account: 111122223333)  attach arn(\"arn:aws:iam::aws:policy/{name}\") because \"a test\" }",
        ] {
            refused_or_exact(&format!("param name: string\n{place}"), &text);
        }
    }

    /// An input of a narrower type is held to it: what comes out has no character that such a value has not.
    #[test]
    fn an_input_of_a_narrow_type_is_held_to_it(text in hostile(), good in 0usize..8) {
        let start = ["111122223333", "eu-west-1", "o-a1b2c3d4e5", "2026-12-31", "203.0.113.0/24", "12", "1.2", "1h"][good];
        for value in [text.clone(), format!("{start}{text}"), format!("{text}{start}")] {
            for (ty, place) in [
                ("account", "on s3.object(\"b\", \"x\") when aws:PrincipalAccount == value"),
                ("region", "on s3.object(\"b\", \"x\") when aws:RequestedRegion == value"),
                ("org", "on s3.object(\"b\", \"x\") when aws:PrincipalOrgID == value"),
                ("date", "on s3.object(\"b\", \"x\") when aws:CurrentTime < value"),
                ("cidr", "on s3.object(\"b\", \"x\") when aws:SourceIp == value"),
                ("int", "on s3.object(\"b\", \"x-{value}\")"),
                ("decimal", "on s3.object(\"b\", \"x-{value}\")"),
                ("duration", "on s3.object(\"b\", \"x-{value}\")"),
                ("bool", "on s3.object(\"b\", \"x-{value}\")"),
                ("\"dev\" | \"prod\"", "on s3.object(\"b\", \"x-{value}\")"),
            ] {
                let program = format!("param value: {ty}\npolicy P {{ allow s3:GetObject {place} }}");
                let analysis = compiled(&program, Vec::new(), &[("value", &value)]);
                let Some(checked) = analysis.checked() else { continue };
                let outputs = emit(checked, None).unwrap();
                let json: Value = serde_json::from_str(&outputs.first().unwrap().text).unwrap();
                let statement = json["Statement"].to_string();
                prop_assert!(!statement.contains(['*', '?', '$', '\\']), "{ty} {value:?}: {statement}");
            }
        }
    }
}
