//! What is measured: sources in Whit, and the same in Jsonnet.

use std::fs;
use std::path::{Path, PathBuf};

/// One statement.
pub(super) const ONE: &str = "policy Reader {\n  allow s3:GetObject on s3.object(\"reports\", \"in/*\")\n}\n";

/// How many statements a policy of the workload has; so many fit a managed policy.
const PER_POLICY: usize = 25;

/// A new folder with these files.
pub(super) fn fresh(folder: &Path, files: &[(&str, &str)]) -> Result<PathBuf, String> {
    let failed = |error: std::io::Error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(failed)?;
    }
    fs::create_dir_all(folder).map_err(failed)?;
    for (name, text) in files {
        fs::write(folder.join(name), text).map_err(failed)?;
    }
    Ok(folder.to_path_buf())
}

/// The names that a policy grants access to, quoted.
fn names(policy: usize) -> String {
    let names = (0..PER_POLICY).map(|index| format!("\"team-{policy}-{index}\""));
    names.collect::<Vec<_>>().join(", ")
}

/// `count` statements in Whit. Each has its own condition, so that none can be merged with another.
pub(super) fn whit(count: usize) -> String {
    let mut text = String::from(
        "template reader(name: string) {\n  \
           allow s3:GetObject on s3.object(\"reports\", \"{name}/*\") when aws:PrincipalTag/team == name\n}\n\n",
    );
    for policy in 0..count / PER_POLICY {
        let names = names(policy);
        text += &format!("policy P{policy} {{\n  for name in [{names}] {{\n    include reader(name)\n  }}\n}}\n");
    }
    text
}

/// The same in Jsonnet.
pub(super) fn jsonnet(count: usize) -> String {
    let mut text = String::from(
        "local reader(name) = {\n  Effect: 'Allow',\n  Action: 's3:GetObject',\n  \
           Resource: 'arn:aws:s3:::reports/%s/*' % name,\n  \
           Condition: { StringEquals: { 'aws:PrincipalTag/team': name } },\n};\n\
         local policy(names) = { Version: '2012-10-17', Statement: [reader(name) for name in names] };\n{\n",
    );
    for policy in 0..count / PER_POLICY {
        text += &format!("  'P{policy}.json': policy([{}]),\n", names(policy));
    }
    text + "}\n"
}

/// Tests with a thousand expectations on fifty policies, half of which are about a label.
pub(super) fn tests() -> String {
    let mut text = String::new();
    for policy in 0..50 {
        text += &format!(
            "policy P{policy} {{\n  allow s3:GetObject, s3:PutObject on s3.object(\"b{policy}\", \"in/*\") when aws:SecureTransport\n  NoDrafts{policy}: deny s3:GetObject on s3.object(\"b{policy}\", \"in/draft-*\")\n}}\n\ntest \"policy {policy}\" {{\n  as P{policy} given {{ aws:SecureTransport: true }} {{\n"
        );
        for object in 0..10 {
            text += &format!(
                "    can s3:GetObject on s3.object(\"b{policy}\", \"in/{object}\")\n    cannot s3:GetObject on s3.object(\"b{policy}\", \"in/draft-{object}\") by NoDrafts{policy}\n"
            );
        }
        text += "  }\n}\n\n";
    }
    text
}

/// A project of `count` files, each a policy of its own that uses what the first declares.
pub(super) fn files(folder: &Path, count: usize) -> Result<PathBuf, String> {
    let shared = "let reports = s3.bucket(\"reports\")\n".to_owned();
    let file = |number: usize| {
        format!(
            "use shared::{{reports}}\n\npolicy P{number} {{\n  allow list, read on [reports, reports.object(\"in/{number}/*\")]\n  \
               deny s3:DeleteObject on reports.object(\"*\") unless aws:MultiFactorAuthPresent\n}}\n"
        )
    };
    let mut files = vec![("shared.whit".to_owned(), shared)];
    files.extend((0..count).map(|number| (format!("p{number}.whit"), file(number))));
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    fresh(folder, &files)
}

/// Both sides must have made the same documents, or the comparison means nothing.
pub(super) fn same(ours: &str, theirs: &str) -> Result<(), String> {
    let parse = |text: &str| serde_json::from_str::<serde_json::Value>(text).map_err(|error| error.to_string());
    if parse(ours)? == parse(theirs)? {
        return Ok(());
    }
    Err("whit and jrsonnet did not make the same documents".to_owned())
}
