//! Top-level items.

use super::clauses::is_keyword;
use super::{Pair, Pairs, Reader, Rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{
    Body, Document, DocumentKeyword, Expr, ExprKind, Extern, Guard, Ident, Import, Item, ItemKind, Let, Param,
    Template, Type, TypeKind, Use,
};

impl Reader<'_, '_> {
    /// The items of a cut: at most one good one, and junk behind it.
    pub(super) fn items(&mut self, pairs: Pairs<'_>) -> Vec<Item> {
        let mut items: Vec<Item> = Vec::new();
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
            items.push(Item { span, doc: self.source.doc(span.start), kind });
        }
        items
    }

    pub(super) fn kind(&mut self, pair: Pair<'_>) -> ItemKind {
        let rule = pair.as_rule();
        let span = self.span(&pair);
        let parts: Vec<Pair<'_>> = pair.into_inner().filter(|part| !is_keyword(part.as_rule())).collect();
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
        let mut default = None;
        for part in parts {
            match part.as_rule() {
                Rule::decl => name = self.declared(part, of),
                Rule::word => {
                    name = self.ident(&part);
                    self.check_name(&name);
                }
                Rule::type_ => ty = self.ty(part),
                Rule::x_type => {
                    self.missing(&part, "`:` and a type");
                    ty.span = self.place(&part);
                }
                _ => default = Some(self.value(part)),
            }
        }
        Param { name, ty, default }
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
                Rule::x_equals => _ = self.missing(&part, "`=` and a value"),
                _ => value = self.value(part),
            }
        }
        Let { name, ty, value }
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
                Rule::x_params => _ = self.missing(&part, "`(` and the parameters, or `()`"),
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
                Rule::x_equals => _ = self.missing(&part, "`=` and a condition"),
                _ => condition = self.value(part),
            }
        }
        Guard { name, params, condition }
    }

    fn template(&mut self, parts: Vec<Pair<'_>>, span: Span) -> Template {
        let mut name = Spanned { span, value: String::new() };
        let (mut params, mut body) = (Vec::new(), empty(span));
        for part in parts {
            match part.as_rule() {
                Rule::decl => name = self.declared_template(part),
                Rule::params => params = self.params(part),
                _ => body = self.body(part),
            }
        }
        Template { name, params, body }
    }

    fn document(&mut self, parts: Vec<Pair<'_>>, span: Span) -> ItemKind {
        let mut keyword = Spanned { span, value: DocumentKeyword::Policy };
        let mut name = Spanned { span, value: String::new() };
        let (mut resource, mut because, mut body) = (None, None, empty(span));
        for part in parts {
            match part.as_rule() {
                Rule::kind => {
                    let value = match part.as_str() {
                        "boundary" => DocumentKeyword::Boundary,
                        "session" => DocumentKeyword::Session,
                        "scp" => DocumentKeyword::Scp,
                        "rcp" => DocumentKeyword::Rcp,
                        "endpoint" => DocumentKeyword::Endpoint,
                        _ => DocumentKeyword::Policy,
                    };
                    keyword = Spanned { span: self.span(&part), value };
                }
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
    Body { span: span.after(), with: Vec::new(), entries: Vec::new() }
}
