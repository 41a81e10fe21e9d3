//! A condition key.

use std::fmt;

use crate::action::Action;
use crate::bytes::{Bytes, Record, order};
use crate::catalog::{Catalog, handle};
use crate::layout::{self, NONE, Section};
use crate::service::Service;

/// The type of a key's values, which decides the operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyType {
    /// Text.
    String,
    /// Decimal numbers.
    Numeric,
    /// Points in time.
    Date,
    /// `true` and `false`.
    Bool,
    /// Bytes.
    Binary,
    /// Addresses and CIDR ranges.
    Ip,
    /// ARNs.
    Arn,
}

impl KeyType {
    /// All types; a type's place is its number in the binary.
    pub const ALL: [KeyType; 7] =
        [KeyType::String, KeyType::Numeric, KeyType::Date, KeyType::Bool, KeyType::Binary, KeyType::Ip, KeyType::Arn];
}

impl fmt::Display for KeyType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            KeyType::String => "String",
            KeyType::Numeric => "Numeric",
            KeyType::Date => "Date",
            KeyType::Bool => "Bool",
            KeyType::Binary => "Binary",
            KeyType::Ip => "IpAddress",
            KeyType::Arn => "ARN",
        })
    }
}

/// Which requests a policy meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Setting {
    /// Signed requests of users and roles: identity policies, boundaries, sessions, SCPs, endpoint policies.
    Identity,
    /// Those of anonymous callers and of services too: resource policies, trusts, RCPs.
    Resource,
}

/// Whether requests carry a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Every request does.
    Always,
    /// Some do, or AWS does not say that all do.
    Sometimes,
    /// None does.
    Never,
}

/// Which test of a key in a `deny` is slipped past by a request without the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SlippedTest {
    /// Any that the key must be there to satisfy.
    Any,
    /// A Bool key tested for `true`.
    True,
    /// A Bool key tested for `false`.
    False,
}

/// A condition key, global or of a service.
#[derive(Clone, Copy)]
pub struct Key<'a> {
    pub(crate) catalog: Catalog<'a>,
    pub(crate) id: u32,
}
handle!(Key);

impl<'a> Key<'a> {
    fn record(self) -> Record<'a> {
        self.catalog.bytes.record(Section::Keys, self.id)
    }

    fn flag(self, flag: u8) -> bool {
        self.record().u8(4) & flag != 0
    }

    /// As AWS writes it: `aws:ResourceTag/${TagKey}`, `s3:ExistingObjectTag/<key>`.
    pub fn name(self) -> &'a str {
        self.record().string(0)
    }

    /// The canonical spelling of what a source wrote for this key: AWS's case, with what fills in a template kept
    /// (`AWS:resourcetag/Team` gives `aws:ResourceTag/Team`). A text that is no instance of the key comes back as it is.
    pub fn spelled(self, written: &str) -> String {
        let name = self.name();
        if !self.is_templated() {
            return name.to_owned();
        }
        let Some((before, after)) = around_placeholder(name) else { return name.to_owned() };
        match fill(before, after, written) {
            Some(filled) => format!("{before}{filled}{after}"),
            None => written.to_owned(),
        }
    }

    /// The type of its values; `SourceVpc` and other keys without a type of their own are strings.
    pub fn ty(self) -> KeyType {
        KeyType::ALL.get(usize::from(self.record().u8(3))).copied().unwrap_or(KeyType::String)
    }

    /// Whether a request carries a list of values.
    pub fn multi_valued(self) -> bool {
        self.flag(layout::key::MULTI)
    }

    /// Whether it is one of `aws:`.
    pub fn is_global(self) -> bool {
        self.name().starts_with("aws:")
    }

    /// Whether any request may carry it, whatever its action: most global keys, and keys of a session such as
    /// `ec2:SourceInstanceArn`.
    pub fn any_request(self) -> bool {
        self.flag(layout::key::ANY_REQUEST)
    }

    /// Whether a part of the name is to be filled in.
    pub fn is_templated(self) -> bool {
        self.flag(layout::key::TEMPLATED)
    }

    /// Whether it may stand in `${…}`: single-valued, and AWS does not say otherwise.
    pub fn variable(self) -> bool {
        self.flag(layout::key::VARIABLE)
    }

    /// `aws:RequestTag/…` and `aws:TagKeys`.
    pub(crate) fn is_of_request_tags(self) -> bool {
        matches!(self.name(), "aws:RequestTag/${TagKey}" | "aws:TagKeys")
    }

    /// The service that it belongs to; none for global keys, `sts` for those of identity providers.
    pub fn service(self) -> Option<Service<'a>> {
        let id = self.record().u24(7);
        (id != NONE).then_some(Service { catalog: self.catalog, id })
    }

    /// The actions that carry it, by name; all of them where any request may.
    pub fn actions(self) -> impl Iterator<Item = Action<'a>> {
        self.catalog.actions().filter(move |action| action.carries_key(self, None))
    }

    /// Whether the requests that a policy of this setting meets carry it.
    pub fn presence(self, setting: Setting) -> Presence {
        let presence = self.record().u8(5);
        let presence = match setting {
            Setting::Identity => presence & 3,
            Setting::Resource => presence >> 2 & 3,
        };
        match presence {
            layout::presence::ALWAYS => Presence::Always,
            layout::presence::NEVER => Presence::Never,
            _ => Presence::Sometimes,
        }
    }

    /// Why a `deny` that tests it slips requests without it that ought to be denied; [`Key::slipped_test`] says which
    /// test that is.
    pub fn dangerous_when_absent(self) -> Option<&'a str> {
        self.slipped_test().map(|_| self.record().string(10))
    }

    /// Which test in a `deny` is slipped past by a request without the key, where that is a danger.
    pub fn slipped_test(self) -> Option<SlippedTest> {
        match self.record().u8(6) {
            1 => Some(SlippedTest::Any),
            2 => Some(SlippedTest::True),
            3 => Some(SlippedTest::False),
            _ => None,
        }
    }

    /// What to know about requests without the key, in one sentence; empty where the tables have nothing.
    pub fn advice(self) -> &'a str {
        self.record().string(13)
    }

    /// Where what the tables say of the key is from; empty for what comes from AWS's service authorization reference.
    pub fn source(self) -> &'a str {
        self.record().string(16)
    }
}

impl fmt::Display for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What stands before and behind the part of a templated name that is to be filled in, `${TagKey}` or `<key>`.
pub fn around_placeholder(name: &str) -> Option<(&str, &str)> {
    let (before, rest) = match name.split_once('$') {
        Some((before, rest)) => (before, rest.strip_prefix('{')?.split_once('}')?),
        None => {
            let (before, rest) = name.split_once('<')?;
            (before, rest.split_once('>')?)
        }
    };
    Some((before, rest.1))
}

/// What `written` fills the template with; at least one character.
fn fill<'t>(before: &str, after: &str, written: &'t str) -> Option<&'t str> {
    let head = written.get(..before.len())?;
    let rest = written.get(before.len()..)?;
    let split = rest.len().checked_sub(after.len())?;
    let (filled, tail) = (rest.get(..split)?, rest.get(split..)?);
    let fits = !filled.is_empty() && head.eq_ignore_ascii_case(before) && tail.eq_ignore_ascii_case(after);
    fits.then_some(filled)
}

/// How many bytes at least stand before the part of a template that is to be filled in.
const TEMPLATE_START: usize = 3;

pub(crate) fn find<'a>(catalog: Catalog<'a>, name: &str) -> Option<Key<'a>> {
    let bytes = catalog.bytes;
    let keys = bytes.table(Section::Keys);
    if let Some(id) = bytes.find(Section::Keys, 0..keys.count(), 0, name) {
        return Some(Key { catalog, id });
    }
    // An instance of a template. Every template begins with three bytes of its own, so few have to be looked at.
    let templated = bytes.table(Section::TemplatedKeys);
    let template = |at| templated.u24(at, 0);
    let begins = name.as_bytes().get(..TEMPLATE_START).unwrap_or(name.as_bytes());
    let start = |at| order(keys.raw(template(at), 0).get(..TEMPLATE_START).unwrap_or(&[]), begins);
    let count = templated.count();
    let first = Bytes::partition_point(count, |at| start(at).is_lt());
    // Of several, the one with most text of its own.
    let mut best: Option<(usize, Key<'a>)> = None;
    for id in (first..count).take_while(|at| start(*at).is_eq()).map(template) {
        let key = Key { catalog, id };
        let Some((before, after)) = around_placeholder(key.name()) else { continue };
        let own = before.len() + after.len();
        if fill(before, after, name).is_some() && best.is_none_or(|(most, _)| own > most) {
            best = Some((own, key));
        }
    }
    best.map(|(_, key)| key)
}
