//! Cuts a module in two: what is needed at first, and what only some of its functions need. The second is loaded behind
//! the first and works on it: on its memory, its table and its functions. Nothing is there twice.

mod read;

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use wasm_encoder::reencode::{Error, Reencode};
use wasm_encoder::{
    CodeSection, ConstExpr, ElementSection, Elements, EntityType, ExportKind, ExportSection, FunctionSection,
    ImportSection, Instruction, Module, TableSection, TypeSection,
};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, ExportSectionReader, FunctionBody, FunctionSectionReader, Operator, Parser,
    RefType, TableSectionReader,
};

use read::Read;

/// A module in two.
pub(crate) struct Halves {
    /// It has the exports of the whole, and what the later half imports.
    pub(crate) first: Vec<u8>,
    /// All that it imports are exports of the first half; by its name for that, `first`.
    pub(crate) later: Vec<u8>,
}

/// Cuts a module that tells the names of its functions. Into the later half goes what is called through `entries` only.
/// What stands in the table is in the first: nobody sees who calls that. An entry that is called before the later half
/// is there ends the program.
///
/// # Errors
/// When it is no module, or `entries` are not in it.
pub(crate) fn split(bytes: &[u8], entries: &[&str]) -> Result<Halves, String> {
    let read = Read::new(bytes)?;
    let entries = entries.iter().map(|name| read.function(name)).collect::<Result<BTreeSet<u32>, _>>()?;
    let reached = read.reached(&entries);
    if let Some(entry) = entries.intersection(&reached).next() {
        return Err(format!("the function {entry} of the wasm module is called by its address, too"));
    }
    let (own, later): (Vec<u32>, Vec<u32>) =
        (read.imported..).zip(&read.bodies).map(|(function, _)| function).partition(|it| reached.contains(it));
    let shared: BTreeSet<u32> = later.iter().flat_map(|it| read.called(*it)).copied().collect();
    let shared: Vec<u32> = shared.intersection(&reached).copied().collect();
    let cut = Cut { mark: mark(bytes), read, entries: entries.into_iter().collect(), shared };
    let failed = |error: Error<String>| format!("the wasm module cannot be cut: {error}");
    Ok(Halves { first: cut.first(&own, bytes).map_err(failed)?, later: cut.later(&later).map_err(failed)? })
}

/// What tells the halves of one module from those of another, so that halves of two versions do not go together.
fn mark(bytes: &[u8]) -> String {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    format!("{:x}", hasher.finish())
}

struct Cut<'m> {
    mark: String,
    read: Read<'m>,
    entries: Vec<u32>,
    /// The functions of the first half that the later calls.
    shared: Vec<u32>,
}

impl Cut<'_> {
    /// The table of functions, and its first place that is free.
    fn table(&self) -> Result<(u32, u64), Error<String>> {
        let found = (0..).zip(&self.read.tables).find(|(_, table)| table.element_type == RefType::FUNCREF);
        found.map(|(at, table)| (at, table.initial)).ok_or_else(|| Error::UserError("it has no table".to_owned()))
    }

    fn first(&self, own: &[u32], bytes: &[u8]) -> Result<Vec<u8>, Error<String>> {
        let (table, free) = self.table()?;
        let imported: Vec<u32> = (0..self.read.imported).collect();
        let free = i32::try_from(free).map_err(|error| Error::UserError(error.to_string()))?;
        let places = (free..).zip(&self.entries).map(|(place, entry)| (*entry, place)).collect();
        let mut half = Half { cut: self, own, numbers: numbers(&[&imported, own]), table, places };
        let mut module = Module::new();
        half.parse_core_module(&mut module, Parser::new(0), bytes)?;
        Ok(module.finish())
    }

    fn later(&self, own: &[u32]) -> Result<Vec<u8>, Error<String>> {
        let (table, free) = self.table()?;
        let numbers = numbers(&[&self.shared, own]);
        let mut half = Half { cut: self, own, numbers, table, places: BTreeMap::new() };
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        if let Some(section) = self.read.types.clone() {
            half.parse_type_section(&mut types, section)?;
        }
        for (name, kind, at) in self.exports() {
            let own = |error: &str| Error::UserError(format!("{error} {at} is not there"));
            let at = at as usize;
            let ty = match kind {
                ExportKind::Func => EntityType::Function(*self.read.of_type.get(at).ok_or_else(|| own("function"))?),
                ExportKind::Table => {
                    let mut ty = half.table_type(*self.read.tables.get(at).ok_or_else(|| own("table"))?)?;
                    self.widen(&mut ty);
                    EntityType::Table(ty)
                }
                ExportKind::Memory => {
                    EntityType::Memory(half.memory_type(*self.read.memories.get(at).ok_or_else(|| own("memory"))?)?)
                }
                _ => EntityType::Global(half.global_type(*self.read.globals.get(at).ok_or_else(|| own("global"))?)?),
            };
            imports.import("first", &name, ty);
        }
        let (mut functions, mut elements, mut code) =
            (FunctionSection::new(), ElementSection::new(), CodeSection::new());
        half.own_types(&mut functions);
        let entries = self.entries.iter().map(|entry| half.function_index(*entry)).collect::<Result<Vec<u32>, _>>()?;
        let place = ConstExpr::i32_const(i32::try_from(free).map_err(|error| Error::UserError(error.to_string()))?);
        elements.active(Some(table), &place, Elements::Functions(entries.into()));
        half.own_bodies(&mut code)?;
        let mut module = Module::new();
        module.section(&types).section(&imports).section(&functions).section(&elements).section(&code);
        Ok(module.finish())
    }

    /// What the first half exports for the later one, each kind in its order.
    fn exports(&self) -> impl Iterator<Item = (String, ExportKind, u32)> {
        let all = |letter: char, kind: ExportKind, count: usize| {
            (0..).take(count).map(move |at: u32| (format!("{letter}{at}"), kind, at))
        };
        let functions =
            (0..).zip(&self.shared).map(|(at, function): (u32, _)| (format!("f{at}"), ExportKind::Func, *function));
        let read = &self.read;
        let memories = all('m', ExportKind::Memory, read.memories.len());
        functions
            .chain(all('t', ExportKind::Table, read.tables.len()))
            .chain(memories.map(|(name, kind, at)| (format!("{name}-{}", self.mark), kind, at)))
            .chain(all('g', ExportKind::Global, read.globals.len()))
    }

    /// Makes room in the table of functions for the entries.
    fn widen(&self, ty: &mut wasm_encoder::TableType) {
        if ty.element_type == wasm_encoder::RefType::FUNCREF {
            let more = self.entries.len() as u64;
            ty.minimum += more;
            ty.maximum = ty.maximum.map(|maximum| maximum + more);
        }
    }
}

/// The new number of each function, by its old one.
fn numbers(functions: &[&[u32]]) -> BTreeMap<u32, u32> {
    functions.iter().copied().flatten().copied().zip(0..).collect()
}

struct Half<'c, 'm> {
    cut: &'c Cut<'m>,
    /// The functions whose bodies are here, in their order.
    own: &'c [u32],
    numbers: BTreeMap<u32, u32>,
    table: u32,
    /// What is called through the table: by function, its place there.
    places: BTreeMap<u32, i32>,
}

impl Half<'_, '_> {
    fn own_types(&self, functions: &mut FunctionSection) {
        for ty in self.own.iter().filter_map(|it| self.cut.read.of_type.get(*it as usize)) {
            functions.function(*ty);
        }
    }

    fn own_bodies(&mut self, code: &mut CodeSection) -> Result<(), Error<String>> {
        let (cut, own) = (self.cut, self.own);
        let body = |function: &u32| cut.read.bodies.get((*function - cut.read.imported) as usize);
        own.iter().filter_map(body).try_for_each(|body| self.parse_function_body(code, body.clone()))
    }
}

impl Reencode for Half<'_, '_> {
    type Error = String;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<String>> {
        let number = self.numbers.get(&function).copied();
        number.ok_or_else(|| Error::UserError(format!("function {function} is in the other half")))
    }

    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error<String>> {
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        _: FunctionSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        self.own_types(functions);
        Ok(())
    }

    fn parse_table_section(
        &mut self,
        tables: &mut TableSection,
        section: TableSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        for table in section {
            let mut ty = self.table_type(table?.ty)?;
            self.cut.widen(&mut ty);
            tables.table(ty);
        }
        Ok(())
    }

    fn parse_export_section(
        &mut self,
        exports: &mut ExportSection,
        section: ExportSectionReader<'_>,
    ) -> Result<(), Error<String>> {
        for export in section {
            self.parse_export(exports, export?)?;
        }
        for (name, kind, at) in self.cut.exports() {
            let at = if kind == ExportKind::Func { self.function_index(at)? } else { at };
            exports.export(&name, kind, at);
        }
        Ok(())
    }

    fn parse_code_section(&mut self, code: &mut CodeSection, _: CodeSectionReader<'_>) -> Result<(), Error<String>> {
        self.own_bodies(code)
    }

    fn parse_function_body(&mut self, code: &mut CodeSection, body: FunctionBody<'_>) -> Result<(), Error<String>> {
        let mut function = self.new_function_with_parsed_locals(&body)?;
        for operator in body.get_operators_reader()? {
            let operator = operator?;
            let place = match operator {
                Operator::Call { function_index } => self.places.get(&function_index).map(|it| (function_index, *it)),
                _ => None,
            };
            if let Some((entry, place)) = place {
                let type_index = self.cut.read.of_type.get(entry as usize).copied().unwrap_or_default();
                function.instruction(&Instruction::I32Const(place));
                function.instruction(&Instruction::CallIndirect { type_index, table_index: self.table });
            } else {
                function.instruction(&self.instruction(operator)?);
            }
        }
        code.function(&function);
        Ok(())
    }
}
