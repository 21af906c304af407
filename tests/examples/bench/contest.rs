//! The models in every engine, natively: one process a run, in turn, so that what disturbs one disturbs all.

use std::path::{Path, PathBuf};
use std::process::Command;

use bench::model::Model;

use crate::build;
use crate::figure::{Goal, Report, Unit, median};

/// Somebody who plays models: `PROGRAM [WORD] MODEL EVENTS` prints events, work and seconds.
struct Contender {
    name: &'static str,
    program: PathBuf,
    word: &'static str,
    plays: &'static [Model],
}

/// Plays all models in turn, and adds lines for us, for the peers, and for the ratios.
pub fn run(report: &mut Report, ours: &Path, times: usize, events: u64) -> Result<(), String> {
    let mut all = vec![Contender { name: "faultline", program: ours.to_owned(), word: "play", plays: &Model::ALL }];
    all.push(Contender { name: "with checkpoints", program: ours.to_owned(), word: "stage", plays: &Model::ALL });
    match build::heap() {
        Ok(program) => {
            all.push(Contender { name: "with a heap of four inside", program, word: "play", plays: &Model::ALL });
        }
        Err(why) => report.missing.push(format!("the engine with another queue inside: {why}")),
    }
    match build::peers() {
        Ok(program) => {
            let peer = |name, word, plays| Contender { name, program: program.clone(), word, plays };
            all.push(peer("nexosim 1.0.0", "nexosim", &Model::ALL));
            all.push(peer("nexosim 1.0.0, no ports", "nexosim-direct", &[Model::Ring, Model::Gossip]));
            all.push(peer("bare BinaryHeap", "heap", &Model::ALL));
        }
        Err(why) => report.missing.push(format!("the peers, nexosim and the bare heap: {why}")),
    }
    for model in Model::ALL {
        let playing: Vec<&Contender> = all.iter().filter(|one| one.plays.contains(&model)).collect();
        let mut rounds: Vec<Vec<Run>> = Vec::new();
        for _ in 0..times {
            let round: Result<Vec<Run>, String> = playing.iter().map(|one| play(one, model, events)).collect();
            rounds.push(round?);
        }
        lines(report, model, &playing, &rounds);
    }
    Ok(())
}

/// One run, in events and in work a second.
struct Run {
    events: f64,
    work: f64,
}

fn play(one: &Contender, model: Model, events: u64) -> Result<Run, String> {
    let numbers = output(&one.program, &[one.word, model.name(), &events.to_string()])?;
    let [events, work, seconds] = numbers[..] else { return Err(format!("{} said {numbers:?}", one.name)) };
    Ok(Run { events: events / seconds, work: work / seconds })
}

/// The numbers that a program prints.
pub fn output(program: &Path, words: &[&str]) -> Result<Vec<f64>, String> {
    let out = Command::new(program).args(words).output().map_err(|e| format!("{}: {e}", program.display()))?;
    if !out.status.success() {
        return Err(format!("{} {}: {}", program.display(), words.join(" "), String::from_utf8_lossy(&out.stderr)));
    }
    let said = String::from_utf8_lossy(&out.stdout);
    Ok(said.split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

fn lines(report: &mut Report, model: Model, playing: &[&Contender], rounds: &[Vec<Run>]) {
    let over = |at: usize, of: fn(&Run) -> f64| median(&rounds.iter().map(|r| of(&r[at])).collect::<Vec<_>>());
    let name = model.name();
    for (at, one) in playing.iter().enumerate() {
        let goal = if at == 0 && model == Model::Ring { Goal::Least(8.0) } else { Goal::None };
        let rate = over(at, |run| run.events) / 1e6;
        report.add(format!("{name}, events: {}", one.name), "native", rate, Unit::Millions, goal);
        if model == Model::Queue {
            let rate = over(at, |run| run.work) / 1e6;
            report.add(format!("{name}, requests: {}", one.name), "native", rate, Unit::Millions, Goal::None);
        }
    }
    // The quicker way of using nexosim counts, round by round.
    let nexosim: Vec<usize> = (0..playing.len()).filter(|at| playing[*at].name.starts_with("nexosim")).collect();
    if !nexosim.is_empty() {
        let best = |round: &Vec<Run>| nexosim.iter().map(|at| round[*at].work).fold(0.0, f64::max);
        let ratio = median(&rounds.iter().map(|round| round[0].work / best(round)).collect::<Vec<_>>());
        report.add(format!("{name}: faultline / nexosim"), "native", ratio, Unit::Times, Goal::Least(3.0));
    }
    if let Some(heap) = playing.iter().position(|one| one.name.starts_with("bare")) {
        let share = median(&rounds.iter().map(|round| round[0].work / round[heap].work).collect::<Vec<_>>());
        report.add(format!("{name}: faultline / bare heap"), "native", share, Unit::Times, Goal::None);
    }
}
