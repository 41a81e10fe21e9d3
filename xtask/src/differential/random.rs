//! Numbers that look random and are the same in every run.

/// The generator `SplitMix64`: small, fast, and good from any seed.
pub(super) struct Random(u64);

impl Random {
    /// The numbers for the scenario `index` of a run.
    pub(super) fn new(seed: u64, index: u64) -> Self {
        let mut start = Self(seed ^ index.wrapping_mul(0xD134_2543_DE82_EF95));
        start.next();
        start
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 if that is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    /// True `parts` times of a hundred.
    pub(super) fn percent(&mut self, parts: usize) -> bool {
        self.below(100) < parts
    }

    /// One of the items, of which there is at least one.
    #[expect(clippy::indexing_slicing, reason = "the pools are not empty, and the number is below their length")]
    pub(super) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_scenario_has_its_own_numbers_and_the_same_in_every_run() {
        let draw = |index| (0..4).map(|_| 0).scan(Random::new(1, index), |r, _| Some(r.next())).collect::<Vec<_>>();
        assert_eq!(draw(7), draw(7));
        assert_ne!(draw(7), draw(8));
        let mut random = Random::new(1, 1);
        let counts = (0..10_000).fold([0; 5], |mut counts, _| {
            counts[random.below(5)] += 1;
            counts
        });
        assert!(counts.iter().all(|&count| count > 1_800), "{counts:?}");
    }
}
