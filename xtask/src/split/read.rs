//! What has to be known of a module before it is cut.

use std::collections::{BTreeMap, BTreeSet};

use wasmparser::{
    BinaryReaderError, ElementItems, ExternalKind, FunctionBody, GlobalType, KnownCustom, MemoryType, Name, Operator,
    Parser, Payload, TableType, TypeRef, TypeSectionReader,
};

/// A module whose imports are functions.
#[derive(Default)]
pub(super) struct Read<'m> {
    pub(super) types: Option<TypeSectionReader<'m>>,
    /// How many functions are imported. They have the first numbers.
    pub(super) imported: u32,
    /// The type of each function.
    pub(super) of_type: Vec<u32>,
    pub(super) tables: Vec<TableType>,
    pub(super) memories: Vec<MemoryType>,
    pub(super) globals: Vec<GlobalType>,
    pub(super) bodies: Vec<FunctionBody<'m>>,
    /// By body, the functions that it calls.
    calls: Vec<BTreeSet<u32>>,
    /// What is exported, in a table or otherwise reached from outside of the bodies.
    taken: BTreeSet<u32>,
    names: BTreeMap<String, Vec<u32>>,
}

impl<'m> Read<'m> {
    /// # Errors
    /// When it is no module.
    pub(super) fn new(bytes: &'m [u8]) -> Result<Self, String> {
        let mut read = Self::default();
        for payload in Parser::new(0).parse_all(bytes) {
            payload.and_then(|payload| read.section(payload)).map_err(|error| format!("the wasm module: {error}"))?;
        }
        match read.imported as usize + read.bodies.len() == read.of_type.len() {
            true => Ok(read),
            false => Err("the wasm module imports what is no function".to_owned()),
        }
    }

    fn section(&mut self, payload: Payload<'m>) -> Result<(), BinaryReaderError> {
        match payload {
            Payload::TypeSection(section) => self.types = Some(section),
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    if let TypeRef::Func(ty) = import?.ty {
                        self.of_type.push(ty);
                    }
                    self.imported += 1;
                }
            }
            Payload::FunctionSection(section) => {
                for ty in section {
                    self.of_type.push(ty?);
                }
            }
            Payload::TableSection(section) => {
                for table in section {
                    self.tables.push(table?.ty);
                }
            }
            Payload::MemorySection(section) => self.memories = section.into_iter().collect::<Result<_, _>>()?,
            Payload::GlobalSection(section) => {
                for global in section {
                    let global = global?;
                    self.globals.push(global.ty);
                    self.take(global.init_expr.get_operators_reader())?;
                }
            }
            Payload::ExportSection(section) => {
                for export in section {
                    let export = export?;
                    self.taken.extend((export.kind == ExternalKind::Func).then_some(export.index));
                }
            }
            Payload::StartSection { func, .. } => drop(self.taken.insert(func)),
            Payload::ElementSection(section) => {
                for element in section {
                    match element?.items {
                        ElementItems::Functions(functions) => {
                            for function in functions {
                                self.taken.insert(function?);
                            }
                        }
                        ElementItems::Expressions(_, expressions) => {
                            for expression in expressions {
                                self.take(expression?.get_operators_reader())?;
                            }
                        }
                    }
                }
            }
            Payload::CodeSectionEntry(body) => {
                let mut calls = BTreeSet::new();
                for operator in body.get_operators_reader()? {
                    match operator? {
                        Operator::Call { function_index } => drop(calls.insert(function_index)),
                        Operator::RefFunc { function_index } | Operator::ReturnCall { function_index } => {
                            self.taken.insert(function_index);
                        }
                        _ => {}
                    }
                }
                self.bodies.push(body);
                self.calls.push(calls);
            }
            Payload::CustomSection(section) => {
                if let KnownCustom::Name(section) = section.as_known() {
                    for names in section {
                        let Name::Function(functions) = names? else { continue };
                        for function in functions {
                            let function = function?;
                            self.names.entry(plain(function.name)).or_default().push(function.index);
                        }
                    }
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn take(&mut self, operators: wasmparser::OperatorsReader<'_>) -> Result<(), BinaryReaderError> {
        for operator in operators {
            if let Operator::RefFunc { function_index } = operator? {
                self.taken.insert(function_index);
            }
        }
        Ok(())
    }

    /// The one function of a name: a path.
    ///
    /// # Errors
    /// When there is none, or more than one.
    pub(super) fn function(&self, name: &str) -> Result<u32, String> {
        match self.names.get(name).map(Vec::as_slice) {
            Some([function]) => Ok(*function),
            several => {
                let count = several.map_or(0, <[u32]>::len);
                Err(format!("the wasm module has {count} functions `{name}`, where one was expected"))
            }
        }
    }

    /// The functions that can be called by another way than through `entries`.
    pub(super) fn reached(&self, entries: &BTreeSet<u32>) -> BTreeSet<u32> {
        let mut waiting: Vec<u32> = self.taken.iter().copied().collect();
        let mut reached = self.taken.clone();
        while let Some(function) = waiting.pop() {
            for called in self.called(function) {
                if !entries.contains(called) && reached.insert(*called) {
                    waiting.push(*called);
                }
            }
        }
        reached
    }

    /// What a function calls.
    pub(super) fn called(&self, function: u32) -> impl Iterator<Item = &u32> {
        let own = function.checked_sub(self.imported);
        own.and_then(|own| self.calls.get(own as usize)).into_iter().flatten()
    }
}

/// The path of a function without the numbers that compilers put into it or behind it, and a method behind its type:
/// `<one[7d0a]::Two>::three` and `one::four::<impl one::Two>::three::h0123456789abcdef` are `one::Two::three`.
fn plain(name: &str) -> String {
    let mut rest = match name.rsplit_once("::h") {
        Some((path, number)) if number.len() == 16 && is_number(number) => path,
        _ => name,
    };
    let mut path = String::new();
    while let Some((before, (number, behind))) =
        rest.split_once('[').and_then(|(before, behind)| Some((before, behind.split_once(']')?)))
    {
        path.push_str(before);
        if !is_number(number) {
            path.extend(["[", number, "]"]);
        }
        rest = behind;
    }
    path.push_str(rest);
    let method = path.strip_prefix('<').or_else(|| Some(path.split_once("::<impl ")?.1));
    match method.and_then(|method| method.split_once(">::")) {
        Some((ty, method)) if !ty.contains([' ', '<']) => format!("{ty}::{method}"),
        _ => path,
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|it| it.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_is_called_alike_by_every_compiler() {
        for (name, path) in [
            ("one[7d0a]::two::three", "one::two::three"),
            ("one::two::three::h0123456789abcdef", "one::two::three"),
            ("<one[7d0a]::two::Type>::three", "one::two::Type::three"),
            ("one::two::Type::three::h0123456789abcdef", "one::two::Type::three"),
            ("one::four::<impl one::two::Type>::three::h0123456789abcdef", "one::two::Type::three"),
            ("<one[7d0a]::Type as two[3e]::Trait>::three", "<one::Type as two::Trait>::three"),
            ("<[u8]>::three", "[u8]::three"),
        ] {
            assert_eq!(plain(name), path);
        }
    }
}
