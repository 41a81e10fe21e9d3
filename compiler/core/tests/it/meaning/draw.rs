//! Requests drawn for a document: such as its statements speak of, and some that they do not.

use super::request::{Act, Asked, Held, Thing};
use super::source::{applies, reaches};
use super::world::{EVERYBODY, Kind, THINGS, Who};
use std::collections::BTreeMap;
use whit_catalog::{Action, Catalog};
use whit_core::typed::{
    ActionKind, ActionTerm, Comparison, Document, DocumentKind, Formula, Piece, ResourceKind, Statement, Test, Text,
};

/// A small generator of numbers, the same in every run.
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one<'t, T>(&mut self, of: &'t [T]) -> &'t T {
        &of[self.below(of.len())]
    }

    fn often(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// Actions that AWS may add.
const FUTURE: &[&str] =
    &["s3:GetTomorrow", "s3:Tomorrow", "sqs:Tomorrow", "dynamodb:Tomorrow", "kms:DeTomorrow", "iam:Tomorrow"];

const WAYS_IN: &[&str] = &[
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "sts:AssumeRoleWithWebIdentity",
    "sts:TagSession",
    "sts:SetSourceIdentity",
];

/// What is drawn for one document.
pub(super) struct Drawer<'d> {
    document: &'d Document,
    actions: Vec<Action<'static>>,
    who: Vec<&'static Who>,
    things: Vec<&'static (&'static str, &'static str, &'static str)>,
}

impl<'d> Drawer<'d> {
    pub(super) fn new(document: &'d Document) -> Self {
        let catalog = Catalog::embedded();
        let services = ["s3", "dynamodb", "sqs", "kms", "logs", "iam"].iter().filter_map(|name| catalog.service(name));
        let actions: Vec<Action<'static>> = match document.kind {
            DocumentKind::Trust => WAYS_IN.iter().filter_map(|name| catalog.action(name)).collect(),
            // RCPs reach only some services, and never this action.
            DocumentKind::Rcp => services
                .filter(|service| service.supports_rcp())
                .flat_map(|service| service.actions())
                .filter(|action| action.full_name() != "kms:RetireGrant")
                .collect(),
            _ => services.flat_map(|service| service.actions()).collect(),
        };
        let who = EVERYBODY.iter().filter(|who| may_ask(document.kind, who.kind)).collect();
        let things = THINGS.iter().filter(|thing| is_asked_of(document, thing)).collect();
        Self { document, actions, who, things }
    }

    /// A request; none if there is nothing that the drawn action works on.
    pub(super) fn request(&self, dice: &mut Dice) -> Option<Asked> {
        let statement = dice.one(&self.document.statements);
        let want = dice.often(55);
        let mut found = None;
        for _ in 0..if want { 40 } else { 1 } {
            let Some(mut asked) = self.shell(statement, dice) else { continue };
            let is_about = reaches(self.document, statement, &asked);
            asked.keys = self.keys(&asked, dice);
            // Organizations and units of principals are keys, too.
            let is_about = is_about || reaches(self.document, statement, &asked);
            found = Some(asked);
            if is_about {
                break;
            }
        }
        let mut asked = found?;
        for _ in 0..if want { 6 } else { 0 } {
            if applies(self.document, statement, &asked) {
                break;
            }
            asked.keys = self.keys(&asked, dice);
        }
        Some(asked)
    }

    /// Who, what and on what.
    fn shell(&self, statement: &Statement, dice: &mut Dice) -> Option<Asked> {
        let who = *dice.one(&self.who);
        let trust = self.document.kind == DocumentKind::Trust;
        let action = match dice.often(6) && !trust {
            true => Act { name: (*dice.one(FUTURE)).to_owned(), known: None },
            false => {
                let known = self.named(statement, dice).unwrap_or(*dice.one(&self.actions));
                Act { name: known.full_name(), known: Some(known) }
            }
        };
        if self.document.kind == DocumentKind::Rcp && action.name.starts_with("iam:") {
            return None;
        }
        let things: Vec<Thing> = self.things.iter().filter_map(|thing| works_on(&action, thing, trust)).collect();
        let on_nothing = !trust && action.known.is_some_and(|known| known.resources().next().is_none());
        let governs = self.document.resource.is_some();
        let thing = match (things.is_empty(), on_nothing) {
            (false, false) => Some(dice.one(&things).clone()),
            (_, true) if !governs => None,
            _ => return None,
        };
        Some(Asked { who, action, thing, keys: BTreeMap::new() })
    }

    /// Often an action that the statement names, in or out.
    fn named(&self, statement: &Statement, dice: &mut Dice) -> Option<Action<'static>> {
        let terms: Vec<&ActionTerm> = statement.actions.terms.iter().chain(&statement.actions.except).collect();
        if terms.is_empty() || dice.often(30) {
            return None;
        }
        match &dice.one(&terms).kind {
            ActionKind::Named(name) => self.actions.iter().find(|action| action.full_name() == *name).copied(),
            _ => None,
        }
    }

    /// What the keys hold of which the document speaks.
    fn keys(&self, asked: &Asked, dice: &mut Dice) -> BTreeMap<String, Held> {
        let mut keys: BTreeMap<String, Held> = BTreeMap::new();
        let one = |value: &str| Held { values: vec![value.to_owned()], multi_valued: false };
        for (key, value) in asked.who.keys {
            keys.insert((*key).to_owned(), one(value));
        }
        let account = asked.thing.as_ref().and_then(|thing| thing.asked.split(':').nth(4)).filter(|id| !id.is_empty());
        account.into_iter().for_each(|account| drop(keys.insert("aws:ResourceAccount".to_owned(), one(account))));
        let mut hints = Hints::new();
        let spell = |key: &str| asked.carrier(key).unwrap_or_else(|| key.to_owned());
        let mut variables: Vec<String> = Vec::new();
        for statement in &self.document.statements {
            hint(&statement.condition, &spell, &mut hints, &mut variables);
            for term in statement.resources.iter().flat_map(|clause| clause.terms.iter().chain(&clause.except)) {
                if let ResourceKind::Typed(typed) = &term.kind {
                    variables.extend(typed.arns.iter().flat_map(Text::variables).map(|variable| variable.key.clone()));
                }
            }
        }
        // Whom a clause `to` means may hang on these.
        for (key, multi_valued, value) in [
            ("aws:PrincipalOrgID", false, "o-a1b2c3d4e5"),
            ("aws:PrincipalOrgPaths", true, "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/"),
        ] {
            let entry = hints.entry(key.to_owned()).or_insert((multi_valued, Vec::new()));
            entry.1.push((Comparison::StringEquals, Text::literal(value)));
        }
        for key in variables {
            hints.entry(spell(&key)).or_default();
        }
        // Those first that others are compared with.
        let mut names: Vec<&String> = hints.keys().collect();
        names.sort_by_key(|name| !name.contains("Principal") && !name.contains("user"));
        for name in names {
            let (multi_valued, compared) = &hints[name];
            if asked.who.settles(name) || name.contains('.') && !name.contains(".com:") || dice.often(25) {
                continue;
            }
            let count = if *multi_valued { [0, 1, 1, 2, 2, 3][dice.below(6)] } else { 1 };
            let strange = if *multi_valued { 40 } else { 12 };
            let values = (0..count).map(|_| value(compared, strange, &keys, dice)).collect();
            keys.insert(name.clone(), Held { values, multi_valued: *multi_valued });
        }
        keys
    }
}

/// Who makes requests that a document of a kind is asked about.
fn may_ask(document: DocumentKind, who: Kind) -> bool {
    match document {
        DocumentKind::Identity | DocumentKind::Inline | DocumentKind::Boundary => {
            matches!(who, Kind::User | Kind::Role | Kind::FederatedUser)
        }
        DocumentKind::Session => matches!(who, Kind::Role | Kind::FederatedUser),
        DocumentKind::Scp => matches!(who, Kind::User | Kind::Role | Kind::FederatedUser | Kind::Root),
        // A root user cannot assume a role.
        DocumentKind::Trust => !matches!(who, Kind::Canonical | Kind::Anonymous | Kind::Root),
        DocumentKind::Resource | DocumentKind::Rcp | DocumentKind::Endpoint => who != Kind::Provider,
    }
}

/// The policy of a resource is asked about it and what is in it alone.
fn is_asked_of(document: &Document, (service, ty, arn): &(&str, &str, &str)) -> bool {
    let of = |prefix: &str| arn.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    match document.resource.as_ref().map(|term| &term.kind) {
        Some(ResourceKind::Typed(this)) => match this.service.as_str() {
            "kms" => (*service, *ty) == ("kms", "key"),
            _ => this.arns.iter().any(|arn| of(&arn.to_string())),
        },
        _ => (*service == "iam") == (document.kind == DocumentKind::Trust),
    }
}

/// The resource as the action asks for it, if it works on its type.
fn works_on(action: &Act, thing: &'static (&'static str, &'static str, &'static str), trust: bool) -> Option<Thing> {
    let found = Thing::of(thing, action)?;
    let works = match action.known {
        _ if trust => true,
        Some(known) => known.supports(found.ty),
        None => action.name.starts_with(&format!("{}:", thing.0)),
    };
    works.then_some(found)
}

type Hints = BTreeMap<String, (bool, Vec<(Comparison, Text)>)>;

/// The keys of a condition with what they are compared with, and the keys of variables.
fn hint(formula: &Formula, spell: &dyn Fn(&str) -> String, hints: &mut Hints, variables: &mut Vec<String>) {
    for atom in formula.atoms() {
        let entry = hints.entry(spell(&atom.key.name)).or_insert((atom.key.multi_valued, Vec::new()));
        entry.0 = atom.key.multi_valued;
        if let Test::Compare { comparison, values, .. } = &atom.test {
            entry.1.extend(values.iter().map(|value| (*comparison, value.clone())));
            variables.extend(values.iter().flat_map(Text::variables).map(|variable| variable.key.clone()));
        }
    }
}

/// A value of a key: one that it is compared with, or one near it, or, of texts, now and then a strange one.
fn value(compared: &[(Comparison, Text)], strange: usize, keys: &BTreeMap<String, Held>, dice: &mut Dice) -> String {
    use Comparison as C;
    let plain = ["red", "ann", "blue", "none", "in/", "a", "true", "x"];
    if compared.is_empty() || dice.often(strange) && compared.iter().all(|(comparison, _)| is_text(*comparison)) {
        return (*dice.one(&plain)).to_owned();
    }
    let (comparison, text) = dice.one(compared);
    let filled = filled(text, keys, dice);
    match comparison {
        C::Bool => (*dice.one(&["true", "false"])).to_owned(),
        C::NumericEquals
        | C::NumericLessThan
        | C::NumericLessThanEquals
        | C::NumericGreaterThan
        | C::NumericGreaterThanEquals => {
            let number: i64 = filled.parse().unwrap_or_default();
            (number + [-1, 0, 1][dice.below(3)]).to_string()
        }
        C::DateEquals | C::DateLessThan | C::DateLessThanEquals | C::DateGreaterThan | C::DateGreaterThanEquals => {
            let near = ["2026-12-30", "2026-12-31T00:00:01Z", "2027-06-30T12:00:00Z", "2030-01-01", filled.as_str()];
            (*dice.one(&near)).to_owned()
        }
        C::IpAddress => {
            let start = filled.split('/').next().unwrap_or_default();
            let near = [start, "203.0.113.9", "203.0.112.9", "198.51.100.8", "192.0.2.1", "2001:db8::1", "2001:db9::1"];
            (*dice.one(&near)).to_owned()
        }
        C::ArnEquals | C::ArnLike => {
            let near = [filled.as_str(), "arn:aws:s3:::source", "arn:aws:sns:eu-west-1:111122223333:alarms"];
            (*dice.one(&near)).to_owned()
        }
        _ => match dice.below(8) {
            0 => format!("{filled}x"),
            1 => filled.to_uppercase(),
            _ => filled,
        },
    }
}

fn is_text(comparison: Comparison) -> bool {
    matches!(comparison, Comparison::StringEquals | Comparison::StringEqualsIgnoreCase | Comparison::StringLike)
}

/// A text without wildcards and variables that the source's text is like.
fn filled(text: &Text, keys: &BTreeMap<String, Held>, dice: &mut Dice) -> String {
    let mut filled = String::new();
    for piece in &text.pieces {
        match piece {
            Piece::Literal(literal) => filled.push_str(literal),
            Piece::Star => filled.push_str(["", "ab", "9"][dice.below(3)]),
            Piece::Question => filled.push('x'),
            Piece::Variable(variable) => {
                let held = keys.get(&variable.key).and_then(|held| held.values.first());
                filled.push_str(held.or(variable.default.as_ref()).map_or("red", String::as_str));
            }
            Piece::External(name) => filled.push_str(name),
        }
    }
    filled
}
