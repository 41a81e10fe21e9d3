//! Fixtures of each feature: a program with `$0` where the cursor is, and what comes out.
#![cfg(test)]

mod completion;
mod definition;
mod fixture;
