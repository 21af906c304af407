//! Charts: what the scenario's `charts` measure, sliding over the run, with the goals about the same and the latencies
//! of single answers.

use lessons::chart::{since, sliding};
use lessons::judge;
use lessons::model::{Goal, GoalLine, LineKind, Sentence, WorldFile};
use sim_core::history::{Op, Outcome};
use sim_core::measure::{self, Call, Evidence, Verdict};
use sim_core::order::Ordered;
use sim_core::quantity::{Quantity, Unit};
use sim_core::registry::{ArgKind, MeasureInfo, Registry, Yields};
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::goals;
use crate::stage::{Branch, Stage};
use crate::wire::{ChartInfo, Track, Us};

/// A chart has a point for each of so many steps of the run's length.
const GRID: u64 = 200;
/// Bins of a histogram.
const BINS: usize = 24;

/// What a chart shows.
struct Chart {
    call: Call,
    /// Looks back so far; nothing for counted events.
    over: Option<Duration>,
    info: MeasureInfo,
}

impl Chart {
    fn new(sentence: &Sentence, length: Duration) -> Option<Self> {
        let info = Registry::engine().measure(&sentence.call.measure)?.clone();
        let (call, over) = sliding(sentence);
        let over = over.unwrap_or(Duration(round(length.0 / 10)));
        let counted = info.yields == Yields::Quantity(Unit::Count) && !info.fields.is_empty();
        Some(Self { call, over: (!counted).then_some(over), info })
    }
    const fn unit(&self) -> Unit {
        if let Yields::Quantity(unit) = self.info.yields { unit } else { Unit::Count }
    }
    /// About how long clients' operations took.
    fn latency(&self) -> bool {
        self.unit() == Unit::Time && self.info.args.iter().any(|arg| arg.kind == ArgKind::Clients)
    }
    fn find(&self, run: &Evidence<'_>, until: Time) -> Verdict {
        let from = self.over.map_or(run.from, |over| since(until, over));
        measure::find(&Evidence { from, until, ..run.clone() }, &self.call).verdict
    }
    fn value(&self, run: &Evidence<'_>, until: Time) -> f64 {
        shown(&self.find(run, until))
    }
}

/// A round span at least as long: 1, 2 or 5 times a power of ten, of microseconds.
fn round(us: u64) -> u64 {
    let unit = 10_u64.pow(us.max(1).ilog10());
    [1, 2, 5, 10].into_iter().map(|m| m * unit).find(|s| *s >= us).unwrap_or(unit)
}

/// Charts that share a track: latencies of the same operations, side by side.
fn tracks(file: &WorldFile, length: Duration) -> Vec<Vec<(usize, Chart)>> {
    let mut tracks: Vec<Vec<(usize, Chart)>> = Vec::new();
    for (at, sentence) in file.charts.iter().enumerate() {
        let Some(chart) = Chart::new(sentence, length) else { continue };
        let same = |(_, other): &(usize, Chart)| {
            other.latency() && chart.latency() && other.call.args == chart.call.args && other.over == chart.over
        };
        match tracks.last_mut().filter(|track| track.iter().all(same)) {
            Some(track) => track.push((at, chart)),
            None => tracks.push(vec![(at, chart)]),
        }
    }
    tracks
}

/// The tracks of a world, as people read them.
pub(crate) fn infos(file: &WorldFile, all: &[Goal], world: &World) -> Vec<ChartInfo> {
    let info = |track: Vec<(usize, Chart)>| {
        let charts: Vec<&Chart> = track.iter().map(|(_, chart)| chart).collect();
        let first = charts[0];
        let labels: Vec<String> = charts.iter().map(|c| c.info.short.to_string()).collect();
        let words =
            |c: &&Chart| goals::words(&Sentence { call: c.call.clone(), ..file.charts[track[0].0].clone() }, file);
        let unit = match first.unit() {
            Unit::Share => "%",
            Unit::Time => "s",
            Unit::Rate => "/s",
            Unit::Count => "",
        };
        ChartInfo {
            label: labels.join(", "),
            words: charts.iter().map(words).collect::<Vec<_>>().join(", "),
            unit: unit.into(),
            bars: first.over.is_none(),
            over: first.over.map_or(0, |over| over.0),
            goal: charts.iter().find_map(|c| goal(c, all, file)),
            lines: if labels.len() > 1 { labels } else { Vec::new() },
        }
    };
    let all = tracks(file, Duration(world.length.0));
    let clients: Vec<Option<String>> =
        all.iter().map(|track| track[0].1.call.word("clients").map(|clients| file.label(clients))).collect();
    let mut infos: Vec<ChartInfo> = all.into_iter().map(info).collect();
    // Two tracks of one measure are told apart by whom they are about.
    let labels: Vec<String> = infos.iter().map(|info| info.label.clone()).collect();
    for (info, clients) in infos.iter_mut().zip(clients) {
        let again = labels.iter().filter(|label| **label == info.label).count() > 1;
        info.label = clients.filter(|_| again).unwrap_or_else(|| info.label.clone());
    }
    infos
}

/// A goal line about the same measure; one about the same operations before others.
fn line_about<'a>(chart: &Chart, all: &'a [Goal]) -> Option<&'a GoalLine> {
    let lines = || all.iter().flat_map(|g| &g.lines).filter(|l| l.sentence.call.measure == chart.call.measure);
    lines().find(|l| l.sentence.call.args == chart.call.args).or_else(|| lines().next())
}

/// Its bound, and itself in words.
fn goal(chart: &Chart, all: &[Goal], file: &WorldFile) -> Option<(f64, String)> {
    let line = line_about(chart, all)?;
    let (comparison, bound) = line.sentence.bound.as_ref()?;
    let words = format!("{} {}", goals::words(&line.sentence, file), goals::bound(*comparison, bound));
    Some((shown(&Verdict::Quantity(*bound)), words))
}

/// A point of a chart: shares in percent.
fn shown(verdict: &Verdict) -> f64 {
    match verdict {
        Verdict::Quantity(q) if q.unit == Unit::Share => q.value * 100.0,
        Verdict::Quantity(q) => q.value,
        _ => f64::NAN,
    }
}

impl Stage {
    /// Charts grow with the run, so that a picture costs no more at its end than at its start.
    pub(crate) fn extend_charts(&mut self) {
        let length = Duration(self.staged.length);
        let step = (length.0 / GRID).max(1);
        let labels = self.labels.clone();
        let current = self.current;
        let mut charts = std::mem::take(&mut self.branches[current].charts);
        charts.resize(self.file.charts.len(), Vec::new());
        let run = self.branches[current].evidence(&labels);
        for (at, chart) in tracks(&self.file, length).into_iter().flatten().filter(|(_, c)| c.over.is_some()) {
            let points: &mut Vec<(Us, f64)> = &mut charts[at];
            let mut next = points.last().map_or(step, |p| p.0 + step);
            while next <= run.until.0 {
                points.push((next, chart.value(&run, Time(next))));
                next += step;
            }
        }
        self.branches[current].charts = charts;
    }

    /// Tracks as far as the run was shown, with the value at the playhead.
    pub(crate) fn tracks(&self, branch: &Branch, evidence: &Evidence<'_>) -> Vec<Track> {
        let track = |charts: Vec<(usize, Chart)>| {
            let lines = charts.iter().map(|(at, chart)| line(chart, &branch.charts[*at], branch, evidence)).collect();
            let first = &charts[0].1;
            let track = if first.latency() { histogram(evidence, &first.call) } else { Track::default() };
            let missed = |(_, chart): &(usize, Chart)| {
                let line = line_about(chart, &self.goals)?;
                // What Break asks for is not broken while it is not there yet.
                if matches!(line.kind, LineKind::Plain | LineKind::Part) {
                    return None;
                }
                let (comparison, bound) = line.sentence.bound.as_ref()?;
                let found = chart.find(evidence, evidence.until);
                matches!(found, Verdict::Quantity(q) if !judge::holds(&q, *comparison, bound)).then_some(())
            };
            Track { lines, missed: charts.iter().find_map(missed).is_some(), ..track }
        };
        tracks(&self.file, Duration(self.staged.length)).into_iter().map(track).collect()
    }
}

fn line(chart: &Chart, grid: &[(Us, f64)], branch: &Branch, evidence: &Evidence<'_>) -> Vec<(Us, f64)> {
    let shown = branch.seen.0.max(evidence.until.0);
    if chart.over.is_none() {
        let run = Evidence { until: Time(shown).min(evidence.world.now), ..evidence.clone() };
        let found = measure::find(&run, &chart.call);
        return found.witnesses.iter().enumerate().map(|(n, w)| (w.at.0, (n + 1) as f64)).collect();
    }
    let here = evidence.until.0;
    let mut points: Vec<(Us, f64)> = grid.iter().copied().filter(|p| p.0 <= shown && p.0 != here).collect();
    let at = points.partition_point(|p| p.0 < here);
    points.insert(at, (here, chart.value(evidence, evidence.until)));
    points
}

/// How long answers took, in bins of equal width.
fn histogram(evidence: &Evidence<'_>, call: &Call) -> Track {
    let timeout = timeout(evidence.world);
    let answered = |op: &&Op| matches!(evidence.outcome(op), Outcome::Ok(_));
    let chosen = evidence.chosen(call);
    let mut took: Vec<u64> =
        chosen.iter().map(|(_, op)| *op).filter(answered).map(|op| op.returned.since(op.called).0).collect();
    took.order();
    let Some(longest) = took.last() else { return Track { timeout, ..Track::default() } };
    let width = round((longest / BINS as u64).max(1));
    let mut bins = vec![0; (longest / width) as usize + 1];
    for one in &took {
        bins[(one / width) as usize] += 1;
    }
    let most = Duration(width * bins.len() as u64).as_secs();
    let rank = |share: f64| took[((share * took.len() as f64).ceil() as usize).max(1) - 1];
    let quantile = |share| Duration(rank(share)).as_secs();
    Track { bins, most, quantiles: Some((quantile(0.5), quantile(0.99))), timeout, ..Track::default() }
}

/// The clients' timeout, where they have one.
fn timeout(world: &World) -> Option<f64> {
    let client = world.all_nodes().find(|n| world.is_client(*n))?;
    let spelled = world.spelled(world.group_of(client), "timeout")?;
    Quantity::parse(spelled).ok().filter(|q| q.unit == Unit::Time).map(|q| q.value)
}

#[cfg(test)]
mod tests {
    use super::round;

    #[test]
    fn spans_are_round() {
        assert_eq!([1, 3, 2_000_000, 4_000_000, 5_000_001].map(round), [1, 5, 2_000_000, 5_000_000, 10_000_000]);
    }
}
