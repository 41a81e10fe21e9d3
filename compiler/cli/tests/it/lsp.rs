//! `whit lsp` as an editor knows it: the real binary, over pipes.

mod client;
mod edits;
mod features;
mod files;
mod lifecycle;
mod plain;
mod words;
