//! The rules by name. A name is kebab-case and never changes its meaning.

/// The name of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub &'static str);

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! rules {
    ($($(#[$doc:meta])* $name:ident = $text:literal;)*) => {
        $($(#[$doc])* pub const $name: Rule = Rule($text);)*
        /// Every rule, in order of its name's declaration.
        pub const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    /// The text cannot be read as Whit.
    SYNTAX = "syntax";
    /// Brackets nest deeper than 64.
    NESTING = "nesting-too-deep";
    /// A file cannot be read, is no UTF-8, holds a NUL byte.
    UNREADABLE = "unreadable-file";
    /// `whit.toml` has a mistake.
    CONFIG = "config";
}
