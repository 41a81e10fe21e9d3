//! Actions: of a service, of the services of the statement's resources, and access levels.

use std::collections::BTreeSet;

use whit_catalog::{AccessLevel, Action, Service};
use whit_core::Type;

use super::list::{Item, Kind, List};
use super::scope::Scope;
use super::statement::Statement;

/// What is typed at least before all services are looked through.
const SHORTEST: usize = 3;

/// Actions that work on the resources already written come first.
pub(super) fn actions(scope: &Scope<'_>, statement: &Statement, list: &mut List<'_>) {
    match list.typed().split_once(':') {
        Some((prefix, name)) => {
            let Some(service) = scope.catalog.service(prefix) else { return };
            of_service(statement, service, name, 100, list);
        }
        None => begins(scope, statement, list),
    }
}

/// Where no service is typed yet.
fn begins(scope: &Scope<'_>, statement: &Statement, list: &mut List<'_>) {
    for level in AccessLevel::ALL {
        let rank = if statement.types.is_empty() { 40 } else { 5 };
        level_of(level.ident(), level, rank, list);
    }
    let mut services: Vec<Service<'static>> = statement.types.iter().map(|ty| ty.service()).collect();
    services.extend(statement.named.iter().map(|action| action.service()));
    services.sort_unstable();
    services.dedup();
    for service in &services {
        of_service(statement, *service, list.typed(), if statement.types.is_empty() { 60 } else { 200 }, list);
    }
    let near = services_of_names(scope);
    for service in scope.catalog.services() {
        let rank = match (services.contains(&service), near.contains(service.prefix())) {
            (true, _) => 20,
            (false, true) => 55,
            (false, false) => 300,
        };
        of_prefix(service, rank, list);
    }
    for (word, detail) in [("any", "every action"), ("all", "all levels")] {
        list.plain(Kind::Keyword, 50, word, detail);
    }
    list.snippet(Kind::Keyword, 400, "action", "an action as it is", "action(\"$1\") because \"$2\"");
    for (name, ty) in &scope.locals {
        if *ty.element() == Type::Action {
            list.plain(Kind::Variable, 10, name, &ty.to_string());
        }
    }
    for (visible, declared) in scope.names().filter(|(it, _)| !it.called && !it.document) {
        let ty = scope.declared_type(visible, declared);
        if *ty.element() == Type::Action {
            list.plain(Kind::Variable, 30, &visible.name, &ty.to_string());
        }
    }
    if list.typed().len() >= SHORTEST {
        let typed = list.typed();
        let all = scope.catalog.actions().filter(|action| super::list::holds(action.name(), typed));
        let found: Vec<Action<'static>> = all.take(super::list::MOST).collect();
        for action in found {
            add(statement, action, 2500, true, list);
        }
    }
}

/// The services of the resources that have a name here: more likely meant than others.
fn services_of_names(scope: &Scope<'_>) -> BTreeSet<String> {
    let values = scope.names().filter(|(it, _)| !it.called && !it.document);
    let types = values.map(|(visible, declared)| scope.declared_type(visible, declared));
    types
        .filter_map(|ty| match ty.element() {
            Type::Resource(Some(name)) => Some(name.service.clone()),
            _ => None,
        })
        .collect()
}

fn of_prefix(service: Service<'static>, rank: u32, list: &mut List<'_>) {
    if list.fits(service.prefix()).is_none() {
        return;
    }
    let insert = format!("{}:", service.prefix());
    if let Some(item) = list.snippet(Kind::Service, rank, service.prefix(), service.name(), &insert) {
        item.subject = format!("service {}", service.prefix());
    }
}

/// The actions of a service whose name holds what is typed of it.
fn of_service(statement: &Statement, service: Service<'static>, name: &str, rank: u32, list: &mut List<'_>) {
    for action in service.actions() {
        if super::list::holds(action.name(), name) {
            add(statement, action, rank, false, list);
        }
    }
}

fn add(statement: &Statement, action: Action<'static>, rank: u32, lax: bool, list: &mut List<'_>) {
    // One that stands there already is no news.
    if statement.named.contains(&action) {
        return;
    }
    let fits = !statement.types.is_empty() && statement.types.iter().any(|ty| action.supports(*ty));
    // Without a resource, what works on a resource of the service of a named action is as good as anything.
    let rank = if fits {
        rank - 90
    } else if statement.types.is_empty() {
        rank
    } else {
        rank + 200
    };
    let label = action.full_name();
    // The name may fit although the whole does not begin with it: `GetOb` for `s3:GetObject`.
    let begins = list.fits(&label).is_none_or(|penalty| penalty > 0) && starts(action.name(), list.typed());
    let rank = if begins && !lax { rank.saturating_sub(900) } else { rank };
    if let Some(item) = list.plain(Kind::Action, rank, &label, action.level().ident()) {
        item.subject = format!("action {label}");
    }
}

fn starts(name: &str, typed: &str) -> bool {
    !typed.is_empty() && name.get(..typed.len()).is_some_and(|start| start.eq_ignore_ascii_case(typed))
}

/// `s3.read` and bare `read`.
pub(super) fn level_of(label: &str, level: AccessLevel, rank: u32, list: &mut List<'_>) -> Option<()> {
    let item: &mut Item = list.plain(Kind::Level, rank, label, "access level")?;
    item.subject = format!("level {}", level.ident());
    Some(())
}

/// The levels behind `s3.` in a set of actions.
pub(super) fn levels(list: &mut List<'_>) {
    for level in AccessLevel::ALL {
        level_of(level.ident(), level, 0, list);
    }
    list.plain(Kind::Level, 10, "all", "all levels");
}
