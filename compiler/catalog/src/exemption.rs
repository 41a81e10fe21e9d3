//! What a lock on regions must leave out.

use std::fmt;

use crate::bytes::Record;
use crate::catalog::{Catalog, handle};
use crate::layout::Section;

/// Actions that a deny on `aws:RequestedRegion` must not hit, or published locks leave out.
#[derive(Clone, Copy)]
pub struct RegionLockExemption<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
}
handle!(RegionLockExemption);

impl<'a> RegionLockExemption<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Exemptions, self.id)
    }

    /// `budgets:*`, `s3:ListAllMyBuckets`.
    pub fn action(self) -> &'a str {
        self.record().string(0)
    }

    /// `global`: the service answers in one region whatever the caller's. `regional`: published locks exempt it though
    /// it is regional. `action`: single actions of a regional service.
    pub fn class(self) -> &'a str {
        self.record().string(3)
    }

    /// `two sources`, `one source` or `memory`.
    pub fn confidence(self) -> &'a str {
        self.record().string(6)
    }

    /// Where it is from.
    pub fn source(self) -> &'a str {
        self.record().string(9)
    }
}

impl fmt::Display for RegionLockExemption<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.action())
    }
}

impl<'a> Catalog<'a> {
    /// What a lock on regions must leave out, by action.
    pub fn region_lock_exemptions(self) -> impl Iterator<Item = RegionLockExemption<'a>> {
        (0..self.bytes.count(Section::Exemptions)).map(move |id| RegionLockExemption { catalog: self, id })
    }
}
