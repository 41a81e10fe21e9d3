//! Where the catalog departs from the data that it is built from.

use std::fmt;

use crate::bytes::Record;
use crate::catalog::{Catalog, handle};
use crate::layout::Section;

/// A correction of the data, with its reason's source.
#[derive(Clone, Copy)]
pub struct Correction<'a> {
    catalog: Catalog<'a>,
    id: u32,
}
handle!(Correction);

impl<'a> Correction<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Corrections, self.id)
    }

    /// `keys of`, `shape`, `ident`, `level`, `type`, `drop key`.
    pub fn kind(self) -> &'a str {
        self.record().string(0)
    }

    /// What is corrected: an action, a resource type, a key.
    pub fn subject(self) -> &'a str {
        self.record().string(3)
    }

    /// What it gets.
    pub fn value(self) -> &'a str {
        self.record().string(6)
    }

    /// Where that is from.
    pub fn source(self) -> &'a str {
        self.record().string(9)
    }
}

impl fmt::Display for Correction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.kind(), self.subject(), self.value())
    }
}

impl<'a> Catalog<'a> {
    /// All corrections, in the order in which they were applied.
    pub fn corrections(self) -> impl Iterator<Item = Correction<'a>> {
        (0..self.bytes.count(Section::Corrections)).map(move |id| Correction { catalog: self, id })
    }
}
