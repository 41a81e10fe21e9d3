//! Text to tree and diagnostics.

mod bounds;
mod first;
mod mistakes;
