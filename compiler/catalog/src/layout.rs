//! Where things lie in the binary; shared by the reader (this crate) and the writer (`cargo xtask catalog`).
//!
//! ```text
//! "WHITCAT" version:u8                      8 bytes
//! (offset:u32, length:u32) for each section in the order of [`Section`]
//! the sections
//! ```
//!
//! All numbers are little-endian and unaligned. A *string* is a `u24`: the offset, in [`Section::Strings`], of UTF-8
//! bytes that end at a NUL; a string that is the end of another shares its bytes. A *list* is a `u24`: the offset, in
//! [`Section::Lists`], of a count, behind which that many entries stand; these are of one to four bytes, seven bits in
//! each, the lowest first, with the high bit set in all but the last. An id is the index of a record in
//! its section. Names are sorted by their bytes in lower case, so that a look-up is a binary search.

/// The first seven bytes of a catalog.
pub const MAGIC: &[u8; 7] = b"WHITCAT";
/// The version of this layout, the eighth byte.
pub const VERSION: u8 = 1;
/// What a `u24` that names nothing holds.
pub const NONE: u32 = 0xFF_FFFF;

/// No list has more entries; what broken bytes state beyond is not read.
pub const LONGEST_LIST: u32 = 1024;

/// The sections, in the order in which the header lists them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Section {
    /// NUL-terminated strings; offset 0 is the empty one.
    Strings,
    /// Counts and entries.
    Lists,
    /// One string: the date of the data.
    About,
    /// By prefix: prefix string, name string, first action id, first type id, list of key ids, flags:u8 (1: RCPs reach it).
    Services,
    /// By service, then name: name string, level:u8, profile id:u16.
    Actions,
    /// What actions share: list of key ids, list of resources, list of the full names, as strings, of dependent actions.
    /// A resource is three entries: twice its type id, less the service's first one, and one more if every call needs
    /// such a resource; list of key ids; which of the type's shapes the action wants.
    Profiles,
    /// By service, then identifier: name string, identifier string, first shape id, list of key ids, service id:u16.
    Types,
    /// By type: the segments partition, service, region, account, resource as strings, type id:u16,
    /// flags:u8 ([`shape`]).
    Shapes,
    /// Shape ids (`u24`) by the service segment of the shape.
    ShapesByService,
    /// By name: name string, type:u8, flags:u8, presence:u8, slips:u8, service id (or [`NONE`]), danger string,
    /// advice string, source string.
    Keys,
    /// Ids (`u24`) of the templated keys.
    TemplatedKeys,
    /// By name: name string, DNS suffix string.
    Partitions,
    /// By name: name string, partition id:u8.
    Regions,
    /// By action: action pattern, class, confidence, source strings.
    Exemptions,
    /// By service principal: principal string, use:u8 (0: trust, 1: resource), answers:u8 (two bits each for the ARN,
    /// the account, the organization; 1: yes, 2: no), ARN shape, confidence, source strings.
    Deputies,
    /// As the table has them: kind, what, limit:u32, counting:u8, unit, valid from, confidence, source strings.
    Quotas,
    /// As the table has them: kind, element, rule, valid from, confidence, source strings.
    Grammar,
    /// As the table has them: kind, subject, value, source strings.
    Corrections,
}

/// A field of a record, or of an entry of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A byte.
    Byte,
    /// A number of so many bytes that tends to be near the one before.
    Id(usize),
    /// A profile id, two bytes. They are given in the order in which the actions have them.
    Profile,
    /// A string.
    Text,
    /// A list, and what each of its entries holds.
    List(&'static [Field]),
}

impl Field {
    /// Bytes of a record.
    pub const fn width(self) -> usize {
        match self {
            Field::Byte => 1,
            Field::Id(width) => width,
            Field::Profile => 2,
            Field::Text | Field::List(_) => 3,
        }
    }
}

/// How many sections there are.
pub const SECTIONS: usize = 18;
/// Bytes before the first section.
pub const HEADER: usize = 8 + 8 * SECTIONS;

impl Section {
    /// All sections, in order.
    pub const ALL: [Section; SECTIONS] = [
        Section::Strings,
        Section::Lists,
        Section::About,
        Section::Services,
        Section::Actions,
        Section::Profiles,
        Section::Types,
        Section::Shapes,
        Section::ShapesByService,
        Section::Keys,
        Section::TemplatedKeys,
        Section::Partitions,
        Section::Regions,
        Section::Exemptions,
        Section::Deputies,
        Section::Quotas,
        Section::Grammar,
        Section::Corrections,
    ];

    /// What one record holds, field by field.
    pub const fn fields(self) -> &'static [Field] {
        use Field::{Byte, Id, List, Profile, Text};
        /// Ids of keys.
        const KEYS: Field = List(&[Id(3)]);
        match self {
            Section::Strings | Section::Lists => &[Byte],
            Section::About => &[Text],
            Section::Services => &[Text, Text, Id(3), Id(3), KEYS, Byte],
            Section::Actions => &[Text, Byte, Profile],
            Section::Profiles => &[KEYS, List(&[Id(3), KEYS, Id(3)]), List(&[Text])],
            Section::Types => &[Text, Text, Id(3), KEYS, Id(2)],
            Section::Shapes => &[Text, Text, Text, Text, Text, Id(2), Byte],
            Section::ShapesByService | Section::TemplatedKeys => &[Id(3)],
            Section::Keys => &[Text, Byte, Byte, Byte, Byte, Id(3), Text, Text, Text],
            Section::Partitions => &[Text, Text],
            Section::Regions => &[Text, Byte],
            Section::Exemptions | Section::Corrections => &[Text, Text, Text, Text],
            Section::Deputies => &[Text, Byte, Byte, Text, Text, Text],
            Section::Quotas => &[Text, Text, Id(4), Byte, Text, Text, Text, Text],
            Section::Grammar => &[Text, Text, Text, Text, Text, Text],
        }
    }

    /// Bytes in one record.
    pub const fn record(self) -> usize {
        match self {
            Section::Strings | Section::Lists => 1,
            Section::About | Section::ShapesByService | Section::TemplatedKeys => 3,
            Section::Services => 16,
            Section::Actions | Section::Partitions => 6,
            Section::Profiles => 9,
            Section::Types => 14,
            Section::Shapes => 18,
            Section::Keys => 19,
            Section::Regions => 4,
            Section::Exemptions | Section::Corrections => 12,
            Section::Deputies => 14,
            Section::Quotas => 23,
            Section::Grammar => 18,
        }
    }
}

/// Flags of a service.
pub mod service {
    /// Resource control policies reach the service.
    pub const RCP: u8 = 1;
}

/// Flags of a shape.
pub mod shape {
    /// Its last field holds no `/`: another type's shape goes on with one.
    pub const NO_SLASH: u8 = 1;
    /// Its last field holds no `:`: another type's shape goes on with one.
    pub const NO_COLON: u8 = 2;
}

/// Flags of a key.
pub mod key {
    /// A request carries a list of values.
    pub const MULTI: u8 = 1;
    /// Usable in `${…}`.
    pub const VARIABLE: u8 = 2;
    /// Any request may carry it, whatever its action.
    pub const ANY_REQUEST: u8 = 4;
    /// The name has a part to fill in.
    pub const TEMPLATED: u8 = 8;
}

/// How often a key is present: two bits for identity policies, two for resource policies above them.
pub mod presence {
    /// Unknown, or in some requests.
    pub const SOMETIMES: u8 = 0;
    /// In every request.
    pub const ALWAYS: u8 = 1;
    /// In none.
    pub const NEVER: u8 = 2;
}

#[cfg(test)]
mod tests {
    use super::Section;

    #[test]
    fn a_record_is_as_long_as_its_fields() {
        for section in Section::ALL {
            assert_eq!(
                section.fields().iter().map(|field| field.width()).sum::<usize>(),
                section.record(),
                "{section:?}"
            );
        }
    }
}
