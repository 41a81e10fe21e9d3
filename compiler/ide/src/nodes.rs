//! The syntax tree as nodes with children, for what goes through it without asking what each part is.

use whit_core::source::{SourceMap, Span};
use whit_core::syntax::tree::{
    Argument, Attach, Body, Bound, Claim, ClaimKind, Clauses, Entry, Expectation, Expr, ExprKind, Field, Ident, Import,
    Item, ItemKind, MapEntry, OrganizationNode, Outcome, Param, Piece, RolePart, Segment, Set, Type, TypeKind, With,
};

/// A part of the tree.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Node<'t> {
    Item(&'t Item),
    Word(&'t Ident, Word),
    Type(&'t Type),
    Field(&'t Field),
    Param(&'t Param),
    Bound(&'t Bound),
    Expr(&'t Expr),
    Argument(&'t Argument),
    MapEntry(&'t MapEntry),
    Set(&'t Set),
    With(&'t With),
    Body(&'t Body),
    Entry(&'t Entry),
    Part(&'t RolePart),
    Unit(&'t OrganizationNode),
    Expectation(&'t Expectation),
    Claim(&'t Claim),
}

/// What a word is by its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Word {
    /// A segment of the path of a `use`, or before `::`.
    Module,
    /// A name that a `use` brings in, or its other name.
    Imported,
    /// `param`, `extern`
    Input,
    Let,
    Guard,
    Template,
    Document,
    Role,
    Unit,
    Account,
    /// Of a guard or template, where it is declared.
    Parameter,
    /// The variable of a loop.
    Local,
    Label,
    /// Of the schema.
    Tag,
    /// Of a record type.
    Field,
    /// `x` of an expression.
    Name,
    /// Behind a dot.
    Member,
    /// Before the colon in a call.
    Argument,
    Type,
    Service,
    Resource,
}

impl<'t> Node<'t> {
    /// Where it stands; a piece's place.
    pub(crate) fn span(self) -> Span {
        match self {
            Self::Item(item) => item.span,
            Self::Word(word, _) => word.span,
            Self::Type(ty) => ty.span,
            Self::Field(field) => field.name.span.to(field.ty.span),
            Self::Param(param) => {
                let bounds = param.bounds.iter().map(|bound| bound.span);
                let rest = std::iter::once(param.ty.span).chain(bounds).chain(param.default.as_ref().map(|it| it.span));
                rest.fold(param.name.span, Span::to)
            }
            Self::Bound(bound) => bound.span,
            Self::Expr(expr) => expr.span,
            Self::Argument(argument) => {
                argument.name.as_ref().map_or(argument.value.span, |name| name.span.to(argument.value.span))
            }
            Self::MapEntry(entry) => entry.key.span.to(entry.value.span),
            Self::Set(set) => set.span,
            Self::With(with) => with.span,
            Self::Body(body) => body.span,
            Self::Entry(entry) => entry.span(),
            Self::Part(part) => part.span(),
            Self::Unit(unit) => match unit {
                OrganizationNode::Attach(attach) => attach.span,
                OrganizationNode::Tags { span, .. }
                | OrganizationNode::Unit { span, .. }
                | OrganizationNode::Account { span, .. } => *span,
            },
            Self::Expectation(expectation) => expectation.span,
            Self::Claim(claim) => claim.span,
        }
    }

    /// What it is made of, in the order of the source.
    pub(crate) fn children(self) -> Vec<Self> {
        let mut parts = Vec::new();
        self.add_parts(&mut parts);
        parts.sort_by_key(|node| (node.span().start, node.span().end));
        parts
    }

    /// What it is made of.
    fn add_parts(self, out: &mut Vec<Self>) {
        match self {
            Self::Item(item) => of_item(&item.kind, out),
            Self::Word(..) => {}
            Self::Type(ty) => match &ty.kind {
                TypeKind::Name { name, member, argument } => {
                    let kind = if member.is_some() { Word::Service } else { Word::Type };
                    out.push(Self::Word(name, kind));
                    out.extend(member.as_ref().map(|member| Self::Word(member, Word::Resource)));
                    out.extend(argument.as_deref().map(Self::Type));
                }
                TypeKind::Union(types) => out.extend(types.iter().map(Self::Type)),
                TypeKind::Record(fields) => out.extend(fields.iter().map(Self::Field)),
                TypeKind::Literal(_) | TypeKind::Error => {}
            },
            Self::Field(field) => out.extend([Self::Word(&field.name, Word::Field), Self::Type(&field.ty)]),
            Self::Param(param) => {
                out.extend([Self::Word(&param.name, Word::Parameter), Self::Type(&param.ty)]);
                out.extend(param.bounds.iter().map(Self::Bound));
                out.extend(param.default.as_ref().map(Self::Expr));
            }
            Self::Bound(bound) => {
                out.push(Self::Expr(&bound.limit));
                out.extend(bound.because.as_ref().map(Self::Expr));
            }
            Self::Expr(expr) => of_expr(&expr.kind, out),
            Self::Argument(argument) => {
                out.extend(argument.name.as_ref().map(|name| Self::Word(name, Word::Argument)));
                out.push(Self::Expr(&argument.value));
            }
            Self::MapEntry(entry) => out.extend([Self::Expr(&entry.key), Self::Expr(&entry.value)]),
            Self::Set(set) => out.extend(set.terms.iter().chain(&set.except).map(Self::Expr)),
            Self::With(with) => out.extend(with.guards.iter().map(Self::Expr)),
            Self::Body(body) => {
                out.extend(body.with.iter().map(Self::With));
                out.extend(body.entries.iter().map(Self::Entry));
            }
            Self::Entry(entry) => of_entry(entry, out),
            Self::Part(part) => match part {
                RolePart::Entry(entry) => of_entry(entry, out),
                RolePart::With(with) => out.extend(with.guards.iter().map(Self::Expr)),
                RolePart::Attach(attach) => of_attach(attach, out),
                RolePart::Boundary { value, .. }
                | RolePart::MaxSession { value, .. }
                | RolePart::Path { value, .. } => out.push(Self::Expr(value)),
                RolePart::Tags { entries, .. } => out.extend(entries.iter().map(Self::MapEntry)),
                RolePart::Inline { body, .. } => out.push(Self::Body(body)),
            },
            Self::Unit(unit) => match unit {
                OrganizationNode::Attach(attach) => of_attach(attach, out),
                OrganizationNode::Tags { entries, .. } => out.extend(entries.iter().map(Self::MapEntry)),
                OrganizationNode::Unit { name, nodes, .. } => {
                    out.push(Self::Word(name, Word::Unit));
                    out.extend(nodes.iter().map(Self::Unit));
                }
                OrganizationNode::Account { name, id, nodes, .. } => {
                    out.extend([Self::Word(name, Word::Account), Self::Expr(id)]);
                    out.extend(nodes.iter().map(Self::Unit));
                }
            },
            Self::Expectation(expectation) => {
                out.push(Self::Set(&expectation.actions));
                out.extend(expectation.on.as_ref().map(Self::Set));
                out.extend(expectation.given.iter().map(Self::MapEntry));
                if let Some(Outcome::By(label)) = &expectation.outcome {
                    out.push(Self::Expr(label));
                }
            }
            Self::Claim(claim) => {
                out.push(Self::Expr(&claim.subject));
                match &claim.kind {
                    ClaimKind::Within(other) | ClaimKind::Equals(other) => out.push(Self::Expr(other)),
                    ClaimKind::Verdict { actions, clauses, .. } => {
                        out.push(Self::Set(actions));
                        of_clauses(clauses, out);
                    }
                    ClaimKind::Error => {}
                }
            }
        }
    }

    /// The node and all in it, each before what it is made of; clauses may come in another order than in the source.
    pub(crate) fn descend(self, visit: &mut impl FnMut(Self)) {
        let mut rest = vec![self];
        while let Some(node) = rest.pop() {
            visit(node);
            let behind = rest.len();
            node.add_parts(&mut rest);
            rest.get_mut(behind..).unwrap_or_default().reverse();
        }
    }
}

/// The nodes of a tree around a range of a file, the outermost first.
pub(crate) fn around<'t>(root: Node<'t>, start: usize, end: usize, sources: &SourceMap) -> Vec<Node<'t>> {
    let mut path = Vec::new();
    let mut next = Some(root);
    while let Some(node) = next {
        path.push(node);
        let holds = |child: &Node<'t>| {
            let place = sources.place(child.span()).range();
            place.start <= start && end <= place.end
        };
        // Of two that touch, the one that begins there.
        next = node.children().into_iter().rfind(holds);
    }
    path
}

fn of_item<'t>(kind: &'t ItemKind, out: &mut Vec<Node<'t>>) {
    match kind {
        ItemKind::Use(used) => {
            out.extend(used.path.iter().map(|word| Node::Word(word, Word::Module)));
            match &used.import {
                Import::Module { alias } => out.extend(alias.as_ref().map(|word| Node::Word(word, Word::Module))),
                Import::Names(names) => {
                    let words = names.iter().flat_map(|(name, alias)| std::iter::once(name).chain(alias));
                    out.extend(words.map(|word| Node::Word(word, Word::Imported)));
                }
            }
        }
        ItemKind::Param(param) => {
            out.extend([Node::Word(&param.name, Word::Input), Node::Type(&param.ty)]);
            out.extend(param.bounds.iter().map(Node::Bound));
            out.extend(param.default.as_ref().map(Node::Expr));
        }
        ItemKind::Extern(input) => out.extend([Node::Word(&input.name, Word::Input), Node::Type(&input.ty)]),
        ItemKind::Let(item) => {
            out.push(Node::Word(&item.name, Word::Let));
            out.extend(item.ty.as_ref().map(Node::Type));
            out.push(Node::Expr(&item.value));
        }
        ItemKind::Tags(fields) => {
            let parts = fields.iter().flat_map(|field| [Node::Word(&field.name, Word::Tag), Node::Type(&field.ty)]);
            out.extend(parts);
        }
        ItemKind::Guard(guard) => {
            out.push(Node::Word(&guard.name, Word::Guard));
            out.extend(guard.params.iter().map(Node::Param));
            out.push(Node::Expr(&guard.condition));
        }
        ItemKind::Template(template) => {
            out.push(Node::Word(&template.name, Word::Template));
            out.extend(template.params.iter().map(Node::Param));
            out.push(Node::Body(&template.body));
        }
        ItemKind::Document(document) => {
            out.push(Node::Word(&document.name, Word::Document));
            out.extend(document.resource.as_ref().map(Node::Expr));
            out.extend(document.because.as_ref().map(Node::Expr));
            out.push(Node::Body(&document.body));
        }
        ItemKind::Role(role) => {
            out.push(Node::Word(&role.name, Word::Role));
            out.extend(role.parts.iter().map(|part| match part {
                RolePart::Entry(entry) => Node::Entry(entry),
                _ => Node::Part(part),
            }));
        }
        ItemKind::Organization(organization) => {
            out.push(Node::Expr(&organization.id));
            out.extend(organization.nodes.iter().map(Node::Unit));
        }
        ItemKind::Test(test) => out.extend([Node::Expr(&test.name), Node::Body(&test.body)]),
        ItemKind::Prove(prove) => {
            out.push(Node::Expr(&prove.name));
            out.extend(prove.claims.iter().map(Node::Claim));
        }
        ItemKind::Error => {}
    }
}

fn of_entry<'t>(entry: &'t Entry, out: &mut Vec<Node<'t>>) {
    match entry {
        Entry::Statement(statement) => {
            out.extend(statement.label.as_ref().map(|label| Node::Word(label, Word::Label)));
            out.push(Node::Set(&statement.actions));
            of_clauses(&statement.clauses, out);
        }
        Entry::Include { template, .. } => out.push(Node::Expr(template)),
        Entry::For { name, list, body, .. } => {
            out.extend([Node::Word(name, Word::Local), Node::Expr(list), Node::Body(body)]);
        }
        Entry::If { branches, otherwise, .. } => {
            out.extend(branches.iter().flat_map(|(condition, body)| [Node::Expr(condition), Node::Body(body)]));
            out.extend(otherwise.as_ref().map(Node::Body));
        }
        Entry::As(block) => {
            out.push(Node::Expr(&block.subject));
            out.extend(block.account.as_ref().map(Node::Expr));
            out.extend(block.given.iter().map(Node::MapEntry));
            out.extend(block.expectations.iter().map(Node::Expectation));
        }
        Entry::Trust(trust) => {
            out.extend(trust.label.as_ref().map(|label| Node::Word(label, Word::Label)));
            out.push(Node::Set(&trust.principals));
            of_clauses(&trust.clauses, out);
        }
    }
}

fn of_clauses<'t>(clauses: &'t Clauses, out: &mut Vec<Node<'t>>) {
    out.extend([&clauses.on, &clauses.to, &clauses.actions].into_iter().flatten().map(Node::Set));
    out.extend([&clauses.when, &clauses.unless, &clauses.because].into_iter().flatten().map(Node::Expr));
    out.extend(clauses.with.as_ref().map(Node::With));
}

fn of_attach<'t>(attach: &'t Attach, out: &mut Vec<Node<'t>>) {
    out.push(Node::Set(&attach.policies));
    out.extend(attach.because.as_ref().map(Node::Expr));
}

fn of_pieces<'t>(pieces: &'t [Piece], out: &mut Vec<Node<'t>>) {
    out.extend(pieces.iter().filter_map(|piece| match piece {
        Piece::Hole(hole) => Some(Node::Expr(hole)),
        _ => None,
    }));
}

fn of_expr<'t>(kind: &'t ExprKind, out: &mut Vec<Node<'t>>) {
    match kind {
        ExprKind::String(pieces) => of_pieces(pieces, out),
        ExprKind::List(elements) => out.extend(elements.iter().map(|element| Node::Expr(&element.value))),
        ExprKind::Record(entries) => out.extend(entries.iter().map(Node::MapEntry)),
        ExprKind::Group(inner) | ExprKind::Optional(inner) | ExprKind::Not(inner) => out.push(Node::Expr(inner)),
        ExprKind::Name(path) => {
            let last = path.len().saturating_sub(1);
            let kind = |nth| if nth == last { Word::Name } else { Word::Module };
            out.extend(path.iter().enumerate().map(|(nth, word)| Node::Word(word, kind(nth))));
        }
        ExprKind::Qualified(word) => {
            for segment in &word.rest {
                if let Segment::Quoted(pieces) = segment {
                    of_pieces(&pieces.value, out);
                }
            }
        }
        ExprKind::Member { of, name, .. } => out.extend([Node::Expr(of), Node::Word(name, Word::Member)]),
        ExprKind::Call { callee, arguments } => {
            out.push(Node::Expr(callee));
            out.extend(arguments.iter().map(Node::Argument));
        }
        ExprKind::Except(one, other) => out.extend([Node::Expr(one), Node::Expr(other)]),
        ExprKind::And(parts) | ExprKind::Or(parts) => out.extend(parts.iter().map(Node::Expr)),
        ExprKind::Presence { key, .. } => out.push(Node::Expr(key)),
        ExprKind::Compare { left, right, .. } => {
            out.push(Node::Expr(left));
            out.extend(right.as_ref().map(|(_, value)| Node::Expr(value)));
        }
        _ => {}
    }
}
