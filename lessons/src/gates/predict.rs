//! P2: the run of Predict has one true answer, and the misconception's is another.

use sim_core::measure::Verdict;
use sim_core::quantity::Quantity;
use sim_core::world::Refusal;

use super::bench::{Bench, evidence};
use super::dot::found;
use super::gate::Gate;
use crate::judge::{self, Standing};
use crate::model::{Guess, GuessForm, StepKind, Task};

/// Plays the run that Predict asks about and holds every answer against it.
pub(super) fn gate(bench: &mut Bench<'_>) -> Result<Gate, Refusal> {
    let mut gate = Gate::new("P2", "the run answers the question");
    let span = bench.step(StepKind::Predict);
    for step in bench.act.text.steps.iter().filter(|step| step.kind == StepKind::Predict) {
        let Task::Guess(guess) = &step.task else { continue };
        let Some(run) = bench.act.runs.runs.iter().find(|run| run.name == guess.run) else { continue };
        for world in bench.recorded(run, 0)? {
            let labels = bench.act.world.labels(&world.names);
            let evidence = evidence(&world, &labels);
            let readings: Vec<(&str, String, Standing, Verdict)> = guess
                .answers
                .iter()
                .map(|(key, sentence)| {
                    let reading = judge::read(sentence, &evidence);
                    (
                        key.as_str(),
                        format!("{} is {}", sentence.text, found(&reading)),
                        reading.standing,
                        reading.finding.verdict,
                    )
                })
                .collect();
            let told: Vec<String> = readings.iter().map(|(key, told, ..)| format!("{key}: {told}")).collect();
            if let Some(message) = misses(guess, &readings) {
                let message = format!("on the run `{}` {message}", run.name);
                gate.problems.push(bench.problem(span, message, Some(told.join("; "))));
            }
            gate.figures.extend(told);
        }
    }
    Ok(gate)
}

/// What is wrong with the answers, if anything.
fn misses(guess: &Guess, readings: &[(&str, String, Standing, Verdict)]) -> Option<String> {
    match &guess.form {
        GuessForm::Options(options) => {
            let held: Vec<&str> = readings.iter().filter(|r| r.2 == Standing::Met).map(|r| r.0).collect();
            let [truth] = held[..] else {
                return Some(format!("{} answers hold; exactly one must", held.len()));
            };
            let believed = options.iter().any(|option| option.misconception && option.key == truth);
            believed.then(|| format!("`{truth}` holds, which is marked as the misconception"))
        }
        GuessForm::Number { low, high, belief, unit } => {
            let Some(Verdict::Quantity(found)) = readings.first().map(|r| &r.3) else {
                return Some("there is no number to tell".to_string());
            };
            let spelled = |value: f64| Quantity { value, unit: *unit }.to_string();
            if found.value < *low || found.value > *high {
                return Some(format!("{found} lies outside {} to {}", spelled(*low), spelled(*high)));
            }
            let same = spelled(found.value) == spelled(*belief);
            same.then(|| format!("{found} is what the misconception says"))
        }
    }
}
