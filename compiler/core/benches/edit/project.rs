//! A project of 100 files, one of them of 5,000 lines.

/// How many files the project has.
const FILES: usize = 100;

/// How many units of ten lines the files have, the first apart.
const SMALL: usize = 5;

/// How many units of ten lines the first file has.
pub(crate) const LARGE: usize = 500;

/// The files by their names.
pub(crate) fn files() -> impl Iterator<Item = (String, String)> {
    (0..FILES).map(|file| (name(file), text(file, if file == 0 { LARGE } else { SMALL })))
}

/// The name of a file.
pub(crate) fn name(file: usize) -> String {
    format!("file{file:02}.whit")
}

/// Ten lines of what people write: a constant, a policy that uses it, a reason, conditions.
fn unit(file: usize, number: usize) -> String {
    format!(
        r#"
let table_{file}_{number} = dynamodb.table("ledger-{number}", region: "eu-west-1", account: 111122223333)

/// What a service may do.
policy Service{file}x{number} {{
  allow read, dynamodb:PutItem, dynamodb:UpdateItem on table_{file}_{number}
  allow list, read on [s3.bucket("reports-{number}"), s3.object("reports-{number}", "in/*")] with tls()
  deny s3:DeleteObject on s3.object("reports-{number}", "*") unless aws:MultiFactorAuthPresent
}}
"#
    )
}

fn text(file: usize, units: usize) -> String {
    let mut text = "use std::guards::{tls}\n".to_owned();
    for number in 0..units {
        text.push_str(&unit(file, number));
    }
    text
}
