//! `whit lsp`: the server that editors talk to.

use std::path::Path;

use clap::Args;
use whit_core::{ReadError, Work};
use whit_disk::{Threads, files};
use whit_lsp::serve;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Many editors say so; there is no other way
    #[arg(long, hide = true)]
    pub(crate) stdio: bool,
}

/// Serves until the editor says that all is over. Does not return then: the thread that reads standard input may wait for
/// more.
pub(crate) fn run(_: &Arguments) -> ! {
    let code = serve(Box::new(Native(Threads::default())));
    std::process::exit(i32::from(code))
}

/// The disk, for the server.
struct Native(Threads);

impl whit_lsp::Disk for Native {
    fn read(&self, path: &str) -> Result<String, ReadError> {
        files::read(Path::new(path))
    }

    fn exists(&self, path: &str) -> bool {
        Path::new(path).is_file()
    }

    fn sources(&self, folder: &str) -> Vec<String> {
        // A folder that cannot be read has none; a build says why.
        let files = files::sources(Path::new(folder)).unwrap_or_default().files;
        files.iter().filter_map(|file| slashed(file)).collect()
    }

    fn work(&self) -> &dyn Work {
        &self.0
    }
}

/// A path with `/`.
fn slashed(path: &Path) -> Option<String> {
    let text = path.to_str()?;
    Some(if cfg!(windows) { text.replace('\\', "/") } else { text.to_owned() })
}
