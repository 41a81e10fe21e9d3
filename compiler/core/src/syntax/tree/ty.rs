//! Types as they are written.

use super::Ident;
use crate::source::Span;

/// A type as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Type {
    /// Where.
    pub span: Span,
    /// What.
    pub kind: TypeKind,
}

/// The forms of a type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TypeKind {
    /// `string`, `list<T>`, `s3.bucket`
    Name {
        /// `list`, `s3`
        name: Ident,
        /// `bucket`
        member: Option<Ident>,
        /// `T`
        argument: Option<Box<Type>>,
    },
    /// `"dev"`
    Literal(String),
    /// `"dev" | "prod"`
    Union(Vec<Type>),
    /// `{ vpc: string, region: region }`
    Record(Vec<Field>),
    /// Missing or unreadable.
    Error,
}

/// `name: T` in a record type or a tags schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The name; a tag's may have been written as a string.
    pub name: Ident,
    /// The type.
    pub ty: Type,
}
