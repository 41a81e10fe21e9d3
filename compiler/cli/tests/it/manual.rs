//! The manual and the completions know every subcommand and option.

use std::process::Command;

use crate::run::{folder, whit};

#[test]
fn pages() {
    let folder = folder("man", &[]);
    let run = whit(&folder, &["man"]).ends_with(0);
    assert!(run.out.contains(".TH whit 1"), "{}", run.out);
    let help = whit(&folder, &["help"]).ends_with(0).out;
    let (_, commands) = help.split_once("Commands:\n").unwrap();
    let names: Vec<&str> = commands
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter_map(|line| line.split_whitespace().next())
        .collect();
    assert!(names.len() >= 8, "{help}");
    for name in names.iter().filter(|name| **name != "help") {
        assert!(run.out.contains(&format!("whit\\-{name}")), "{name} is not in\n{}", run.out);
        let page = whit(&folder, &["man", name]).ends_with(0).out;
        assert!(page.contains(&format!(".TH whit-{name} 1")), "{page}");
    }
    assert!(whit(&folder, &["man", "build"]).out.contains("\\-\\-message\\-format"));
    let run = whit(&folder, &["man", "bild"]).ends_with(2);
    assert_eq!(run.err, "error: there is no subcommand `bild`; did you mean `build`?\n");
}

#[test]
fn completions() {
    let folder = folder("completions", &[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = whit(&folder, &["completions", shell]).ends_with(0).out;
        for word in ["audit", "message-format"] {
            assert!(script.contains(word), "{word} is not in\n{script}");
        }
        std::fs::write(folder.join(shell), script).unwrap();
    }
    match Command::new("bash").args(["-n", "bash"]).current_dir(&folder).status() {
        Ok(status) => assert!(status.success()),
        Err(error) => println!("skipped the syntax of the script: there is no bash here ({error})"),
    }
    whit(&folder, &["completions", "csh"]).ends_with(2);
}
