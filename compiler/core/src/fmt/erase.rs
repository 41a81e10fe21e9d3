//! Trees without places, to compare what two texts mean.

use super::comments::plain;
use crate::source::Span;
use crate::syntax::tree::{
    Argument, AsBlock, Attach, Body, Claim, ClaimKind, Clauses, Entry, Expectation, Expr, ExprKind, Field, File, Ident,
    Import, Item, ItemKind, MapEntry, OrganizationNode, Outcome, Param, Piece, RolePart, Segment, Set, Type, TypeKind,
    With,
};

const NOWHERE: Span = Span { file: crate::source::FileId(0), start: 0, end: 0 };

/// Whether two texts have the same trees but for places, and the same comments. What documents an item is in its tree.
pub(super) fn same(left: &str, left_tree: &File, right: &str, right_tree: &File) -> bool {
    let comments = |text: &str, tree: &File| -> Vec<String> {
        let comments = tree.comments.iter().map(|comment| text.get(comment.range()).unwrap_or("").trim_end());
        comments.map(|comment| plain(comment).to_owned()).collect()
    };
    let erased = |one: &Item| {
        let mut one = one.clone();
        item(&mut one);
        one
    };
    // One by one, so that no second copy of both files is made.
    let (left_items, right_items) = (left_tree.items.iter().map(erased), right_tree.items.iter().map(erased));
    comments(left, left_tree) == comments(right, right_tree) && left_items.eq(right_items)
}

/// The same but for the order of the lists that may be sorted, and of the comments in them.
pub(super) fn same_but_order(left: &str, left_tree: &File, right: &str, right_tree: &File) -> bool {
    let comments = |text: &str, tree: &File| -> Vec<String> {
        let comments = tree.comments.iter().map(|comment| text.get(comment.range()).unwrap_or("").trim_end());
        let mut comments: Vec<String> = comments.map(ToOwned::to_owned).collect();
        comments.sort_unstable();
        comments
    };
    let items = |tree: &File| {
        let mut items = tree.items.clone();
        for one in &mut items {
            item(one);
            super::sort::lists(one, &mut |list| list.settle());
        }
        items
    };
    comments(left, left_tree) == comments(right, right_tree) && items(left_tree) == items(right_tree)
}

fn item(item: &mut Item) {
    item.span = NOWHERE;
    for line in &mut item.doc {
        line.span = NOWHERE;
        line.value.truncate(line.value.trim_end().len());
    }
    match &mut item.kind {
        ItemKind::Use(used) => {
            used.path.iter_mut().for_each(ident);
            match &mut used.import {
                Import::Module { alias } => alias.iter_mut().for_each(ident),
                Import::Names(names) => names.iter_mut().for_each(|(name, alias)| {
                    ident(name);
                    alias.iter_mut().for_each(ident);
                }),
            }
        }
        ItemKind::Param(one) => param(one),
        ItemKind::Extern(external) => {
            ident(&mut external.name);
            ty(&mut external.ty);
            external.max.iter_mut().for_each(|max| max.span = NOWHERE);
        }
        ItemKind::Let(constant) => {
            ident(&mut constant.name);
            constant.ty.iter_mut().for_each(ty);
            expr(&mut constant.value);
        }
        ItemKind::Tags(fields) => fields.iter_mut().for_each(field),
        ItemKind::Guard(guard) => {
            ident(&mut guard.name);
            guard.params.iter_mut().for_each(param);
            expr(&mut guard.condition);
        }
        ItemKind::Template(template) => {
            ident(&mut template.name);
            template.params.iter_mut().for_each(param);
            template.kinds.iter_mut().for_each(|kind| kind.span = NOWHERE);
            body(&mut template.body);
        }
        ItemKind::Document(document) => {
            document.keyword.span = NOWHERE;
            ident(&mut document.name);
            document.resource.iter_mut().for_each(expr);
            document.because.iter_mut().for_each(expr);
            body(&mut document.body);
        }
        ItemKind::Role(role) => {
            ident(&mut role.name);
            role.parts.iter_mut().for_each(role_part);
        }
        ItemKind::Organization(organization) => {
            expr(&mut organization.id);
            organization.nodes.iter_mut().for_each(node);
        }
        ItemKind::Test(test) => {
            expr(&mut test.name);
            body(&mut test.body);
        }
        ItemKind::Prove(prove) => {
            expr(&mut prove.name);
            prove.claims.iter_mut().for_each(claim);
        }
        ItemKind::Error => {}
    }
}

fn ident(ident: &mut Ident) {
    ident.span = NOWHERE;
}

fn param(param: &mut Param) {
    ident(&mut param.name);
    ty(&mut param.ty);
    for bound in &mut param.bounds {
        bound.span = NOWHERE;
        expr(&mut bound.limit);
        bound.because.iter_mut().for_each(expr);
    }
    param.default.iter_mut().for_each(expr);
}

fn field(field: &mut Field) {
    ident(&mut field.name);
    ty(&mut field.ty);
}

fn ty(one: &mut Type) {
    one.span = NOWHERE;
    match &mut one.kind {
        TypeKind::Name { name, member, argument } => {
            ident(name);
            member.iter_mut().for_each(ident);
            argument.iter_mut().for_each(|argument| ty(argument));
        }
        TypeKind::Union(types) => types.iter_mut().for_each(ty),
        TypeKind::Record(fields) => fields.iter_mut().for_each(field),
        TypeKind::Literal(_) | TypeKind::Error => {}
    }
}

fn body(body: &mut Body) {
    body.span = NOWHERE;
    body.with.iter_mut().for_each(with);
    body.entries.iter_mut().for_each(entry);
}

fn with(with: &mut With) {
    with.span = NOWHERE;
    with.guards.iter_mut().for_each(expr);
}

fn entry(entry: &mut Entry) {
    match entry {
        Entry::Statement(statement) => {
            statement.span = NOWHERE;
            statement.label.iter_mut().for_each(ident);
            statement.effect.span = NOWHERE;
            set(&mut statement.actions);
            clauses(&mut statement.clauses);
        }
        Entry::Include { span, template } => {
            *span = NOWHERE;
            expr(template);
        }
        Entry::For { span, name, list, body: inner } => {
            *span = NOWHERE;
            ident(name);
            expr(list);
            body(inner);
        }
        Entry::If { span, branches, otherwise } => {
            *span = NOWHERE;
            for (condition, inner) in branches {
                expr(condition);
                body(inner);
            }
            otherwise.iter_mut().for_each(body);
        }
        Entry::As(block) => as_block(block),
        Entry::Trust(trust) => {
            trust.span = NOWHERE;
            trust.label.iter_mut().for_each(ident);
            set(&mut trust.principals);
            clauses(&mut trust.clauses);
        }
    }
}

fn clauses(clauses: &mut Clauses) {
    [&mut clauses.on, &mut clauses.to, &mut clauses.actions].into_iter().flatten().for_each(set);
    clauses.with.iter_mut().for_each(with);
    [&mut clauses.when, &mut clauses.unless, &mut clauses.because].into_iter().flatten().for_each(expr);
}

fn set(set: &mut Set) {
    set.span = NOWHERE;
    set.terms.iter_mut().for_each(expr);
    set.except.iter_mut().for_each(expr);
}

fn role_part(part: &mut RolePart) {
    match part {
        RolePart::Entry(one) => entry(one),
        RolePart::With(one) => with(one),
        RolePart::Attach(one) => attach(one),
        RolePart::Boundary { span, value } | RolePart::MaxSession { span, value } | RolePart::Path { span, value } => {
            *span = NOWHERE;
            expr(value);
        }
        RolePart::Tags { span, entries } => {
            *span = NOWHERE;
            entries.iter_mut().for_each(map_entry);
        }
        RolePart::Inline { span, body: inner } => {
            *span = NOWHERE;
            body(inner);
        }
    }
}

fn attach(attach: &mut Attach) {
    attach.span = NOWHERE;
    set(&mut attach.policies);
    attach.because.iter_mut().for_each(expr);
}

fn node(one: &mut OrganizationNode) {
    match one {
        OrganizationNode::Attach(one) => attach(one),
        OrganizationNode::Tags { span, entries } => {
            *span = NOWHERE;
            entries.iter_mut().for_each(map_entry);
        }
        OrganizationNode::Unit { span, name, nodes } => {
            *span = NOWHERE;
            ident(name);
            nodes.iter_mut().for_each(node);
        }
        OrganizationNode::Account { span, name, id, nodes, .. } => {
            *span = NOWHERE;
            ident(name);
            expr(id);
            nodes.iter_mut().for_each(node);
        }
    }
}

fn as_block(block: &mut AsBlock) {
    block.span = NOWHERE;
    expr(&mut block.subject);
    block.account.iter_mut().for_each(expr);
    block.given.iter_mut().for_each(map_entry);
    block.expectations.iter_mut().for_each(expectation);
}

fn expectation(expectation: &mut Expectation) {
    expectation.span = NOWHERE;
    set(&mut expectation.actions);
    expectation.on.iter_mut().for_each(set);
    expectation.given.iter_mut().for_each(map_entry);
    match &mut expectation.outcome {
        Some(Outcome::By(label)) => expr(label),
        Some(Outcome::Implicitly(span)) => *span = NOWHERE,
        None => {}
    }
}

fn claim(claim: &mut Claim) {
    claim.span = NOWHERE;
    expr(&mut claim.subject);
    match &mut claim.kind {
        ClaimKind::Within(other) | ClaimKind::Equals(other) => expr(other),
        ClaimKind::Verdict { actions, clauses: inner, .. } => {
            set(actions);
            clauses(inner);
        }
        ClaimKind::Error => {}
    }
}

fn map_entry(entry: &mut MapEntry) {
    expr(&mut entry.key);
    expr(&mut entry.value);
}

fn argument(argument: &mut Argument) {
    argument.name.iter_mut().for_each(ident);
    expr(&mut argument.value);
}

fn piece(piece: &mut Piece) {
    match piece {
        Piece::Text(text) => text.span = NOWHERE,
        Piece::Hole(value) => expr(value),
        Piece::Variable { span, .. } => *span = NOWHERE,
        Piece::Escaped(char) => char.span = NOWHERE,
    }
}

fn expr(one: &mut Expr) {
    one.span = NOWHERE;
    match &mut one.kind {
        ExprKind::String(pieces) => pieces.iter_mut().for_each(piece),
        ExprKind::List(elements) => elements.iter_mut().for_each(|element| expr(&mut element.value)),
        ExprKind::Record(entries) => entries.iter_mut().for_each(map_entry),
        ExprKind::Group(inner) | ExprKind::Optional(inner) | ExprKind::Not(inner) => expr(inner),
        ExprKind::Presence { key, .. } => expr(key),
        ExprKind::Name(names) => names.iter_mut().for_each(ident),
        ExprKind::Qualified(word) => {
            ident(&mut word.prefix);
            for segment in &mut word.rest {
                match segment {
                    Segment::Plain(text) => text.span = NOWHERE,
                    Segment::Quoted(pieces) => {
                        pieces.span = NOWHERE;
                        pieces.value.iter_mut().for_each(piece);
                    }
                }
            }
        }
        ExprKind::Member { of, name, .. } => {
            expr(of);
            ident(name);
        }
        ExprKind::Call { callee, arguments } => {
            expr(callee);
            arguments.iter_mut().for_each(argument);
        }
        ExprKind::Except(from, what) => {
            expr(from);
            expr(what);
        }
        ExprKind::And(operands) | ExprKind::Or(operands) => operands.iter_mut().for_each(expr),
        ExprKind::Compare { quantifier, left, right, .. } => {
            quantifier.iter_mut().for_each(|quantifier| quantifier.span = NOWHERE);
            expr(left);
            if let Some((operator, value)) = right {
                operator.span = NOWHERE;
                expr(value);
            }
        }
        ExprKind::Int(_)
        | ExprKind::Decimal(_)
        | ExprKind::Duration(_)
        | ExprKind::Date(_)
        | ExprKind::Cidr(_)
        | ExprKind::Account(_)
        | ExprKind::Arn(_)
        | ExprKind::Bool(_)
        | ExprKind::Any
        | ExprKind::All
        | ExprKind::None
        | ExprKind::Error => {}
    }
}
