//! A walk through an item's tree, for features that look at its form.

use whit_core::syntax::tree::{
    Argument, AsBlock, Body, Claim, ClaimKind, Clauses, Entry, Expr, ExprKind, Item, ItemKind, MapEntry,
    OrganizationNode, Outcome, Piece, RolePart, Set, With,
};

/// What a walk meets.
#[derive(Clone, Copy)]
pub(crate) enum Node<'t> {
    /// An expression; those in it follow.
    Expr(&'t Expr),
    /// A part of a body; what is in it follows.
    Entry(&'t Entry),
    /// A label that a test names.
    By(&'t Expr),
}

type Each<'e, 't> = &'e mut dyn FnMut(Node<'t>);

/// Calls `each` with everything in an item, outer before inner.
pub(crate) fn walk<'t>(item: &'t Item, each: Each<'_, 't>) {
    match &item.kind {
        ItemKind::Let(one) => expr(&one.value, each),
        ItemKind::Param(one) => one.default.iter().for_each(|value| expr(value, each)),
        ItemKind::Guard(guard) => {
            guard.params.iter().flat_map(|param| &param.default).for_each(|value| expr(value, each));
            expr(&guard.condition, each);
        }
        ItemKind::Template(template) => {
            template.params.iter().flat_map(|param| &param.default).for_each(|value| expr(value, each));
            body(&template.body, each);
        }
        ItemKind::Document(document) => {
            document.resource.iter().for_each(|value| expr(value, each));
            body(&document.body, each);
        }
        ItemKind::Role(role) => role.parts.iter().for_each(|part| role_part(part, each)),
        ItemKind::Organization(organization) => nodes(&organization.nodes, each),
        ItemKind::Test(test) => body(&test.body, each),
        ItemKind::Prove(proof) => proof.claims.iter().for_each(|one| claim(one, each)),
        ItemKind::Use(_) | ItemKind::Extern(_) | ItemKind::Tags(_) | ItemKind::Error => {}
    }
}

fn role_part<'t>(part: &'t RolePart, each: Each<'_, 't>) {
    match part {
        RolePart::Entry(one) => entry(one, each),
        RolePart::With(with) => guards(with, each),
        RolePart::Attach(attach) => set(&attach.policies, each),
        RolePart::Boundary { value, .. } | RolePart::MaxSession { value, .. } | RolePart::Path { value, .. } => {
            expr(value, each);
        }
        RolePart::Tags { entries, .. } => map(entries, each),
        RolePart::Inline { body: inner, .. } => body(inner, each),
    }
}

fn nodes<'t>(list: &'t [OrganizationNode], each: Each<'_, 't>) {
    for node in list {
        match node {
            OrganizationNode::Attach(attach) => set(&attach.policies, each),
            OrganizationNode::Tags { entries, .. } => map(entries, each),
            OrganizationNode::Unit { nodes: inner, .. } | OrganizationNode::Account { nodes: inner, .. } => {
                nodes(inner, each);
            }
        }
    }
}

fn body<'t>(body: &'t Body, each: Each<'_, 't>) {
    body.with.iter().for_each(|with| guards(with, each));
    body.entries.iter().for_each(|one| entry(one, each));
}

fn entry<'t>(one: &'t Entry, each: Each<'_, 't>) {
    each(Node::Entry(one));
    match one {
        Entry::Statement(statement) => {
            set(&statement.actions, each);
            clauses(&statement.clauses, each);
        }
        Entry::Trust(trust) => {
            set(&trust.principals, each);
            clauses(&trust.clauses, each);
        }
        Entry::Include { template, .. } => expr(template, each),
        Entry::For { list, body: inner, .. } => {
            expr(list, each);
            body(inner, each);
        }
        Entry::If { branches, otherwise, .. } => {
            for (condition, inner) in branches {
                expr(condition, each);
                body(inner, each);
            }
            otherwise.iter().for_each(|inner| body(inner, each));
        }
        Entry::As(block) => scenario(block, each),
    }
}

fn scenario<'t>(block: &'t AsBlock, each: Each<'_, 't>) {
    expr(&block.subject, each);
    block.account.iter().for_each(|value| expr(value, each));
    map(&block.given, each);
    for expectation in &block.expectations {
        set(&expectation.actions, each);
        expectation.on.iter().for_each(|on| set(on, each));
        map(&expectation.given, each);
        if let Some(Outcome::By(label)) = &expectation.outcome {
            each(Node::By(label));
        }
    }
}

fn claim<'t>(one: &'t Claim, each: Each<'_, 't>) {
    expr(&one.subject, each);
    match &one.kind {
        ClaimKind::Within(other) | ClaimKind::Equals(other) => expr(other, each),
        ClaimKind::Verdict { actions, clauses: of_it, .. } => {
            set(actions, each);
            clauses(of_it, each);
        }
        ClaimKind::Error => {}
    }
}

fn clauses<'t>(all: &'t Clauses, each: Each<'_, 't>) {
    [&all.on, &all.to, &all.actions].into_iter().flatten().for_each(|one| set(one, each));
    [&all.when, &all.unless].into_iter().flatten().for_each(|one| expr(one, each));
    all.with.iter().for_each(|with| guards(with, each));
}

fn guards<'t>(with: &'t With, each: Each<'_, 't>) {
    with.guards.iter().for_each(|guard| expr(guard, each));
}

fn set<'t>(set: &'t Set, each: Each<'_, 't>) {
    set.terms.iter().chain(&set.except).for_each(|term| expr(term, each));
}

fn map<'t>(entries: &'t [MapEntry], each: Each<'_, 't>) {
    for one in entries {
        expr(&one.key, each);
        expr(&one.value, each);
    }
}

fn expr<'t>(tree: &'t Expr, each: Each<'_, 't>) {
    each(Node::Expr(tree));
    match &tree.kind {
        ExprKind::String(pieces) => {
            for piece in pieces {
                if let Piece::Hole(inner) = piece {
                    expr(inner, each);
                }
            }
        }
        ExprKind::List(elements) => elements.iter().for_each(|element| expr(&element.value, each)),
        ExprKind::Record(entries) => map(entries, each),
        ExprKind::Group(inner)
        | ExprKind::Optional(inner)
        | ExprKind::Not(inner)
        | ExprKind::Member { of: inner, .. }
        | ExprKind::Presence { key: inner, .. } => expr(inner, each),
        ExprKind::Call { callee, arguments } => {
            expr(callee, each);
            arguments.iter().for_each(|Argument { value, .. }| expr(value, each));
        }
        ExprKind::Except(left, right) => {
            expr(left, each);
            expr(right, each);
        }
        ExprKind::And(all) | ExprKind::Or(all) => all.iter().for_each(|one| expr(one, each)),
        ExprKind::Compare { left, right, .. } => {
            expr(left, each);
            right.iter().for_each(|(_, value)| expr(value, each));
        }
        _ => {}
    }
}
