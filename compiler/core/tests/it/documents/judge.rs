//! The fitting is judged: for random statements, every request that AWS can make is asked of the source and of what came
//! out: of the source by rules that stand here, of the policy by the evaluator.

use super::notation::{allow, deny, lowered, of};
use whit_catalog::{AccessLevel, Action, Catalog};
use whit_core::typed::DocumentKind::Identity;
use whit_iam::Effect;
use whit_iam::evaluate::{Context, Prepared, Principal, Readings, Request};

/// Terms for actions, with what they say of an action.
const ACTIONS: &[&str] = &[
    "sqs:SendMessage",
    "sqs:ListQueues",
    "s3:GetObject",
    "s3:ListBucket",
    "s3:ListAllMyBuckets",
    "s3:Get*",
    "sqs:*Message*",
    "any",
    "read",
    "tagging",
    "all",
    "s3.list",
    "s3.all",
    "sqs.write",
    "sqs.permissions",
];

/// Resources, with the type and the ARN of a request that each covers.
const RESOURCES: &[(&str, &str, &str)] = &[
    ("sqs.queue=arn:aws:sqs:eu-west-1:111122223333:q", "queue", "arn:aws:sqs:eu-west-1:111122223333:q"),
    ("s3.bucket=arn:aws:s3:::b", "bucket", "arn:aws:s3:::b"),
    ("s3.object=arn:aws:s3:::b/in/*", "object", "arn:aws:s3:::b/in/k"),
    ("s3.object=arn:aws:s3:::c/*", "object", "arn:aws:s3:::c/k"),
];

/// Requests on things that no resource above covers.
const ELSEWHERE: &[(&str, &str)] = &[
    ("queue", "arn:aws:sqs:eu-west-1:111122223333:other"),
    ("bucket", "arn:aws:s3:::other"),
    ("object", "arn:aws:s3:::b/out/k"),
];

/// A small generator of numbers, the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn some<T: Copy>(&mut self, of: &[T], at_least: usize, at_most: usize) -> Vec<T> {
        (0..at_least + self.below(at_most + 1 - at_least)).map(|_| of[self.below(of.len())]).collect()
    }
}

/// The resources of a statement, by their numbers.
enum On {
    Nothing,
    Any,
    Except(Vec<usize>),
    These(Vec<usize>),
}

fn glob(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern.eq_ignore_ascii_case(text),
        Some((start, rest)) => {
            text.len() >= start.len()
                && text[..start.len()].eq_ignore_ascii_case(start)
                && (start.len()..=text.len()).any(|at| glob(rest, &text[at..]))
        }
    }
}

/// Whether a term of the source speaks of an action. A level without a service speaks of those of the resources.
fn says(term: &str, action: Action<'_>, services: &[&str]) -> bool {
    let prefix = action.service().prefix();
    let of_level = |word: &str| match word {
        "all" => true,
        word => {
            let level = match action.level() {
                AccessLevel::List => "list",
                AccessLevel::Read => "read",
                AccessLevel::Write => "write",
                AccessLevel::Tagging => "tagging",
                AccessLevel::Permissions => "permissions",
            };
            level == word
        }
    };
    match term.split_once('.') {
        Some((service, word)) => service == prefix && of_level(word),
        None if term == "any" => true,
        None if term.contains(':') => glob(term, &action.full_name()),
        None => services.contains(&prefix) && of_level(term),
    }
}

/// An action of the catalog with the requests for it: the number of the resource above that covers each, none for those
/// that none covers.
struct Asked {
    action: Action<'static>,
    /// On no resource; only of an action that takes none.
    on_nothing: Option<Request>,
    on: Vec<(Option<usize>, Request)>,
}

impl Asked {
    fn of(action: Action<'static>) -> Self {
        let ann = || Principal::of("arn:aws:iam::111122223333:user/ann").expect("a user");
        let request =
            |arn| Request::new(ann(), &action.full_name(), arn, None, Context::new()).expect("no contradiction");
        let takes = |ty: &str| action.resources().any(|resource| resource.resource_type().name() == ty);
        let covered = RESOURCES.iter().enumerate().map(|(number, (_, ty, arn))| (Some(number), *ty, *arn));
        let all = covered.chain(ELSEWHERE.iter().map(|(ty, arn)| (None, *ty, *arn)));
        let on = all.filter(|(_, ty, _)| takes(ty)).map(|(number, _, arn)| (number, request(Some(arn)))).collect();
        let on_nothing = action.resources().next().is_none().then(|| request(None));
        Self { action, on_nothing, on }
    }
}

fn clause(words: &[&str], except: &[&str]) -> &'static str {
    let mut text = words.join(" ");
    if !except.is_empty() {
        text = format!("{text} except {}", except.join(" "));
    }
    Box::leak(text.into_boxed_str())
}

#[test]
fn what_comes_out_covers_the_requests_that_the_source_covers() {
    let catalog = Catalog::embedded();
    let actions: Vec<Asked> = ["sqs", "s3"]
        .iter()
        .filter_map(|prefix| catalog.service(prefix))
        .flat_map(|service| service.actions())
        .map(Asked::of)
        .collect();
    let mut dice = Dice(7);
    let mut judged = 0;
    for round in 0..2_500 {
        let effect = if dice.below(2) == 0 { Effect::Allow } else { Effect::Deny };
        let terms = dice.some(ACTIONS, 1, 3);
        let except = if dice.below(3) == 0 { dice.some(ACTIONS, 1, 2) } else { Vec::new() };
        let numbers: Vec<usize> = (0..RESOURCES.len()).collect();
        let on = match dice.below(6) {
            0 => On::Nothing,
            1 => On::Any,
            2 => On::Except(dice.some(&numbers, 1, 2)),
            _ => On::These(dice.some(&numbers, 1, 3)),
        };
        let named = |numbers: &[usize]| numbers.iter().map(|at| RESOURCES[*at].0).collect::<Vec<_>>();
        let line = match effect {
            Effect::Allow => allow(clause(&terms, &except)),
            Effect::Deny => deny(clause(&terms, &except)),
        };
        let line = match &on {
            On::Nothing => line,
            On::Any => line.on("any"),
            On::Except(out) => line.on(clause(&["any"], &named(out))),
            On::These(these) => line.on(clause(&named(these), &[])),
        };
        let document = of(Identity, "", &[line.because()]);
        let result = lowered(&document);
        let Some(policy) = &result.policy else {
            let explained = result.diagnostics.iter().all(|one| one.rule.0 != "refused-by-aws");
            assert!(explained, "{round}: {:?}", result.diagnostics);
            continue;
        };
        judged += 1;
        let services: Vec<&str> = match &on {
            On::These(these) => these.iter().map(|at| if *at == 0 { "sqs" } else { "s3" }).collect(),
            _ => Vec::new(),
        };
        assert!(policy.statements.iter().all(|one| Readings::concerning(&one.condition).count() == 1), "{round}");
        let prepared = Prepared::new(policy);
        let matches = |request: &Request| prepared.matching(request, &Readings::default()).next().is_some();
        for Asked { action, on_nothing, on: requests } in &actions {
            let spoken = |term: &&str| says(term, *action, &services);
            let meant = terms.iter().any(spoken) && !except.iter().any(spoken);
            // What AWS makes of `NotResource` for actions on no resource is not documented.
            if let (Some(request), On::Nothing | On::Any | On::These(_)) = (on_nothing, &on) {
                let meant = meant && !matches!(on, On::These(_));
                assert_eq!(matches(request), meant, "{round}: {terms:?} except {except:?} of {request:?}");
            }
            for (number, request) in requests {
                let covered = match &on {
                    On::Nothing => false,
                    On::Any => true,
                    On::Except(out) => number.is_none_or(|number| !out.contains(&number)),
                    On::These(these) => number.is_some_and(|number| these.contains(&number)),
                };
                let meant = meant && covered;
                assert_eq!(matches(request), meant, "{round}: {terms:?} except {except:?} of {request:?}");
            }
        }
    }
    assert!(judged > 400, "only {judged} statements were without errors");
}
