//! Lines of what the native program measures by itself: a lesson, seeking, forking, memory.

use std::path::Path;

use bench::model::Model;
use bench::{LONG, MILLION};

use crate::contest::output;
use crate::figure::{Goal, Report, Unit, median, quantile};
use crate::shipped::Heaviest;

const PLACE: &str = "native";

/// Adds the lines.
pub fn run(report: &mut Report, program: &Path, heaviest: &Heaviest, times: usize, looks: usize) -> Result<(), String> {
    let (folder, world) = (heaviest.folder.display().to_string(), heaviest.world.to_string());
    let (times, looks) = (times.to_string(), looks.to_string());
    let ask = |words: &[&str]| output(program, words);
    let took = median(&ask(&["minute", &folder, &world, &times])?);
    report.add(heaviest.what(), PLACE, took, Unit::Ms, Goal::Most(50.0));
    let took = median(&ask(&["seal", &folder, &times])?);
    report.add("sealed run, 20 seeds, judged", PLACE, took, Unit::Ms, Goal::None);
    let seeks = ask(&["seek", &folder, &world, &looks])?;
    let forks = ask(&["fork", &folder, &world, &looks])?;
    looked(report, PLACE, &seeks, &forks, Goal::None);
    for model in Model::ALL {
        let bytes = ask(&["memory", model.name(), &MILLION.to_string()])?;
        let peak = |at: usize| bytes.get(at).copied().unwrap_or(f64::NAN);
        remembered(report, PLACE, model, [peak(0), peak(2)]);
    }
    Ok(())
}

/// Lines for seeking and forking.
pub fn looked(report: &mut Report, place: &'static str, seeks: &[f64], forks: &[f64], seek: Goal) {
    let what = |what: &str| format!("{what} in a run of {},000 events", LONG / 1_000);
    report.add(what("seek, p50,"), place, median(seeks), Unit::Ms, Goal::None);
    report.add(what("seek, p95,"), place, quantile(seeks, 0.95), Unit::Ms, seek);
    report.add(what("fork, p50,"), place, median(forks), Unit::Ms, Goal::None);
    report.add(what("fork, p95,"), place, quantile(forks, 0.95), Unit::Ms, Goal::Most(1.0));
}

/// Lines for memory: of a run as it is, and as the page keeps it.
pub fn remembered(report: &mut Report, place: &'static str, model: Model, bytes: [f64; 2]) {
    for (how, bytes) in ["", ", with checkpoints"].into_iter().zip(bytes) {
        let what = format!("memory, a million events: {}{how}", model.name());
        report.add(what, place, bytes / 1e6, Unit::Mb, Goal::Most(96.0));
    }
}
