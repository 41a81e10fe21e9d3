//! What the scenarios of a run had, and what they had in common.

use std::collections::BTreeMap;

use serde_json::Value;
use whit_iam::evaluate::{Layer, Policies, Readings, evaluate};
use whit_iam::{BaseOperator, Case, SetOperator};

use super::engine::Decision;
use super::known::KNOWN;
use super::{ours, walk};

/// How often everything has to occur in a full run.
pub(super) const LEAST: u64 = 500;

/// One scenario of so many is asked what decides it.
const SAMPLE: u64 = 2;

/// How often every operator has to decide one of these.
const LEAST_DECIDED: u64 = 250;

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Counted {
    Outcome(Decision),
    /// An operator, with what stands before or after its name.
    Operator(BaseOperator, Form),
    /// An operator without which, in one of its places, Whit would decide otherwise. One scenario of `SAMPLE` is looked
    /// at, since this takes a while.
    Decided(BaseOperator),
    /// A layer that is there.
    Present(Layer),
    /// A layer without which Whit would decide otherwise.
    Deciding(Layer),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    Any,
    IfExists,
    ForAllValues,
    ForAnyValue,
}

const FORMS: [Form; 4] = [Form::Any, Form::IfExists, Form::ForAllValues, Form::ForAnyValue];
const OUTCOMES: [Decision; 3] = [Decision::Allowed, Decision::ExplicitlyDenied, Decision::ImplicitlyDenied];

/// How many scenarios had it.
#[derive(Debug, Default)]
pub(super) struct Tally {
    counts: BTreeMap<Counted, u64>,
    /// Disagreements by the classes that they need.
    pub(super) known: BTreeMap<Vec<usize>, u64>,
    pub(super) scenarios: u64,
}

impl Tally {
    /// Counts a scenario in.
    pub(super) fn add(&mut self, scenario: &Value, case: &Case, decision: Decision) {
        self.scenarios += 1;
        let mut had = vec![Counted::Outcome(decision)];
        had.extend(operators(scenario));
        let whole = evaluate(&case.request, &case.policies, &Readings::default()).decision;
        for layer in Layer::ALL {
            let Some(without) = without(&case.policies, layer) else { continue };
            had.push(Counted::Present(layer));
            if evaluate(&case.request, &without, &Readings::default()).decision != whole {
                had.push(Counted::Deciding(layer));
            }
        }
        if self.scenarios.is_multiple_of(SAMPLE) {
            had.extend(deciding(scenario, decision));
        }
        for counted in had {
            *self.counts.entry(counted).or_default() += 1;
        }
    }

    pub(super) fn join(&mut self, other: Self) {
        self.scenarios += other.scenarios;
        for (counted, count) in other.counts {
            *self.counts.entry(counted).or_default() += count;
        }
        for (classes, count) in other.known {
            *self.known.entry(classes).or_default() += count;
        }
    }

    fn count(&self, counted: Counted) -> u64 {
        self.counts.get(&counted).copied().unwrap_or_default()
    }

    /// The tables.
    pub(super) fn print(&self) {
        print!("{:26} {:>8} {:>9} {:>13} {:>12}", "operator", "any", "IfExists", "ForAllValues", "ForAnyValue");
        println!("  deciding, of 1 in {SAMPLE}");
        for base in BaseOperator::all() {
            let [any, if_exists, all, some] = FORMS.map(|form| self.count(Counted::Operator(base, form)));
            let decided = self.count(Counted::Decided(base));
            println!("{:26} {any:8} {if_exists:9} {all:13} {some:12} {decided:9}", base.name());
        }
        println!("\n{:26} {:>8} {:>9}", "layer", "there", "deciding");
        for layer in Layer::ALL {
            let [there, deciding] = [Counted::Present(layer), Counted::Deciding(layer)].map(|it| self.count(it));
            println!("{:26} {there:8} {deciding:9}", layer.to_string());
        }
        println!("\n{:26} {:>8}", "outcome", "");
        for outcome in OUTCOMES {
            println!("{:26} {:8}", format!("{outcome:?}"), self.count(Counted::Outcome(outcome)));
        }
        println!("\n{:38} {:>8} {:>10}   who is right", "known disagreement", "alone", "with others");
        for (index, known) in KNOWN.iter().enumerate() {
            let alone = self.known.get(&vec![index]).copied().unwrap_or_default();
            let joint = self.occurrences(index) - alone;
            println!("{:38} {alone:8} {joint:10}   {}", known.name, known.right.name());
        }
    }

    fn occurrences(&self, class: usize) -> u64 {
        self.known.iter().filter(|(classes, _)| classes.contains(&class)).map(|(_, count)| count).sum()
    }

    /// How many disagreements there were.
    pub(super) fn disagreements(&self) -> u64 {
        self.known.values().sum()
    }

    /// The least of all that is counted in a full run.
    pub(super) fn minimum(&self) -> u64 {
        every().map(|counted| self.count(counted)).min().unwrap_or_default()
    }

    /// What occurs too seldom, each as a line.
    pub(super) fn lacks(&self) -> Vec<String> {
        let seldom = every().filter(|counted| self.count(counted.clone()) < LEAST);
        let mut lacks: Vec<String> =
            seldom.map(|counted| format!("{counted:?} occurs in fewer than {LEAST}")).collect();
        let idle = BaseOperator::all().filter(|base| self.count(Counted::Decided(*base)) < LEAST_DECIDED);
        lacks.extend(idle.map(|base| format!("{base} decides fewer than {LEAST_DECIDED} of one in {SAMPLE}")));
        let never = KNOWN.iter().enumerate().filter(|(index, _)| self.occurrences(*index) == 0);
        lacks.extend(never.map(|(_, known)| format!("the known disagreement `{}` does not occur", known.name)));
        lacks
    }
}

/// All that has to occur.
fn every() -> impl Iterator<Item = Counted> {
    let operators = BaseOperator::all().flat_map(|base| {
        let forms = if base == BaseOperator::Null { &FORMS[..1] } else { &FORMS[..] };
        forms.iter().map(move |form| Counted::Operator(base, *form))
    });
    let layers = Layer::ALL.into_iter().flat_map(|layer| [Counted::Present(layer), Counted::Deciding(layer)]);
    OUTCOMES.into_iter().map(Counted::Outcome).chain(layers).chain(operators)
}

/// The operators of a scenario, each once.
fn operators(scenario: &Value) -> Vec<Counted> {
    let mut found = Vec::new();
    walk::operators(scenario, |operator| {
        found.push(Counted::Operator(operator.base, Form::Any));
        if operator.if_exists {
            found.push(Counted::Operator(operator.base, Form::IfExists));
        }
        match operator.set {
            Some(SetOperator::ForAllValues) => found.push(Counted::Operator(operator.base, Form::ForAllValues)),
            Some(SetOperator::ForAnyValue) => found.push(Counted::Operator(operator.base, Form::ForAnyValue)),
            None => {}
        }
    });
    found.sort();
    found.dedup();
    found
}

/// The operators that the decision depends on.
fn deciding(scenario: &Value, decision: Decision) -> Vec<Counted> {
    let all = (0..).map_while(|index| walk::without_test(scenario, index));
    let otherwise = all.filter(|(_, without)| ours::decide(&without.to_string()).is_ok_and(|other| other != decision));
    let mut found: Vec<Counted> = otherwise.map(|(operator, _)| Counted::Decided(operator.base)).collect();
    found.sort();
    found.dedup();
    found
}

/// The policies without a layer, if it is there.
fn without(policies: &Policies, layer: Layer) -> Option<Policies> {
    let mut without = policies.clone();
    let was_there = match layer {
        Layer::ResourceControl => without.resource_control.take().is_some(),
        Layer::ServiceControl => without.service_control.take().is_some(),
        Layer::Endpoint => !std::mem::take(&mut without.endpoint).is_empty(),
        Layer::Resource => without.resource.take().is_some(),
        Layer::Identity => !std::mem::take(&mut without.identity).is_empty(),
        Layer::Boundary => without.boundary.take().is_some(),
        Layer::Session => !std::mem::take(&mut without.session).is_empty(),
    };
    was_there.then_some(without)
}
