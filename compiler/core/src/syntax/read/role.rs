//! Roles.

use whit_iam::Effect;

use super::clauses::{Clausing, is_keyword};
use super::{Pair, Reader, Rule, Within};
use crate::diagnostic::{Diagnostic, rule};
use crate::source::{Span, Spanned};
use crate::syntax::tree::{Attach, Clauses, Entry, Role, RolePart, Set, Trust};

impl Reader<'_, '_> {
    pub(super) fn role(&mut self, parts: Vec<Pair<'_>>) -> Role {
        let mut name = Spanned { span: Span::new(self.source.file, 0, 0), value: String::new() };
        let mut read = Vec::new();
        let mut unread = false;
        let mut trust: Option<(Trust, Clausing, bool)> = None;
        for part in parts {
            if part.as_rule() == Rule::x_role {
                unread = true;
                if !self.junk_role(&part, trust.as_mut()) {
                    self.finish_trust(trust.take(), &mut read);
                }
                continue;
            }
            self.finish_trust(trust.take(), &mut read);
            match part.as_rule() {
                Rule::decl => name = self.declared(part, "the role"),
                Rule::x_elements => {
                    unread = true;
                    self.elements(&part);
                }
                Rule::x_body => _ = self.missing_brace(&part),
                Rule::trust => trust = Some(self.trust(part)),
                Rule::with_clause => {
                    let misplaced = read.iter().any(|part| matches!(part, RolePart::Entry(_)));
                    read.push(RolePart::With(self.with_line(part, misplaced)));
                }
                Rule::include | Rule::for_block | Rule::if_block => {
                    read.extend(self.block(part).map(RolePart::Entry));
                }
                _ => read.extend(self.role_part(part)),
            }
        }
        self.finish_trust(trust.take(), &mut read);
        Role { name, parts: read, unread }
    }

    fn finish_trust(&mut self, trust: Option<(Trust, Clausing, bool)>, parts: &mut Vec<RolePart>) {
        if let Some((mut trust, clausing, _)) = trust {
            trust.clauses = self.clauses(clausing);
            parts.push(RolePart::Entry(Entry::Trust(trust)));
        }
    }

    pub(super) fn trust(&mut self, pair: Pair<'_>) -> (Trust, Clausing, bool) {
        let span = self.span(&pair);
        let before = self.diagnostics.len();
        let mut label = None;
        let mut effect = Effect::Allow;
        let mut principals = Set { span, terms: Vec::new(), except: Vec::new() };
        let mut clausing = Clausing::default();
        for part in pair.into_inner().filter(|part| !is_keyword(part.as_rule())) {
            match part.as_rule() {
                Rule::label => label = self.label(part),
                Rule::x_sign => self.sign(&part),
                Rule::trust_deny => effect = Effect::Deny,
                Rule::set => principals = self.set(part, "a principal"),
                _ => self.clause(part, &mut clausing),
            }
        }
        let broken = self.diagnostics.len() > before;
        (Trust { span, label, effect, principals, clauses: Clauses::default() }, clausing, broken)
    }

    /// `max_session = 1h`
    fn sign(&mut self, node: &Pair<'_>) {
        let place = self.span(node);
        let found = Diagnostic::error(rule::SYNTAX, place, "a part of a role needs no sign before its value");
        self.slip(node, found.fix("delete it", place, ""));
    }

    pub(super) fn attach(&mut self, pair: Pair<'_>) -> Attach {
        let span = self.span(&pair);
        let mut attach = Attach { span, policies: Set { span, terms: Vec::new(), except: Vec::new() }, because: None };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::x_sign => self.sign(&part),
                Rule::set => attach.policies = self.set(part, "a policy"),
                Rule::because_clause => attach.because = self.because(part),
                _ => {}
            }
        }
        attach
    }

    pub(super) fn role_part(&mut self, pair: Pair<'_>) -> Option<RolePart> {
        let span = self.span(&pair);
        let rule = pair.as_rule();
        if rule == Rule::attach {
            return Some(RolePart::Attach(self.attach(pair)));
        }
        let mut parts = pair.into_inner().filter(|part| !is_keyword(part.as_rule()));
        let mut part = parts.next()?;
        if part.as_rule() == Rule::x_sign {
            self.sign(&part);
            part = parts.next()?;
        }
        Some(match rule {
            Rule::role_boundary => RolePart::Boundary { span, value: self.term(part, "a boundary") },
            Rule::max_session => RolePart::MaxSession { span, value: self.term(part, "a duration") },
            Rule::role_path => RolePart::Path { span, value: self.term(part, "a path") },
            Rule::role_tags => RolePart::Tags { span, entries: self.entries(part) },
            Rule::inline => {
                self.within = Within::Document;
                let body = self.body(part);
                self.within = Within::Role;
                RolePart::Inline { span, body }
            }
            _ => return None,
        })
    }
}
