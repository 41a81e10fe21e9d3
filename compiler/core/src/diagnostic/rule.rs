//! The rules by name. A name is kebab-case and never changes its meaning. Each has its page in `pages/`, in a file of its
//! name.

/// The name of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rule(pub &'static str);

impl Rule {
    /// The rule of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        ALL.iter().copied().find(|rule| rule.0 == name)
    }

    /// Whether a project may set the level of its findings, and a statement may silence them. What other rules find
    /// is an error, since a promise of the language rests on it.
    #[must_use]
    pub fn is_adjustable(self) -> bool {
        ADJUSTABLE.contains(&self)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

macro_rules! rules {
    ($($(#[doc = $summary:literal])+ $name:ident = $text:literal;)*) => {
        $($(#[doc = $summary])+ pub const $name: Rule = Rule($text);)*

        /// Every rule, in order of its name's declaration.
        pub const ALL: &[Rule] = &[$($name),*];

        impl Rule {
            /// What the rule finds, in one sentence.
            #[must_use]
            pub fn summary(self) -> &'static str {
                match self {
                    $($name => concat!($($summary),+).trim_ascii(),)*
                    _ => "",
                }
            }

            /// The source of the rule's page. A rule without one does not compile.
            pub(super) fn page_source(self) -> &'static str {
                match self {
                    $($name => include_str!(concat!("pages/", $text, ".md")),)*
                    _ => "",
                }
            }
        }
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
    /// A name is declared twice.
    DUPLICATE_NAME = "duplicate-name";
    /// A declaration takes a name of the language.
    OWN_NAME = "own-name";
    /// A name is not written in the style of its kind.
    NAME_STYLE = "name-style";
    /// A name with `_` in front is used elsewhere.
    PRIVATE_NAME = "private-name";
    /// Nothing has this name.
    UNKNOWN_NAME = "unknown-name";
    /// A `use` names a module that does not exist.
    UNKNOWN_MODULE = "unknown-module";
    /// Modules use each other in a circle.
    IMPORT_CYCLE = "import-cycle";
    /// A value of another type is wanted.
    TYPE_MISMATCH = "type-mismatch";
    /// There is no such type.
    UNKNOWN_TYPE = "unknown-type";
    /// A call has too few, too many or misnamed arguments.
    WRONG_ARGUMENTS = "wrong-arguments";
    /// AWS has no such action.
    UNKNOWN_ACTION = "unknown-action";
    /// `action("…")` for one that the catalog knows.
    KNOWN_ACTION = "known-action";
    /// AWS has no such condition key.
    UNKNOWN_KEY = "unknown-key";
    /// `key("…")` for one that the catalog knows.
    KNOWN_KEY = "known-key";
    /// AWS has no such service.
    UNKNOWN_SERVICE = "unknown-service";
    /// The service has no such resource type.
    UNKNOWN_RESOURCE_TYPE = "unknown-resource-type";
    /// A name of the catalog is written in another case.
    NAME_CASE = "name-case";
    /// The tag is not in the schema.
    UNKNOWN_TAG = "unknown-tag";
    /// A multi-valued key needs a quantifier, another takes none.
    QUANTIFIER = "quantifier";
    /// The operator does not go with the key or value.
    OPERATOR = "operator";
    /// `and` and `or` without parentheses.
    MIXED_CONNECTIVES = "mixed-connectives";
    /// Something reaches itself.
    RECURSION = "recursion";
    /// A value that its type cannot hold.
    BAD_VALUE = "bad-value";
    /// A policy variable where none may stand.
    BAD_VARIABLE = "bad-variable";
    /// A reason that says nothing, or stands where none belongs.
    MISPLACED_BECAUSE = "misplaced-because";
    /// `with` in a `deny`.
    WITH_IN_DENY = "with-in-deny";
    /// A role that nobody may assume.
    NO_TRUST = "no-trust";
    /// What depends on the environment is used without one.
    NO_ENVIRONMENT = "no-environment";
    /// An input of the build is missing or has the wrong type.
    INPUT = "input";
    /// An expansion grows past its bound.
    TOO_LARGE = "too-large";
    /// Read and checked, and not yet acted on.
    NOT_YET = "not-yet";
    /// A request of a test does not come out as the test says.
    TEST_FAILED = "test-failed";
    /// The account tree is not one that AWS can hold.
    ORGANIZATION = "organization";
    /// An SCP or RCP is attached twice to one node.
    ATTACHED_TWICE = "attached-twice";
    /// An SCP or RCP that is attached to nothing.
    UNATTACHED = "unattached";
    /// An SCP or RCP where only the management account would feel it.
    MANAGEMENT_ONLY = "management-only";
    /// An SCP that allows something, and so takes the place of FullAWSAccess.
    ALLOW_LIST = "allow-list";
    /// An attached policy that comes out differently in the environments that attach it.
    ATTACHMENT_VARIES = "attachment-varies";
    /// An account that is not in the account tree.
    OUTSIDE_ORGANIZATION = "outside-organization";
    /// A test or proof about something that cannot act or decide.
    SUBJECT = "subject";
    /// A request of a test that nobody can make.
    GIVEN = "given";
    /// An expectation that is not about single requests.
    ONE_REQUEST = "one-request";
    /// The label of no statement that could refuse the request.
    UNKNOWN_LABEL = "unknown-label";
    /// `by` or `implicitly` behind `can`.
    MISPLACED_REFUSAL = "misplaced-refusal";
    /// A test that expects nothing, or a proof that claims nothing.
    EMPTY_TEST = "empty-test";
    /// A role's parts do not fit.
    ROLE = "role";
    /// In an `allow`, a negated test that a request meets by leaving the key out.
    OPEN_NEGATION = "open-negation";
    /// A `deny` that a request escapes by not carrying a key whose absence is the danger.
    ABSENT_IS_DANGEROUS = "absent-is-dangerous";
    /// A condition over a key that requests for the action never carry.
    KEY_NOT_CARRIED = "key-not-carried";
    /// `iam:PassRole` to any service.
    PASS_ROLE = "pass-role";
    /// A trust of another account as a whole.
    OPEN_TRUST = "open-trust";
    /// A trust of an identity provider without its audience, or without a claim that names the workload.
    WEB_IDENTITY = "web-identity";
    /// An AWS service may act here for any of its customers.
    CONFUSED_DEPUTY = "confused-deputy";
    /// An `allow` to everybody.
    ANYONE = "anyone";
    /// A value that the key never has.
    VALUE_FORMAT = "value-format";
    /// A private address range where requests carry the public address.
    PRIVATE_ADDRESS = "private-address";
    /// Clauses that do not stand in their order.
    CLAUSE_ORDER = "clause-order";
    /// A clause that stands twice.
    DUPLICATE_CLAUSE = "duplicate-clause";
    /// A word of the language where a name is declared.
    RESERVED_NAME = "reserved-name";
    /// A word longer than a name may be.
    NAME_TOO_LONG = "name-too-long";
    /// A file has more mistakes than are shown.
    TOO_MANY = "too-many-mistakes";
    /// A newer catalog of AWS gives a statement another meaning than the one that `whit.lock` holds.
    CATALOG_MOVED = "catalog-moved";
    /// `whit.lock` does not know what a statement stands for.
    STALE_LOCK = "stale-lock";
    /// `whit.lock` cannot be read.
    LOCK_FILE = "lock-file";
    /// A policy in JSON that cannot be read, or that Whit has no form for.
    IMPORT = "import";
    /// The compiler contradicts itself.
    INTERNAL = "internal-error";
    /// A value that is smaller or larger than its parameter takes.
    OUT_OF_BOUNDS = "out-of-bounds";
    /// A range of all addresses where only some were meant.
    EVERY_ADDRESS = "every-address";
    /// Something widens access, or cannot be checked, and no reason is given.
    NEEDS_BECAUSE = "needs-because";
    /// A reason where nothing needs one.
    UNUSED_BECAUSE = "unused-because";
    /// An action that works on none of the statement's resources.
    ACTION_RESOURCE_MISMATCH = "action-resource-mismatch";
    /// A resource on which none of the statement's actions works.
    UNUSED_RESOURCE = "unused-resource";
    /// An `except` that takes nothing out.
    UNUSED_EXCEPT = "unused-except";
    /// A level or a pattern that selects no action.
    EMPTY_LEVEL = "empty-level";
    /// Actions that work on resources, and no `on`.
    MISSING_ON = "missing-on";
    /// Something that this kind of document may not hold.
    NOT_ALLOWED_HERE = "not-allowed-here";
    /// A document over the quota of its kind.
    OVER_QUOTA = "over-quota";
    /// A condition that no request satisfies.
    NEVER_TRUE = "never-true";
    /// A condition that IAM has no form for.
    UNSAYABLE_CONDITION = "unsayable-condition";
    /// A variable in a resource of a `deny` or behind `except`, which a request may lack.
    VARIABLE_IN_DENY = "variable-in-deny";
    /// An action that AWS allows only with further resources or actions.
    INCOMPLETE_GRANT = "incomplete-grant";
    /// `on any except x` with actions that take no resource.
    UNDEFINED_EXCEPT = "undefined-except";
    /// AWS's grammar of the kind of policy refuses what came out.
    REFUSED_BY_AWS = "refused-by-aws";
    /// A document without a statement.
    EMPTY_DOCUMENT = "empty-document";
    /// The action tells AWS no such tags.
    TAG_NOT_CARRIED = "tag-not-carried";
    /// An allowance that cannot be read, or that would silence an error.
    BAD_ALLOWANCE = "bad-allowance";
    /// An allowance that silences nothing.
    UNUSED_ALLOWANCE = "unused-allowance";
}

/// The rules whose findings are warnings or notes, sometimes or always: a project sets their level. What other rules
/// find is an error, since a promise of the language rests on it.
pub const ADJUSTABLE: &[Rule] = &[
    ALLOW_LIST,
    ATTACHMENT_VARIES,
    CONFUSED_DEPUTY,
    EMPTY_TEST,
    EVERY_ADDRESS,
    INCOMPLETE_GRANT,
    KEY_NOT_CARRIED,
    KNOWN_ACTION,
    KNOWN_KEY,
    MANAGEMENT_ONLY,
    MIXED_CONNECTIVES,
    NAME_STYLE,
    NOT_YET,
    OUTSIDE_ORGANIZATION,
    OVER_QUOTA,
    PRIVATE_ADDRESS,
    STALE_LOCK,
    UNATTACHED,
    UNDEFINED_EXCEPT,
    UNUSED_ALLOWANCE,
    UNUSED_BECAUSE,
    UNUSED_EXCEPT,
    VALUE_FORMAT,
];
