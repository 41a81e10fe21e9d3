//! The resources of a statement, as the fitting sees them.

use super::Context;
use super::governed::{Element, governed};
use crate::source::Span;
use crate::typed::{Document, DocumentKind, Piece, ResourceKind, ResourceTerm, Statement, Text};
use whit_catalog::{Action, ResourceType};

/// What a statement is about.
#[derive(Debug, Clone)]
pub(crate) struct Targets {
    /// How they are given.
    pub(crate) form: Form,
    /// How the element is written.
    pub(crate) element: Element,
    /// Those that are in, or with [`Form::Except`] those that are out.
    pub(crate) list: Vec<Target>,
}

/// How the resources of a statement are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Not at all.
    Absent,
    /// `on any`
    Any,
    /// `on any except x`
    Except,
    /// `on x, y`
    Listed,
    /// Not at all, in a resource policy: `this` and what its policy may govern.
    Governed,
}

/// One resource.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// Where it stands.
    pub(crate) span: Span,
    /// Its type; none for an ARN that fits no type of the catalog.
    pub(crate) ty: Option<ResourceType<'static>>,
    /// The prefix of its service; empty if it cannot be told.
    pub(crate) service: String,
    /// Its ARNs.
    pub(crate) arns: Vec<Text>,
    /// Whether every name in it is only wildcards.
    pub(crate) only_wildcards: bool,
    /// Whether the source has the ARN itself.
    pub(crate) written_out: bool,
}

impl Targets {
    /// The services of the resources that are in, in order.
    pub(crate) fn services(&self) -> Vec<&str> {
        let mut services: Vec<&str> = Vec::new();
        for target in self.list.iter().filter(|_| self.form != Form::Except) {
            if !target.service.is_empty() && !services.contains(&target.service.as_str()) {
                services.push(&target.service);
            }
        }
        services
    }
}

impl Target {
    /// How messages call it: `s3.bucket`, or its ARN.
    pub(crate) fn describe(&self) -> String {
        match self.ty {
            Some(ty) => describe(ty),
            None => self.arns.first().map(ToString::to_string).unwrap_or_default(),
        }
    }
}

/// A type as Whit writes it: `logs.log_group`.
pub(crate) fn describe(ty: ResourceType) -> String {
    format!("{}.{}", ty.service().prefix(), ty.ident())
}

/// The type of an action that a resource of `ty` is: the same, or another service's name for the same ARNs, as
/// `sts:AssumeRole` has a `role` of its own.
pub(crate) fn supported<'a>(action: Action<'a>, ty: ResourceType<'a>) -> Option<ResourceType<'a>> {
    let types = || action.resources().map(|resource| resource.resource_type());
    types().find(|own| *own == ty).or_else(|| types().find(|own| is_like(*own, ty)))
}

/// Whether two types have a shape in common.
pub(crate) fn is_like(one: ResourceType<'_>, other: ResourceType<'_>) -> bool {
    one.shapes().any(|left| other.shapes().any(|right| left.is_like(right)))
}

/// The resources of a statement.
pub(crate) fn targets(document: &Document, statement: &Statement, context: &Context) -> Targets {
    let this = document.resource.as_ref().filter(|_| document.kind == DocumentKind::Resource);
    let this = this.map(|term| (term, target(term, context)));
    let element = match this.as_ref().map(|(term, _)| &term.kind) {
        Some(ResourceKind::Typed(typed)) => governed(&typed.service, &typed.resource_type).element,
        _ => Element::Arns,
    };
    match (&statement.resources, this) {
        (Some(resources), _) => {
            let any = resources.terms.iter().any(|term| matches!(term.kind, ResourceKind::Any));
            let form = match (any, resources.except.is_empty()) {
                (true, true) => Form::Any,
                (true, false) => Form::Except,
                (false, _) => Form::Listed,
            };
            let terms = if form == Form::Except { &resources.except } else { &resources.terms };
            let listed = terms.iter().filter(|term| !matches!(term.kind, ResourceKind::Any));
            let list = if form == Form::Any { Vec::new() } else { listed.map(|term| target(term, context)).collect() };
            Targets { form, element, list }
        }
        (None, Some((_, this))) => Targets { form: Form::Governed, element, list: with_what_is_below(this, context) },
        (None, None) => Targets { form: Form::Absent, element, list: Vec::new() },
    }
}

/// One term.
pub(crate) fn target(term: &ResourceTerm, context: &Context) -> Target {
    let span = term.span;
    match &term.kind {
        ResourceKind::Any => Target {
            span,
            ty: None,
            service: String::new(),
            arns: vec![star()],
            only_wildcards: false,
            written_out: false,
        },
        ResourceKind::Arn(text) => Target {
            span,
            ty: None,
            service: service_of(text),
            arns: vec![text.clone()],
            only_wildcards: false,
            written_out: true,
        },
        ResourceKind::Typed(typed) => Target {
            span,
            ty: context
                .catalog
                .service(&typed.service)
                .and_then(|service| service.resource_type_named(&typed.resource_type)),
            service: typed.service.clone(),
            arns: typed.arns.clone(),
            only_wildcards: typed.only_wildcards,
            written_out: typed.written_out,
        },
    }
}

/// The ARNs that the policy of a resource may decide on, as patterns; none for a document of another kind.
pub(crate) fn governed_arns(document: &Document, context: &Context) -> Vec<String> {
    let this = document.resource.as_ref().filter(|_| document.kind == DocumentKind::Resource);
    let targets = this.map(|term| with_what_is_below(target(term, context), context)).unwrap_or_default();
    targets.iter().flat_map(|target| &target.arns).map(ToString::to_string).collect()
}

/// A resource, and the types below it that its policy governs too.
fn with_what_is_below(this: Target, context: &Context) -> Vec<Target> {
    let mut list = vec![this.clone()];
    let Some(ty) = this.ty else { return list };
    let Some(service) = context.catalog.service(&this.service) else { return list };
    for (name, suffix) in governed(&this.service, ty.name()).below {
        let Some(below) = service.resource_type_named(name) else { continue };
        let tail = Text::with_wildcards(suffix);
        let arns = this.arns.iter().map(|arn| {
            let mut longer = arn.clone();
            longer.extend(&tail);
            longer
        });
        list.push(Target { ty: Some(below), arns: arns.collect(), only_wildcards: false, ..this.clone() });
    }
    list
}

/// The third segment of an ARN, if it is plain.
fn service_of(arn: &Text) -> String {
    match arn.pieces.first() {
        Some(Piece::Literal(text)) => {
            let mut segments = text.splitn(4, ':').skip(2);
            match (segments.next(), segments.next()) {
                (Some(service), Some(_)) => service.to_owned(),
                _ => String::new(),
            }
        }
        _ => String::new(),
    }
}

fn star() -> Text {
    Text::with_wildcards("*")
}
