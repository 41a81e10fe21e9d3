//! Calls: constructors of resources and principals, guards and templates with their arguments.

use super::action::services;
use super::kept::Slot;
use super::program::{Condition, EnvField, Expr, ExprKind, PrincipalForm};
use super::resource::counted;
use super::types::Type;
use super::{Checker, Meaning};
use crate::diagnostic::{Diagnostic, Edit, Fix, rule};
use crate::resolve::{Binding, Index, OWN_CALLS, Space, name_of};
use crate::source::Span;
use crate::syntax::tree::{self, Argument, Ident, ItemKind};

impl Checker<'_> {
    /// A call in a place for values.
    pub(super) fn call(&mut self, span: Span, callee: &tree::Expr, arguments: &[Argument]) -> (Expr, Type) {
        match &callee.kind {
            tree::ExprKind::Member { of, name, .. } => {
                if let tree::ExprKind::Name(path) = &of.kind {
                    if let Some(service) = self.service_root(path) {
                        return self.construct(span, service, name, arguments);
                    }
                    if let [root] = path.as_slice() {
                        let known = self.locals.iter().any(|(local, _)| local.value == root.value)
                            || root.value == "this"
                            || self.bound(Space::Value, &root.value).is_some();
                        if !known {
                            self.unknown_root(root);
                            arguments.iter().for_each(|argument| drop(self.expr(&argument.value, None)));
                            return (Expr { span, kind: ExprKind::Error }, Type::Error);
                        }
                    }
                }
                let (base, ty) = self.expr(of, None);
                match ty {
                    Type::Resource(Some(base_name)) => self.extend(span, base, &base_name, name, arguments),
                    Type::Error => (Expr { span, kind: ExprKind::Error }, Type::Error),
                    other => self.wrong(
                        name.span,
                        rule::TYPE_MISMATCH,
                        &format!("{} has no `{}`", other.described(), name.value),
                        "A resource type is reached from a service, `s3.bucket(…)`, or from a resource that holds it.",
                    ),
                }
            }
            tree::ExprKind::Name(path) => self.named_call(span, path, arguments),
            _ => self.wrong(
                callee.span,
                rule::TYPE_MISMATCH,
                "this cannot be called",
                "Guards, templates and constructors can.",
            ),
        }
    }

    /// `dinamodb.table("x")`: a root that is neither a value nor a service.
    fn unknown_root(&mut self, root: &Ident) {
        if self.is_unread(&root.value) {
            return;
        }
        let mut known: Vec<&str> = self.catalog.services().map(|service| service.prefix()).collect();
        let locals: Vec<String> = self.locals.iter().map(|(name, _)| name.value.clone()).collect();
        known.extend(locals.iter().map(String::as_str));
        if let Some(scope) = self.scope() {
            known.extend(scope.names_of(Space::Value));
        }
        let message = format!("there is no service and no value `{}` here", root.value);
        let called = services::called(self.catalog, &root.value);
        let elsewhere = self.bring_in(&[Space::Value], &root.value);
        let diagnostic = self.unknown(rule::UNKNOWN_NAME, root.span, message, &root.value, known);
        services::offer(diagnostic, root.span, &called);
        diagnostic.offer_first(elsewhere);
    }

    fn named_call(&mut self, span: Span, path: &[Ident], arguments: &[Argument]) -> (Expr, Type) {
        let simple = |kind, ty| (Expr { span, kind }, ty);
        match self.lookup(Space::Call, path) {
            Some(Binding::Guard(_)) => {
                let condition = self.guard_call(span, path, arguments);
                return simple(ExprKind::Condition(Box::new(condition)), Type::Condition);
            }
            Some(_) => {
                let name = path.last().map_or("", |name| name.value.as_str());
                return self.wrong(
                    span,
                    rule::TYPE_MISMATCH,
                    &format!("`{name}` is a template, not a value"),
                    "A template is brought in by `include`.",
                );
            }
            None => {}
        }
        let [name] = path else {
            self.unknown_call(path);
            return simple(ExprKind::Error, Type::Error);
        };
        let (form, parameters): (PrincipalForm, &[(&str, Type)]) = match name.value.as_str() {
            "account" => (PrincipalForm::Account, &[("id", Type::Account)]),
            "role" => (PrincipalForm::Role, &[("name", Type::String)]),
            "user" => (PrincipalForm::User, &[("name", Type::String)]),
            "session" => (PrincipalForm::Session, &[("role", Type::String), ("name", Type::String)]),
            "federated_user" => (PrincipalForm::FederatedUser, &[("name", Type::String)]),
            "service" => (PrincipalForm::Service, &[("name", Type::String)]),
            "federated" => (PrincipalForm::Federated, &[("provider", Type::String)]),
            "canonical_user" => (PrincipalForm::CanonicalUser, &[("id", Type::String)]),
            "org" => (PrincipalForm::Organization, &[("id", Type::Org)]),
            "ou" => (PrincipalForm::Unit, &[("path", Type::String)]),
            "action" | "arn" | "key" | "keys" => return self.literal_call(span, name, arguments),
            _ => {
                // What stands in a call of another language is meant in that language.
                if self.foreign_call(path).is_none() || self.modules_with(&name.value).is_some() {
                    arguments.iter().for_each(|argument| drop(self.expr(&argument.value, None)));
                }
                self.unknown_call(path);
                return simple(ExprKind::Error, Type::Error);
            }
        };
        let named = matches!(
            form,
            PrincipalForm::Role | PrincipalForm::User | PrincipalForm::Session | PrincipalForm::FederatedUser
        );
        let slot = |(name, ty): (&str, Type), optional| Slot { name: name.to_owned(), ty, optional };
        let mut slots: Vec<Slot> = parameters.iter().map(|parameter| slot(parameter.clone(), false)).collect();
        if named {
            slots.push(slot(("account", Type::Account), true));
        }
        let Some(mut values) = self.arguments(span, &name.value, None, &slots, arguments) else {
            return simple(ExprKind::Error, Type::Principal);
        };
        // Without it, the environment's account.
        let own = Expr { span, kind: ExprKind::Env(EnvField::Account) };
        let account = if named { Some(values.pop().flatten().unwrap_or(own)) } else { None };
        let values = values.into_iter().flatten().collect();
        simple(ExprKind::Principal(form, values, account.map(Box::new)), Type::Principal)
    }

    /// `action("…")`, `arn("…")`, and keys where no key may stand.
    fn literal_call(&mut self, span: Span, name: &Ident, arguments: &[Argument]) -> (Expr, Type) {
        let [Argument { name: None, value }] = arguments else {
            return self.wrong(
                span,
                rule::WRONG_ARGUMENTS,
                &format!("`{}` takes one string", name.value),
                &format!("For example `{}(\"…\")`.", name.value),
            );
        };
        match name.value.as_str() {
            "arn" => {
                let text = self.expect(value, &Type::Arn);
                (Expr { span, kind: ExprKind::Arn(Box::new(text)) }, Type::Arn)
            }
            "action" => match &value.kind {
                tree::ExprKind::String(pieces) => match pieces.as_slice() {
                    [tree::Piece::Text(text)] => self.uncatalogued(span, &text.value, value.span),
                    _ => self.wrong(
                        value.span,
                        rule::BAD_VALUE,
                        "the action is written in full",
                        "No holes, no variables.",
                    ),
                },
                _ => self.wrong(
                    value.span,
                    rule::BAD_VALUE,
                    "the action is written in full",
                    "As a string: `action(\"svc:Name\")`.",
                ),
            },
            _ => self.wrong(
                span,
                rule::TYPE_MISMATCH,
                "a condition key is no value",
                "It stands in a condition: `when key(\"…\") == \"…\"`.",
            ),
        }
    }

    fn unknown_call(&mut self, path: &[Ident]) {
        if path.first().is_some_and(|first| self.is_unread(&first.value)) {
            return;
        }
        if let [module, name] = path {
            if let Some(target) = self.scope().and_then(|scope| scope.module(&module.value)) {
                self.report(crate::resolve::unknown_in_module(name, target, self.world.modules, self.names));
                return;
            }
            if let Some(found) = self.foreign_call(path) {
                return self.report(found);
            }
            let known: Vec<&str> = self.scope().into_iter().flat_map(|scope| scope.module_names()).collect();
            let message = format!("there is no module `{}` here", module.value);
            let diagnostic = self.unknown(rule::UNKNOWN_NAME, module.span, message, &module.value, known);
            diagnostic.notes.push(format!("A module is brought in by `use`, for example `use std::{}`.", module.value));
            return;
        }
        let Some(name) = path.last() else { return };
        let mut known: Vec<&str> = self.scope().into_iter().flat_map(|scope| scope.names_of(Space::Call)).collect();
        known.extend(OWN_CALLS);
        let message = format!("there is no guard, template or constructor `{}` here", name.value);
        let foreign = self.foreign_call(path);
        if let Some(found) = foreign.filter(|_| self.modules_with(&name.value).is_none()) {
            return self.report(found);
        }
        let standard = self.modules_with(&name.value).map(|path| format!("use {path}::{{{}}}", name.value));
        let standard = standard.zip(self.top()).map(|(line, (span, behind))| Fix {
            title: format!("bring it in from the standard library: `{line}`"),
            edits: vec![Edit { span, text: line + behind }],
            safe: false,
        });
        let found = self.bring_in(&[Space::Call], &name.value).or(standard);
        self.unknown(rule::UNKNOWN_NAME, name.span, message, &name.value, known).offer_first(found);
    }

    /// A `use` of a name that another file of the project declares.
    pub(super) fn bring_in(&self, spaces: &[Space], name: &str) -> Option<Fix> {
        let modules = (0..).zip(&self.world.modules.list).filter(|(id, module)| *id != self.module && !module.standard);
        let declares = |id: usize| {
            let own = self.names.scopes.get(id)?.own(id, self.names, name);
            own.iter().any(|(space, _)| spaces.contains(space)).then_some(())
        };
        let (_, module) = modules.filter(|_| !name.starts_with('_')).find(|(id, _)| declares(*id).is_some())?;
        let line = format!("use {}::{{{name}}}", module.path);
        let title = format!("bring it in: `{line}`");
        let here = self.world.modules.list.get(self.module)?;
        let last = here.items.iter().find_map(|item| match &item.kind {
            ItemKind::Use(tree::Use { path, import: tree::Import::Names(names) }) => {
                let path: Vec<&str> = path.iter().map(|segment| segment.value.as_str()).collect();
                let (name, alias) = names.last().filter(|_| path.join("::") == module.path)?;
                Some(alias.as_ref().unwrap_or(name).span)
            }
            _ => None,
        });
        let edit = match last {
            Some(last) => Edit { span: last.after(), text: format!(", {name}") },
            None => {
                let (span, behind) = self.top()?;
                Edit { span, text: line + behind }
            }
        };
        Some(Fix { title, edits: vec![edit], safe: false })
    }

    /// Where a line may be written at the top of the file, and what stands between it and what follows.
    fn top(&self) -> Option<(Span, &'static str)> {
        let first = self.world.modules.list.get(self.module)?.items.first()?;
        let span = first.doc.first().map_or(first.span, |line| line.span);
        let behind = if matches!(first.kind, ItemKind::Use(_)) { "\n" } else { "\n\n" };
        Some((Span { end: span.start, ..span }, behind))
    }

    /// The standard module that declares a name.
    fn modules_with(&self, name: &str) -> Option<String> {
        whit_stdlib::modules().find_map(|(path, text)| {
            let declared = ["guard ", "template "].iter().any(|word| {
                text.match_indices(&format!("{word}{name}("))
                    .any(|(at, _)| at == 0 || text.as_bytes().get(at - 1) == Some(&b'\n'))
            });
            declared.then(|| format!("std::{path}"))
        })
    }

    /// A call of a guard.
    pub(super) fn guard_call(&mut self, span: Span, path: &[Ident], arguments: &[Argument]) -> Condition {
        let index = match self.lookup(Space::Call, path) {
            Some(Binding::Guard(index)) => index,
            Some(_) => {
                let name = path.last().map_or("", |name| name.value.as_str());
                let message = format!("`{name}` is a template, not a guard");
                self.wrong(span, rule::TYPE_MISMATCH, &message, "A template is brought in by `include`.");
                return Condition::Value(Expr { span, kind: ExprKind::Error });
            }
            None => {
                self.unknown_call(path);
                return Condition::Value(Expr { span, kind: ExprKind::Error });
            }
        };
        match self.call_of(span, index, arguments) {
            Some(arguments) => Condition::Guard { span, guard: index, arguments },
            None => Condition::Value(Expr { span, kind: ExprKind::Error }),
        }
    }

    /// A call of a template, in an `include`.
    pub(super) fn template_call(&mut self, tree: &tree::Expr) -> Option<(usize, Vec<Option<Expr>>)> {
        let (path, arguments) = match &tree.kind {
            tree::ExprKind::Call { callee, arguments } => match &callee.kind {
                tree::ExprKind::Name(path) => (path, arguments.as_slice()),
                _ => {
                    self.wrong(
                        callee.span,
                        rule::TYPE_MISMATCH,
                        "only a template is included",
                        "For example `include guardrails::region_lock([…])`.",
                    );
                    return None;
                }
            },
            tree::ExprKind::Error => return None,
            tree::ExprKind::Name(path) if matches!(self.lookup(Space::Call, path), Some(Binding::Template(_))) => {
                self.report(
                    Diagnostic::error(rule::WRONG_ARGUMENTS, tree.span, "a template is included with its arguments")
                        .fix("write `()` behind it", tree.span.after(), "()"),
                );
                return None;
            }
            _ => {
                self.wrong(
                    tree.span,
                    rule::TYPE_MISMATCH,
                    "only a template is included",
                    "For example `include guardrails::region_lock([…])`.",
                );
                return None;
            }
        };
        let Some(binding) = self.lookup(Space::Call, path) else {
            self.unknown_call(path);
            arguments.iter().for_each(|argument| drop(self.expr(&argument.value, None)));
            return None;
        };
        let Binding::Template(index) = binding else {
            self.wrong(
                tree.span,
                rule::TYPE_MISMATCH,
                "this is a guard, not a template",
                "A guard is used by `with`, or in a condition.",
            );
            return None;
        };
        Some((index, self.call_of(tree.span, index, arguments)?))
    }

    /// The arguments of a call of a guard or template.
    fn call_of(&mut self, span: Span, index: Index, arguments: &[Argument]) -> Option<Vec<Option<Expr>>> {
        self.calls.push((index, span));
        let (_, name) = name_of(&self.names.get(index)?.item.kind)?;
        let slots = self.world.slots(index)?;
        for argument in arguments {
            let Some(label) = &argument.name else { continue };
            if let Some(nth) = slots.iter().position(|slot| slot.name == label.value) {
                self.mention(label.span, Meaning::Parameter(index, nth));
            }
        }
        self.arguments(span, &name.value, Some(name.span), slots, arguments)
    }

    /// Arguments matched to parameters: positions first, then names; one a parameter.
    fn arguments(
        &mut self,
        span: Span,
        name: &str,
        declared: Option<Span>,
        parameters: &[Slot],
        arguments: &[Argument],
    ) -> Option<Vec<Option<Expr>>> {
        let mut values: Vec<Option<Expr>> = vec![None; parameters.len()];
        let mut good = true;
        let mut named = false;
        for (position, argument) in arguments.iter().enumerate() {
            let index = match &argument.name {
                Some(label) => {
                    named = true;
                    let index = parameters.iter().position(|parameter| parameter.name == label.value);
                    if index.is_none() {
                        let known: Vec<&str> = parameters.iter().map(|parameter| parameter.name.as_str()).collect();
                        let message = format!("`{name}` has no parameter `{}`", label.value);
                        let note = format!("It takes ({}).", shown(parameters));
                        let diagnostic = self.unknown(rule::WRONG_ARGUMENTS, label.span, message, &label.value, known);
                        diagnostic.notes.push(note);
                        good = false;
                    }
                    index
                }
                None if named => {
                    self.report(
                        Diagnostic::error(rule::WRONG_ARGUMENTS, argument.value.span, "this argument needs its name")
                            .note("Behind a named argument, all have names."),
                    );
                    good = false;
                    None
                }
                None if position < parameters.len() => Some(position),
                None => {
                    let wanted = counted(parameters.len(), "argument");
                    let mut diagnostic = Diagnostic::error(
                        rule::WRONG_ARGUMENTS,
                        argument.value.span,
                        format!("`{name}` takes {wanted}"),
                    )
                    .note(format!("It takes ({}).", shown(parameters)));
                    if let Some(declared) = declared {
                        diagnostic = diagnostic.related(declared, "declared here");
                    }
                    self.report(diagnostic);
                    good = false;
                    break;
                }
            };
            let Some((parameter, slot)) = index.and_then(|i| parameters.get(i).zip(values.get_mut(i))) else {
                drop(self.expr(&argument.value, None));
                continue;
            };
            if slot.is_some() {
                self.report(Diagnostic::error(
                    rule::WRONG_ARGUMENTS,
                    argument.value.span,
                    format!("`{}` is given twice", parameter.name),
                ));
                good = false;
                continue;
            }
            *slot = Some(self.expect(&argument.value, &parameter.ty));
        }
        let missing: Vec<String> = parameters
            .iter()
            .zip(&values)
            .filter(|(parameter, value)| value.is_none() && !parameter.optional)
            .map(|(parameter, _)| format!("`{}: {}`", parameter.name, parameter.ty))
            .collect();
        if good && !missing.is_empty() {
            let mut diagnostic =
                Diagnostic::error(rule::WRONG_ARGUMENTS, span, format!("`{name}` still needs {}", missing.join(", ")));
            if let Some(declared) = declared {
                diagnostic = diagnostic.related(declared, "declared here");
            }
            self.report(diagnostic);
            good = false;
        }
        good.then_some(values)
    }
}

fn shown(parameters: &[Slot]) -> String {
    let shown: Vec<String> =
        parameters.iter().map(|parameter| format!("{}: {}", parameter.name, parameter.ty)).collect();
    shown.join(", ")
}
