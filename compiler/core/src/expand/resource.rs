//! ARNs from shapes, and resource types from ARNs.

use super::Expander;
use super::value::{ResourceValue, Value};
use crate::check::program::{Construction, DocumentItem, Expr, ExprKind, Form};
use crate::check::types::ResourceName;
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::DocumentKeyword;
use crate::typed::{External, Piece, ResourceKind, ResourceTerm, Text, TypedResource, external};

impl Expander<'_> {
    /// `service.type(…)`, or, with a base, `resource.type(…)`.
    pub(super) fn construct(&mut self, span: Span, construction: &Construction, base: Option<Value>) -> Option<Value> {
        let segments: Vec<&str> = construction.shape.splitn(6, ':').collect();
        let &[_, partition_shape, service, region_shape, account_shape, path] = segments.as_slice() else {
            return None;
        };
        let base = match base {
            Some(Value::Resource(base)) => Some(*base),
            Some(_) => return None,
            None => None,
        };
        if construction.unnamed {
            return Some(self.unnamed(construction));
        }
        let mut fields = base.as_ref().map(|base| base.fields.clone()).unwrap_or_default();
        for (_, field) in &construction.fields {
            let name = self.value(field)?.text()?;
            self.is_name(field.span, &construction.ty, &name)?;
            fields.push(name);
        }
        let partition = match (&construction.partition, &base) {
            (Some(given), _) => self.scope(given)?.into_iter().next()?,
            (None, Some(base)) => base.partition.clone(),
            (None, None) if self.detached => Text::literal("aws"),
            (None, None) => Text::literal(&self.pass.place.partition),
        };
        let needs = |shape: &str| shape.contains("${");
        let regions = match (&construction.region, &base) {
            (Some(given), _) => self.scope(given)?,
            (None, Some(base)) if !base.regions.is_empty() => base.regions.clone(),
            _ if !needs(region_shape) => Vec::new(),
            _ if self.detached => return self.not_given(span, "region"),
            _ if self.pass.place.regions.is_empty() => return self.not_known(span, "region", "regions"),
            _ => self.pass.place.regions.iter().map(Text::literal).collect(),
        };
        if let Some(given) = &construction.region {
            self.of_partition(given.span, &partition, &regions)?;
        }
        let account = match (&construction.account, &base) {
            (Some(given), _) => self.scope(given)?.into_iter().next()?,
            (None, Some(base)) if !base.account.pieces.is_empty() => base.account.clone(),
            _ if !needs(account_shape) => Text::default(),
            _ if self.detached => return self.not_given(span, "account"),
            _ => match &self.pass.place.account {
                Some(account) => Text::literal(account),
                None => return self.not_known(span, "account", "account"),
            },
        };
        let only_wildcards = !fields.is_empty()
            && fields
                .iter()
                .all(|field| !field.pieces.is_empty() && field.pieces.iter().all(|piece| *piece == Piece::Star));
        let mut arns = Vec::new();
        let one_region = [Text::default()];
        for region in if needs(region_shape) { regions.as_slice() } else { &one_region } {
            let mut arn = Text::literal("arn:");
            fill(&mut arn, partition_shape, std::iter::once(&partition));
            arn.push(Piece::Literal(format!(":{service}:")));
            fill(&mut arn, region_shape, std::iter::once(region));
            arn.push(Piece::Literal(":".to_owned()));
            fill(&mut arn, account_shape, std::iter::once(&account));
            arn.push(Piece::Literal(":".to_owned()));
            fill(&mut arn, path, fields.iter());
            arns.push(arn);
        }
        let resource = TypedResource {
            service: construction.ty.service.clone(),
            resource_type: construction.ty.name.clone(),
            arns,
            only_wildcards,
            written_out: false,
        };
        Some(Value::Resource(Box::new(ResourceValue { resource, fields, partition, regions, account })))
    }

    /// Says where a name is a whole ARN, or one of something within (Amazon S3 User Guide, "Bucket naming rules").
    fn is_name(&mut self, span: Span, ty: &ResourceName, name: &Text) -> Option<()> {
        let text = name.to_string();
        let found = |message: String| Diagnostic::error(rule::BAD_VALUE, span, message);
        let called = || format!("{}.{}", ty.service, ty.ident);
        self.report(if text.starts_with("arn:") {
            found(format!("`{}` takes a name, and this is a whole ARN", called()))
                .note("An ARN stands by itself, without quotes and without a type around it.")
        } else if ty.service == "s3" && ty.ident == "bucket" && text.contains('/') {
            found("the name of a bucket has no `/`".to_owned())
                .note("What is in a bucket is named by it: `s3.bucket(\"reports\").object(\"out/*\")`.")
        } else {
            return Some(());
        });
        None
    }

    /// `kms.key` in `policy K for kms.key`: the policy hangs on its resource, which needs no name.
    fn unnamed(&self, construction: &Construction) -> Value {
        let resource = TypedResource {
            service: construction.ty.service.clone(),
            resource_type: construction.ty.name.clone(),
            arns: vec![Text::with_wildcards("*")],
            only_wildcards: true,
            written_out: false,
        };
        Value::Resource(Box::new(ResourceValue {
            resource,
            fields: Vec::new(),
            partition: Text::literal(&self.pass.place.partition),
            regions: Vec::new(),
            account: Text::default(),
        }))
    }

    /// `region:`, `account:`, `partition:` as given; `any` is a star, `none` is empty.
    fn scope(&mut self, expr: &Expr) -> Option<Vec<Text>> {
        match &expr.kind {
            ExprKind::Any => Some(vec![Text::with_wildcards("*")]),
            ExprKind::None => Some(vec![Text::default()]),
            _ => match self.value(expr)? {
                Value::List(items) => items.iter().map(Value::text).collect(),
                value => Some(vec![value.text()?]),
            },
        }
    }

    /// Says which region is of another partition than its resource: an ARN of both would fit nothing.
    fn of_partition(&mut self, span: Span, partition: &Text, regions: &[Text]) -> Option<()> {
        let partition = partition.to_string();
        let known = self.catalog.partitions().any(|known| known.name() == partition);
        let found = regions.iter().filter_map(|region| self.catalog.region(&region.to_string()));
        let Some(other) = found.into_iter().find(|region| known && region.partition().name() != partition) else {
            return Some(());
        };
        let home = other.partition().name();
        let message = format!("the region `{other}` is of the partition `{home}`, not of `{partition}`");
        let note = format!("No ARN has both: `partition: \"{home}\"` says where the resource is.");
        self.report(Diagnostic::error(rule::BAD_VALUE, span, message).note(note));
        None
    }

    fn not_given(&mut self, span: Span, what: &str) -> Option<Value> {
        self.report(
            Diagnostic::error(
                rule::NO_ENVIRONMENT,
                span,
                format!("say which {what}: this document is not of one account"),
            )
            .note(format!("`{what}: any` means all of them, `{what}: \"…\"` one.")),
        );
        None
    }

    fn not_known(&mut self, span: Span, what: &str, key: &str) -> Option<Value> {
        self.report(
            Diagnostic::error(rule::NO_ENVIRONMENT, span, format!("the {what} of this resource is not known"))
                .note(format!("Set `{key}` of the environment in `whit.toml`, or write `{what}:`; `{what}: any` means all of them.")),
        );
        None
    }

    /// Says what is wrong with an ARN that is not whole. One that is known only at deployment is taken to be whole.
    pub(super) fn whole_arn(&mut self, span: Span, text: &Text) -> Option<()> {
        let whole = external::filled(&text.to_value(), |name| self.pass.stand_in(name));
        if let Some(note) = crate::check::arn_problem(&whole) {
            self.report(Diagnostic::error(rule::BAD_VALUE, span, format!("\"{text}\" is no whole ARN")).note(note));
            return None;
        }
        Some(())
    }

    /// A value in a place for resources.
    pub(super) fn resources(&mut self, span: Span, value: Value) -> Option<Vec<ResourceTerm>> {
        Some(match value {
            Value::Any => vec![ResourceTerm { span, kind: ResourceKind::Any }],
            Value::Resource(value) => vec![ResourceTerm { span, kind: ResourceKind::Typed(value.resource) }],
            Value::Text(text) => {
                self.whole_arn(span, &text)?;
                vec![ResourceTerm { span, kind: self.typed_by_arn(text) }]
            }
            Value::List(items) => {
                let mut all = Vec::new();
                for item in items.iter() {
                    all.extend(self.resources(span, item.clone())?);
                }
                all
            }
            _ => return None,
        })
    }

    /// An ARN, matched to a type of the catalog if one fits.
    fn typed_by_arn(&self, text: Text) -> ResourceKind {
        let pattern = text.to_pattern();
        let mut segments = pattern.splitn(6, ':');
        let arn: [&str; 6] = std::array::from_fn(|_| segments.next().unwrap_or(""));
        // Of what only the deployment knows, the type is not known either.
        let known = text.external != External::All;
        let found = self.catalog.resource_types_of(&arn).into_iter().next().filter(|_| known);
        match found {
            Some(ty) => {
                let [.., path] = arn;
                let only_wildcards = !path.is_empty() && path.split(['/', ':']).all(|part| part == "*");
                ResourceKind::Typed(TypedResource {
                    service: ty.service().prefix().to_owned(),
                    resource_type: ty.name().to_owned(),
                    arns: vec![text],
                    only_wildcards,
                    written_out: true,
                })
            }
            None => ResourceKind::Arn(text),
        }
    }

    /// The ARN of a document of the project, of this environment.
    pub(super) fn document_arn(&mut self, span: Span, name: &str) -> Option<Value> {
        let index = self.pass.program.document(name)?;
        let form = self.item(index);
        if let Some(used) = self.uses.get_mut(index) {
            used.arn = Some(span);
        }
        let (kind, path) = match form {
            Some(Form::Role(role)) => ("role", role.path.as_ref()),
            Some(Form::Document(document)) if !is_managed(document) => {
                self.report(
                    Diagnostic::error(rule::BAD_VALUE, span, format!("the ARN of `{name}` is not known here"))
                        .note("A role, an identity policy and a boundary have one that follows from their name."),
                );
                return None;
            }
            _ => ("policy", None),
        };
        let Some(account) = &self.pass.place.account else { return self.not_known(span, "account", "account") };
        let path = match path {
            Some(path) => self.value(path)?.text()?.to_string(),
            None => "/".to_owned(),
        };
        Some(Value::Text(Text::literal(format!("arn:{}:iam::{account}:{kind}{path}{name}", self.pass.place.partition))))
    }
}

/// Whether a document is a managed policy, which has an ARN of its own.
fn is_managed(document: &DocumentItem) -> bool {
    matches!(document.keyword, DocumentKeyword::Policy | DocumentKeyword::Boundary) && document.resource.is_none()
}

/// Appends a part of a shape, its `${…}` filled in order.
fn fill<'t>(arn: &mut Text, shape: &str, mut values: impl Iterator<Item = &'t Text>) {
    let mut rest = shape;
    // A `$` of a shape begins a `${…}`.
    while let Some((before, after)) = rest.split_once('$') {
        arn.push(Piece::Literal(before.to_owned()));
        if let Some(value) = values.next() {
            arn.extend(value);
        }
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    // The catalog's shapes write stars where AWS's ARNs have them: `log-group:NAME:*`.
    arn.extend(&Text::with_wildcards(rest));
}
