//! Who uses guards and templates.

use super::fixture::fixture;
use whit_ide::Call;

const TEXT: &str = "guard g(a: string) = aws:username == a\nguard h() = g(\"x\")\n\
    template t() { allow s3:ListAllMyBuckets with h() }\npolicy P {\n  include t()\n  include t()\n}\n";

fn shown(calls: &[Call]) -> Vec<String> {
    calls.iter().map(|call| format!("{} {}", call.item.name, call.ranges.len())).collect()
}

#[test]
fn incoming_and_outgoing() {
    let it = fixture(&TEXT.replace("template t", "template $0t"));
    assert_eq!(shown(&whit_ide::incoming_calls(&it.analysis, &it.file, it.offset)), ["P 2"]);
    assert_eq!(shown(&whit_ide::outgoing_calls(&it.analysis, &it.file, it.offset)), ["h 1"]);
    let it = fixture(&TEXT.replace("with h", "with $0h"));
    assert_eq!(shown(&whit_ide::incoming_calls(&it.analysis, &it.file, it.offset)), ["t 1"]);
    assert_eq!(shown(&whit_ide::outgoing_calls(&it.analysis, &it.file, it.offset)), ["g 1"]);
}

#[test]
fn what_is_called() {
    let it = fixture(&TEXT.replace("include t()\n}", "include $0t()\n}"));
    let item = whit_ide::call_item(&it.analysis, &it.file, it.offset).unwrap();
    assert_eq!((item.name.as_str(), it.cite(&item.selection)), ("t", "main.whit:3:10".to_owned()));
    let it = fixture(&TEXT.replace("policy P", "policy $0P"));
    assert_eq!(whit_ide::call_item(&it.analysis, &it.file, it.offset), None);
    assert_eq!(shown(&whit_ide::outgoing_calls(&it.analysis, &it.file, it.offset)), ["t 2"]);
}

#[test]
fn over_files_and_in_tests() {
    let it =
        fixture("use a::{t as u}\npolicy P { include u() }\n//- a.whit\ntemplate $0t() { allow s3:ListAllMyBuckets }");
    let calls = whit_ide::incoming_calls(&it.analysis, &it.file, it.offset);
    assert_eq!(shown(&calls), ["P 1"]);
    assert_eq!(it.cite(&calls[0].item.selection), "main.whit:2:8");
}
