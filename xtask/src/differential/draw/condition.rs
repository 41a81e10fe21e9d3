//! The conditions of statements.

use serde_json::{Map, Value, json};
use whit_iam::{BaseOperator, Family, Operator, SetOperator};

use super::context::{self, Key};
use super::request::Request;
use super::statement::Fit;
use crate::differential::random::Random;

/// The variables that values have; `{}` is a value of the pool, as a default.
const VARIABLES: [&str; 11] = [
    "${aws:username}",
    "${aws:PrincipalTag/team}",
    "${aws:principaltag/TEAM}",
    "${aws:PrincipalTag/team, '{}'}",
    "${aws:ResourceTag/team, '{}'}",
    "${aws:PrincipalTag/none, '{}'}",
    "${aws:PrincipalTag/none}",
    "${aws:TagKeys}",
    "${aws:CalledVia, '{}'}",
    "${aws:TagKeys, '{}'}",
    "c${?}re${*}",
];

/// A `Condition` element, or none. About half of the statements have one, of those that are aimed at a request nearly all.
pub(super) fn draw(random: &mut Random, request: &Request, fit: Fit) -> Option<Value> {
    let count = match random.below(100) {
        0..45 if fit == Fit::Loose => return None,
        0..10 => return None,
        45..80 => 1,
        80..95 => 2,
        _ => 3,
    };
    let mut block = Map::new();
    for _ in 0..count {
        let (operator, key) = test(random, request);
        let values = values(random, request, operator, key);
        let keys = block.entry(operator.to_string()).or_insert_with(|| json!({}));
        if let Some(keys) = keys.as_object_mut() {
            let is_twin = keys.keys().any(|other| other.eq_ignore_ascii_case(key.name));
            if !is_twin {
                keys.insert(spelled(random, key.name), values);
            }
        }
    }
    Some(Value::Object(block))
}

/// An operator with a key that fits it.
fn test(random: &mut Random, request: &Request) -> (Operator, &'static Key) {
    let bases: Vec<BaseOperator> = BaseOperator::all().collect();
    let base = *random.pick(&bases);
    let keys: Vec<&Key> = context::keys(request.target.action).filter(|key| fits(base, key)).collect();
    let set = random.percent(30);
    // A key of several values wants a set operator. It seldom comes without one, which then is false.
    let (one, many): (Vec<&Key>, Vec<&Key>) = keys.iter().partition(|key| !key.is_many);
    let is_many = !many.is_empty() && random.percent(if set { 70 } else { 6 });
    let key = *random.pick(if is_many { &many } else { &one });
    if base == BaseOperator::Null {
        return (Operator::new(base), key);
    }
    let set = set.then(|| *random.pick(&[SetOperator::ForAllValues, SetOperator::ForAnyValue]));
    (Operator { set, base, if_exists: random.percent(25) }, key)
}

fn fits(base: BaseOperator, key: &Key) -> bool {
    base == BaseOperator::Null || base.family() == key.family
}

fn values(random: &mut Random, request: &Request, operator: Operator, key: &Key) -> Value {
    if operator.base == BaseOperator::Null {
        return if random.percent(20) { json!(random.percent(50)) } else { json!(random.percent(50).to_string()) };
    }
    let count = [1, 1, 1, 2, 3].get(random.below(5)).copied().unwrap_or(1);
    let values: Vec<Value> = (0..count).map(|_| one(random, request, operator.base, key)).collect();
    match <[Value; 1]>::try_from(values) {
        Ok([value]) if random.percent(60) => value,
        Ok(value) => json!(value),
        Err(values) => json!(values),
    }
}

fn one(random: &mut Random, request: &Request, base: BaseOperator, key: &Key) -> Value {
    let text = text(random, request, base, key);
    // JSON may write a boolean or a number without quotes.
    match base.family() {
        Family::Bool if random.percent(20) => text.parse::<bool>().map_or_else(|_| json!(text), |value| json!(value)),
        Family::Numeric if random.percent(20) => text.parse::<i64>().map_or_else(|_| json!(text), |value| json!(value)),
        _ => json!(text),
    }
}

fn text(random: &mut Random, request: &Request, base: BaseOperator, key: &Key) -> String {
    let is_text = base.family() == Family::String;
    if is_text && random.percent(16) {
        let held = request.context.get(key.name).map(held).unwrap_or_default();
        let known = held.first().filter(|text| !text.is_empty() && !text.contains(['\'', '$', '{', '}', ',']));
        let default = known.filter(|_| random.percent(50)).cloned();
        let default = default.unwrap_or_else(|| random.pick(&["core", "web", "c*"]).to_string());
        return random.pick(&VARIABLES).replace("{}", &default);
    }
    if base.family() == Family::Arn && random.percent(12) {
        return random
            .pick(&[
                "arn:aws:iam::${aws:PrincipalAccount}:user/*",
                "arn:aws:iam::*:user/${aws:username}",
                "arn:aws:*:*:${aws:SourceAccount, '111122223333'}:*",
            ])
            .to_string();
    }
    let held = request.context.get(key.name).map(held).unwrap_or_default();
    let from_request = !held.is_empty() && random.percent(45);
    let text = if from_request { random.pick(&held).clone() } else { other(random, key) };
    // A malformed value or no value at all is no value of a policy.
    let text = if fits_policy(base.family(), &text) { text } else { pool_default(key) };
    // What comes of `${*}` is no wildcard.
    if is_text && text.contains(['*', '?']) && random.percent(30) {
        return text.replace('*', "${*}").replace('?', "${?}");
    }
    match base {
        BaseOperator::StringEqualsIgnoreCase | BaseOperator::StringNotEqualsIgnoreCase if random.percent(50) => {
            text.to_uppercase()
        }
        BaseOperator::StringLike | BaseOperator::StringNotLike if !text.contains('$') && random.percent(40) => {
            wild(random, &text)
        }
        _ => text,
    }
}

fn held(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(|value| value.as_str().map(str::to_owned)).collect(),
        value => value.as_str().map(str::to_owned).into_iter().collect(),
    }
}

fn other(random: &mut Random, key: &Key) -> String {
    let pool = if random.percent(60) { key.others } else { key.values };
    (*random.pick(pool)).to_owned()
}

fn pool_default(key: &Key) -> String {
    key.values.first().copied().unwrap_or_default().to_owned()
}

/// The pools of values of requests have a few that no policy may compare with.
fn fits_policy(family: Family, text: &str) -> bool {
    match family {
        Family::String | Family::Bool | Family::Binary | Family::Null => true,
        Family::Numeric => text.parse::<f64>().is_ok(),
        Family::Date => text.starts_with(|c: char| c.is_ascii_digit()),
        Family::IpAddress => text.contains(['.', ':']),
        Family::Arn => text.starts_with("arn:"),
    }
}

/// The text with wildcards in it, which may still match it.
fn wild(random: &mut Random, text: &str) -> String {
    let at = random.below(text.chars().count() + 1);
    let head: String = text.chars().take(at).collect();
    match random.below(3) {
        0 => format!("{head}*"),
        1 => format!("{head}?{}", text.chars().skip(at + 1).collect::<String>()),
        _ => format!("*{}", text.chars().skip(at).collect::<String>()),
    }
}

/// The case of a key does not count.
fn spelled(random: &mut Random, name: &str) -> String {
    match random.below(12) {
        0 => name.to_lowercase(),
        1 => name.to_uppercase(),
        _ => name.to_owned(),
    }
}
