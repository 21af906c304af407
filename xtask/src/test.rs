//! `cargo xtask test`: every test there is, the quick and telling ones first, the browser last.
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use crate::run::{self, cargo, on_path, root};
use crate::{axe, chromium, dist, index, payload, tools};

/// What the person asked for.
struct Wish {
    only: Option<String>,
    filter: Vec<String>,
    long: bool,
}

type Part = (&'static str, fn(&Wish) -> Result<(), String>);

/// In this order: what needs no tools comes before what installs them.
const PARTS: [Part; 7] = [
    ("tidy", tidy),
    ("native", native),
    ("lessons", lessons),
    ("wasm", wasm),
    ("tools", tools),
    ("dist", site),
    ("browser", browser),
];

/// Runs all parts, also after one has failed, and sums up.
pub fn test(arguments: &[String]) -> Result<(), String> {
    let wish = wish(arguments)?;
    let chosen: Vec<Part> = PARTS.into_iter().filter(|(name, _)| chosen(&wish, name)).collect();
    if chosen.is_empty() {
        let names = PARTS.map(|(name, _)| name).join(", ");
        return Err(format!("no part has the name {}; there are {names}", wish.only.unwrap_or_default()));
    }
    let mut summary = String::new();
    let mut failed = 0;
    for (name, part) in &chosen {
        println!("\n=== {name}");
        let start = Instant::now();
        let result = part(&wish);
        let seconds = start.elapsed().as_secs_f64();
        let word = if result.is_ok() { "passed" } else { "FAILED" };
        summary += &format!("{name:<8} {word} {seconds:>7.1} s\n");
        if let Err(problem) = result {
            failed += 1;
            eprintln!("{name}: {problem}");
        }
    }
    println!("\n{summary}{} passed, {failed} failed", chosen.len() - failed);
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} parts failed", chosen.len())) }
}

fn wish(arguments: &[String]) -> Result<Wish, String> {
    let mut wish = Wish { only: None, filter: Vec::new(), long: false };
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--long" => wish.long = true,
            "--only" => wish.only = Some(words.next().ok_or("--only needs the name of a part")?.clone()),
            "--" => wish.filter = words.by_ref().cloned().collect(),
            other => return Err(format!("test does not know {other}; it takes --only WORD, --long and -- FILTER")),
        }
    }
    Ok(wish)
}

/// The browser needs what comes before it: asking for it alone builds the site as well.
fn chosen(wish: &Wish, part: &str) -> bool {
    let Some(only) = &wish.only else { return true };
    part.contains(only) || ("browser".contains(only) && part == "dist")
}

fn tidy(_: &Wish) -> Result<(), String> {
    // In CI the index is not made anew: tidy must see whether it was committed.
    if std::env::var_os("CI").is_none() {
        index::write()?;
    }
    run::run(&mut cargo(&["test", "--package", "tests", "--test", "tidy"]))
}

fn native(wish: &Wish) -> Result<(), String> {
    // Quicker where it is there: it runs the tests of all crates at once. Nothing here needs it.
    if on_path("cargo-nextest").is_some() {
        let others = "not binary(tidy) and not binary(wasm)";
        let mut command = cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "-E", others]);
        return run::run(long(command.args(&wish.filter), wish));
    }
    let mut crates = cargo(&["test", "--workspace", "--exclude", "tests", "--no-fail-fast"]);
    let mut driver = cargo(&["test", "--package", "tests", "--lib"]);
    let first = run::run(long(crates.args(&wish.filter), wish));
    first.and(run::run(long(driver.args(&wish.filter), wish)))
}

fn lessons(wish: &Wish) -> Result<(), String> {
    let mut command = cargo(&["run", "--quiet", "--package", "lessons", "--bin", "faultline", "--", "check"]);
    run::run(long(&mut command, wish))
}

fn wasm(wish: &Wish) -> Result<(), String> {
    run::run(long(&mut cargo(&["test", "--package", "tests", "--test", "wasm"]), wish))
}

fn tools(_: &Wish) -> Result<(), String> {
    let bin = tools::ensure()?;
    let browser = chromium::ensure()?;
    let axe = axe::ensure()?;
    println!("axe-core: {}", axe.display());
    println!("trunk {} and wasm-bindgen {}, in {} or on the PATH", tools::TRUNK, tools::WASM_BINDGEN, bin.display());
    println!("browser: {}", browser.display());
    Ok(())
}

/// What visitors get: the release, under a path, with its policy. The stories walk through exactly this.
fn site(_: &Wish) -> Result<(), String> {
    let folder = site_folder();
    // An old site must not stand in for one that could not be built.
    let _ = std::fs::remove_dir_all(&folder);
    dist::build("/faultline/", &folder)?;
    payload::table(&folder)
}

fn browser(wish: &Wish) -> Result<(), String> {
    let folder = site_folder();
    if !folder.join("404.html").is_file() {
        return Err("there is no site to open, because it could not be built".to_owned());
    }
    let mut command = cargo(&["test", "--package", "tests", "--features", "browser", "--test", "browser", "--"]);
    command.args(&wish.filter).env("FAULTLINE_DIST", folder).env("FAULTLINE_CHROMIUM", chromium::ensure()?);
    command.env("FAULTLINE_AXE", axe::ensure()?);
    run::run(long(&mut command, wish))
}

fn site_folder() -> PathBuf {
    root().join("target/site")
}

/// Tests that have a short and a long form look at this variable.
fn long<'a>(command: &'a mut Command, wish: &Wish) -> &'a mut Command {
    if wish.long { command.env("FAULTLINE_LONG", "1") } else { command }
}

#[cfg(test)]
mod tests {
    use super::{PARTS, chosen, wish};

    fn parts(text: &str) -> Result<String, String> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        let wish = wish(&words)?;
        let names = PARTS.iter().map(|part| part.0).filter(|name| chosen(&wish, name));
        Ok(names.chain(wish.filter.iter().map(String::as_str)).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn chooses_parts() {
        assert_eq!(parts("").unwrap(), "tidy native lessons wasm tools dist browser");
        assert_eq!(parts("--only browser -- home").unwrap(), "dist browser home");
        assert_eq!(parts("--only tidy --long").unwrap(), "tidy");
        assert_eq!(parts("--only").unwrap_err(), "--only needs the name of a part");
        assert_eq!(
            parts("--fast").unwrap_err(),
            "test does not know --fast; it takes --only WORD, --long and -- FILTER"
        );
    }
}
