//! Conditions of the JSON.
//!
//! | JSON, with a key of one value | in an `Allow` | in a `Deny` |
//! | --- | --- | --- |
//! | `StringEquals` | `when k == v` | `when k == v` |
//! | `StringEqualsIfExists` | `when k? == v` | `when k? == v` |
//! | `StringNotEquals`, with `IfExists` or not | `when k? != v` | `unless k == v` |
//! | `BoolIfExists: false` | `when k? == false` | `unless k` |
//! | `Null` | `missing k`, `exists k` | the same |
//! | `ForAnyValue:StringEquals`, `ForAllValues:…` | `k == v`, `k? == v` | the same |
//! | `ForAnyValue:StringNotEquals` | `exists k and k != v` | the same |
//!
//! and with a key of several values
//!
//! | `ForAnyValue:StringEquals` | `any k == v` | the same |
//! | `ForAllValues:StringEquals` | `all k? == v` | the same |
//! | `ForAnyValue:StringNotEquals` | `any k != v` | the same |
//! | `ForAllValues:StringNotEquals` | `all k? != v` | `unless any k == v` |

use std::ops::Range;

use whit_catalog::{KeyType, SlippedTest};
use whit_iam::value::Arn;
use whit_iam::{BaseOperator, Effect, Family, Operator, SetOperator, Statement, StatementPositions, Version};

use super::key::{self, Key, Usage, always_carried, key, plain};
use super::operand::{Operand, operand};
use super::text::{Value, listed};
use super::{Said, Scene};

use BaseOperator as B;

/// The condition of a statement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Clauses {
    /// All of these, behind `when`.
    pub(super) when: Vec<String>,
    /// None of these, behind `unless`.
    pub(super) unless: Vec<String>,
    /// The condition never holds, for this reason.
    pub(super) never: Option<String>,
    /// What was left out of it.
    pub(super) comments: Vec<String>,
}

/// What an entry of the condition becomes.
enum Piece {
    Always,
    Never,
    When(String),
    Unless(String),
}

/// The condition of a statement.
pub(super) fn clauses(scene: &mut Scene, statement: &Statement, place: &StatementPositions) -> Said<Clauses> {
    let mut clauses = Clauses::default();
    // In the order of the JSON.
    for (operator, name, range) in &place.condition {
        let Some(values) = statement.condition.values(*operator, name) else { continue };
        let usage = usage(statement, name);
        let entry = Entry { effect: statement.effect, operator: *operator, name, values, range, usage };
        match piece(scene, &entry, &mut clauses.comments)? {
            Piece::Always => {}
            Piece::Never => {
                let why = format!("`{operator}` of `{name}` can match nothing");
                scene.note(range, format!("{why}, so the statement never applies and is left out"));
                clauses.never = Some(why);
            }
            Piece::When(text) if !clauses.when.contains(&text) => clauses.when.push(text),
            Piece::Unless(text) if !clauses.unless.contains(&text) => clauses.unless.push(text),
            Piece::When(_) | Piece::Unless(_) => {}
        }
    }
    Ok(clauses)
}

/// Values as Whit writes them, and what they are made of where variables count.
type Literals = Vec<(String, Option<Value>)>;

/// One operator with one key.
struct Entry<'a> {
    effect: Effect,
    operator: Operator,
    name: &'a str,
    values: &'a [String],
    range: &'a Range<usize>,
    usage: Usage,
}

/// How the operators of the statement, `Null` apart, compare a key.
fn usage(statement: &Statement, name: &str) -> Usage {
    let mut usage = Usage::default();
    for (operator, other, _) in statement.condition.entries() {
        if other.eq_ignore_ascii_case(name) && operator.base != B::Null {
            usage.set |= operator.set.is_some();
            usage.bare |= operator.set.is_none();
        }
    }
    usage
}

impl Entry<'_> {
    fn denies(&self) -> bool {
        self.effect == Effect::Deny
    }
}

fn piece(scene: &mut Scene, entry: &Entry<'_>, comments: &mut Vec<String>) -> Said<Piece> {
    if !entry.name.contains(':') {
        scene.note(entry.range, format!("`{}` has no prefix: no request carries such a key", entry.name));
        return Ok(uncarried(entry));
    }
    if entry.usage.is_mixed(scene, entry.name) {
        let message = format!("`{}` is compared with `ForAnyValue:` or `ForAllValues:`, and without", entry.name);
        return Err(scene.refuse(entry.range, message, "AWS does not say what an operator means of several values."));
    }
    let base = as_typed(scene, entry);
    let family = base.family();
    let Some(key) = key(scene, entry.name, family, entry.usage) else {
        let note = "A key has a prefix and a name: `oidc.example.com:sub`.";
        return Err(scene.refuse(entry.range, format!("`{}` is no name of a condition key", entry.name), note));
    };
    if family == Family::Null {
        return Ok(null(&key, entry.values));
    }
    let negative = entry.operator.base.is_negative();
    let mut literals: Literals = Vec::new();
    let mut left_out: Vec<(&String, &str)> = Vec::new();
    for text in entry.values {
        match operand(scene, base, text) {
            Operand::Literal(literal, value) => {
                for strange in value.iter().flat_map(|value| &value.strange) {
                    scene.note(
                        entry.range,
                        format!("AWS does not fill in `{strange}`; it is kept as plain text, and matches nothing"),
                    );
                }
                if !literals.iter().any(|(other, _)| *other == literal) {
                    literals.push((literal, value));
                }
            }
            Operand::Nothing(why) => left_out.push((text, why)),
            Operand::Unsayable(why) => {
                let message = format!("the value \"{}\" cannot be written", text.escape_debug());
                return Err(scene.refuse(entry.range, message, &format!("{}.", capitalized(why))));
            }
        }
    }
    for (text, why) in &left_out {
        scene.note(entry.range, format!("\"{text}\" {why}, and matches nothing"));
    }
    if literals.is_empty() {
        let Some((key, literals)) = as_text(scene, entry, &key, family) else {
            let undefined = entry.usage.bare && key.known.is_some_and(|key| key.multi_valued());
            if negative && undefined {
                let note = "AWS does not say what an operator without `ForAnyValue:` or `ForAllValues:` means there.";
                return Err(scene.refuse(entry.range, format!("`{}` has several values", entry.name), note));
            }
            return Ok(nothing(&key, entry, negative));
        };
        let test = Test { key: &key, base: B::StringEquals, literals: &literals };
        return by_number(scene, entry, &test, negative);
    }
    for (text, why) in left_out {
        comments.push(format!("\"{text}\" of `{}` is left out: it {why}, and matches nothing", entry.name));
    }
    let test = Test { key: &key, base, literals: &literals };
    by_number(scene, entry, &test, negative)
}

/// What a key that has no value to match becomes: a placeholder, mostly. No request carries it for a key of this type, so
/// that comparing it as text matches nothing either, and it can be seen and filled in.
fn as_text(scene: &Scene, entry: &Entry<'_>, key: &Key, family: Family) -> Option<(Key, Literals)> {
    let own = key.known.is_some_and(|known| key::family(known.ty()) == family);
    let literal = |text: &String| {
        let value = Value::read(text, Version::V2008, scene.catalog);
        (value.quoted(), Some(value))
    };
    let key = key::key(scene, entry.name, Family::String, entry.usage).filter(|_| own)?;
    Some((key, entry.values.iter().map(literal).collect()))
}

fn by_number(scene: &Scene, entry: &Entry<'_>, test: &Test<'_>, negative: bool) -> Said<Piece> {
    match (test.key.several, negative) {
        (false, false) => Ok(one_positive(entry, test)),
        (false, true) => Ok(one_negative(scene, entry, test)),
        (true, false) => Ok(several_positive(entry, test)),
        (true, true) => several_negative(scene, entry, test),
    }
}

/// No value that could match.
fn nothing(key: &Key, entry: &Entry<'_>, negative: bool) -> Piece {
    let Operator { set, if_exists, .. } = entry.operator;
    let missing = Piece::When(format!("missing {}", key.text));
    match (set, negative) {
        (Some(SetOperator::ForAnyValue), true) if !if_exists => Piece::When(format!("exists {}", key.text)),
        (_, true) => Piece::Always,
        (Some(SetOperator::ForAllValues), false) => missing,
        (_, false) if if_exists => missing,
        (_, false) => Piece::Never,
    }
}

/// An entry for a key that no request carries.
fn uncarried(entry: &Entry<'_>) -> Piece {
    let Operator { base, set, if_exists } = entry.operator;
    if base == B::Null {
        let missing = entry.values.iter().any(|value| whit_iam::value::parse_bool(value) == Some(true));
        return if missing { Piece::Always } else { Piece::Never };
    }
    let holds = match set {
        Some(SetOperator::ForAllValues) => true,
        Some(SetOperator::ForAnyValue) => if_exists,
        None => if_exists || base.is_negative(),
    };
    if holds { Piece::Always } else { Piece::Never }
}

/// The positive operator, of the key's own type where that compares alike: a whole ARN without wildcards is equal to an
/// ARN as text exactly if it is as an ARN.
fn as_typed(scene: &Scene, entry: &Entry<'_>) -> BaseOperator {
    let base = entry.operator.base.positive();
    let Some(key) = scene.catalog.key(entry.name) else { return base };
    let exact = |by_variable: bool| {
        entry.values.iter().all(|text| {
            let value = Value::read(text, scene.version, scene.catalog);
            let whole = Arn::parse(text).is_some_and(|arn| !arn.segments[5].is_empty());
            !value.has_wildcard() && value.strange.is_empty() && (whole || by_variable && value.alone().is_some())
        })
    };
    match (base, key.ty()) {
        // A variable may be the key's own ARN, but not every text that a variable may be is one.
        (B::StringEquals, KeyType::Arn) if exact(true) => B::ArnEquals,
        (B::ArnEquals | B::ArnLike, KeyType::String) if exact(false) => B::StringEquals,
        _ => base,
    }
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn null(key: &Key, values: &[String]) -> Piece {
    let says = |truth| values.iter().any(|value| whit_iam::value::parse_bool(value) == Some(truth));
    match (says(true), says(false)) {
        (true, true) => Piece::Always,
        (true, false) => Piece::When(format!("missing {}", key.text)),
        (false, true) => Piece::When(format!("exists {}", key.text)),
        (false, false) => Piece::Never,
    }
}

/// A key under a positive operator with the values that it takes.
struct Test<'a> {
    key: &'a Key,
    base: BaseOperator,
    literals: &'a [(String, Option<Value>)],
}

impl Test<'_> {
    /// The comparison, a quantifier in front if the key wants one.
    fn text(&self, quantifier: &str, optional: bool, negated: bool) -> String {
        let mark = if optional { "?" } else { "" };
        let left = format!("{quantifier}{}{mark}", self.key.text);
        if self.base == B::Bool && !negated && !optional && quantifier.is_empty() && self.single() == Some("true") {
            return left;
        }
        if let Some(order) = order(self.base) {
            let each: Vec<String> =
                self.literals.iter().map(|(literal, _)| format!("{left} {order} {literal}")).collect();
            return match each.as_slice() {
                [one] => one.clone(),
                each => format!("({})", each.join(" or ")),
            };
        }
        let like = match self.base {
            B::StringLike => true,
            B::ArnEquals | B::ArnLike => self.values().any(Value::has_wildcard),
            _ => false,
        };
        let other = self.values().next().filter(|_| self.literals.len() == 1).and_then(Value::alone).and_then(plain);
        let right = match other {
            Some(other) if !like => other,
            _ => listed(&self.literals.iter().map(|(literal, _)| literal.clone()).collect::<Vec<_>>()),
        };
        let operator = match (like, self.literals.len() == 1, negated) {
            (true, _, false) => "like",
            (true, _, true) => "not like",
            (false, true, false) => "==",
            (false, true, true) => "!=",
            (false, false, false) => "in",
            (false, false, true) => "not in",
        };
        let case = if self.base == B::StringEqualsIgnoreCase { " ignoring case" } else { "" };
        format!("{left} {operator} {right}{case}")
    }

    fn values(&self) -> impl Iterator<Item = &Value> {
        self.literals.iter().filter_map(|(_, value)| value.as_ref())
    }

    fn single(&self) -> Option<&str> {
        match self.literals {
            [(one, _)] => Some(one),
            _ => None,
        }
    }

    /// `true` and `false` together: any value.
    fn takes_every_value(&self) -> bool {
        self.base == B::Bool && self.literals.len() > 1
    }

    /// The keys of variables that a request may lack.
    fn open_keys(&self, scene: &Scene) -> Vec<String> {
        let mut keys: Vec<String> = Vec::new();
        for key in self.values().flat_map(Value::required_keys).filter(|key| !always_carried(scene, key)) {
            if !keys.iter().any(|known| known == key) {
                keys.push(key.to_owned());
            }
        }
        keys
    }

    /// Whether a `deny` over the test has to say that a request without the key may pass.
    fn is_dangerous_when_absent(&self) -> bool {
        let slipped = self.key.known.and_then(|key| key.slipped_test());
        let holds = |truth: &str| self.literals.iter().any(|(literal, _)| literal == truth);
        !self.key.always
            && match slipped {
                None => false,
                Some(SlippedTest::Any) => true,
                Some(SlippedTest::True) => holds("true"),
                Some(SlippedTest::False) => holds("false"),
            }
    }
}

fn order(base: BaseOperator) -> Option<&'static str> {
    match base {
        B::NumericLessThan | B::DateLessThan => Some("<"),
        B::NumericLessThanEquals | B::DateLessThanEquals => Some("<="),
        B::NumericGreaterThan | B::DateGreaterThan => Some(">"),
        B::NumericGreaterThanEquals | B::DateGreaterThanEquals => Some(">="),
        _ => None,
    }
}

fn one_positive(entry: &Entry<'_>, test: &Test<'_>) -> Piece {
    let optional = entry.operator.if_exists || entry.operator.set == Some(SetOperator::ForAllValues);
    if test.takes_every_value() {
        return if optional { Piece::Always } else { Piece::When(format!("exists {}", test.key.text)) };
    }
    if optional
        && entry.denies()
        && let Some(complement) = complement(test)
    {
        return Piece::Unless(complement);
    }
    let text = test.text("", optional, false);
    Piece::When(match entry.denies() && !optional && test.is_dangerous_when_absent() {
        true => format!("exists {} and {text}", test.key.text),
        false => text,
    })
}

/// The positive test that says the opposite of a value that is there, where there is one.
fn complement(test: &Test<'_>) -> Option<String> {
    let value = test.single()?;
    let key = &test.key.text;
    let sign = match order(test.base) {
        Some("<") => ">=",
        Some("<=") => ">",
        Some(">") => "<=",
        Some(_) => "<",
        None if test.base == B::Bool && value == "false" => return Some(key.clone()),
        None if test.base == B::Bool => return Some(format!("{key} == false")),
        None => return None,
    };
    Some(format!("{key} {sign} {value}"))
}

fn one_negative(scene: &Scene, entry: &Entry<'_>, test: &Test<'_>) -> Piece {
    let asks = entry.operator.set == Some(SetOperator::ForAnyValue) && !entry.operator.if_exists;
    if asks {
        let open = test.open_keys(scene);
        let text = or_missing(&open, test.text("", false, true));
        return Piece::When(format!("exists {} and {text}", test.key.text));
    }
    if entry.denies() {
        return Piece::Unless(test.text("", false, false));
    }
    Piece::When(or_missing(&test.open_keys(scene), test.text("", !test.key.always, true)))
}

/// In an `allow`, a negation has to say that a variable without a value counts.
fn or_missing(open: &[String], text: String) -> String {
    if open.is_empty() {
        return text;
    }
    let missing = open.iter().map(|key| format!("missing {}", plain(key).unwrap_or_else(|| key.clone())));
    format!("({} or {text})", missing.collect::<Vec<_>>().join(" or "))
}

fn several_positive(entry: &Entry<'_>, test: &Test<'_>) -> Piece {
    match entry.operator.set {
        Some(SetOperator::ForAllValues) => Piece::When(test.text("all ", true, false)),
        _ => {
            let text = test.text("any ", entry.operator.if_exists, false);
            let slips = entry.denies() && !entry.operator.if_exists && test.is_dangerous_when_absent();
            Piece::When(if slips { format!("exists {} and {text}", test.key.text) } else { text })
        }
    }
}

fn several_negative(scene: &Scene, entry: &Entry<'_>, test: &Test<'_>) -> Said<Piece> {
    if entry.operator.set == Some(SetOperator::ForAllValues) && entry.denies() {
        return Ok(Piece::Unless(test.text("any ", false, false)));
    }
    if test.values().any(|value| value.required_keys().next().is_some()) {
        let note = "Under a quantifier Whit asks for the variable's key, and IAM does not.";
        return Err(scene.refuse(entry.range, "a variable stands under a negated set operator", note));
    }
    let quantifier = if entry.operator.set == Some(SetOperator::ForAllValues) { "all " } else { "any " };
    let optional = entry.operator.if_exists || quantifier == "all ";
    Ok(Piece::When(test.text(quantifier, optional, true)))
}
