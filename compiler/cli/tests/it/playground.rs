//! What `whit playground` refuses before it serves anything. What it serves is tested in a browser, by
//! `cargo xtask web test`.

use crate::run::{folder, whit};

#[test]
fn what_is_no_project_is_not_served() {
    let folder = folder("playground", &[("a.whit", b"policy A {}\n"), ("bad/a.whit", b"\xff"), ("empty/readme", b"")]);
    for (arguments, code, words) in [
        (&["a.whit"][..], 2, "`a.whit` is no folder"),
        (&["-"], 2, "`-` is no folder"),
        (&["nowhere"], 1, "there is no file or folder `nowhere`"),
        (&["empty"], 1, "there is no `.whit` file in `empty`"),
        (&["bad"], 1, "cannot read `bad/a.whit`: it is not UTF-8 text (at byte 0)"),
        (&["--port", "65536"], 2, "65536"),
    ] {
        let run = whit(&folder, &[&["playground"], arguments].concat()).ends_with(code);
        assert!(run.err.contains(words), "{words:?} is not in\n{}", run.err);
    }
}

/// The tests are built without the page.
#[test]
fn a_command_without_the_page_says_how_to_get_it() {
    let folder = folder("playground-without", &[("a.whit", b"policy A {}\n")]);
    for arguments in [&["playground"][..], &["playground", ".", "--open"]] {
        let run = whit(&folder, arguments).ends_with(2);
        assert!(run.err.contains("was built without the page"), "{}", run.err);
        assert!(run.err.contains("`cargo xtask dist`"), "{}", run.err);
    }
}
