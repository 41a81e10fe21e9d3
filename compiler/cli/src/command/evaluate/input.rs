//! The texts of the requests, one after the other, however many there are.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, ErrorKind, Read};
use std::path::Path;

use whit_core::ReadError;
use whit_disk::files;
use whit_iam::MAX_BYTES;

/// What the requests are read from. No more than one of them is in memory.
pub(super) struct Input {
    from: BufReader<Box<dyn Read>>,
    /// How many lines were read.
    lines: usize,
    /// Whether the first text was seen, which says whether each line is one.
    has_begun: bool,
    text: Vec<u8>,
}

/// The text of a request.
pub(super) enum Text<'i> {
    Whole {
        bytes: &'i [u8],
        /// The line on which it begins, from 1.
        line: usize,
    },
    /// It has more bytes than are read.
    TooLong { line: usize },
}

impl Input {
    /// Opens a file, or standard input as `-`.
    pub(super) fn open(path: &str) -> Result<Self, ReadError> {
        let from: Box<dyn Read> = match path {
            "-" => Box::new(io::stdin()),
            path => Box::new(File::open(Path::new(path)).map_err(|error| match error.kind() {
                ErrorKind::NotFound => ReadError::NotFound,
                _ => ReadError::Other(files::reason(&error)),
            })?),
        };
        Ok(Self { from: BufReader::with_capacity(1 << 16, from), lines: 0, has_begun: false, text: Vec::new() })
    }

    /// Whether the next text may not have been written yet.
    pub(super) fn may_wait(&self) -> bool {
        self.from.buffer().is_empty()
    }

    /// The next text.
    pub(super) fn next(&mut self) -> io::Result<Option<Text<'_>>> {
        loop {
            let line = self.lines + 1;
            match self.line()? {
                Line::None => return Ok(None),
                Line::TooLong => {
                    self.has_begun = true;
                    return Ok(Some(Text::TooLong { line }));
                }
                Line::Read if self.text.iter().all(u8::is_ascii_whitespace) => {}
                Line::Read => {
                    let is_first = !std::mem::replace(&mut self.has_begun, true);
                    let is_whole = !(is_first && goes_on(&self.text)) || self.rest()?;
                    return Ok(Some(match is_whole {
                        true => Text::Whole { bytes: &self.text, line },
                        false => Text::TooLong { line },
                    }));
                }
            }
        }
    }

    /// Reads a line without its end. Of one that is too long the rest is passed over.
    fn line(&mut self) -> io::Result<Line> {
        const LONGEST: u64 = MAX_BYTES as u64 + 2;
        self.text.clear();
        self.from.by_ref().take(LONGEST).read_until(b'\n', &mut self.text)?;
        if self.text.is_empty() {
            return Ok(Line::None);
        }
        self.lines += 1;
        if self.lines == 1 && self.text.starts_with("\u{feff}".as_bytes()) {
            // RFC 8259 lets a reader pass over the mark, which some programs write.
            self.text.drain(.."\u{feff}".len());
        }
        let is_cut = self.text.last() != Some(&b'\n') && self.text.len() > MAX_BYTES;
        if is_cut {
            self.from.skip_until(b'\n')?;
        }
        for end in [b'\n', b'\r'] {
            self.text.pop_if(|last| *last == end);
        }
        Ok(if self.text.len() > MAX_BYTES { Line::TooLong } else { Line::Read })
    }

    /// Adds everything that comes behind the line; whether that is not too long.
    fn rest(&mut self) -> io::Result<bool> {
        self.text.push(b'\n');
        let room = (MAX_BYTES + 1).saturating_sub(self.text.len()) as u64;
        self.from.by_ref().take(room).read_to_end(&mut self.text)?;
        let is_whole = self.text.len() <= MAX_BYTES;
        if !is_whole {
            // There is nothing behind it that could be a text of its own.
            self.from = BufReader::new(Box::new(io::empty()));
        }
        Ok(is_whole)
    }
}

enum Line {
    None,
    Read,
    TooLong,
}

/// Whether a line leaves a bracket open, so that its value goes on in the next one. In the middle of a text it cannot:
/// JSON has no line ends there.
fn goes_on(line: &[u8]) -> bool {
    let (mut open, mut in_text, mut is_escaped) = (0_usize, false, false);
    for byte in line {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if in_text => is_escaped = true,
            b'"' => in_text = !in_text,
            b'{' | b'[' if !in_text => open += 1,
            b'}' | b']' if !in_text => open = open.saturating_sub(1),
            _ => {}
        }
    }
    open > 0 && !in_text
}
