//! Published histories: how long the checkers take, natively and in the browser, and how long Porcupine takes.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine as _;
use bench::corpus::{Corpus, FOLDERS, files};
use serde_json::json;

use crate::build;
use crate::contest::output;
use crate::figure::{Goal, Report, Unit, median};
use crate::module::Module;

/// What Porcupine publishes itself, with its verdicts.
const PORCUPINE: &str = FOLDERS[0];

/// A folder of published histories.
struct Published {
    name: &'static str,
    files: Vec<PathBuf>,
    folder: PathBuf,
}

/// Those that are here: beside the project, or where `FAULTLINE_VALIDATION` says, as for `cargo xtask validate`.
fn published(report: &mut Report) -> Vec<Published> {
    let named = std::env::var_os("FAULTLINE_VALIDATION").map(PathBuf::from);
    let place = named.unwrap_or_else(|| build::root().join("../shared/validation"));
    let mut found = Vec::new();
    for name in FOLDERS {
        let folder = place.join(name);
        match files(&folder) {
            Ok(files) => found.push(Published { name, files, folder }),
            Err(why) => report.missing.push(format!("published histories: {why}")),
        }
    }
    found
}

impl Published {
    fn what(&self, who: &str) -> String {
        format!("{}, {} files judged{who}", self.name, self.files.len())
    }
    /// Lines for the sum and for the slowest file.
    fn add(&self, report: &mut Report, who: &str, place: &'static str, took: &[f64]) {
        report.add(self.what(who), place, took.iter().sum(), Unit::Ms, Goal::None);
        let slowest = self.files.iter().zip(took).max_by(|a, b| a.1.total_cmp(b.1));
        if let Some((file, ms)) = slowest {
            let file = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            report.add(format!("{}, slowest{who}: {file}", self.name), place, *ms, Unit::Ms, Goal::None);
        }
    }
    /// A line for how many times as much this is as that which was measured natively.
    fn ratio(&self, report: &mut Report, how: &str, place: &'static str, took: &[f64]) {
        let native = self.what("");
        let found = report.figures.iter().find(|figure| figure.what == native && figure.place == "native");
        if let Some(ours) = found.map(|figure| figure.value) {
            let times = took.iter().sum::<f64>() / ours;
            report.add(format!("{}, {how}", self.name), place, times, Unit::Times, Goal::None);
        }
    }
}

/// Adds the lines of the native program, and of Porcupine.
pub fn native(report: &mut Report, program: &Path, times: usize) -> Result<(), String> {
    for part in published(report) {
        let took = output(program, &["corpus", &part.folder.display().to_string(), &times.to_string()])?;
        part.add(report, "", "native", &took);
        if part.name == PORCUPINE {
            match porcupine(&part, times) {
                Ok(took) => {
                    part.add(report, " by Porcupine", "native", &took);
                    part.ratio(report, "Porcupine / faultline", "native", &took);
                }
                Err(why) => report.missing.push(format!("Porcupine, in Go: {why}")),
            }
        }
    }
    Ok(())
}

/// Milliseconds of each file; its verdicts must be the published ones.
fn porcupine(part: &Published, times: usize) -> Result<Vec<f64>, String> {
    let mut command = Command::new(build::porcupine()?);
    let out = command.arg(times.to_string()).args(&part.files).output().map_err(|e| e.to_string())?;
    if !out.status.success() {
        return Err(String::from_utf8_lossy(&out.stderr).trim().to_owned());
    }
    let table = part.folder.join("expected.csv");
    let table = std::fs::read_to_string(&table).map_err(|e| format!("{}: {e}", table.display()))?;
    let said = String::from_utf8_lossy(&out.stdout);
    let mut took = Vec::new();
    for (file, line) in part.files.iter().zip(said.lines()) {
        let name = file.strip_prefix(&part.folder).unwrap_or(file).display().to_string();
        let expected = table.lines().map(|line| line.split(',')).find(|line| line.clone().next() == Some(&name));
        let (holds, ms) = line.split_once(' ').unwrap_or_default();
        if expected.and_then(|mut line| line.nth(2)).map(|holds| holds == "true") != Some(holds == "1") {
            return Err(format!("{name}: another verdict than the published one"));
        }
        took.push(ms.parse().map_err(|e| format!("{ms}: {e}"))?);
    }
    Ok(took)
}

/// Adds the lines of the module in the browser.
pub fn browser(report: &mut Report, module: &Module, times: usize) -> Result<(), String> {
    let (mut here, mut n) = (Corpus::default(), 0);
    for part in published(report) {
        let mut took = Vec::new();
        for file in &part.files {
            let bytes = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
            let text = base64::engine::general_purpose::STANDARD.encode(&bytes);
            if !here.add(&bytes) || module.call("read", &json!([text])) != true {
                return Err(format!("{} is no history", file.display()));
            }
            let judge = format!("bench.engine.judge_history({n})");
            // What is fast and wrong is worth nothing.
            if module.eval(&judge) != here.judge(n) {
                return Err(format!("the verdicts of {} are others in the browser", file.display()));
            }
            took.push(median(&module.costs(times, |_| judge.clone())));
            n += 1;
        }
        part.add(report, "", "browser", &took);
        part.ratio(report, "browser / native", "browser", &took);
    }
    Ok(())
}
