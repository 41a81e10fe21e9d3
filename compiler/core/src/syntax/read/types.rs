//! Types and their fields.

use super::{Pair, Reader, Rule};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Spanned;
use crate::syntax::tree::{Field, Ident, Piece, Type, TypeKind};

impl Reader<'_, '_> {
    pub(super) fn ty(&mut self, pair: Pair<'_>) -> Type {
        let span = self.span(&pair);
        let mut types: Vec<Type> = pair.into_inner().map(|atom| self.type_atom(atom)).collect();
        match types.len() {
            1 => types.remove(0),
            _ => Type { span, kind: TypeKind::Union(types) },
        }
    }

    pub(super) fn missing_type(&mut self, node: &Pair<'_>) -> Type {
        self.missing(node, "a type");
        Type { span: self.place(node), kind: TypeKind::Error }
    }

    fn type_atom(&mut self, pair: Pair<'_>) -> Type {
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::string => TypeKind::Literal(self.plain(pair, "a literal of a type")),
            Rule::record_type => TypeKind::Record(self.fields(pair)),
            Rule::type_name => self.type_name(pair),
            _ => return self.missing_type(&pair),
        };
        Type { span, kind }
    }

    /// The text of a string in which nothing is filled in.
    fn plain(&mut self, pair: Pair<'_>, what: &str) -> String {
        let node = pair.clone();
        let mut text = String::new();
        for piece in self.pieces(pair) {
            if let Piece::Text(piece) = piece {
                text.push_str(&piece.value);
            } else {
                let message = format!("{what} is plain text");
                let found = Diagnostic::error(rule::SYNTAX, self.span(&node), message);
                self.mistake(&node, found);
                break;
            }
        }
        text
    }

    fn type_name(&mut self, pair: Pair<'_>) -> TypeKind {
        let mut words: Vec<Ident> = Vec::new();
        let mut argument = None;
        for part in pair.into_inner() {
            if part.as_rule() == Rule::type_argument {
                for inner in part.into_inner() {
                    match inner.as_rule() {
                        Rule::type_ => argument = Some(Box::new(self.ty(inner))),
                        _ => _ = self.missing(&inner, "`>`"),
                    }
                }
            } else {
                words.push(self.ident(&part));
            }
        }
        let mut words = words.into_iter();
        match words.next() {
            Some(name) => TypeKind::Name { name, member: words.next(), argument },
            None => TypeKind::Error,
        }
    }

    /// The fields of a record type or of `tags`.
    pub(super) fn fields(&mut self, pair: Pair<'_>) -> Vec<Field> {
        let mut fields = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::field_type | Rule::tag_decl => fields.extend(self.field(part)),
                _ => self.junk_entry(&part, "`name: type`"),
            }
        }
        fields
    }

    fn field(&mut self, pair: Pair<'_>) -> Option<Field> {
        let (mut name, mut ty) = (None, None);
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::type_ => ty = Some(self.ty(part)),
                Rule::tag_name => name = part.into_inner().next().map(|inner| self.field_name(inner)),
                _ => name = Some(self.field_name(part)),
            }
        }
        Some(Field { name: name?, ty: ty? })
    }

    fn field_name(&mut self, pair: Pair<'_>) -> Ident {
        if pair.as_rule() == Rule::string {
            let span = self.span(&pair);
            Spanned { span, value: self.plain(pair, "the name of a tag") }
        } else {
            self.ident(&pair)
        }
    }
}
