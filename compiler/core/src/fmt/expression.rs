//! Expressions, sets and types.

use super::comments::{Doc, Printer};
use crate::source::Span;
use crate::syntax::tree::{
    Argument, Element, Expr, ExprKind, Field, MapEntry, Operator, Quantifier, Set, Type, TypeKind,
};

/// Whether an expression brings its own brackets, so that it may start on a line and end on another.
pub(super) fn hugs(expr: &Expr) -> bool {
    match &expr.kind {
        ExprKind::List(_) | ExprKind::Record(_) | ExprKind::Call { .. } | ExprKind::Group(_) => true,
        ExprKind::Member { of, .. } => hugs(of),
        _ => false,
    }
}

/// Whether a set is one bracketed expression.
pub(super) fn set_hugs(set: &Set) -> bool {
    set.except.is_empty() && matches!(set.terms.as_slice(), [only] if hugs(only))
}

impl<'p> Printer<'p> {
    pub(super) fn expr(&mut self, expr: &'p Expr) -> Doc<'p> {
        let span = expr.span;
        match &expr.kind {
            ExprKind::List(elements) => {
                self.bracketed(("[", "]", false), span, elements, |element| element.value.span, Self::element)
            }
            ExprKind::Record(entries) => self.map(span, entries),
            ExprKind::Group(inner) => {
                let lead = self.lead(inner.span.start, None);
                let doc = self.soft().append(lead).append(self.expr(inner));
                let trail = self.trail(inner.span.end);
                let rest = self.inner(span.end, None);
                let inside = doc.append(trail).append(rest).nest(2);
                self.word("(").append(inside).append(self.soft()).append(")").group()
            }
            ExprKind::Member { of, name, .. } => {
                let of = self.expr(of);
                of.append(".").append(self.source(name.span))
            }
            ExprKind::Call { callee, arguments } => self.call(callee, arguments, span),
            ExprKind::Optional(inner) => self.expr(inner).append("?"),
            ExprKind::Except(from, what) => {
                let from = self.expr(from);
                let doc = from.append(self.line()).append("except ");
                let what = self.expr(what);
                doc.append(what).nest(2).group()
            }
            ExprKind::Not(inner) => {
                let inner = self.expr(inner);
                self.word("not ").append(inner)
            }
            ExprKind::And(_) | ExprKind::Or(_) => self.chain(expr).nest(2).group(),
            ExprKind::Presence { exists, key } => {
                let key = self.expr(key);
                self.word(if *exists { "exists " } else { "missing " }).append(key)
            }
            ExprKind::Compare { quantifier, left, right, ignoring_case } => {
                let mut doc = match quantifier.as_ref().map(|quantifier| quantifier.value) {
                    Some(Quantifier::Any) => self.word("any "),
                    Some(Quantifier::All) => self.word("all "),
                    Some(Quantifier::None) => self.word("none "),
                    None => self.nil(),
                };
                doc = doc.append(self.expr(left));
                if let Some((operator, right)) = right {
                    doc = doc.append(" ").append(symbol(operator.value)).append(" ").append(self.expr(right));
                }
                if *ignoring_case { doc.append(" ignoring case") } else { doc }
            }
            _ => self.source(span),
        }
    }

    /// The operands of `and` or `or`, without a group.
    pub(super) fn chain(&mut self, expr: &'p Expr) -> Doc<'p> {
        let (operands, word) = match &expr.kind {
            ExprKind::And(operands) => (operands, "and "),
            ExprKind::Or(operands) => (operands, "or "),
            _ => return self.expr(expr),
        };
        let mut doc = self.nil();
        let mut before: Option<Span> = None;
        for operand in operands {
            if let Some(before) = before {
                let trail = self.trail(before.end);
                let lead = self.lead(operand.span.start, None);
                doc = doc.append(trail).append(self.line()).append(lead).append(word);
            }
            doc = doc.append(self.expr(operand));
            before = Some(operand.span);
        }
        doc
    }

    /// A condition behind the word of its clause.
    pub(super) fn condition(&mut self, expr: &'p Expr) -> Doc<'p> {
        self.expr(expr)
    }

    fn element(&mut self, element: &'p Element) -> Doc<'p> {
        let value = self.expr(&element.value);
        if element.spread { self.word("..").append(value) } else { value }
    }

    pub(super) fn map(&mut self, whole: Span, entries: &'p [MapEntry]) -> Doc<'p> {
        self.bracketed(
            ("{", "}", true),
            whole,
            entries,
            |entry| entry.key.span.to(entry.value.span),
            |printer, entry| {
                let key = printer.expr(&entry.key).append(": ");
                let value = printer.expr(&entry.value);
                key.append(value)
            },
        )
    }

    /// A map whose braces the tree does not place: `{` is the first token behind `from`, and its `}` ends at `end`.
    pub(super) fn map_from(&mut self, from: u32, end: u32, entries: &'p [MapEntry]) -> Doc<'p> {
        let open = self.next_token(from);
        let file = entries.first().map(|entry| entry.key.span.file);
        let whole = Span { file: file.unwrap_or(crate::source::FileId(0)), start: open, end };
        self.map(whole, entries)
    }

    fn call(&mut self, callee: &'p Expr, arguments: &'p [Argument], whole: Span) -> Doc<'p> {
        let callee_end = callee.span.end;
        let doc = self.expr(callee);
        if let [Argument { name: None, value }] = arguments
            && hugs(value)
            && !self.has_comment(value.span.start)
        {
            let value_doc = self.expr(value);
            if !self.has_comment(whole.end) {
                return doc.append("(").append(value_doc).append(")");
            }
            let rest = self.inner(whole.end, None).nest(2);
            return doc.append("(").append(value_doc).append(rest).append(self.hardline()).append(")");
        }
        let place = |argument: &Argument| {
            argument.name.as_ref().map_or(argument.value.span, |name| name.span.to(argument.value.span))
        };
        let brackets = Span { start: callee_end, ..whole };
        let arguments = self.bracketed(("(", ")", false), brackets, arguments, place, |printer, argument| {
            let value = printer.expr(&argument.value);
            match &argument.name {
                Some(name) => printer.source(name.span).append(": ").append(value),
                None => value,
            }
        });
        doc.append(arguments)
    }

    /// `a, b except c`: as much on a line as fits.
    pub(super) fn set(&mut self, set: &'p Set) -> Doc<'p> {
        let mut first = self.nil();
        // A line break takes the indentation of what stands behind it, so the terms are nested with their breaks.
        let mut rest = self.nil();
        let mut before: Option<u32> = None;
        let terms = set.terms.iter().map(|term| (term, false));
        let excepted = set.except.iter().map(|term| (term, true));
        let mut excepting = false;
        for (term, except) in terms.chain(excepted) {
            let starts = except && !std::mem::replace(&mut excepting, except);
            let Some(end) = before.replace(term.span.end) else {
                first = self.expr(term);
                continue;
            };
            if !starts {
                rest = rest.append(",");
            }
            let trail = self.trail(end);
            let lead = self.lead(term.span.start, None);
            let hugged = starts && hugs(term) && matches!((set.terms.as_slice(), set.except.as_slice()), ([_], [_]));
            if hugged && matches!((&*trail, &*lead), (pretty::Doc::Nil, pretty::Doc::Nil)) {
                return first.append(" except ").append(self.expr(term));
            }
            // A term that does not fit moves to the next line before it breaks.
            let term = self.word(if starts { "except " } else { "" }).append(self.expr(term));
            rest = rest.append(trail.append(self.line()).append(lead).append(term).group());
        }
        first.append(rest.nest(4))
    }

    pub(super) fn ty(&mut self, ty: &'p Type) -> Doc<'p> {
        match &ty.kind {
            TypeKind::Name { name, member, argument } => {
                let mut doc = self.source(name.span);
                if let Some(member) = member {
                    doc = doc.append(".").append(self.source(member.span));
                }
                match argument {
                    Some(argument) => doc.append("<").append(self.ty(argument)).append(">"),
                    None => doc,
                }
            }
            TypeKind::Union(types) => {
                let mut doc = self.nil();
                for (index, one) in types.iter().enumerate() {
                    if index > 0 {
                        let before = types.get(index - 1).map_or(one.span.start, |before| before.span.end);
                        let trail = self.trail(before);
                        let lead = self.lead(one.span.start, None);
                        doc = doc.append(trail).append(self.line()).append(lead).append("| ");
                    }
                    doc = doc.append(self.ty(one));
                }
                doc.nest(2).group()
            }
            TypeKind::Record(fields) => {
                let place = |field: &Field| field.name.span.to(field.ty.span);
                self.bracketed(("{", "}", true), ty.span, fields, place, Self::field)
            }
            _ => self.source(ty.span),
        }
    }

    pub(super) fn field(&mut self, field: &'p Field) -> Doc<'p> {
        let name = self.source(field.name.span).append(": ");
        let ty = self.ty(&field.ty);
        name.append(ty)
    }
}

fn symbol(operator: Operator) -> &'static str {
    match operator {
        Operator::Equal => "==",
        Operator::NotEqual => "!=",
        Operator::Less => "<",
        Operator::LessEqual => "<=",
        Operator::Greater => ">",
        Operator::GreaterEqual => ">=",
        Operator::In => "in",
        Operator::NotIn => "not in",
        Operator::Like => "like",
        Operator::NotLike => "not like",
    }
}
