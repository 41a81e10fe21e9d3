//! Patterns of the grammar in Vim's words ("very magic").

use std::iter::Peekable;
use std::str::Chars;

/// The pattern as Vim writes it between slashes. What the two do not share is an error.
pub(super) fn vim(pattern: &str) -> Result<String, String> {
    let mut reader = Reader { rest: pattern.chars().peekable(), closes: Vec::new() };
    let mut out = String::new();
    while let Some(next) = reader.rest.next() {
        out.push_str(&reader.one(next)?);
    }
    if reader.closes.is_empty() { Ok(out) } else { Err("a bracket does not close".to_owned()) }
}

struct Reader<'p> {
    rest: Peekable<Chars<'p>>,
    /// What stands behind the bracket that closes each open group.
    closes: Vec<&'static str>,
}

impl Reader<'_> {
    fn one(&mut self, next: char) -> Result<String, String> {
        Ok(match next {
            '(' => {
                let close = self.opening()?;
                self.closes.push(close);
                "%(".to_owned()
            }
            ')' => format!("){}", self.closes.pop().ok_or("a bracket too many")?),
            '[' => self.set()?,
            '\\' => match self.rest.next().ok_or("it ends with a backslash")? {
                class @ ('s' | 'd') => format!("\\{class}"),
                letter if letter.is_ascii_alphanumeric() => return Err(format!("`\\{letter}` is not of both")),
                sign => format!("\\{sign}"),
            },
            '.' | '*' | '+' | '?' | '|' | '^' | '$' => match self.rest.peek() {
                Some('?' | '+') if matches!(next, '*' | '+' | '?') => return Err("only greedy repetition".to_owned()),
                _ => next.to_string(),
            },
            // Signs that mean something to Vim alone.
            '<' | '>' | '=' | '@' | '&' | '~' | '%' | '/' | '{' | '}' => format!("\\{next}"),
            plain => plain.to_string(),
        })
    }

    /// What stands behind the group that begins here, after its bracket.
    fn opening(&mut self) -> Result<&'static str, String> {
        let wrong = || "a group is `(?:`, `(?=`, `(?!`, `(?<=` or `(?<!`".to_owned();
        if self.rest.next() != Some('?') {
            return Err(wrong());
        }
        match self.rest.next() {
            Some(':') => Ok(""),
            Some('=') => Ok("@="),
            Some('!') => Ok("@!"),
            Some('<') => match self.rest.next() {
                Some('=') => Ok("@<="),
                Some('!') => Ok("@<!"),
                _ => Err(wrong()),
            },
            _ => Err(wrong()),
        }
    }

    /// A set of characters: Vim knows `\s` in none, and takes a slash for the pattern's end.
    fn set(&mut self) -> Result<String, String> {
        let mut out = "[".to_owned();
        loop {
            match self.rest.next().ok_or("a set does not end")? {
                ']' => return Ok(out + "]"),
                '/' => out.push_str("\\/"),
                '\\' => match self.rest.next().ok_or("it ends with a backslash")? {
                    's' => out.push_str(" \\t"),
                    letter if letter.is_ascii_alphanumeric() => return Err(format!("`\\{letter}` in a set")),
                    sign => out.extend(['\\', sign]),
                },
                plain => out.push(plain),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, wanted: Result<&str, &str>) {
        let got = vim(pattern);
        assert_eq!(got.as_deref().map_err(String::as_str), wanted, "{pattern}");
    }

    #[test]
    fn groups_and_looking_around() {
        check("(?:a|b)+c?", Ok("%(a|b)+c?"));
        check("(?<![a-z.])(?<=::)x(?=y)(?!z)", Ok("%([a-z.])@<!%(::)@<=x%(y)@=%(z)@!"));
    }

    #[test]
    fn signs_that_are_special_to_vim() {
        check("==|<=|//", Ok("\\=\\=|\\<\\=|\\/\\/"));
        check(r#"[^\s"/]\{"#, Ok(r#"[^ \t"\/]\{"#));
    }

    #[test]
    fn what_the_two_do_not_share() {
        check("a*?", Err("only greedy repetition"));
        check(r"\w", Err(r"`\w` is not of both"));
        check("(a)", Err("a group is `(?:`, `(?=`, `(?!`, `(?<=` or `(?<!`"));
        check("[a", Err("a set does not end"));
        check("(?:a", Err("a bracket does not close"));
    }
}
