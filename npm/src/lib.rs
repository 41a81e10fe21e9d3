//! The compiler for JavaScript: texts in, JSON out. What of it people see is `lib/` beside this, which checks what it is
//! called with and makes objects of the JSON.
//!
//! An answer is an object. One that has nothing but `misuse` says what is wrong with the call; bad sources are findings.

mod answer;
mod findings;
mod project;
mod texts;

use wasm_bindgen::prelude::wasm_bindgen;

/// The files of a project.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Project(project::Project);

#[wasm_bindgen]
impl Project {
    /// A project without files. Messages call its files by the folder; an empty one is not named.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(folder: String) -> Self {
        Self(project::Project::new(folder))
    }

    /// Adds a file by its path in the folder, with `/`.
    pub fn add(&mut self, path: &str, bytes: Vec<u8>) {
        self.0.add(path, bytes);
    }

    /// Checks the project, and makes its documents. `options` and the answer are JSON.
    #[must_use]
    pub fn compile(self, options: &str) -> String {
        answer::text(project::Options::read(options).and_then(|options| answer::compile(self.0, options)))
    }

    /// Checks the project in every environment.
    #[must_use]
    pub fn check(self, options: &str) -> String {
        answer::text(project::Options::read(options).and_then(|options| answer::check(self.0, options)))
    }
}

/// Formats a source; with `sort`, also sorts lists whose order means nothing.
#[wasm_bindgen]
#[must_use]
pub fn format(bytes: Vec<u8>, sort: bool) -> String {
    answer::text(Ok(texts::format(bytes, sort)))
}

/// A policy in JSON as Whit. `options` and the answer are JSON.
#[wasm_bindgen(js_name = importJson)]
#[must_use]
pub fn import_json(bytes: Vec<u8>, options: &str) -> String {
    answer::text(texts::ImportOptions::read(options).and_then(|options| texts::import(bytes, &options)))
}

/// What AWS decides on a request with its policies.
#[wasm_bindgen]
#[must_use]
pub fn evaluate(bytes: Vec<u8>) -> String {
    answer::text(Ok(texts::evaluate(&bytes)))
}

/// The folder of the sources, as a `whit.toml` says it.
#[wasm_bindgen]
#[must_use]
pub fn source(config: &[u8]) -> String {
    texts::source(config)
}

/// The files that a source uses, as paths from the folder of the sources.
#[wasm_bindgen]
#[must_use]
pub fn uses(source: &[u8]) -> Vec<String> {
    texts::uses(source)
}

/// The most bytes of a file that are read. Who passes one more is told that it is too large.
#[wasm_bindgen(js_name = largestFile)]
#[must_use]
pub fn largest_file() -> usize {
    whit_core::syntax::FILE_BYTES
}

/// Makes ready what the first call would make ready.
#[wasm_bindgen]
pub fn prepare() {
    // It is unpacked when it is first asked.
    let _ = whit_core::Catalog::embedded();
}
