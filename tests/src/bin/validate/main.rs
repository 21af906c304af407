//! `cargo xtask validate`: parts, checkers and simulations against published results, one row each.
//!
//! Reads `../shared/validation` beside the project, or the folder that `FAULTLINE_VALIDATION` names; every section
//! there is described in its README. Words on the command line choose the targets whose names contain them. Ends with 1
//! if anything is wrong, with 2 if there is nothing to compare with.

mod backoff;
mod breakers;
mod broadcast;
mod callers;
mod charges;
mod clocks;
mod consistency;
mod detectors;
mod engine;
mod linearizability;
mod queues;
mod retries;
mod silence;
mod stage;
mod stations;
mod table;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use table::Row;

/// What one target compares, and how it is chosen.
type Target = (&'static str, fn(&Path) -> Vec<Row>);

const TARGETS: &[Target] = &[
    ("01-porcupine, 02-knossos", linearizability::rows),
    ("03-consistency", consistency::rows),
    ("04-backoff", backoff::rows),
    ("07-queues", queues::rows),
    ("08-retries", retries::rows),
    ("08-callers", callers::rows),
    ("08-charges", charges::rows),
    ("09-circuit-breakers", breakers::rows),
    ("11-failure-detectors", detectors::rows),
    ("11-silence", silence::rows),
    ("11-broadcast", broadcast::rows),
    ("12-clocks", clocks::rows),
    ("12-stations", stations::rows),
];

fn main() -> ExitCode {
    let folder = std::env::var_os("FAULTLINE_VALIDATION")
        .map_or_else(|| xtask::run::root().join("../shared/validation"), PathBuf::from);
    let words: Vec<String> = std::env::args().skip(1).collect();
    if !folder.is_dir() {
        eprintln!("there are no published results at {}; FAULTLINE_VALIDATION names another folder", folder.display());
        return ExitCode::from(2);
    }
    let chosen = TARGETS.iter().filter(|(name, _)| words.is_empty() || words.iter().any(|word| name.contains(word)));
    let rows: Vec<Row> = chosen.flat_map(|(_, target)| target(&folder)).collect();
    if rows.is_empty() {
        let names = TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
        eprintln!("no target has one of the words {}; there are {names}", words.join(", "));
        return ExitCode::from(2);
    }
    print!("{}", table::print(&rows));
    let wrong = rows.iter().filter(|row| !row.right).count();
    println!("\n{} right, {wrong} wrong", rows.len() - wrong);
    if wrong == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
