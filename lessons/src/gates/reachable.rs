//! G2: Break can be reached, in more than one way, with few acts, within a short time of watching.

use sim_core::act::{Act as Verb, Line};
use sim_core::measure::clock;
use sim_core::run::starts;
use sim_core::time::Duration;
use sim_core::world::Refusal;

use super::bench::{Bench, evidence};
use super::dot::found;
use super::gate::Gate;
use super::watching;
use crate::judge;
use crate::model::{Role, Run, StepKind};

/// One witness has at most so many acts.
const ACTS: usize = 6;
/// One witness is reached within so many seconds of watching.
const WATCHING: f64 = 40.0;
/// Acts that are this far apart are another way.
const APART: Duration = Duration::secs(1);

/// A recorded witness that meets a part of the goal.
struct Way<'a> {
    run: &'a Run,
    seconds: f64,
}

/// Plays the recorded witnesses: each meets something, and what the goal asks for is met in two ways, each part of it.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("G2", "Break can be reached in more than one way");
    let Some(goal) = bench.breaks.clone() else { return Ok(gate) };
    let pace = bench.act.world.pace;
    let parts = goal.parts();
    let mut ways: Vec<Vec<Way<'_>>> = parts.iter().map(|_| Vec::new()).collect();
    for run in bench.runs(Role::Witness) {
        for world in bench.recorded(run, 0)? {
            let met = bench.parts_met(&goal, &world);
            if met.iter().all(Option::is_none) {
                let labels = bench.act.world.labels(&world.names);
                let readings = judge::readings(&goal.lines, &evidence(&world, &labels));
                let lines = goal.lines.iter().zip(&readings);
                let told: Vec<String> =
                    lines.map(|(l, r)| format!("{} comes out as {}", l.sentence.text, found(r))).collect();
                let message = format!("the witness `{}` does not meet `{}`: {}", run.name, goal.name, told.join("; "));
                gate.problems.push(bench.problem(run.span, message, None));
            }
            for ((met, part), ways) in met.iter().zip(&parts).zip(&mut ways) {
                let Some(met) = met else { continue };
                let seconds = watching::seconds(&world, pace, met.at);
                let flight = watching::median_flight(&world, pace, met.at);
                let flight = flight.map_or(String::new(), |ms| format!(", median flight {ms:.0} ms"));
                let what = part.line.map_or(String::new(), |line| format!(" ({})", goal.lines[line].sentence.text));
                gate.figure(format!(
                    "`{}` at {} with {} act{}: {seconds:.1} s of watching{flight}{what}",
                    run.name,
                    clock(met.at),
                    run.acts.len(),
                    if run.acts.len() == 1 { "" } else { "s" }
                ));
                ways.push(Way { run, seconds });
            }
        }
    }
    let step = bench.step(StepKind::Break);
    for (part, ways) in parts.iter().zip(&ways) {
        let what = part.line.map_or_else(|| goal.name.clone(), |line| goal.lines[line].sentence.text.clone());
        for message in missing(&what, ways) {
            gate.problems.push(bench.problem(step, message, None));
        }
    }
    Ok(gate)
}

/// What the ways to a goal, or to a part of it, lack.
fn missing(what: &str, ways: &[Way<'_>]) -> Vec<String> {
    let alike = !ways.iter().any(|a| ways.iter().any(|b| differ(&a.run.acts, &b.run.acts)));
    let missing = [
        (ways.len() < 2, format!("{} recorded witnesses meet `{what}`; at least two", ways.len())),
        (
            ways.len() > 1 && alike,
            format!(
                "all witnesses of `{what}` do the same thing: another element, another kind of fault, or 1 s apart"
            ),
        ),
        (!ways.iter().any(|w| w.run.acts.len() <= ACTS), format!("no witness of `{what}` has at most {ACTS} acts")),
        (
            !ways.iter().any(|w| w.seconds <= WATCHING),
            format!("no witness of `{what}` is reached within {WATCHING} s of watching"),
        ),
    ];
    missing.into_iter().filter(|(missing, _)| *missing).map(|(_, message)| message).collect()
}

/// Whether two runs differ in an element, in a kind of fault, or by so much in time.
fn differ(a: &[Line], b: &[Line]) -> bool {
    let (a, b) = (parts(a), parts(b));
    let what = |parts: &[(String, u64)]| parts.iter().map(|(what, _)| what.clone()).collect::<Vec<_>>();
    what(&a) != what(&b) || a.iter().zip(&b).any(|(a, b)| a.1.abs_diff(b.1) >= APART.0)
}

/// What each act does to one element, and when; how strongly does not count.
fn parts(lines: &[Line]) -> Vec<(String, u64)> {
    let mut parts: Vec<(String, u64)> = Vec::new();
    for line in lines {
        let at = starts(line).0;
        match &line.act {
            Verb::Cut(links) => parts.extend(links.iter().map(|link| (Verb::Cut(vec![link.clone()]).to_string(), at))),
            act => {
                let text = act.to_string();
                parts.push((text.split(" by ").next().unwrap_or("").to_string(), at));
            }
        }
    }
    parts.sort();
    parts
}
