//! Values: of a key, of an argument, of any kind.

use std::fmt::Write as _;

use whit_catalog::{Key, KeyType};
use whit_core::Type;
use whit_core::rules::{KeyValues, key_values};

use super::list::{Kind, List};
use super::scope::Scope;
use super::statement::{Statement, type_in};

/// What a value is to be.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Wanted {
    /// Of this type.
    Type(Type),
    /// One of these texts.
    Texts(Vec<String>),
    /// A service principal.
    Service,
    /// An identity provider.
    Provider,
    /// A partition.
    Partition,
    /// Of any kind.
    Any,
}

/// What the values of a key, or of a tag, are.
pub(super) fn of_key(scope: &Scope<'_>, key: &str, dotted: bool) -> Wanted {
    let tag = if dotted { Some(key) } else { key.split_once("Tag/").map(|(_, tag)| tag.trim_matches('"')) };
    if let Some(tag) = tag
        && let Some((_, values)) = scope.tags().into_iter().find(|(name, _)| *name == tag)
    {
        return Wanted::Texts(values.into_iter().map(str::to_owned).collect());
    }
    let Some(found) = scope.catalog.key(key) else { return Wanted::Type(Type::String) };
    match key_values(found.name()) {
        Some(KeyValues::Regions) => Wanted::Type(Type::Region),
        Some(KeyValues::Services) => Wanted::Service,
        Some(KeyValues::Accounts) => Wanted::Type(Type::Account),
        Some(KeyValues::Listed(values)) => Wanted::Texts(values.iter().map(|value| (*value).to_owned()).collect()),
        None => Wanted::Type(type_of(found)),
    }
}

fn type_of(key: Key<'_>) -> Type {
    match key.ty() {
        KeyType::String | KeyType::Binary => Type::String,
        KeyType::Numeric => Type::Decimal,
        KeyType::Date => Type::Date,
        KeyType::Bool => Type::Bool,
        KeyType::Ip => Type::Cidr,
        KeyType::Arn => Type::Arn,
    }
}

/// Values that are wanted; `quoted` within a string, where its text alone counts.
pub(super) fn values(scope: &Scope<'_>, statement: &Statement, wanted: &Wanted, quoted: bool, list: &mut List<'_>) {
    match wanted {
        Wanted::Texts(texts) => texts.iter().for_each(|value| text(value, "", 0, quoted, list)),
        Wanted::Type(Type::Literals(values)) => values.iter().for_each(|value| text(value, "", 0, quoted, list)),
        Wanted::Service => {
            for deputy in scope.catalog.confused_deputies() {
                text(deputy.principal(), "service principal", 0, quoted, list);
            }
            for service in scope.catalog.services() {
                let typed = list.typed().trim_start_matches('"');
                if typed.len() >= 2 && super::list::holds(service.prefix(), typed) {
                    text(&format!("{}.amazonaws.com", service.prefix()), service.name(), 200, quoted, list);
                }
            }
        }
        Wanted::Provider => {
            for provider in whit_iam::BUILT_IN_PROVIDERS {
                text(provider, "identity provider", 0, quoted, list);
            }
        }
        Wanted::Partition => {
            for partition in scope.catalog.partitions() {
                text(partition.name(), partition.dns_suffix(), 0, quoted, list);
            }
        }
        Wanted::Type(ty) if *ty.element() == Type::Region => {
            for region in scope.catalog.regions() {
                let rank = if region.partition().name() == "aws" { 10 } else { 30 };
                text(region.name(), region.partition().name(), rank, quoted, list);
            }
        }
        Wanted::Type(Type::List(element)) if matches!(**element, Type::Literals(_)) => {
            values(scope, statement, &Wanted::Type((**element).clone()), quoted, list);
            return;
        }
        Wanted::Type(_) | Wanted::Any => {}
    }
    if !quoted {
        unquoted(scope, statement, wanted, list);
    }
}

fn unquoted(scope: &Scope<'_>, statement: &Statement, wanted: &Wanted, list: &mut List<'_>) {
    let wants = match wanted {
        Wanted::Type(ty) => ty.element().clone(),
        Wanted::Any => Type::Any,
        _ => Type::String,
    };
    match &wants {
        Type::Bool => {
            list.plain(Kind::Value, 0, "true", "bool");
            list.plain(Kind::Value, 1, "false", "bool");
        }
        Type::Condition => return super::keys::atom(scope, statement, list),
        Type::Action => return super::actions::actions(scope, statement, list),
        Type::Resource(_) | Type::Arn => {
            let ty = type_in(scope.catalog, &wants);
            super::resources::resources(scope, statement, list);
            if let Some(ty) = ty {
                let label = ty.to_string();
                list.snippet(Kind::Resource, 0, &label, "resource", &format!("{label}($1)"));
            }
        }
        Type::Principal => return super::principals::principals(scope, list),
        Type::Any => {
            for (word, detail) in [("true", "bool"), ("false", "bool"), ("any", "everything")] {
                list.plain(Kind::Value, 80, word, detail);
            }
            if list.typed().contains(':') {
                super::keys::keys(scope, statement, list);
                super::actions::actions(scope, statement, list);
            }
            for service in scope.catalog.services() {
                list.snippet(Kind::Service, 300, service.prefix(), service.name(), &format!("{}.", service.prefix()));
            }
        }
        _ => {}
    }
    for (name, ty) in &scope.locals {
        value(name, ty, &wants, 0, list);
    }
    // Nothing is made of itself.
    let place = scope.place;
    let is_value = matches!(place.item_word(), "let" | "param");
    let own = place.token(place.item + 1).filter(|_| is_value).map_or("", |token| token.text);
    for (visible, declared) in scope.names().filter(|(it, _)| !it.called && !it.document && it.name != own) {
        let ty = scope.declared_type(visible, declared);
        value(&visible.name, &ty, &wants, 5, list);
    }
    for field in super::members::ENV {
        if let Some(ty) = super::members::env_type(field)
            && fits(&ty, &wants)
        {
            let rank = if matches!(wants, Type::Region | Type::Account) { 6 } else { 40 };
            list.plain(Kind::Variable, rank, &format!("env.{field}"), &ty.to_string());
        }
    }
    // How such a value is written: what is filled in is there to be written over.
    let forms: &[(&str, &str)] = match &wants {
        Type::Duration => &[("15m", "minutes"), ("1h", "hours"), ("90d", "days")],
        Type::Cidr => &[("203.0.113.0/24", "IPv4 addresses"), ("2001:db8::/32", "IPv6 addresses")],
        Type::Date => &[("2030-12-31", "a day"), ("2030-12-31T12:00:00Z", "a moment")],
        _ => &[],
    };
    for (rank, (form, detail)) in (30..).zip(forms) {
        list.snippet(Kind::Value, rank, form, detail, &format!("${{1:{form}}}"));
    }
    // A key may be compared with another one.
    if !matches!(wants, Type::Any) && list.typed().contains(':') {
        super::keys::keys(scope, statement, list);
    }
}

fn value(name: &str, ty: &Type, wants: &Type, rank: u32, list: &mut List<'_>) {
    if fits(ty, wants) {
        let kind = if *ty == Type::Account { Kind::Account } else { Kind::Variable };
        let rank = if matches!(ty, Type::Record(_)) { rank + 60 } else { rank };
        list.plain(kind, rank, name, &ty.to_string());
    }
}

/// Whether a value of a type, or an element of it, may stand where another is wanted; on the side of yes.
fn fits(ty: &Type, wants: &Type) -> bool {
    match (ty.element(), wants) {
        // What a record holds may fit.
        (_, Type::Any) | (Type::Error | Type::Record(_), _) => true,
        // A text may be an ARN, and how long something lasts a number.
        (Type::String | Type::Literals(_), Type::Arn) | (Type::Duration, Type::Decimal) => true,
        (
            Type::String
            | Type::Literals(_)
            | Type::Account
            | Type::Region
            | Type::Org
            | Type::Arn
            | Type::Cidr
            | Type::Date,
            Type::String,
        )
        | (Type::Resource(_), Type::Arn)
        | (Type::Int, Type::Decimal) => true,
        (Type::Literals(few), Type::Literals(many)) => few.is_subset(many),
        (a, b) => a == b,
    }
}

/// A text as a value.
fn text(value: &str, detail: &str, rank: u32, quoted: bool, list: &mut List<'_>) {
    if quoted {
        list.plain(Kind::Value, rank, value, detail);
        return;
    }
    let mut literal = String::with_capacity(value.len() + 2);
    let _ = write!(literal, "\"{}\"", value.replace('\\', "\\\\").replace('"', "\\\""));
    // What is typed has no quotes, so the label is held against it without them.
    if let Some(item) = list.plain(Kind::Value, rank, value, detail) {
        item.insert = super::list::Insert::Plain(literal.clone());
        item.label = literal;
    }
}
