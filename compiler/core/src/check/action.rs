//! Actions, action patterns and access levels, held against the catalog.

pub(super) mod services;

use super::program::{Expr, ExprKind};
use super::types::Type;
use super::{Checker, Meaning};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::{Ident, Qualified, Segment};
use crate::typed::{ActionKind, Level};
use whit_catalog::Service;

/// The words for access levels.
const LEVELS: &[(&str, Level)] = &[
    ("list", Level::List),
    ("read", Level::Read),
    ("write", Level::Write),
    ("tagging", Level::Tagging),
    ("permissions", Level::Permissions),
    ("all", Level::All),
];

/// The level that a word names.
pub(super) fn level(word: &str) -> Option<Level> {
    LEVELS.iter().find(|(name, _)| *name == word).map(|(_, level)| *level)
}

/// The words for levels, for messages.
pub(super) fn level_words() -> impl Iterator<Item = &'static str> {
    LEVELS.iter().map(|(word, _)| *word)
}

impl Checker<'_> {
    /// `s3:GetObject`, `s3:Get*`
    pub(super) fn action(&mut self, span: Span, word: &Qualified) -> (Expr, Type) {
        let kind = match self.action_kind(span, word) {
            Some(kind) => ExprKind::Action(kind),
            None => ExprKind::Error,
        };
        (Expr { span, kind }, Type::Action)
    }

    fn action_kind(&mut self, span: Span, word: &Qualified) -> Option<ActionKind> {
        let [Segment::Plain(name)] = word.rest.as_slice() else {
            self.report(
                Diagnostic::error(rule::UNKNOWN_ACTION, span, "this is no action")
                    .note("An action is a service and a name: `s3:GetObject`, `s3:Get*`."),
            );
            return None;
        };
        let service = self.service_of(&word.prefix, name)?;
        let full = format!("{}:{}", word.prefix.value, name.value);
        if name.value.contains(['*', '?']) {
            return self.action_pattern(span, service, &name.value);
        }
        if let Some(action) = self.catalog.action(&full) {
            let spelled = action.full_name();
            if action.name() != name.value {
                self.report(
                    Diagnostic::error(rule::NAME_CASE, span, format!("`{full}` is spelled `{spelled}`"))
                        .label("another case")
                        .fix(format!("write `{spelled}`"), span, spelled.clone())
                        .safe(),
                );
            }
            self.mention(span, Meaning::Action);
            return Some(ActionKind::Named(spelled));
        }
        let prefix = service.prefix();
        if let Some(action) = self.catalog.action_of_call(prefix, &name.value).map(|action| action.name()) {
            let message = format!("`{}` is a call of the API; the action is `{prefix}:{action}`", name.value);
            let found = Diagnostic::error(rule::UNKNOWN_ACTION, name.span, message);
            self.report(found.fix(format!("write `{action}`"), name.span, action));
            return None;
        }
        let names: Vec<&str> = service.actions().map(|action| action.name()).collect();
        let message = format!("`{prefix}` has no action `{}`", name.value);
        let diagnostic = self.unknown(rule::UNKNOWN_ACTION, name.span, message, &name.value, names);
        if diagnostic.fixes.is_empty() {
            diagnostic
                .notes
                .push(format!("If AWS has it and the catalog does not yet: `action(\"{full}\") because \"…\"`."));
        }
        None
    }

    fn action_pattern(&mut self, span: Span, service: Service<'static>, pattern: &str) -> Option<ActionKind> {
        let full = format!("{}:{pattern}", service.prefix());
        if self.catalog.actions_like(&full).next().is_none() {
            self.report(Diagnostic::error(rule::UNKNOWN_ACTION, span, format!("no action fits `{full}`")).note(
                format!(
                    "The catalog of {} has {} actions of `{}`.",
                    self.catalog.date(),
                    service.actions().count(),
                    service.prefix()
                ),
            ));
            return None;
        }
        self.mention(span, Meaning::Action);
        Some(ActionKind::Pattern(full))
    }

    /// `s3:Get?`: a `?` at the end asks of a condition key.
    pub(super) fn pattern_with_question(&mut self, span: Span, word: Span) -> (Expr, Type) {
        self.report(
            Diagnostic::error(rule::UNKNOWN_ACTION, span, "a pattern of actions does not end in `?`")
                .note("`?` behind a word is for condition keys: `k? == v`.")
                .fix("write `*`", Span { start: word.end, ..span }, "*"),
        );
        (Expr { span, kind: ExprKind::Error }, Type::Action)
    }

    /// The service before the colon of an action.
    fn service_of(&mut self, prefix: &Ident, name: &Ident) -> Option<Service<'static>> {
        if let Some(service) = self.catalog.service(&prefix.value) {
            if service.prefix() != prefix.value {
                let spelled = service.prefix();
                self.report(
                    Diagnostic::error(
                        rule::NAME_CASE,
                        prefix.span,
                        format!("`{}` is spelled `{spelled}`", prefix.value),
                    )
                    .fix(format!("write `{spelled}`"), prefix.span, spelled)
                    .safe(),
                );
            }
            return Some(service);
        }
        if self.catalog.key(&format!("{}:{}", prefix.value, name.value)).is_some() {
            self.report(
                Diagnostic::error(
                    rule::UNKNOWN_ACTION,
                    prefix.span.to(name.span),
                    format!("`{}:{}` is a condition key, not an action", prefix.value, name.value),
                )
                .note("Condition keys stand behind `when` and `unless`."),
            );
            return None;
        }
        self.unknown_service(prefix, Some(&name.value));
        None
    }

    /// Says that a service does not exist; with the action of it that was named.
    pub(super) fn unknown_service(&mut self, name: &Ident, action: Option<&str>) {
        let prefixes: Vec<&str> = self.catalog.services().map(|service| service.prefix()).collect();
        let message = format!("there is no service `{}`", name.value);
        let mut called = services::called(self.catalog, &name.value);
        let has = |service: &Service<'static>| action.is_some_and(|action| service.action(action).is_some());
        if called.iter().any(has) {
            called.retain(has);
        }
        let diagnostic = self.unknown(rule::UNKNOWN_SERVICE, name.span, message, &name.value, prefixes);
        services::offer(diagnostic, name.span, &called);
        if diagnostic.fixes.is_empty() {
            diagnostic.notes.push("`whit catalog` lists the services.".to_owned());
        }
    }

    /// `action("svc:Name")`: as it is, held against nothing. It is for what the catalog lacks or has retired, and for an
    /// action on resources that the catalog does not give it.
    pub(super) fn uncatalogued(&mut self, span: Span, text: &str, at: Span) -> (Expr, Type) {
        let good = text.split_once(':').is_some_and(|(service, name)| {
            let service = !service.is_empty() && service.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            let of_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'*' | b'?');
            service && !name.is_empty() && name.bytes().all(of_name)
        });
        if !good {
            self.report(
                Diagnostic::error(rule::BAD_VALUE, at, format!("{text:?} is no name of an action"))
                    .note("It is a service and a name, which may hold wildcards: `action(\"svc:Name\")`."),
            );
            return (Expr { span, kind: ExprKind::Error }, Type::Action);
        }
        if let Some(known) = self.catalog.action(text) {
            let name = known.full_name();
            self.report(
                Diagnostic::warning(rule::KNOWN_ACTION, span, format!("the catalog knows `{name}`"))
                    .label("goes out as it is, with every resource")
                    .fix(format!("write `{name}`"), span, name),
            );
        }
        (Expr { span, kind: ExprKind::Action(ActionKind::Uncatalogued(text.to_owned())) }, Type::Action)
    }
}
