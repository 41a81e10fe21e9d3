//! The standard library of Whit, written in Whit: the modules by name, each a text that the compiler reads like any
//! other file.

/// The modules, by the name that stands behind `std::`, each with its source.
pub fn modules() -> impl Iterator<Item = (&'static str, &'static str)> {
    MODULES.iter().copied()
}

const MODULES: &[(&str, &str)] = &[
    ("abac", include_str!("../whit/abac.whit")),
    ("data", include_str!("../whit/data.whit")),
    ("guardrails", include_str!("../whit/guardrails.whit")),
    ("guards", include_str!("../whit/guards.whit")),
    ("identity", include_str!("../whit/identity.whit")),
    ("lockout", include_str!("../whit/lockout.whit")),
    ("perimeter", include_str!("../whit/perimeter.whit")),
    ("trust", include_str!("../whit/trust.whit")),
];
