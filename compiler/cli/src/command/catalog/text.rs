//! Answers for people.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use whit_catalog::{
    AccessLevel, Action, Catalog, ConfusedDeputy, DeputyUse, Key, Presence, Region, ResourceType, Sends, Service,
    Setting, SlippedTest,
};

use super::question::Answer;

/// Names are wrapped at this column.
const WIDTH: usize = 100;
/// More actions than these are shown as numbers by service.
const MANY: usize = 400;

/// The answer as text, which ends with a new line.
pub(crate) fn show(catalog: Catalog<'_>, answer: &Answer<'_>) -> String {
    match answer {
        Answer::All => all(catalog),
        Answer::Service(service) => service_text(*service),
        Answer::Action(action, on) => action_text(*action, *on),
        Answer::Actions(actions) => actions_text(actions),
        Answer::ResourceType(found) => type_text(*found),
        Answer::Key { key, spelled, actions } => key_text(*key, spelled, actions.as_deref()),
        Answer::Arn(types) => types.iter().map(|found| format!("{found}\n")).collect(),
        Answer::Principal(deputy) => principal_text(*deputy),
        Answer::Region(region) => region_text(*region),
    }
}

fn all(catalog: Catalog<'_>) -> String {
    let count = |number: usize, what: &str| format!("  {:>7}  {what}\n", grouped(number));
    let mut out = format!("AWS on {}\n\n", catalog.date());
    out += &count(catalog.services().count(), "services");
    out += &count(catalog.actions().count(), "actions");
    out += &count(catalog.resource_types().count(), "resource types");
    out += &count(catalog.keys().count(), "condition keys");
    out += &count(catalog.regions().count(), "regions");
    out += "\nAsk for one of them:\n\n";
    for (question, what) in [
        ("s3", "a service: its actions by level, its resource types, its keys"),
        ("s3:GetObject", "an action: its level, its resource types, the keys that it carries"),
        ("s3:GetObject --on object", "the keys that it carries on that type"),
        ("'s3:Get*'", "the actions that a pattern matches"),
        ("dynamodb.table", "a resource type: its ARN, its keys, its actions"),
        ("aws:SourceVpce", "a condition key, and the actions that carry it"),
        ("'arn:aws:s3:::logs/*'", "the resource types that an ARN may be of"),
        ("sns.amazonaws.com", "what a service sends against the confused deputy"),
        ("eu-west-1", "a region"),
    ] {
        let _ = writeln!(out, "  whit catalog {question:<26}{what}");
    }
    out
}

fn service_text(service: Service<'_>) -> String {
    let mut out = format!("{}  {}\n", service.prefix(), service.name());
    line(&mut out, "RCPs", if service.supports_rcp() { "reach it" } else { "do not reach it" });
    for level in AccessLevel::ALL {
        let names: Vec<&str> = service.actions_of_level(level).map(|action| action.name()).collect();
        section(&mut out, &format!("{level} ({})", names.len()), &names);
    }
    let types: Vec<String> = service.resource_types().map(|found| found.to_string()).collect();
    section(&mut out, &format!("resource types ({})", types.len()), &strs(&types));
    let keys: Vec<&str> = service.keys().map(|key| key.name()).collect();
    section(&mut out, &format!("keys ({})", keys.len()), &keys);
    out
}

fn action_text(action: Action<'_>, on: Option<ResourceType<'_>>) -> String {
    let mut out = format!("{action}\n");
    line(&mut out, "level", action.level().ident());
    let mut rows = action.resources().peekable();
    if rows.peek().is_none() {
        line(&mut out, "resources", "none: it is granted on `*`");
    }
    for row in rows {
        let shape = row.shape().map(|shape| shape.text()).unwrap_or_default();
        let required = if row.required() { " (always)" } else { "" };
        line(&mut out, "resource", &format!("{}{required}  {shape}", row.resource_type()));
    }
    for needed in action.dependent_actions() {
        line(&mut out, "needs", needed);
    }
    let keys: Vec<String> = action.keys(on).map(kind).collect();
    let title = match on {
        Some(on) => format!("keys on {on} ({})", keys.len()),
        None => format!("keys ({})", keys.len()),
    };
    column(&mut out, &title, &keys);
    out += "\nGlobal keys that any request may carry are carried too.\n";
    out
}

/// A key with its type, as lists show it.
fn kind(key: Key<'_>) -> String {
    let many = if key.multi_valued() { ", several values" } else { "" };
    format!("{:<52}{}{many}", key.name(), key.ty())
}

fn actions_text(actions: &[Action<'_>]) -> String {
    let width = actions.iter().map(|action| action.full_name().len()).max().unwrap_or(0);
    let mut out = String::new();
    for action in actions {
        let types: Vec<String> = action.resources().map(|row| row.resource_type().to_string()).collect();
        let types = if types.is_empty() { "*".to_owned() } else { types.join(", ") };
        let _ = writeln!(out, "{:<width$}  {:<11}  {types}", action.full_name(), action.level());
    }
    out
}

fn type_text(found: ResourceType<'_>) -> String {
    let mut out = format!("{found}\n");
    if found.ident() != found.name() {
        line(&mut out, "AWS's name", found.name());
    }
    for shape in found.shapes() {
        line(&mut out, "ARN", &shape.text());
    }
    if let Some(shape) = found.shapes().next() {
        let arguments: Vec<String> = shape.fields().iter().map(|field| format!("{field}: …")).collect();
        line(&mut out, "in Whit", &format!("{found}({})", arguments.join(", ")));
    }
    for other in found.service().resource_types() {
        if found.extends(other) {
            line(&mut out, "within", &other.to_string());
        } else if other.extends(found) {
            line(&mut out, "holds", &other.to_string());
        }
    }
    let keys: Vec<String> = found.keys().map(kind).collect();
    column(&mut out, &format!("keys ({})", keys.len()), &keys);
    for level in AccessLevel::ALL {
        let names: Vec<&str> = found.actions().filter(|a| a.level() == level).map(|action| action.name()).collect();
        section(&mut out, &format!("{level} ({})", names.len()), &names);
    }
    out
}

fn key_text(key: Key<'_>, spelled: &str, actions: Option<&[Action<'_>]>) -> String {
    let mut out = format!("{spelled}\n");
    if spelled != key.name() {
        line(&mut out, "instance of", key.name());
    }
    let many = if key.multi_valued() { ", several values" } else { "" };
    line(&mut out, "type", &format!("{}{many}", key.ty()));
    line(&mut out, "variable", if key.variable() { "yes" } else { "no" });
    line(&mut out, "identity", &format!("{} present in signed requests", presence(key.presence(Setting::Identity))));
    line(&mut out, "resource", &format!("{} present in all requests", presence(key.presence(Setting::Resource))));
    if let (Some(why), Some(test)) = (key.dangerous_when_absent(), key.slipped_test()) {
        let test = match test {
            SlippedTest::Any => "a test of it",
            SlippedTest::True => "a test for true",
            SlippedTest::False => "a test for false",
        };
        line(&mut out, "danger", &format!("in a `deny`, {test} is slipped past: {why}"));
    }
    if !key.advice().is_empty() {
        line(&mut out, "absent", key.advice());
    }
    if !key.source().is_empty() {
        line(&mut out, "source", key.source());
    }
    match actions {
        None => out += "\nAny request may carry it.\n",
        Some(actions) => carriers(&mut out, actions),
    }
    out
}

fn carriers(out: &mut String, actions: &[Action<'_>]) {
    let mut services: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for action in actions {
        services.entry(action.service().prefix()).or_default().push(action.name());
    }
    let _ = writeln!(out, "\ncarried by {} actions", grouped(actions.len()));
    if actions.len() > MANY {
        let counts: Vec<String> = services.iter().map(|(prefix, names)| format!("{prefix} {}", names.len())).collect();
        wrap(out, &strs(&counts));
        return;
    }
    for (prefix, names) in services {
        section(out, prefix, &names);
    }
}

fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Always => "always",
        Presence::Sometimes => "sometimes",
        Presence::Never => "never",
    }
}

fn principal_text(deputy: ConfusedDeputy<'_>) -> String {
    let mut out = format!("{}\n", deputy.principal());
    for (used, title) in [(DeputyUse::Trust, "assuming a role"), (DeputyUse::Resource, "calling a resource")] {
        let Some(known) = deputy.when(used) else { continue };
        let _ = writeln!(out, "\n{title}");
        line(&mut out, "aws:SourceArn", sends(known.sends_source_arn()));
        line(&mut out, "aws:SourceAccount", sends(known.sends_source_account()));
        line(&mut out, "aws:SourceOrgID", sends(known.sends_source_org()));
        known.source_arn_shapes().for_each(|shape| line(&mut out, "its ARN", shape));
        known.sources().for_each(|source| line(&mut out, "source", source));
    }
    out
}

fn sends(sends: Sends) -> &'static str {
    match sends {
        Sends::Yes => "sent",
        Sends::No => "not sent",
        Sends::Unknown => "unknown",
    }
}

fn region_text(region: Region<'_>) -> String {
    let mut out = format!("{region}\n");
    line(&mut out, "partition", region.partition().name());
    line(&mut out, "DNS suffix", region.partition().dns_suffix());
    out
}

fn line(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "  {name:<18}{value}");
}

/// A title with names below it, several in a line; nothing for no names.
fn section(out: &mut String, title: &str, names: &[&str]) {
    if !names.is_empty() {
        let _ = writeln!(out, "\n{title}");
        wrap(out, names);
    }
}

/// A title with a line for each entry.
fn column(out: &mut String, title: &str, lines: &[String]) {
    if !lines.is_empty() {
        let _ = writeln!(out, "\n{title}");
        lines.iter().for_each(|entry| {
            let _ = writeln!(out, "  {}", entry.trim_end());
        });
    }
}

fn wrap(out: &mut String, names: &[&str]) {
    let mut width = 0;
    for (index, name) in names.iter().enumerate() {
        let comma = if index + 1 < names.len() { "," } else { "" };
        if width == 0 || width + name.len() + 2 > WIDTH {
            *out += if width == 0 { "  " } else { "\n  " };
            width = 2;
        } else {
            *out += " ";
            width += 1;
        }
        *out += name;
        *out += comma;
        width += name.len() + comma.len();
    }
    *out += "\n";
}

fn strs(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// `22,321`.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
