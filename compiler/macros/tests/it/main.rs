//! What the macros make, and what they say of mistakes.

#[cfg(test)]
mod messages;
