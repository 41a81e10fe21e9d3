//! ARNs, matched segment by segment.

use super::pattern::{Glob, Pattern, Piece};

/// An ARN in its six segments; the sixth may hold colons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arn<'a> {
    /// `arn`, partition, service, region, account, resource.
    pub segments: [&'a str; 6],
}

impl<'a> Arn<'a> {
    /// Splits an ARN. None if there are fewer than six segments or the first is not `arn`.
    pub fn parse(text: &'a str) -> Option<Self> {
        let mut parts = text.splitn(6, ':');
        let mut segments = [""; 6];
        for segment in &mut segments {
            *segment = parts.next()?;
        }
        matches!(segments, ["arn", ..]).then_some(Self { segments })
    }
}

/// A pattern of an ARN: each segment matches for itself, so that no wildcard runs across the first five colons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArnPattern {
    segments: Box<[Glob; 6]>,
}

impl ArnPattern {
    /// Splits a pattern at its first five colons. None if there are fewer.
    ///
    /// A colon that came out of a policy variable ends a segment like any other: the variable is replaced before the
    /// ARN is taken apart.
    pub fn new(pattern: &Pattern) -> Option<Self> {
        let mut segments = pattern.pieces().splitn(6, |piece| *piece == Piece::Literal(':')).map(Glob::new);
        let mut next = || segments.next();
        Some(Self { segments: Box::new([next()?, next()?, next()?, next()?, next()?, next()?]) })
    }

    /// Whether every segment of the ARN matches.
    pub fn matches(&self, arn: &Arn<'_>) -> bool {
        // What tells two ARNs apart stands at the end.
        self.segments.iter().zip(arn.segments).rev().all(|(glob, segment)| glob.matches(segment))
    }
}

/// The segments of a resource as a policy writes it, at most six. A colon inside of `${…}` ends no segment.
pub fn split_pattern(text: &str) -> Vec<&str> {
    let mut segments = Vec::with_capacity(6);
    let mut start = 0;
    let mut in_variable = false;
    let mut before = '\0';
    for (at, c) in text.char_indices() {
        match c {
            '{' if before == '$' => in_variable = true,
            '}' => in_variable = false,
            ':' if !in_variable && segments.len() < 5 => {
                segments.extend(text.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
        before = c;
    }
    segments.extend(text.get(start..));
    segments
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pattern: &str, arn: &str, expected: bool) {
        let matched = ArnPattern::new(&Pattern::of(pattern))
            .is_some_and(|pattern| Arn::parse(arn).is_some_and(|arn| pattern.matches(&arn)));
        assert_eq!(matched, expected, "{pattern} on {arn}");
    }

    #[test]
    fn segments_match_one_by_one() {
        let trap = "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/d.txt";
        check("arn:aws:svc:*:111122223333:finance/*", trap, false);
        check("arn:aws:svc:*:999999999999:*:finance/*", trap, true);
        check("arn:aws:s3:::bucket", "arn:aws:s3:::bucket", true);
        check("arn:aws:s3:::bucket", "arn:aws:s3:::Bucket", false);
        check("arn:*:s3:::b*/?", "arn:aws-cn:s3:::bucket/a/b", true);
        check("arn:aws:iam::*:role/r", "arn:aws:iam::1:role/r", true);
        check("*", "arn:aws:s3:::bucket", false);
        check("arn:aws:s3:*", "arn:aws:s3:::bucket", false);
        check("arn:aws:s3:::bucket", "arn:aws:s3", false);
        check("*:*:*:*:*:*", "arn:aws:s3:::bucket", true);
        check("*:*:*:*:*:*", "urn:aws:s3:::bucket", false);
    }

    #[test]
    fn a_variable_keeps_its_colons() {
        assert_eq!(
            split_pattern("arn:aws:s3:::b/${aws:username}:x"),
            ["arn", "aws", "s3", "", "", "b/${aws:username}:x"]
        );
        assert_eq!(split_pattern("arn:aws:${aws:a}"), ["arn", "aws", "${aws:a}"]);
        assert_eq!(split_pattern("*"), ["*"]);
        assert_eq!(split_pattern(""), [""]);
    }
}
