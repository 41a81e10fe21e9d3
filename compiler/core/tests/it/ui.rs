//! Wrong programs with their messages beside them: `tests/ui/NAME.whit` and `NAME.whit.snap`.
//!
//! A case whose name starts with `prod-` is compiled for an environment of one account and two regions.

use super::one::{compiled, messages, prod};

#[test]
#[expect(clippy::disallowed_methods, reason = "a test reads its fixtures")]
fn wrong_programs_are_explained() {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("../ui");
    settings.bind(|| {
        insta::glob!("../ui", "*.whit", |path| {
            let text = std::fs::read_to_string(path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let two = || vec![prod(&["eu-west-1", "eu-central-1"])];
            let environments = if name.starts_with("prod-") { two() } else { Vec::new() };
            let found = messages(&compiled(&text, environments, &[]));
            assert!(!found.is_empty(), "{name} has nothing wrong in it");
            insta::assert_snapshot!("message", found);
        });
    });
}
