//! Resources: constructors from the catalog's ARN shapes, and resources reached from others.

use whit_catalog::{ResourceType, Service};

use super::program::{Construction, Expr, ExprKind};
use super::types::{ResourceName, Type};
use super::{Checker, Meaning};
use crate::diagnostic::{Diagnostic, rule};
use crate::resolve::Space;
use crate::source::Span;
use crate::syntax::tree::{self, Argument, Ident};

impl Checker<'_> {
    /// The service that stands before a dot, if it is one: `s3` unless a value is called so, `aws::s3` always.
    pub(super) fn service_root(&mut self, path: &[Ident]) -> Option<Service<'static>> {
        match path {
            [name] => {
                let hidden = self.locals.iter().any(|(local, _)| local.value == name.value)
                    || self.bound(Space::Value, &name.value).is_some();
                let service = self.catalog.service(&name.value).filter(|s| !hidden && s.prefix() == name.value)?;
                self.mention(name.span, Meaning::Service(service));
                Some(service)
            }
            [root, name] if root.value == "aws" => {
                let service = self.catalog.service(&name.value);
                match service {
                    Some(service) => self.mention(name.span, Meaning::Service(service)),
                    None => self.unknown_service(name, None),
                }
                service
            }
            _ => None,
        }
    }

    /// `kms.key` without arguments, in `policy … for` and where a resource type alone says enough.
    pub(super) fn unnamed_resource(
        &mut self,
        span: Span,
        service: Service<'static>,
        name: &Ident,
        wanted: Option<&Type>,
    ) -> (Expr, Type) {
        let Some(ty) = self.resource_type(service, name) else {
            return (Expr { span, kind: ExprKind::Error }, Type::Error);
        };
        if wanted != Some(&Type::Resource(Some(name_of(ty)))) {
            let signature = signature(ty);
            return self.wrong(
                span,
                rule::WRONG_ARGUMENTS,
                &format!("`{}.{}` needs its names", service.prefix(), name.value),
                &format!("It takes {signature}."),
            );
        }
        let construction = Construction {
            ty: name_of(ty),
            shape: ty.shapes().next().map_or_else(String::new, |shape| shape.text()),
            fields: Vec::new(),
            partition: None,
            region: None,
            account: None,
            unnamed: true,
        };
        (Expr { span, kind: ExprKind::Resource(Box::new(construction)) }, Type::Resource(Some(name_of(ty))))
    }

    /// A resource type by the way Whit writes it.
    pub(super) fn resource_type(&mut self, service: Service<'static>, name: &Ident) -> Option<ResourceType<'static>> {
        let found = service.resource_type(&name.value);
        if let Some(ty) = found {
            self.mention(name.span, Meaning::Resource(ty));
        } else {
            let idents: Vec<String> = service.resource_types().map(|ty| ty.ident().to_string()).collect();
            let message = format!("`{}` has no resource type `{}`", service.prefix(), name.value);
            let known: Vec<&str> = idents.iter().map(String::as_str).collect();
            let few = known.len() <= 12;
            let list = known.join(", ");
            let diagnostic = self.unknown(rule::UNKNOWN_RESOURCE_TYPE, name.span, message, &name.value, known);
            if few && diagnostic.fixes.is_empty() {
                diagnostic.notes.push(format!("It has: {list}."));
            }
        }
        found
    }

    /// `service.type(…)`
    pub(super) fn construct(
        &mut self,
        span: Span,
        service: Service<'static>,
        name: &Ident,
        arguments: &[Argument],
    ) -> (Expr, Type) {
        let Some(ty) = self.resource_type(service, name) else {
            // The arguments are checked all the same.
            arguments.iter().for_each(|argument| drop(self.expr(&argument.value, None)));
            return (Expr { span, kind: ExprKind::Error }, Type::Error);
        };
        let construction = self.construction(span, name.span, ty, 0, arguments);
        let result = Type::Resource(Some(name_of(ty)));
        match construction {
            Some(construction) => (Expr { span, kind: ExprKind::Resource(Box::new(construction)) }, result),
            None => (Expr { span, kind: ExprKind::Error }, result),
        }
    }

    /// `resource.type(…)`: a shape that extends the shape of the resource.
    pub(super) fn extend(
        &mut self,
        span: Span,
        base: Expr,
        base_name: &ResourceName,
        name: &Ident,
        arguments: &[Argument],
    ) -> (Expr, Type) {
        let Some(service) = self.catalog.service(&base_name.service) else {
            return (Expr { span, kind: ExprKind::Error }, Type::Error);
        };
        let Some(base_type) = service.resource_type(&base_name.ident) else {
            return (Expr { span, kind: ExprKind::Error }, Type::Error);
        };
        let inner: Vec<ResourceType<'static>> = service.resource_types().filter(|ty| ty.extends(base_type)).collect();
        let Some(ty) = inner.iter().copied().find(|ty| *ty.ident() == *name.value) else {
            let idents: Vec<String> = inner.iter().map(|ty| ty.ident().to_string()).collect();
            let message = format!("a {}.{} has no `{}` in it", service.prefix(), base_name.ident, name.value);
            let known: Vec<&str> = idents.iter().map(String::as_str).collect();
            let list = known.join(", ");
            let diagnostic = self.unknown(rule::UNKNOWN_RESOURCE_TYPE, name.span, message, &name.value, known);
            if !list.is_empty() && diagnostic.fixes.is_empty() {
                diagnostic.notes.push(format!("It has: {list}."));
            }
            arguments.iter().for_each(|argument| drop(self.expr(&argument.value, None)));
            return (Expr { span, kind: ExprKind::Error }, Type::Error);
        };
        self.mention(name.span, Meaning::Resource(ty));
        let taken = base_type.shapes().next().map_or(0, |shape| shape.fields().len());
        let construction = self.construction(span, name.span, ty, taken, arguments);
        let result = Type::Resource(Some(name_of(ty)));
        match construction {
            Some(construction) => {
                (Expr { span, kind: ExprKind::Extension(Box::new(base), Box::new(construction)) }, result)
            }
            None => (Expr { span, kind: ExprKind::Error }, result),
        }
    }

    /// The arguments of a constructor, matched to the fields of a shape after the first `taken`.
    fn construction(
        &mut self,
        span: Span,
        name_span: Span,
        ty: ResourceType<'static>,
        taken: usize,
        arguments: &[Argument],
    ) -> Option<Construction> {
        let is_scope = |argument: &&Argument| {
            argument.name.as_ref().is_some_and(|name| ["partition", "region", "account"].contains(&name.value.as_str()))
        };
        let named: Vec<&Argument> = arguments.iter().filter(|argument| !is_scope(argument)).collect();
        let shape = ty.shapes().find(|shape| {
            let fields = shape.fields();
            let names = named.iter().filter_map(|argument| argument.name.as_ref());
            fields.len() == taken + named.len() && names.into_iter().all(|name| fields.contains(&name.value))
        });
        let Some(shape) = shape else {
            self.wrong_fields(span, name_span, ty, taken, &named);
            arguments.iter().for_each(|argument| drop(self.expr(&argument.value, None)));
            return None;
        };
        let mut construction = Construction {
            ty: name_of(ty),
            shape: shape.text(),
            fields: Vec::new(),
            partition: None,
            region: None,
            account: None,
            unnamed: false,
        };
        let own: Vec<String> = shape.fields().into_iter().skip(taken).collect();
        let mut values: Vec<Option<Expr>> = own.iter().map(|_| None).collect();
        let mut position = 0;
        for argument in arguments {
            if let Some(name) = &argument.name {
                self.mention(name.span, Meaning::Field(ty));
            }
            let name = argument.name.as_ref().map(|name| name.value.as_str());
            match name {
                Some("partition") => construction.partition = Some(self.scope_value(&argument.value, &Type::String)),
                Some("region") => construction.region = Some(self.scope_value(&argument.value, &Type::Region)),
                Some("account") => construction.account = Some(self.scope_value(&argument.value, &Type::Account)),
                _ => {
                    let index = match name {
                        Some(name) => own.iter().position(|field| field == name),
                        None => Some(position),
                    };
                    position += 1;
                    let value = self.expect(&argument.value, &Type::String);
                    match index.and_then(|index| values.get_mut(index)) {
                        Some(slot @ None) => *slot = Some(value),
                        _ => {
                            self.wrong_fields(span, argument.value.span, ty, taken, &named);
                            return None;
                        }
                    }
                }
            }
        }
        construction.fields = own.into_iter().zip(values.into_iter().flatten()).collect();
        Some(construction)
    }

    /// `region: any`, `account: aws`, `region: none`, or a value.
    fn scope_value(&mut self, tree: &tree::Expr, wanted: &Type) -> Expr {
        let span = tree.span;
        match &tree.kind {
            tree::ExprKind::Any => Expr { span, kind: ExprKind::Any },
            tree::ExprKind::None => Expr { span, kind: ExprKind::None },
            tree::ExprKind::Name(path) if matches!(path.as_slice(), [name] if name.value == "aws") => {
                let text = super::program::TextPart::Literal(crate::typed::Text::literal("aws"));
                Expr { span, kind: ExprKind::Text(vec![text]) }
            }
            _ => self.expect(tree, wanted),
        }
    }

    fn wrong_fields(&mut self, span: Span, at: Span, ty: ResourceType<'static>, taken: usize, named: &[&Argument]) {
        let fields: Vec<String> =
            ty.shapes().next().map_or_else(Vec::new, |shape| shape.fields()).into_iter().skip(taken).collect();
        let unknown = named
            .iter()
            .filter_map(|argument| argument.name.as_ref())
            .find(|name| !ty.shapes().any(|shape| shape.fields().contains(&name.value)));
        if let Some(name) = unknown {
            let message = format!("`{}` has no field `{}`", ty.ident(), name.value);
            let known: Vec<&str> = fields.iter().map(String::as_str).collect();
            let list = known.join(", ");
            // `bucket` for `bucket_name`.
            let begun: Vec<&str> =
                known.iter().copied().filter(|field| field.starts_with(&format!("{}_", name.value))).collect();
            let meant = if let [only] = begun.as_slice() { only } else { name.value.as_str() };
            let diagnostic = self.unknown(rule::WRONG_ARGUMENTS, name.span, message, meant, known);
            diagnostic.notes.push(format!("It takes ({list}), and `partition:`, `region:`, `account:`."));
            return;
        }
        let (given, wanted) = (named.len(), fields.len());
        let at = if given == 0 { at } else { span };
        self.report(
            Diagnostic::error(
                rule::WRONG_ARGUMENTS,
                at,
                format!("`{}` takes {}, not {given}", ty.ident(), counted(wanted, "name")),
            )
            .note(format!("It takes ({}); a name may hold wildcards.", fields.join(", "))),
        );
    }
}

/// `1 name`, `2 names`
pub(super) fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}

/// The name of a catalog type.
pub(crate) fn name_of(ty: ResourceType<'_>) -> ResourceName {
    ResourceName {
        service: ty.service().prefix().to_owned(),
        name: ty.name().to_owned(),
        ident: ty.ident().to_string(),
    }
}

/// `(bucket_name, object_name)`
fn signature(ty: ResourceType<'_>) -> String {
    format!("({})", ty.shapes().next().map_or_else(Vec::new, |shape| shape.fields()).join(", "))
}
