//! The notation of these tests, and what a test asks.

use std::collections::BTreeMap;

use whit_catalog::Catalog;
use whit_core::lower::{Context, Lowered, document};
use whit_core::source::{FileId, Span};
use whit_core::typed::{
    ActionKind, ActionTerm, Actions, Atom, Because, Comparison, Document, DocumentKind, Formula, Key, KeyType, Level,
    Piece, PrincipalKind, PrincipalTerm, Principals, Quantifier, ResourceKind, ResourceTerm, Resources, Statement,
    Test, Text, TypedResource, Variable,
};
use whit_iam::{ActionElement, Effect, PrincipalElement, ResourceElement};

/// No `extern`.
static NONE: BTreeMap<String, String> = BTreeMap::new();

/// A statement under construction. Lists are separated by spaces; `except` parts a list.
#[derive(Clone, Default)]
pub(crate) struct Line {
    effect: Option<Effect>,
    label: Option<&'static str>,
    actions: &'static str,
    on: Option<&'static str>,
    to: Option<&'static str>,
    when: Option<Formula>,
    because: bool,
}

pub(crate) fn allow(actions: &'static str) -> Line {
    Line { effect: Some(Effect::Allow), actions, ..Line::default() }
}

pub(crate) fn deny(actions: &'static str) -> Line {
    Line { effect: Some(Effect::Deny), actions, ..Line::default() }
}

/// A trust; the actions are those behind `for`.
pub(crate) fn trust(to: &'static str, actions: &'static str) -> Line {
    Line { effect: Some(Effect::Allow), to: Some(to), actions, ..Line::default() }
}

impl Line {
    /// Resources: `any`, `s3.bucket=arn:aws:s3:::b`, with `~` in front if all names are wildcards, or a bare ARN that
    /// fits no type.
    pub(crate) fn on(self, on: &'static str) -> Self {
        Self { on: Some(on), ..self }
    }

    /// Principals: `anyone`, `account=…`, `arn=…`, `service=…`, `federated=…`, `canonical=…`, `org=…`, `ou=…`.
    pub(crate) fn to(self, to: &'static str) -> Self {
        Self { to: Some(to), ..self }
    }

    pub(crate) fn when(self, when: Formula) -> Self {
        Self { when: Some(when), ..self }
    }

    pub(crate) fn label(self, label: &'static str) -> Self {
        Self { label: Some(label), ..self }
    }

    pub(crate) fn because(self) -> Self {
        Self { because: true, ..self }
    }
}

/// `key == value` of a string key.
pub(crate) fn is(key: &str, value: &str) -> Formula {
    Formula::Atom(Atom {
        span: place(9000),
        key: Key { name: key.to_owned(), ty: KeyType::String, multi_valued: false },
        test: Test::Compare {
            quantifier: None,
            comparison: Comparison::StringEquals,
            negated: false,
            values: vec![Text::literal(value)],
        },
    })
}

/// `exists key`
pub(crate) fn exists(key: &str) -> Formula {
    Formula::Atom(Atom {
        span: place(9000),
        key: Key { name: key.to_owned(), ty: KeyType::String, multi_valued: false },
        test: Test::Exists,
    })
}

/// `any key == value` of a multi-valued string key.
pub(crate) fn any_is(key: &str, value: &str) -> Formula {
    Formula::Atom(Atom {
        span: place(9000),
        key: Key { name: key.to_owned(), ty: KeyType::String, multi_valued: true },
        test: Test::Compare {
            quantifier: Some(Quantifier::Any),
            comparison: Comparison::StringEquals,
            negated: false,
            values: vec![Text::literal(value)],
        },
    })
}

fn place(at: usize) -> Span {
    Span::new(FileId(0), at, at + 1)
}

/// Gives out places, each term its own.
struct Places(usize);

impl Places {
    fn next(&mut self) -> Span {
        self.0 += 1;
        place(self.0)
    }
}

/// The document of some lines; `this` is the resource of a resource policy.
pub(crate) fn of(kind: DocumentKind, this: &str, lines: &[Line]) -> Document {
    let mut places = Places(0);
    let span = places.next();
    let resource = (!this.is_empty()).then(|| resource(this, &mut places));
    let statements = lines.iter().map(|line| statement(line, &mut places)).collect();
    Document { kind, name: "Example".to_owned(), span, resource, because: None, statements }
}

fn statement(line: &Line, places: &mut Places) -> Statement {
    let start = places.next();
    let actions = parted(line.actions, |word| ActionTerm { span: places.next(), kind: action(word) });
    let actions = Actions { span: start, terms: actions.0, except: actions.1 };
    let resources = line.on.map(|on| {
        let span = places.next();
        let (terms, except) = parted(on, |word| resource(word, places));
        Resources { span, terms, except }
    });
    let principals = line.to.map(|to| {
        let span = places.next();
        let (terms, except) = parted(to, |word| PrincipalTerm { span: places.next(), kind: principal(word) });
        Principals { span, terms, except }
    });
    let because = line.because.then(|| Because { span: places.next(), text: "a test".to_owned() });
    Statement {
        span: start.to(places.next()),
        expanded_from: Vec::new(),
        label: line.label.map(str::to_owned),
        effect: line.effect.expect("each line is an allow or a deny"),
        effect_span: start,
        actions,
        resources,
        principals,
        condition: line.when.clone().unwrap_or(Formula::True),
        because,
    }
}

fn parted<T>(text: &str, mut make: impl FnMut(&str) -> T) -> (Vec<T>, Vec<T>) {
    let mut words = text.split_whitespace();
    let terms = words.by_ref().take_while(|word| *word != "except").map(&mut make).collect();
    (terms, words.map(make).collect())
}

fn level(word: &str) -> Option<Level> {
    Some(match word {
        "list" => Level::List,
        "read" => Level::Read,
        "write" => Level::Write,
        "tagging" => Level::Tagging,
        "permissions" => Level::Permissions,
        "all" => Level::All,
        _ => return None,
    })
}

fn action(word: &str) -> ActionKind {
    if let Some(level) = level(word) {
        return ActionKind::Level { service: None, level };
    }
    match word.split_once('.').map(|(service, word)| (service, level(word))) {
        Some((service, Some(level))) => return ActionKind::Level { service: Some(service.to_owned()), level },
        _ if word == "any" => return ActionKind::Any,
        _ => {}
    }
    match word.strip_prefix('!') {
        Some(unknown) => ActionKind::Uncatalogued(unknown.to_owned()),
        None if word.contains('*') => ActionKind::Pattern(word.to_owned()),
        None => {
            let known = Catalog::embedded().action(word).unwrap_or_else(|| panic!("no action {word}"));
            ActionKind::Named(known.full_name())
        }
    }
}

/// Text with wildcards and `${…}`.
pub(crate) fn text(source: &str) -> Text {
    let mut text = Text::default();
    let mut rest = source;
    while let Some((before, behind)) = rest.split_once("${") {
        let (key, after) = behind.split_once('}').expect("a variable ends");
        text.extend(&Text::with_wildcards(before));
        text.push(Piece::Variable(Variable { key: key.to_owned(), default: None }));
        rest = after;
    }
    text.extend(&Text::with_wildcards(rest));
    text
}

fn resource(word: &str, places: &mut Places) -> ResourceTerm {
    let span = places.next();
    let (only_wildcards, word) = word.strip_prefix('~').map_or((false, word), |word| (true, word));
    let kind = match word.split_once('=') {
        _ if word == "any" => ResourceKind::Any,
        None => ResourceKind::Arn(text(word)),
        Some((name, arns)) => {
            let (service, ident) = name.split_once('.').expect("a type has a service");
            let service = Catalog::embedded().service(service).unwrap_or_else(|| panic!("no service {service}"));
            let ty = service.resource_type(ident).unwrap_or_else(|| panic!("no type {name}"));
            ResourceKind::Typed(TypedResource {
                service: service.prefix().to_owned(),
                resource_type: ty.name().to_owned(),
                arns: arns.split('|').map(text).collect(),
                only_wildcards,
                written_out: false,
            })
        }
    };
    ResourceTerm { span, kind }
}

fn principal(word: &str) -> PrincipalKind {
    let (kind, value) = word.split_once('=').unwrap_or((word, ""));
    let value = value.to_owned();
    match kind {
        "anyone" => PrincipalKind::Anyone,
        "account" => PrincipalKind::Account(value),
        "arn" => PrincipalKind::Arn(value),
        "service" => PrincipalKind::Service(value),
        "federated" => PrincipalKind::Federated(value),
        "canonical" => PrincipalKind::CanonicalUser(value),
        "org" => PrincipalKind::Organization(value),
        "ou" => PrincipalKind::Unit(value),
        _ => panic!("no principal {word}"),
    }
}

/// Lowers a document.
pub(crate) fn lowered(document_: &Document) -> Lowered {
    let context = Context {
        catalog: Catalog::embedded(),
        partition: "aws".to_owned(),
        account: None,
        sources: None,
        externs: &NONE,
    };
    document(document_, &context)
}

/// The statements, one a line; or, if there is an error, the findings. A line is the Sid in parentheses, the effect, the
/// actions, then `on`, `to` and `when` where the statement has those elements; `not` stands for `NotAction` and
/// `NotResource`.
pub(crate) fn outcome(document: &Document) -> String {
    let lowered = lowered(document);
    match &lowered.policy {
        Some(policy) => policy.statements.iter().map(shown).collect::<Vec<_>>().join("\n"),
        None => findings(&lowered),
    }
}

fn shown(one: &whit_iam::Statement) -> String {
    let sid = one.sid.as_ref().map_or(String::new(), |sid| format!("({sid}) "));
    let actions = match &one.action {
        ActionElement::Action(names) => names.join(" "),
        ActionElement::NotAction(names) => format!("not {}", names.join(" ")),
    };
    let on = match &one.resource {
        None => String::new(),
        Some(ResourceElement::Resource(arns)) => format!(" on {}", arns.join(" ")),
        Some(ResourceElement::NotResource(arns)) => format!(" on not {}", arns.join(" ")),
    };
    let to = match &one.principal {
        None => String::new(),
        Some(PrincipalElement::Principal(whit_iam::Principals::Everyone)) => " to *".to_owned(),
        Some(PrincipalElement::Principal(whit_iam::Principals::Of(map))) => {
            let parts: Vec<String> = map.iter().map(|(kind, ids)| format!("{kind:?}={}", ids.join(","))).collect();
            format!(" to {}", parts.join(" "))
        }
        Some(other) => format!(" to {other:?}"),
    };
    let tests: Vec<String> = one
        .condition
        .entries()
        .map(|(operator, key, values)| format!("{operator} {key} {}", values.join(",")))
        .collect();
    let when = if tests.is_empty() { String::new() } else { format!(" when {}", tests.join(" & ")) };
    format!("{sid}{:?} {actions}{on}{to}{when}", one.effect)
}

/// What was found: `rule: message`, one a line.
pub(crate) fn findings(lowered: &Lowered) -> String {
    let lines: Vec<String> = lowered.diagnostics.iter().map(|one| format!("{}: {}", one.rule, one.message)).collect();
    lines.join("\n")
}

/// Asks that a document of some lines has this outcome, lines trimmed.
#[track_caller]
pub(crate) fn check(kind: DocumentKind, this: &str, lines: &[Line], expected: &str) {
    let expected: Vec<&str> = expected.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    assert_eq!(outcome(&of(kind, this, lines)), expected.join("\n"));
}
