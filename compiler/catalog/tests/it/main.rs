//! The embedded catalog: what it has, how it is found, and that broken bytes do no harm.

mod counts;
mod resources;
