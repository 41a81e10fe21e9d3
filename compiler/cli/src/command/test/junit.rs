//! Results in the form of JUnit, which build servers read: a suite for each file in each environment.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use whit_core::diagnostic::rendered;
use whit_core::source::SourceMap;
use whit_core::testing::{Failure, Report, TestResult};

use super::people::heading;

/// The document.
pub(super) fn document(ran: &Report, sources: &SourceMap) -> String {
    let mut suites: Vec<(String, Vec<&TestResult>)> = Vec::new();
    for result in &ran.results {
        let name = heading(result, sources);
        match suites.iter_mut().find(|(other, _)| *other == name) {
            Some((_, results)) => results.push(result),
            None => suites.push((name, vec![result])),
        }
    }
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    // Writing to memory does not fail.
    let _ = whole(&mut writer, ran, &suites, sources);
    String::from_utf8(writer.into_inner()).unwrap_or_default() + "\n"
}

type Written = std::io::Result<()>;

fn whole(
    writer: &mut Writer<Vec<u8>>,
    ran: &Report,
    suites: &[(String, Vec<&TestResult>)],
    sources: &SourceMap,
) -> Written {
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let all: Vec<&TestResult> = ran.results.iter().collect();
    let root = "testsuites";
    writer.write_event(Event::Start(counted(root, "whit", &all)))?;
    for (name, results) in suites {
        writer.write_event(Event::Start(counted("testsuite", name, results)))?;
        for result in results {
            case(writer, name, result, sources)?;
        }
        writer.write_event(Event::End(BytesEnd::new("testsuite")))?;
    }
    writer.write_event(Event::End(BytesEnd::new(root)))
}

fn counted(element: &'static str, name: &str, results: &[&TestResult]) -> BytesStart<'static> {
    let failed = results.iter().filter(|result| !result.passed()).count();
    BytesStart::new(element).with_attributes([
        ("name", plain(name).as_str()),
        ("tests", &results.len().to_string()),
        ("failures", &failed.to_string()),
    ])
}

fn case(writer: &mut Writer<Vec<u8>>, suite: &str, result: &TestResult, sources: &SourceMap) -> Written {
    let start = BytesStart::new("testcase").with_attributes([
        ("name", plain(&result.name).as_str()),
        ("classname", plain(suite).as_str()),
        ("file", plain(sources.name(result.span.file)).as_str()),
    ]);
    if result.passed() {
        return writer.write_event(Event::Empty(start));
    }
    writer.write_event(Event::Start(start))?;
    for Failure { finding, .. } in &result.failures {
        let element = "failure";
        let attributes = [("message", plain(&finding.message)), ("type", finding.rule.0.to_owned())];
        let start =
            BytesStart::new(element).with_attributes(attributes.iter().map(|(key, text)| (*key, text.as_str())));
        writer.write_event(Event::Start(start))?;
        writer.write_event(Event::Text(BytesText::new(&plain(&rendered(sources, finding)))))?;
        writer.write_event(Event::End(BytesEnd::new(element)))?;
    }
    writer.write_event(Event::End(BytesEnd::new("testcase")))
}

/// The text without the characters that XML 1.0 cannot hold.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
