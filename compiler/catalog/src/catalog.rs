//! The catalog and its look-ups.

use std::fmt;

use crate::action::{AccessLevel, Action};
use crate::bytes::Bytes;
use crate::key::{self, Key};
use crate::layout::{HEADER, MAGIC, Section, VERSION};
use crate::partition::{Partition, Region};
use crate::pattern::matches_ignoring_case;
use crate::resource_type::ResourceType;
use crate::service::Service;

#[cfg(not(target_arch = "wasm32"))]
static EMBEDDED: &[u8] = include_bytes!("../data/catalog.bin");

/// What has to come over a network is packed, and unpacked when it is first asked. Broken bytes would be an empty catalog.
#[cfg(target_arch = "wasm32")]
static EMBEDDED: std::sync::LazyLock<Vec<u8>> =
    std::sync::LazyLock::new(|| crate::packed::unpack(include_bytes!("../data/catalog.packed")).unwrap_or_default());

/// What AWS has, read in place. Copying it copies a reference.
#[derive(Clone, Copy)]
pub struct Catalog<'a> {
    pub(crate) bytes: Bytes<'a>,
}

/// Why bytes are not a catalog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FormatError {
    /// They do not begin like one.
    NotACatalog,
    /// They are of another version of the layout.
    Version(u8),
    /// A section lies outside them, or does not hold whole records.
    Section(Section),
}

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FormatError::NotACatalog => write!(f, "these bytes are not a catalog"),
            FormatError::Version(found) => {
                write!(f, "the catalog has layout version {found}, this program reads {VERSION}")
            }
            FormatError::Section(section) => write!(f, "the section {section:?} of the catalog is cut off or broken"),
        }
    }
}

impl std::error::Error for FormatError {}

impl Catalog<'static> {
    /// The catalog that this build of Whit carries. Does no work.
    #[cfg(not(target_arch = "wasm32"))]
    pub const fn embedded() -> Self {
        Catalog { bytes: Bytes(EMBEDDED) }
    }

    /// The catalog that this build of Whit carries.
    #[cfg(target_arch = "wasm32")]
    pub fn embedded() -> Self {
        Catalog { bytes: Bytes(&EMBEDDED) }
    }
}

impl<'a> Catalog<'a> {
    /// A catalog from its binary form, for instance a newer one than the embedded.
    ///
    /// # Errors
    /// When the bytes are no catalog, of another layout, or a section lies outside them.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, FormatError> {
        if bytes.len() < HEADER || !bytes.starts_with(MAGIC) {
            return Err(FormatError::NotACatalog);
        }
        match bytes.get(MAGIC.len()) {
            Some(&VERSION) => {}
            found => return Err(FormatError::Version(found.copied().unwrap_or(0))),
        }
        let catalog = Catalog { bytes: Bytes(bytes) };
        for section in Section::ALL {
            let read = catalog.bytes.section(section);
            if catalog.bytes.stated_length(section) != Some(read.len()) || !read.len().is_multiple_of(section.record())
            {
                return Err(FormatError::Section(section));
            }
        }
        Ok(catalog)
    }

    /// Whether both read the same bytes at the same place.
    pub fn is(self, other: Catalog<'_>) -> bool {
        std::ptr::eq(self.bytes.0, other.bytes.0)
    }

    /// The day of the data: `2026-10-27`.
    pub fn date(self) -> &'a str {
        self.bytes.record(Section::About, 0).string(0)
    }

    /// The size of the binary in bytes.
    pub fn size(self) -> usize {
        self.bytes.0.len()
    }

    /// All services, by prefix.
    pub fn services(self) -> impl Iterator<Item = Service<'a>> {
        (0..self.bytes.count(Section::Services)).map(move |id| Service { catalog: self, id })
    }

    /// The service of a prefix (`s3`), in any case.
    pub fn service(self, prefix: &str) -> Option<Service<'a>> {
        let count = self.bytes.count(Section::Services);
        self.bytes.find(Section::Services, 0..count, 0, prefix).map(|id| Service { catalog: self, id })
    }

    /// The action of a full name (`s3:GetObject`), in any case.
    pub fn action(self, name: &str) -> Option<Action<'a>> {
        let (prefix, name) = name.split_once(':')?;
        self.service(prefix)?.action(name)
    }

    /// All actions, by service and name.
    pub fn actions(self) -> impl Iterator<Item = Action<'a>> {
        self.services().flat_map(Service::actions)
    }

    /// The actions that a pattern matches: `s3:Get*`, `s3:*`, `*`, with `?` for one character, in any case. Without a
    /// colon nothing but `*` is a pattern of actions.
    pub fn actions_like(self, pattern: &str) -> impl Iterator<Item = Action<'a>> + use<'a> {
        let (prefix, name) = match pattern.split_once(':') {
            Some((prefix, name)) => (prefix.to_owned(), name.to_owned()),
            None if pattern == "*" => ("*".to_owned(), "*".to_owned()),
            None => (String::new(), String::new()),
        };
        let exact = if prefix.contains(['*', '?']) { None } else { Some(self.service(&prefix)) };
        let services = match exact {
            Some(found) => found.map_or(0..0, |service| service.id..service.id + 1),
            None => 0..self.bytes.count(Section::Services),
        };
        services
            .map(move |id| Service { catalog: self, id })
            .filter(move |service| matches_ignoring_case(&prefix, service.prefix()))
            .flat_map(Service::actions)
            .filter(move |action| matches_ignoring_case(&name, action.name()))
    }

    /// All actions of a level, in all services.
    pub fn actions_of_level(self, level: AccessLevel) -> impl Iterator<Item = Action<'a>> {
        self.actions().filter(move |action| action.level() == level)
    }

    /// All condition keys, by name.
    pub fn keys(self) -> impl Iterator<Item = Key<'a>> {
        (0..self.bytes.count(Section::Keys)).map(move |id| Key { catalog: self, id })
    }

    /// The condition key of a name, in any case: exactly (`aws:SourceVpce`) or as an instance of a templated one
    /// (`aws:ResourceTag/team`).
    pub fn key(self, name: &str) -> Option<Key<'a>> {
        key::find(self, name)
    }

    /// All resource types, by service and identifier.
    pub fn resource_types(self) -> impl Iterator<Item = ResourceType<'a>> {
        (0..self.bytes.count(Section::Types)).map(move |id| ResourceType { catalog: self, id })
    }

    /// The resource types whose ARN shape the segments of an ARN, or of a pattern of ARNs, fit; the best first: the
    /// type with which the pattern has most text in common, of the ARN's own service, with the fewest fields.
    pub fn resource_types_of(self, arn: &[&str; 6]) -> Vec<ResourceType<'a>> {
        crate::fit::resource_types_of(self, arn)
    }

    /// The partitions (`aws`, `aws-cn`, …), by name.
    pub fn partitions(self) -> impl Iterator<Item = Partition<'a>> {
        (0..self.bytes.count(Section::Partitions)).map(move |id| Partition { catalog: self, id })
    }

    /// All regions, by name.
    pub fn regions(self) -> impl Iterator<Item = Region<'a>> {
        (0..self.bytes.count(Section::Regions)).map(move |id| Region { catalog: self, id })
    }

    /// The region of exactly this name.
    pub fn region(self, name: &str) -> Option<Region<'a>> {
        let count = self.bytes.count(Section::Regions);
        let found = self.bytes.find(Section::Regions, 0..count, 0, name).map(|id| Region { catalog: self, id })?;
        (found.name() == name).then_some(found)
    }
}

impl fmt::Debug for Catalog<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalog({})", self.date())
    }
}

/// What every handle is: a catalog and an id in it. Two handles are equal when their ids are; they are only compared
/// within one catalog, where ids stand in the order of names.
macro_rules! handle {
    ($name:ident) => {
        impl PartialEq for $name<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.id == other.id
            }
        }
        impl Eq for $name<'_> {}
        impl PartialOrd for $name<'_> {
            fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
                Some(self.cmp(other))
            }
        }
        impl Ord for $name<'_> {
            fn cmp(&self, other: &Self) -> std::cmp::Ordering {
                self.id.cmp(&other.id)
            }
        }
        impl std::hash::Hash for $name<'_> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                self.id.hash(state);
            }
        }
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{self}")
            }
        }
    };
}
pub(crate) use handle;
