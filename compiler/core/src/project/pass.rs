//! One pass over the program for each environment, and for each value of a union that no environment sets.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use whit_catalog::Catalog;

use super::together;
use crate::check::program::{Form, Program};
use crate::check::types::Type;
use crate::config::{Input, InputValue};
use crate::diagnostic::{Diagnostic, Severity, rule};
use crate::expand::{Expanded, Pass, Place, PolicyName, Role, Uses};
use crate::lock::{self, Compared, Comparison, Lock};
use crate::lower::{self, Context, Exception, Extent, Origin, Reliance};
use crate::organization;
use crate::resolve::Index;
use crate::source::{SourceMap, Span};
use crate::typed::{Document, DocumentKind, Organization, Proof, external, verify::Test};
use crate::verify;
use crate::work::{Work, side_by_side};
use whit_iam::Effect;

/// The policies of one environment.
#[derive(Debug)]
pub struct CompiledEnvironment {
    /// The name; none for a file by itself.
    pub name: Option<String>,
    /// The documents, in source order.
    pub documents: Vec<Arc<CompiledDocument>>,
    /// The roles, in source order.
    pub roles: Vec<Arc<CompiledRole>>,
    /// The partition.
    pub partition: String,
    /// The account, if it is known.
    pub account: Option<String>,
    /// The account tree.
    pub organization: Option<Organization>,
    /// The tests, in source order.
    pub tests: Vec<Arc<Test>>,
    /// The proofs, in source order.
    pub proofs: Vec<Arc<Proof>>,
}

impl CompiledEnvironment {
    /// The document of a name.
    #[must_use]
    pub fn document(&self, name: &str) -> Option<&CompiledDocument> {
        self.documents.iter().find(|document| document.name == name).map(Arc::as_ref)
    }

    /// Every policy: of the documents, then of the roles.
    pub fn policies(&self) -> impl Iterator<Item = &CompiledDocument> {
        let of_roles = self.roles.iter().flat_map(|role| role.policies());
        self.documents.iter().map(Arc::as_ref).chain(of_roles)
    }
}

/// A document with its policy.
#[derive(Debug)]
pub struct CompiledDocument {
    /// The name.
    pub name: String,
    /// Where the name stands.
    pub span: Span,
    /// The kind.
    pub kind: DocumentKind,
    /// The policy.
    pub policy: whit_iam::Policy,
    /// Of an identity policy over its quota, the policies that it becomes, with their names. None otherwise.
    pub parts: Vec<CompiledPart>,
    /// Its size as AWS counts it.
    pub size: usize,
    /// The quota of its kind.
    pub limit: usize,
    /// The exceptions that its statements make, with their reasons.
    pub exceptions: Vec<Exception>,
    /// What each statement with an exception became.
    pub extents: BTreeMap<Span, Extent>,
    /// What the statements take from the catalog.
    pub reliances: Vec<Reliance>,
    /// The `extern`s without a value that stand in it.
    pub open: BTreeSet<String>,
    /// The labels of the source's statements, with their effects.
    pub labels: BTreeSet<(String, Effect)>,
    /// For each statement of the policy, those of the source that it came from, at least one.
    pub origins: Vec<Vec<Origin>>,
    /// Of a resource policy, the ARNs that it may decide on, as patterns.
    pub governs: Vec<String>,
}

impl CompiledDocument {
    /// The effects of the statements with a label.
    pub(crate) fn effects_of(&self, label: &str) -> impl Iterator<Item = Effect> {
        self.labels.iter().filter(move |(other, _)| other == label).map(|(_, effect)| *effect)
    }
}

/// One of the policies that a document becomes.
#[derive(Debug)]
pub struct CompiledPart {
    /// The document's name and a number, from 1 on.
    pub name: String,
    /// The policy.
    pub policy: whit_iam::Policy,
    /// Its size as AWS counts it.
    pub size: usize,
}

/// A role with its policies.
#[derive(Debug)]
pub struct CompiledRole {
    /// What is not a policy: name, attachments, boundary, path, tags.
    pub role: Role,
    /// The trust policy.
    pub trust: CompiledDocument,
    /// The inline policy.
    pub inline: Option<CompiledDocument>,
    /// The `extern`s without a value that stand in it.
    pub open: BTreeSet<String>,
}

/// What all passes see.
pub(super) struct Passes<'a> {
    pub(super) catalog: Catalog<'static>,
    /// What was accepted of the catalog.
    pub(super) lock: Option<&'a Lock>,
    pub(super) program: &'a Program,
    /// The accounts that have an environment.
    pub(super) accounts: &'a [String],
    pub(super) sources: &'a SourceMap,
    pub(super) work: &'a dyn Work,
}

/// What each item came to in the passes of the last analysis.
#[derive(Debug, Default)]
pub(super) struct KeptPasses {
    passes: Vec<KeptPass>,
}

#[derive(Debug)]
struct KeptPass {
    place: Place,
    inputs: BTreeMap<String, Input>,
    /// The accounts that had an environment.
    accounts: Vec<String>,
    /// By the number of the item.
    compiled: Vec<Option<Arc<Compiled>>>,
}

/// What an item came to.
#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) uses: Uses,
    diagnostics: Vec<Diagnostic>,
    /// What the lock says of it.
    locked: OnceLock<Compared>,
    made: Made,
}

impl Compiled {
    /// The document that it is.
    pub(super) fn document(&self) -> Option<&CompiledDocument> {
        match &self.made {
            Made::Document(document) => Some(document),
            _ => None,
        }
    }

    /// The role that it is.
    pub(super) fn role(&self) -> Option<&CompiledRole> {
        match &self.made {
            Made::Role(role) => Some(role),
            _ => None,
        }
    }
}

/// What was made of an item; nothing after an error.
#[derive(Debug)]
enum Made {
    Nothing,
    Document(Arc<CompiledDocument>),
    Role(Arc<CompiledRole>),
    Organization(Organization),
    Test(Arc<Test>),
    Proof(Arc<Proof>),
}

impl Made {
    /// What its statements take from the catalog.
    fn reliances(&self) -> impl Iterator<Item = &Reliance> {
        self.policies().flat_map(|policy| &policy.reliances)
    }

    /// The policies of a document or a role.
    fn policies(&self) -> impl Iterator<Item = &CompiledDocument> {
        let (document, role) = match self {
            Self::Document(document) => (Some(document.as_ref()), None),
            Self::Role(role) => (None, Some(role.policies())),
            _ => (None, None),
        };
        document.into_iter().chain(role.into_iter().flatten())
    }
}

impl CompiledRole {
    /// The trust policy, and the inline policy if it has one.
    fn policies(&self) -> impl Iterator<Item = &CompiledDocument> {
        std::iter::once(&self.trust).chain(&self.inline)
    }
}

/// Compiles for every place; findings of all of them are merged.
pub(super) fn run(
    passes: &Passes<'_>,
    places: &[(Place, BTreeMap<String, Input>)],
    set: &BTreeMap<String, Input>,
    kept: &mut KeptPasses,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<CompiledEnvironment> {
    let before = std::mem::take(kept);
    let mut pass = |place: &Place, inputs: BTreeMap<String, Input>| {
        let old = before
            .passes
            .iter()
            .find(|kept| kept.place == *place && kept.inputs == inputs && kept.accounts == passes.accounts);
        let new = passes.run(place, inputs, old);
        let compiled: Vec<Arc<Compiled>> =
            passes.program.order().filter_map(|index| new.compiled.get(index)?.clone()).collect();
        kept.passes.push(new);
        compiled
    };
    let mut compiled = Vec::new();
    let mut found = Found::default();
    let mut locked = Vec::new();
    for (place, params) in places {
        let mut inputs = params.clone();
        inputs.extend(set.clone());
        let here = pass(place, inputs.clone());
        locked.extend(here.iter().cloned());
        let name = place.name.clone().unwrap_or_default();
        compiled.push(passes.environment(place, &here, &mut found, &name));
        for (input, value) in unset_unions(passes.program, places, set) {
            let mut inputs = inputs.clone();
            inputs.insert(input.to_owned(), Input { span: None, value: InputValue::Text(value.to_owned()) });
            let here = pass(place, inputs);
            let label = match &place.name {
                Some(name) => format!("{name} with {input} = {value:?}"),
                None => format!("{input} = {value:?}"),
            };
            passes.environment(place, &here, &mut found, &label);
        }
    }
    if let Some(lock) = passes.lock {
        diagnostics.extend(lock::told(
            lock,
            locked.iter().filter_map(|compiled| compiled.locked.get()),
            passes.catalog,
        ));
    }
    let passes = found.values().flat_map(|(_, names)| names).collect::<BTreeSet<_>>().len().max(places.len());
    diagnostics.extend(found.into_values().map(|(mut diagnostic, names)| {
        let everywhere = places.iter().all(|(place, _)| names.contains(place.name.as_deref().unwrap_or_default()));
        if passes > 1 && !everywhere {
            // What is found for an environment as it is need not be said of its variations.
            let varied = |name: &str| name.split_once(" with ").is_some_and(|(plain, _)| names.contains(plain));
            let names: Vec<&str> =
                names.iter().map(String::as_str).filter(|name| !name.is_empty() && !varied(name)).collect();
            diagnostic.notes.push(format!("Found for {}.", names.join(", ")));
        }
        diagnostic
    }));
    diagnostics.extend(organization::varying(&compiled));
    compiled
}

/// The findings of all passes, each with the names of the passes that found it.
type Found = BTreeMap<(Span, &'static str, String), (Diagnostic, BTreeSet<String>)>;

fn merge<'d>(found: &mut Found, here: impl IntoIterator<Item = &'d Diagnostic>, name: &str) {
    for diagnostic in here {
        let key = (diagnostic.span, diagnostic.rule.0, diagnostic.message.clone());
        found.entry(key).or_insert_with(|| (diagnostic.clone(), BTreeSet::new())).1.insert(name.to_owned());
    }
}

/// The values of each union-typed `param` that nothing sets, the default's apart.
fn unset_unions<'p>(
    program: &'p Program,
    places: &[(Place, BTreeMap<String, Input>)],
    set: &BTreeMap<String, Input>,
) -> Vec<(&'p str, &'p str)> {
    let mut all = Vec::new();
    // An `extern` is one unknown value, whatever it may be.
    for input in program.inputs().filter(|input| input.longest.is_none()) {
        let is_set = set.contains_key(&input.name) || places.iter().any(|(_, params)| params.contains_key(&input.name));
        if let (Type::Literals(values), false) = (&input.ty, is_set) {
            all.extend(values.iter().map(|value| (input.name.as_str(), value.as_str())));
        }
    }
    all
}

impl Passes<'_> {
    /// What every document and role comes to in a place, and what is wrong with its inputs; `before` is what they came to there the last time.
    fn run(&self, place: &Place, inputs: BTreeMap<String, Input>, before: Option<&KeptPass>) -> KeptPass {
        let items: Vec<(Index, &Form)> = self
            .program
            .in_order()
            .map(|(index, checked)| (index, &checked.form))
            .filter(|(_, form)| match form {
                Form::Document(_) | Form::Role(_) | Form::Organization(_) | Form::Test(_) | Form::Proof(_) => true,
                // What is given is held to its type, whether a document needs it or not.
                Form::Input(input) => inputs.contains_key(&input.name),
                _ => false,
            })
            .collect();
        let pass = Pass::new(self.catalog, self.program, place, &inputs);
        let made = side_by_side(self.work, items.len(), |at| {
            let (index, form) = items.get(at)?;
            let kept = before.and_then(|before| before.compiled.get(*index)?.as_ref());
            let compiled = match kept.filter(|kept| kept.uses.hold(self.program)) {
                Some(kept) => Arc::clone(kept),
                None => Arc::new(self.compiled(&pass, *index, form)),
            };
            Some((*index, compiled))
        });
        let mut compiled = vec![None; self.program.count()];
        for (index, made) in made.into_iter().flatten() {
            if let Some(place) = compiled.get_mut(index) {
                *place = Some(made);
            }
        }
        self.compare(compiled.iter().flatten());
        KeptPass { place: place.clone(), inputs, accounts: self.accounts.to_vec(), compiled }
    }

    /// Compares what is new of these with the lock.
    fn compare<'c>(&self, compiled: impl Iterator<Item = &'c Arc<Compiled>>) {
        let Some(lock) = self.lock else { return };
        let news = compiled.filter(|compiled| compiled.locked.get().is_none());
        let news: Vec<(&Compiled, Vec<&Reliance>)> =
            news.map(|compiled| (compiled.as_ref(), compiled.made.reliances().collect())).collect();
        let all: Vec<&Reliance> = news.iter().flat_map(|(_, reliances)| reliances.iter().copied()).collect();
        let comparison = Comparison::of(lock, &all, self.catalog);
        for (compiled, reliances) in news {
            // Each is set once.
            let _ = compiled.locked.set(comparison.compared(&reliances));
        }
    }

    /// The environment of what its items came to, and what is found in it under the `name` of the pass.
    fn environment(&self, place: &Place, here: &[Arc<Compiled>], found: &mut Found, name: &str) -> CompiledEnvironment {
        merge(found, here.iter().flat_map(|compiled| &compiled.diagnostics), name);
        let mut environment = CompiledEnvironment {
            name: place.name.clone(),
            documents: Vec::new(),
            roles: Vec::new(),
            partition: place.partition.clone(),
            account: place.account.clone(),
            organization: None,
            tests: Vec::new(),
            proofs: Vec::new(),
        };
        for compiled in here {
            match &compiled.made {
                Made::Nothing => {}
                Made::Document(document) => environment.documents.push(Arc::clone(document)),
                Made::Role(role) => environment.roles.push(Arc::clone(role)),
                Made::Test(test) => environment.tests.push(Arc::clone(test)),
                Made::Proof(proof) => environment.proofs.push(Arc::clone(proof)),
                Made::Organization(organization) => environment.organization = Some(organization.clone()),
            }
        }
        merge(found, &together::check(self.catalog, self.program, here), name);
        merge(found, &organization::check(&environment, self.program, self.catalog), name);
        merge(found, &verify::labels(&environment, self.program), name);
        environment
    }

    fn compiled(&self, pass: &Pass<'_>, index: Index, form: &Form) -> Compiled {
        let place = pass.place();
        let context = Context {
            catalog: self.catalog,
            partition: place.partition.clone(),
            account: place.account.clone(),
            sources: Some(self.sources),
            externs: pass.externs(),
        };
        let (uses, diagnostics, made) = match form {
            Form::Document(item) => {
                let Expanded { result: (document, broken), mut diagnostics, uses } = pass.document(index, item);
                let document = lowered(&document, broken, &context, &mut diagnostics);
                let made = document.map_or(Made::Nothing, |document| Made::Document(Arc::new(document)));
                (uses, diagnostics, made)
            }
            Form::Role(item) => {
                let Expanded { result: role, mut diagnostics, uses } = pass.role(index, item);
                let role = role_lowered(role, &context, &mut diagnostics);
                let made = role.map_or(Made::Nothing, |role| Made::Role(Arc::new(role)));
                (uses, diagnostics, made)
            }
            Form::Input(input) => {
                let Expanded { diagnostics, uses, .. } = pass.input(index, input);
                (uses, diagnostics, Made::Nothing)
            }
            Form::Organization(item) => {
                let Expanded { result, diagnostics, uses } = pass.organization(index, item);
                (uses, diagnostics, result.map_or(Made::Nothing, Made::Organization))
            }
            Form::Test(item) => {
                let Expanded { result, diagnostics, uses } = verify::test(pass, index, item, self.accounts);
                (uses, diagnostics, Made::Test(Arc::new(result)))
            }
            Form::Proof(item) => {
                let Expanded { result, diagnostics, uses } = verify::proof(pass, index, item);
                (uses, diagnostics, Made::Proof(Arc::new(result)))
            }
            _ => (Uses::default(), Vec::new(), Made::Nothing),
        };
        Compiled { uses, diagnostics, locked: OnceLock::new(), made }
    }
}

/// A role's policies, if nothing is wrong with them.
fn role_lowered(role: Role, context: &Context<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<CompiledRole> {
    let trust = lowered(&role.trust.0, role.trust.1, context, diagnostics);
    let inline = role.inline.as_ref().map(|(inline, broken)| lowered(inline, *broken, context, diagnostics));
    let whole = inline.as_ref().is_none_or(Option::is_some);
    trust.filter(|_| whole).map(|trust| {
        let inline = inline.flatten();
        let mut open = names_in_role(&role);
        open.extend(std::iter::once(&trust).chain(&inline).flat_map(|policy| policy.open.iter().cloned()));
        CompiledRole { role, trust, inline, open }
    })
}

/// The `extern`s without a value in what is not a policy.
fn names_in_role(role: &Role) -> BTreeSet<String> {
    let arns = role.attachments.iter().chain(&role.boundary).filter_map(|attached| match &attached.policy {
        PolicyName::Arn(arn) => Some(arn),
        PolicyName::Document(_) => None,
    });
    let texts = arns.chain(&role.path).chain(role.tags.iter().map(|(_, value)| value));
    texts.flat_map(|text| external::names(text).map(str::to_owned)).collect()
}

/// A document's policy, if nothing is wrong with it.
fn lowered(
    document: &Document,
    broken: bool,
    context: &Context<'_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<CompiledDocument> {
    if document.statements.is_empty() {
        if !broken {
            diagnostics.push(
                Diagnostic::error(rule::EMPTY_DOCUMENT, document.span, format!("`{}` has no statement", document.name))
                    .note("AWS takes no policy without one."),
            );
        }
        return None;
    }
    let lowered = lower::document(document, context);
    // What is missing after an error would be complained of only as its consequence, and a part has no size.
    let consequence = |found: &Diagnostic| found.severity != Severity::Error || found.rule == rule::OVER_QUOTA;
    diagnostics.extend(lowered.diagnostics.into_iter().filter(|found| !broken || !consequence(found)));
    let policy = lowered.policy.filter(|_| !broken)?;
    let parts = lowered.parts.into_iter().enumerate().map(|(at, part)| CompiledPart {
        name: format!("{}{}", document.name, at + 1),
        policy: part.policy,
        size: part.size,
    });
    let open = if context.externs.is_empty() { BTreeSet::new() } else { external::names_in(&policy) };
    Some(CompiledDocument {
        open,
        origins: lowered.origins,
        governs: lower::governed_arns(document, context),
        name: document.name.clone(),
        span: document.span,
        kind: document.kind,
        policy,
        parts: parts.collect(),
        size: lowered.size,
        limit: lowered.limit,
        exceptions: lowered.exceptions,
        extents: lowered.extents,
        reliances: lowered.reliances,
        labels: document
            .statements
            .iter()
            .filter_map(|statement| Some((statement.label.clone()?, statement.effect)))
            .collect(),
    })
}
