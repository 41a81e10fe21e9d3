//! The checked program: every name is resolved, every expression has a type. The `expand` phase runs it for one
//! environment.

mod organization;
mod verify;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub(crate) use organization::{NodeAttachment, NodeItem, OrganizationItem};
pub(crate) use verify::{
    ClaimForm, ClaimItem, ExpectationItem, GivenItem, ProofItem, ScenarioItem, SubjectItem, TestItem,
};

use super::kept::Checked;
use super::types::{ResourceName, Type};
use crate::resolve::Index;
use crate::source::{Span, Spanned};
use crate::syntax::tree::{BoundKind, DocumentKeyword, Operator};
use crate::typed::{ActionKind, Because, Comparison, KeyType, Quantifier, Text, Variable};
use whit_iam::Effect;

/// All that was declared, checked.
#[derive(Debug, Default)]
pub(crate) struct Program {
    items: Vec<Option<Arc<Checked>>>,
    /// In the order of the source.
    order: Vec<Index>,
    /// The documents and roles by name.
    documents: OnceLock<BTreeMap<String, Index>>,
    /// The account tree.
    organization: OnceLock<Option<Index>>,
}

/// A checked item.
#[derive(Debug)]
pub(crate) enum Form {
    /// A `param` or an `extern`.
    Input(InputItem),
    /// A `let`.
    Let(LetItem),
    /// A `guard`.
    Guard(GuardItem),
    /// A `template`.
    Template(TemplateItem),
    /// A document.
    Document(DocumentItem),
    /// A role.
    Role(RoleItem),
    /// The account tree.
    Organization(OrganizationItem),
    /// A test.
    Test(TestItem),
    /// A proof.
    Proof(ProofItem),
    /// Something that a diagnostic tells of.
    Broken,
}

impl Program {
    /// The program of these items, which are in the order of the source.
    pub(super) fn new(count: usize, checked: Vec<(Index, Arc<Checked>)>) -> Self {
        let mut program = Self { items: vec![None; count], ..Self::default() };
        for (index, checked) in checked {
            program.order.push(index);
            if let Some(slot) = program.items.get_mut(index) {
                *slot = Some(checked);
            }
        }
        program
    }

    /// How many numbers there are.
    pub(crate) fn count(&self) -> usize {
        self.items.len()
    }

    /// An item.
    pub(crate) fn get(&self, index: Index) -> Option<&Arc<Checked>> {
        self.items.get(index)?.as_ref()
    }

    /// The document or role of a name.
    pub(crate) fn document(&self, name: &str) -> Option<Index> {
        let documents = self.documents.get_or_init(|| {
            let named = self.in_order().filter_map(|(index, checked)| match &checked.form {
                Form::Document(DocumentItem { name, .. }) | Form::Role(RoleItem { name, .. }) => {
                    Some((name.clone(), index))
                }
                _ => None,
            });
            // Of twins, which are an error, the first counts.
            named.collect::<Vec<_>>().into_iter().rev().collect()
        });
        documents.get(name).copied()
    }

    /// The numbers, in the order of the source.
    pub(crate) fn order(&self) -> impl Iterator<Item = Index> {
        self.order.iter().copied()
    }

    /// The items with their numbers, in the order of the source.
    pub(crate) fn in_order(&self) -> impl Iterator<Item = (Index, &Arc<Checked>)> {
        self.order.iter().filter_map(|index| Some((*index, self.get(*index)?)))
    }

    /// How many documents and roles there are.
    pub(crate) fn policies(&self) -> usize {
        self.in_order().filter(|(_, checked)| matches!(checked.form, Form::Document(_) | Form::Role(_))).count()
    }

    /// The account tree.
    pub(crate) fn organization(&self) -> Option<&OrganizationItem> {
        match &self.get(self.organization_index()?)?.form {
            Form::Organization(item) => Some(item),
            _ => None,
        }
    }

    /// The number of the account tree.
    pub(crate) fn organization_index(&self) -> Option<Index> {
        let find = || self.in_order().find(|(_, checked)| matches!(checked.form, Form::Organization(_)));
        *self.organization.get_or_init(|| find().map(|(index, _)| index))
    }

    /// The documents, roles apart, in the order of the source.
    pub(crate) fn documents(&self) -> impl Iterator<Item = &DocumentItem> {
        self.in_order().filter_map(|(_, checked)| match &checked.form {
            Form::Document(item) => Some(item),
            _ => None,
        })
    }

    /// The inputs, in the order of the source.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = &InputItem> {
        self.in_order().filter_map(|(_, checked)| match &checked.form {
            Form::Input(item) => Some(item),
            _ => None,
        })
    }
}

/// A `param` or an `extern`.
#[derive(Debug)]
pub(crate) struct InputItem {
    /// The name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// Its type.
    pub(crate) ty: Type,
    /// The default of a `param`.
    pub(crate) default: Option<Expr>,
    /// Of an `extern`, how many characters its value has at most.
    pub(crate) longest: Option<u64>,
}

/// A `let`.
#[derive(Debug)]
pub(crate) struct LetItem {
    /// Its value.
    pub(crate) value: Expr,
}

/// A parameter of a guard or template.
#[derive(Debug, Clone)]
pub(crate) struct Parameter {
    /// Its name.
    pub(crate) name: String,
    /// Its type.
    pub(crate) ty: Type,
    /// What its value keeps to.
    pub(crate) bounds: Vec<Bound>,
    /// The default.
    pub(crate) default: Option<Expr>,
}

/// A bound of a parameter.
#[derive(Debug, Clone)]
pub(crate) struct Bound {
    /// Where it stands.
    pub(crate) span: Span,
    /// What is asked for.
    pub(crate) kind: BoundKind,
    /// A number, a duration, or a pattern.
    pub(crate) limit: Expr,
    /// Why.
    pub(crate) because: Option<String>,
}

/// A `guard`.
#[derive(Debug)]
pub(crate) struct GuardItem {
    /// The parameters; they take the first local slots.
    pub(crate) parameters: Vec<Parameter>,
    /// The condition.
    pub(crate) condition: Condition,
}

/// A `template`.
#[derive(Debug)]
pub(crate) struct TemplateItem {
    /// The parameters; they take the first local slots.
    pub(crate) parameters: Vec<Parameter>,
    /// The kinds of documents that it is for, if it says so.
    pub(crate) kinds: Vec<Spanned<DocumentKeyword>>,
    /// The statements or `as` blocks.
    pub(crate) body: Body,
}

/// A document.
#[derive(Debug)]
pub(crate) struct DocumentItem {
    /// The kind as written.
    pub(crate) keyword: DocumentKeyword,
    /// The name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// The resource of a resource policy.
    pub(crate) resource: Option<Expr>,
    /// The reason of a ceiling.
    pub(crate) because: Option<Because>,
    /// The statements.
    pub(crate) body: Body,
}

/// A role.
#[derive(Debug)]
pub(crate) struct RoleItem {
    /// The name.
    pub(crate) name: String,
    /// Where the name stands.
    pub(crate) span: Span,
    /// The trusts.
    pub(crate) trusts: Body,
    /// What is attached.
    pub(crate) attachments: Vec<Attached>,
    /// The boundary.
    pub(crate) boundary: Option<Attached>,
    /// The longest session, in seconds.
    pub(crate) max_session: Option<Expr>,
    /// The IAM path.
    pub(crate) path: Option<Expr>,
    /// The role's tags.
    pub(crate) tags: Vec<(Spanned<String>, Expr)>,
    /// The inline policy.
    pub(crate) inline: Option<Body>,
}

/// A policy on a role, with its place.
#[derive(Debug)]
pub(crate) struct Attached {
    /// Where it stands.
    pub(crate) span: Span,
    /// What is deleted to take it away.
    pub(crate) whole: Span,
    /// Which.
    pub(crate) policy: Attachment,
}

/// A policy on a role: one of the project, or an ARN.
#[derive(Debug)]
pub(crate) enum Attachment {
    /// A document of the project, by name.
    Document(String),
    /// An ARN.
    Arn(Expr),
}

/// Statements, with the guards that apply to each allow; or `as` blocks.
#[derive(Debug, Default)]
pub(crate) struct Body {
    /// The conditions of the `with` lines.
    pub(crate) with: Vec<Condition>,
    /// The rest, in order.
    pub(crate) entries: Vec<Entry>,
}

/// An entry of a body.
#[derive(Debug)]
pub(crate) enum Entry {
    /// A statement.
    Statement(Box<Statement>),
    /// `include`
    Include {
        /// The whole.
        span: Span,
        /// Which template.
        template: Index,
        /// The arguments, one a parameter; none takes the default.
        arguments: Vec<Option<Expr>>,
    },
    /// `for`; the variable takes the next local slot.
    For {
        /// The whole.
        span: Span,
        /// The list.
        list: Expr,
        /// The name of the variable.
        name: String,
        /// Its slot.
        slot: usize,
        /// Repeated.
        body: Body,
    },
    /// `if`
    If {
        /// Conditions with their bodies, in order.
        branches: Vec<(Expr, Body)>,
        /// The last `else`.
        otherwise: Option<Body>,
    },
    /// `as WHO { … }`
    As(Arc<ScenarioItem>),
    /// A trust of a role.
    Trust(Box<Statement>),
    /// Something that a diagnostic tells of.
    Broken,
}

/// A statement, or a trust.
#[derive(Debug)]
pub(crate) struct Statement {
    /// The whole.
    pub(crate) span: Span,
    /// `Label:`
    pub(crate) label: Option<String>,
    /// The effect.
    pub(crate) effect: Effect,
    /// Where the word stands.
    pub(crate) effect_span: Span,
    /// The actions; none in a trust without `for`.
    pub(crate) actions: Option<Set>,
    /// The resources.
    pub(crate) resources: Option<Set>,
    /// The principals.
    pub(crate) principals: Option<Set>,
    /// `when`, `unless` and `with` together.
    pub(crate) condition: Condition,
    /// The reason.
    pub(crate) because: Option<Because>,
}

/// `a, b except c`
#[derive(Debug)]
pub(crate) struct Set {
    /// The whole clause.
    pub(crate) span: Span,
    /// What is in.
    pub(crate) terms: Vec<Expr>,
    /// What is out.
    pub(crate) except: Vec<Expr>,
}

/// An expression for a value.
#[derive(Debug, Clone)]
pub(crate) struct Expr {
    /// Where.
    pub(crate) span: Span,
    /// What.
    pub(crate) kind: ExprKind,
}

/// The forms of a checked expression.
#[derive(Debug, Clone)]
pub(crate) enum ExprKind {
    /// A string.
    Text(Vec<TextPart>),
    /// An integer.
    Int(i64),
    /// A decimal, as written.
    Decimal(String),
    /// A truth value.
    Bool(bool),
    /// Seconds.
    Duration(u64),
    /// A date, as written.
    Date(String),
    /// A CIDR range, as written.
    Cidr(String),
    /// `any`
    Any,
    /// `none`
    None,
    /// A parameter or loop variable.
    Local(usize),
    /// A `let`.
    Let(Index),
    /// A `param` or `extern`.
    Input(Index),
    /// `env.…`
    Env(EnvField),
    /// `this`
    This,
    /// A list; `true` marks a spread.
    List(Vec<(bool, Expr)>),
    /// A record.
    Record(Vec<(String, Expr)>),
    /// A field of a record.
    Field(Box<Expr>, String),
    /// An action, pattern or level.
    Action(ActionKind),
    /// `service.type(…)`
    Resource(Box<Construction>),
    /// `resource.type(…)`
    Extension(Box<Expr>, Box<Construction>),
    /// A bare ARN, or `arn("…")`.
    Arn(Box<Expr>),
    /// A principal.
    Principal(PrincipalForm, Vec<Expr>, Option<Box<Expr>>),
    /// A comparison of values, known at compile time.
    Compare(Operator, Box<Expr>, Box<Expr>),
    /// `not`
    Not(Box<Expr>),
    /// `and`
    And(Vec<Expr>),
    /// `or`
    Or(Vec<Expr>),
    /// A condition as a value.
    Condition(Box<Condition>),
    /// An ARN of a document of the project.
    Document(String),
    /// `x except y` of lists or sets.
    Except(Box<Expr>, Box<Expr>),
    /// A diagnostic has been made.
    Error,
}

/// A part of a string.
#[derive(Debug, Clone)]
pub(crate) enum TextPart {
    /// Text of the source, wildcards told apart.
    Literal(Text),
    /// A policy variable.
    Variable(Variable),
    /// `{…}`
    Hole(Expr),
}

/// The fields of `env`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EnvField {
    Name,
    Account,
    Region,
    Regions,
    Partition,
    Accounts,
}

/// The constructors of principals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PrincipalForm {
    Anyone,
    Account,
    Role,
    User,
    Session,
    FederatedUser,
    Service,
    Federated,
    CanonicalUser,
    Organization,
    Unit,
}

/// How a resource is built.
#[derive(Debug, Clone)]
pub(crate) struct Construction {
    /// The type.
    pub(crate) ty: ResourceName,
    /// Which of the type's shapes, by its text.
    pub(crate) shape: String,
    /// Names by ARN field, in order; for an extension only the fields that are its own.
    pub(crate) fields: Vec<(String, Expr)>,
    /// `partition:`
    pub(crate) partition: Option<Expr>,
    /// `region:`
    pub(crate) region: Option<Expr>,
    /// `account:`
    pub(crate) account: Option<Expr>,
    /// Whether the names were left out: `policy K for kms.key`.
    pub(crate) unnamed: bool,
}

/// A condition.
#[derive(Debug, Clone)]
pub(crate) enum Condition {
    /// True or false at compile time.
    Value(Expr),
    /// A condition that a value holds: a `let`, a parameter.
    Held(Expr),
    /// Both.
    And(Vec<Condition>),
    /// Either.
    Or(Vec<Condition>),
    /// The complement.
    Not(Box<Condition>),
    /// `exists`
    Exists(Span, Key),
    /// `k == v` and its like, without negation outside of a quantifier.
    Compare(Box<Comparing>),
    /// A guard.
    Guard {
        /// The call.
        span: Span,
        /// Which.
        guard: Index,
        /// The arguments, one a parameter; none takes the default.
        arguments: Vec<Option<Expr>>,
    },
}

/// A comparison of a key.
#[derive(Debug, Clone)]
pub(crate) struct Comparing {
    /// Where.
    pub(crate) span: Span,
    /// The key.
    pub(crate) key: Key,
    /// The quantifier, `none` being `not any`.
    pub(crate) quantifier: Option<Quantifier>,
    /// How.
    pub(crate) comparison: Comparison,
    /// Under a quantifier, value by value.
    pub(crate) negated: bool,
    /// With what: one value or a list of alternatives.
    pub(crate) values: Values,
}

/// What a key is compared with.
#[derive(Debug, Clone)]
pub(crate) enum Values {
    /// A value or a list.
    Expr(Expr),
    /// Another key, as a policy variable.
    Variable(Span, Key),
}

/// A condition key.
#[derive(Debug, Clone)]
pub(crate) struct Key {
    /// Its name; parts are more than one where it is interpolated.
    pub(crate) name: Vec<TextPart>,
    /// The type of its values.
    pub(crate) ty: KeyType,
    /// Whether it has several values.
    pub(crate) multi_valued: bool,
}
