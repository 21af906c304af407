//! G11: recorded runs still play as they were accepted, to the last event.

use sim_core::luck::mix;
use sim_core::world::Refusal;

use super::bench::Bench;
use super::gate::Gate;
use crate::model::Run;
use crate::source::{File, Span};

/// Plays every recorded run and compares its fingerprint.
pub(super) fn gate(bench: &mut Bench<'_>) -> Gate {
    let mut gate = Gate::new("G11", "recorded runs play as accepted");
    let help = || Some("look at the run, then accept it: faultline check --accept".to_string());
    let (mut same, runs) = (0, &bench.act.runs.runs);
    for run in runs {
        let found = match fingerprint(bench, run) {
            Ok(found) => found,
            Err(refusal) => {
                gate.problems.push(bench.problem(
                    run.span,
                    format!("the run `{}` cannot be played: {refusal}", run.name),
                    None,
                ));
                continue;
            }
        };
        match run.fingerprint.as_deref() {
            Some(accepted) if accepted.eq_ignore_ascii_case(&found) => same += 1,
            Some(accepted) => {
                let message = format!("the run `{}` has the fingerprint {found} now, not {accepted}", run.name);
                gate.problems.push(bench.problem(place_of(bench, run, accepted), message, help()));
            }
            None => {
                let message = format!("the run `{}` has no fingerprint; it plays as {found}", run.name);
                gate.problems.push(bench.problem(run.span, message, help()));
            }
        }
    }
    gate.figure(format!("{same} of {} fingerprints are as accepted", runs.len()));
    gate
}

/// A run's fingerprint; of several worlds, one over all of them.
pub(super) fn fingerprint(bench: &mut Bench<'_>, run: &Run) -> Result<String, Refusal> {
    let worlds = bench.recorded(run, 0)?;
    let each = worlds.iter().map(|world| world.trace.fingerprint());
    Ok(format!("{:016x}", each.reduce(|all, one| mix(all ^ one)).unwrap_or_default()))
}

/// Where the accepted fingerprint of a run stands.
fn place_of(bench: &Bench<'_>, run: &Run, accepted: &str) -> Span {
    let text = bench.files.runs.unwrap_or_default();
    let after = text.get(run.span.start..).and_then(|rest| rest.find(accepted));
    after.map_or(run.span, |at| {
        let start = run.span.start + at;
        Span::new(File::Runs, start, start + accepted.len())
    })
}
