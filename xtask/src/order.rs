//! Puts the functions of a module in an order in which a host compresses it best: each behind one that it looks like. The
//! compiler makes many alike, and what is alike and near costs little.

use std::collections::{BTreeMap, BTreeSet};
use std::convert::Infallible;

use wasm_encoder::reencode::{Error, Reencode, utils};
use wasm_encoder::{CodeSection, FunctionSection, Module};
use wasmparser::{
    CodeSectionReader, CustomSectionReader, FunctionBody, FunctionSectionReader, Parser, Payload, TypeRef,
};

/// How many bytes are looked at at once.
const PIECE: usize = 6;
/// By so many pieces a function is compared.
const PIECES: usize = 64;
/// A piece that more functions have says nothing.
const COMMON: usize = 400;

/// The module with its functions in that order.
///
/// # Errors
/// When it is no module.
pub(crate) fn order(bytes: &[u8]) -> Result<Vec<u8>, String> {
    let failed = |error: String| format!("the wasm module cannot be ordered: {error}");
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(bytes) {
        match payload.map_err(|error| failed(error.to_string()))? {
            Payload::ImportSection(section) => {
                let imports =
                    section.into_imports().filter(|it| matches!(it, Ok(it) if matches!(it.ty, TypeRef::Func(_))));
                imported = u32::try_from(imports.count()).map_err(|error| failed(error.to_string()))?;
            }
            Payload::CodeSectionEntry(body) => bodies.push(bytes.get(body.range()).unwrap_or_default()),
            _ => {}
        }
    }
    let old = chain(&bodies);
    let mut new = vec![0; old.len()];
    for (place, old) in (0..).zip(&old) {
        if let Some(new) = new.get_mut(*old) {
            *new = place;
        }
    }
    let mut module = Module::new();
    let ordered = Order { imported, old, new }.parse_core_module(&mut module, Parser::new(0), bytes);
    ordered.map_err(|error| failed(error.to_string()))?;
    Ok(module.finish())
}

/// An order of the bodies: behind each, of those that are left, the one that has most pieces in common with it.
fn chain(bodies: &[&[u8]]) -> Vec<usize> {
    let pieces: Vec<Vec<u64>> = bodies.iter().map(|body| pieces(body)).collect();
    let mut having: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    for (at, pieces) in pieces.iter().enumerate() {
        for piece in pieces {
            having.entry(*piece).or_default().push(at);
        }
    }
    let length = |at: usize| bodies.get(at).map_or(0, |body| body.len());
    let mut left: BTreeSet<usize> = (0..bodies.len()).collect();
    let mut order: Vec<usize> = Vec::new();
    // They come with the longest first, and so does what is like none that is left.
    while let Some(longest) = left.first().copied() {
        let last = order.last().copied();
        let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
        for piece in last.and_then(|last| pieces.get(last)).into_iter().flatten() {
            let alike = having.get(piece).filter(|all| all.len() < COMMON).into_iter().flatten();
            for at in alike.filter(|at| left.contains(at)) {
                *shared.entry(*at).or_default() += 1;
            }
        }
        let differs = |at: usize| length(at).abs_diff(last.map_or(0, length));
        let best = shared.into_iter().max_by_key(|(at, count)| (*count, std::cmp::Reverse(differs(*at))));
        let next = best.map_or(longest, |(at, _)| at);
        left.remove(&next);
        order.push(next);
    }
    order
}

/// The pieces by which a body is compared: those whose sums are the smallest, so that two that are alike have the same.
fn pieces(body: &[u8]) -> Vec<u64> {
    let sum = |piece: &[u8]| {
        let mixed = piece
            .iter()
            .fold(0xCBF2_9CE4_8422_2325_u64, |sum, byte| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3));
        // The low bits of the product say little of the first bytes.
        mixed ^ mixed >> 32
    };
    let mut sums: Vec<u64> = body.windows(PIECE).map(sum).collect();
    sums.sort_unstable();
    sums.dedup();
    sums.truncate(PIECES);
    sums
}

struct Order {
    /// How many functions the module imports; they come first, and stay.
    imported: u32,
    /// By new place, the old one.
    old: Vec<usize>,
    /// By old place, the new one.
    new: Vec<u32>,
}

impl Reencode for Order {
    type Error = Infallible;

    fn function_index(&mut self, function: u32) -> Result<u32, Error<Infallible>> {
        let own = function.checked_sub(self.imported).and_then(|own| self.new.get(own as usize));
        Ok(own.map_or(function, |new| self.imported + new))
    }

    /// What the functions are called is nothing that a page needs.
    fn parse_custom_section(&mut self, _: &mut Module, _: CustomSectionReader<'_>) -> Result<(), Error<Infallible>> {
        Ok(())
    }

    fn parse_function_section(
        &mut self,
        functions: &mut FunctionSection,
        section: FunctionSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let types = section.into_iter().collect::<Result<Vec<u32>, _>>()?;
        for ty in self.old.iter().filter_map(|old| types.get(*old)) {
            functions.function(*ty);
        }
        Ok(())
    }

    fn parse_code_section(
        &mut self,
        code: &mut CodeSection,
        section: CodeSectionReader<'_>,
    ) -> Result<(), Error<Infallible>> {
        let bodies = section.into_iter().collect::<Result<Vec<FunctionBody<'_>>, _>>()?;
        let old = std::mem::take(&mut self.old);
        let ordered = old.iter().filter_map(|old| bodies.get(*old));
        ordered.cloned().try_for_each(|body| utils::parse_function_body(self, code, body))
    }
}
