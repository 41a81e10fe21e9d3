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
            Rule::x_union => self.union_in_brackets(pair),
            Rule::x_listed => self.type_in_brackets(pair),
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

    /// `["a", "b"]` for `"a" | "b"`.
    fn union_in_brackets(&mut self, pair: Pair<'_>) -> TypeKind {
        let (span, node) = (self.span(&pair), pair.clone());
        let texts: Vec<&str> = node.clone().into_inner().map(|text| text.as_str()).collect();
        let union = texts.join(" | ");
        let found = Diagnostic::error(rule::SYNTAX, span, "a choice of strings is written with `|`");
        self.slip(&node, found.fix(format!("write `{union}`"), span, union));
        TypeKind::Union(pair.into_inner().map(|atom| self.type_atom(atom)).collect())
    }

    /// `[T]` for `list<T>`.
    fn type_in_brackets(&mut self, pair: Pair<'_>) -> TypeKind {
        let node = pair.clone();
        let Some(inner) = pair.into_inner().next() else { return TypeKind::Error };
        let text = inner.as_str().trim().to_owned();
        let ty = self.ty(inner);
        self.not_a_list(&node, &text);
        let name = Spanned { span: self.span(&node), value: "list".to_owned() };
        TypeKind::Name { name, member: None, argument: Some(Box::new(ty)) }
    }

    fn not_a_list(&mut self, node: &Pair<'_>, of: &str) {
        let (span, list) = (self.span(node), format!("list<{of}>"));
        let found = Diagnostic::error(rule::SYNTAX, span, format!("a list of `{of}` is written `{list}`"));
        self.slip(node, found.fix(format!("write `{list}`"), span, list));
    }

    /// `T[]`, `T?`, `Map<K, V>`: what stands behind the name of a type. What is meant, if that is sure.
    fn suffix(&mut self, whole: &Pair<'_>, name: &str, suffix: &Pair<'_>) -> Option<String> {
        let place = self.span(suffix);
        let text = suffix.as_str();
        let inner = text.trim_matches(['<', '>', '[', ']', ' ']);
        let lower = name.to_ascii_lowercase();
        let listed = ["list", "array", "set", "vec", "sequence"].contains(&lower.as_str());
        if text == "[]" {
            self.not_a_list(whole, name);
            return Some(name.to_owned());
        }
        if listed && !inner.contains(['<', ',', '[']) {
            self.not_a_list(whole, inner);
            return Some(inner.to_owned());
        }
        let (message, note) = if text == "?" {
            ("no type is optional", "what may be left out has a default: `param name: T = value`")
        } else {
            (
                "only `list` takes a type in `<…>`",
                "fields of their own types make a record: `{ vpc: string, region: region }`",
            )
        };
        self.mistake(suffix, Diagnostic::error(rule::SYNTAX, place, message).note(note));
        None
    }

    fn type_name(&mut self, pair: Pair<'_>) -> TypeKind {
        let mut words: Vec<Ident> = Vec::new();
        let mut argument = None;
        let whole = pair.clone();
        for part in pair.into_inner() {
            if part.as_rule() == Rule::x_suffix {
                let name = words.first().map_or("", |name| name.value.as_str()).to_owned();
                let optional = part.as_str() == "?";
                let of = self.suffix(&whole, &name, &part);
                if optional {
                    break;
                }
                let Some(of) = of else { return TypeKind::Error };
                let span = self.span(&whole);
                let named = |value: &str| Spanned { span, value: value.to_owned() };
                let of = TypeKind::Name { name: named(&of), member: None, argument: None };
                argument = Some(Box::new(Type { span, kind: of }));
                return TypeKind::Name { name: named("list"), member: None, argument };
            }
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
