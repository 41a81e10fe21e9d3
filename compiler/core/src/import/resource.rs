//! Resources of the JSON: typed where an ARN has a shape of the catalog, else as they are.

use std::ops::Range;

use whit_catalog::{Action, ResourceType};
use whit_iam::ResourceElement;
use whit_iam::value::split_pattern;

use super::text::{Value, is_one_line};
use super::{Json, Kind, Said, Scene};
use crate::lower::{cut_of, describe, supported};

/// A resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// With its type, if it has one that can be written.
    typed: Option<String>,
    /// As an ARN.
    bare: String,
    /// The ARN.
    pub(super) arn: String,
    /// Its type for the compiler.
    pub(super) ty: Option<ResourceType<'static>>,
    /// The keys without which its variables have no value.
    pub(super) keys: Vec<String>,
}

impl Target {
    /// As Whit writes it.
    pub(super) fn text(&self, bare: bool) -> &str {
        self.typed.as_deref().filter(|_| !bare).unwrap_or(&self.bare)
    }
}

/// What a statement is about.
pub(super) enum Targets {
    /// `*`
    Any,
    /// These, or with `NotResource` all but these.
    Of(Vec<Target>),
}

/// The resources of an element, each once. `actions` are those that the statement names: of several types that an ARN may
/// be of, the one on which most of them work counts.
pub(super) fn targets(
    scene: &mut Scene,
    values: &[String],
    actions: &[Action<'static>],
    range: &Range<usize>,
) -> Said<Targets> {
    let mut targets: Vec<Target> = Vec::new();
    for value in values {
        if value.bytes().all(|b| b == b'*') && !value.is_empty() {
            return Ok(Targets::Any);
        }
        if !is_one_line(value) {
            let note = "A string of Whit stands on one line, without control characters.";
            return Err(scene.refuse(
                range,
                format!("the resource \"{}\" cannot be written", value.escape_debug()),
                note,
            ));
        }
        let Some(arn) = whole(scene, value, range)? else {
            scene.note(range, format!("\"{value}\" is left out: it is no ARN, and matches no resource"));
            continue;
        };
        let value = Value::read(&arn, scene.version, scene.catalog);
        for strange in &value.strange {
            scene.note(range, format!("AWS does not fill in `{strange}`; it is kept as plain text"));
        }
        let target = target(scene, arn, &value, actions);
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    Ok(Targets::Of(targets))
}

/// The ARN with its six parts: in identity policies and their like, what a short one lacks counts as `*`. None if the
/// text can match no ARN.
fn whole(scene: &Scene, text: &str, range: &Range<usize>) -> Said<Option<String>> {
    let segments = split_pattern(text);
    let scheme = segments.first().copied().unwrap_or_default();
    if scheme != "arn" {
        if scheme.contains(['*', '?']) {
            let note = "Write `*`, or an ARN that begins with `arn:`.";
            return Err(scene.refuse(range, format!("\"{text}\" has a wildcard where every ARN has `arn`"), note));
        }
        return Ok(None);
    }
    if segments.len() == 6 {
        return Ok((segments.last() != Some(&"")).then(|| text.to_owned()));
    }
    if !matches!(scene.kind, Kind::Policy | Kind::Boundary | Kind::Session) && !text.ends_with('*') {
        let note = "A resource is an ARN of six parts: `arn:partition:service:region:account:resource`.";
        return Err(scene.refuse(range, format!("\"{text}\" is no whole ARN"), note));
    }
    Ok(Some(format!("{text}{}", ":*".repeat(6 - segments.len()))))
}

fn target(scene: &Scene, arn: String, value: &Value, actions: &[Action<'static>]) -> Target {
    let mut parts = arn.splitn(6, ':');
    let segments: [&str; 6] = std::array::from_fn(|_| parts.next().unwrap_or(""));
    let types = scene.catalog.resource_types_of(&segments);
    let serves = |ty: ResourceType| actions.iter().filter(|action| supported(**action, ty).is_some()).count();
    let mut best: Option<(usize, ResourceType, String)> = None;
    for ty in &types {
        let served = serves(*ty);
        if best.as_ref().is_none_or(|(most, ..)| served > *most)
            && let Some(text) = constructor(scene, *ty, &segments)
        {
            best = Some((served, *ty, text));
        }
    }
    // A bare ARN has the first of its types.
    let first = types.first().copied();
    let by_arn = first.map_or(0, serves);
    let keys = value.required_keys().map(str::to_owned).collect();
    let bare = bare(&arn, value);
    // Built from its type, an ARN may lose its end for some actions; as it stands it goes out as it is.
    let is_cut = |ty: ResourceType<'static>| {
        ty.service().actions().map(|action| cut_of(action, ty)).any(|cut| !cut.is_empty() && arn.ends_with(&cut))
    };
    match best.filter(|(served, ty, _)| *served >= by_arn && !is_cut(*ty)) {
        Some((_, ty, text)) => Target { typed: Some(text), bare, arn, ty: Some(ty), keys },
        None => Target { typed: None, bare, arn, ty: first, keys },
    }
}

/// `arn:aws:s3:::logs/*`, or in quotes what has characters that end the word.
fn bare(arn: &str, value: &Value) -> String {
    let ends = |c: char| c.is_whitespace() || ",()[]{}\"\\$".contains(c);
    match arn.contains(ends) || arn.contains("//") {
        true => format!("arn({})", value.quoted()),
        false => arn.to_owned(),
    }
}

/// `service.type("name", region: any, account: any)`, if that gives this ARN again.
fn constructor(scene: &Scene, ty: ResourceType<'static>, arn: &[&str; 6]) -> Option<String> {
    let mut seen: Vec<usize> = Vec::new();
    ty.shapes().find_map(|shape| {
        let [_, partition_shape, service, region_shape, account_shape, path] = shape.segments();
        // Of several shapes with as many names, a call means the first.
        let count = shape.fields().len();
        if seen.contains(&count) {
            return None;
        }
        seen.push(count);
        let [_, partition, own, region, account, resource] = *arn;
        if service != own {
            return None;
        }
        let names = names(path, resource)?;
        if names.iter().any(|name| name.is_empty() || name.starts_with("arn:"))
            || describe(ty) == "s3.bucket" && resource.contains('/')
        {
            return None;
        }
        let mut arguments: Vec<String> =
            names.iter().map(|name| Value::read(name, scene.version, scene.catalog).quoted()).collect();
        let home = match partition {
            _ if !is_field(partition_shape) => (partition_shape == partition).then_some(None)?,
            "aws" => None,
            "*" => Some("partition: any".to_owned()),
            name => {
                scene.catalog.partitions().find(|known| known.name() == name)?;
                Some(format!("partition: \"{name}\""))
            }
        };
        arguments.extend(home);
        if is_field(region_shape) {
            arguments.push(match region {
                "*" => "region: any".to_owned(),
                "" => "region: none".to_owned(),
                name => {
                    let known = scene.catalog.region(name)?;
                    (known.partition().name() == partition).then(|| format!("region: \"{name}\""))?
                }
            });
        } else if region_shape != region {
            return None;
        }
        if is_field(account_shape) {
            arguments.push(match account {
                "*" => "account: any".to_owned(),
                "" => "account: none".to_owned(),
                "aws" => "account: aws".to_owned(),
                id if id.len() == 12 && id.bytes().all(|b| b.is_ascii_digit()) => format!("account: {id}"),
                _ => return None,
            });
        } else if account_shape != account {
            return None;
        }
        Some(format!("{}({})", describe(ty), arguments.join(", ")))
    })
}

/// Whether a segment of a shape is one field.
fn is_field(segment: &str) -> bool {
    segment.starts_with("${") && segment.find('}') == Some(segment.len() - 1)
}

/// What the fields of a shape's last segment are in a text: each as short as what follows allows.
fn names<'t>(shape: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut names = Vec::new();
    let (start, mut rest_of_shape) = shape.split_once("${").map_or((shape, None), |(start, rest)| (start, Some(rest)));
    let mut rest = text.strip_prefix(start)?;
    while let Some(shape) = rest_of_shape {
        let (_, behind) = shape.split_once('}')?;
        let (literal, next) = behind.split_once("${").map_or((behind, None), |(literal, next)| (literal, Some(next)));
        let end = match (literal, next) {
            ("", None) => rest.len(),
            ("", Some(_)) => return None,
            (literal, None) => rest.strip_suffix(literal)?.len(),
            (literal, Some(_)) => outside_of_variables(rest, literal)?,
        };
        let (name, behind) = rest.split_at_checked(end)?;
        names.push(name);
        rest = behind.strip_prefix(literal)?;
        rest_of_shape = next;
    }
    rest.is_empty().then_some(names)
}

/// Where a text first stands in another, not within `${…}`.
fn outside_of_variables(text: &str, wanted: &str) -> Option<usize> {
    let mut inside = false;
    for (at, c) in text.char_indices() {
        let rest = text.get(at..)?;
        if !inside && rest.starts_with(wanted) {
            return Some(at);
        }
        inside = match c {
            '$' if rest.starts_with("${") => true,
            '}' => false,
            _ => inside,
        };
    }
    None
}

/// The resource that a resource policy is of: the one that all others are in.
pub(super) fn of_policy(scene: &Scene, json: Json<'_>) -> Said<String> {
    let elements = json.policy.statements.iter().filter_map(|statement| match &statement.resource {
        Some(ResourceElement::Resource(arns) | ResourceElement::NotResource(arns)) => Some(arns),
        None => None,
    });
    let arns: Vec<&str> = elements.flatten().map(String::as_str).filter(|arn| *arn != "*").collect();
    let mut candidates: Vec<&str> = arns.clone();
    // Objects alone tell their bucket.
    candidates.extend(
        arns.iter()
            .filter(|arn| arn.contains(":s3:::"))
            .filter_map(|arn| arn.split_once('/'))
            .map(|(bucket, _)| bucket),
    );
    candidates.sort_by_key(|arn| arn.len());
    let holds = |root: &str, arn: &str| {
        arn.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', ':']))
    };
    for root in candidates {
        if arns.iter().all(|arn| holds(root, arn)) && split_pattern(root).len() == 6 {
            let value = Value::read(root, scene.version, scene.catalog);
            return Ok(target(scene, root.to_owned(), &value, &[]).text(false).to_owned());
        }
    }
    let services = json.policy.statements.iter().flat_map(|statement| match &statement.action {
        whit_iam::ActionElement::Action(names) | whit_iam::ActionElement::NotAction(names) => names,
    });
    let mut services: Vec<&str> = services.filter_map(|name| Some(name.split_once(':')?.0)).collect();
    services.dedup();
    match (arns.as_slice(), services.as_slice()) {
        ([], ["kms"]) => Ok("kms.key".to_owned()),
        ([], ["ecr"]) => Ok("ecr.repository".to_owned()),
        _ => {
            let place = json.positions.statements.first();
            let range = place.and_then(|place| place.resource.clone()).unwrap_or_default();
            Err(scene.refuse(
                &range,
                "which resource this is the policy of cannot be told",
                "A resource policy of Whit names its resource. An `endpoint` policy has principals and any resource.",
            ))
        }
    }
}
