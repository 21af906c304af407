//! Sweeps: one measure over many settings and seeds. Their points are recorded, so that a page draws them without playing.

use sim_core::act::{Act, Line, When};
use sim_core::measure::Verdict;
use sim_core::time::Time;
use sim_core::world::Refusal;

use super::bench::{Bench, evidence};
use super::figures::joined;
use super::gate::Gate;
use crate::judge::{self, Standing};
use crate::model::{Stat, Sweep};

/// Plays every sweep and holds its recorded points against what it measures.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("C", "curves are as measured");
    for sweep in &bench.act.runs.sweeps {
        let help = Some("look at the curve, then accept it: faultline check --accept".to_string());
        let found = match points(bench, sweep)? {
            Ok(found) => found,
            Err(setting) => {
                let message = format!("the sweep `{}` has nothing to measure with {setting}", sweep.name);
                gate.problems.push(bench.problem(sweep.span, message, None));
                continue;
            }
        };
        let differs = found.iter().zip(&sweep.points).position(|(a, b)| (a - b).abs() > 1e-9);
        if found.len() != sweep.points.len() {
            let message =
                format!("the sweep `{}` has {} points recorded, not {}", sweep.name, sweep.points.len(), found.len());
            gate.problems.push(bench.problem(sweep.span, message, help));
        } else if let Some(at) = differs {
            let (now, then) = (found[at], sweep.points[at]);
            let message = format!("point {} of the sweep `{}` is {now} now, not {then}", at + 1, sweep.name);
            gate.problems.push(bench.problem(sweep.span, message, help));
        }
        gate.figure(format!("`{}` has {} points", sweep.name, found.len()));
    }
    Ok(gate)
}

/// The settings of a sweep, point by point: the last path of `over` changes fastest.
fn settings(sweep: &Sweep) -> Vec<Vec<(&str, &str)>> {
    let mut points: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for (path, values) in &sweep.over {
        let longer = points.iter().flat_map(|point| {
            values.iter().map(|value| point.iter().copied().chain([(path.as_str(), value.as_str())]).collect())
        });
        points = longer.collect();
    }
    points
}

/// A sweep's points, each rounded to four decimals; or the setting under which there is nothing to measure.
pub(super) fn points(bench: &mut Bench<'_>, sweep: &Sweep) -> Result<Result<Vec<f64>, String>, Refusal> {
    let Some(run) = bench.act.runs.runs.iter().find(|run| run.name == sweep.run) else {
        return Ok(Ok(Vec::new())); // which was said when the file was read
    };
    let mut points = Vec::new();
    for point in settings(sweep) {
        let mut varied = run.clone();
        varied.acts.extend(point.iter().map(|(path, value)| Line {
            label: None,
            when: When::At(Time::ZERO),
            act: Act::Set { path: (*path).to_string(), value: (*value).to_string() },
            lasting: None,
        }));
        let mut values = Vec::new();
        for n in if sweep.seeds == 1 { 0..=0 } else { 1..=sweep.seeds } {
            for world in bench.recorded(&varied, n)? {
                let labels = bench.act.world.labels(&world.names);
                let reading = judge::read(&sweep.sentence, &evidence(&world, &labels));
                let value = match (&reading.finding.verdict, sweep.stat) {
                    (_, Stat::Share) => f64::from(reading.standing == Standing::Met),
                    (Verdict::Quantity(quantity), _) => quantity.value,
                    _ => {
                        let told: Vec<String> = point.iter().map(|(path, value)| format!("{path} {value}")).collect();
                        return Ok(Err(told.join(", ")));
                    }
                };
                values.push(value);
            }
        }
        let unit = bench.unit(&sweep.sentence, sweep.stat);
        let joined = joined(&values, sweep.stat, sweep.sentence.bound.as_ref().map(|bound| bound.0), unit);
        points.push((joined * 1e4).round() / 1e4);
    }
    Ok(Ok(points))
}
