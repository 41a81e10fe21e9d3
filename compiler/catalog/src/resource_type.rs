//! A type of resources, and the shapes of its ARNs.

use std::fmt;

use crate::action::Action;
use crate::bytes::Record;
use crate::catalog::{Catalog, handle};
use crate::ident::ident;
use crate::key::Key;
use crate::layout::Section;
use crate::service::Service;

/// A type of resources of a service: what its actions are granted on.
#[derive(Clone, Copy)]
pub struct ResourceType<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
}
handle!(ResourceType);

impl<'a> ResourceType<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Types, self.id)
    }

    /// The service whose actions support it; its ARNs may be another's (`sts` has the roles of `iam`).
    pub fn service(self) -> Service<'a> {
        Service { catalog: self.catalog, id: self.record().u16(12) }
    }

    /// `log-group`, as AWS writes it.
    pub fn name(self) -> &'a str {
        self.record().string(0)
    }

    /// `log_group`, as Whit writes it.
    pub fn ident(self) -> String {
        self.record().string(3).to_owned()
    }

    /// The shapes of its ARNs, the main one first.
    pub fn shapes(self) -> impl Iterator<Item = ArnShape<'a>> {
        let bytes = self.catalog.bytes;
        let count = bytes.count(Section::Shapes);
        let last = self.id + 1 >= bytes.count(Section::Types);
        let end = if last { count } else { bytes.record(Section::Types, self.id + 1).u24(6) };
        (self.record().u24(6).min(count)..end.min(count)).map(move |id| ArnShape { catalog: self.catalog, id })
    }

    /// The condition keys that AWS lists for the type.
    pub fn keys(self) -> impl Iterator<Item = Key<'a>> {
        self.catalog.bytes.list(self.record().u24(9)).map(move |id| Key { catalog: self.catalog, id })
    }

    /// Whether a resource of this type is named by one of the other and something behind it: an object by its bucket,
    /// an index by its table.
    pub fn extends(self, other: ResourceType<'_>) -> bool {
        if self.service() != other.service() || self == other {
            return false;
        }
        let Some(own) = self.shapes().next() else { return false };
        other.shapes().any(|other| {
            let ([a, b, c, d, e, own], [f, g, h, i, j, other]) = (own.segments(), other.segments());
            let rest = own.strip_prefix(other);
            [a, b, c, d, e] == [f, g, h, i, j] && rest.is_some_and(|rest| rest.starts_with(['/', ':']))
        })
    }

    /// The actions that support it, by name.
    pub fn actions(self) -> impl Iterator<Item = Action<'a>> {
        self.service().actions().filter(move |action| action.supports(self))
    }
}

impl fmt::Display for ResourceType<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.service().prefix(), self.record().string(3))
    }
}

/// A shape of ARNs: six segments with `${Fields}` to fill in.
#[derive(Clone, Copy)]
pub struct ArnShape<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
}
handle!(ArnShape);

impl<'a> ArnShape<'a> {
    pub(crate) fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Shapes, self.id)
    }

    pub(crate) fn resource_type(self) -> ResourceType<'a> {
        ResourceType { catalog: self.catalog, id: self.record().u16(15) }
    }

    /// `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.
    pub fn text(self) -> String {
        self.segments().join(":")
    }

    /// `arn`, partition, service, region, account and resource.
    pub fn segments(self) -> [&'a str; 6] {
        let record = self.record();
        ["arn", record.string(0), record.string(3), record.string(6), record.string(9), record.string(12)]
    }

    /// Whether another shape is the same but for the names of its fields.
    pub fn is_like(self, other: ArnShape<'_>) -> bool {
        let (left, right) = (self.record(), other.record());
        // A text that occurs often is stored once. Most differ in the last.
        [12, 9, 6, 3, 0].into_iter().all(|at| left.u24(at) == right.u24(at) || alike(left.raw(at), right.raw(at)))
    }

    /// The fields of the resource segment as Whit writes them, in order: `bucket_name`, `object_name`.
    pub fn fields(self) -> Vec<String> {
        let [.., resource] = self.segments();
        resource.split("${").skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| ident(name)).collect()
    }

    /// Whether its ARNs name a region.
    pub fn has_region(self) -> bool {
        self.record().u24(6) != 0
    }

    /// Whether its ARNs name an account.
    pub fn has_account(self) -> bool {
        self.record().u24(9) != 0
    }
}

impl fmt::Display for ArnShape<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// Whether two texts, each up to its first NUL, are the same but for what stands between `${` and `}`.
fn alike(left: &[u8], right: &[u8]) -> bool {
    let (mut left, mut right) = (left, right);
    let behind = |text: &mut &[u8]| {
        let end = text.iter().position(|byte| *byte == b'}' || *byte == 0).unwrap_or(text.len());
        *text = text.get(end + 1..).unwrap_or_default();
    };
    loop {
        if left.starts_with(b"${") && right.starts_with(b"${") {
            behind(&mut left);
            behind(&mut right);
            continue;
        }
        match (left.split_first(), right.split_first()) {
            (None | Some((0, _)), None | Some((0, _))) => return true,
            (Some((a, left_rest)), Some((b, right_rest))) if a == b => (left, right) = (left_rest, right_rest),
            _ => return false,
        }
    }
}
