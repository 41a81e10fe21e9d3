//! Short ways to write formulas and to show blocks.

use std::cell::Cell;
use whit_core::source::{FileId, Span};
use whit_core::typed::{Atom, Comparison, Formula, Key, KeyType, Piece, Quantifier, Test, Text, Variable};
use whit_iam::Condition;

/// A key to build atoms from.
pub(super) struct Subject(Key);

/// A single-valued key.
pub(super) fn single(name: &str, ty: KeyType) -> Subject {
    Subject(Key { name: name.to_owned(), ty, multi_valued: false })
}

/// A multi-valued key.
pub(super) fn multi(name: &str, ty: KeyType) -> Subject {
    Subject(Key { name: name.to_owned(), ty, multi_valued: true })
}

impl Subject {
    /// `exists k`
    pub(super) fn exists(self) -> Formula {
        self.atom(Test::Exists)
    }

    /// `k == value`, by the type of the key.
    pub(super) fn is(self, value: &str) -> Formula {
        let comparison = match self.0.ty {
            KeyType::String => Comparison::StringEquals,
            KeyType::Numeric => Comparison::NumericEquals,
            KeyType::Date => Comparison::DateEquals,
            KeyType::Bool => Comparison::Bool,
            KeyType::Binary => Comparison::BinaryEquals,
            KeyType::Ip => Comparison::IpAddress,
            KeyType::Arn => Comparison::ArnEquals,
        };
        self.one(comparison, &[value])
    }

    /// The comparison with the one value of the key.
    pub(super) fn one(self, comparison: Comparison, values: &[&str]) -> Formula {
        self.compare(None, comparison, false, values)
    }

    /// `any k …`
    pub(super) fn any(self, comparison: Comparison, values: &[&str]) -> Formula {
        self.compare(Some(Quantifier::Any), comparison, false, values)
    }

    /// `any k not …`
    pub(super) fn any_not(self, comparison: Comparison, values: &[&str]) -> Formula {
        self.compare(Some(Quantifier::Any), comparison, true, values)
    }

    /// `all k …`
    pub(super) fn all(self, comparison: Comparison, values: &[&str]) -> Formula {
        self.compare(Some(Quantifier::All), comparison, false, values)
    }

    /// `all k not …`
    pub(super) fn all_not(self, comparison: Comparison, values: &[&str]) -> Formula {
        self.compare(Some(Quantifier::All), comparison, true, values)
    }

    fn compare(
        self,
        quantifier: Option<Quantifier>,
        comparison: Comparison,
        negated: bool,
        values: &[&str],
    ) -> Formula {
        let wild = matches!(comparison, Comparison::StringLike | Comparison::ArnLike);
        let values = values.iter().map(|value| text(value, wild)).collect();
        self.atom(Test::Compare { quantifier, comparison, negated, values })
    }

    fn atom(self, test: Test) -> Formula {
        thread_local!(static NEXT: Cell<usize> = const { Cell::new(0) });
        let at = NEXT.replace(NEXT.get() + 1);
        Formula::Atom(Atom { span: Span::new(FileId(0), at, at + 1), key: self.0, test })
    }
}

/// Text with `${key}` and `${key, 'default'}` as variables and, where they count, `*` and `?` as wildcards.
pub(super) fn text(source: &str, wild: bool) -> Text {
    let mut result = Text::default();
    let mut rest = source;
    let plain = |result: &mut Text, part: &str| {
        result.extend(&if wild { Text::with_wildcards(part) } else { Text::literal(part) });
    };
    while let Some((before, after)) = rest.split_once("${") {
        let (variable, behind) = after.split_once('}').expect("a closed variable");
        plain(&mut result, before);
        let (key, default) = match variable.split_once(", ") {
            Some((key, default)) => (key, Some(default.trim_matches('\'').to_owned())),
            None => (variable, None),
        };
        result.push(Piece::Variable(Variable { key: key.to_owned(), default }));
        rest = behind;
    }
    plain(&mut result, rest);
    result
}

/// A block on one line: `Operator key=value,value; …`.
pub(super) fn show_block(block: &Condition) -> String {
    let entries = block.entries().map(|(operator, key, values)| format!("{operator} {key}={}", values.join(",")));
    entries.collect::<Vec<_>>().join("; ")
}
