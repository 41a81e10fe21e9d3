//! Text that is nothing of the language: what it probably was meant to be.

use super::clauses::Clausing;
use super::mistake::quote;
use super::{Pair, Reader};
use crate::diagnostic::{Diagnostic, nearest, rule};
use crate::source::Span;
use crate::syntax::tree::{Body, Item, ItemKind, RolePart, Statement, Trust};
use crate::syntax::words;

/// Words of other languages, and what is meant.
const FOREIGN_ITEMS: &[(&str, &str)] = &[
    ("import", "a module is brought in by `use a::b`"),
    ("from", "a module is brought in by `use a::b::{c}`"),
    ("const", "a constant is `let name = value`"),
    ("var", "a constant is `let name = value`"),
    ("local", "a constant is `let name = value`"),
    ("fn", "conditions are shared by `guard name(…) = …`, statements by `template name(…) { … }`"),
    ("def", "conditions are shared by `guard name(…) = …`, statements by `template name(…) { … }`"),
    ("function", "conditions are shared by `guard name(…) = …`, statements by `template name(…) { … }`"),
    ("user", "policies attach to roles: `role Name { … }`"),
    ("group", "policies attach to roles: `role Name { … }`"),
];

/// Blocks of Terraform.
const TERRAFORM: &[&str] = &["resource", "data", "variable", "output", "module", "provider", "locals", "terraform"];

impl Reader<'_, '_> {
    /// Junk at the top of the file, behind the item that ends at `before`.
    pub(super) fn junk_item(&mut self, node: &Pair<'_>, before: Option<Span>) -> Vec<Item> {
        let span = self.span(node);
        let (place, word) = self.first_token(node);
        let word = word.to_owned();
        let rest = node.as_str().trim_start().get(word.len()..).unwrap_or("").trim_start().to_owned();
        let error = |kind| Item { span, doc: self.source.doc(span.start), kind };
        let failed = vec![error(ItemKind::Error)];
        let same_line = before.is_some_and(|before| self.same_line(before.end, span.start));
        let found = Diagnostic::error(rule::SYNTAX, place, format!("expected an item, found {}", quote(&word)));
        let headed = rest.starts_with(|char: char| char.is_ascii_alphabetic() || char == '"' || char == '{');
        let found = if let Some(found) = self.json(node).or_else(|| self.spaced_bracket(node)) {
            found
        } else if matches!(word.as_str(), "permit" | "forbid") && rest.starts_with('(') {
            cedar(place, &word)
        } else if TERRAFORM.contains(&word.as_str()) && (rest.starts_with('"') || rest.starts_with('{')) {
            Diagnostic::error(rule::SYNTAX, place, format!("`{word}` is a block of Terraform"))
                .note("a policy is `policy Name { … }`; a value from outside is `param name: string` or `extern name: string max 64`")
        } else if let Some((_, meant)) = FOREIGN_ITEMS.iter().find(|(foreign, _)| *foreign == word) {
            found.note(*meant)
        } else if words::STATEMENTS.contains(&word.as_str()) {
            Diagnostic::error(rule::SYNTAX, place, format!("`{word}` stands outside of a document"))
                .note("statements stand in a body: `policy Name { … }`")
        } else if let Some(near) = nearest(&word, words::ITEMS.iter().copied()).filter(|_| headed && !same_line) {
            let found = Diagnostic::error(rule::SYNTAX, place, format!("`{word}` is no item; did you mean `{near}`?"))
                .fix(format!("write `{near}`"), place, near);
            if !self.mistake(node, found) {
                return failed;
            }
            return self.again_items(span, (word.len(), near)).unwrap_or(failed);
        } else if same_line && word == "," {
            Diagnostic::error(rule::SYNTAX, place, "expected the end of the item, found `,`")
                .note("several values stand in a list: `[a, b]`")
        } else if same_line {
            Diagnostic::error(rule::SYNTAX, place, format!("expected the end of the item, found {}", quote(&word)))
        } else {
            found.note(format!("items are `{}`", words::ITEMS.join("`, `")))
        };
        self.mistake(node, found);
        failed
    }

    /// Junk in a body. Returns whether it belongs to the statement that is open.
    pub(super) fn junk_statement(
        &mut self,
        node: &Pair<'_>,
        open: Option<&mut (Statement, Clausing, bool)>,
        body: &mut Body,
    ) -> bool {
        let span = self.span(node);
        if let Some((statement, clausing, broken)) = open
            && self.junk_clause(node, statement.span.end, clausing, *broken, words::STATEMENTS)
        {
            *broken = true;
            statement.span.end = span.end;
            return true;
        }
        let (place, word) = self.first_token(node);
        let word = word.to_owned();
        let rest = node.as_str().trim_start().get(word.len()..).unwrap_or("").trim_start().to_owned();
        let found = Diagnostic::error(rule::SYNTAX, place, format!("expected a statement, found {}", quote(&word)));
        let found = if let Some(found) = self.json(node).or_else(|| self.spaced_bracket(node)) {
            found
        } else if let Some(found) = label_colon(place, &word, self.source.text) {
            found
        } else if matches!(word.as_str(), "permit" | "forbid") {
            cedar(place, &word)
        } else if words::is_reserved(&word) && words::ITEMS.contains(&word.as_str()) {
            let what = format!("`{word}` stands at the top of a file, not in a body");
            Diagnostic::error(rule::SYNTAX, place, what)
        } else if word == "else" {
            Diagnostic::error(rule::SYNTAX, place, "this `else` has no `if`")
        } else if matches!(word.as_str(), "trust" | "attach" | "inline") {
            Diagnostic::error(rule::SYNTAX, place, format!("`{word}` is a part of a role"))
                .note("it stands in `role Name { … }`")
        } else if words::CLAUSES.contains(&word.as_str()) {
            Diagnostic::error(rule::SYNTAX, place, format!("the clause `{word}` has no statement before it"))
        } else if let Some(near) = near_statement(&word).filter(|_| !rest.is_empty()) {
            let found =
                Diagnostic::error(rule::SYNTAX, place, format!("`{word}` is no statement; did you mean `{near}`?"))
                    .fix(format!("write `{near}`"), place, near);
            if self.mistake(node, found)
                && let Some(again) = self.again_body(span, (word.len(), near))
            {
                body.with.extend(again.with);
                body.entries.extend(again.entries);
            }
            return false;
        } else {
            found.note("a body holds `allow …`, `deny …`, `include …`, `for … in …` and `if …`")
        };
        self.mistake(node, found);
        false
    }

    /// Junk behind the clauses of a statement that ends at `end`. Returns whether it is that.
    fn junk_clause(
        &mut self,
        node: &Pair<'_>,
        end: u32,
        clausing: &mut Clausing,
        broken: bool,
        others: &[&str],
    ) -> bool {
        let span = self.span(node);
        let (place, word) = self.first_token(node);
        let word = word.to_owned();
        let near = nearest(&word, words::CLAUSES.iter().copied()).filter(|_| word.len() > 2);
        let same_line = self.same_line(end, span.start);
        if !same_line {
            let other = nearest(&word, others.iter().copied());
            let continues = near.is_some() || ["and", "or", "except", ",", "=="].contains(&word.as_str());
            if !continues || (other.is_some() && near.is_none()) || self.json(node).is_some() {
                return false;
            }
        }
        if broken {
            self.follow(node);
        } else if let Some(near) = near {
            let found = Diagnostic::error(
                rule::SYNTAX,
                place,
                format!("`{word}` is no clause; did you mean `{near}`?"),
            )
            .fix(format!("write `{near}`"), place, near);
            if self.mistake(node, found) && self.again_clauses(span, (word.len(), near), clausing) {
                return true;
            }
        } else {
            let found = Diagnostic::error(
                rule::SYNTAX,
                place,
                format!("expected a clause or the next statement, found {}", quote(&word)),
            );
            let found = self.spaced_bracket(node).unwrap_or_else(|| clause_note(found, &word, place));
            self.mistake(node, found);
        }
        self.later_clauses(span, clausing);
        true
    }

    /// The clauses behind junk are read; where they cannot be, they count as written.
    fn later_clauses(&mut self, span: Span, clausing: &mut Clausing) {
        let text = self.source.text.get(span.range()).unwrap_or("");
        let clauses = words::clauses_of(text);
        let Some((first, _)) = clauses.first().copied() else { return };
        let start = span.start.saturating_add(u32::try_from(first).unwrap_or(0));
        if !self.again_clauses(Span { start, ..span }, (0, ""), clausing) {
            for (_, word) in clauses {
                clausing.swallowed(word, span);
            }
        }
    }

    /// Junk in a role. Returns whether it belongs to the trust that is open.
    pub(super) fn junk_role(
        &mut self,
        node: &Pair<'_>,
        open: Option<&mut (Trust, Clausing, bool)>,
        parts: &mut Vec<RolePart>,
    ) -> bool {
        let span = self.span(node);
        if let Some((trust, clausing, broken)) = open
            && self.junk_clause(node, trust.span.end, clausing, *broken, words::ROLE_PARTS)
        {
            *broken = true;
            trust.span.end = span.end;
            return true;
        }
        let (place, word) = self.first_token(node);
        let word = word.to_owned();
        let rest = node.as_str().trim_start().get(word.len()..).unwrap_or("").trim_start().to_owned();
        if let Some(near) = nearest(&word, words::ROLE_PARTS.iter().copied()).filter(|_| !rest.is_empty()) {
            let found = Diagnostic::error(
                rule::SYNTAX,
                place,
                format!("`{word}` is no part of a role; did you mean `{near}`?"),
            )
            .fix(format!("write `{near}`"), place, near);
            if self.mistake(node, found)
                && let Some(again) = self.again_role(span, (word.len(), near))
            {
                parts.extend(again.parts);
            }
            return false;
        }
        let found = if let Some(json) = self.json(node) {
            json
        } else if matches!(word.as_str(), "allow" | "deny" | "include") {
            Diagnostic::error(rule::SYNTAX, place, format!("`{word}` does not stand in a role itself"))
                .note("a role's own statements stand in `inline { … }`")
        } else {
            Diagnostic::error(rule::SYNTAX, place, format!("expected a part of the role, found {}", quote(&word)))
                .note(format!("a role holds `{}`", words::ROLE_PARTS.join("`, `")))
        };
        self.mistake(node, found);
        false
    }

    pub(super) fn junk_node(&mut self, node: &Pair<'_>) {
        self.junk_line(node, "a line of the account tree", words::ORGANIZATION_PARTS);
    }

    /// Junk where a line of some kind is expected.
    pub(super) fn junk_line(&mut self, node: &Pair<'_>, what: &str, allowed: &[&str]) {
        let (place, word) = self.first_token(node);
        let found = Diagnostic::error(rule::SYNTAX, place, format!("expected {what}, found {}", quote(word)));
        let found = match nearest(word, allowed.iter().copied()) {
            Some(near) if near != word => {
                found.label(format!("did you mean `{near}`?")).fix(format!("write `{near}`"), place, near)
            }
            _ => found,
        };
        self.mistake(node, found);
    }

    /// Junk among the entries of a record, a map, `tags`.
    pub(super) fn junk_entry(&mut self, node: &Pair<'_>, what: &str) {
        let (place, word) = self.first_token(node);
        let found = if word == "," {
            Diagnostic::error(rule::SYNTAX, place, "a comma too many").fix("delete it", place, "").safe()
        } else {
            Diagnostic::error(rule::SYNTAX, place, format!("expected {what}, found {}", quote(word)))
        };
        self.mistake(node, found);
    }

    /// Junk before the closing bracket of a list.
    pub(super) fn junk_list(&mut self, node: &Pair<'_>, closer: &str) {
        let (place, word) = self.first_token(node);
        let found = if word == "," {
            Diagnostic::error(rule::SYNTAX, place, "a comma too many").fix("delete it", place, "").safe()
        } else {
            let message = format!("expected `,` or `{closer}`, found {}", quote(word));
            self.spaced_bracket(node).unwrap_or_else(|| Diagnostic::error(rule::SYNTAX, place, message))
        };
        self.mistake(node, found);
    }

    /// `f (x)`: a call's bracket follows its name.
    fn spaced_bracket(&self, node: &Pair<'_>) -> Option<Diagnostic> {
        let (place, word) = self.first_token(node);
        let before = self.source.text.get(..place.start as usize)?;
        let name = before.trim_end_matches([' ', '\t']);
        let last = name.rsplit(|char: char| !char.is_ascii_alphanumeric() && char != '_' && char != '-').next()?;
        let called =
            word == "(" && name.len() < before.len() && last.starts_with(|char: char| char.is_ascii_alphabetic());
        called.then(|| {
            let gap = Span::new(self.source.file, name.len(), before.len());
            Diagnostic::error(rule::SYNTAX, place, "`(` follows its name without a space")
                .fix("delete the space", gap, "")
                .safe()
        })
    }

    /// IAM JSON that was pasted in.
    fn json(&self, node: &Pair<'_>) -> Option<Diagnostic> {
        let text = node.as_str();
        let first = text.trim_start();
        let pasted =
            first.starts_with(['{', '"', '[']) || first.starts_with("Effect") || first.starts_with("Statement");
        let member = ["\"Effect\"", "\"Statement\"", "\"Action\"", "\"Version\"", "\"Principal\"", "\"Resource\""];
        let (place, _) = self.first_token(node);
        (pasted && member.iter().any(|member| text.contains(member))).then(|| {
            Diagnostic::error(rule::SYNTAX, place, "this is IAM JSON")
                .note("in Whit a statement is `allow ACTIONS on RESOURCES when CONDITION`, in `policy Name { … }`")
        })
    }

    /// Whether only blanks and comments, no line break, stand between two places.
    fn same_line(&self, end: u32, start: u32) -> bool {
        !self.source.text.get(end as usize..start as usize).unwrap_or("\n").contains('\n')
    }
}

fn cedar(place: Span, word: &str) -> Diagnostic {
    let meant = if word == "permit" { "allow" } else { "deny" };
    Diagnostic::error(rule::SYNTAX, place, format!("`{word}` is Cedar; Whit says `{meant}`"))
        .note(format!("a statement is `{meant} ACTIONS on RESOURCES when CONDITION`, in `policy Name {{ … }}`"))
}

/// `Label :` and `Label:allow`.
fn label_colon(place: Span, word: &str, text: &str) -> Option<Diagnostic> {
    let rest = text.get(place.end as usize..)?;
    let colon = rest.trim_start().strip_prefix(':')?;
    let effect = colon.trim_start();
    let labelled = (effect.starts_with("allow") || effect.starts_with("deny")) && !word.is_empty();
    let behind = u32::try_from(rest.len() - colon.len()).ok()?;
    labelled.then(|| {
        let gap = Span { start: place.end, end: place.end + behind, ..place };
        Diagnostic::error(rule::SYNTAX, place, "a label is written `Label: `")
            .fix("write its colon so", gap, if effect.len() < colon.len() { ":" } else { ": " })
            .safe()
    })
}

/// The statement word that was meant.
fn near_statement(word: &str) -> Option<&'static str> {
    match word {
        "grant" => Some("allow"),
        "forbid" | "block" | "reject" => Some("deny"),
        _ => nearest(word, words::STATEMENTS.iter().copied()).filter(|near| word.len() > 2 || near.len() == 2),
    }
}

fn clause_note(found: Diagnostic, word: &str, place: Span) -> Diagnostic {
    match word {
        "and" | "or" => {
            found.note("several actions, resources or principals are listed with commas").fix("write `,`", place, ",")
        }
        "where" | "if" => {
            found.note("a condition stands behind `when` or `unless`").fix("write `when`", place, "when").safe()
        }
        "from" | "by" | "for" => found.note("principals stand behind `to`"),
        _ => found.note("clauses are `on`, `to`, `when`, `unless`, `with` and `because`"),
    }
}
