//! Requests that hit a statement, and requests that nearly do: for each entry of its condition, with the key flipped to
//! other values and taken out.

use std::collections::{BTreeMap, BTreeSet};

use whit_catalog::KeyType;
use whit_core::Catalog;
use whit_iam::evaluate::{Context, ContextValue, Readings, holds_in};
use whit_iam::value::{Part, parse_variables, split_pattern};
use whit_iam::{ActionElement, BaseOperator, Condition, Family, Policy, ResourceElement, Statement, Version};

/// What a request is made of.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) action: String,
    /// An ARN, or `*`.
    pub(super) resource: String,
    pub(super) context: Context,
}

/// How many contexts are made of one statement.
const CONTEXTS: usize = 120;

/// The requests of one statement.
pub(super) fn of_statement(policy: &Policy, statement: &Statement) -> Vec<Parts> {
    let catalog = Catalog::embedded();
    let variables = variables(policy.version, statement);
    let contexts = contexts(catalog, policy.version, statement, &variables);
    let actions = actions(&statement.action);
    let mut parts = Vec::new();
    let Some(base) = contexts.first() else { return parts };
    let resources = |context: &Context| resources(policy.version, statement, context);
    for action in &actions {
        for resource in resources(base) {
            parts.push(Parts { action: action.clone(), resource, context: base.clone() });
        }
    }
    for context in contexts.iter().skip(1) {
        let all = resources(context);
        for action in [actions.first(), actions.last()].into_iter().flatten() {
            for resource in all.iter().take(2).chain(all.last()) {
                let (action, resource, context) = (action.clone(), resource.clone(), context.clone());
                parts.push(Parts { action, resource, context });
            }
        }
    }
    parts
}

fn actions(element: &ActionElement) -> Vec<String> {
    let (names, negated) = match element {
        ActionElement::Action(names) => (names, false),
        ActionElement::NotAction(names) => (names, true),
    };
    let mut actions: Vec<String> = Vec::new();
    if negated || names.iter().any(|name| name == "*") {
        actions.extend(["sts:GetCallerIdentity", "s3:GetObject", "zzz:Thing"].map(str::to_owned));
    }
    actions.extend(names.iter().filter(|name| is_action(name)).map(|name| instance(name, "Xx")));
    actions.dedup();
    actions
}

/// Whether a request may be for such an action.
fn is_action(name: &str) -> bool {
    let fine = |text: &str, more: &str| {
        !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    name.split_once(':').is_some_and(|(service, name)| fine(service, "-") && fine(name, "-_*?"))
}

/// A text that a pattern matches.
fn instance(pattern: &str, run: &str) -> String {
    pattern.replace('*', run).replace('?', "q")
}

fn resources(version: Version, statement: &Statement, context: &Context) -> Vec<String> {
    let (arns, negated) = match &statement.resource {
        None => return vec!["arn:aws:s3:::some-bucket".to_owned()],
        Some(ResourceElement::Resource(arns)) => (arns, false),
        Some(ResourceElement::NotResource(arns)) => (arns, true),
    };
    let mut found: Vec<String> = Vec::new();
    if negated || arns.iter().any(|arn| arn == "*") {
        found
            .extend(["arn:aws:s3:::some-bucket", "arn:aws:ec2:eu-west-1:111122223333:instance/i-1"].map(str::to_owned));
        // What `NotResource` means for a request on nothing, AWS does not say.
        found.extend((!negated).then(|| "*".to_owned()));
    }
    for arn in arns.iter().filter(|arn| arn.starts_with("arn:")) {
        let mut whole = arn.clone();
        whole.push_str(&":*".repeat(6 - split_pattern(arn).len().min(6)));
        for run in ["x7", "x7/y:z"] {
            let segments = split_pattern(&whole);
            let last = segments.len() - 1;
            let filled: Vec<String> = segments
                .iter()
                .enumerate()
                .map(|(at, segment)| filled(version, segment, context, if at == last { run } else { "x7" }))
                .collect();
            let text = filled.join(":");
            // No ARN ends so, and none has the braces of a placeholder.
            let placeholder = version == Version::V2012 && text.contains(['{', '}']);
            if !found.contains(&text) && !text.ends_with(':') && !placeholder {
                found.push(text);
            }
        }
    }
    found
}

/// A text that a value with variables and wildcards matches.
fn filled(version: Version, value: &str, context: &Context, run: &str) -> String {
    if version == Version::V2008 {
        return instance(value, run);
    }
    let mut out = String::new();
    for part in parse_variables(value) {
        match part {
            Part::Text(text) | Part::Malformed(text) => out.push_str(&instance(text, run)),
            Part::Character(c) => out.push(c),
            Part::Variable { key, default } => match context.get(key) {
                Some(ContextValue::Single(text)) => out.push_str(text),
                _ => out.push_str(default.unwrap_or("none")),
            },
        }
    }
    out
}

/// The keys of the variables of a statement, with a value for each.
fn variables(version: Version, statement: &Statement) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if version == Version::V2008 {
        return found;
    }
    let resources = match &statement.resource {
        Some(ResourceElement::Resource(arns) | ResourceElement::NotResource(arns)) => arns.as_slice(),
        None => &[],
    };
    let values = statement.condition.entries().flat_map(|(_, _, values)| values);
    for text in resources.iter().chain(values) {
        for part in parse_variables(text) {
            if let Part::Variable { key, .. } = part {
                // What AWS has no key for, no request carries.
                if Catalog::embedded().key(key).is_some() {
                    found.insert(key.to_ascii_lowercase(), format!("var{}", found.len()));
                }
            }
        }
    }
    found
}

/// Contexts: the first satisfies the condition, if that was found; the others differ from it in one key.
fn contexts(
    catalog: Catalog<'static>,
    version: Version,
    statement: &Statement,
    variables: &BTreeMap<String, String>,
) -> Vec<Context> {
    let mut base = Context::new();
    for (key, value) in variables {
        base.insert(key, ContextValue::single(value));
    }
    // By key, its entries as a condition of their own.
    let mut by_key: BTreeMap<String, Condition> = BTreeMap::new();
    // A key without a prefix is none, and no request carries it.
    for (operator, key, values) in statement.condition.entries().filter(|(_, key, _)| key.contains(':')) {
        let condition = by_key.entry(key.to_ascii_lowercase()).or_default();
        condition.insert(operator, key, values.iter().map(String::as_str));
    }
    let mut choices: BTreeMap<&String, Vec<Option<ContextValue>>> = BTreeMap::new();
    for (key, condition) in &by_key {
        let all = candidates(catalog, version, key, condition, &base);
        let good = all.iter().find(|choice| {
            let mut context = base.clone();
            set(&mut context, key, (*choice).clone());
            holds_in(version, condition, &context, &Readings::default())
        });
        if let Some(good) = good {
            set(&mut base, key, good.clone());
        }
        choices.insert(key, all);
    }
    let mut contexts = vec![base.clone()];
    for (key, all) in choices {
        for choice in all {
            let mut context = base.clone();
            set(&mut context, key, choice);
            contexts.push(context);
        }
    }
    for key in variables.keys() {
        let mut context = base.clone();
        context.remove(key);
        contexts.push(context);
    }
    contexts.push(Context::new());
    if contexts.len() > CONTEXTS {
        // Evenly, the first always.
        let step = contexts.len().div_ceil(CONTEXTS);
        contexts = contexts.into_iter().step_by(step).collect();
    }
    contexts
}

fn set(context: &mut Context, key: &str, value: Option<ContextValue>) {
    match value {
        Some(value) => context.insert(key, value),
        None => drop(context.remove(key)),
    }
}

/// What a request may carry for a key: nothing, texts that its values match, and others.
fn candidates(
    catalog: Catalog<'static>,
    version: Version,
    key: &str,
    condition: &Condition,
    base: &Context,
) -> Vec<Option<ContextValue>> {
    let mut texts: BTreeSet<String> = BTreeSet::new();
    for (operator, _, values) in condition.entries() {
        let family = operator.base.family();
        texts.extend(others(family));
        for value in values.iter().take(12) {
            texts.extend(matched(version, operator.base, value, base));
        }
    }
    let known = catalog.key(key);
    // What a request carries is of the key's type, and no placeholder.
    texts.retain(|text| !text.contains(['{', '}']) && known.is_none_or(|known| is_of(known.ty(), text)));
    let sets = condition.entries().any(|(operator, _, _)| operator.set.is_some());
    let several = known.map_or(sets, |key| key.multi_valued());
    let single = !several
        || condition.entries().any(|(operator, _, _)| operator.set.is_none() && operator.base != BaseOperator::Null);
    let mut all: Vec<Option<ContextValue>> = Vec::new();
    if single {
        all.extend(texts.iter().map(|text| Some(ContextValue::single(text))));
    }
    if several {
        all.extend(texts.iter().map(|text| Some(ContextValue::several([text]))));
        let texts: Vec<&String> = texts.iter().collect();
        all.extend(texts.windows(2).map(|pair| Some(ContextValue::several(pair.iter().copied()))));
    }
    all.push(None);
    all
}

/// Whether a request may carry a text for a key of a type.
fn is_of(ty: KeyType, text: &str) -> bool {
    match ty {
        KeyType::String | KeyType::Binary => true,
        KeyType::Arn => whit_iam::value::Arn::parse(text).is_some(),
        KeyType::Bool => whit_iam::value::parse_bool(text).is_some(),
        KeyType::Numeric => whit_iam::value::parse_decimal(text).is_some(),
        KeyType::Date => whit_iam::value::parse_instant(text).is_some(),
        KeyType::Ip => text.parse::<std::net::IpAddr>().is_ok(),
    }
}

/// Values of a family that hardly anything matches.
fn others(family: Family) -> Vec<String> {
    let texts: &[&str] = match family {
        Family::String => &["zz", "arn:aws:s3:::zz"],
        Family::Arn => &["arn:aws:s3:::zz", "arn:aws:iam::999988887777:role/zz"],
        Family::Bool => &["true", "false"],
        Family::Null => &[],
        Family::Numeric => &["0", "99999999"],
        Family::Date => &["1990-01-01T00:00:00Z", "2090-01-01T00:00:00Z"],
        Family::Binary => &["enp6"],
        Family::IpAddress => &["192.0.2.77", "2001:db8:ffff::1"],
    };
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// Texts that a value of the policy matches, or nearly.
fn matched(version: Version, base: BaseOperator, value: &str, context: &Context) -> Vec<String> {
    match base.family() {
        Family::String => {
            let mut all = vec![filled(version, value, context, "m1"), filled(version, value, context, "m:1/a")];
            all.push(all[0].to_uppercase());
            all.push(format!("{}z", all[0]));
            all
        }
        Family::Arn => ["m1", "m/1"]
            .into_iter()
            .map(|run| {
                let segments = split_pattern(value);
                let last = segments.len().saturating_sub(1);
                let each = segments.iter().enumerate();
                let each = each.map(|(at, part)| filled(version, part, context, if at == last { run } else { "m1" }));
                each.collect::<Vec<_>>().join(":")
            })
            .filter(|text| text.starts_with("arn:") && text.matches(':').count() >= 5)
            .collect(),
        Family::Numeric => match value.parse::<i64>() {
            Ok(number) => [number - 1, number, number + 1].iter().map(i64::to_string).collect(),
            Err(_) if value.parse::<f64>().is_ok() => vec![value.to_owned()],
            Err(_) => Vec::new(),
        },
        Family::Date => whit_iam::value::parse_instant(value).map(|_| vec![value.to_owned()]).unwrap_or_default(),
        Family::IpAddress => {
            let address = value.split('/').next().unwrap_or_default();
            address.parse::<std::net::IpAddr>().map(|_| vec![address.to_owned()]).unwrap_or_default()
        }
        Family::Binary => vec![value.to_owned()],
        Family::Bool | Family::Null => Vec::new(),
    }
}
