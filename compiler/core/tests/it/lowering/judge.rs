//! The judge of the lowering: many formulas, all requests of a small world, every reading of what AWS leaves open, and
//! the fewest blocks that brute force finds.

use super::build::show_block;
use super::source::{Request, context, truth};
use super::worlds::{self, KeySpec, World};
use std::collections::{BTreeMap, BTreeSet};
use whit_core::lower::condition;
use whit_core::typed::Formula;
use whit_iam::evaluate::{self, Prepared, Principal, Readings};
use whit_iam::{ActionElement, BaseOperator, Condition, Effect, Operator, Policy, ResourceElement, Statement};

/// A set of requests of a world, a bit each.
type Requests = u128;

struct Judge {
    name: &'static str,
    requests: Vec<Request<'static>>,
    /// The same as the evaluator takes them.
    asked: Vec<evaluate::Request>,
    /// Where each block that was emitted so far holds.
    blocks: BTreeMap<Condition, Requests>,
    /// Where blocks can hold, by every way to fill all operators, largest first.
    sayable: Vec<Requests>,
    /// Whether so many blocks can be enough.
    enough: BTreeMap<(Requests, usize), bool>,
    seen: usize,
}

impl Judge {
    fn new(world: &World) -> Self {
        let requests = world.requests();
        assert!(requests.len() <= 128, "{}: {} requests", world.name, requests.len());
        let several = |key: &str| world.keys.iter().any(|spec| spec.name == key && spec.multi_valued);
        let asked: Vec<evaluate::Request> = requests.iter().map(|request| ask(request, &several)).collect();
        let sayable = sayable(&world.keys, &asked);
        Self { name: world.name, requests, asked, blocks: BTreeMap::new(), sayable, enough: BTreeMap::new(), seen: 0 }
    }

    fn all(&self) -> Requests {
        Requests::MAX >> (128 - self.requests.len())
    }

    /// The formula and its complement: what a `deny` with `unless` asks for.
    fn check_both(&mut self, formula: &Formula) {
        self.check(formula);
        self.check(&formula.clone().negate());
    }

    fn check(&mut self, formula: &Formula) {
        self.seen += 1;
        let wanted = requests_where(&self.requests, |request| truth(formula, request));
        let lowered = match condition::lower(formula) {
            Ok(blocks) => blocks,
            Err(why) => {
                let most = self.within(wanted).fold(0, |all, block| all | block);
                assert_ne!(most, wanted, "{}: {why}, but it can be said: {formula:?}", self.name);
                assert!(!why.atoms.is_empty(), "{}: {formula:?}", self.name);
                return;
            }
        };
        let shown = || lowered.iter().map(show_block).collect::<Vec<_>>();
        let mut held = 0;
        for block in &lowered {
            held |= self.held(block);
        }
        for (at, request) in self.requests.iter().enumerate() {
            let (wanted, held) = (wanted >> at & 1, held >> at & 1);
            assert_eq!(wanted, held, "{}: {request:?} of {formula:?} as {:#?}", self.name, shown());
        }
        let fewer = lowered.len().saturating_sub(1);
        assert!(
            !self.is_enough(wanted, fewer) || lowered.is_empty(),
            "{}: {fewer} blocks are enough for {formula:?}, not {:#?}",
            self.name,
            shown()
        );
        assert_eq!(condition::satisfiable(formula), wanted != 0, "{}: satisfiable {formula:?}", self.name);
        assert_eq!(condition::always_true(formula), wanted == self.all(), "{}: always true {formula:?}", self.name);
    }

    /// Where a block holds, which must not hang on any reading.
    fn held(&mut self, block: &Condition) -> Requests {
        if let Some(held) = self.blocks.get(block) {
            return *held;
        }
        let policy = policy(block);
        let under = |readings: &Readings| matched(&policy, &self.asked, readings);
        let first = under(&Readings::default());
        for readings in Readings::concerning(block) {
            let differ = under(&readings) ^ first;
            if differ != 0 {
                let request = &self.requests[differ.trailing_zeros() as usize];
                panic!("{}: {} of {request:?} hangs on {readings:?}", self.name, show_block(block));
            }
        }
        self.blocks.insert(block.clone(), first);
        first
    }

    /// Where blocks can hold within a set.
    fn within(&self, wanted: Requests) -> impl Iterator<Item = Requests> {
        self.sayable.iter().copied().filter(move |block| block & !wanted == 0)
    }

    /// Whether so many blocks, or fewer, can hold exactly there.
    fn is_enough(&mut self, wanted: Requests, count: usize) -> bool {
        if let Some(known) = self.enough.get(&(wanted, count)) {
            return *known;
        }
        let mut largest: Vec<Requests> = Vec::new();
        for block in self.within(wanted) {
            if !largest.iter().any(|other| block & !other == 0) {
                largest.push(block);
            }
        }
        let answer = covers(&largest, wanted, count);
        self.enough.insert((wanted, count), answer);
        answer
    }
}

/// A request that makes nothing but its keys count.
fn ask(request: &Request<'static>, several: &dyn Fn(&str) -> bool) -> evaluate::Request {
    let who = Principal::of("arn:aws:iam::111122223333:user/ann").expect("a user");
    evaluate::Request::new(who, "s3:ListAllMyBuckets", None, None, context(request, several)).expect("no contradiction")
}

/// A policy of one statement, which a request matches if the block holds.
fn policy(block: &Condition) -> Prepared {
    let statement = Statement {
        sid: None,
        effect: Effect::Deny,
        principal: None,
        action: ActionElement::Action(vec!["s3:ListAllMyBuckets".to_owned()]),
        resource: Some(ResourceElement::Resource(vec!["*".to_owned()])),
        condition: block.clone(),
    };
    Prepared::new(&Policy { statements: vec![statement], ..Policy::default() })
}

fn matched(policy: &Prepared, asked: &[evaluate::Request], readings: &Readings) -> Requests {
    let matching = asked.iter().enumerate().filter(|(_, request)| policy.matching(request, readings).next().is_some());
    matching.fold(0, |set, (at, _)| set | 1 << at)
}

fn requests_where(requests: &[Request<'static>], holds: impl Fn(&Request<'static>) -> bool) -> Requests {
    requests.iter().enumerate().filter(|(_, request)| holds(request)).fold(0, |set, (at, _)| set | 1 << at)
}

fn covers(blocks: &[Requests], wanted: Requests, count: usize) -> bool {
    if wanted == 0 {
        return true;
    }
    let first = wanted & wanted.wrapping_neg();
    count > 0 && blocks.iter().any(|block| block & first != 0 && covers(blocks, wanted & !block, count - 1))
}

/// Where each block can hold that says nothing which hangs on a reading.
fn sayable(keys: &[KeySpec], asked: &[evaluate::Request]) -> Vec<Requests> {
    // The readings of variables; nothing else that these entries are made of is open.
    let variable = Condition::new().with(BaseOperator::StringEquals, "k", ["${x}"]).with(
        BaseOperator::StringNotEquals,
        "k",
        ["${x}"],
    );
    let open = keys.iter().any(|key| key.operands.iter().any(|(_, values)| values.iter().any(|v| v.contains("${"))));
    let readings: BTreeSet<Readings> = if open {
        let variables = |readings: Readings| Readings {
            positive_variable: readings.positive_variable,
            negated_variable: readings.negated_variable,
            ..Readings::default()
        };
        Readings::concerning(&variable).map(variables).collect()
    } else {
        BTreeSet::from([Readings::default()])
    };
    let everywhere = Requests::MAX >> (128 - asked.len());
    let mut blocks: BTreeSet<Vec<Requests>> = BTreeSet::from([vec![everywhere; readings.len()]]);
    let both =
        |a: &Vec<Requests>, b: &Vec<Requests>| -> Vec<Requests> { a.iter().zip(b).map(|(a, b)| a & b).collect() };
    for key in keys {
        let mut of_key: BTreeSet<Vec<Requests>> = BTreeSet::from([vec![everywhere; readings.len()]]);
        for (operator, lists) in operators(key) {
            let mut more = of_key.clone();
            for values in lists {
                let entry = policy(&Condition::new().with(operator, key.name, values));
                let held: Vec<Requests> = readings.iter().map(|readings| matched(&entry, asked, readings)).collect();
                more.extend(of_key.iter().map(|other| both(other, &held)));
            }
            of_key = more;
        }
        blocks = blocks.iter().flat_map(|block| of_key.iter().map(|of_key| both(block, of_key))).collect();
    }
    let firm = blocks.iter().filter(|block| block.iter().all(|held| *held == block[0]));
    let mut sayable: Vec<Requests> = firm.map(|block| block[0]).collect::<BTreeSet<_>>().into_iter().collect();
    sayable.sort_by_key(|block| std::cmp::Reverse(block.count_ones()));
    sayable
}

/// The operators for a key with every list that they can be given.
fn operators(key: &KeySpec) -> Vec<(Operator, Vec<Vec<&'static str>>)> {
    let mut operators = Vec::new();
    for (base, values) in &key.operands {
        let order = base.negated().is_some_and(|negated| !negated.is_negative());
        let subsets = (1..1_u32 << values.len()).filter(|set| !order || set.count_ones() == 1);
        let lists: Vec<Vec<&str>> = subsets
            .map(|set| {
                values.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, value)| *value).collect()
            })
            .collect();
        let negated = base.negated().filter(|negated| negated.is_negative());
        for operator in [Some(*base), negated].into_iter().flatten().map(Operator::new) {
            if key.multi_valued {
                operators.push((operator.any(), lists.clone()));
                operators.push((operator.all(), lists.clone()));
                operators.push((operator.all().if_exists(), lists.clone()));
            } else {
                operators.push((operator, lists.clone()));
                operators.push((operator.if_exists(), lists.clone()));
            }
        }
    }
    if !key.multi_valued {
        operators.push((Operator::new(BaseOperator::Null), vec![vec!["true"], vec!["false"]]));
    }
    operators
}

/// Every conjunction and disjunction of two.
fn pairs(parts: &[Formula]) -> Vec<Formula> {
    let mut pairs = Vec::new();
    for (at, left) in parts.iter().enumerate() {
        for right in &parts[at + 1..] {
            pairs.push(Formula::And(vec![left.clone(), right.clone()]));
            pairs.push(Formula::Or(vec![left.clone(), right.clone()]));
        }
    }
    pairs
}

/// A number from a fixed sequence that looks random.
fn next(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}

/// A formula that nests so deep, from a fixed sequence.
pub(super) fn sample(atoms: &[Formula], depth: usize, state: &mut u64) -> Formula {
    let formula = if depth == 0 {
        atoms[next(state) as usize % atoms.len()].clone()
    } else {
        let parts = (0..2 + next(state) % 2).map(|_| {
            let depth = if next(state).is_multiple_of(4) { 0 } else { depth - 1 };
            sample(atoms, depth, state)
        });
        let parts = parts.collect();
        if next(state).is_multiple_of(2) { Formula::And(parts) } else { Formula::Or(parts) }
    };
    if next(state).is_multiple_of(3) { formula.negate() } else { formula }
}

/// For samples of every world: what is left of a formula without a key, and which formulas are the same.
#[test]
fn questions_about_formulas_have_the_answers_of_their_requests() {
    let mut state = 0x1234_5678_9abc_def1;
    let worlds = [worlds::one_value(), worlds::several_values(), worlds::variables()];
    for world in worlds.iter().flatten() {
        let requests = world.requests();
        let wanted = |formula: &Formula| requests_where(&requests, |request| truth(formula, request));
        let mut last = Formula::True;
        for _ in 0..100 {
            let formula = sample(&world.atoms, 2, &mut state);
            for key in &world.keys {
                let left = condition::assume_missing(&formula, &|name| name == key.name);
                for request in requests.iter().filter(|request| !request.contains_key(key.name)) {
                    let name = key.name;
                    assert_eq!(truth(&left, request), truth(&formula, request), "without {name}: {formula:?}");
                }
                assert!(left.atoms().iter().all(|atom| atom.key.name != key.name), "{left:?}");
            }
            let same = wanted(&last) == wanted(&formula);
            assert_eq!(condition::equivalent(&last, &formula), same, "{}: {last:?} and {formula:?}", world.name);
            let twice = formula.clone().or(last.clone()).negate().negate().or(Formula::False);
            assert!(condition::equivalent(&twice, &Formula::Or(vec![last, formula.clone()])));
            last = formula;
        }
    }
}

/// How many formulas of depth four are drawn in each world.
const SAMPLES: usize = 300;

fn judge(world: &World) -> usize {
    let mut judge = Judge::new(world);
    let literals: Vec<Formula> = world.atoms.iter().flat_map(|atom| [atom.clone(), atom.clone().negate()]).collect();
    literals.iter().for_each(|formula| judge.check_both(formula));
    let level_one = pairs(&literals);
    level_one.iter().for_each(|formula| judge.check_both(formula));
    // Level two in full over the pairs of the first atoms, so that the number stays small.
    let small: Vec<Formula> = pairs(&literals[..literals.len().min(6)]);
    for formula in pairs(&small) {
        judge.check_both(&formula);
    }
    let mut state = 0x9e37_79b9_7f4a_7c15;
    for depth in [2, 3, 4] {
        for _ in 0..SAMPLES {
            judge.check_both(&sample(&world.atoms, depth, &mut state));
        }
    }
    judge.seen
}

/// The worlds of values that lie on a line.
const ORDERED: [&str; 3] = ["numbers", "dates", "addresses"];

#[test]
fn tests_of_one_text() {
    check(worlds::one_value().into_iter().filter(|world| !ORDERED.contains(&world.name)).collect());
}

#[test]
fn tests_of_one_ordered_value() {
    check(worlds::one_value().into_iter().filter(|world| ORDERED.contains(&world.name)).collect());
}

#[test]
fn tests_of_several_values() {
    check(worlds::several_values());
}

#[test]
fn tests_with_variables() {
    check(worlds::variables());
}

fn check(worlds: Vec<World>) {
    let seen: usize = worlds.iter().map(judge).sum();
    assert!(seen > 3_000 * worlds.len(), "{seen} formulas");
}
