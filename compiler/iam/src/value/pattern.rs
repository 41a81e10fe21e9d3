//! Patterns with `*` and `?`, of which some characters are literal because they come out of a policy variable.

mod search;

/// One piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece {
    /// A character that stands for itself, also `*` and `?`.
    Literal(char),
    /// `?`: one character.
    One,
    /// `*`: any run of characters, also none.
    Run,
}

/// A text with wildcards.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pattern {
    pieces: Vec<Piece>,
}

impl Pattern {
    /// A pattern in which `*` and `?` are wildcards.
    pub fn of(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_pattern(text);
        pattern
    }

    /// A pattern that matches the text alone.
    pub fn literal(text: &str) -> Self {
        let mut pattern = Self::default();
        pattern.push_literal(text);
        pattern
    }

    /// Adds text in which `*` and `?` are wildcards.
    pub fn push_pattern(&mut self, text: &str) {
        self.pieces.extend(text.chars().map(|c| match c {
            '*' => Piece::Run,
            '?' => Piece::One,
            c => Piece::Literal(c),
        }));
    }

    /// Adds text that stands for itself.
    pub fn push_literal(&mut self, text: &str) {
        self.pieces.extend(text.chars().map(Piece::Literal));
    }

    /// Adds another pattern.
    pub fn push(&mut self, other: &Self) {
        self.pieces.extend(&other.pieces);
    }

    /// The pieces in order.
    pub fn pieces(&self) -> &[Piece] {
        &self.pieces
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        Glob::new(&self.pieces).matches(text)
    }
}

/// A pattern, or a segment of one, made ready to be held against many texts.
///
/// The time to match is linear in the text and the pattern, save for stretches between two `*` that hold a `?`: there it
/// is at most that of the text for every 64 characters of the stretch. No pattern makes matching blow up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Glob {
    /// `*`
    Any,
    /// A text without wildcards.
    Exact(Box<str>),
    /// A text and `*`.
    Prefix(Box<str>),
    /// Anything else without `*`.
    Whole(Stretch),
    /// With `*`: what the text begins with, what comes behind in this order, and what it ends with.
    Runs {
        /// Before the first `*`.
        head: Stretch,
        /// Between two of them.
        middle: Box<[Stretch]>,
        /// Behind the last.
        tail: Stretch,
    },
}

/// What stands between two `*`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stretch {
    /// A text.
    Plain(Box<str>),
    /// With `?`, each a none.
    Holes(Box<[Option<char>]>),
}

impl Glob {
    /// Makes pieces ready.
    pub fn new(pieces: &[Piece]) -> Self {
        let mut stretches = pieces.split(|piece| *piece == Piece::Run).map(Stretch::new);
        let Some(head) = stretches.next() else { return Self::Exact("".into()) };
        let mut rest: Vec<Stretch> = stretches.collect();
        match (head, rest.pop()) {
            (Stretch::Plain(text), None) => Self::Exact(text),
            (head, None) => Self::Whole(head),
            (head, Some(tail)) => {
                rest.retain(|stretch| !stretch.is_empty());
                match head {
                    Stretch::Plain(text) if rest.is_empty() && tail.is_empty() => {
                        if text.is_empty() {
                            Self::Any
                        } else {
                            Self::Prefix(text)
                        }
                    }
                    head => Self::Runs { head, middle: rest.into(), tail },
                }
            }
        }
    }

    /// Whether the whole text matches.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Self::Any => true,
            Self::Exact(exact) => **exact == *text,
            Self::Prefix(prefix) => text.starts_with(&**prefix),
            Self::Whole(stretch) => stretch.after(text).is_some_and(str::is_empty),
            Self::Runs { head, middle, tail } => {
                let Some(mut rest) = head.after(text) else { return false };
                for stretch in middle {
                    let Some(after) = stretch.after_first(rest) else { return false };
                    rest = after;
                }
                tail.ends(rest)
            }
        }
    }
}

impl Stretch {
    /// What is tried at one place after the other.
    const SHORT: usize = 64;

    fn new(pieces: &[Piece]) -> Self {
        let literal = |piece: &Piece| match piece {
            Piece::Literal(c) => Some(*c),
            Piece::One | Piece::Run => None,
        };
        let holes: Box<[Option<char>]> = pieces.iter().map(literal).collect();
        let plain: Option<String> = holes.iter().copied().collect();
        plain.map_or(Self::Holes(holes), |text| Self::Plain(text.into()))
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Plain(text) if text.is_empty())
    }

    /// What comes behind it in a text that begins with it.
    fn after<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Plain(plain) => text.strip_prefix(&**plain),
            Self::Holes(holes) => {
                let mut chars = text.chars();
                for hole in holes {
                    let c = chars.next()?;
                    if hole.is_some_and(|wanted| wanted != c) {
                        return None;
                    }
                }
                Some(chars.as_str())
            }
        }
    }

    /// What comes behind the first place where it stands in a text.
    fn after_first<'t>(&self, text: &'t str) -> Option<&'t str> {
        match self {
            Self::Plain(plain) => text.find(&**plain).and_then(|at| text.get(at + plain.len()..)),
            Self::Holes(holes) if holes.len() > Self::SHORT => {
                let chars: Vec<char> = text.chars().collect();
                let end = search::find(holes, &chars)? + holes.len();
                let mut rest = text.chars();
                end.checked_sub(1).and_then(|last| rest.nth(last));
                Some(rest.as_str())
            }
            Self::Holes(_) => {
                let mut chars = text.chars();
                loop {
                    if let Some(after) = self.after(chars.as_str()) {
                        return Some(after);
                    }
                    chars.next()?;
                }
            }
        }
    }

    /// Whether a text ends with it.
    fn ends(&self, text: &str) -> bool {
        match self {
            Self::Plain(plain) => text.ends_with(&**plain),
            Self::Holes(holes) => {
                let mut chars = text.chars();
                holes.iter().rev().all(|hole| chars.next_back().is_some_and(|c| hole.is_none_or(|wanted| wanted == c)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_match_whole_texts() {
        for (pattern, text, expected) in [
            ("", "", true),
            ("", "a", false),
            ("*", "", true),
            ("?", "", false),
            ("a*", "abc", true),
            ("*c", "abc", true),
            ("a*c", "abcd", false),
            ("a?c", "abc", true),
            ("a?c", "aéc", true),
            ("a??", "ab", false),
            ("*a*b*c*", "xxaxbxxcx", true),
            ("*a*b*c*", "xxaxcxxbx", false),
            ("*ab", "aab", true),
            ("*aab", "aaaab", true),
            ("A", "a", false),
            ("**", "anything", true),
            ("*?*", "", false),
            ("a*a", "a", false),
            ("a*a", "aa", true),
            ("*a?a*a", "abaca", true),
            ("*a?a*a", "abac", false),
            ("?*?", "é", false),
            ("?*?", "éa", true),
            ("*?é", "aé", true),
            ("ab*ab*b", "abab", false),
            ("ab*ab*b", "ababb", true),
        ] {
            assert_eq!(Pattern::of(pattern).matches(text), expected, "{pattern} on {text}");
        }
    }

    /// The plain definition, one piece at a time.
    fn slowly(pieces: &[Piece], text: &[char]) -> bool {
        match (pieces.split_first(), text.split_first()) {
            (None, rest) => rest.is_none(),
            (Some((Piece::Run, after)), rest) => {
                slowly(after, text) || rest.is_some_and(|(_, rest)| slowly(pieces, rest))
            }
            (Some((Piece::One, after)), Some((_, rest))) => slowly(after, rest),
            (Some((Piece::Literal(literal), after)), Some((c, rest))) => literal == c && slowly(after, rest),
            (Some(_), None) => false,
        }
    }

    #[test]
    fn every_short_pattern_matches_as_defined() {
        let words = |letters: &[char], longest: usize| {
            let mut words = vec![String::new()];
            let mut last = words.clone();
            for _ in 0..longest {
                last = last.iter().flat_map(|word| letters.iter().map(move |c| format!("{word}{c}"))).collect();
                words.extend(last.iter().cloned());
            }
            words
        };
        let texts = words(&['a', 'é'], 5);
        for pattern in words(&['a', 'é', '*', '?'], 5) {
            let pattern = Pattern::of(&pattern);
            for text in &texts {
                let chars: Vec<char> = text.chars().collect();
                assert_eq!(pattern.matches(text), slowly(pattern.pieces(), &chars), "{pattern:?} on {text}");
            }
        }
    }

    /// Long stretches are looked for in another way than short ones.
    #[test]
    fn long_stretches_stand_where_short_ones_would() {
        let mut state = 7_u64;
        let mut draw = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let mut found = 0;
        for _ in 0..2_000 {
            let text: Vec<char> = (0..draw(300)).map(|_| if draw(30) == 0 { 'é' } else { 'a' }).collect();
            let from = draw(200) as usize;
            let length = 1 + draw(150) as usize;
            let mut holes: Vec<Option<char>> =
                text.iter().skip(from).take(length).map(|c| (draw(3) > 0).then_some(*c)).collect();
            holes.resize(length, Some('a'));
            if draw(3) == 0 {
                holes[draw(length as u64) as usize] = Some('é');
            }
            let stands = |at: &usize| {
                let there = &text[*at..];
                there.len() >= length && holes.iter().zip(there).all(|(hole, c)| hole.is_none_or(|hole| hole == *c))
            };
            let expected = (0..=text.len()).find(stands);
            assert_eq!(search::find(&holes, &text), expected, "{holes:?} in {text:?}");
            found += usize::from(expected.is_some());
        }
        assert!((200..1_800).contains(&found), "{found}");
        let pattern = format!("x*{}é*z", "a?".repeat(40));
        let text = |middle: &str| format!("xéé{middle}ééz");
        assert!(Pattern::of(&pattern).matches(&text(&"aé".repeat(40))));
        assert!(!Pattern::of(&pattern).matches(&text(&"aé".repeat(39))));
    }

    #[test]
    fn literal_pieces_are_no_wildcards() {
        let mut pattern = Pattern::literal("*?");
        assert!(pattern.matches("*?"));
        assert!(!pattern.matches("ab"));
        pattern.push_pattern("*");
        assert!(pattern.matches("*?ab"));
    }
}
