//! The command as people run it: the real binary, on real folders.
//! (The lints know by `cfg(test)` that a panic here is a test that fails.)

#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod command;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod run;
