//! The embedded catalog: what it has, how it is found, and that broken bytes do no harm.

mod broken;
mod counts;
mod difference;
mod keys;
mod levels;
mod lookup;
mod packed;
mod resources;
mod tables;
