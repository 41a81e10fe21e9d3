//! Tests of the policy model from outside.

// `cfg(test)` says to the lints that these are tests throughout, helpers too.
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod print;
#[cfg(test)]
mod read;
#[cfg(test)]
mod roundtrip;
#[cfg(test)]
mod strategy;
