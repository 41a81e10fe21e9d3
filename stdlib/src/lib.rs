//! The standard library of Whit, written in Whit: the modules by name, each a text that the compiler reads like any
//! other file.

/// The modules, by the name that stands behind `std::`, each with its source.
pub fn modules() -> impl Iterator<Item = (&'static str, &'static str)> {
    all().iter().copied()
}

#[cfg(not(all(target_arch = "wasm32", feature = "later")))]
const fn all() -> &'static [(&'static str, &'static str)] {
    &[
        ("abac", include_str!("../whit/abac.whit")),
        ("data", include_str!("../whit/data.whit")),
        ("guardrails", include_str!("../whit/guardrails.whit")),
        ("guards", include_str!("../whit/guards.whit")),
        ("identity", include_str!("../whit/identity.whit")),
        ("lockout", include_str!("../whit/lockout.whit")),
        ("perimeter", include_str!("../whit/perimeter.whit")),
        ("trust", include_str!("../whit/trust.whit")),
    ]
}

/// A page gets the library behind its first view, which needs one module only.
#[cfg(all(target_arch = "wasm32", feature = "later"))]
static WHOLE: std::sync::OnceLock<Vec<(&'static str, &'static str)>> = std::sync::OnceLock::new();

#[cfg(all(target_arch = "wasm32", feature = "later"))]
fn all() -> &'static [(&'static str, &'static str)] {
    WHOLE.get().map_or(&[("guards", include_str!("../whit/guards.whit"))], Vec::as_slice)
}

/// Takes all modules in their order, names and sources. What is taken once stays.
#[cfg(all(target_arch = "wasm32", feature = "later"))]
pub fn take(modules: Vec<(String, String)>) {
    let modules = modules.into_iter().map(|(name, text)| (&*name.leak(), &*text.leak()));
    WHOLE.get_or_init(|| modules.collect());
}
