//! The names that the language has itself: what is called, and what stands for the request or the environment.

/// A callable of the language.
pub(crate) struct OwnCall {
    /// Its name.
    pub(crate) name: &'static str,
    /// Its parameters; a name with a colon is always given by name.
    pub(crate) parameters: &'static [&'static str],
    /// What it is.
    pub(crate) about: &'static str,
}

const fn call(name: &'static str, parameters: &'static [&'static str], about: &'static str) -> OwnCall {
    OwnCall { name, parameters, about }
}

/// The callables of the language.
pub(crate) const OWN: &[OwnCall] = &[
    call("account", &["id: account"], "Principal: an account, and whoever it lets act for it."),
    call("role", &["name: string", "account:"], "Principal: a role, of the environment's account unless given."),
    call("user", &["name: string", "account:"], "Principal: a user, of the environment's account unless given."),
    call("session", &["role: string", "name: string", "account:"], "Principal: a session of a role."),
    call("federated_user", &["name: string", "account:"], "Principal: a federated user."),
    call("service", &["name: string"], "Principal: a service of AWS, `service(\"ec2.amazonaws.com\")`."),
    call("federated", &["provider: string"], "Principal: whoever an identity provider vouches for."),
    call("canonical_user", &["id: string"], "Principal: an account by its canonical id, as S3 has it."),
    call("org", &["id: org"], "Principals: everybody of an organization, `org(\"o-…\")`."),
    call("ou", &["path: string"], "Principals: everybody below a unit, `ou(\"o-…/r-…/ou-…\")`."),
    call("action", &["text"], "An action as it is, held against nothing: one that the catalog does not have."),
    call("arn", &["text: arn"], "An ARN as it is."),
    call("key", &["text", "type"], "A condition key that the catalog does not have; a string unless a type is given."),
    call("keys", &["text", "type"], "A condition key with several values that the catalog does not have."),
];

/// The values of the language that are no declarations.
const VALUES: &[(&str, &str)] = &[
    ("anyone", "Principal: everybody, without a signature too."),
    ("this", "The resource of the policy: `policy Name for RESOURCE`."),
    (
        "env",
        "The environment that is built: `name`, `account`, `accounts`, `region`, `regions`, `partition`, `tags`, `tag_keys`.",
    ),
];

/// What is to know of a name of the language, as Markdown; one that is called or one that is not.
pub(crate) fn about(name: &str, called: bool) -> Option<String> {
    if called {
        let own = OWN.iter().find(|own| own.name == name)?;
        return Some(format!("```whit\n{name}({})\n```\n\n{}", own.parameters.join(", "), own.about));
    }
    let (_, about) = VALUES.iter().find(|(value, _)| *value == name)?;
    Some(format!("**`{name}`** — {about}"))
}
