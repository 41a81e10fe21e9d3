//! What an editor can ask of a text and of a project.

use serde_json::{Value, json};

use super::client::Client;
use crate::run::folder;

const TEXT: &str = "use std::guards::{mfa}\r\n\r\nlet logs = s3.bucket(\"é-𝒳\")\r\n\r\npolicy P {\r\n  // 𝒳\r\n  allow s3:ListBucket on logs with mfa()\r\n}\r\n";

/// The position of the first `word` of a text, and a bit further.
pub(super) fn at(text: &str, word: &str, further: usize) -> Value {
    super::plain::position(text, text.find(word).unwrap() + further)
}

/// The text under a range.
pub(super) fn under(text: &str, range: &Value) -> String {
    let offset = |at: &Value| {
        let is = |offset: &usize| text.is_char_boundary(*offset) && super::plain::position(text, *offset) == *at;
        (0..=text.len()).find(is).unwrap()
    };
    text[offset(&range["start"])..offset(&range["end"])].to_owned()
}

#[test]
fn words_lead_to_their_declarations() {
    let mut client = Client::new(&folder("lsp-definition", &[]));
    client.open("a.whit", TEXT);
    let found = client.about("textDocument/definition", "a.whit", json!({ "position": at(TEXT, "logs with", 2) }));
    assert_eq!(found["uri"], client.uri("a.whit"));
    assert_eq!(under(TEXT, &found["range"]), "logs");
    let found = client.about("textDocument/definition", "a.whit", json!({ "position": at(TEXT, "mfa()", 0) }));
    assert_eq!(found["uri"], "whit-std:///guards.whit");
    let library = client.request("whit/source", json!({ "uri": "whit-std:///guards.whit" }));
    assert_eq!(under(library["text"].as_str().unwrap(), &found["range"]), "mfa");
    let unknown = client.answer("whit/source", json!({ "uri": "whit-std:///nothing.whit" }));
    assert_eq!(unknown["error"]["code"], -32602);
    let none = client.about("textDocument/definition", "a.whit", json!({ "position": at(TEXT, "policy", 0) }));
    assert_eq!(none, Value::Null);
}

#[test]
fn a_text_is_formatted_where_it_has_to_be() {
    let mut client = Client::new(&folder("lsp-formatting", &[]));
    client.open("a.whit", &TEXT.replace("on logs", "on    logs"));
    let options = json!({ "options": { "tabSize": 2, "insertSpaces": true } });
    let edits = client.about("textDocument/formatting", "a.whit", options.clone());
    assert_eq!(edits.as_array().unwrap().len(), 1, "{edits}");
    assert_eq!(edits[0]["range"]["start"], json!({ "line": 6, "character": 0 }));
    let mut part = options.clone();
    let lines = |from: u32, to: u32| json!({ "start": { "line": from, "character": 0 }, "end": { "line": to, "character": 1 } });
    part["range"] = lines(5, 6);
    assert_eq!(client.about("textDocument/rangeFormatting", "a.whit", part.clone()), edits);
    part["range"] = lines(0, 5);
    assert_eq!(client.about("textDocument/rangeFormatting", "a.whit", part), json!([]));
    client.open("b.whit", TEXT);
    assert_eq!(client.about("textDocument/formatting", "b.whit", options), json!([]));
}

#[test]
fn fixes_are_offered_where_they_mend() {
    let text = "policy P {\n  allow s3:GetObjct on s3.object(\"é\", \"𝒳\")\n}\n";
    let mut client = Client::new(&folder("lsp-fixes", &[]));
    client.open("a.whit", text);
    let found = client.expect("a.whit", &["unknown-action"]);
    let range = found[0]["range"].clone();
    let ask = json!({ "range": range, "context": { "diagnostics": found } });
    let actions = client.about("textDocument/codeAction", "a.whit", ask);
    let first = &actions[0];
    assert_eq!((&first["kind"], &first["diagnostics"][0]), (&json!("quickfix"), &found[0]));
    let edit = first["edit"]["changes"][client.uri("a.whit")][0].clone();
    assert!(
        text.replacen(&under(text, &edit["range"]), edit["newText"].as_str().unwrap(), 1).contains("s3:GetObject ")
    );
    let elsewhere = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": 3 } });
    let ask = json!({ "range": elsewhere, "context": { "diagnostics": [], "only": ["quickfix"] } });
    assert_eq!(client.about("textDocument/codeAction", "a.whit", ask), json!([]));
    let ask = json!({ "range": range, "context": { "diagnostics": [], "only": ["refactor"] } });
    let rewritings = client.about("textDocument/codeAction", "a.whit", ask);
    assert!(rewritings.as_array().unwrap().iter().all(|it| it["kind"].as_str().unwrap().starts_with("refactor.")));
}

#[test]
fn findings_lead_to_other_places() {
    let mut client = Client::new(&folder("lsp-related", &[]));
    client.open("a.whit", "let a = \"x\"\nlet a = \"y\"\n");
    let found = client.pull("a.whit");
    let related = &found[0]["relatedInformation"][0];
    assert_eq!(related["location"]["uri"], client.uri("a.whit"), "{found}");
    assert_eq!(related["location"]["range"]["start"], json!({ "line": 0, "character": 4 }));
}

#[test]
fn what_has_no_effect_is_pale() {
    let text = include_str!("../../../../core/tests/ui/allowance-unused.whit");
    let mut client = Client::new(&folder("lsp-unnecessary", &[]));
    client.open("a.whit", text);
    let found = client.pull("a.whit");
    let pale = found.as_array().unwrap().iter().find(|it| it["code"] == "unused-allowance");
    assert_eq!(pale.unwrap()["tags"], json!([1]), "{found}");
}

#[test]
fn a_project_is_compiled_and_tested_at_a_request() {
    let mut client = Client::new(&folder("lsp-compile", &[]));
    assert_eq!(client.request("whit/compile", json!({}))["errors"][0]["message"], "there is no project");
    let text = "policy P {\n  allow s3:ListAllMyBuckets\n}\n\ntest \"lists\" {\n  as P {\n    can s3:ListAllMyBuckets\n    can s3:CreateBucket on s3.bucket(\"a\")\n  }\n}\n";
    client.open("a.whit", text);
    let uri = client.uri("a.whit");
    let made = client.request("whit/compile", json!({ "uri": uri }));
    assert_eq!(made["errors"], json!([]));
    assert_eq!(made["files"][0]["path"], "P.json");
    assert!(made["files"][0]["text"].as_str().unwrap().contains("s3:ListAllMyBuckets"), "{made}");
    let tested = client.request("whit/test", json!({}));
    let result = &tested["results"][0];
    assert_eq!((&result["name"], &result["passed"]), (&json!("lists"), &json!(false)), "{tested}");
    assert_eq!(result["failures"][0]["location"]["uri"], uri.as_str());
    let request = json!({
        "subject": "P", "action": "s3:CreateBucket", "resource": "arn:aws:s3:::a", "given": {}, "environment": null,
    });
    assert_eq!(result["failures"][0]["request"], request);
    let none = client.request("whit/test", json!({ "filter": "nothing" }));
    assert_eq!(none["results"], json!([]));
    let unknown = client.request("whit/compile", json!({ "environment": "mars" }));
    assert_eq!(unknown["errors"][0]["message"], "there is no environment `mars`");
    client.change("a.whit", 2, json!([{ "text": "policy P { allow s3:Lost }\n" }]));
    let broken = client.request("whit/compile", json!({ "uri": uri }));
    assert_eq!(broken["files"], json!([]));
    assert!(broken["errors"][0]["message"].as_str().unwrap().contains("Lost"), "{broken}");
}

/// What a failed test asked for can be asked again, and comes out the same.
#[test]
fn a_failure_carries_its_request() {
    let text = r#"
let b = s3.bucket("b")

policy P {
  allow s3:GetObject on b.object("x/*") when aws:PrincipalTag/team == "a" and s3:ExistingObjectTag/k == "v"
  deny s3:GetObject on b.object("x/no") unless aws:MultiFactorAuthPresent
}

policy Q {
  allow s3:ListAllMyBuckets
}

test "t" {
  as P given { aws:PrincipalTag/team: "a", s3:ExistingObjectTag/k: "w" } {
    can s3:GetObject on b.object("x/{env.name}") given { s3:ExistingObjectTag/k: "v", aws:MultiFactorAuthPresent: false }
    cannot s3:GetObject on b.object("x/y") given { s3:ExistingObjectTag/k: "v" }
  }
  as [P, Q] { cannot s3:ListAllMyBuckets }
  as account(111122223333) { cannot s3:ListAllMyBuckets }
  as service("s3.amazonaws.com") { can s3:GetObject on b.object("x/no") }
  as P in account 444455556666 { can s3:ListAllMyBuckets given { aws:SourceVpc: "vpc-1" } }
}
"#;
    let toml = "[environments.no]\naccount = \"111122223333\"\n";
    let files = [("whit.toml", toml.as_bytes()), ("a.whit", text.as_bytes())];
    let mut client = Client::new(&folder("lsp-failures", &files));
    client.open("a.whit", text);
    let uri = client.uri("a.whit");
    let tested = client.request("whit/test", json!({ "uri": uri }));
    let failures = tested["results"][0]["failures"].as_array().unwrap();
    let get = |resource: &str, given: Value| json!({ "subject": "P", "action": "s3:GetObject", "resource": resource, "given": given, "environment": "no" });
    let tags = ["aws:PrincipalTag/team", "s3:ExistingObjectTag/k", "aws:MultiFactorAuthPresent"];
    let found: Vec<&Value> = failures.iter().map(|failure| &failure["request"]).collect();
    assert_eq!(*found[0], get("arn:aws:s3:::b/x/no", json!({ tags[0]: ["a"], tags[1]: ["v"], tags[2]: ["false"] })));
    assert_eq!(*found[1], get("arn:aws:s3:::b/x/y", json!({ tags[0]: ["a"], tags[1]: ["v"] })));
    assert_eq!(*found[2], Value::Null, "two policies are no subject of a question: {tested}");
    assert_eq!((&found[3]["subject"], &found[3]["resource"]), (&json!("111122223333"), &json!("*")));
    assert_eq!(found[4]["subject"], "s3.amazonaws.com");
    assert_eq!(
        (&found[5]["account"], &found[5]["given"]),
        (&json!("444455556666"), &json!({ "aws:SourceVpc": ["vpc-1"] }))
    );
    assert_eq!(found.len(), 6, "{tested}");
    for (request, decision) in [
        (found[0], "explicitlyDenied"),
        (found[1], "allowed"),
        (found[3], "allowed"),
        (found[4], "implicitlyDenied"),
        (found[5], "implicitlyDenied"),
    ] {
        let mut question = request.clone();
        question["uri"] = json!(uri);
        let answer = client.request("whit/explain", question);
        assert_eq!(answer["answers"][0]["decision"], decision, "{request}: {answer}");
    }
}

#[test]
fn a_policy_is_imported_at_a_request() {
    let mut client = Client::new(&folder("lsp-import", &[]));
    let policy =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"*"}]}"#;
    let made = client.request("whit/import", json!({ "json": policy, "name": "read reports" }));
    assert!(made["text"].as_str().unwrap().contains("policy ReadReports {"), "{made}");
    assert_eq!(client.answer("whit/import", json!({ "json": "{" }))["error"]["code"], -32602);
    assert_eq!(client.answer("whit/import", json!({ "json": policy, "kind": "x" }))["error"]["code"], -32602);
}

#[test]
fn what_is_typed_is_formatted_where_it_is_complete() {
    let mut client = Client::new(&folder("lsp-typed", &[]));
    let text = "let  a = 1\npolicy  P {\nallow s3:ListAllMyBuckets\n}\n";
    client.open("a.whit", text);
    let ask = json!({
        "position": { "line": 3, "character": 1 },
        "ch": "}",
        "options": { "tabSize": 2, "insertSpaces": true },
    });
    let edits = client.about("textDocument/onTypeFormatting", "a.whit", ask);
    let lines: Vec<u64> =
        edits.as_array().unwrap().iter().map(|edit| edit["range"]["start"]["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [1, 2], "{edits}");
}

#[test]
fn all_that_is_safe_is_mended_on_demand() {
    let text = "policy P {\n  allow s3:listallmybuckets\n  allow ec2:describeregions\n}\n";
    let mut client = Client::new(&folder("lsp-fix-all", &[]));
    client.open("a.whit", text);
    let start = json!({ "line": 0, "character": 0 });
    let context = json!({ "diagnostics": [], "only": ["source.fixAll"] });
    let ask = json!({ "range": { "start": start, "end": start }, "context": context });
    let actions = client.about("textDocument/codeAction", "a.whit", ask);
    assert_eq!(actions.as_array().unwrap().len(), 1, "{actions}");
    assert_eq!(actions[0]["edit"]["changes"][client.uri("a.whit")].as_array().unwrap().len(), 2, "{actions}");
}

#[test]
fn pasted_json_is_written_as_whit() {
    let json = "{ \"Version\": \"2012-10-17\", \"Statement\": { \"Effect\": \"Allow\", \"Action\": \"s3:ListAllMyBuckets\", \"Resource\": \"*\" } }";
    let mut client = Client::new(&folder("lsp-paste", &[]));
    client.open("a.whit", json);
    let range = json!({ "start": { "line": 0, "character": 0 }, "end": { "line": 0, "character": json.len() } });
    let ask = json!({ "range": range, "context": { "diagnostics": [], "only": ["refactor.rewrite"] } });
    let actions = client.about("textDocument/codeAction", "a.whit", ask);
    let edit = &actions[0]["edit"]["changes"][client.uri("a.whit")][0];
    assert_eq!(edit["range"], range);
    assert_eq!(edit["newText"], "policy Pasted {\n  allow s3:ListAllMyBuckets\n}");
}

#[test]
fn lenses_tell_results_and_their_commands_say_more() {
    let text = "// é\npolicy P {\n  One: allow s3:ListAllMyBuckets\n}\n\ntest \"t\" {\n  as P {\n    can s3:ListAllMyBuckets\n    can iam:ListRoles\n  }\n}\n";
    let mut client = Client::silent(&folder("lsp-commands", &[]));
    let told = client.request("initialize", json!({ "capabilities": {} }));
    let commands = told["capabilities"]["executeCommandProvider"]["commands"].as_array().unwrap().clone();
    client.notify("initialized", json!({}));
    client.open("a.whit", text);
    let lenses = client.about("textDocument/codeLens", "a.whit", json!({}));
    let mut said = Vec::new();
    for lens in lenses.as_array().unwrap() {
        let command = &lens["command"];
        assert!(commands.contains(&command["command"]), "{command}");
        let ask = json!({ "command": command["command"], "arguments": command["arguments"] });
        client.send(&json!({ "jsonrpc": "2.0", "id": "do", "method": "workspace/executeCommand", "params": ask }));
        let mut messages =
            std::iter::repeat_with(|| client.next()).filter(|it| it["method"] != "textDocument/publishDiagnostics");
        let (first, second) = (messages.next().unwrap(), messages.next().unwrap());
        let (message, answer) = if first["id"] == "do" { (second, first) } else { (first, second) };
        assert_eq!((&message["method"], &answer["result"]), (&json!("window/showMessage"), &Value::Null), "{answer}");
        said.push((
            command["title"].as_str().unwrap().to_owned(),
            message["params"]["message"].as_str().unwrap().to_owned(),
        ));
    }
    let titles: Vec<&str> = said.iter().map(|(title, _)| title.as_str()).collect();
    assert_eq!(titles, ["show JSON", "show JSON", "run test: ✗ 1 failure", "why? `iam:ListRoles` is not allowed"]);
    assert!(said[0].1.starts_with("{\n  \"Version\": \"2012-10-17\""), "{}", said[0].1);
    assert!(said[1].1.contains("\"Sid\": \"One\"") && !said[1].1.contains("Version"), "{}", said[1].1);
    assert!(said[2].1.starts_with("✗ t: 2 requests decided\n  a.whit:9:5: `iam:ListRoles`"), "{}", said[2].1);
    assert!(said[3].1.starts_with("Not allowed: `iam:ListRoles` by "), "{}", said[3].1);
    let mut why = |word: &str| {
        let ask = json!({ "uri": client.uri("a.whit"), "position": at(text, word, 0) });
        client.request("whit/why", ask)
    };
    assert_eq!(why("iam:ListRoles")["text"].as_str(), Some(said[3].1.as_str()));
    assert_eq!(why("policy"), Value::Null);
    for wrong in [json!([]), json!([client.uri("a.whit")]), json!([client.uri("a.whit"), "nothing"]), json!([1, 2])] {
        let answer =
            client.answer("workspace/executeCommand", json!({ "command": "whit.runTest", "arguments": wrong }));
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
    }
}

#[test]
fn a_form_learns_what_may_be_asked() {
    let text = "let b = s3.bucket(\"b\")\n\npolicy P {\n  allow s3:ListBucket on b\n  No: deny s3:GetObject on b.object(\"x/*\")\n}\n\nrole R {\n  trust service(\"ec2.amazonaws.com\")\n  attach P\n}\n\ntest \"t\" {\n  as P { can s3:ListBucket on b }\n}\n";
    let mut client = Client::new(&folder("lsp-form", &[]));
    client.open("a.whit", text);
    let uri = json!({ "uri": client.uri("a.whit") });
    assert_eq!(client.request("whit/subjects", uri.clone())["subjects"], json!(["R", "P"]));
    let actions = client.request("whit/actions", json!({ "prefix": "S3:getobjecta" }));
    assert_eq!(actions["actions"][0], json!({ "name": "s3:GetObjectAcl", "level": "read" }));
    let many = client.request("whit/actions", json!({ "prefix": "" }));
    assert_eq!(many["actions"].as_array().unwrap().len(), 60);
    let action = client.request("whit/action", json!({ "name": "s3:GetObject" }));
    assert_eq!(action["resources"][0]["type"], "s3.object");
    assert_eq!(action["resources"][0]["arn"], "arn:${Partition}:s3:::${BucketName}/${ObjectName}");
    let key = |name: &str| action["keys"].as_array().unwrap().iter().find(|key| key["name"] == name).cloned();
    let told = key("aws:SecureTransport").unwrap();
    assert_eq!((&told["type"], &told["several"]), (&json!("bool"), &json!(false)));
    assert!(key("aws:RequestedRegion").unwrap()["values"].as_array().unwrap().contains(&json!("eu-west-1")));
    assert_eq!(key("ec2:Region"), None);
    assert_eq!(client.request("whit/action", json!({ "name": "s3:Nothing" })), Value::Null);

    let compiled = client.request("whit/compile", uri.clone());
    let of =
        |path: &str| compiled["documents"].as_array().unwrap().iter().find(|it| it["path"] == path).unwrap().clone();
    let policy = of("P.json");
    assert_eq!((&policy["kind"], &policy["limit"]), (&json!("policy"), &json!(6144)));
    let lines = policy["statements"][1]["lines"].clone();
    let file = compiled["files"].as_array().unwrap().iter().find(|it| it["path"] == "P.json").unwrap();
    let line = |nth: &Value| {
        file["text"].as_str().unwrap().lines().nth(usize::try_from(nth.as_u64().unwrap()).unwrap()).unwrap()
    };
    assert_eq!((line(&lines[0]).trim(), line(&lines[1]).trim()), ("{", "}"));
    let from = &policy["statements"][1]["from"][0];
    assert_eq!(under(text, &from["range"]), "No: deny s3:GetObject on b.object(\"x/*\")");
    assert_eq!(of("R.json")["statements"].as_array().unwrap().len(), 1);

    let tested = client.request("whit/test", uri.clone());
    let decided = |at: usize| {
        (tested["coverage"][at]["decided"].clone(), under(text, &tested["coverage"][at]["location"]["range"]))
    };
    assert_eq!(decided(0), (json!(1), "  allow s3:ListBucket on b".to_owned()));
    assert_eq!(decided(1).0, json!(0));

    let mut ask = uri;
    for (name, value) in [("subject", "P"), ("action", "s3:GetObject"), ("resource", "arn:aws:s3:::b/x/y")] {
        ask[name] = json!(value);
    }
    let why = client.request("whit/explain", ask);
    let layer = &why["answers"][0]["layers"][0];
    assert_eq!(layer["verdict"], "deny");
    assert_eq!(under(text, &layer["location"]["range"]), "No: deny s3:GetObject on b.object(\"x/*\")");
}
