//! Items: types, inputs, guards, templates, documents and roles.

use std::collections::BTreeSet;

use super::kept::{Interface, Question};
use super::program::{
    Attached, Attachment, Body, Bound, DocumentItem, Expr, ExprKind, Form, GuardItem, InputItem, LetItem, Parameter,
    RoleItem, TemplateItem,
};
use super::types::Type;
use super::{Checker, Tags};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{self, BoundKind, DocumentKeyword, Ident, ItemKind, RolePart, TypeKind};
use crate::typed::Because;

/// Types of other languages.
const FOREIGN_TYPES: &[(&str, &str)] = &[
    ("boolean", "bool"),
    ("str", "string"),
    ("text", "string"),
    ("number", "int"),
    ("integer", "int"),
    ("float", "decimal"),
    ("double", "decimal"),
    ("time", "date"),
    ("timestamp", "date"),
    ("datetime", "date"),
    ("ip", "cidr"),
    ("role", "principal"),
    ("user", "principal"),
    ("bucket", "s3.bucket"),
];

impl Checker<'_> {
    /// An item that declares a name, a `let` apart.
    pub(super) fn form(&mut self, item: &tree::Item) -> Form {
        match &item.kind {
            ItemKind::Param(param) => {
                let ty = self.ty(&param.ty);
                let default = param.default.as_ref().map(|default| self.expect(default, &ty));
                let (name, span) = (param.name.value.clone(), param.name.span);
                Form::Input(InputItem { name, span, ty, default, longest: None })
            }
            ItemKind::Extern(external) => {
                let ty = self.ty(&external.ty);
                let longest = Some(self.longest(external, &ty));
                let (name, span) = (external.name.value.clone(), external.name.span);
                Form::Input(InputItem { name, span, ty, default: None, longest })
            }
            ItemKind::Guard(guard) => {
                let parameters = self.parameters(&guard.params);
                Form::Guard(GuardItem { parameters, condition: self.condition(&guard.condition) })
            }
            ItemKind::Template(template) => {
                let parameters = self.parameters(&template.params);
                let kinds = template.kinds.clone();
                Form::Template(TemplateItem { parameters, kinds, body: self.body(&template.body) })
            }
            ItemKind::Document(document) => Form::Document(self.document(document)),
            ItemKind::Role(role) => Form::Role(self.role(role)),
            ItemKind::Test(test) => Form::Test(self.test(test)),
            ItemKind::Prove(proof) => Form::Proof(self.proof(proof)),
            ItemKind::Organization(organization) => Form::Organization(self.organization(item.span, organization)),
            _ => Form::Broken,
        }
    }

    /// How many characters the value of an `extern` has at most: what `max` says, or what its type tells. None, after an
    /// error, is 0.
    fn longest(&mut self, external: &tree::Extern, ty: &Type) -> u64 {
        let own = match ty {
            Type::Account => Some(12),
            Type::Org => Some(34),
            Type::Region => {
                let regions = self.catalog.partitions().flat_map(|partition| partition.regions());
                regions.map(|region| region.name().len() as u64).max()
            }
            // IAM User Guide, "IAM and STS quotas": an ARN has at most 2,048 characters.
            Type::Arn => Some(2048),
            _ => None,
        };
        if !matches!(ty, Type::String | Type::Account | Type::Org | Type::Region | Type::Arn | Type::Error) {
            self.report(
                Diagnostic::error(
                    rule::TYPE_MISMATCH,
                    external.ty.span,
                    format!("an `extern` is a text, not {}", ty.described()),
                )
                .note("Its type is `string`, `arn`, `account`, `region` or `org`: the build does not see its value."),
            );
            return 0;
        }
        match (&external.max, own) {
            (Some(max), _) if max.value == 0 => {
                self.report(Diagnostic::error(rule::BAD_VALUE, max.span, "a value has at least one character"));
                0
            }
            (Some(max), own) => own.map_or(max.value, |own| own.min(max.value)),
            (None, Some(own)) => own,
            (None, None) if *ty == Type::Error => 0,
            (None, None) => {
                let (name, span) = (&external.name.value, external.ty.span);
                self.report(
                    Diagnostic::error(rule::INPUT, span, format!("how long can `{name}` be?"))
                        .note(format!("Quotas count the longest value: `extern {name}: string max 64`.")),
                );
                0
            }
        }
    }

    /// A `let` and its type.
    pub(super) fn let_item(&mut self, item: &tree::Let) -> (Form, Type) {
        let (value, ty) = match &item.ty {
            Some(ty) => {
                let wanted = self.ty(ty);
                (self.expect(&item.value, &wanted), wanted)
            }
            None => match self.expr(&item.value, None) {
                (value, Type::Any) => {
                    self.report(
                        Diagnostic::error(rule::TYPE_MISMATCH, value.span, "what `any` stands for is not known here")
                            .note(format!("Say it: `let {}: resource = any`.", item.name.value)),
                    );
                    (value, Type::Error)
                }
                found => found,
            },
        };
        (Form::Let(LetItem { value }), ty)
    }

    /// The schema of tags.
    pub(super) fn schema(&mut self, fields: &[tree::Field]) -> Tags {
        let mut tags = Tags::new();
        for field in fields {
            let ty = self.ty(&field.ty);
            if !ty.fits(&Type::String) {
                self.report(
                    Diagnostic::error(
                        rule::TYPE_MISMATCH,
                        field.ty.span,
                        format!("the values of a tag are strings, not {ty}"),
                    )
                    .note("A tag is a `string` or a union: `team: \"payments\" | \"risk\"`."),
                );
            }
            if tags.insert(field.name.value.clone(), ty).is_some() {
                let message = format!("the tag `{}` is declared twice", field.name.value);
                self.report(Diagnostic::error(rule::DUPLICATE_NAME, field.name.span, message));
            }
        }
        tags
    }

    /// Makes a guard's or template's parameters the locals.
    fn parameters(&mut self, params: &[tree::Param]) -> Vec<Parameter> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let parameters: Vec<Parameter> = params
            .iter()
            .map(|param| {
                if !seen.insert(&param.name.value) {
                    let message = format!("the parameter `{}` stands twice", param.name.value);
                    self.report(Diagnostic::error(rule::DUPLICATE_NAME, param.name.span, message));
                }
                self.shadows(&param.name);
                let ty = self.ty(&param.ty);
                let mut bounds: Vec<Bound> = param.bounds.iter().filter_map(|bound| self.limit(bound, &ty)).collect();
                // A reason behind several bounds is that of all of them.
                let mut reason = None;
                for bound in bounds.iter_mut().rev() {
                    reason = bound.because.take().or(reason);
                    bound.because.clone_from(&reason);
                }
                let default = param.default.as_ref().map(|default| self.expect(default, &ty));
                Parameter { name: param.name.value.clone(), ty, bounds, default }
            })
            .collect();
        self.locals =
            params.iter().zip(&parameters).map(|(param, checked)| (param.name.clone(), checked.ty.clone())).collect();
        parameters
    }

    /// A bound of a parameter: of a list it counts the values, of a string the characters.
    fn limit(&mut self, bound: &tree::Bound, ty: &Type) -> Option<Bound> {
        let pattern = matches!(bound.kind, BoundKind::Like | BoundKind::NotLike);
        let wanted = match (pattern, ty) {
            (_, Type::Error) => return None,
            (false, Type::List(_) | Type::String | Type::Int) => Type::Int,
            (false, Type::Decimal) => Type::Decimal,
            (false, Type::Duration) => Type::Duration,
            (true, ty) if matches!(ty.element(), Type::String | Type::Arn) => Type::String,
            (_, other) => {
                let message = format!("{} has no `{}`", other.described(), bound.kind.word());
                let note = match pattern {
                    true => "A pattern is for strings and ARNs, and lists of them.",
                    false => {
                        "It counts the values of a list or the characters of a string, or bounds a number or a duration."
                    }
                };
                self.report(Diagnostic::error(rule::TYPE_MISMATCH, bound.span, message).note(note));
                return None;
            }
        };
        let limit = self.expect(&bound.limit, &wanted);
        let because = bound.because.as_ref().and_then(|because| self.because(because)).map(|because| because.text);
        Some(Bound { span: bound.span, kind: bound.kind, limit, because })
    }

    /// A local name that hides another is an error: there is no shadowing.
    pub(super) fn shadows(&mut self, name: &Ident) {
        let value = crate::resolve::Space::Value;
        let hidden =
            self.locals.iter().any(|(local, _)| local.value == name.value) || self.bound(value, &name.value).is_some();
        if hidden {
            self.report(
                Diagnostic::error(rule::DUPLICATE_NAME, name.span, format!("`{}` is declared already", name.value))
                    .note("A name stands once; there is no shadowing."),
            );
        } else if crate::resolve::OWN_NAMES.contains(&name.value.as_str()) {
            self.report(
                Diagnostic::error(
                    rule::OWN_NAME,
                    name.span,
                    format!("`{}` is a name of the language itself", name.value),
                )
                .note("Choose another name: what the language names is not declared again."),
            );
        }
    }

    /// A type as written.
    pub(super) fn ty(&mut self, tree: &tree::Type) -> Type {
        match &tree.kind {
            TypeKind::Literal(text) => Type::Literals(std::iter::once(text.clone()).collect()),
            TypeKind::Union(parts) => {
                let mut all = BTreeSet::new();
                for part in parts {
                    match self.ty(part) {
                        Type::Literals(texts) => all.extend(texts),
                        Type::Error => return Type::Error,
                        other => {
                            self.report(
                                Diagnostic::error(
                                    rule::UNKNOWN_TYPE,
                                    part.span,
                                    format!("a union is made of string literals, not of {other}"),
                                )
                                .note("For example `\"dev\" | \"prod\"`."),
                            );
                            return Type::Error;
                        }
                    }
                }
                Type::Literals(all)
            }
            TypeKind::Record(fields) => {
                Type::Record(fields.iter().map(|field| (field.name.value.clone(), self.ty(&field.ty))).collect())
            }
            TypeKind::Name { name, member, argument } => self.named_type(name, member.as_ref(), argument.as_deref()),
            TypeKind::Error => Type::Error,
        }
    }

    fn named_type(&mut self, name: &Ident, member: Option<&Ident>, argument: Option<&tree::Type>) -> Type {
        if let Some(member) = member {
            let Some(service) = self.catalog.service(&name.value) else {
                self.unknown_service(name, None);
                return Type::Error;
            };
            return match self.resource_type(service, member) {
                Some(ty) => Type::Resource(Some(super::resource::name_of(ty))),
                None => Type::Error,
            };
        }
        if name.value == "list" {
            let Some(argument) = argument else {
                self.report(
                    Diagnostic::error(rule::UNKNOWN_TYPE, name.span, "a list of what?")
                        .note("For example `list<string>`."),
                );
                return Type::Error;
            };
            return Type::List(Box::new(self.ty(argument)));
        }
        if let Some(argument) = argument {
            let message = format!("`{}` takes no type in `<…>`", name.value);
            self.report(Diagnostic::error(rule::UNKNOWN_TYPE, argument.span, message));
        }
        let word = name.value.as_str();
        if let Some(ty) = Type::named(word) {
            return ty;
        }
        if let Some((_, better)) = FOREIGN_TYPES.iter().find(|(foreign, _)| foreign.eq_ignore_ascii_case(word)) {
            let message = format!("the type `{word}` is called `{better}`");
            let found = Diagnostic::error(rule::UNKNOWN_TYPE, name.span, message);
            self.report(found.fix(format!("write `{better}`"), name.span, *better));
            return Type::Error;
        }
        let names = Type::NAMED.iter().map(|(name, _)| *name).chain(["list"]);
        let diagnostic = self.unknown(rule::UNKNOWN_TYPE, name.span, format!("there is no type `{word}`"), word, names);
        if diagnostic.fixes.is_empty() {
            diagnostic.notes.push(
                "Types are `string`, `int`, `bool`, `duration`, `region`, `list<T>`, `s3.bucket` and the like."
                    .to_owned(),
            );
            diagnostic.notes.push("A choice of strings has them in quotes: `\"dev\" | \"prod\"`.".to_owned());
        }
        Type::Error
    }

    fn document(&mut self, document: &tree::Document) -> DocumentItem {
        let ceiling = matches!(
            document.keyword.value,
            DocumentKeyword::Boundary | DocumentKeyword::Session | DocumentKeyword::Scp | DocumentKeyword::Endpoint
        );
        let because = document.because.as_ref().and_then(|because| self.because(because));
        if let (false, Some(reason)) = (ceiling, &because) {
            let head = document.resource.as_ref().map_or(document.name.span, |resource| resource.span);
            self.report(
                Diagnostic::error(rule::MISPLACED_BECAUSE, reason.span, "a reason for the whole document has a meaning only on a ceiling")
                    .note("Ceilings are `boundary`, `session`, `scp` and `endpoint`: they grant nothing by themselves. Elsewhere each statement says why.")
                    .fix("leave it out", Span { start: head.end, ..reason.span }, ""),
            );
        }
        let resource = document.resource.as_ref().map(|tree| {
            if document.keyword.value != DocumentKeyword::Policy {
                self.report(
                    Diagnostic::error(rule::TYPE_MISMATCH, tree.span, "only a `policy` is for a resource")
                        .note("`policy Name for RESOURCE { … }` is a resource policy."),
                );
            }
            self.governed(tree)
        });
        if let Some((_, ty)) = &resource {
            self.this = Some(ty.clone());
        }
        let body = self.body(&document.body);
        self.this = None;
        let because = because.filter(|_| ceiling);
        DocumentItem {
            keyword: document.keyword.value,
            name: document.name.value.clone(),
            span: document.name.span,
            resource: resource.map(|(expr, _)| expr),
            because,
            body,
        }
    }

    /// The resource of a resource policy; `kms.key` alone will do.
    fn governed(&mut self, tree: &tree::Expr) -> (Expr, Type) {
        let mut wanted = Type::Resource(None);
        if let tree::ExprKind::Member { of, name, .. } = &tree.kind
            && let tree::ExprKind::Name(path) = &of.kind
            && let Some(service) = self.service_root(path)
            && let Some(ty) = service.resource_type(&name.value)
        {
            wanted = Type::Resource(Some(super::resource::name_of(ty)));
        }
        let (expr, ty) = self.expr(tree, Some(&wanted));
        if matches!(ty, Type::Resource(Some(_)) | Type::Arn | Type::Error) {
            return (expr, ty);
        }
        let message = format!("a resource policy is for one resource, not for {}", ty.described());
        self.report(
            Diagnostic::error(rule::TYPE_MISMATCH, tree.span, message)
                .note("For example `policy P for s3.bucket(\"logs\") { … }`."),
        );
        (Expr { span: tree.span, kind: ExprKind::Error }, Type::Error)
    }

    /// The reason, a plain string that says something.
    pub(super) fn because(&mut self, tree: &tree::Expr) -> Option<Because> {
        let text = match &tree.kind {
            tree::ExprKind::String(pieces) => {
                let mut text = String::new();
                for piece in pieces {
                    match piece {
                        tree::Piece::Text(piece) => text.push_str(&piece.value),
                        tree::Piece::Escaped(c) => text.push(c.value),
                        tree::Piece::Hole(_) | tree::Piece::Variable { .. } => {
                            self.report(
                                Diagnostic::error(rule::MISPLACED_BECAUSE, tree.span, "a reason is plain text")
                                    .note("Without `{…}` and `${…}`: it is read by people, as it stands."),
                            );
                        }
                    }
                }
                text
            }
            _ => return None,
        };
        if text.trim().is_empty() {
            self.report(
                Diagnostic::error(rule::MISPLACED_BECAUSE, tree.span, "this reason says nothing")
                    .note("Whoever reviews the exception reads it."),
            );
        }
        Some(Because { span: tree.span, text })
    }

    fn role(&mut self, role: &tree::Role) -> RoleItem {
        let mut item = RoleItem {
            name: role.name.value.clone(),
            span: role.name.span,
            trusts: Body { with: Vec::new(), entries: Vec::new() },
            attachments: Vec::new(),
            boundary: None,
            max_session: None,
            path: None,
            tags: Vec::new(),
            inline: None,
        };
        for part in &role.parts {
            let twice = match part {
                RolePart::With(with) => {
                    let guards: Vec<_> = with.guards.iter().map(|guard| self.condition(guard)).collect();
                    item.trusts.with.extend(guards);
                    None
                }
                RolePart::Entry(entry) => {
                    item.trusts.entries.push(self.entry(entry));
                    None
                }
                RolePart::Attach(attach) => {
                    let because = attach.because.as_ref().and_then(|because| self.because(because));
                    let terms = &attach.policies.terms;
                    for (at, policy) in terms.iter().enumerate() {
                        let before = at.checked_sub(1).and_then(|at| terms.get(at));
                        let whole = match (before, terms.get(at + 1)) {
                            (Some(before), _) => Span { start: before.span.end, ..policy.span },
                            (None, Some(next)) => Span { end: next.span.start, ..policy.span },
                            (None, None) => attach.span,
                        };
                        let Some(attachment) = self.attachment(policy, &[DocumentKeyword::Policy]) else { continue };
                        if matches!(attachment, Attachment::Arn(_)) && because.is_none() {
                            self.report(
                                Diagnostic::error(
                                    rule::NEEDS_BECAUSE,
                                    policy.span,
                                    "a policy that is not of this project is attached without a reason",
                                )
                                .note("Whit cannot see what it allows. Say why: `attach … because \"…\"`."),
                            );
                        }
                        item.attachments.push(Attached { span: policy.span, whole, policy: attachment });
                    }
                    None
                }
                RolePart::Boundary { span, value } => {
                    let before = item.boundary.is_some();
                    let boundary = self.attachment(value, &[DocumentKeyword::Boundary, DocumentKeyword::Policy]);
                    item.boundary = boundary.map(|policy| Attached { span: value.span, whole: *span, policy });
                    before.then_some((*span, "boundary"))
                }
                RolePart::MaxSession { span, value } => {
                    let before = item.max_session.replace(self.expect(value, &Type::Duration)).is_some();
                    before.then_some((*span, "max_session"))
                }
                RolePart::Path { span, value } => {
                    let before = item.path.replace(self.expect(value, &Type::String)).is_some();
                    before.then_some((*span, "path"))
                }
                RolePart::Tags { entries, .. } => {
                    item.tags.extend(self.tag_values(entries));
                    None
                }
                RolePart::Inline { span, body } => {
                    let before = item.inline.replace(self.body(body)).is_some();
                    before.then_some((*span, "inline"))
                }
            };
            if let Some((span, word)) = twice {
                self.report(Diagnostic::error(rule::DUPLICATE_NAME, span, format!("a role has one `{word}`")));
            }
        }
        if item.trusts.entries.is_empty() && !role.unread {
            self.report(
                Diagnostic::error(
                    rule::NO_TRUST,
                    role.name.span,
                    format!("nobody may assume the role `{}`", role.name.value),
                )
                .note("Say who: `trust service(\"ecs-tasks.amazonaws.com\")`, `trust account(…)`, …"),
            );
        }
        item
    }

    /// The tags that a role or a node of the account tree has; one of the schema takes the schema's values.
    pub(super) fn tag_values(&mut self, entries: &[tree::MapEntry]) -> Vec<(Spanned<String>, Expr)> {
        let mut tags = Vec::new();
        for entry in entries {
            let name = match &entry.key.kind {
                tree::ExprKind::Name(path) => path.last().map(|name| name.value.clone()),
                tree::ExprKind::String(pieces) => match pieces.as_slice() {
                    [tree::Piece::Text(text)] => Some(text.value.clone()),
                    _ => None,
                },
                _ => None,
            };
            if name.is_none() {
                self.report(
                    Diagnostic::error(rule::ROLE, entry.key.span, "the key of a tag is a plain text")
                        .note("For example `tags { team: \"payments\"  \"cost center\": \"7\" }`."),
                );
            }
            let wanted = name.as_ref().and_then(|name| self.tags()?.get(name).cloned());
            let value = self.expect(&entry.value, &wanted.unwrap_or(Type::String));
            let Some(name) = name else { continue };
            if tags.iter().any(|(other, _): &(Spanned<String>, Expr)| other.value == name) {
                let message = format!("the tag `{name}` stands here twice");
                self.report(Diagnostic::error(rule::DUPLICATE_NAME, entry.key.span, message));
            }
            tags.push((Spanned { span: entry.key.span, value: name }, value));
        }
        tags
    }

    /// A policy on a role: a document of one of the kinds, or an ARN.
    fn attachment(&mut self, tree: &tree::Expr, kinds: &[DocumentKeyword]) -> Option<Attachment> {
        let expr = self.expect(tree, &Type::Arn);
        match expr.kind {
            ExprKind::Error => None,
            ExprKind::Document(name) => {
                let document = self.ask(Question::Document(name.clone()));
                let interface = document.and_then(|document| self.world.interface(document.index()));
                let is = match interface.map(|interface| &interface.value) {
                    Some(Interface::Document(is)) => *is,
                    _ => None,
                };
                if !is.is_some_and(|(keyword, of_resource)| kinds.contains(&keyword) && !of_resource) {
                    let wanted = if kinds.contains(&DocumentKeyword::Boundary) {
                        "a `boundary` or an identity `policy`"
                    } else {
                        "an identity `policy`"
                    };
                    let found = Diagnostic::error(rule::TYPE_MISMATCH, tree.span, format!("`{name}` is not {wanted}"));
                    self.report(found.note(attached_otherwise(&name, is)));
                    return None;
                }
                Some(Attachment::Document(name))
            }
            _ => Some(Attachment::Arn(expr)),
        }
    }
}

/// What a document is that a role does not attach, and where it is attached.
fn attached_otherwise(name: &str, is: Option<(DocumentKeyword, bool)>) -> String {
    match is {
        None => "It is a role; a role has policies.".to_owned(),
        Some((_, true)) => "It is the policy of a resource, and stands with that.".to_owned(),
        Some((DocumentKeyword::Boundary, _)) => format!("It is a boundary, which a role has once: `boundary {name}`."),
        Some((DocumentKeyword::Scp | DocumentKeyword::Rcp, _)) => {
            format!("It is for accounts: the `organization` says `attach {name}` at a unit or an account.")
        }
        Some((DocumentKeyword::Session, _)) => "It is given when a session is made; no role holds it.".to_owned(),
        Some((DocumentKeyword::Endpoint, _)) => "It stands with its VPC endpoint.".to_owned(),
        Some((DocumentKeyword::Policy, _)) => "It is a policy, for `attach`.".to_owned(),
    }
}
