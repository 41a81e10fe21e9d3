//! The documents of a program before they are lowered, for those who ask what the source means rather than what came of
//! it.

use super::memory::Memory;
use super::{Request, inputs_set, load, places};
use crate::check::program::{Form, Program};
use crate::expand::Pass;
use crate::typed::Document;
use crate::{check, resolve};

/// The documents of one environment.
#[derive(Debug)]
pub struct TypedEnvironment {
    /// The name; none for a file by itself.
    pub name: Option<String>,
    /// The documents in source order, a role as its trust and its inline policy. One that could not be worked out is not
    /// there: an analysis says why.
    pub documents: Vec<Document>,
}

impl Memory {
    /// The typed documents of a project, in the environments that [`Memory::analyze`] compiles it for; none if a mistake
    /// keeps the program from being expanded. They are made anew and not kept; what is remembered of the text and its
    /// check is.
    #[must_use]
    pub fn typed(&mut self, request: Request<'_>) -> Vec<TypedEnvironment> {
        self.suit(&request);
        let (catalog, work, mut sources) = (request.catalog, request.work, request.sources.clone());
        // An analysis tells what is found on the way.
        let mut found = Vec::new();
        let modules = load::load(&request, request.library, &mut sources, &mut self.files, &mut found);
        let names = resolve::resolve(&modules, &mut self.indices, &mut found);
        let program = check::check(catalog, &modules, &names, &mut self.checks, work, &mut found);
        let Ok(program) = program else { return Vec::new() };
        let set = inputs_set(&request.set, &program, &mut sources, &mut found);
        let environments = places(&request.config, &program, &mut found).into_iter().map(|(place, mut inputs)| {
            inputs.extend(set.clone());
            let documents = documents(&Pass::new(catalog, &program, &place, &inputs), &program);
            TypedEnvironment { name: place.name.clone(), documents }
        });
        environments.collect()
    }
}

/// The documents of a program in one place.
fn documents(pass: &Pass<'_>, program: &Program) -> Vec<Document> {
    let mut all = Vec::new();
    for (index, checked) in program.in_order() {
        match &checked.form {
            Form::Document(item) => all.push(pass.document(index, item).result),
            Form::Role(item) => {
                let role = pass.role(index, item).result;
                all.push(role.trust);
                all.extend(role.inline);
            }
            _ => {}
        }
    }
    all.into_iter().filter(|(_, broken)| !broken).map(|(document, _)| document).collect()
}
