//! Which combinations of patterns some text can match.

use std::collections::BTreeSet;

/// A pattern as a list of steps.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Glob {
    steps: Vec<Step>,
    ignore_case: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Is(char),
    One { colon: bool },
    Run { colon: bool },
}

/// Positions in a pattern, one bit each: how many steps are done.
type Positions = u128;

/// How many steps of the joint search are made before it gives up.
const MAX_STEPS: usize = 20_000;

impl Glob {
    /// Plain characters, in any case.
    pub(super) fn ignoring_case(text: &str) -> Option<Self> {
        let steps = text.chars().map(Step::Is).collect();
        Self { steps, ignore_case: true }.within_bounds()
    }

    /// The pieces of a pattern: plain text, or `None` for `*`, `Some('?')` is spelled as a wildcard by the caller.
    pub(super) fn new<'a>(pieces: impl Iterator<Item = Part<'a>>, arn: bool) -> Option<Self> {
        let mut steps = Vec::new();
        let mut colons = 0;
        for piece in pieces {
            // In the first five segments of an ARN a wildcard stays inside its segment.
            let colon = !arn || colons >= 5;
            match piece {
                Part::Plain(text) => {
                    for c in text.chars() {
                        colons += usize::from(c == ':');
                        steps.push(Step::Is(c));
                    }
                }
                Part::Star if steps.last() == Some(&Step::Run { colon }) => {}
                Part::Star => steps.push(Step::Run { colon }),
                Part::Question => steps.push(Step::One { colon }),
            }
        }
        if arn && colons < 5 {
            return None;
        }
        Self { steps, ignore_case: false }.within_bounds()
    }

    fn within_bounds(self) -> Option<Self> {
        (self.steps.len() < 127).then_some(self)
    }

    /// Whether the pattern matches every text.
    pub(super) fn matches_all(&self) -> bool {
        self.steps == [Step::Run { colon: true }]
    }

    /// Whether the text matches.
    pub(super) fn matches(&self, text: &str) -> bool {
        let end = text.chars().fold(self.start(), |at, c| self.step(at, c));
        self.accepts(end)
    }

    fn start(&self) -> Positions {
        self.skip_runs(1)
    }

    fn accepts(&self, at: Positions) -> bool {
        at >> self.steps.len() & 1 == 1
    }

    /// A run may be empty.
    fn skip_runs(&self, mut at: Positions) -> Positions {
        for (place, step) in self.steps.iter().enumerate() {
            if matches!(step, Step::Run { .. }) && at >> place & 1 == 1 {
                at |= 1 << (place + 1);
            }
        }
        at
    }

    fn step(&self, at: Positions, c: char) -> Positions {
        let mut next = 0;
        for (place, step) in self.steps.iter().enumerate() {
            if at >> place & 1 == 0 {
                continue;
            }
            match step {
                Step::Is(own) if *own == c || (self.ignore_case && own.eq_ignore_ascii_case(&c)) => {
                    next |= 1 << (place + 1);
                }
                Step::One { colon } if *colon || c != ':' => next |= 1 << (place + 1),
                Step::Run { colon } if *colon || c != ':' => next |= 1 << place,
                _ => {}
            }
        }
        self.skip_runs(next)
    }
}

/// A part of a pattern.
pub(super) enum Part<'a> {
    /// Characters that stand for themselves.
    Plain(&'a str),
    /// `*`
    Star,
    /// `?`
    Question,
}

/// Every combination of groups that some text matches, a bit for each group; a group matches where one of its
/// patterns does. May hold combinations that no text has, never lacks one. `None` when that would be too many.
pub(super) fn combinations(groups: &[Vec<Glob>]) -> Option<BTreeSet<u32>> {
    if let [only] = groups {
        let all = only.iter().any(Glob::matches_all);
        return Some(if all { [1].into() } else { [0, 1].into() });
    }
    search(groups).or_else(|| (groups.len() <= 4).then(|| (0..1 << groups.len()).collect()))
}

/// The states of all patterns read side by side, from every text over the characters that they tell apart.
fn search(groups: &[Vec<Glob>]) -> Option<BTreeSet<u32>> {
    let globs: Vec<&Glob> = groups.iter().flatten().collect();
    let mut alphabet: BTreeSet<char> = BTreeSet::from([':']);
    for glob in &globs {
        for step in &glob.steps {
            if let Step::Is(c) = step {
                alphabet.insert(*c);
                if glob.ignore_case {
                    alphabet.extend([c.to_ascii_lowercase(), c.to_ascii_uppercase()]);
                }
            }
        }
    }
    // One character stands for all that no pattern names.
    alphabet.extend(('\u{1}'..'\u{ff}').find(|c| !alphabet.contains(c)));
    let start: Vec<Positions> = globs.iter().map(|glob| glob.start()).collect();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut queue = vec![start];
    let mut found = BTreeSet::new();
    let mut steps = 0;
    while let Some(state) = queue.pop() {
        found.insert(accepted(groups, &state));
        for c in &alphabet {
            steps += globs.len();
            if steps > MAX_STEPS {
                return None;
            }
            let next: Vec<Positions> = globs.iter().zip(&state).map(|(glob, at)| glob.step(*at, *c)).collect();
            if !seen.contains(&next) {
                seen.insert(next.clone());
                queue.push(next);
            }
        }
    }
    Some(found)
}

fn accepted(groups: &[Vec<Glob>], state: &[Positions]) -> u32 {
    let mut at = state.iter();
    let mut set = 0;
    for (number, group) in groups.iter().enumerate() {
        // Every position is taken, so that the next group meets its own.
        let hits = group.iter().zip(at.by_ref()).filter(|(glob, at)| glob.accepts(**at)).count();
        set |= u32::from(hits > 0) << number;
    }
    set
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glob(pattern: &str, arn: bool) -> Glob {
        let parts = pattern.split_inclusive(['*', '?']).flat_map(|part| {
            let plain = part.trim_end_matches(['*', '?']);
            let wild = match part.strip_prefix(plain) {
                Some("*") => Some(Part::Star),
                Some("?") => Some(Part::Question),
                _ => None,
            };
            [Some(Part::Plain(plain)), wild].into_iter().flatten()
        });
        Glob::new(parts, arn).expect("a short pattern")
    }

    #[test]
    fn patterns_match_as_iam_says() {
        for (pattern, text, matches) in [
            ("a*", "abc", true),
            ("a*c", "abc", true),
            ("a?c", "abc", true),
            ("a?", "a", false),
            ("*", "", true),
            ("", "a", false),
            ("*b*b*", "bb", true),
        ] {
            assert_eq!(glob(pattern, false).matches(text), matches, "{pattern} {text}");
        }
        let finance = glob("arn:aws:svc:*:111122223333:finance/*", true);
        assert!(finance.matches("arn:aws:svc:us-east-2:111122223333:finance/d:e.txt"));
        assert!(!finance.matches("arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/d.txt"));
    }

    #[test]
    fn combinations_are_those_that_some_text_has() {
        for (patterns, expected) in [
            (vec!["a*", "*b"], vec![0b00, 0b01, 0b10, 0b11]),
            (vec!["a*", "ab*"], vec![0b00, 0b01, 0b11]),
            (vec!["a*", "b*"], vec![0b00, 0b01, 0b10]),
            (vec!["*", "b*"], vec![0b01, 0b11]),
            (vec!["a", "?"], vec![0b00, 0b10, 0b11]),
        ] {
            let groups: Vec<_> = patterns.iter().map(|pattern| vec![glob(pattern, false)]).collect();
            assert_eq!(combinations(&groups), Some(expected.into_iter().collect()), "{patterns:?}");
        }
        let groups = [vec![Glob::ignoring_case("ab").expect("short")], vec![glob("A*", false)]];
        assert_eq!(combinations(&groups), Some([0b00, 0b01, 0b10, 0b11].into()));
    }
}
