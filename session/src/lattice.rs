//! Where what clients saw up to an instant stands among the consistency models.

use lessons::model::{GoalLine, StepKind};
use sim_core::lattice::{self, History, IMPLICATIONS, Kind, Model, Placement, Verdict};
use sim_core::measure::{Evidence, clock};
use sim_core::order::Ordered;
use sim_core::registry::{Arg, ArgKind, Registry};
use sim_core::time::Time;

use crate::opened::OpenAct;
use crate::wire::{ModelState, Models, Status, Us};

/// Histories with more operations are not placed: the searches would keep the engine from playing.
const MOST: usize = 240;
/// While the run goes on, histories with more operations wait until it rests.
const LIVE: usize = 60;

/// Whether a goal of the act names a model: a measure of it has an argument whose words are models.
pub(crate) fn named(open: &OpenAct) -> bool {
    let registry = Registry::engine();
    let model = |arg: &Arg| matches!(arg.kind, ArgKind::Word(words) if words.iter().all(|w| Model::named(w).is_some()));
    let measure = |line: &GoalLine| registry.measure(&line.sentence.call.measure);
    let names = |line: &GoalLine| measure(line).is_some_and(|measure| measure.args.iter().any(model));
    let steps = [StepKind::Break, StepKind::Repair, StepKind::Challenge];
    steps.into_iter().filter_map(|step| open.goal(step)).any(|goal| goal.lines.iter().any(names))
}

/// Every model, strong ones early, and how the history stands to it.
pub(crate) fn models(run: Evidence<'_>, at: Us, live: bool) -> Models {
    let run = &Evidence { until: Time(at).min(run.until), ..run };
    let mut out = Models { at: run.until.0, why: String::new(), models: Model::ALL.into_iter().map(plain).collect() };
    let history = match lattice::history(run) {
        Ok(history) => history,
        Err(why) => {
            return Models { why: format!("Models of reads and writes say nothing of this run: {why}."), ..out };
        }
    };
    let places = history.places();
    if live && places.len() > LIVE {
        out.why = format!("{} operations so far. Pause to see which models hold.", places.len());
        return out;
    }
    if places.len() > MOST {
        let many = places.len();
        out.why = format!("{many} operations up to here; up to {MOST} are placed. Go back, or make the run shorter.");
        return out;
    }
    if places.is_empty() {
        out.why = "No operation has ended yet.".into();
        return out;
    }
    let placed = lattice::place(&history);
    for (model, verdict) in &placed.verdicts {
        out.models[*model as usize].standing = match verdict {
            Verdict::Holds => Status::Met,
            Verdict::Broken => Status::Broken,
            Verdict::Undecided => Status::Undecided,
        };
    }
    witnesses(run, &history, &placed, &mut out.models);
    // What a small witness shows now may have been broken before: what fell first is told as it was then.
    if let Some(earlier) = fell(run)
        && let Ok(history) = lattice::history(&earlier)
    {
        witnesses(&earlier, &history, &lattice::place(&history), &mut out.models);
    }
    let broken = out.models.iter().enumerate().filter(|(_, m)| m.at.is_some());
    // The first that fell; of those that fell together the weakest says most.
    let first = broken.min_by_key(|(n, m)| (m.at, std::cmp::Reverse(*n))).map(|(n, _)| n);
    if let Some(n) = first {
        let fell = &out.models[n];
        out.why = format!("The first to fall is {}, at {}.", fell.title, clock(Time(fell.at.unwrap_or_default())));
        out.models[n].first = true;
    }
    out
}

/// The run up to the first instant at which the strongest model is broken: none falls before it.
fn fell<'a>(run: &Evidence<'a>) -> Option<Evidence<'a>> {
    let strongest = Model::ALL[0];
    let mut ends: Vec<Time> = run.past().map(|(_, op)| run.returned(op)).filter(|t| *t <= run.until).collect();
    ends.order();
    let up_to = |t: Time| Evidence { until: t, ..run.clone() };
    let broken =
        |t: Time| lattice::history(&up_to(t)).is_ok_and(|h| lattice::decide(&h, strongest) == Some(Verdict::Broken));
    ends.get(ends.partition_point(|t| !broken(*t))).map(|t| up_to(*t))
}

/// Why each model is broken: its operations, and when they were all there.
fn witnesses(run: &Evidence<'_>, history: &History, placed: &Placement, models: &mut [ModelState]) {
    let places = history.places();
    for witness in &placed.witnesses {
        let state = &mut models[witness.model as usize];
        state.text.clone_from(&witness.text);
        (state.at, state.ops) = (None, Vec::new());
        for op in &witness.ops {
            let at = places[*op];
            let (from, to) = history.unit(at).span.unwrap_or_default();
            let session = history.sessions[at.session].name.as_str();
            // A client that asks again before it was answered is several sessions: `Ann`, `Ann (2)`.
            let client = run.labels.iter().position(|label| {
                session.strip_prefix(label.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with(" ("))
            });
            state.ops.push((client.unwrap_or_default() as u16, from.0));
            let seen = if to == Time::NEVER { from } else { to };
            state.at = Some(state.at.unwrap_or_default().max(seen.0));
        }
    }
}

fn plain(model: Model) -> ModelState {
    let info = model.info();
    let below = IMPLICATIONS.iter().filter(|(strong, _)| *strong == model).map(|(_, weak)| *weak as u16);
    let same = model.same_as();
    ModelState {
        name: info.name.into(),
        title: info.title.into(),
        meaning: info.meaning.into(),
        transactions: info.kind == Kind::Transactions,
        same: (same != model).then_some(same as u16),
        below: below.collect(),
        ..ModelState::default()
    }
}
