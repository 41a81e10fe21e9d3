//! Partitions and regions.

use std::fmt;

use crate::bytes::Record;
use crate::catalog::{Catalog, handle};
use crate::layout::Section;

/// A partition of AWS: `aws`, `aws-cn`, `aws-us-gov`, …
#[derive(Clone, Copy)]
pub struct Partition<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
}
handle!(Partition);

impl<'a> Partition<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Partitions, self.id)
    }

    /// `aws-cn`.
    pub fn name(self) -> &'a str {
        self.record().string(0)
    }

    /// `amazonaws.com.cn`: what the host names of its services, and many service principals, end in.
    pub fn dns_suffix(self) -> &'a str {
        self.record().string(3)
    }

    /// Its regions, by name.
    pub fn regions(self) -> impl Iterator<Item = Region<'a>> {
        self.catalog.regions().filter(move |region| region.partition() == self)
    }
}

impl fmt::Display for Partition<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A region.
#[derive(Clone, Copy)]
pub struct Region<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
}
handle!(Region);

impl<'a> Region<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Regions, self.id)
    }

    /// `eu-west-1`.
    pub fn name(self) -> &'a str {
        self.record().string(0)
    }

    /// The partition that it belongs to.
    pub fn partition(self) -> Partition<'a> {
        Partition { catalog: self.catalog, id: u32::from(self.record().u8(3)) }
    }
}

impl fmt::Display for Region<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
