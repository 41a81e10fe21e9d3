//! What the evaluator says of the policies that come out.

use std::collections::BTreeSet;
use std::sync::Arc;
use whit_core::project::CompiledDocument;
use whit_core::typed::DocumentKind;
use whit_iam::evaluate::{Decision, Layer, LayerVerdict, Policies, Prepared, Readings, Request, evaluate, explain};
use whit_iam::{BaseOperator, Condition, Effect, Policy, ResourceElement};

/// The policies of a document, made ready.
pub(super) struct Emitted {
    kind: DocumentKind,
    whole: Policies,
    /// Statement by statement, in order.
    pub(super) statements: Vec<One>,
}

/// One statement by itself.
pub(super) struct One {
    pub(super) effect: Effect,
    alone: Policies,
    /// The same without its condition.
    bare: Policies,
    readings: Vec<Readings>,
}

impl Emitted {
    pub(super) fn new(document: &CompiledDocument) -> Self {
        let kind = document.kind;
        let read = |policy: &Policy| whit_iam::read(&whit_iam::print(policy)).expect("what is printed can be read").0;
        let policies: Vec<Policy> = match document.parts.as_slice() {
            [] => vec![read(&document.policy)],
            parts => parts.iter().map(|part| read(&part.policy)).collect(),
        };
        let whole = in_layer(kind, policies.iter().map(Prepared::new).collect());
        let statements = read(&document.policy).statements.into_iter().map(|statement| {
            let alone = |statement| {
                let policy = Policy { statements: vec![statement], ..Policy::default() };
                in_layer(kind, vec![Prepared::new(&policy)])
            };
            let bare = whit_iam::Statement { condition: Condition::new(), ..statement.clone() };
            One { effect: statement.effect, readings: readings(&statement), bare: alone(bare), alone: alone(statement) }
        });
        Self { kind, whole, statements: statements.collect() }
    }

    /// Whether a statement matches, which must not hang on any reading.
    pub(super) fn matches(&self, at: usize, request: &Request) -> Result<bool, String> {
        let one = &self.statements[at];
        let says = |policies: &Policies, readings: &Readings| {
            let found = verdict(self.kind, policies, request, readings);
            assert!(found.is_none_or(|found| found == one.effect));
            found.is_some()
        };
        // Far quicker than to go through all readings of a condition that does not count.
        if one.bare_readings().all(|readings| !says(&one.bare, &readings)) {
            return Ok(false);
        }
        let first = says(&one.alone, &Readings::default());
        match one.readings.iter().find(|readings| says(&one.alone, readings) != first) {
            Some(readings) => Err(format!("it hangs on {readings:?}")),
            None => Ok(first),
        }
    }

    /// What the whole document does.
    pub(super) fn decides(&self, request: &Request) -> Option<Effect> {
        let found = verdict(self.kind, &self.whole, request, &Readings::default());
        let outcome = evaluate(request, &self.whole, &Readings::default());
        assert_eq!(outcome.decision == Decision::ExplicitlyDenied, found == Some(Effect::Deny), "{request:?}");
        found
    }
}

impl One {
    /// The readings on which a resource with variables hangs.
    fn bare_readings(&self) -> impl Iterator<Item = Readings> {
        let of = |readings: &Readings| Readings {
            positive_variable: readings.positive_variable,
            negated_variable: readings.negated_variable,
            ..Readings::default()
        };
        self.readings.iter().map(of).collect::<BTreeSet<_>>().into_iter()
    }
}

/// The readings that concern a statement: those of its condition, and those of variables in its resource.
fn readings(statement: &whit_iam::Statement) -> Vec<Readings> {
    let (arns, base) = match &statement.resource {
        Some(ResourceElement::Resource(arns)) => (arns.as_slice(), BaseOperator::StringEquals),
        Some(ResourceElement::NotResource(arns)) => (arns.as_slice(), BaseOperator::StringNotEquals),
        None => (&[][..], BaseOperator::StringEquals),
    };
    let arns = arns.iter().map(String::as_str).filter(|arn| arn.contains("${"));
    let mut condition = statement.condition.clone();
    for arn in arns {
        condition = condition.with(base, "resource", [arn]);
    }
    Readings::concerning(&condition).collect()
}

fn layer(kind: DocumentKind) -> Layer {
    match kind {
        DocumentKind::Identity | DocumentKind::Inline => Layer::Identity,
        DocumentKind::Resource | DocumentKind::Trust => Layer::Resource,
        DocumentKind::Boundary => Layer::Boundary,
        DocumentKind::Session => Layer::Session,
        DocumentKind::Scp => Layer::ServiceControl,
        DocumentKind::Rcp => Layer::ResourceControl,
        DocumentKind::Endpoint => Layer::Endpoint,
    }
}

fn in_layer(kind: DocumentKind, policies: Vec<Prepared>) -> Policies {
    let many: Vec<Arc<Prepared>> = policies.into_iter().map(Arc::new).collect();
    let mut all = Policies::default();
    match layer(kind) {
        Layer::Identity => all.identity = many,
        Layer::Session => all.session = many,
        Layer::Endpoint => all.endpoint = many,
        Layer::Resource => all.resource = many.into_iter().next(),
        Layer::Boundary => all.boundary = many.into_iter().next(),
        Layer::ServiceControl => all.service_control = Some(vec![many]),
        Layer::ResourceControl => all.resource_control = Some(vec![many]),
    }
    all
}

/// What a layer says of a request.
fn verdict(kind: DocumentKind, policies: &Policies, request: &Request, readings: &Readings) -> Option<Effect> {
    let answers = explain(request, policies, readings).layers;
    let answer = answers.iter().find(|answer| answer.layer == layer(kind)).expect("the layer is there");
    match answer.verdict {
        LayerVerdict::Denies(_) => Some(Effect::Deny),
        LayerVerdict::Allows(_) | LayerVerdict::Grants(..) => Some(Effect::Allow),
        LayerVerdict::NoAllow | LayerVerdict::Passes => None,
        LayerVerdict::DoesNotApply => panic!("a {kind:?} is not asked about {request:?}"),
    }
}
