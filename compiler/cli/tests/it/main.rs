//! The command as people run it: the real binary, on real folders.
//! (The lints know by `cfg(test)` that a panic here is a test that fails.)

#[cfg(test)]
mod audit;
#[cfg(test)]
mod bad_input;
#[cfg(test)]
mod command;
#[cfg(test)]
mod depfile;
#[cfg(test)]
mod docs;
#[cfg(test)]
mod evaluate;
#[cfg(test)]
mod examples;
#[cfg(test)]
mod import;
mod init;
#[cfg(test)]
mod lock;
#[cfg(test)]
mod lsp;
#[cfg(test)]
mod manual;
#[cfg(test)]
mod messages;
#[cfg(test)]
mod playground;
#[cfg(test)]
mod run;
#[cfg(test)]
#[cfg(unix)]
mod terminal;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod watch;
