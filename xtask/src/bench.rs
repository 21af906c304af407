//! `cargo xtask bench`: sizes of the release, and speed once there is a benchmark.
use crate::run::{self, cargo, root};
use crate::{dist, payload};

/// Where the benchmark of the session will be: an example, because it prints a table for people.
const BENCH: &str = "session/examples/bench.rs";

/// Builds the release, prints its sizes, runs the benchmark of the session.
pub fn bench(arguments: &[String]) -> Result<(), String> {
    if !arguments.is_empty() {
        return Err("bench takes no options".to_owned());
    }
    let folder = root().join("target/site");
    dist::build("/faultline/", &folder)?;
    let sizes = payload::table(&folder);
    if root().join(BENCH).is_file() {
        run::run(&mut cargo(&["run", "--release", "--quiet", "--package", "session", "--example", "bench"]))?;
    } else {
        println!("No speed was measured: there is no {BENCH} yet.");
    }
    sizes
}
