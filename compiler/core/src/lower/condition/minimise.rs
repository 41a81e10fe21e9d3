//! The fewest and shortest blocks for a formula, over the points of its space.

use super::cover;
use super::dimension::{Form, MISSING};
use super::space::{Points, Space, contains, insert, is_empty};
use super::values::Cells;
use crate::typed::Formula;
use std::collections::{BTreeMap, BTreeSet};
use whit_iam::Condition;

/// A set of cells for each dimension: what a block holds.
pub(super) type Block = Vec<Cells>;

/// How many blocks are looked at in the search for the largest.
const MAX_BLOCKS: usize = 4_000;

/// The blocks of a formula, or of its complement. `None` where that is too large a search, or where IAM has no form for some part of it.
#[inline(never)] // The page loads it later, and is cut here: `xtask/src/web.rs`.
pub(super) fn blocks(formula: &Formula, polarity: bool) -> Option<Vec<Condition>> {
    let space = Space::of(&[formula])?;
    let mut on = space.eval(formula)?;
    if !polarity {
        on.iter_mut().zip(space.all()).for_each(|(on, all)| *on = all & !*on);
    }
    if is_empty(&on) {
        return Some(Vec::new());
    }
    let off = cubes(&space, &on);
    let largest = largest(&space, &off)?;
    let members: Vec<Points> = largest.iter().map(|block| members(&space, &on, block)).collect();
    let costs = largest.iter().map(|block| cost(&space, block)).collect::<Option<Vec<_>>>()?;
    let chosen = cover::smallest(&on, &members, &costs)?;
    let mut chosen: Vec<(Block, Points)> =
        chosen.into_iter().filter_map(|at| Some((largest.get(at)?.clone(), members.get(at)?.clone()))).collect();
    shorten(&space, &on, &mut chosen)?;
    chosen.sort_by_cached_key(|(block, _)| order(&space, block));
    chosen.iter().map(|(block, _)| write(&space, block)).collect()
}

/// Blocks that ask for an early key come first.
fn order(space: &Space<'_>, block: &Block) -> Vec<(bool, Cells)> {
    block.iter().zip(&space.dimensions).map(|(cells, dimension)| (*cells == dimension.all(), *cells)).collect()
}

/// The points outside a set, joined to boxes.
fn cubes(space: &Space<'_>, on: &Points) -> Vec<Block> {
    let outside = (0..space.count()).filter(|number| !contains(on, *number));
    let mut cubes: Vec<Block> =
        outside.map(|number| space.point(number).iter().map(|cell| 1 << cell).collect()).collect();
    for at in 0..space.dimensions.len() {
        let mut joined: BTreeMap<Block, Cells> = BTreeMap::new();
        for mut cube in cubes {
            let own = cube.get_mut(at).map_or(0, std::mem::take);
            *joined.entry(cube).or_default() |= own;
        }
        cubes = joined
            .into_iter()
            .map(|(mut cube, own)| {
                cube.iter_mut().skip(at).take(1).for_each(|cells| *cells = own);
                cube
            })
            .collect();
    }
    cubes
}

/// Every largest block that keeps clear of the boxes. `None` if the search is too long.
fn largest(space: &Space<'_>, off: &[Block]) -> Option<Vec<Block>> {
    let everything: Block = space.dimensions.iter().map(|dimension| dimension.all()).collect();
    let mut seen = BTreeSet::from([everything.clone()]);
    let mut waiting = vec![everything];
    let mut done: Vec<Block> = Vec::new();
    while let Some(block) = waiting.pop() {
        if done.iter().any(|other| within(&block, other)) {
            continue;
        }
        let meets = |cube: &&Block| block.iter().zip(*cube).all(|(a, b)| a & b != 0);
        let Some(cube) = off.iter().find(meets) else {
            done.retain(|other| !within(other, &block));
            done.push(block);
            continue;
        };
        for (at, (cells, banned)) in block.iter().zip(cube).enumerate() {
            for smaller in narrowed(space, &block, at, cells & !banned) {
                if !seen.contains(&smaller) {
                    if seen.len() > MAX_BLOCKS {
                        return None;
                    }
                    seen.insert(smaller.clone());
                    waiting.push(smaller);
                }
            }
        }
    }
    done.sort();
    Some(done)
}

/// The largest blocks within a block whose cells in one dimension lie in a smaller set.
fn narrowed(space: &Space<'_>, block: &Block, at: usize, cells: Cells) -> Vec<Block> {
    let Some(dimension) = space.dimensions.get(at).filter(|_| cells != 0) else { return Vec::new() };
    let mut all = Vec::new();
    for (cells, guards) in dimension.largest_within(cells) {
        let mut narrowed = vec![with(block, at, cells)];
        // What names a variable must stand beside something that asks for the variable's key.
        for (other, dimension) in space.dimensions.iter().enumerate().filter(|(other, _)| guards >> other & 1 == 1) {
            narrowed = narrowed
                .into_iter()
                .flat_map(|block| {
                    let own = block.get(other).copied().unwrap_or_default();
                    let asked = if own & MISSING == 0 {
                        vec![own]
                    } else {
                        dimension.largest_within(own & !MISSING).into_iter().map(|(cells, _)| cells).collect()
                    };
                    asked.into_iter().filter(|cells| *cells != 0).map(move |cells| with(&block, other, cells))
                })
                .collect();
        }
        all.extend(narrowed);
    }
    all
}

fn with(block: &Block, at: usize, cells: Cells) -> Block {
    let mut block = block.clone();
    block.iter_mut().skip(at).take(1).for_each(|own| *own = cells);
    block
}

fn within(small: &Block, large: &Block) -> bool {
    small.iter().zip(large).all(|(small, large)| small & !large == 0)
}

/// The points of the set that are in the block.
fn members(space: &Space<'_>, on: &Points, block: &Block) -> Points {
    let mut points = space.none();
    for number in (0..space.count()).filter(|number| contains(on, *number)) {
        if space.point(number).iter().zip(block).all(|(cell, cells)| cells >> cell & 1 == 1) {
            insert(&mut points, number);
        }
    }
    points
}

/// The dimensions whose key the block asks for.
fn asked(block: &Block) -> u64 {
    block.iter().enumerate().filter(|(_, cells)| **cells & MISSING == 0).fold(0, |set, (at, _)| set | 1 << at)
}

fn forms(space: &Space<'_>, block: &Block) -> Option<Vec<Form>> {
    let asked = asked(block);
    space.dimensions.iter().zip(block).map(|(dimension, cells)| dimension.cheapest(*cells, *cells, asked)).collect()
}

fn cost(space: &Space<'_>, block: &Block) -> Option<u64> {
    Some(forms(space, block)?.iter().map(|form| u64::from(form.cost)).sum())
}

fn write(space: &Space<'_>, block: &Block) -> Option<Condition> {
    let mut condition = Condition::new();
    let forms = forms(space, block)?;
    space.dimensions.iter().zip(&forms).for_each(|(dimension, form)| dimension.write(form, &mut condition));
    Some(condition)
}

/// Makes blocks smaller where that is shorter and the others hold what is left out.
fn shorten(space: &Space<'_>, on: &Points, chosen: &mut [(Block, Points)]) -> Option<()> {
    for at in 0..chosen.len() {
        let mut alone = chosen.get(at)?.1.clone();
        for (_, (_, other)) in chosen.iter().enumerate().filter(|(other, _)| *other != at) {
            alone.iter_mut().zip(other).for_each(|(own, other)| *own &= !other);
        }
        let mut needed: Block = vec![0; space.dimensions.len()];
        for number in (0..space.count()).filter(|number| contains(&alone, *number)) {
            needed.iter_mut().zip(space.point(number)).for_each(|(cells, cell)| *cells |= 1 << cell);
        }
        let (block, own) = chosen.get_mut(at)?;
        let asked = asked(block);
        for ((dimension, cells), needed) in space.dimensions.iter().zip(block.iter_mut()).zip(needed) {
            *cells = dimension.cheapest(needed, *cells, asked)?.cells;
        }
        *own = members(space, on, block);
    }
    Some(())
}
