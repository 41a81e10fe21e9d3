//! One request explained: what AWS decides, what each layer says, and what stands in the way.

use whit_catalog::Catalog;
use whit_iam::evaluate::{
    At, Context, ContextValue, Decision, Layer, LayerVerdict, Missing, Naming, Principal, explain,
};

use super::cast::{self, Trial};
use super::coverage::home;
use super::stage::Stage;
use super::{Selection, readings, stages, tell};
use crate::diagnostic::{Diagnostic, nearest};
use crate::project::{Checked, CompiledEnvironment};
use crate::source::{FileId, SourceMap, Span};
use crate::typed::{self, DocumentKind, PolicySet, PolicySetKind, PrincipalKind, Scenario, Subject};

/// A question of a person.
#[derive(Debug, Clone, Copy)]
pub struct Question<'q> {
    /// Who: a role or a document of the project, the ARN of a principal, an account, a service, or `anyone`.
    pub subject: &'q str,
    /// The account in which a role or document of the project acts; that of the environment without.
    pub account: Option<&'q str>,
    /// `s3:GetObject`
    pub action: &'q str,
    /// An ARN, or `*` for an action on no resource.
    pub resource: &'q str,
    /// What the condition keys hold; a key twice has several values.
    pub given: &'q [(String, String)],
}

/// The answer in one environment.
#[derive(Debug)]
pub struct Answer {
    /// The environment, if it has a name.
    pub environment: Option<String>,
    /// The decision.
    pub decision: Decision,
    /// Who asks for what, as a sentence's beginning: "`Reader` on …".
    pub asked: String,
    /// What each layer says, in AWS's order.
    pub layers: Vec<Line>,
    /// What stands in the way, and what is assumed, in sentences.
    pub notes: Vec<String>,
}

/// What a layer says.
#[derive(Debug)]
pub struct Line {
    /// The layer, with its level: "service control policies of the root".
    pub layer: String,
    /// What it says: "allow", "deny".
    pub verdict: &'static str,
    /// The statement: document, label, file and line.
    pub statement: String,
    /// The whole of it in the source; what of the library was included is where it was.
    pub place: Option<Span>,
}

/// Why a question has no answer.
#[derive(Debug)]
pub enum Unanswered {
    /// It is asked wrongly; a sentence without a full stop.
    Question(String),
    /// The project lacks values.
    Open(Vec<Diagnostic>),
}

/// Explains a request, in each environment that is chosen.
///
/// # Errors
/// When the question names what is not there, or contradicts itself, and as [`super::run`].
pub fn why(
    checked: &Checked,
    sources: &SourceMap,
    catalog: Catalog<'_>,
    environment: Option<&str>,
    question: Question<'_>,
) -> Result<Vec<Answer>, Unanswered> {
    let action = action(catalog, question.action).map_err(Unanswered::Question)?;
    let context = context(catalog, question.given).map_err(Unanswered::Question)?;
    let resource = Some(question.resource).filter(|resource| *resource != "*").map(str::to_owned);
    if resource.as_ref().is_some_and(|arn| whit_iam::value::Arn::parse(arn).is_none()) {
        let message = format!("`{}` is neither an ARN of six segments nor `*`", question.resource);
        return Err(Unanswered::Question(message));
    }
    let asked = typed::Request { action, resource, context };
    let stages = stages(checked, Selection { environment, ..Selection::default() }).map_err(Unanswered::Open)?;
    let answers = stages.iter().map(|stage| {
        let subject = subject(stage.environment, question.subject)?;
        let span = Span::new(FileId(0), 0, 0);
        let account = question.account.map(str::to_owned).or_else(|| stage.environment.account.clone());
        let scenario = Scenario { span, expanded_from: Vec::new(), subject, account, expectations: Vec::new() };
        let trial = cast::trial(stage, &scenario, &asked)?;
        Ok(answer(stage, &trial, sources))
    });
    answers.collect::<Result<_, String>>().map_err(Unanswered::Question)
}

/// Explains each request of an expectation, `can` or `cannot` at `expectation` in the source, in each environment.
///
/// # Errors
/// As [`super::run`].
pub fn why_of(checked: &Checked, sources: &SourceMap, expectation: Span) -> Result<Vec<Answer>, Vec<Diagnostic>> {
    let stages = stages(checked, Selection::default())?;
    let mut answers = Vec::new();
    for stage in &stages {
        for scenario in stage.environment.tests.iter().flat_map(|test| &test.scenarios) {
            let here = scenario.expectations.iter().filter(|one| one.span == expectation);
            for asked in here.flat_map(|one| &one.requests) {
                // A request that nobody can make has no answer; the test says so.
                answers.extend(cast::trial(stage, scenario, asked).ok().map(|trial| answer(stage, &trial, sources)));
            }
        }
    }
    Ok(answers)
}

fn action(catalog: Catalog<'_>, name: &str) -> Result<String, String> {
    if let Some(action) = catalog.action(name) {
        return Ok(action.full_name());
    }
    let Some((service, short)) = name.split_once(':') else {
        return Err(format!("`{name}` is no action; one is written `s3:GetObject`"));
    };
    let Some(found) = catalog.service(service) else { return Err(format!("AWS has no service `{service}`")) };
    Err(match nearest(short, found.actions().map(|action| action.name())) {
        Some(near) => format!("`{service}` has no action `{short}`; did you mean `{near}`?"),
        None => format!("`{service}` has no action `{short}`"),
    })
}

fn context(catalog: Catalog<'_>, given: &[(String, String)]) -> Result<Context, String> {
    let mut context = Context::new();
    for (key, value) in given {
        let known = catalog.key(key);
        if known.is_none() && !key.contains(':') {
            return Err(format!("`{key}` is no condition key; one is written `aws:SourceIp`"));
        }
        let mut values = match context.get(key) {
            Some(before) => before.values().to_vec(),
            None => Vec::new(),
        };
        values.push(value.clone());
        let is_single = values.len() == 1 && !known.is_some_and(|key| key.multi_valued());
        context
            .insert(key, if is_single { ContextValue::single(value.clone()) } else { ContextValue::several(values) });
    }
    Ok(context)
}

fn subject(environment: &CompiledEnvironment, text: &str) -> Result<Subject, String> {
    let span = Span::new(FileId(0), 0, 0);
    let set = |kind| Subject::Policies(PolicySet { span, kind, names: vec![text.to_owned()] });
    if environment.roles.iter().any(|role| role.role.name == text) {
        return Ok(set(PolicySetKind::Role));
    }
    if let Some(document) = environment.document(text) {
        return match document.kind {
            DocumentKind::Resource => {
                Err(format!("`{text}` is the policy of a resource: ask as one of its principals"))
            }
            kind => Ok(set(PolicySetKind::Document(kind))),
        };
    }
    if text == "anyone" {
        return Ok(Subject::Principal(PrincipalKind::Anyone));
    }
    if text.ends_with(".amazonaws.com") || text.ends_with(".amazonaws.com.cn") {
        return Ok(Subject::Principal(PrincipalKind::Service(text.to_owned())));
    }
    if Principal::of(text).is_ok() {
        return Ok(Subject::Principal(PrincipalKind::Arn(text.to_owned())));
    }
    let names = || {
        let roles = environment.roles.iter().map(|role| role.role.name.as_str());
        environment.documents.iter().map(|document| document.name.as_str()).chain(roles)
    };
    Err(match nearest(text, names()) {
        Some(near) => format!("the project has no `{text}`; did you mean `{near}`?"),
        None => format!(
            "`{text}` is neither a role or document of the project, nor the ARN of a principal, an account, a service or `anyone`"
        ),
    })
}

fn answer(stage: &Stage<'_>, trial: &Trial, sources: &SourceMap) -> Answer {
    let explanation = explain(&trial.request, &trial.policies, &readings());
    let layers = explanation.layers.iter().map(|answer| {
        let (verdict, at) = match answer.verdict {
            LayerVerdict::Allows(at) | LayerVerdict::Grants(at, Naming::Direct) => ("allow", Some(at)),
            LayerVerdict::Grants(at, Naming::Role) => ("allow the role", Some(at)),
            LayerVerdict::Grants(at, Naming::Account) => ("leave it to the account", Some(at)),
            LayerVerdict::Denies(at) => ("deny", Some(at)),
            LayerVerdict::NoAllow => ("do not allow", None),
            LayerVerdict::Passes => ("do not deny", None),
            LayerVerdict::DoesNotApply => ("do not count here", None),
        };
        let is_levelled = matches!(answer.layer, Layer::ServiceControl | Layer::ResourceControl);
        let layer = match is_levelled && stage.environment.organization.is_some() {
            true => format!("{} {}", answer.layer, tell::node(stage, trial, answer.layer, answer.level)),
            false => answer.layer.to_string(),
        };
        let statement = at.map(|at| cited(stage, trial, at, sources)).unwrap_or_default();
        let place = at.and_then(|at| placed(stage, trial, at, sources));
        Line { layer, verdict, statement, place }
    });
    let layers = layers.collect();
    let mut notes = Vec::new();
    if let Some(exception) = explanation.exception {
        notes.push(format!("AWS decides by itself: {}.", exception.reason()));
    }
    for missing in &explanation.missing {
        match *missing {
            Missing::Allow { layer, level } => notes.push(format!("{}.", tell::lacking(stage, trial, layer, level))),
            Missing::Condition { at, entry, holds } => {
                if let Some(wish) = tell::wished(stage, trial, at, entry, holds) {
                    let cited = cited(stage, trial, at, sources);
                    notes.push(format!("It would be allowed if {wish} ({cited})."));
                }
            }
        }
    }
    notes.extend(trial.assumed.iter().cloned());
    Answer {
        environment: stage.environment.name.clone(),
        decision: explanation.decision,
        asked: format!("{} by {}", tell::asked(trial), trial.request.principal().called()),
        layers,
        notes,
    }
}

/// Where a statement stands in the project.
fn placed(stage: &Stage<'_>, trial: &Trial, at: At, sources: &SourceMap) -> Option<Span> {
    let origin = tell::origins(stage, trial, at).first()?;
    home(origin.span, &origin.expanded_from, sources, false).map(|(_, _, span)| span)
}

/// "LedgerService, payments.whit:17"
fn cited(stage: &Stage<'_>, trial: &Trial, at: At, sources: &SourceMap) -> String {
    let Some(held) = trial.number(at).and_then(|number| stage.policies.get(number)) else {
        return "assumed".to_owned();
    };
    let name = &held.document.name;
    let Some(origin) = tell::origins(stage, trial, at).first() else { return name.clone() };
    let label = origin.label.as_ref().map(|label| format!(" {label}")).unwrap_or_default();
    match home(origin.span, &origin.expanded_from, sources, false) {
        Some((file, line, _)) => format!("{name}{label}, {file}:{line}"),
        None => format!("{name}{label}"),
    }
}
