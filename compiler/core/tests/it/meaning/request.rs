//! Requests, as the source sees them: who, which action, on what, with which keys.

use super::world::Who;
use std::collections::BTreeMap;
use whit_catalog::{Action, Catalog, ResourceType};
use whit_iam::evaluate::{Context, ContextValue};

/// One request.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    pub(super) who: &'static Who,
    pub(super) action: Act,
    pub(super) thing: Option<Thing>,
    /// What the keys hold; a multi-valued one may hold nothing. A missing key is not in it.
    pub(super) keys: BTreeMap<String, Held>,
}

/// What a key holds.
#[derive(Debug, Clone)]
pub(super) struct Held {
    pub(super) values: Vec<String>,
    pub(super) multi_valued: bool,
}

/// An action of the catalog, or one that AWS may add.
#[derive(Debug, Clone)]
pub(super) struct Act {
    pub(super) name: String,
    pub(super) known: Option<Action<'static>>,
}

/// A resource.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    pub(super) ty: ResourceType<'static>,
    /// As its type is written.
    pub(super) arn: &'static str,
    /// As the action asks for it.
    pub(super) asked: &'static str,
}

impl Thing {
    /// A resource as an action asks for it. CloudWatch Logs tags log groups by an ARN without the `:*` of the others.
    pub(super) fn of(&(service, ty, arn): &'static (&str, &str, &str), action: &Act) -> Option<Self> {
        let ty = Catalog::embedded().service(service)?.resource_type_named(ty)?;
        let shape = action.known.and_then(|known| {
            let own = known.resources().find(|resource| resource.resource_type() == ty)?;
            own.shape().or_else(|| ty.shapes().next())
        });
        let whole = shape.is_none_or(|shape| shape.text().ends_with(":*"));
        let asked = if whole { arn } else { arn.strip_suffix(":*").unwrap_or(arn) };
        Some(Self { ty, arn, asked })
    }

    pub(super) fn is(&self, service: &str, ty: &str) -> bool {
        self.ty.service().prefix() == service && self.ty.name() == ty
    }
}

impl Asked {
    /// The tags as the source calls them, `resource.team`, and the keys that carry them here: the global one where AWS
    /// lists it for the action, else the service's; of S3 objects always S3's.
    pub(super) fn carrier(&self, tag: &str) -> Option<String> {
        let (side, name) = tag.split_once('.')?;
        let of_object = self.thing.as_ref().is_some_and(|thing| thing.is("s3", "object"));
        let action = self.action.known?;
        let service = action.service().prefix();
        let keys = match (side, of_object) {
            ("resource", true) => vec![format!("s3:ExistingObjectTag/{name}")],
            ("request", true) => vec![format!("s3:RequestObjectTag/{name}")],
            ("resource", false) => vec![format!("aws:ResourceTag/{name}"), format!("{service}:ResourceTag/{name}")],
            ("request", false) => vec![format!("aws:RequestTag/{name}"), format!("{service}:RequestTag/{name}")],
            _ => return None,
        };
        let ty = self.thing.as_ref().map(|thing| thing.ty);
        keys.into_iter().find(|key| action.carries(key, ty))
    }

    /// The same for the evaluator.
    pub(super) fn request(&self) -> whit_iam::evaluate::Request {
        let held = |(key, held): (&String, &Held)| {
            let value = match held.multi_valued {
                true => ContextValue::several(held.values.iter().cloned()),
                false => ContextValue::single(held.values[0].clone()),
            };
            (key.clone(), value)
        };
        let context: Context = self.keys.iter().map(held).collect();
        let resource = self.thing.as_ref().map(|thing| thing.asked);
        let request =
            whit_iam::evaluate::Request::new(self.who.principal(), &self.action.name, resource, None, context);
        request.unwrap_or_else(|wrong| panic!("{wrong}: {self:?}"))
    }
}

impl std::fmt::Display for Asked {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let on = self.thing.as_ref().map_or("nothing", |thing| thing.asked);
        write!(f, "{:?} {} does {} on {on}", self.who.kind, self.who.name, self.action.name)?;
        let show = |(key, held): (&String, &Held)| match held.multi_valued {
            true => format!("{key} = {:?}", held.values),
            false => format!("{key} = {}", held.values.concat()),
        };
        write!(f, " with {}", self.keys.iter().map(show).collect::<Vec<_>>().join(", "))
    }
}
