//! Values: what each expression is, and its type.

use std::collections::BTreeMap;

use super::action::{level, level_words};
use super::kept::{Interface, Question};
use super::program::{EnvField, Expr, ExprKind, PrincipalForm, TextPart};
use super::text::{account_problem, arn_problem, cidr_problem, org_problem};
use super::types::Type;
use super::{Checker, Meaning};
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::{Binding, Index, Space};
use crate::source::Span;
use crate::syntax::tree::{self, DocumentKeyword, Element, Ident, MapEntry, Operator};
use crate::typed::{ActionKind, Level, Text};

/// How deep expressions and `let`s may lead into each other: a bound on the stack, far above what people write.
pub(super) const DEEPEST: usize = 300;

/// How many fields a record may have, with those of the records in it; a bound on the size of types.
const MOST_FIELDS: usize = 1000;

impl Checker<'_> {
    /// An expression that has to fit `wanted`.
    pub(super) fn expect(&mut self, tree: &tree::Expr, wanted: &Type) -> Expr {
        let (expr, ty) = self.expr(tree, Some(wanted));
        if self.suits(&ty, wanted) {
            return expr;
        }
        let diagnostic = self.mismatch(tree, &ty, wanted);
        self.report(diagnostic);
        Expr { span: tree.span, kind: ExprKind::Error }
    }

    /// Whether a type may stand where another is wanted. ARNs become resources and principals in their places, and
    /// texts that are known to the letter become what they spell: a `let` of region names is a list of regions.
    pub(super) fn suits(&self, ty: &Type, wanted: &Type) -> bool {
        match (ty, wanted) {
            (Type::List(item), Type::List(want)) => self.suits(item, want),
            (ty, wanted) if ty.fits(wanted) => true,
            (Type::Arn, Type::Resource(None) | Type::Principal) => true,
            (Type::List(item), Type::Resource(None) | Type::Principal) => self.suits(item, wanted),
            (Type::Literals(texts), Type::Region) => texts.iter().all(|text| self.catalog.region(text).is_some()),
            (Type::Literals(texts), Type::Account) => texts.iter().all(|text| account_problem(text).is_none()),
            (Type::Literals(texts), Type::Org) => texts.iter().all(|text| org_problem(text).is_none()),
            (Type::Literals(texts), Type::Cidr) => texts.iter().all(|text| cidr_problem(text).is_none()),
            (Type::Literals(texts), Type::Arn) => texts.iter().all(|text| arn_problem(text).is_none()),
            (Type::Record(have), Type::Record(want)) => {
                have.len() == want.len()
                    && want.iter().all(|(name, ty)| have.get(name).is_some_and(|found| self.suits(found, ty)))
            }
            (item, Type::List(want)) => self.suits(item, want),
            _ => false,
        }
    }

    /// An expression and its type. `wanted` is what the place would like: literals and `any` take it.
    pub(super) fn expr(&mut self, tree: &tree::Expr, wanted: Option<&Type>) -> (Expr, Type) {
        if self.depth >= DEEPEST {
            if !self.recursive {
                self.recursive = true;
                let message = format!("values lead into each other more than {DEEPEST} deep here");
                self.report(Diagnostic::error(rule::TOO_LARGE, tree.span, message));
            }
            return (Expr { span: tree.span, kind: ExprKind::Error }, Type::Error);
        }
        self.depth += 1;
        let found = self.expr_inside(tree, wanted);
        self.depth -= 1;
        found
    }

    fn expr_inside(&mut self, tree: &tree::Expr, wanted: Option<&Type>) -> (Expr, Type) {
        use tree::ExprKind as Tree;
        let span = tree.span;
        let simple = |kind, ty| (Expr { span, kind }, ty);
        match &tree.kind {
            Tree::String(pieces) => self.string(span, pieces, wanted),
            Tree::Int(value) => match i64::try_from(*value) {
                Ok(value) => simple(ExprKind::Int(value), Type::Int),
                Err(_) => self.wrong(span, rule::BAD_VALUE, "this number is too large", "At most 9223372036854775807."),
            },
            Tree::Decimal(text) => simple(ExprKind::Decimal(text.clone()), Type::Decimal),
            Tree::Duration(seconds) => simple(ExprKind::Duration(*seconds), Type::Duration),
            Tree::Bool(value) => simple(ExprKind::Bool(*value), Type::Bool),
            Tree::Date(text) => match super::text::date_problem(text) {
                None => simple(ExprKind::Date(text.clone()), Type::Date),
                Some(note) => self.wrong(span, rule::BAD_VALUE, "there is no such date", &note),
            },
            Tree::Cidr(text) => match super::text::cidr_problem(text) {
                None => simple(ExprKind::Cidr(text.clone()), Type::Cidr),
                Some(note) => self.wrong(span, rule::BAD_VALUE, "this is no range of addresses", &note),
            },
            Tree::Account(text) => simple(ExprKind::Text(vec![plain(text)]), Type::Account),
            Tree::Arn(text) => match super::text::arn_problem(text) {
                None => {
                    let inner = Expr { span, kind: ExprKind::Text(vec![wildcards(text)]) };
                    simple(ExprKind::Arn(Box::new(inner)), Type::Arn)
                }
                Some(note) => self.wrong(span, rule::BAD_VALUE, "this is no whole ARN", &note),
            },
            Tree::Any => simple(ExprKind::Any, Type::Any),
            Tree::All => simple(ExprKind::Action(ActionKind::Level { service: None, level: Level::All }), Type::Action),
            Tree::None => self.wrong(
                span,
                rule::TYPE_MISMATCH,
                "`none` is no value",
                "It stands for an empty `region:` or `account:`, or before a condition on a multi-valued key.",
            ),
            Tree::List(elements) => self.list(span, elements, wanted),
            Tree::Record(entries) => self.record(span, entries, wanted),
            Tree::Group(inner) => self.expr(inner, wanted),
            Tree::Name(path) => self.name(span, path, wanted),
            Tree::Qualified(_) if self.is_bare_key(tree, wanted) => self.condition_value(tree),
            Tree::Qualified(word) => self.action(span, word),
            Tree::Member { .. } if wanted == Some(&Type::Condition) && self.is_key(tree) => self.condition_value(tree),
            Tree::Member { of, name, .. } => self.member(span, of, name, wanted),
            Tree::Call { callee, arguments } => self.call(span, callee, arguments),
            Tree::Except(left, right) => {
                let wanted = wanted.cloned().or_else(|| self.listed(left)).unwrap_or(Type::Action);
                let left = self.expect(left, &wanted);
                let right = self.expect(right, &wanted);
                let ty = if matches!(wanted.element(), Type::Action) { Type::Action } else { wanted.clone() };
                simple(ExprKind::Except(Box::new(left), Box::new(right)), ty)
            }
            Tree::Compare { left, right: Some((operator, right)), quantifier: None, .. } if !self.is_key(left) => {
                self.compare(span, left, operator.value, right)
            }
            Tree::Optional(inner)
                if matches!(inner.kind, Tree::Qualified(_)) && wanted.map(Type::element) == Some(&Type::Action) =>
            {
                self.pattern_with_question(span, inner.span)
            }
            Tree::Not(_)
            | Tree::And(_)
            | Tree::Or(_)
            | Tree::Presence { .. }
            | Tree::Compare { .. }
            | Tree::Optional(_) => self.condition_value(tree),
            Tree::Error => simple(ExprKind::Error, Type::Error),
        }
    }

    /// The type of a list that is named where nothing says what is wanted.
    fn listed(&mut self, tree: &tree::Expr) -> Option<Type> {
        let is_name = |tree: &tree::Expr| matches!(tree.kind, tree::ExprKind::Name(_));
        let is_named = match &tree.kind {
            tree::ExprKind::Member { of, .. } => is_name(of),
            _ => is_name(tree),
        };
        if !is_named {
            return None;
        }
        // What is wrong with it is told where it is checked.
        let before = self.diagnostics.len();
        let (_, ty) = self.expr(tree, None);
        self.diagnostics.truncate(before);
        matches!(ty, Type::List(_)).then_some(ty)
    }

    /// Reports, and goes on with an expression that fits everywhere.
    pub(super) fn wrong(
        &mut self,
        span: Span,
        rule: crate::diagnostic::Rule,
        message: &str,
        note: &str,
    ) -> (Expr, Type) {
        self.report(Diagnostic::error(rule, span, message).note(note));
        (Expr { span, kind: ExprKind::Error }, Type::Error)
    }

    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    fn list(&mut self, span: Span, elements: &[Element], wanted: Option<&Type>) -> (Expr, Type) {
        let item_wanted = wanted.map(|ty| match ty {
            Type::List(item) => item.as_ref(),
            other => other,
        });
        let mut items = Vec::new();
        let mut common: Option<Type> = None;
        for element in elements {
            let whole = element.spread.then(|| Type::List(Box::new(item_wanted.cloned().unwrap_or(Type::Error))));
            let (expr, ty) = self.expr(&element.value, whole.as_ref().or(item_wanted));
            let ty = match (element.spread, ty) {
                (true, Type::List(item)) => *item,
                (true, Type::Error) => Type::Error,
                (true, other) => {
                    self.report(Diagnostic::error(
                        rule::TYPE_MISMATCH,
                        element.value.span,
                        format!("`..` spreads a list, not {}", other.described()),
                    ));
                    Type::Error
                }
                (false, ty) => ty,
            };
            common = match common {
                None => Some(ty),
                Some(before) => match (before.clone().join(ty.clone()), item_wanted) {
                    (Some(joined), _) => Some(joined),
                    // Each is converted by itself: one value beside lists, a resource beside ARNs.
                    (None, Some(item)) if self.suits(&before, item) && self.suits(&ty, item) => Some(item.clone()),
                    _ => {
                        self.report(
                            Diagnostic::error(
                                rule::TYPE_MISMATCH,
                                element.value.span,
                                format!("this is {} in a list of {before}", ty.described()),
                            )
                            .note("All elements of a list have one type."),
                        );
                        Some(before)
                    }
                },
            };
            items.push((element.spread, expr));
        }
        let item = match (common, item_wanted) {
            (Some(ty), _) => ty,
            (None, Some(wanted)) => wanted.clone(),
            (None, None) => {
                self.report(
                    Diagnostic::error(rule::TYPE_MISMATCH, span, "the type of this empty list is not known")
                        .note("Say it: `let names: list<string> = []`."),
                );
                Type::Error
            }
        };
        (Expr { span, kind: ExprKind::List(items) }, Type::List(Box::new(item)))
    }

    fn record(&mut self, span: Span, entries: &[MapEntry], wanted: Option<&Type>) -> (Expr, Type) {
        let mut fields = Vec::new();
        let mut types = BTreeMap::new();
        for entry in entries {
            let Some(name) = plain_name(&entry.key) else {
                self.report(
                    Diagnostic::error(rule::TYPE_MISMATCH, entry.key.span, "a field of a record has a plain name")
                        .note("For example `{ vpc: \"vpc-1\" }`."),
                );
                continue;
            };
            let field_wanted = match wanted {
                Some(Type::Record(fields)) => fields.get(&name).cloned(),
                _ => None,
            };
            let (expr, ty) = self.expr(&entry.value, field_wanted.as_ref());
            if types.insert(name.clone(), ty).is_some() {
                self.report(Diagnostic::error(rule::DUPLICATE_NAME, entry.key.span, format!("`{name}` stands twice")));
            }
            fields.push((name, expr));
        }
        let ty = Type::Record(types);
        if ty.fields() > MOST_FIELDS {
            // Records in records may double from name to name.
            let message = format!("this record has more than {MOST_FIELDS} fields, those of the records in it counted");
            self.report(Diagnostic::error(rule::TOO_LARGE, span, message));
            return (Expr { span, kind: ExprKind::Error }, Type::Error);
        }
        (Expr { span, kind: ExprKind::Record(fields) }, ty)
    }

    fn name(&mut self, span: Span, path: &[Ident], wanted: Option<&Type>) -> (Expr, Type) {
        let simple = |kind, ty| (Expr { span, kind }, ty);
        if let [name] = path {
            let word = name.value.as_str();
            if let Some(slot) = self.locals.iter().rposition(|(local, _)| local.value == word) {
                let (declared, ty) = match self.locals.get(slot) {
                    Some((name, ty)) => (name.span, ty.clone()),
                    None => (span, Type::Error),
                };
                self.mention(name.span, Meaning::Local(declared, ty.clone()));
                return simple(ExprKind::Local(slot), ty);
            }
            match word {
                "this" => match self.this.clone() {
                    Some(ty) => return simple(ExprKind::This, ty),
                    None => {
                        return self.wrong(
                            span,
                            rule::UNKNOWN_NAME,
                            "`this` has a meaning only in `policy … for RESOURCE`",
                            "It is the resource of the policy.",
                        );
                    }
                },
                "anyone" => {
                    return simple(ExprKind::Principal(PrincipalForm::Anyone, Vec::new(), None), Type::Principal);
                }
                _ => {}
            }
        }
        match self.lookup(Space::Value, path) {
            Some(Binding::Let(index)) => {
                let ty = self.let_type(index);
                return simple(ExprKind::Let(index), ty);
            }
            Some(Binding::Input(index)) => {
                let ty = self.world.input(index);
                return simple(ExprKind::Input(index), ty);
            }
            Some(Binding::Account(organization, nth)) => {
                let account = self.world.accounts(organization).get(nth);
                // An id that is not written out is told of where it stands.
                let kind = match account {
                    Some((_, Some(number))) => ExprKind::Text(vec![plain(number)]),
                    _ => ExprKind::Error,
                };
                return simple(kind, Type::Account);
            }
            _ => {}
        }
        if let Some(Binding::Document(index)) = self.lookup(Space::Document, path) {
            let declared = self.names.get(index).and_then(|declared| crate::resolve::name_of(&declared.item.kind));
            let name = declared.map(|(_, name)| name.value.clone()).unwrap_or_default();
            let ty = wanted.map(Type::element).filter(|wanted| self.is_resource_of(index, wanted));
            return simple(ExprKind::Document(name), ty.cloned().unwrap_or(Type::Arn));
        }
        if let [name] = path
            && let Some(level) = level(&name.value)
        {
            self.mention(name.span, Meaning::Level(level));
            return simple(ExprKind::Action(ActionKind::Level { service: None, level }), Type::Action);
        }
        self.unknown_value(span, path, wanted);
        simple(ExprKind::Error, Type::Error)
    }

    /// Whether a document is a resource of this type in IAM: a role an `iam.role`, a policy or a boundary an `iam.policy`.
    fn is_resource_of(&self, index: Index, wanted: &Type) -> bool {
        let Type::Resource(Some(name)) = wanted else { return false };
        let ident = match self.world.interface(index).map(|interface| &interface.value) {
            Some(Interface::Document(None)) => "role",
            Some(Interface::Document(Some((DocumentKeyword::Policy, false) | (DocumentKeyword::Boundary, _)))) => {
                "policy"
            }
            _ => return false,
        };
        name.service == "iam" && name.ident == ident
    }

    fn unknown_value(&mut self, span: Span, path: &[Ident], wanted: Option<&Type>) {
        if path.first().is_some_and(|first| self.is_unread(&first.value)) {
            return;
        }
        if let Some(found) = self.foreign_path(span, path) {
            return self.report(found);
        }
        if let [module, name] = path {
            let target = self.scope().and_then(|scope| scope.module(&module.value));
            match target {
                Some(target) => {
                    self.report(crate::resolve::unknown_in_module(name, target, self.world.modules, self.names));
                }
                None => {
                    let known: Vec<&str> = self.scope().into_iter().flat_map(|scope| scope.module_names()).collect();
                    let message = format!("there is no module `{}` here", module.value);
                    let diagnostic = self.unknown(rule::UNKNOWN_NAME, module.span, message, &module.value, known);
                    diagnostic.notes.push("A module is brought in by `use`.".to_owned());
                }
            }
            return;
        }
        let word = path.last().map_or("", |name| name.value.as_str());
        if word == "env" {
            let found = Diagnostic::error(rule::UNKNOWN_NAME, span, "`env` is no value by itself");
            return self.report(found.note("It has `env.name`, `env.account`, `env.region` and `env.partition`."));
        }
        if self.scope().is_some_and(|scope| scope.get(Space::Call, word).is_some()) {
            self.report(
                Diagnostic::error(rule::WRONG_ARGUMENTS, span, format!("`{word}` is called with its arguments")).fix(
                    format!("write `{word}()`"),
                    span.after(),
                    "()",
                ),
            );
            return;
        }
        if self.catalog.service(word).is_some() {
            self.report(
                Diagnostic::error(rule::TYPE_MISMATCH, span, format!("`{word}` is a service, not a value"))
                    .note(format!("Name a resource, `{word}.…(…)`, an action, `{word}:…`, or a level, `{word}.read`.")),
            );
            return;
        }
        if let Some(found) = self.foreign_name(span, word, wanted) {
            return self.report(found);
        }
        let locals: Vec<String> = self.locals.iter().map(|(name, _)| name.value.clone()).collect();
        let mut known: Vec<&str> = locals.iter().map(String::as_str).collect();
        if let Some(scope) = self.scope() {
            known.extend(scope.names_of(Space::Value));
            known.extend(scope.names_of(Space::Document));
        }
        if wanted.is_some_and(|ty| matches!(ty.element(), Type::Action)) {
            level_words().for_each(|word| known.push(word));
        }
        let elsewhere = self.bring_in(&[Space::Value, Space::Document], word);
        let diagnostic = self.unknown(rule::UNKNOWN_NAME, span, format!("there is no `{word}` here"), word, known);
        diagnostic.offer_first(elsewhere);
        if diagnostic.fixes.is_empty() {
            diagnostic.notes.extend(super::habit::instead(word, wanted));
        }
    }

    #[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
    fn member(&mut self, span: Span, of: &tree::Expr, name: &Ident, wanted: Option<&Type>) -> (Expr, Type) {
        let simple = |kind, ty| (Expr { span, kind }, ty);
        if let tree::ExprKind::Name(path) = &of.kind {
            if let [root] = path.as_slice() {
                match root.value.as_str() {
                    "env" => return self.env(span, name),
                    "principal" | "resource" | "request" => {
                        return self.wrong(
                            span,
                            rule::TYPE_MISMATCH,
                            "a tag of the request is known only when AWS decides",
                            "It stands in a condition: `when principal.team == resource.team`.",
                        );
                    }
                    _ => {}
                }
            }
            if let Some(found) = self.foreign_member(span, path, name) {
                self.report(found);
                return simple(ExprKind::Error, Type::Error);
            }
            if let Some(service) = self.service_root(path) {
                if let Some(level) = level(&name.value) {
                    self.mention(name.span, Meaning::Level(level));
                    let service = Some(service.prefix().to_owned());
                    return simple(ExprKind::Action(ActionKind::Level { service, level }), Type::Action);
                }
                return self.unnamed_resource(span, service, name, wanted);
            }
        }
        let (expr, ty) = self.expr(of, None);
        match ty {
            Type::Record(fields) => match fields.get(&name.value) {
                Some(ty) => simple(ExprKind::Field(Box::new(expr), name.value.clone()), ty.clone()),
                None => {
                    let message = format!("the record has no field `{}`", name.value);
                    let known: Vec<&str> = fields.keys().map(String::as_str).collect();
                    self.unknown(rule::UNKNOWN_NAME, name.span, message, &name.value, known);
                    simple(ExprKind::Error, Type::Error)
                }
            },
            Type::Error => simple(ExprKind::Error, Type::Error),
            Type::Resource(Some(_)) => self.wrong(
                span,
                rule::WRONG_ARGUMENTS,
                "a resource inside another is called with its name",
                "For example `bucket.object(\"in/*\")`.",
            ),
            other => self.wrong(
                name.span,
                rule::TYPE_MISMATCH,
                &format!("{} has no fields", other.described()),
                "Fields belong to records.",
            ),
        }
    }

    fn env(&mut self, span: Span, name: &Ident) -> (Expr, Type) {
        let (field, ty) = match name.value.as_str() {
            "name" => (EnvField::Name, Type::String),
            "account" => (EnvField::Account, Type::Account),
            "region" => (EnvField::Region, Type::Region),
            "regions" => (EnvField::Regions, Type::List(Box::new(Type::Region))),
            "partition" => (EnvField::Partition, Type::String),
            "accounts" => {
                // What it comes to depends on whether there is one, and which accounts it has.
                self.ask(Question::Organization);
                (EnvField::Accounts, Type::List(Box::new(Type::Account)))
            }
            "tags" | "tag_keys" => {
                let (values, ty) = self.schema_values(span, name.value == "tags");
                self.mention(name.span, Meaning::Env(ty.clone()));
                return (values, ty);
            }
            word => {
                let known = ["name", "account", "accounts", "region", "regions", "partition", "tag_keys"];
                let diagnostic =
                    self.unknown(rule::UNKNOWN_NAME, name.span, format!("`env` has no `{word}`"), word, known);
                diagnostic.notes.push(
                    "It has `name`, `account`, `accounts`, `region`, `regions`, `partition`, `tags`, `tag_keys`."
                        .to_owned(),
                );
                return (Expr { span, kind: ExprKind::Error }, Type::Error);
            }
        };
        self.mention(name.span, Meaning::Env(ty.clone()));
        (Expr { span, kind: ExprKind::Env(field) }, ty)
    }

    /// The schema of tags as a list of records, or its keys; empty without a schema.
    fn schema_values(&mut self, span: Span, whole: bool) -> (Expr, Type) {
        let literal = |text: &str| Expr { span, kind: ExprKind::Text(vec![TextPart::Literal(Text::literal(text))]) };
        let list = |elements: Vec<Expr>| {
            let elements = elements.into_iter().map(|element| (false, element)).collect();
            Expr { span, kind: ExprKind::List(elements) }
        };
        let strings = || Type::List(Box::new(Type::String));
        let tags: Vec<(String, Type)> =
            self.tags().into_iter().flatten().map(|(key, ty)| (key.clone(), ty.clone())).collect();
        let keys = tags.iter().map(|(key, _)| literal(key));
        if !whole {
            return (list(keys.collect()), strings());
        }
        let records = tags.iter().map(|(key, ty)| {
            let values = match ty {
                Type::Literals(values) => values.iter().map(|value| literal(value)).collect(),
                _ => Vec::new(),
            };
            let fields = vec![("key".to_owned(), literal(key)), ("values".to_owned(), list(values))];
            Expr { span, kind: ExprKind::Record(fields) }
        });
        let fields = [("key".to_owned(), Type::String), ("values".to_owned(), strings())];
        (list(records.collect()), Type::List(Box::new(Type::Record(fields.into_iter().collect()))))
    }

    /// A comparison of values, for `if`.
    fn compare(&mut self, span: Span, left: &tree::Expr, operator: Operator, right: &tree::Expr) -> (Expr, Type) {
        let (left, ty) = self.expr(left, None);
        let listed = matches!(operator, Operator::In | Operator::NotIn);
        let wanted = if listed { Type::List(Box::new(ty.clone())) } else { ty.clone() };
        let ordered = matches!(ty, Type::Int | Type::Decimal | Type::Duration | Type::Date | Type::Error);
        let equal = ordered
            || matches!(
                ty,
                Type::String | Type::Literals(_) | Type::Bool | Type::Account | Type::Region | Type::Org | Type::Cidr
            );
        let list = matches!(ty, Type::List(_)) && matches!(operator, Operator::Equal | Operator::NotEqual);
        let fine = list
            || match operator {
                Operator::Equal | Operator::NotEqual | Operator::In | Operator::NotIn => equal,
                Operator::Like | Operator::NotLike => false,
                _ => ordered,
            };
        if !fine {
            return self.wrong(
                span,
                rule::OPERATOR,
                &format!("values of type {ty} are not compared like this at compile time"),
                "A condition on the request starts with a condition key: `aws:SourceIp in […]`.",
            );
        }
        let right = self.expect(right, &loosened(wanted));
        (Expr { span, kind: ExprKind::Compare(operator, Box::new(left), Box::new(right)) }, Type::Bool)
    }
}

/// A literal on the left does not narrow what may stand on the right.
fn loosened(ty: Type) -> Type {
    match ty {
        Type::Literals(texts) if texts.len() == 1 => Type::String,
        Type::List(item) => Type::List(Box::new(loosened(*item))),
        other => other,
    }
}

/// The name of a record's field.
fn plain_name(key: &tree::Expr) -> Option<String> {
    match &key.kind {
        tree::ExprKind::Name(path) => match path.as_slice() {
            [name] => Some(name.value.clone()),
            _ => None,
        },
        tree::ExprKind::String(pieces) => match pieces.as_slice() {
            [tree::Piece::Text(text)] => Some(text.value.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn plain(text: &str) -> super::program::TextPart {
    super::program::TextPart::Literal(crate::typed::Text::literal(text))
}

fn wildcards(text: &str) -> super::program::TextPart {
    super::program::TextPart::Literal(crate::typed::Text::with_wildcards(text))
}
