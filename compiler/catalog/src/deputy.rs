//! Which services say on whose behalf they call: what keeps them from being confused deputies.

use crate::bytes::{Record, order};
use crate::catalog::Catalog;
use crate::layout::Section;

/// Whether a service sends a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sends {
    /// It does.
    Yes,
    /// It does not.
    No,
    /// Nobody says.
    Unknown,
}

/// Where a service meets a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DeputyUse {
    /// It assumes a role.
    Trust,
    /// It calls a resource.
    Resource,
}

/// What a service principal sends of `aws:SourceArn`, `aws:SourceAccount` and `aws:SourceOrgID`, over all of its uses
/// or over those of one kind.
#[derive(Debug, Clone, Copy)]
pub struct ConfusedDeputy<'a> {
    catalog: Catalog<'a>,
    first: u32,
    end: u32,
    only: Option<DeputyUse>,
}

impl<'a> ConfusedDeputy<'a> {
    fn records(self) -> impl Iterator<Item = Record<'a>> {
        let records = (self.first..self.end).map(move |id| self.catalog.bytes.record(Section::Deputies, id));
        records.filter(move |record| self.only.is_none_or(|only| use_of(*record) == only))
    }

    /// Yes if it sends the key in any use, no if in none that is known.
    fn sends(self, shift: u8) -> Sends {
        let answers: Vec<u8> = self.records().map(|record| record.u8(4) >> shift & 3).collect();
        if answers.contains(&1) {
            Sends::Yes
        } else if answers.contains(&0) || answers.is_empty() {
            Sends::Unknown
        } else {
            Sends::No
        }
    }

    /// `cloudtrail.amazonaws.com`.
    pub fn principal(self) -> &'a str {
        self.catalog.bytes.record(Section::Deputies, self.first).string(0)
    }

    /// Whether it sends `aws:SourceArn`.
    pub fn sends_source_arn(self) -> Sends {
        self.sends(0)
    }

    /// Whether it sends `aws:SourceAccount`.
    pub fn sends_source_account(self) -> Sends {
        self.sends(2)
    }

    /// Whether it sends `aws:SourceOrgID`.
    pub fn sends_source_org(self) -> Sends {
        self.sends(4)
    }

    /// What is known of it in one use; none if nothing is.
    pub fn when(self, used: DeputyUse) -> Option<Self> {
        let only = ConfusedDeputy { only: Some(used), ..self };
        only.records().next().is_some().then_some(only)
    }

    /// Shapes of the `aws:SourceArn` that it sends, each once, with `R` for the region and `A` for the account.
    pub fn source_arn_shapes(self) -> impl Iterator<Item = &'a str> {
        let mut shapes: Vec<&'a str> = self.records().map(|record| record.string(5)).collect();
        shapes.sort_unstable();
        shapes.dedup();
        shapes.into_iter().filter(|shape| !shape.is_empty())
    }

    /// Where it is from, one entry for each use.
    pub fn sources(self) -> impl Iterator<Item = &'a str> {
        self.records().map(|record| record.string(11))
    }
}

fn use_of(record: Record<'_>) -> DeputyUse {
    if record.u8(3) == 0 { DeputyUse::Trust } else { DeputyUse::Resource }
}

impl<'a> Catalog<'a> {
    /// What is known of a service principal (`cloudtrail.amazonaws.com`), in any case.
    pub fn confused_deputy(self, service_principal: &str) -> Option<ConfusedDeputy<'a>> {
        let count = self.bytes.count(Section::Deputies);
        let found = self.bytes.find(Section::Deputies, 0..count, 0, service_principal)?;
        let deputies = self.bytes.table(Section::Deputies);
        let same = |id: &u32| order(deputies.raw(*id, 0), service_principal.as_bytes()).is_eq();
        let first = (0..=found).rev().take_while(same).last().unwrap_or(found);
        let end = (found..count).take_while(same).last().unwrap_or(found) + 1;
        Some(ConfusedDeputy { catalog: self, first, end, only: None })
    }

    /// All service principals of which something is known, by name.
    pub fn confused_deputies(self) -> impl Iterator<Item = ConfusedDeputy<'a>> {
        let mut next = 0;
        std::iter::from_fn(move || {
            let name = (next < self.bytes.count(Section::Deputies))
                .then(|| self.bytes.record(Section::Deputies, next).string(0))?;
            let found = self.confused_deputy(name);
            next = found.map_or(u32::MAX, |found| found.end.max(next + 1));
            found
        })
    }
}
