//! A statement, made ready to be asked about many requests.

use super::condition::Test;
use super::context::Context;
use super::naming::{Names, Naming};
use super::readings::{NegatedVariable, NothingUnderNotResource, PositiveVariable, Readings};
use super::request::Request;
use super::template::{Template, Unresolved, ValueText};
use crate::model::{ActionElement, Effect, ResourceElement, Statement, Version};
use crate::value::{Arn, Glob, Pattern, Piece};

/// A statement, made ready.
#[derive(Debug, Clone)]
pub(super) struct Ready {
    pub(super) effect: Effect,
    principal: Option<Names>,
    actions: Box<[Glob]>,
    not_action: bool,
    resources: Resources,
    pub(super) tests: Box<[Test]>,
}

#[derive(Debug, Clone)]
struct Resources {
    /// None without the element: the policy is about what it is attached to.
    list: Option<Box<[ResourcePattern]>>,
    is_negated: bool,
}

#[derive(Debug, Clone)]
enum ResourcePattern {
    /// `*`
    Any,
    /// The six segments.
    Arn(Box<[Glob; 6]>),
    /// With variables.
    Template(Template),
    /// What is no ARN. AWS refuses it; here it matches nothing.
    Malformed,
}

/// What an asked statement says of principals: nothing, or how it names the one who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// The policy has no principal element: it is about those who have it.
    Holder,
    /// It names principals. Whether the one who asks has a permissions boundary.
    Named { has_boundary: bool },
}

impl Ready {
    pub(super) fn new(version: Version, statement: &Statement) -> Self {
        let (actions, not_action) = match &statement.action {
            ActionElement::Action(values) => (values, false),
            ActionElement::NotAction(values) => (values, true),
        };
        let (resources, is_negated) = match &statement.resource {
            None => (None, false),
            Some(ResourceElement::Resource(values)) => (Some(values), false),
            Some(ResourceElement::NotResource(values)) => (Some(values), true),
        };
        let pattern = |value: &String| ResourcePattern::new(version, value);
        let tests = statement.condition.entries();
        Self {
            effect: statement.effect,
            principal: statement.principal.as_ref().map(Names::new),
            actions: actions.iter().map(|value| Glob::new(Pattern::of(&value.to_ascii_lowercase()).pieces())).collect(),
            not_action,
            resources: Resources { list: resources.map(|values| values.iter().map(pattern).collect()), is_negated },
            tests: tests.map(|(operator, key, values)| Test::new(version, operator, key, values)).collect(),
        }
    }

    /// Whether the statement is about a request, the condition apart, and how it names who asks.
    pub(super) fn reaches(
        &self,
        request: &Request,
        arn: Option<&Arn<'_>>,
        asked: Asked,
        readings: &Readings,
    ) -> Option<Naming> {
        let is_action = self.actions.iter().any(|glob| glob.matches(&request.action_lower)) != self.not_action;
        if !is_action || !self.resources.match_(arn, &request.context, readings) {
            return None;
        }
        match asked {
            Asked::Holder => Some(Naming::Direct),
            Asked::Named { has_boundary } => {
                self.principal.as_ref()?.naming(&request.principal, &request.context, has_boundary, readings)
            }
        }
    }

    /// Whether its condition holds.
    pub(super) fn holds(&self, context: &Context, readings: &Readings) -> bool {
        self.tests.iter().all(|test| test.holds(context, readings))
    }
}

impl Resources {
    fn match_(&self, arn: Option<&Arn<'_>>, context: &Context, readings: &Readings) -> bool {
        let Some(list) = &self.list else { return true };
        if arn.is_none() && self.is_negated {
            // A list with `*` spares everything; of another, AWS does not say.
            let all = list.iter().any(|pattern| matches!(pattern, ResourcePattern::Any));
            return !all && readings.nothing_under_not_resource == NothingUnderNotResource::Matches;
        }
        let mut found = false;
        let mut is_unresolved = false;
        for pattern in list {
            match pattern.matches(arn, context, readings) {
                Ok(matches) => found |= matches,
                Err(Unresolved) => is_unresolved = true,
            }
            if found && !is_unresolved && readings.positive_variable == PositiveVariable::NoMatch {
                break;
            }
        }
        match (is_unresolved, self.is_negated) {
            (true, false) if readings.positive_variable == PositiveVariable::StatementVoid => false,
            (true, true) if readings.negated_variable != NegatedVariable::Dropped => false,
            _ => found != self.is_negated,
        }
    }
}

impl ResourcePattern {
    fn new(version: Version, value: &str) -> Self {
        let template = match version {
            Version::V2012 => Template::new(value),
            Version::V2008 => Template::fixed(value),
        };
        match template.as_fixed() {
            Some(fixed) => Self::fixed(fixed),
            None => Self::Template(template),
        }
    }

    fn fixed(value: &ValueText) -> Self {
        let pieces = value.pattern().pieces();
        if pieces == [Piece::Run] {
            return Self::Any;
        }
        let mut segments: Vec<&[Piece]> = pieces.splitn(6, |piece| *piece == Piece::Literal(':')).collect();
        // What an ARN leaves out at its end counts as `*`; where it may, is for the grammar of the kind to say.
        segments.resize(6, &[Piece::Run]);
        let globs: Vec<Glob> = segments.into_iter().map(Glob::new).collect();
        match <[Glob; 6]>::try_from(globs) {
            Ok(globs) if matches!(&globs[0], Glob::Exact(first) if **first == *"arn") => Self::Arn(Box::new(globs)),
            _ => Self::Malformed,
        }
    }

    fn matches(&self, arn: Option<&Arn<'_>>, context: &Context, readings: &Readings) -> Result<bool, Unresolved> {
        match self {
            Self::Any => Ok(true),
            Self::Malformed => Ok(false),
            // Told from each other at the end first.
            Self::Arn(globs) => Ok(arn
                .is_some_and(|arn| globs.iter().zip(arn.segments).rev().all(|(glob, segment)| glob.matches(segment)))),
            Self::Template(template) => {
                let resolved = template.resolve(context, readings)?;
                Self::fixed(&resolved).matches(arn, context, readings)
            }
        }
    }
}
