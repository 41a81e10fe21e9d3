//! Top-level items.

use super::clauses::is_keyword;
use super::{Pair, Pairs, Reader, Rule, Within};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    Body, Bound, BoundKind, Document, DocumentKeyword, Expr, ExprKind, Extern, Guard, Ident, Import, Item, ItemKind,
    Let, Param, Template, Type, TypeKind, Use,
};

impl Reader<'_, '_> {
    /// The items of a cut: at most one good one, and junk behind it.
    pub(super) fn items(&mut self, pairs: Pairs<'_>) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::with_capacity(1);
        for pair in pairs {
            let span = self.span(&pair);
            let kind = match pair.as_rule() {
                Rule::EOI => continue,
                Rule::x_item => {
                    let before = items.last().map(|item| item.span);
                    items.extend(self.junk_item(&pair, before));
                    continue;
                }
                _ => self.kind(pair),
            };
            let unread = std::mem::take(&mut self.unread);
            items.push(Item { span, doc: self.source.doc(span.start), kind, unread });
        }
        items
    }

    pub(super) fn kind(&mut self, pair: Pair<'_>) -> ItemKind {
        let rule = pair.as_rule();
        let span = self.span(&pair);
        let parts: Vec<Pair<'_>> = pair.into_inner().filter(|part| !is_keyword(part.as_rule())).collect();
        self.within = match rule {
            Rule::template_item => Within::Template,
            Rule::test_item => Within::Test,
            Rule::role_item => Within::Role,
            _ => Within::Document,
        };
        match rule {
            Rule::use_item => ItemKind::Use(self.use_item(parts)),
            Rule::param_item => ItemKind::Param(self.param(parts, "the parameter")),
            Rule::extern_item => ItemKind::Extern(self.extern_item(parts)),
            Rule::let_item => ItemKind::Let(self.let_item(parts, span)),
            Rule::tags_item => ItemKind::Tags(self.tags(parts)),
            Rule::guard_item => ItemKind::Guard(self.guard(parts, span)),
            Rule::template_item => ItemKind::Template(self.template(parts, span)),
            Rule::statement_document => self.document(parts, span),
            Rule::role_item => ItemKind::Role(self.role(parts)),
            Rule::organization_item => ItemKind::Organization(self.organization(parts, span)),
            Rule::test_item => ItemKind::Test(self.test(parts, span)),
            Rule::prove_item => ItemKind::Prove(self.prove(parts, span)),
            _ => ItemKind::Error,
        }
    }

    fn use_item(&mut self, parts: Vec<Pair<'_>>) -> Use {
        let mut path = Vec::new();
        let mut import = Import::Module { alias: None };
        for part in parts {
            match part.as_rule() {
                Rule::use_path => path = part.into_inner().map(|word| self.ident(&word)).collect(),
                Rule::x_use => self.odd_path(&part),
                Rule::use_alias => import = Import::Module { alias: self.alias(part) },
                Rule::use_names => {
                    let mut names = Vec::new();
                    for name in part.into_inner() {
                        if name.as_rule() == Rule::use_name {
                            names.extend(self.use_name(name));
                        } else {
                            self.junk_list(&name, "}");
                        }
                    }
                    import = Import::Names(names);
                }
                _ => _ = self.missing(&part, "the path of a module"),
            }
        }
        Use { path, import }
    }

    /// A path written as in another language.
    fn odd_path(&mut self, node: &Pair<'_>) {
        let text = node.as_str().trim();
        let start = node.as_span().start();
        if let Some(path) = text.strip_suffix("::*") {
            let found =
                Diagnostic::error(rule::SYNTAX, self.span(node), "names are brought in one by one").note(format!(
                    "`use {path}::{{a, b}}`, or the module: `use {path}`, then `{}::a`.",
                    path.rsplit("::").next().unwrap_or(path)
                ));
            self.mend_quietly(node, found, &[(start..start + text.len(), path)]);
            return;
        }
        let (path, names) =
            text.split_once('{').map_or((text, ""), |(path, _)| (path, text.get(path.len()..).unwrap_or("")));
        let path = path.trim_matches('"').trim_start_matches("./").trim_end_matches(".whit");
        let words: Vec<&str> = path.split(['.', '/', ':']).filter(|word| !word.is_empty()).collect();
        let written = words.join("::") + if names.is_empty() { "" } else { "::" } + names;
        let found = Diagnostic::error(rule::SYNTAX, self.span(node), "the words of a path are joined by `::`");
        self.mend(node, found, format!("write `{written}`"), &[(start..start + text.len(), &written)]);
    }

    fn use_name(&mut self, pair: Pair<'_>) -> Option<(Ident, Option<Ident>)> {
        let mut parts = pair.into_inner();
        let name = self.ident(&parts.next()?);
        let alias = parts.next().and_then(|alias| self.alias(alias));
        Some((name, alias))
    }

    fn alias(&mut self, pair: Pair<'_>) -> Option<Ident> {
        let name = pair.into_inner().find(|part| part.as_rule() == Rule::decl)?;
        Some(self.declared(name, "what is used"))
    }

    /// `name: T = default` of a `param`, an `extern` or a parameter.
    fn param(&mut self, parts: Vec<Pair<'_>>, of: &str) -> Param {
        let mut name = Spanned { span: Span::new(self.source.file, 0, 0), value: String::new() };
        let mut ty = Type { span: name.span, kind: TypeKind::Error };
        let (mut bounds, mut default) = (Vec::new(), None);
        let mut untyped = None;
        for part in parts {
            match part.as_rule() {
                Rule::decl => name = self.declared(part, of),
                Rule::word => {
                    name = self.ident(&part);
                    self.check_name(&name);
                }
                Rule::type_ => ty = self.ty(part),
                Rule::x_type => {
                    untyped = Some(part.clone());
                    ty.span = self.place(&part);
                }
                Rule::bound => bounds.extend(self.bound(part)),
                _ => default = Some(self.value(part)),
            }
        }
        if let Some(node) = untyped {
            self.untyped(&node, default.as_ref());
        }
        Param { name, ty, bounds, default }
    }

    /// `min 1 because "…"`
    fn bound(&mut self, pair: Pair<'_>) -> Option<Bound> {
        let span = self.span(&pair);
        let mut parts = pair.into_inner();
        let kind = match parts.next()?.as_str() {
            "min" => BoundKind::Least,
            "max" => BoundKind::Most,
            "like" => BoundKind::Like,
            _ => BoundKind::NotLike,
        };
        let limit = parts.next()?;
        let limit = match limit.as_rule() {
            Rule::x_int => {
                self.missing(&limit, "a number or a duration");
                self.error(&limit)
            }
            Rule::x_string => {
                self.missing(&limit, "a pattern in quotes");
                self.error(&limit)
            }
            Rule::string => self.term(limit, "a pattern"),
            _ => Expr { span: self.span(&limit), kind: self.literal(&limit) },
        };
        let because = parts.next().and_then(|because| self.because(because));
        Some(Bound { span, kind, limit, because })
    }

    /// A parameter without its type; its default may tell.
    fn untyped(&mut self, node: &Pair<'_>, default: Option<&Expr>) {
        let message = format!("expected `:` and a type, found {}", self.found(node));
        let found = Diagnostic::error(rule::SYNTAX, self.place(node), message)
            .note("For example `stage: string`, `age: duration`, `names: list<string>`.");
        let ty = match default.map(|default| &default.kind) {
            Some(ExprKind::String(_)) => "string",
            Some(ExprKind::Int(_)) => "int",
            Some(ExprKind::Bool(_)) => "bool",
            Some(ExprKind::Duration(_)) => "duration",
            _ => {
                self.mistake(node, found);
                return;
            }
        };
        let at = self.seen.text.get(..node.as_span().start()).unwrap_or("").trim_end().len();
        self.mend(node, found, format!("write `: {ty}`"), &[(at..at, &format!(": {ty}"))]);
    }

    fn extern_item(&mut self, parts: Vec<Pair<'_>>) -> Extern {
        let (maxima, rest): (Vec<_>, Vec<_>) = parts.into_iter().partition(|part| part.as_rule() == Rule::extern_max);
        let Param { name, ty, .. } = self.param(rest, "the extern");
        let mut max = None;
        for part in maxima.into_iter().flat_map(Pair::into_inner).filter(|part| !is_keyword(part.as_rule())) {
            if part.as_rule() == Rule::x_int {
                self.missing(&part, "a number of characters");
            } else if let ExprKind::Int(value) = self.literal(&part) {
                max = Some(Spanned { span: self.span(&part), value });
            }
        }
        Extern { name, ty, max }
    }

    fn let_item(&mut self, parts: Vec<Pair<'_>>, span: Span) -> Let {
        let mut name = Spanned { span, value: String::new() };
        let (mut ty, mut value) = (None, Expr { span: span.after(), kind: ExprKind::Error });
        for part in parts {
            match part.as_rule() {
                Rule::decl => name = self.declared(part, "the constant"),
                Rule::type_ => ty = Some(self.ty(part)),
                Rule::x_becomes => self.becomes(&part),
                Rule::x_equals => self.no_value(&part, &name),
                _ => value = self.value(part),
            }
        }
        Let { name, ty, value }
    }

    /// `:=`, `=>`
    fn becomes(&mut self, node: &Pair<'_>) {
        let place = self.span(node);
        let found = Diagnostic::error(rule::SYNTAX, place, format!("`{}` is written `=`", node.as_str().trim()));
        self.slip(node, found.fix("write `=`", place, "="));
    }

    /// `let mut name = …`, and a `let` without its value.
    fn no_value(&mut self, node: &Pair<'_>, name: &Ident) {
        if name.value != "mut" {
            self.missing(node, "`=` and a value");
            return;
        }
        let end = node.as_span().start();
        let before = self.seen.text.get(..end).unwrap_or("");
        let start = before.rfind("mut").unwrap_or(end);
        let found = Diagnostic::error(rule::SYNTAX, name.span, "a `let` never changes: it takes no `mut`");
        self.mend(node, found, "delete it", &[(start..end, "")]);
    }

    /// `guard name() { CONDITION }`
    fn braced_guard(&mut self, node: Pair<'_>) -> Expr {
        let start = node.as_span().start();
        let end = start + node.as_str().trim_end().len();
        let (place, _) = self.first_token(&node);
        let found = Diagnostic::error(rule::SYNTAX, place, "a guard is written `guard name() = CONDITION`");
        self.mend(&node, found, "write it so", &[(start..start + 1, "="), (end - 1..end, "")]);
        self.error(&node)
    }

    fn tags(&mut self, parts: Vec<Pair<'_>>) -> Vec<crate::syntax::tree::Field> {
        let mut fields = Vec::new();
        for part in parts {
            if part.as_rule() == Rule::tag_schema {
                fields = self.fields(part);
            } else {
                self.missing_brace(&part);
            }
        }
        fields
    }

    fn params(&mut self, pair: Pair<'_>) -> Vec<Param> {
        let mut params = Vec::new();
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::param => {
                    let parts = part.into_inner().collect();
                    params.push(self.param(parts, "the parameter"));
                }
                Rule::x_params => {
                    let at = self.seen.text.get(..part.as_span().start()).unwrap_or("").trim_end().len();
                    let found = format!("expected `(` and the parameters, or `()`, found {}", self.found(&part));
                    let found = Diagnostic::error(rule::SYNTAX, self.place(&part), found);
                    self.mend(&part, found, "write `()`", &[(at..at, "()")]);
                }
                _ => self.junk_list(&part, ")"),
            }
        }
        params
    }

    fn guard(&mut self, parts: Vec<Pair<'_>>, span: Span) -> Guard {
        let mut name = Spanned { span, value: String::new() };
        let (mut params, mut condition) = (Vec::new(), Expr { span: span.after(), kind: ExprKind::Error });
        for part in parts {
            match part.as_rule() {
                Rule::decl => name = self.declared(part, "the guard"),
                Rule::params => params = self.params(part),
                Rule::x_becomes => self.becomes(&part),
                Rule::x_returns => {
                    let place = self.span(&part);
                    let found = Diagnostic::error(rule::SYNTAX, place, "a guard says no type: it is a condition");
                    self.slip(&part, found.fix("delete it", place, ""));
                }
                Rule::x_braced => condition = self.braced_guard(part),
                Rule::x_equals => _ = self.missing(&part, "`=` and a condition"),
                _ => condition = self.value(part),
            }
        }
        Guard { name, params, condition }
    }

    fn template(&mut self, parts: Vec<Pair<'_>>, span: Span) -> Template {
        let mut name = Spanned { span, value: String::new() };
        let (mut params, mut kinds, mut body) = (Vec::new(), Vec::new(), empty(span));
        for part in parts {
            match part.as_rule() {
                Rule::decl => name = self.declared_template(part),
                Rule::params => params = self.params(part),
                Rule::template_for => {
                    let named = part.into_inner().filter(|part| part.as_rule() == Rule::kind);
                    kinds = named.map(|part| self.document_keyword(&part)).collect();
                }
                _ => body = self.body(part),
            }
        }
        Template { name, params, kinds, body }
    }

    /// The kind of a document.
    fn document_keyword(&self, part: &Pair<'_>) -> Spanned<DocumentKeyword> {
        let value = match part.as_str() {
            "boundary" => DocumentKeyword::Boundary,
            "session" => DocumentKeyword::Session,
            "scp" => DocumentKeyword::Scp,
            "rcp" => DocumentKeyword::Rcp,
            "endpoint" => DocumentKeyword::Endpoint,
            _ => DocumentKeyword::Policy,
        };
        Spanned { span: self.span(part), value }
    }

    fn document(&mut self, parts: Vec<Pair<'_>>, span: Span) -> ItemKind {
        let mut keyword = Spanned { span, value: DocumentKeyword::Policy };
        let mut name = Spanned { span, value: String::new() };
        let (mut resource, mut because, mut body) = (None, None, empty(span));
        for part in parts {
            match part.as_rule() {
                Rule::kind => keyword = self.document_keyword(&part),
                Rule::decl => name = self.declared(part, "the document"),
                Rule::document_for => {
                    let inner = part.into_inner().find(|part| !is_keyword(part.as_rule()));
                    resource = inner.map(|term| self.term(term, "a resource"));
                }
                Rule::because_clause => because = self.because(part),
                _ => body = self.body(part),
            }
        }
        ItemKind::Document(Document { keyword, name, resource, because, body })
    }

    /// The reason of an item or an attachment.
    pub(super) fn because(&mut self, pair: Pair<'_>) -> Option<Expr> {
        let inner = pair.into_inner().find(|part| !is_keyword(part.as_rule()))?;
        Some(self.reason(inner))
    }
}

fn empty(span: Span) -> Body {
    Body { span: span.after(), with: Vec::new(), entries: Vec::new(), unread: true }
}
