//! Top-level items.

use super::adjacent;
use super::comments::{Doc, Printer};
use super::expression::hugs;
use crate::source::Span;
use crate::syntax::tree::{
    Attach, Document, Expr, ExprKind, Field, Import, Item, ItemKind, Let, OrganizationNode, Param, Role, RolePart, Use,
};

/// For each item how wide the names of its run of neighbouring `let`s are; 0 for other items.
pub(super) fn let_widths(text: &str, items: &[Item]) -> Vec<usize> {
    // A value on several lines has no part in a column.
    let name = |item: &Item| match &item.kind {
        ItemKind::Let(Let { name, ty: None, .. }) if !text.get(item.span.range()).unwrap_or("").contains('\n') => {
            name.value.chars().count()
        }
        _ => 0,
    };
    // What stands between name and value is not of the source: it is what is decided here.
    let value = |item: &Item| match &item.kind {
        ItemKind::Let(Let { value, .. }) => text.get(value.span.range()).unwrap_or("").chars().count(),
        _ => 0,
    };
    let mut widths = Vec::with_capacity(items.len());
    for run in items.chunk_by(|left, right| name(left) > 0 && name(right) > 0 && adjacent(text, left, right)) {
        let widest = run.iter().map(name).max().unwrap_or(0);
        // Neither has one that the column would push over the edge.
        let fits = |item: &Item| "let  = ".len() + widest + value(item) <= super::WIDTH;
        widths.extend(run.iter().map(|item| if fits(item) { widest } else { 0 }));
    }
    widths
}

impl<'p> Printer<'p> {
    /// An item; `width` is that of the names of a run of `let`s.
    pub(super) fn item(&mut self, item: &'p Item, width: usize) -> Doc<'p> {
        let end = item.span.end;
        match &item.kind {
            ItemKind::Use(used) => self.used(used, end),
            ItemKind::Param(param) => {
                let param = self.param(param);
                self.word("param ").append(param).group()
            }
            ItemKind::Extern(external) => {
                let doc = self.word("extern ").append(self.source(external.name.span)).append(": ");
                let ty = self.ty(&external.ty);
                match &external.max {
                    Some(max) => doc.append(ty).append(" max ").append(self.source(max.span)),
                    None => doc.append(ty),
                }
            }
            ItemKind::Let(constant) => self.constant(constant, width),
            ItemKind::Tags(fields) => {
                let open = self.next_token(item.span.start + 4);
                let place = |field: &&Field| field.name.span.to(field.ty.span);
                let block = self.block(open, end, fields, place, Self::field);
                self.word("tags ").append(block)
            }
            ItemKind::Guard(guard) => {
                let head = self.word("guard ").append(self.source(guard.name.span));
                let params = self.params(&guard.params, guard.name.span.end, guard.condition.span.start);
                head.append(params).append(" =").append(self.behind(&guard.condition, true))
            }
            ItemKind::Template(template) => {
                let head = self.word("template ").append(self.source(template.name.span));
                let end = template.kinds.first().map_or(template.body.span.start, |kind| kind.span.start);
                let params = self.params(&template.params, template.name.span.end, end);
                let mut head = head.append(params);
                for (nth, kind) in template.kinds.iter().enumerate() {
                    head = head.append(if nth == 0 { " for " } else { ", " }).append(self.source(kind.span));
                }
                let body = self.body(&template.body);
                head.append(" ").append(body)
            }
            ItemKind::Document(document) => self.document(document),
            ItemKind::Role(role) => self.role(role, end),
            ItemKind::Organization(organization) => {
                let head = self.word("organization ").append(self.source(organization.id.span)).append(" ");
                let nodes = self.nodes(organization.id.span.end, end, &organization.nodes);
                head.append(nodes)
            }
            ItemKind::Test(test) => self.test(test),
            ItemKind::Prove(prove) => self.prove(prove, end),
            ItemKind::Error => self.source(item.span),
        }
    }

    fn used(&mut self, used: &'p Use, end: u32) -> Doc<'p> {
        let path = self.arena_path(used);
        match &used.import {
            Import::Module { alias: None } => path,
            Import::Module { alias: Some(alias) } => path.append(" as ").append(self.source(alias.span)),
            Import::Names(names) => {
                let last = used.path.last().map_or(0, |segment| segment.span.end);
                let open = self.next_token(self.next_token(last) + 2);
                let file = used.path.last().map(|segment| segment.span.file);
                let whole = Span { file: file.unwrap_or(crate::source::FileId(0)), start: open, end };
                let place = |(name, alias): &(crate::syntax::tree::Ident, Option<crate::syntax::tree::Ident>)| {
                    alias.as_ref().map_or(name.span, |alias| name.span.to(alias.span))
                };
                let names = self.bracketed(("{", "}", false), whole, names, place, |printer, (name, alias)| {
                    let doc = printer.source(name.span);
                    match alias {
                        Some(alias) => doc.append(" as ").append(printer.source(alias.span)),
                        None => doc,
                    }
                });
                path.append("::").append(names)
            }
        }
    }

    fn arena_path(&self, used: &'p Use) -> Doc<'p> {
        let mut path = self.word("use ");
        for (index, segment) in used.path.iter().enumerate() {
            path = path.append(if index > 0 { "::" } else { "" }).append(self.source(segment.span));
        }
        path
    }

    fn param(&mut self, param: &'p Param) -> Doc<'p> {
        let mut doc = self.source(param.name.span).append(": ").append(self.ty(&param.ty));
        for bound in &param.bounds {
            doc = doc.append(" ").append(bound.kind.word()).append(" ").append(self.expr(&bound.limit));
            if let Some(because) = &bound.because {
                doc = doc.append(" because ").append(self.expr(because));
            }
        }
        if let Some(default) = &param.default {
            doc = doc.append(" = ").append(self.expr(default));
        }
        doc
    }

    /// The parameters between a name that ends at `from` and what starts at `to`.
    fn params(&mut self, params: &'p [Param], from: u32, to: u32) -> Doc<'p> {
        let open = self.next_token(from);
        let file = params.first().map(|param| param.name.span.file);
        // The closing parenthesis is the first one behind the last parameter.
        let last = params
            .last()
            .map_or(open, |param| param.default.as_ref().map_or(param.ty.span.end, |default| default.span.end));
        let mut close = self.next_token(last);
        while close < to && self.text.as_bytes().get(close as usize) != Some(&b')') {
            close = self.next_token(close + 1);
        }
        let whole = Span { file: file.unwrap_or(crate::source::FileId(0)), start: open, end: (close + 1).min(to) };
        let place =
            |param: &Param| param.name.span.to(param.default.as_ref().map_or(param.ty.span, |default| default.span));
        self.bracketed(("(", ")", false), whole, params, place, Self::param)
    }

    fn constant(&mut self, constant: &'p Let, width: usize) -> Doc<'p> {
        let mut doc = self.word("let ").append(self.source(constant.name.span));
        match &constant.ty {
            Some(ty) => doc = doc.append(": ").append(self.ty(ty)),
            None => {
                let pad = width.saturating_sub(constant.name.value.chars().count());
                doc = doc.append(self.owned(" ".repeat(pad)));
            }
        }
        doc.append(" =").append(self.behind(&constant.value, false))
    }

    /// A value behind `=`: on the same line if it fits or brings its brackets; a condition may have its own lines.
    fn behind(&mut self, value: &'p Expr, condition: bool) -> Doc<'p> {
        let lead = self.lead(value.span.start, None);
        let breaks = condition && self.breaks_before(value.span.start);
        if hugs(value) && !breaks && matches!(*lead, pretty::Doc::Nil) {
            let value = self.expr(value);
            return self.word(" ").append(value);
        }
        let force = if breaks { self.force() } else { self.nil() };
        let joined = matches!(value.kind, ExprKind::And(_) | ExprKind::Or(_));
        let value = if joined { self.chain(value) } else { self.expr(value) };
        force.append(self.line()).append(lead).append(value).nest(2).group()
    }

    fn document(&mut self, document: &'p Document) -> Doc<'p> {
        let keyword = document.keyword.value.word();
        let mut head = self.word(keyword).append(" ").append(self.source(document.name.span));
        if let Some(resource) = &document.resource {
            head = head.append(" for ").append(self.expr(resource));
        }
        if let Some(because) = &document.because {
            head = head.append(self.line()).append("because ").append(self.expr(because)).nest(2);
        }
        let body = self.body(&document.body);
        head.group().append(" ").append(body)
    }

    fn role(&mut self, role: &'p Role, end: u32) -> Doc<'p> {
        let open = self.next_token(role.name.span.end);
        let head = self.word("role ").append(self.source(role.name.span)).append(" ");
        let place = |part: &&RolePart| part.span();
        head.append(self.block(open, end, &role.parts, place, Self::role_part))
    }

    fn role_part(&mut self, part: &'p RolePart) -> Doc<'p> {
        match part {
            RolePart::Entry(entry) => self.entry(entry),
            RolePart::With(with) => self.with(with).group(),
            RolePart::Attach(attach) => self.attach(attach),
            RolePart::Boundary { value, .. } => self.part("boundary ", value),
            RolePart::MaxSession { value, .. } => self.part("max_session ", value),
            RolePart::Path { value, .. } => self.part("path ", value),
            RolePart::Tags { span, entries } => {
                let map = self.map_from(span.start + 4, span.end, entries);
                self.word("tags ").append(map)
            }
            RolePart::Inline { body, .. } => {
                let body = self.body(body);
                self.word("inline ").append(body)
            }
        }
    }

    fn part(&mut self, word: &'p str, value: &'p Expr) -> Doc<'p> {
        let value = self.expr(value);
        self.word(word).append(value)
    }

    fn attach(&mut self, attach: &'p Attach) -> Doc<'p> {
        let set = self.set(&attach.policies);
        let mut doc = self.word("attach ").append(set);
        if let Some(because) = &attach.because {
            let kept = self.breaks_after(attach.policies.span.end);
            let trail = self.trail(attach.policies.span.end);
            let lead = self.lead(because.span.start, None);
            let force = if kept { self.force() } else { self.nil() };
            let because = self.expr(because);
            doc = doc.append(
                trail.append(self.line()).append(lead).append(force).append("because ").append(because).nest(2),
            );
        }
        doc.group()
    }

    /// The nodes of the account tree in the braces behind `from`, which close before `end`.
    fn nodes(&mut self, from: u32, end: u32, nodes: &'p [OrganizationNode]) -> Doc<'p> {
        let open = self.next_token(from);
        let place = |node: &&OrganizationNode| match node {
            OrganizationNode::Attach(attach) => attach.span,
            OrganizationNode::Tags { span, .. }
            | OrganizationNode::Unit { span, .. }
            | OrganizationNode::Account { span, .. } => *span,
        };
        self.block(open, end, nodes, place, Self::node)
    }

    fn node(&mut self, node: &'p OrganizationNode) -> Doc<'p> {
        match node {
            OrganizationNode::Attach(attach) => self.attach(attach),
            OrganizationNode::Tags { span, entries } => {
                let map = self.map_from(span.start + 4, span.end, entries);
                self.word("tags ").append(map)
            }
            OrganizationNode::Unit { span, name, nodes } => {
                let nodes = self.nodes(name.span.end, span.end, nodes);
                self.word("ou ").append(self.source(name.span)).append(" ").append(nodes)
            }
            OrganizationNode::Account { span, management, name, id, nodes } => {
                let word = if *management { "management account " } else { "account " };
                let doc = self.word(word).append(self.source(name.span)).append(" = ");
                let doc = doc.append(self.expr(id));
                if span.end > id.span.end {
                    let nodes = self.nodes(id.span.end, span.end, nodes);
                    doc.append(" ").append(nodes)
                } else {
                    doc
                }
            }
        }
    }
}
