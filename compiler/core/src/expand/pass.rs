//! A program in one place: what is known there, what its `let`s and inputs come to, and what its items come to.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use whit_catalog::Catalog;

use super::value::Value;
use super::{Expander, Role};
use crate::check::program::{DocumentItem, Form, InputItem, OrganizationItem, Program, RoleItem};
use crate::check::types::Type;
use crate::config::{Environment, Input};
use crate::diagnostic::Diagnostic;
use crate::resolve::Index;
use crate::source::Span;
use crate::typed::{Document, Organization};

/// The longest text that stands in for an `extern`, far above every quota.
const LONGEST_STAND_IN: usize = 1 << 20;

/// What is known of the place that is built for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// The environment's name; none for a file by itself.
    pub name: Option<String>,
    /// The partition.
    pub partition: String,
    /// The account.
    pub account: Option<String>,
    /// The regions.
    pub regions: Vec<String>,
}

impl Place {
    /// The place of an environment, its account by the id.
    #[must_use]
    pub(crate) fn of(environment: &Environment, account: Option<String>) -> Self {
        Self {
            name: Some(environment.name.clone()),
            partition: environment.partition.clone(),
            account,
            regions: environment.regions.clone(),
        }
    }

    /// The place of a file by itself.
    #[must_use]
    pub(crate) fn nowhere() -> Self {
        Self { partition: "aws".to_owned(), ..Self::default() }
    }
}

/// A program in one place, with its inputs. What its `let`s and inputs come to is worked out once.
#[derive(Debug)]
pub(crate) struct Pass<'p> {
    pub(super) catalog: Catalog<'static>,
    pub(super) program: &'p Program,
    pub(super) place: &'p Place,
    pub(super) given: &'p BTreeMap<String, Input>,
    /// What each `let` and input comes to: once for documents of an account, once for `scp`, `rcp` and `endpoint`, where
    /// resources say their account.
    pub(super) known: [Vec<OnceLock<Box<Known>>>; 2],
    /// A text that stands in for each `extern` without a value.
    pub(super) externs: BTreeMap<String, String>,
}

/// What a `let` or an input comes to.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) value: Option<Value>,
    pub(super) diagnostics: Vec<Diagnostic>,
    pub(super) uses: Uses,
    /// How much deeper it went than where it began.
    pub(super) height: usize,
    /// It grew too large, so that what is made of it does too.
    pub(super) exhausted: bool,
}

/// The items that something was made from, itself among them. As long as each has the same check, it would come out the
/// same again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Uses(Vec<(Index, Use)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Use {
    pub(super) stamp: u64,
    /// The steps that the value of a `let` took.
    pub(super) steps: usize,
    /// Where the ARN of a document is a value.
    pub(super) arn: Option<Span>,
}

impl Uses {
    /// Those of something else too.
    pub(crate) fn extend(&mut self, other: Self) {
        for (index, used) in other.0 {
            self.insert(index, used);
        }
    }

    /// Adds one; gives what was there.
    pub(super) fn insert(&mut self, index: Index, used: Use) -> Option<Use> {
        match self.position(index) {
            Ok(at) => self.0.get_mut(at).map(|(_, before)| std::mem::replace(before, used)),
            Err(at) => {
                self.0.insert(at, (index, used));
                None
            }
        }
    }

    /// The use of an item.
    pub(super) fn get(&self, index: Index) -> Option<&Use> {
        self.position(index).ok().and_then(|at| self.0.get(at)).map(|(_, used)| used)
    }

    /// The use of an item.
    pub(super) fn get_mut(&mut self, index: Index) -> Option<&mut Use> {
        self.position(index).ok().and_then(|at| self.0.get_mut(at)).map(|(_, used)| used)
    }

    /// All, by the number of the item.
    pub(super) fn iter(&self) -> impl Iterator<Item = &(Index, Use)> {
        self.0.iter()
    }

    fn position(&self, index: Index) -> Result<usize, usize> {
        self.0.binary_search_by_key(&index, |(other, _)| *other)
    }

    /// Whether all are what they were.
    pub(crate) fn hold(&self, program: &Program) -> bool {
        self.0.iter().all(|(index, used)| program.get(*index).is_some_and(|checked| checked.stamp == used.stamp))
    }

    /// The documents whose ARNs are values, each with a place where it is.
    pub(crate) fn arns(&self) -> impl Iterator<Item = (Index, Span)> {
        self.0.iter().filter_map(|(index, used)| Some((*index, used.arn?)))
    }
}

/// What an item came to.
#[derive(Debug)]
pub(crate) struct Expanded<T> {
    /// The result.
    pub(crate) result: T,
    /// What was found on the way.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// What it was made from.
    pub(crate) uses: Uses,
}

impl<'p> Pass<'p> {
    /// A program in a place.
    #[must_use]
    pub(crate) fn new(
        catalog: Catalog<'static>,
        program: &'p Program,
        place: &'p Place,
        given: &'p BTreeMap<String, Input>,
    ) -> Self {
        let cells = || (0..program.count()).map(|_| OnceLock::new()).collect();
        let open = program.inputs().filter(|item| item.longest.is_some() && !given.contains_key(&item.name));
        let externs = open.map(|item| (item.name.clone(), stand_in(item))).collect();
        Self { catalog, program, place, given, known: [cells(), cells()], externs }
    }

    /// What AWS has.
    pub(crate) fn catalog(&self) -> Catalog<'static> {
        self.catalog
    }

    /// The place.
    pub(crate) fn place(&self) -> &'p Place {
        self.place
    }

    /// A text of the type and the greatest length of each `extern` without a value, to count and check with.
    pub(crate) fn externs(&self) -> &BTreeMap<String, String> {
        &self.externs
    }

    /// The text that stands in for an `extern`.
    pub(super) fn stand_in(&self, name: &str) -> String {
        self.externs.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn form(&self, index: Index) -> Option<&'p Form> {
        self.program.get(index).map(|checked| &checked.form)
    }

    /// The statements of a document; the result tells also whether some could not be worked out.
    #[must_use]
    pub(crate) fn document(&self, index: Index, item: &DocumentItem) -> Expanded<(Document, bool)> {
        self.expanded(index, |expander| expander.document(item))
    }

    /// A role with its policies.
    #[must_use]
    pub(crate) fn role(&self, index: Index, item: &RoleItem) -> Expanded<Role> {
        self.expanded(index, |expander| expander.role(item))
    }

    /// Says whether what is given for a `param` or `extern` is no value of its type.
    #[must_use]
    pub(crate) fn input(&self, index: Index, item: &InputItem) -> Expanded<()> {
        let mut expander = Expander::new(self, false);
        expander.input(index, item.span);
        Expanded { result: (), diagnostics: expander.diagnostics, uses: expander.uses }
    }

    /// The account tree; none when a diagnostic tells what is wrong with it.
    #[must_use]
    pub(crate) fn organization(&self, index: Index, item: &OrganizationItem) -> Expanded<Option<Organization>> {
        self.expanded(index, |expander| expander.organization(item))
    }

    pub(super) fn expanded<T>(&self, index: Index, expand: impl FnOnce(&mut Expander<'_>) -> T) -> Expanded<T> {
        let mut expander = Expander::new(self, false);
        expander.note_use(index);
        let result = expand(&mut expander);
        Expanded { result, diagnostics: expander.diagnostics, uses: expander.uses }
    }
}

fn stand_in(item: &InputItem) -> String {
    let start = match item.ty {
        Type::Arn => "arn:aws:service:region:000000000000:",
        Type::Account => "000000000000",
        Type::Org => "o-0000000000",
        _ => "",
    };
    let longest = usize::try_from(item.longest.unwrap_or(1)).unwrap_or(usize::MAX).min(LONGEST_STAND_IN);
    format!("{start}{}", "x".repeat(longest.saturating_sub(start.len()).max(usize::from(start.is_empty()))))
}
