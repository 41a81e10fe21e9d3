//! Tests of the policy model from outside.
#![expect(
    clippy::disallowed_types,
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "tests read the corpus of policies and measure time"
)]

// `cfg(test)` says to the lints that these are tests throughout, helpers too.
#[cfg(test)]
mod case;
#[cfg(test)]
mod corpus;
#[cfg(test)]
mod decide;
#[cfg(test)]
mod documented;
#[cfg(test)]
mod evaluate;
#[cfg(test)]
mod explain;
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
