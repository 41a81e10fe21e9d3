//! Words of the language, most with what stands behind them.

use super::list::{Kind, List};
use super::place::Block;

/// Items.
const ITEMS: &[(&str, &str, &str)] = &[
    ("policy", "an identity or resource policy", "policy ${1:Name} {\n  $2\n}"),
    ("role", "a role", "role ${1:Name} {\n  trust $2\n  attach $3\n}"),
    ("let", "a constant", "let ${1:name} = $2"),
    ("use", "brings in another file", "use $1"),
    ("guard", "a condition with a name", "guard ${1:name}($2) = $3"),
    ("template", "statements with a name", "template ${1:name}($2) {\n  $3\n}"),
    ("param", "an input of the build", "param ${1:name}: ${2:string}"),
    ("extern", "a value that the deployment knows", "extern ${1:name}: ${2:string}"),
    ("tags", "the tags that access relies on", "tags {\n  ${1:team}: ${2:string}\n}"),
    ("scp", "a service control policy", "scp ${1:Name} {\n  deny $2\n}"),
    ("rcp", "a resource control policy", "rcp ${1:Name} {\n  deny $2\n}"),
    ("boundary", "a permissions boundary", "boundary ${1:Name} because \"$2\" {\n  allow $3\n}"),
    ("session", "a session policy", "session ${1:Name} {\n  allow $2\n}"),
    ("endpoint", "the policy of a VPC endpoint", "endpoint ${1:Name} {\n  allow $2\n}"),
    ("organization", "the account tree", "organization \"o-$1\" {\n  management account ${2:main} = $3\n}"),
    ("test", "what the policies are to do", "test \"$1\" {\n  as $2 {\n    can $3\n  }\n}"),
    ("prove", "claims about the policies", "prove \"$1\" {\n  $2\n}"),
];

const BODY: &[(&str, &str, &str)] = &[
    ("allow", "grants", "allow $1"),
    ("deny", "refuses", "deny $1"),
    ("include", "the statements of a template", "include $1"),
    ("for", "repeats for each element", "for ${1:name} in ${2:list} {\n  $3\n}"),
    ("if", "chooses when the policy is built", "if $1 {\n  $2\n}"),
    ("with", "guards of every `allow`", "with $1"),
];

const ROLE: &[(&str, &str, &str)] = &[
    ("trust", "who may assume the role", "trust $1"),
    ("attach", "its policies", "attach $1"),
    ("boundary", "its permissions boundary", "boundary $1"),
    ("inline", "its inline policy", "inline {\n  $1\n}"),
    ("max_session", "how long a session lasts", "max_session ${1:1h}"),
    ("path", "its path", "path \"/$1/\""),
    ("tags", "its tags", "tags { $1 }"),
    ("include", "the trusts of a template", "include $1"),
    ("for", "repeats for each element", "for ${1:name} in ${2:list} {\n  $3\n}"),
    ("if", "chooses when the policy is built", "if $1 {\n  $2\n}"),
    ("with", "guards of every `trust`", "with $1"),
];

const ORGANIZATION: &[(&str, &str, &str)] = &[
    ("attach", "policies of this node", "attach $1"),
    ("ou", "a unit", "ou ${1:Name} {\n  $2\n}"),
    ("account", "an account", "account ${1:name} = $2"),
    ("management account", "the management account", "management account ${1:main} = $2"),
    ("tags", "the tags of this node", "tags { $1 }"),
];

const TEST: &[(&str, &str, &str)] = &[
    ("as", "who acts", "as $1 {\n  $2\n}"),
    ("include", "the expectations of a template", "include $1"),
    ("for", "repeats for each element", "for ${1:name} in ${2:list} {\n  $3\n}"),
    ("if", "chooses when the test is built", "if $1 {\n  $2\n}"),
];

const AS: &[(&str, &str, &str)] = &[
    ("can", "is allowed", "can $1"),
    ("cannot", "is refused", "cannot $1"),
    ("for", "repeats for each element", "for ${1:name} in ${2:list} {\n  $3\n}"),
    ("if", "chooses when the test is built", "if $1 {\n  $2\n}"),
];

/// The kinds of documents.
pub(super) const DOCUMENTS: &[&str] = &["policy", "boundary", "session", "scp", "rcp", "endpoint"];

/// Types of what only the deployment knows.
pub(super) const EXTERN_TYPES: &[&str] = &["string", "arn", "account", "region", "org"];

/// Items.
pub(super) fn items(rank: u32, list: &mut List<'_>) {
    add(ITEMS, rank, list);
}

/// Entries of a block; a template's may be those of documents, roles and tests.
pub(super) fn entries(block: Block, item: &str, rank: u32, list: &mut List<'_>) {
    let words = match block {
        Block::Body => BODY,
        Block::Role => ROLE,
        Block::Organization => ORGANIZATION,
        Block::Test => TEST,
        Block::As => AS,
        _ => return,
    };
    add(words, rank, list);
    if block == Block::Body && item == "template" {
        list.snippet(Kind::Keyword, 30, "trust", "who may assume a role", "trust $1");
        list.snippet(Kind::Keyword, 31, "as", "who acts", "as $1 {\n  $2\n}");
    }
}

fn add(words: &[(&str, &str, &str)], rank: u32, list: &mut List<'_>) {
    for (nth, (word, detail, insert)) in (rank..).zip(words) {
        list.snippet(Kind::Keyword, nth, word, detail, insert);
    }
}

/// Words that go on.
pub(super) fn words(words: &[&str], rank: u32, list: &mut List<'_>) {
    for (nth, word) in (rank..).zip(words) {
        let insert = match *word {
            "because" => "because \"$1\"".to_owned(),
            "given" => "given { $1 }".to_owned(),
            word => format!("{word} "),
        };
        list.snippet(Kind::Keyword, nth, word, "", &insert);
    }
}
