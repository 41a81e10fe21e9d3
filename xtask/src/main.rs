//! The project's own tasks: `cargo xtask test`, `api`, `draw`, `differential`, `bench`, `catalog`, `docs`, `editors`, `vscode`,
//! `neovim`, `npm`, `samples`, `web`, `dist`, `fuzz`.

mod api;
mod bench;
mod catalog;
mod differential;
mod dist;
mod docs;
mod editors;
mod folder;
mod fuzz;
mod npm;
mod order;
mod package;
mod policies;
mod process;
mod samples;
mod split;
mod test;
mod wasm;
mod web;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask TASK

  test [--quick]    everything that CI checks, each step with its time; --quick leaves out
                    the documentation, the catalog's sources, the differential run, the page and
                    the licences
  draw CASES        the tests, with so many new random cases for each property
  differential [COUNT [SEED]]  Whit's decisions beside those of iam-simulate on COUNT generated
                    requests; needs Node and npm
  differential known  where the two are known to disagree, and who is right
  differential speed  how fast the two decide; run it with `cargo run --release -p xtask`
  api [--check]     writes down what each library gives to other programs, into api.txt beside it;
                    --check only compares
  bench [--write]   the figures of BENCHMARKS.md, measured here; --write puts them there
  bench editor      those of the language server alone, printed
  bench page        those of the playground alone, printed; needs Node and npm
  bench script      those of whit-build, printed
  bench npm         those of the package for npm alone, printed; needs Node and npm
  catalog [--check] builds the catalogs from the packages and tables in compiler/catalog/data;
                    --check only compares them with the committed ones
  docs [--check]    writes docs/rules and docs/stdlib; --check only compares
  editors [--check] writes the TextMate grammar and the Vim syntax file from lsp/editors/grammar;
                    --check only compares
  editors test      tokenises every source with the TextMate grammar; needs Node and npm
  neovim [WHIT]     Neovim, set up with the lines of docs/editors.md, against `whit lsp`
  npm               builds the package for npm into target/npm/package; needs Node and npm
  npm test          builds and packs it, and tests what is packed, the samples that use it and a page in
                    Chromium
  vscode            builds and packs the VS Code extension under target/vscode; needs Node and npm
  web [--serve]     builds the playground, a folder of static files, into target/web; --serve shows it
                    on this machine; needs Node and npm
  web test          builds the playground and drives it in Chromium
  web pictures      takes the pictures of the README, into docs/images
  samples           builds the samples that build policies within another build; needs Make
  dist              builds the command as it is given away, into target/release, with the playground
                    built in; needs Node and npm
  fuzz TARGET SECONDS  looks for texts that break parse, format or pipeline; what it learns and
                    finds lies in target/fuzz; needs cargo-fuzz
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["test"] => test::run(test::Extent::Full),
        ["test", "--quick"] => test::run(test::Extent::Quick),
        ["draw", cases] => match cases.parse() {
            Ok(cases) => test::draw(cases),
            Err(_) => Err(format!("`{cases}` is no number of cases")),
        },
        ["bench", "editor"] => bench::run_editor(),
        ["bench", "script"] => bench::run_script(),
        ["bench", "page"] => bench::run_page(),
        ["bench", "npm"] => bench::run_npm(),
        ["bench"] => bench::run_all(false),
        ["bench", "--write"] => bench::run_all(true),
        // How `bench` starts itself.
        ["peak-of", command @ ..] => bench::peak_of(command),
        ["catalog"] => catalog::run(catalog::Mode::Write),
        ["catalog", "--check"] => catalog::run(catalog::Mode::Check),
        ["differential"] => differential::run(differential::FULL, differential::SEED),
        ["differential", "speed"] => differential::speed(),
        ["differential", "known"] => {
            differential::print_known();
            Ok(())
        }
        ["differential", count] => number(count).and_then(|count| differential::run(count, differential::SEED)),
        ["differential", count, seed] => {
            number(count).and_then(|count| number(seed).and_then(|seed| differential::run(count, seed)))
        }
        ["docs"] => docs::run(docs::Mode::Write),
        ["docs", "--check"] => docs::run(docs::Mode::Check),
        ["editors"] => editors::run(docs::Mode::Write),
        ["editors", "--check"] => editors::run(docs::Mode::Check),
        ["editors", "test"] => editors::tokens(),
        ["neovim"] => editors::neovim(None).and_then(editors::said),
        ["neovim", whit] => editors::neovim(Some(whit)).and_then(editors::said),
        ["npm", "test"] => package::test(),
        ["npm"] => package::build().map(|folder| println!("{}", folder.display())),
        ["vscode"] => editors::package(),
        ["web"] => web::build().map(|site| println!("{}", site.display())),
        ["web", "--serve"] => web::serve(),
        ["web", "test"] => web::test(),
        ["web", "pictures"] => web::pictures(),
        ["api"] => api::run(docs::Mode::Write),
        ["api", "--check"] => api::run(docs::Mode::Check),
        ["samples"] => samples::run(),
        ["dist"] => dist::run(),
        ["fuzz", target, seconds] => match seconds.parse() {
            Ok(seconds) => fuzz::fuzz(target, seconds),
            Err(_) => Err(format!("`{seconds}` is no number of seconds")),
        },
        _ => {
            eprint!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("\n{message}");
            ExitCode::FAILURE
        }
    }
}

fn number(word: &str) -> Result<u64, String> {
    word.parse().map_err(|_| format!("`{word}` is no number"))
}
