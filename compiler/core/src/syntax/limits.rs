//! How much of anything a source may hold.

/// How deep brackets nest, and how long chains of `not` and of `.` are.
pub(super) const DEPTH: usize = 64;
/// How many elements a list, a record or a call holds. A document has far fewer statements.
pub(super) const ELEMENTS: usize = 100_000;
/// The longest word, in bytes. AWS's own names end far below.
pub(super) const WORD_BYTES: usize = 128;
/// The largest source file, in bytes.
pub const FILE_BYTES: usize = 8 * 1024 * 1024;
/// How many mistakes of one file are shown.
pub(super) const DIAGNOSTICS: usize = 100;
/// How many repairs an item may need and still be read.
pub(super) const REPAIRS: usize = 1000;
