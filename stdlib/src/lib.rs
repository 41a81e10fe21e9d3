//! The standard library of Whit, written in Whit.
