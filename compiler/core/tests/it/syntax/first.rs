//! The first file of the language reference, in full: no findings, and the right tree.

use whit_core::source::{FileId, Span};
use whit_core::syntax::parse;
use whit_core::syntax::tree::{
    ClaimKind, Clauses, Entry, Expr, ExprKind, Import, Item, ItemKind, Operator, Piece, RolePart, Set, TypeKind,
};

const FIRST: &str = include_str!("first.whit");

fn text(span: Span) -> &'static str {
    &FIRST[span.range()]
}

/// The terms of a set as written, each in angle brackets.
fn set(set: &Set) -> String {
    let terms = |terms: &[Expr]| terms.iter().map(|term| format!("<{}>", text(term.span))).collect::<String>();
    let except = if set.except.is_empty() { String::new() } else { format!(" except {}", terms(&set.except)) };
    terms(&set.terms) + &except
}

fn clauses(clauses: &Clauses) -> String {
    let sets = [("on", &clauses.on), ("to", &clauses.to), ("for", &clauses.actions)];
    let sets =
        sets.map(|(word, clause)| clause.as_ref().map_or(String::new(), |clause| format!(" {word} {}", set(clause))));
    let conditions = [("when", &clauses.when), ("unless", &clauses.unless), ("because", &clauses.because)];
    let conditions = conditions.map(|(word, clause)| {
        clause.as_ref().map_or(String::new(), |clause| format!(" {word} <{}>", text(clause.span)))
    });
    let with = clauses.with.as_ref().map_or(String::new(), |with| {
        format!(" with {}", with.guards.iter().map(|guard| format!("<{}>", text(guard.span))).collect::<String>())
    });
    sets.concat() + &conditions.concat() + &with
}

/// The lines that an item is made of, in a form that shows where the parser drew the bounds.
fn outline(item: &Item) -> Vec<String> {
    let mut lines: Vec<String> = item.doc.iter().map(|line| format!("/// {}", line.value)).collect();
    match &item.kind {
        ItemKind::Use(used) => {
            let path: Vec<&str> = used.path.iter().map(|segment| segment.value.as_str()).collect();
            let names = match &used.import {
                Import::Module { alias } => format!("module, alias {:?}", alias.as_ref().map(|alias| &alias.value)),
                Import::Names(names) => names.iter().map(|(name, _)| format!("<{}>", name.value)).collect(),
            };
            lines.push(format!("use {path:?} {names}"));
        }
        ItemKind::Param(param) => {
            let TypeKind::Union(types) = &param.ty.kind else { panic!("{:?}", param.ty) };
            let default = param.default.as_ref().map(|default| text(default.span));
            lines.push(format!("param {} of {} types, default {default:?}", param.name.value, types.len()));
        }
        ItemKind::Tags(fields) => {
            lines.extend(fields.iter().map(|field| format!("tag {}: {}", field.name.value, text(field.ty.span))));
        }
        ItemKind::Let(constant) => lines.push(format!("let {} = <{}>", constant.name.value, text(constant.value.span))),
        ItemKind::Document(document) => {
            let because = document.because.as_ref().map_or("", |because| text(because.span));
            lines.push(format!("{:?} {} {because}", document.keyword.value, document.name.value));
            for with in &document.body.with {
                lines.push(format!("  with <{}>", text(with.guards[0].span)));
            }
            for entry in &document.body.entries {
                lines.push(match entry {
                    Entry::Statement(one) => {
                        format!("  {:?} {}{}", one.effect.value, set(&one.actions), clauses(&one.clauses))
                    }
                    Entry::Include { template, .. } => format!("  include <{}>", text(template.span)),
                    _ => panic!("{entry:?}"),
                });
            }
        }
        ItemKind::Role(role) => {
            lines.push(format!("role {}", role.name.value));
            for part in &role.parts {
                lines.push(match part {
                    RolePart::Entry(Entry::Trust(trust)) => {
                        format!("  trust {:?} {}{}", trust.effect, set(&trust.principals), clauses(&trust.clauses))
                    }
                    RolePart::Attach(attach) => format!("  attach {}", set(&attach.policies)),
                    RolePart::Boundary { value, .. } => format!("  boundary <{}>", text(value.span)),
                    RolePart::MaxSession { value, .. } => format!("  max_session {:?}", value.kind),
                    _ => panic!("{part:?}"),
                });
            }
        }
        ItemKind::Test(test) => {
            lines.push(format!("test {}", text(test.name.span)));
            for entry in &test.body.entries {
                let Entry::As(block) = entry else { panic!("{entry:?}") };
                let given: String = block.given.iter().map(|entry| format!("<{}>", text(entry.key.span))).collect();
                lines.push(format!("  as {} given {given}", text(block.subject.span)));
                for line in &block.expectations {
                    let given: String = line.given.iter().map(|entry| format!("<{}>", text(entry.key.span))).collect();
                    let on = line.on.as_ref().map_or(String::new(), set);
                    lines.push(format!("    can {} {} on {on} given {given}", line.can, set(&line.actions)));
                }
            }
        }
        ItemKind::Prove(prove) => {
            lines.push(format!("prove {}", text(prove.name.span)));
            for claim in &prove.claims {
                let subject = text(claim.subject.span);
                lines.push(match &claim.kind {
                    ClaimKind::Within(other) => format!("  {subject} within <{}>", text(other.span)),
                    ClaimKind::Verdict { verdict, actions, clauses: inner } => {
                        format!("  {subject} {verdict:?} {}{}", set(actions), clauses(inner))
                    }
                    _ => panic!("{claim:?}"),
                });
            }
        }
        other => panic!("{other:?}"),
    }
    lines
}

#[test]
fn the_first_file_has_no_findings_and_the_right_tree() {
    let parsed = parse(FileId(0), FIRST);
    assert_eq!(parsed.diagnostics, vec![]);
    let lines: Vec<String> =
        parsed.file.items.iter().flat_map(outline).map(|line| line.trim_end().to_owned()).collect();
    let expected: Vec<&str> = include_str!("first.outline").lines().collect();
    assert_eq!(lines, expected);
}

/// The parts of a condition and of a string.
#[test]
fn expressions() {
    let check = |source: &'static str, holds: fn(&ExprKind) -> bool| {
        let text = format!("let x = {source}");
        let parsed = parse(FileId(0), Box::leak(text.into_boxed_str()));
        assert_eq!(parsed.diagnostics, vec![], "{source}");
        let ItemKind::Let(constant) = &parsed.file.items[0].kind else { panic!("{source}") };
        assert!(holds(&constant.value.kind), "{source}: {:#?}", constant.value);
    };
    check("a and b or not c", |kind| match kind {
        ExprKind::Or(sides) => {
            matches!((&sides[0].kind, &sides[1].kind), (ExprKind::And(both), ExprKind::Not(_)) if both.len() == 2)
        }
        _ => false,
    });
    check("any aws:TagKeys not in [\"a\"] ignoring case", |kind| {
        matches!(kind, ExprKind::Compare { quantifier: Some(_), right: Some((operator, _)), ignoring_case: true, .. }
            if operator.value == Operator::NotIn)
    });
    check("aws:ResourceTag/\"cost center\"? == \"x\"", |kind| match kind {
        ExprKind::Compare { left, .. } => match &left.kind {
            ExprKind::Optional(key) => matches!(&key.kind, ExprKind::Qualified(word) if word.rest.len() == 2),
            _ => false,
        },
        _ => false,
    });
    check(
        "not a like \"b\"",
        |kind| matches!(kind, ExprKind::Not(inner) if matches!(inner.kind, ExprKind::Compare { .. })),
    );
    check("missing [a, b]", |kind| matches!(kind, ExprKind::Presence { exists: false, .. }));
    check(
        "any except [iam.all, sts:AssumeRole]",
        |kind| matches!(kind, ExprKind::Except(any, _) if any.kind == ExprKind::Any),
    );
    check("a::b.c(d: 1)(2).\"e f\"", |kind| matches!(kind, ExprKind::Member { quoted: true, .. }));
    check("1h30m", |kind| *kind == ExprKind::Duration(5400));
    check("111122223333", |kind| *kind == ExprKind::Account("111122223333".into()));
    check("111_122_223_333", |kind| *kind == ExprKind::Int(111_122_223_333));
    check("2026-12-31T18:00:00Z", |kind| matches!(kind, ExprKind::Date(_)));
    check("2001:db8::/32", |kind| matches!(kind, ExprKind::Cidr(_)));
    check("::/0", |kind| matches!(kind, ExprKind::Cidr(_)));
    check("203.0.113.7", |kind| matches!(kind, ExprKind::Cidr(_)));
    check("arn:aws:s3:::logs//*", |kind| *kind == ExprKind::Arn("arn:aws:s3:::logs//*".into()));
    check("1.2", |kind| *kind == ExprKind::Decimal("1.2".into()));
    check("[s3:Get*, ..more]", |kind| matches!(kind, ExprKind::List(elements) if elements[1].spread));
    check(
        "token.actions.githubusercontent.com:aud",
        |kind| matches!(kind, ExprKind::Qualified(word) if word.prefix.value == "token.actions.githubusercontent.com"),
    );
    check("\"a{{b\\\"{c::d.e}${aws:f, 'g'}${*}\"", |kind| {
        matches!(kind, ExprKind::String(pieces) if matches!(pieces.as_slice(), [
            Piece::Text(text), Piece::Hole(_), Piece::Variable { key, default: Some(default), .. }, Piece::Escaped(star),
        ] if text.value == "a{b\"" && key == "aws:f" && default == "g" && star.value == '*'))
    });
}
