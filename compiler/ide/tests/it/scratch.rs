use super::fixture::fixture;
#[test]
fn timing() {
    let mut text =
        String::from("use std::guards::{mfa}\ntags { team: \"red\" | \"blue\" }\nlet logs = s3.bucket(\"logs\")\n");
    for n in 0..1000 {
        text.push_str(&format!("policy P{n} {{\n  allow s3:GetObject on logs.object(\"a{n}/*\")\n    when principal.team == \"red\"\n  deny s3:PutObject on logs.object(\"x\")\n}}\n"));
    }
    for tail in [
        "policy Q {\n  allow $0\n}",
        "policy Q {\n  allow s3:$0\n}",
        "policy Q {\n  allow Get$0\n}",
        "policy Q {\n  allow ec2:$0 on any\n}",
        "policy Q {\n  allow s3:GetObject on $0\n}",
        "policy Q {\n  allow s3:* on any when $0\n}",
        "policy Q {\n  allow * on any when a$0\n}",
        "policy Q {\n  allow any on any when aws:$0\n}",
        "policy Q {\n  allow s3:GetObject on logs with $0\n}",
        "scp Q {\n  include $0\n}",
        "policy Q {\n  allow s3:GetObject on logs when aws:RequestedRegion == $0\n}",
        "policy Q {\n  allow s3:GetObject on logs when iam:PassedToService == \"$0\"\n}",
        "policy Q for $0",
    ] {
        let it = fixture(&format!("{text}{tail}"));
        let _ = whit_ide::completion(&it.analysis, &it.file, it.offset);
        let start = std::time::Instant::now();
        let n = whit_ide::completion(&it.analysis, &it.file, it.offset).len();
        println!("TIME {:?} {n} {tail:?}", start.elapsed());
    }
}
#[test]
fn show() {
    for text in [
        "tags { team: \"red\" | \"blue\" }\nlet logs = s3.bucket(\"logs\")\npolicy Q {\n  allow s3:GetObject on $0\n}",
        "policy Q {\n  allow s3:GetObject, $0 on s3.object(\"a\", \"b\")\n}",
        "tags { team: \"red\" | \"blue\" }\npolicy Q {\n  allow s3:PutObject on s3.object(\"a\", \"b\") when $0\n}",
        "policy Q {\n  allow s3:PutObject on s3.object(\"a\", \"b\") with $0\n}",
        "role Q {\n  trust service(\"ecs-tasks.amazonaws.com\") with $0\n}",
        "scp Q {\n  include $0\n}",
        "use std::guardrails::{region_lock}\nscp Q {\n  include region_lock($0)\n}",
        "use std::guardrails::{region_lock}\nscp Q {\n  include region_lock([$0])\n}",
        "policy Q {\n  allow $0\n}",
        "policy Q {\n  allow s3:GetObject\n    $0\n}",
        "policy Q {\n  allow s3:GetObject on s3.bucket(\"a\") when aws:SourceIp in $0\n}",
        "policy Q {\n  allow s3:GetObject on s3.bucket(\"a\") when any aws:TagKeys in [$0]\n}",
        "policy Q {\n  allow s3:GetObject on s3.bucket(\"a\") because $0\n}",
        "policy Q {\n  with $0\n}",
        "policy Q {\n  allow read, list on [$0]\n}",
        "let a = $0",
        "let a: $0",
        "param a: region = $0",
        "param a: \"x\" | $0",
        "test \"x\" {\n  as Q in $0\n}",
        "policy Q { Deny: deny s3:* on any }\ntest \"x\" {\n  as Q {\n cannot s3:GetObject on s3.object(\"a\",\"b\") by $0\n}}",
        "let x = key($0)",
        "policy Q { allow action(\"$0\") on any }",
        "policy Q { allow s3:GetObject to role(\"x\", $0) }",
        "policy Q { allow s3:GetObject on arn:aws:s3:::$0 }",
        "policy Q { if $0 { } }",
    ] {
        let it = fixture(text);
        let found = whit_ide::completion(&it.analysis, &it.file, it.offset);
        println!("== {text}");
        for i in found.iter().take(12) {
            println!(
                "   {:<30} {:?} {} {} {:?}",
                i.label,
                i.kind,
                i.sort,
                i.detail.chars().take(60).collect::<String>(),
                i.insert
            );
        }
        println!("   ... {}", found.len());
    }
}
