//! What an editor shows between the words of a source: what levels come to, sizes, names of parameters.

use std::ops::Range;

use whit_core::project::CompiledDocument;
use whit_core::source::Span;
use whit_core::syntax::tree::{Argument, ExprKind, Item, ItemKind, RolePart};
use whit_core::{Analysis, Meaning};

use crate::emitted::{document, level_actions, role};
use crate::hover::counted;
use crate::nodes::Node;
use crate::symbol::params;

/// What a hint is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HintKind {
    /// How many actions an access level comes to; stands behind it.
    Level,
    /// How much of its quota a policy takes; stands behind its closing brace.
    Size,
    /// The parameter that an argument is for; stands before it.
    Parameter,
}

/// A text that an editor shows in a source and that is not of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    /// Where it stands, in bytes.
    pub offset: usize,
    /// The text.
    pub label: String,
    /// What it is about.
    pub kind: HintKind,
}

/// The hints in a part of a file, in order.
#[must_use]
pub fn inlay_hints(analysis: &Analysis, file: &str, range: Range<usize>) -> Vec<Hint> {
    let (view, sources) = (&analysis.view, &analysis.sources);
    let Some((_, module)) = view.module(file, sources) else { return Vec::new() };
    let mut hints = Vec::new();
    for item in &module.items {
        let place = sources.place(item.span).range();
        if place.start <= range.end && range.start <= place.end {
            of_levels(analysis, item, &mut hints);
            of_sizes(analysis, item, &mut hints);
            of_parameters(analysis, item, &mut hints);
        }
    }
    hints.retain(|hint| range.contains(&hint.offset) || hint.offset == range.end);
    hints.sort_by_key(|hint| hint.offset);
    hints
}

fn end(analysis: &Analysis, span: Span) -> usize {
    analysis.sources.place(span).range().end
}

fn of_levels(analysis: &Analysis, item: &Item, hints: &mut Vec<Hint>) {
    for mention in analysis.view.mentions(item) {
        let Meaning::Level(level) = mention.means else { continue };
        let (services, actions) = level_actions(analysis, item, mention, level);
        if !services.is_empty() {
            let label = counted(actions.len(), "action");
            hints.push(Hint { offset: end(analysis, mention.span), label, kind: HintKind::Level });
        }
    }
}

fn of_sizes(analysis: &Analysis, item: &Item, hints: &mut Vec<Hint>) {
    let mut push = |offset: usize, policy: &CompiledDocument| {
        hints.push(Hint { offset, label: taken(policy), kind: HintKind::Size });
    };
    match &item.kind {
        ItemKind::Document(one) => {
            if let Some(compiled) = document(analysis, &one.name.value) {
                push(end(analysis, item.span), compiled);
            }
        }
        ItemKind::Role(one) => {
            let policies = role(analysis, &one.name.value);
            if let Some(trust) = policies.first() {
                push(end(analysis, item.span), trust);
            }
            let inline = one.parts.iter().find_map(|part| match part {
                RolePart::Inline { span, .. } => Some(*span),
                _ => None,
            });
            if let (Some(span), Some(inline)) = (inline, policies.get(1)) {
                push(end(analysis, span), inline);
            }
        }
        _ => {}
    }
}

/// `1,234 of 6,144 (20 %)`
pub(crate) fn taken(policy: &CompiledDocument) -> String {
    let share = (policy.size * 100).checked_div(policy.limit).unwrap_or(0);
    let mut text = format!("{} of {} ({share} %)", thousands(policy.size), thousands(policy.limit));
    if !policy.parts.is_empty() {
        text.push_str(&format!(", in {} policies", policy.parts.len()));
    }
    text
}

/// `6,144`
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn of_parameters(analysis: &Analysis, item: &Item, hints: &mut Vec<Hint>) {
    let mentions = analysis.view.mentions(item);
    Node::Item(item).descend(&mut |node| {
        let Node::Expr(expr) = node else { return };
        let ExprKind::Call { callee, arguments } = &expr.kind else { return };
        let ExprKind::Name(path) = &callee.kind else { return };
        let Some(name) = path.last() else { return };
        let called = mentions.iter().find_map(|mention| match mention.means {
            Meaning::Item(index) if mention.span == name.span => analysis.view.declared(index),
            _ => None,
        });
        let Some(called) = called else { return };
        let positional = arguments.iter().take_while(|argument| argument.name.is_none());
        for (param, Argument { value, .. }) in params(&called.item).iter().zip(positional) {
            // Where the value is called so, the name says nothing.
            if analysis.sources.slice(value.span) != param.name.value {
                let offset = analysis.sources.place(value.span).range().start;
                hints.push(Hint { offset, label: format!("{}:", param.name.value), kind: HintKind::Parameter });
            }
        }
    });
}
