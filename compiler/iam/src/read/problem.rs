//! The errors of the reader.

use std::fmt;
use std::ops::Range;

/// One thing that is wrong with a policy document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    /// Where, in bytes of the text.
    pub range: Range<usize>,
    /// What, as one sentence without a full stop.
    pub message: String,
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at byte {})", self.message, self.range.start)
    }
}

impl std::error::Error for ReadError {}

/// The errors met so far.
#[derive(Default)]
pub(crate) struct Problems {
    errors: Vec<ReadError>,
    /// How many there were beyond the limit.
    dropped: usize,
}

impl Problems {
    const LIMIT: usize = 100;

    pub(crate) fn report(&mut self, range: Range<usize>, message: String) {
        if self.errors.len() < Self::LIMIT {
            self.errors.push(ReadError { range, message });
        } else {
            self.dropped += 1;
        }
    }

    pub(crate) fn count(&self) -> usize {
        self.errors.len() + self.dropped
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.errors.is_empty()
    }

    /// The errors in text order.
    pub(crate) fn into_errors(mut self) -> Vec<ReadError> {
        self.errors.sort_by_key(|error| (error.range.start, error.range.end));
        if self.dropped > 0
            && let Some(last) = self.errors.last()
        {
            let message = format!("there are {} more errors", self.dropped);
            self.errors.push(ReadError { range: last.range.clone(), message });
        }
        self.errors
    }
}

/// The text in quotation marks, shortened if it is long, for a message.
pub(crate) fn quoted(text: &str) -> String {
    const SHOWN: usize = 60;
    let shown: String = text.chars().take(SHOWN).flat_map(char::escape_debug).collect();
    let rest = if text.chars().nth(SHOWN).is_some() { "…" } else { "" };
    format!("\"{shown}{rest}\"")
}
