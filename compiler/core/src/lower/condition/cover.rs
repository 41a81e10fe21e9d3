//! The fewest sets that together hold all points, and of those the cheapest.

use super::space::{Points, contains};
use std::collections::BTreeSet;

/// How many steps the exact search may take.
const MAX_STEPS: usize = 20_000;

/// The numbers of the chosen sets. `None` if not even all of them hold every point.
pub(super) fn smallest(on: &Points, sets: &[Points], costs: &[u64]) -> Option<Vec<usize>> {
    // Points of the same sets are one; a point whose sets hold all sets of another is held when that one is.
    let mut kinds: BTreeSet<Vec<usize>> = BTreeSet::new();
    for number in (0..on.len() * 64).filter(|number| contains(on, *number)) {
        let holders: Vec<usize> =
            sets.iter().enumerate().filter(|(_, set)| contains(set, number)).map(|(at, _)| at).collect();
        if holders.is_empty() {
            return None;
        }
        kinds.insert(holders);
    }
    let mut kinds: Vec<Vec<usize>> = kinds.into_iter().collect();
    kinds.sort_by_key(Vec::len);
    let mut hard: Vec<Vec<usize>> = Vec::new();
    for kind in kinds {
        if !hard.iter().any(|other| other.iter().all(|set| kind.contains(set))) {
            hard.push(kind);
        }
    }
    let greedy = greedy(&hard, costs);
    let mut search = Search { kinds: &hard, costs, best: price(&greedy, costs), chosen: greedy, steps: 0 };
    search.run(&mut Vec::new());
    let mut chosen = search.chosen;
    chosen.sort_unstable();
    Some(chosen)
}

/// How many sets, then what they cost.
type Price = (usize, u64);

fn price(chosen: &[usize], costs: &[u64]) -> Price {
    (chosen.len(), chosen.iter().filter_map(|at| costs.get(*at)).sum())
}

/// Takes the set that holds most of what is left, until nothing is; then drops what the others hold.
fn greedy(kinds: &[Vec<usize>], costs: &[u64]) -> Vec<usize> {
    let mut chosen: Vec<usize> = Vec::new();
    loop {
        let left: Vec<&Vec<usize>> = kinds.iter().filter(|kind| !kind.iter().any(|set| chosen.contains(set))).collect();
        if left.is_empty() {
            break;
        }
        let holds = |set: usize| left.iter().filter(|kind| kind.contains(&set)).count();
        let Some(best) = (0..costs.len()).max_by_key(|set| (holds(*set), std::cmp::Reverse(costs.get(*set)))) else {
            break;
        };
        chosen.push(best);
    }
    for set in chosen.clone() {
        let needed =
            kinds.iter().any(|kind| kind.contains(&set) && !kind.iter().any(|o| *o != set && chosen.contains(o)));
        if !needed {
            chosen.retain(|other| *other != set);
        }
    }
    chosen
}

struct Search<'s> {
    kinds: &'s [Vec<usize>],
    costs: &'s [u64],
    best: Price,
    chosen: Vec<usize>,
    steps: usize,
}

impl Search<'_> {
    fn run(&mut self, taken: &mut Vec<usize>) {
        self.steps += 1;
        if self.steps > MAX_STEPS {
            return;
        }
        let so_far = price(taken, self.costs);
        let left: Vec<&Vec<usize>> =
            self.kinds.iter().filter(|kind| !kind.iter().any(|set| taken.contains(set))).collect();
        // Kinds that share no set need one each.
        let mut apart: Vec<&Vec<usize>> = Vec::new();
        for kind in &left {
            if !apart.iter().any(|other| other.iter().any(|set| kind.contains(set))) {
                apart.push(kind);
            }
        }
        let cheapest = |kind: &&Vec<usize>| kind.iter().filter_map(|set| self.costs.get(*set)).min().copied();
        let bound = (so_far.0 + apart.len(), so_far.1 + apart.iter().filter_map(cheapest).sum::<u64>());
        if bound >= self.best {
            return;
        }
        let Some(kind) = left.iter().min_by_key(|kind| kind.len()) else {
            self.best = so_far;
            self.chosen.clone_from(taken);
            return;
        };
        for set in (*kind).clone() {
            taken.push(set);
            self.run(taken);
            taken.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fewest_sets_then_the_cheapest() {
        let points = |numbers: &[usize]| vec![numbers.iter().fold(0_u64, |all, number| all | 1 << number)];
        // The large set is a bait: with it three are needed, without it two.
        let sets = [points(&[1, 2, 3, 4]), points(&[0, 1, 2]), points(&[3, 4, 5]), points(&[0, 1]), points(&[2])];
        assert_eq!(smallest(&points(&[0, 1, 2, 3, 4, 5]), &sets, &[1, 5, 5, 1, 1]), Some(vec![1, 2]));
        assert_eq!(smallest(&points(&[0, 1]), &sets, &[1, 5, 5, 2, 1]), Some(vec![3]));
        assert_eq!(smallest(&points(&[7]), &sets, &[1, 1, 1, 1, 1]), None);
    }
}
