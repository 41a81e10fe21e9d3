//! Condition keys, held against the catalog, and the tags of the schema.

use super::condition::type_word;
use super::program::{ExprKind, Key, TextPart};
use super::types::Type;
use super::{Checker, Meaning};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::Span;
use crate::syntax::tree::{self, Argument, Ident, Piece, Qualified, Segment};
use crate::typed::{KeyType, Text};

/// A key as written in a condition.
pub(super) struct WrittenKey {
    pub(super) key: Key,
    pub(super) span: Span,
    /// `k?`
    pub(super) optional: bool,
    /// What its values have to be, narrower than its type: a tag of the schema.
    pub(super) values: Option<Type>,
}

impl WrittenKey {
    /// The type of one of its values.
    pub(super) fn value_type(&self) -> Type {
        match (&self.values, self.key.ty) {
            (Some(schema), _) => schema.clone(),
            (None, KeyType::String | KeyType::Binary) => Type::String,
            (None, KeyType::Numeric) => Type::Decimal,
            (None, KeyType::Date) => Type::Date,
            (None, KeyType::Bool) => Type::Bool,
            (None, KeyType::Ip) => Type::Cidr,
            (None, KeyType::Arn) => Type::Arn,
        }
    }
}

impl Checker<'_> {
    /// Whether an expression can only be a condition key.
    pub(super) fn is_key(&self, tree: &tree::Expr) -> bool {
        match &tree.kind {
            // An action has no place in a condition; a message tells of one.
            tree::ExprKind::Qualified(_) => true,
            tree::ExprKind::Optional(inner) => self.is_key(inner),
            tree::ExprKind::Group(inner) => self.is_key(inner),
            tree::ExprKind::Member { of, .. } => {
                matches!(&of.kind, tree::ExprKind::Name(path)
                    if matches!(path.as_slice(), [root] if ["principal", "resource", "request"].contains(&root.value.as_str())))
            }
            tree::ExprKind::Call { callee, .. } => {
                matches!(&callee.kind, tree::ExprKind::Name(path)
                    if matches!(path.as_slice(), [root] if ["key", "keys"].contains(&root.value.as_str())))
            }
            _ => false,
        }
    }

    /// Whether a word with a colon stands for a condition here: a key where a condition is wanted, or where nothing is
    /// and no action is called so.
    pub(super) fn is_bare_key(&self, tree: &tree::Expr, wanted: Option<&Type>) -> bool {
        let tree::ExprKind::Qualified(word) = &tree.kind else { return false };
        match wanted {
            Some(wanted) => *wanted == Type::Condition,
            None => {
                let name = written(word, |_| "x".to_owned());
                self.catalog.action(&name).is_none() && self.catalog.key(&name).is_some()
            }
        }
    }

    /// A key, its diagnostics made.
    pub(super) fn key(&mut self, tree: &tree::Expr) -> Option<WrittenKey> {
        let span = tree.span;
        match &tree.kind {
            tree::ExprKind::Optional(inner) => Some(WrittenKey { optional: true, ..self.key(inner)? }),
            tree::ExprKind::Group(inner) => self.key(inner),
            tree::ExprKind::Qualified(word) => self.catalogued(span, word),
            tree::ExprKind::Member { of, name, .. } => match &of.kind {
                tree::ExprKind::Name(path) => self.tag(span, path.first()?, name),
                _ => None,
            },
            tree::ExprKind::Call { callee, arguments } => match &callee.kind {
                tree::ExprKind::Name(path) => self.free_key(span, path.first()?, arguments),
                _ => None,
            },
            tree::ExprKind::Error => None,
            _ => {
                self.report(
                    Diagnostic::error(rule::UNKNOWN_KEY, span, "a condition key is wanted here")
                        .note("For example `aws:SourceIp`, `principal.team`, `s3:prefix`."),
                );
                None
            }
        }
    }

    fn catalogued(&mut self, span: Span, word: &Qualified) -> Option<WrittenKey> {
        let name = written(word, |_| "x".to_owned());
        let Some(key) = self.catalog.key(&name) else {
            self.unknown_key(span, &name);
            return None;
        };
        let parts = if word.rest.iter().all(|segment| matches!(segment, Segment::Plain(_))) {
            let spelled = key.spelled(&name);
            if spelled != name {
                self.report(
                    Diagnostic::error(rule::NAME_CASE, span, format!("`{name}` is spelled `{spelled}`"))
                        .label("another case")
                        .fix(format!("write `{spelled}`"), span, spelled.clone())
                        .safe(),
                );
            }
            vec![TextPart::Literal(Text::literal(spelled))]
        } else {
            self.interpolated(word)
        };
        self.mention(span, Meaning::Key);
        let ty = key.ty();
        Some(WrittenKey {
            key: Key { name: parts, ty, multi_valued: key.multi_valued() },
            span,
            optional: false,
            values: None,
        })
    }

    /// A key with quoted segments: `aws:ResourceTag/"{name}"`.
    fn interpolated(&mut self, word: &Qualified) -> Vec<TextPart> {
        let mut parts = vec![TextPart::Literal(Text::literal(format!("{}:", word.prefix.value)))];
        for segment in &word.rest {
            match segment {
                Segment::Plain(text) => parts.push(TextPart::Literal(Text::literal(&text.value))),
                Segment::Quoted(pieces) => {
                    for piece in &pieces.value {
                        match piece {
                            Piece::Text(text) => parts.push(TextPart::Literal(Text::literal(&text.value))),
                            Piece::Hole(hole) => {
                                let value = self.expect(hole, &Type::String);
                                parts.push(TextPart::Hole(value));
                            }
                            Piece::Variable { span, .. } | Piece::Escaped(crate::source::Spanned { span, .. }) => {
                                self.report(Diagnostic::error(
                                    rule::BAD_VARIABLE,
                                    *span,
                                    "the name of a key holds no policy variable",
                                ));
                            }
                        }
                    }
                }
            }
        }
        parts
    }

    /// `principal.team`, `resource.team`, `request.team`
    fn tag(&mut self, span: Span, root: &Ident, name: &Ident) -> Option<WrittenKey> {
        let Some(tags) = self.tags() else {
            self.report(
                Diagnostic::error(rule::UNKNOWN_TAG, name.span, format!("the tag `{}` is not declared", name.value))
                    .note(format!("Declare the tags that access relies on: `tags {{ {}: string }}`.", name.value)),
            );
            return None;
        };
        let Some(values) = tags.get(&name.value).cloned() else {
            let known: Vec<String> = tags.keys().cloned().collect();
            let message = format!("the tag `{}` is not declared", name.value);
            let list = known.join(", ");
            let known: Vec<&str> = known.iter().map(String::as_str).collect();
            let diagnostic = self.unknown(rule::UNKNOWN_TAG, name.span, message, &name.value, known);
            diagnostic.notes.push(format!("The `tags` schema has: {list}."));
            return None;
        };
        self.mention(span, Meaning::Tag);
        // Which key carries the tag of a resource or request depends on the action: the lowering decides.
        let key = match root.value.as_str() {
            "principal" => format!("aws:PrincipalTag/{}", name.value),
            other => format!("{other}.{}", name.value),
        };
        let key = Key { name: vec![TextPart::Literal(Text::literal(key))], ty: KeyType::String, multi_valued: false };
        Some(WrittenKey { key, span, optional: false, values: Some(values) })
    }

    /// `key("…")`, `keys("…")`: a key that the catalog cannot know, or one that is compared as another type than it has;
    /// `key("…", arn)` says which.
    fn free_key(&mut self, span: Span, root: &Ident, arguments: &[Argument]) -> Option<WrittenKey> {
        let (value, ty) = match arguments {
            [Argument { name: None, value }] => (value, Some(KeyType::String)),
            [Argument { name: None, value }, Argument { name: None, value: ty }] => (value, type_named(ty)),
            _ => {
                self.wrong(
                    span,
                    rule::WRONG_ARGUMENTS,
                    &format!("`{}` takes the name of a condition key", root.value),
                    "For example `key(\"oidc.example.com:sub\")`.",
                );
                return None;
            }
        };
        let Some(ty) = ty else {
            let words: Vec<String> = TYPES.iter().map(|(word, _)| format!("`{word}`")).collect();
            self.wrong(
                span,
                rule::WRONG_ARGUMENTS,
                "this is no type of a condition key",
                &format!("The types are {}; without one it is a string.", words.join(", ")),
            );
            return None;
        };
        let multi_valued = root.value == "keys";
        let name = self.expect(value, &Type::String);
        let parts = match name.kind {
            ExprKind::Text(parts) => parts,
            ExprKind::Error => return None,
            _ => vec![TextPart::Hole(name)],
        };
        let literal = parts.iter().all(|part| matches!(part, TextPart::Literal(_)));
        let text: String = parts
            .iter()
            .map(|part| match part {
                TextPart::Literal(text) => text.to_string(),
                _ => "x".to_owned(),
            })
            .collect();
        if literal && !text.split_once(':').is_some_and(|(before, after)| !before.is_empty() && !after.is_empty()) {
            self.wrong(
                value.span,
                rule::BAD_VALUE,
                "this is no name of a condition key",
                "It has a prefix and a colon: `oidc.example.com:sub`.",
            );
            return None;
        }
        if let Some(known) = self.catalog.key(&text).filter(|_| literal) {
            let spelled = known.spelled(&text);
            let message = format!("the catalog knows `{spelled}`");
            let title = format!("write `{spelled}`");
            self.report(if (known.ty(), known.multi_valued()) == (ty, multi_valued) {
                let found = Diagnostic::error(rule::KNOWN_KEY, span, message).label("write it as it is");
                found.fix(title, span, spelled).safe()
            } else {
                let found = Diagnostic::warning(rule::KNOWN_KEY, span, message);
                found.label(format!("taken as {} here, with {}", type_word(ty), count(multi_valued))).note(format!(
                    "Written as it is, it is {} with {}.",
                    type_word(known.ty()),
                    count(known.multi_valued())
                ))
            });
        }
        let key = Key { name: parts, ty, multi_valued };
        Some(WrittenKey { key, span, optional: false, values: None })
    }

    /// `aws:ResourceTag`, `aws:ResourceTag.team`: the tag stands behind a slash.
    fn tag_key(&self, span: Span, name: &str) -> Option<Diagnostic> {
        let found = |message: String| Diagnostic::error(rule::UNKNOWN_KEY, span, message);
        let (before, tag) = name.rsplit_once(['.', ':'])?;
        let slashed = format!("{before}/{tag}");
        if before.contains(':') && self.catalog.key(&slashed).is_some() {
            let message = format!("the tag of a key stands behind a slash: `{slashed}`");
            return Some(found(message).fix(format!("write `{slashed}`"), span, slashed));
        }
        self.catalog.key(&format!("{name}/team"))?;
        Some(found(format!("`{name}` lacks its tag")).note(format!("The tag stands behind a slash: `{name}/team`.")))
    }

    /// Says that a key does not exist.
    pub(super) fn unknown_key(&mut self, span: Span, name: &str) {
        if self.catalog.action(name).is_some() {
            self.report(
                Diagnostic::error(rule::UNKNOWN_KEY, span, format!("`{name}` is an action, not a condition key"))
                    .note("Actions stand behind `allow` and `deny`."),
            );
            return;
        }
        if let Some(found) = self.tag_key(span, name) {
            return self.report(found);
        }
        let names: Vec<&str> = self.catalog.keys().map(|key| key.name()).collect();
        let message = format!("there is no condition key `{name}`");
        let diagnostic = self.unknown(rule::UNKNOWN_KEY, span, message, name, names);
        if diagnostic.fixes.is_empty() {
            diagnostic.notes.push(
                "A key of a federated login that AWS does not list is written `key(\"…\")`, or `keys(\"…\")` if it has several values."
                    .to_owned(),
            );
        }
    }
}

/// The types that a key in quotes may have, as the language calls them.
const TYPES: &[(&str, KeyType)] = &[
    ("string", KeyType::String),
    ("decimal", KeyType::Numeric),
    ("date", KeyType::Date),
    ("bool", KeyType::Bool),
    ("binary", KeyType::Binary),
    ("cidr", KeyType::Ip),
    ("arn", KeyType::Arn),
];

fn type_named(tree: &tree::Expr) -> Option<KeyType> {
    let tree::ExprKind::Name(path) = &tree.kind else { return None };
    let [name] = path.as_slice() else { return None };
    TYPES.iter().find(|(word, _)| *word == name.value).map(|(_, ty)| *ty)
}

/// The word for a type of keys in quotes.
pub(crate) fn word_of(ty: KeyType) -> &'static str {
    TYPES.iter().find(|(_, other)| *other == ty).map_or("string", |(word, _)| *word)
}

fn count(multi_valued: bool) -> &'static str {
    if multi_valued { "several values" } else { "one value" }
}

/// The whole word, quoted segments by `hole` where they are not plain text.
fn written(word: &Qualified, hole: impl Fn(&tree::Expr) -> String) -> String {
    let mut name = format!("{}:", word.prefix.value);
    for segment in &word.rest {
        match segment {
            Segment::Plain(text) => name.push_str(&text.value),
            Segment::Quoted(pieces) => {
                for piece in &pieces.value {
                    match piece {
                        Piece::Text(text) => name.push_str(&text.value),
                        Piece::Hole(expr) => name.push_str(&hole(expr)),
                        Piece::Variable { .. } | Piece::Escaped(_) => name.push('x'),
                    }
                }
            }
        }
    }
    name
}
