//! `cargo xtask bench`: sizes of the release, how long the page's questions take, and the engine beside its goals.
use crate::run::{self, cargo, root};
use crate::{dist, payload};

/// With any of them only the engine is measured: for programs, without its release; only a part of it; less often.
const OPTIONS: [&str; 7] = ["--json", "--engine", "--native", "--browser", "--frames", "--visit", "--quick"];

/// Builds the release, prints its sizes, then measures the session and the engine.
pub fn bench(arguments: &[String]) -> Result<(), String> {
    if let Some(word) = arguments.iter().find(|word| !OPTIONS.contains(&word.as_str())) {
        return Err(format!("bench does not know {word}; it takes {}", OPTIONS.join(", ")));
    }
    let mut engine = cargo(&["run", "--quiet", "--package", "tests", "--example", "bench", "--"]);
    engine.args(arguments);
    if !arguments.is_empty() {
        return run::run(&mut engine);
    }
    let folder = root().join("target/site");
    dist::build("/faultline/", &folder)?;
    let sizes = payload::table(&folder);
    run::run(&mut cargo(&["run", "--release", "--quiet", "--package", "session", "--example", "bench"]))?;
    run::run(&mut engine)?;
    sizes
}
