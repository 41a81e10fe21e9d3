//! Names that come from other languages, or that lack a part: what is meant by them.

use whit_catalog::Service;

use super::Checker;
use super::types::Type;
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::Space;
use crate::source::Span;
use crate::syntax::tree::Ident;

/// How many services a message names.
const SERVICES: usize = 3;

/// Names that are a word of the language under another spelling.
const SPELLINGS: &[(&str, &str)] = &[
    ("True", "true"),
    ("TRUE", "true"),
    ("yes", "true"),
    ("False", "false"),
    ("FALSE", "false"),
    ("no", "false"),
    ("everything", "any"),
    ("everyone", "anyone"),
    ("everybody", "anyone"),
    ("public", "anyone"),
    ("self", "this"),
];

/// Names that stand for something which is said in another way.
const NAMES: &[(&str, &str)] = &[
    ("null", NOTHING),
    ("nil", NOTHING),
    ("None", NOTHING),
    ("undefined", NOTHING),
    ("principal", "Who may act stands behind `to`; a tag of the principal is `principal.team`."),
    ("resource", "Resources stand behind `on`; a tag of the resource is `resource.team`."),
    ("request", "A tag of the request is `request.team`; what else it carries has a condition key: `aws:SourceIp`."),
    ("context", REQUEST),
    ("input", REQUEST),
];

const NOTHING: &str = "`missing k` asks whether a request leaves a key out; a `param` may have a default.";
const REQUEST: &str = "What a request carries has a condition key: `aws:SourceIp`, `aws:MultiFactorAuthPresent`.";
const DEPLOYED: &str = "A value that is known only at deployment is `extern name: string max 64`.";
const TEXT: &str = "A string takes other values in: `\"logs-{stage}\"`.";

/// Roots of Terraform's references.
const TERRAFORM: &[&str] = &["var", "local", "data", "module", "each", "count", "path"];

/// Functions of other languages, and what is done in their place.
const CALLS: &[(&str, &str)] = &[
    ("jsonencode", "A policy is no text: `policy Name { … }` makes its JSON."),
    ("format", TEXT),
    ("join", TEXT),
    ("str", TEXT),
    ("concat", "Lists are joined by `[..a, ..b]`."),
    ("merge", "Lists are joined by `[..a, ..b]`; records are written out."),
    ("toset", "A list is written as it is: `[\"a\", \"b\"]`."),
    ("tolist", "A list is written as it is: `[\"a\", \"b\"]`."),
    ("lower", "Write the text as it is wanted."),
    ("upper", "Write the text as it is wanted."),
    ("replace", "Write the text as it is wanted."),
    ("require", "A module is brought in by `use a::b`."),
    ("ip", "A range of addresses is written as it is: `aws:SourceIp in [203.0.113.0/24]`."),
    ("NotAction", "What is left out stands behind `except`: `any except s3:DeleteBucket`."),
    ("NotResource", "What is left out stands behind `except`: `any except s3.bucket(\"a\")`."),
    ("not", "`not` is a word of its own: `not aws:SecureTransport`."),
];

impl Checker<'_> {
    /// What is meant by a name that nothing has.
    pub(super) fn foreign_name(&self, span: Span, word: &str, wanted: Option<&Type>) -> Option<Diagnostic> {
        let unknown = || Diagnostic::error(rule::UNKNOWN_NAME, span, format!("there is no `{word}` here"));
        let element = wanted.map(Type::element);
        if let Some((_, better)) = SPELLINGS.iter().find(|(foreign, _)| *foreign == word) {
            let found = Diagnostic::error(rule::UNKNOWN_NAME, span, format!("`{word}` is written `{better}`"));
            return Some(found.fix(format!("write `{better}`"), span, *better));
        }
        if let Some((_, note)) = NAMES.iter().find(|(foreign, _)| *foreign == word) {
            return Some(unknown().note(*note));
        }
        if matches!(element, Some(Type::Action)) {
            return self.unqualified_action(span, word);
        }
        if self.catalog.key(&format!("aws:{word}")).is_some() {
            let key = format!("aws:{word}");
            let found = Diagnostic::error(rule::UNKNOWN_NAME, span, format!("the condition key is called `{key}`"));
            return Some(found.fix(format!("write `{key}`"), span, key));
        }
        let text = match element {
            Some(Type::Literals(texts)) => texts.contains(word),
            _ => false,
        };
        if text || word.contains('-') || self.catalog.region(word).is_some() {
            return Some(unknown().note("A text stands in quotes.").fix_around("write the quotes", span, "\"", "\""));
        }
        None
    }

    /// `GetObject` without its service.
    fn unqualified_action(&self, span: Span, word: &str) -> Option<Diagnostic> {
        let full = |service: Service<'static>| format!("{}:{word}", service.prefix());
        let mut all: Vec<String> = self.catalog.services().map(full).collect();
        all.retain(|name| self.catalog.action(name).is_some_and(|action| action.full_name() == *name));
        let found = Diagnostic::error(rule::UNKNOWN_NAME, span, format!("the action `{word}` lacks its service"));
        match all.as_slice() {
            [] => None,
            [only] => Some(found.fix(format!("write `{only}`"), span, only.clone())),
            several => {
                let shown: Vec<String> = several.iter().take(SERVICES).map(|name| format!("`{name}`")).collect();
                let more = several.len().saturating_sub(SERVICES);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                Some(found.note(format!("AWS has {}{more}.", shown.join(", "))))
            }
        }
    }

    /// `AWS::AccountId`, `s3::GetObject`, `Fn::Sub`
    pub(super) fn foreign_path(&self, span: Span, path: &[Ident]) -> Option<Diagnostic> {
        let [first, second, rest @ ..] = path else { return None };
        let whole = path.iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join("::");
        let found = |message: String| Diagnostic::error(rule::UNKNOWN_NAME, span, message);
        match first.value.as_str() {
            "AWS" => Some(match pseudo(&whole) {
                Some(better) => found(format!("`{whole}` is CloudFormation; here it is `{better}`")).fix(
                    format!("write `{better}`"),
                    span,
                    better,
                ),
                None => found(format!("`{whole}` is CloudFormation"))
                    .note("A resource is built by its type: `s3.bucket(\"logs\")`."),
            }),
            "Fn" => Some(found(format!("`{whole}` is CloudFormation")).note(TEXT).note(DEPLOYED)),
            service if rest.is_empty() => {
                let action = format!("{service}:{}", second.value);
                self.catalog.action(&action)?;
                let message = format!("an action has one colon: `{action}`");
                Some(found(message).fix(format!("write `{action}`"), span, action))
            }
            _ => None,
        }
    }

    /// `var.bucket`, `aws.SourceIp`, `s3.GetObject`, `context.mfa`
    pub(super) fn foreign_member(&self, span: Span, path: &[Ident], name: &Ident) -> Option<Diagnostic> {
        let [root] = path else { return None };
        let word = root.value.as_str();
        let known = self.locals.iter().any(|(local, _)| local.value == word)
            || self.scope().is_some_and(|scope| scope.get(Space::Value, word).is_some() || scope.is_unread(word));
        if known {
            return None;
        }
        let found = |message: String| Diagnostic::error(rule::UNKNOWN_NAME, span, message);
        let qualified = format!("{word}:{}", name.value);
        if word == "aws" && self.catalog.key(&qualified).is_some() {
            let message = format!("a condition key is written with a colon: `{qualified}`");
            return Some(found(message).fix(format!("write `{qualified}`"), span, qualified));
        }
        if self.catalog.service(word).is_some() {
            self.catalog.action(&qualified).filter(|action| action.full_name() == qualified)?;
            let message = format!("an action is written with a colon: `{qualified}`");
            return Some(found(message).fix(format!("write `{qualified}`"), span, qualified));
        }
        if TERRAFORM.contains(&word) || word.starts_with("aws_") {
            let message = format!("`{word}.{}` is Terraform", name.value);
            let declared = self.scope().is_some_and(|scope| scope.get(Space::Value, &name.value).is_some());
            return Some(match word {
                "var" | "local" if declared => found(message)
                    .note("A `param` and a `let` are used by their names alone.")
                    .fix(format!("write `{}`", name.value), span, name.value.clone()),
                "var" => found(message).note("An input of the build is `param name: string`, used as `name`."),
                "local" => found(message).note("A constant is `let name = value`, used as `name`."),
                _ => found(message).note(DEPLOYED),
            });
        }
        let (_, note) = NAMES.iter().find(|(foreign, note)| *foreign == word && *note == REQUEST)?;
        Some(found(format!("there is no `{word}` here")).note(*note))
    }

    /// A call of what is no guard, template or constructor.
    pub(super) fn foreign_call(&self, path: &[Ident]) -> Option<Diagnostic> {
        if let [first, .., last] = path {
            return self.foreign_path(first.span.to(last.span), path);
        }
        let [name] = path else { return None };
        let word = name.value.as_str();
        if let Some((_, note)) = CALLS.iter().find(|(foreign, _)| *foreign == word) {
            return Some(
                Diagnostic::error(rule::UNKNOWN_NAME, name.span, format!("there is no `{word}` here")).note(*note),
            );
        }
        let services = self.catalog.services().filter(|service| service.resource_type(word).is_some());
        let all: Vec<String> = services.map(|service| format!("{}.{word}", service.prefix())).collect();
        let found =
            Diagnostic::error(rule::UNKNOWN_NAME, name.span, format!("the resource type `{word}` lacks its service"));
        match all.as_slice() {
            [] => None,
            [only] => Some(found.fix(format!("write `{only}`"), name.span, only.clone())),
            several => {
                let shown: Vec<String> = several.iter().take(SERVICES).map(|name| format!("`{name}`")).collect();
                let more = several.len().saturating_sub(SERVICES);
                let more = if more > 0 { format!(" and {more} more") } else { String::new() };
                Some(found.note(format!("AWS has {}{more}.", shown.join(", "))))
            }
        }
    }

    /// `${stage}`, `${var.bucket}`, `${AWS::Region}` in a string.
    pub(super) fn foreign_variable(&self, span: Span, written: &str) -> Option<Diagnostic> {
        let found = |message: String| Diagnostic::error(rule::UNKNOWN_KEY, span, message);
        let declared = |word: &str| {
            self.locals.iter().any(|(local, _)| local.value == word)
                || self.scope().is_some_and(|scope| scope.get(Space::Value, word).is_some() || scope.is_unread(word))
        };
        let hole = |message: String, name: &str| {
            found(message).fix(format!("write `{{{name}}}`"), span, format!("{{{name}}}"))
        };
        if declared(written) || written.starts_with("env.") {
            return Some(hole(format!("`{written}` is filled in by `{{{written}}}`, without the `$`"), written));
        }
        if let Some(better) = pseudo(written) {
            return Some(hole(format!("`${{{written}}}` is CloudFormation; here it is `{{{better}}}`"), better));
        }
        let (root, rest) = written.split_once('.').unwrap_or((written, ""));
        if matches!(root, "var" | "local") && declared(rest) {
            return Some(hole(format!("`${{{written}}}` is Terraform; here it is `{{{rest}}}`"), rest));
        }
        if TERRAFORM.contains(&root) || root.starts_with("aws_") {
            return Some(found(format!("`${{{written}}}` is Terraform")).note(match root {
                "var" => "An input of the build is `param name: string`; `\"{name}\"` takes it in.",
                "local" => "A constant is `let name = value`; `\"{name}\"` takes it in.",
                _ => DEPLOYED,
            }));
        }
        (!written.contains(':')).then(|| {
            found(format!("there is no condition key `{written}`"))
                .note("`${key}` is filled in by AWS for each request; `{name}` takes in a value of this file.")
        })
    }
}

/// What a pseudo parameter of CloudFormation is here.
/// <https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html>
fn pseudo(name: &str) -> Option<&'static str> {
    Some(match name {
        "AWS::AccountId" => "env.account",
        "AWS::Region" => "env.region",
        "AWS::Partition" => "env.partition",
        _ => return None,
    })
}

/// What may stand in a place where nothing has the name that was written.
pub(super) fn instead(word: &str, wanted: Option<&Type>) -> Option<String> {
    Some(match wanted?.element() {
        Type::Action => {
            "An action is `s3:GetObject`; the access levels are `list`, `read`, `write`, `tagging`, `permissions`."
                .to_owned()
        }
        Type::Arn if word.starts_with(|char: char| char.is_ascii_uppercase()) => {
            format!("A policy of AWS is attached by its ARN: `arn:aws:iam::aws:policy/{word}`, with a `because`.")
        }
        _ => return None,
    })
}
