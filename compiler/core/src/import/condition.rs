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

use whit_catalog::SlippedTest;
use whit_iam::{BaseOperator, Effect, Family, Operator, SetOperator, Statement, StatementPositions};

use super::key::{self, Key, always_carried, key, plain};
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
        let entry = Entry { effect: statement.effect, operator: *operator, name, values, range };
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

/// One operator with one key.
struct Entry<'a> {
    effect: Effect,
    operator: Operator,
    name: &'a str,
    values: &'a [String],
    range: &'a Range<usize>,
}

impl Entry<'_> {
    fn denies(&self) -> bool {
        self.effect == Effect::Deny
    }
}

fn piece(scene: &mut Scene, entry: &Entry<'_>, comments: &mut Vec<String>) -> Said<Piece> {
    let family = entry.operator.base.family();
    let Some(key) = key(scene, entry.name, family, entry.operator.set.is_some()) else {
        let note = "A key has a prefix and a name: `oidc.example.com:sub`.";
        return Err(scene.refuse(entry.range, format!("`{}` is no name of a condition key", entry.name), note));
    };
    if family == Family::Null {
        return Ok(null(&key, entry.values));
    }
    let base = entry.operator.base.positive();
    let negative = entry.operator.base.is_negative();
    let mut literals: Vec<(String, Option<Value>)> = Vec::new();
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
    let as_text;
    let test =
        if literals.is_empty() {
            // A placeholder, mostly: compared as text it matches nothing either, and can be seen.
            as_text = key::key(scene, entry.name, Family::String, entry.operator.set.is_some());
            literals = entry
                .values
                .iter()
                .map(|text| Value::read(text, scene.version, scene.catalog))
                .map(|value| (value.quoted(), Some(value)))
                .collect();
            Test { key: as_text.as_ref().unwrap_or(&key), base: B::StringEquals, literals: &literals }
        } else {
            comments.extend(left_out.iter().map(|(text, why)| {
                format!("\"{text}\" of `{}` is left out: it {why}, and matches nothing", entry.name)
            }));
            Test { key: &key, base, literals: &literals }
        };
    for (text, why) in left_out {
        scene.note(entry.range, format!("\"{text}\" {why}, and matches nothing"));
    }
    let key = test.key;
    match (key.several, negative) {
        (false, false) => Ok(one_positive(entry, &test)),
        (false, true) => Ok(one_negative(scene, entry, &test)),
        (true, false) => Ok(several_positive(entry, &test)),
        (true, true) => several_negative(scene, entry, &test),
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
