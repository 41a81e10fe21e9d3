//! Inputs of the build: what `whit.toml` and `--set` give, held to the types of the `param`s. What comes from outside is
//! plain text to the last character.

use std::collections::BTreeMap;

use super::Expander;
use super::value::Value;
use crate::check::program::{Form, InputItem};
use crate::check::types::Type;
use crate::check::{account_problem, arn_problem, cidr_problem, date_problem, org_problem};
use crate::config::{Input, InputValue};
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::Index;
use crate::source::Span;
use crate::typed::{External, Piece, Text};

impl Expander<'_> {
    /// The value of a `param` or `extern`.
    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    pub(super) fn input(&mut self, index: Index, at: Span) -> Option<Value> {
        let Some(Form::Input(item)) = self.pass.form(index) else { return None };
        match (self.pass.given.get(&item.name), &item.default) {
            (Some(input), _) => self.known(index, at, |expander| expander.given(item, input)),
            // A default is as plain as what would stand in its place.
            (None, Some(default)) => self.known(index, at, |expander| expander.value(default).map(plain)),
            // What is known only at deployment is carried as it is.
            (None, None) if item.longest.is_some() => {
                self.known(index, at, |_| Some(Value::Text(Text::external(&item.name))))
            }
            (None, None) => {
                self.missing(index, item, at);
                None
            }
        }
    }

    fn given(&mut self, item: &InputItem, input: &Input) -> Option<Value> {
        // What its type should be is told where it stands.
        if item.ty == Type::Error {
            return None;
        }
        let span = input.span.unwrap_or(item.span);
        match (from_outside(&input.value, &item.ty, self.catalog), item.longest) {
            (Ok(Value::Text(text)), Some(longest)) => {
                let length = text.to_string().chars().count();
                if longest > 0 && u64::try_from(length).is_ok_and(|length| length > longest) {
                    let message = format!("`{}` has at most {longest} characters, and is given {length}", item.name);
                    self.report(Diagnostic::error(rule::INPUT, span, message).related(item.span, "declared here"));
                    return None;
                }
                Some(Value::Text(Text { external: External::All, ..text }))
            }
            (Ok(value), _) => Some(value),
            (Err(problem), _) => {
                let message = format!("`{}` is {}, and is given something else", item.name, item.ty.described());
                self.report(
                    Diagnostic::error(rule::INPUT, span, message).related(item.span, "declared here").note(problem),
                );
                None
            }
        }
    }

    /// Says once that an input has no value.
    fn missing(&mut self, index: Index, item: &InputItem, at: Span) {
        if !self.note_use(index) {
            return;
        }
        let message = format!("`{}` has no value", item.name);
        let set = format!("Give it one: `--set {}=…`, or in `whit.toml` under `params` of the environment.", item.name);
        self.report(Diagnostic::error(rule::INPUT, item.span, message).related(at, "needed here").note(set));
    }
}

/// Wildcards and variables become the characters that they are written with.
fn plain(value: Value) -> Value {
    match value {
        Value::Text(text) => {
            let external = text.external;
            let mut out = Text::default();
            for piece in text.pieces {
                match piece {
                    Piece::Star => out.push(Piece::Literal("*".to_owned())),
                    Piece::Question => out.push(Piece::Literal("?".to_owned())),
                    Piece::Variable(variable) => out.push(Piece::Literal(format!("${{{}}}", variable.key))),
                    literal @ (Piece::Literal(_) | Piece::External(_)) => out.push(literal),
                }
            }
            Value::Text(Text { external, ..out })
        }
        Value::List(items) => Value::List(items.iter().cloned().map(plain).collect()),
        Value::Record(fields) => Value::Record(fields.into_iter().map(|(name, field)| (name, plain(field))).collect()),
        other => other,
    }
}

/// A value from outside as one of a type, or what such a value looks like.
fn from_outside(value: &InputValue, ty: &Type, catalog: whit_catalog::Catalog<'static>) -> Result<Value, String> {
    let text = |text: &str| Ok(Value::Text(Text::literal(text)));
    let checked = |given: &str, problem: Option<String>| problem.map_or_else(|| text(given), Err);
    match (ty, value) {
        (Type::List(item), InputValue::List(values)) => {
            let items: Result<Vec<Value>, String> =
                values.iter().map(|value| from_outside(value, item, catalog)).collect();
            items.map(|items| Value::List(items.into()))
        }
        // `--set regions=eu-west-1,eu-central-1`
        (Type::List(item), InputValue::Text(given)) => {
            let parts = given.split(',').map(str::trim).filter(|part| !part.is_empty());
            let items: Result<Vec<Value>, String> =
                parts.map(|part| from_outside(&InputValue::Text(part.to_owned()), item, catalog)).collect();
            items.map(|items| Value::List(items.into()))
        }
        (Type::Record(fields), InputValue::Record(values)) => {
            let mut record = BTreeMap::new();
            for (name, ty) in fields {
                let value = values.get(name).ok_or_else(|| format!("The field `{name}` is missing."))?;
                record.insert(name.clone(), from_outside(value, ty, catalog)?);
            }
            match values.keys().find(|name| !fields.contains_key(*name)) {
                Some(name) => Err(format!("There is no field `{name}`.")),
                None => Ok(Value::Record(record)),
            }
        }
        (Type::String, InputValue::Text(given)) => text(given),
        (Type::Literals(allowed), InputValue::Text(given)) => {
            if allowed.contains(given) {
                text(given)
            } else {
                Err(format!("Allowed: {ty}."))
            }
        }
        (Type::Int, InputValue::Int(value)) => Ok(Value::Int(*value)),
        (Type::Decimal, InputValue::Int(value)) => Ok(Value::Int(*value)),
        (Type::Int, InputValue::Text(given)) => given.parse().map(Value::Int).map_err(|_| "A whole number.".to_owned()),
        (Type::Decimal, InputValue::Decimal(given) | InputValue::Text(given)) => {
            let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
            let (whole, fraction) = given.split_once('.').unwrap_or((given, "0"));
            if digits(whole) && digits(fraction) {
                Ok(Value::Decimal(given.clone()))
            } else {
                Err("A number such as 1.2.".to_owned())
            }
        }
        (Type::Bool, InputValue::Bool(value)) => Ok(Value::Bool(*value)),
        (Type::Bool, InputValue::Text(given)) => {
            given.parse().map(Value::Bool).map_err(|_| "`true` or `false`.".to_owned())
        }
        (Type::Duration, InputValue::Text(given)) => seconds(given)
            .map(Value::Duration)
            .ok_or_else(|| "A duration such as \"15m\", \"1h\" or \"90d\".".to_owned()),
        (Type::Date, InputValue::Text(given)) => checked(given, date_problem(given)),
        (Type::Cidr, InputValue::Text(given)) => checked(given, cidr_problem(given)),
        (Type::Account, InputValue::Text(given)) => checked(given, account_problem(given)),
        (Type::Org, InputValue::Text(given)) => checked(given, org_problem(given)),
        (Type::Arn, InputValue::Text(given)) => checked(given, arn_problem(given)),
        (Type::Region, InputValue::Text(given)) => {
            let problem = catalog.region(given).is_none().then(|| format!("There is no region {given:?}."));
            checked(given, problem)
        }
        (Type::Action | Type::Principal | Type::Condition | Type::Resource(_), _) => {
            Err(format!("Values of type {ty} are written in the source; they cannot be given from outside."))
        }
        (Type::Account, _) => Err("An account id is a string of twelve digits: leading zeros count.".to_owned()),
        _ => Err(format!("Wanted: {ty}.")),
    }
}

/// `1h30m` in seconds.
fn seconds(text: &str) -> Option<u64> {
    let mut total: u64 = 0;
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let unit = match c {
            's' => 1,
            'm' => 60,
            'h' => 3600,
            'd' => 86400,
            _ => return None,
        };
        total = total.checked_add(digits.parse::<u64>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    (digits.is_empty() && !text.is_empty()).then_some(total)
}
