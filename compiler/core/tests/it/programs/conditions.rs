//! Conditions.

use super::Place;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// A key with values of its type.
pub(super) struct Key {
    name: &'static str,
    form: Form,
    values: &'static [&'static str],
    patterns: &'static [&'static str],
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    Bool,
    Text,
    /// Compared by its order alone.
    Ordered,
    Several,
    /// A number of which a missing one is a danger.
    Dangerous,
    /// What `ignoring case` and patterns do not go with.
    Plain,
}

const fn key(
    name: &'static str,
    form: Form,
    values: &'static [&'static str],
    patterns: &'static [&'static str],
) -> Key {
    Key { name, form, values, patterns }
}

/// Keys that any request may carry.
const KEYS: &[Key] = &[
    key("aws:SecureTransport", Form::Bool, &[], &[]),
    key("aws:ViaAWSService", Form::Bool, &[], &[]),
    key("aws:MultiFactorAuthPresent", Form::Bool, &[], &[]),
    key("aws:MultiFactorAuthAge", Form::Dangerous, &["15m", "1h", "8h"], &[]),
    key("aws:PrincipalOrgID", Form::Text, &[r#""o-a1b2c3d4e5""#, r#""o-f6g7h8i9j0""#], &[r#""o-a*""#]),
    key(
        "aws:SourceVpce",
        Form::Text,
        &[r#""vpce-0123456789abcdef0""#, r#""vpce-0123456789abcdef1""#],
        &[r#""vpce-*""#, r#""vpce-0*""#],
    ),
    key(
        "aws:username",
        Form::Text,
        &[r#""ann""#, r#""bob""#, r#""${aws:PrincipalTag/team}""#, r#""${aws:userid, 'x'}""#, "principal.team"],
        &[r#""a*""#, r#""*b""#, r#""${aws:PrincipalTag/team}-*""#, r#""?nn""#],
    ),
    key("principal.team", Form::Text, &[r#""red""#, r#""blue""#], &[r#""r*""#]),
    key(
        "aws:PrincipalArn",
        Form::Plain,
        &[r#""arn:aws:iam::111122223333:role/ops""#],
        &[r#""arn:aws:iam::*:role/ops-*""#, r#""arn:aws:iam::111122223333:user/*""#, r#""arn:aws:iam::*:role/op?""#],
    ),
    key("aws:CurrentTime", Form::Ordered, &["2026-12-31", "2027-06-30T12:00:00Z"], &[]),
    key("aws:TokenIssueTime", Form::Ordered, &["2026-12-31", "2027-06-30T12:00:00Z"], &[]),
    key("aws:SourceIp", Form::Plain, &["203.0.113.0/24", "203.0.112.0/22", "198.51.100.7/32", "2001:db8::/32"], &[]),
    key(
        "aws:CalledVia",
        Form::Several,
        &[r#""athena.amazonaws.com""#, r#""cloudformation.amazonaws.com""#, r#""${aws:PrincipalTag/team}""#],
        &[r#""*.amazonaws.com""#, r#""a*""#],
    ),
    key(
        "aws:PrincipalOrgPaths",
        Form::Several,
        &[r#""o-a1b2c3d4e5/r-ab12/""#],
        &[r#""o-a1b2c3d4e5/*""#, r#""*/ou-x/""#],
    ),
];

/// Of requests to list a bucket.
pub(super) const LISTING: &[Key] = &[
    key("s3:prefix", Form::Text, &[r#""in/""#, r#""${aws:username}""#], &[r#""in/*""#, r#""${aws:username}/*""#]),
    key("s3:max-keys", Form::Ordered, &["10", "100"], &[]),
];

/// Of requests to the items of a table.
pub(super) const ITEMS: &[Key] = &[
    key(
        "dynamodb:LeadingKeys",
        Form::Several,
        &[r#""a""#, r#""b""#, r#""${aws:username}""#],
        &[r#""${aws:username}/*""#, r#""a*""#],
    ),
    key("dynamodb:Attributes", Form::Several, &[r#""Id""#, r#""Name""#], &[r#""N*""#]),
];

/// Of requests that tag.
pub(super) const TAGGING: &[Key] = &[
    key("aws:TagKeys", Form::Several, &[r#""team""#, r#""cost""#, r#""${aws:PrincipalTag/team}""#], &[r#""t*""#]),
    key("request.team", Form::Text, &[r#""red""#, r#""blue""#, "principal.team"], &[r#""r*""#]),
];

/// Of requests on what has tags.
pub(super) const TAGGED: &[Key] =
    &[key("resource.team", Form::Text, &[r#""red""#, r#""blue""#, "principal.team"], &[r#""b*""#])];

/// Of requests that AWS services make for themselves.
pub(super) const SERVICES: &[Key] = &[
    key(
        "aws:SourceArn",
        Form::Plain,
        &[r#""arn:aws:s3:::source""#],
        &[r#""arn:aws:s3:::*""#, r#""arn:aws:*:*:111122223333:*""#],
    ),
    key("aws:SourceAccount", Form::Text, &[r#""111122223333""#, r#""444455556666""#], &[]),
];

pub(super) fn one_or_more(of: &'static [&'static str]) -> impl Strategy<Value = String> {
    subsequence(of.to_vec(), 1..=of.len()).prop_shuffle().prop_map(|some| format!("[{}]", some.join(", ")))
}

fn comparison(key: &'static Key) -> BoxedStrategy<String> {
    let value = || select(key.values);
    if matches!(key.form, Form::Ordered | Form::Dangerous) {
        let order = select(vec!["<", "<=", ">", ">=", "==", "!="]);
        return (order, value()).prop_map(|(order, value)| format!("{order} {value}")).boxed();
    }
    let list = || {
        // Other keys stand alone.
        let plain = |value: &&&str| !value.starts_with(|c: char| c.is_ascii_lowercase());
        let values: Vec<&'static str> = key.values.iter().filter(plain).copied().collect();
        let count = values.len();
        subsequence(values, 1..=count).prop_shuffle().prop_map(|some| format!("[{}]", some.join(", ")))
    };
    let mut ways: Vec<BoxedStrategy<String>> = vec![
        value().prop_map(|value| format!("== {value}")).boxed(),
        value().prop_map(|value| format!("!= {value}")).boxed(),
        list().prop_map(|list| format!("in {list}")).boxed(),
        list().prop_map(|list| format!("not in {list}")).boxed(),
    ];
    if key.form == Form::Text {
        ways.push(list().prop_map(|list| format!("in {list} ignoring case")).boxed());
    }
    if !key.patterns.is_empty() {
        ways.push(select(key.patterns).prop_map(|pattern| format!("like {pattern}")).boxed());
        ways.push(one_or_more(key.patterns).prop_map(|list| format!("not like {list}")).boxed());
    }
    proptest::strategy::Union::new(ways).boxed()
}

/// One comparison with a key. In an `allow` it says what a missing key means.
fn atom(place: Place, key: &'static Key) -> BoxedStrategy<String> {
    let name = key.name;
    let asked = select(vec![format!("exists {name}"), format!("missing {name}")]);
    let compared = match key.form {
        Form::Bool if place == Place::Allow => {
            select(vec![name.to_owned(), format!("{name}? == false"), format!("{name} == true")]).boxed()
        }
        Form::Bool => select(vec![name.to_owned(), format!("not {name}"), format!("{name}? == false")]).boxed(),
        Form::Dangerous => comparison(key).prop_map(move |comparison| format!("{name}? {comparison}")).boxed(),
        Form::Several => (select(vec!["any", "all", "none"]), comparison(key))
            .prop_map(move |(quantifier, comparison)| match (quantifier, place) {
                ("none", Place::Allow) => format!("(exists {name} and none {name} {comparison})"),
                _ => format!("{quantifier} {name} {comparison}"),
            })
            .boxed(),
        Form::Text | Form::Ordered | Form::Plain => (comparison(key), any::<bool>())
            .prop_map(move |(comparison, optional)| {
                let negated = comparison.starts_with("not ") || comparison.starts_with("!=");
                match (optional, negated && place == Place::Allow) {
                    (true, _) => format!("{name}? {comparison}"),
                    (false, true) => format!("(exists {name} and {name} {comparison})"),
                    (false, false) => format!("{name} {comparison}"),
                }
            })
            .boxed(),
    };
    prop_oneof![1 => asked, 6 => compared].boxed()
}

/// A condition over keys that every request may carry, and over `own` keys of the actions.
pub(super) fn condition(place: Place, own: &'static [Key]) -> BoxedStrategy<String> {
    let guard =
        select(vec!["ours()".to_owned(), "from([203.0.113.0/24, 2001:db8::/32])".to_owned(), "tls()".to_owned()]);
    let global = (0..KEYS.len()).prop_flat_map(move |index| atom(place, &KEYS[index])).boxed();
    let leaf = match own.len() {
        0 => prop_oneof![5 => global, 1 => guard].boxed(),
        count => {
            let own = (0..count).prop_flat_map(move |index| atom(place, &own[index]));
            prop_oneof![3 => global, 1 => guard, 4 => own].boxed()
        }
    };
    leaf.prop_recursive(3, 8, 3, move |inner| {
        let joined = (select(vec![" and ", " or "]), prop::collection::vec(inner.clone(), 2..4))
            .prop_map(|(word, parts)| format!("({})", parts.join(word)));
        match place {
            Place::Allow => joined.boxed(),
            Place::Deny => prop_oneof![3 => joined, 1 => inner.prop_map(|inner| format!("not {inner}"))].boxed(),
        }
    })
    .boxed()
}

/// The clauses behind the resource.
pub(super) fn clauses(place: Place, own: &'static [Key]) -> BoxedStrategy<String> {
    let when = condition(place, own).prop_map(|condition| format!(" when {condition}"));
    match place {
        Place::Allow => prop_oneof![
            2 => Just(String::new()),
            3 => when,
            1 => condition(place, own).prop_map(|condition| format!(" when {condition} with tls()")),
        ]
        .boxed(),
        Place::Deny => prop_oneof![
            1 => Just(String::new()),
            2 => when,
            3 => condition(place, own).prop_map(|condition| format!(" unless {condition}")),
        ]
        .boxed(),
    }
}
