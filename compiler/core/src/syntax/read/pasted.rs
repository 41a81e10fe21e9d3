//! Policies of other languages, pasted in: one message for the whole of it.

use super::{Pair, Reader};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;

/// What a statement looks like, for those who come from elsewhere.
const STATEMENT: &str = "A statement is `allow ACTIONS on RESOURCES when CONDITION`, in `policy Name { … }`.";

/// The elements of a policy in IAM's JSON, as they are written there and, in lower case, in Terraform.
const ELEMENTS: &[&str] = &[
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
    "Statement",
    "Version",
    "Sid",
    "Id",
];

/// The blocks of Terraform at the top of a file, and what is meant.
const TERRAFORM: &[(&str, &str)] = &[
    ("resource", STATEMENT),
    ("data", STATEMENT),
    ("variable", "An input of the build is `param name: string`, one of the deployment `extern name: string max 64`."),
    ("locals", "A constant is `let name = value`."),
    ("output", "Every document is written out; nothing declares that."),
    ("module", "Another file is brought in by `use`: `use shared::ledger`."),
    ("provider", "Account and region are the environment's: `[environments.prod]` in `whit.toml`."),
    ("terraform", "What a project needs stands in `whit.toml`."),
];

/// The heads of a CloudFormation template.
const CLOUDFORMATION: &[&str] =
    &["AWSTemplateFormatVersion", "Resources", "Parameters", "Outputs", "Transform", "Conditions", "Mappings"];

impl Reader<'_, '_> {
    /// What was pasted in where an item or a statement should stand. Returns whether it is that.
    pub(super) fn pasted(&mut self, node: &Pair<'_>) -> bool {
        let Some(found) = self.paste(node) else { return false };
        self.mistake(node, found);
        let span = self.span(node);
        self.pastes.push(span);
        true
    }

    fn paste(&self, node: &Pair<'_>) -> Option<Diagnostic> {
        let text = node.as_str().trim_start();
        let (place, word) = self.first_token(node);
        let rest = text.get(word.len()..).unwrap_or("").trim_start();
        if let Some((_, meant)) = TERRAFORM.iter().find(|(block, _)| *block == word)
            && rest.starts_with(['"', '{'])
        {
            return Some(said(place, &format!("`{word}` is a block of Terraform"), meant));
        }
        if word == "statement" && rest.starts_with('{') {
            return Some(said(place, "`statement` is a block of Terraform", STATEMENT));
        }
        if matches!(word, "permit" | "forbid") && rest.starts_with('(') {
            return Some(cedar(place, word));
        }
        if word == "@" {
            let note = "A label before a statement names it, a `///` comment says what an item is for.";
            return Some(said(place, "`@` is Cedar; there are no annotations here", note));
        }
        if word == "new" && rest.contains('(') {
            return Some(said(place, "`new` is a constructor of the CDK", STATEMENT));
        }
        if rest.starts_with(':') && CLOUDFORMATION.contains(&word) {
            return Some(said(place, "this is a template of CloudFormation", STATEMENT));
        }
        if is_json(text) {
            return Some(said(place, "this is IAM JSON", STATEMENT));
        }
        (is_element(word) && rest.starts_with([':', '='])).then(|| element(place, word, rest))
    }

    /// Elements of IAM's JSON in a row, in a body or a role: one mistake.
    pub(super) fn elements(&mut self, node: &Pair<'_>) {
        let text = node.as_str().trim().trim_start_matches(['-', ' ']);
        let (place, _) = self.first_token(node);
        let sign = text.find([':', '=']).unwrap_or(text.len());
        let (word, rest) = text.split_at_checked(sign).unwrap_or((text, ""));
        let found = element(place, word.trim(), rest);
        let several = text.contains('\n');
        self.mistake(node, if several { Diagnostic { notes: vec![STATEMENT.to_owned()], ..found } } else { found });
    }
}

/// What to say of an element by its word.
fn element(place: Span, word: &str, rest: &str) -> Diagnostic {
    let message = if rest.starts_with('=') {
        "this is a statement of Terraform"
    } else if word.starts_with('"') {
        "this is IAM JSON"
    } else {
        "this is a policy as IAM writes it"
    };
    let note = match word.trim_matches('"').to_ascii_lowercase().as_str() {
        "sid" => "A label before the statement becomes its Sid: `ReadLogs: allow …`.",
        "version" | "id" => "Nothing says the version or the id of a policy: the build writes what AWS wants.",
        _ => STATEMENT,
    };
    said(place, message, note)
}

/// Whether a word, perhaps in quotes, is an element of IAM's JSON; also in lower case and in the plural, as in Terraform.
fn is_element(word: &str) -> bool {
    let word = word.trim_matches('"').replace('_', "");
    let singular = word.strip_suffix('s').unwrap_or(&word);
    ELEMENTS.iter().any(|element| element.eq_ignore_ascii_case(&word) || element.eq_ignore_ascii_case(singular))
}

/// Whether a text starts as JSON does and has an element of a policy in it.
fn is_json(text: &str) -> bool {
    text.starts_with(['{', '"', '[']) && text.split('"').skip(1).step_by(2).any(|word| ELEMENTS.contains(&word))
}

pub(super) fn cedar(place: Span, word: &str) -> Diagnostic {
    let meant = if word == "permit" { "allow" } else { "deny" };
    let note = format!("A statement is `{meant} ACTIONS on RESOURCES when CONDITION`, in `policy Name {{ … }}`.");
    said(place, &format!("`{word}` is Cedar; Whit says `{meant}`"), &note)
}

fn said(place: Span, message: &str, note: &str) -> Diagnostic {
    Diagnostic::error(rule::SYNTAX, place, message).note(note)
}
