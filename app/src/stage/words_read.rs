//! Sentences of charts, tables and models.

use session::wire::Track;

use super::words::{figure, seconds, span};

/// What lies on a node for a while.
pub fn spell(kind: &str, note: &str) -> String {
    let word = if kind == "pause" { "paused" } else { kind };
    if note.is_empty() { word.into() } else { [word, " ", note].concat() }
}

/// By how much a clock is wrong.
pub fn clock_off(us: i64) -> String {
    let far = span(us.unsigned_abs());
    [&*far, if us < 0 { " behind" } else { " ahead" }].concat()
}

/// The switch between the two ways to draw lanes.
pub const WHOSE_TIME: &str = "Lanes are drawn by";
/// By the ruler's time.
pub const TRUE_TIME: &str = "True time";
/// Each by its node's clock.
pub const OWN_TIME: &str = "Own clocks";
/// What the first shows.
pub const TRUE_SAYS: &str = "As it happened. No node can see this.";
/// What the second shows.
pub const OWN_SAYS: &str = "As the nodes stamp it. An arrow that runs backwards arrives before it was sent.";
/// Circuit breakers under the lanes.
pub const BREAKERS: &str = "Breakers";
/// How many calls in a row have failed, above each call.
pub const IN_A_ROW: &str = "In a row";
/// How many of them are open.
pub fn breakers_open(open: usize) -> String {
    [&open.to_string(), " open"].concat()
}
/// The bars of a node that gives turns.
pub fn gives(node: &str) -> String {
    [node, " says"].concat()
}
/// The bars of a node that takes them.
pub fn believes(node: &str) -> String {
    [node, " believes"].concat()
}
/// Beside them: it is its own.
pub const ITS_TURN: &str = "yes";
/// It is nobody's.
pub const NOBODY: &str = "–";
/// As an event: a node gives a turn, or takes it for its own, while another one may do so too.
pub fn turn_begins(node: &str, whose: &str, other: Option<&str>) -> String {
    match other {
        None if !whose.is_empty() => [node, " says: ", whose, "'s turn"].concat(),
        None => [node, " believes that it is its turn"].concat(),
        Some(other) => [node, " believes that it is its turn, and ", other, " does too"].concat(),
    }
}
/// It is over, as that node sees it.
pub fn turn_ends(node: &str, gives: bool) -> String {
    [node, if gives { " says: the turn is over" } else { " no longer believes that it is its turn" }].concat()
}
/// What the bars are, on request.
pub const TURNS: &str = "Whose turn it is, as each node sees it. Red: two take it for their own.";
/// Earlier lanes.
pub const LANES_UP: &str = "Lanes above";
/// Later lanes.
pub const LANES_DOWN: &str = "Lanes below";

/// Which lanes are seen.
pub fn lanes(first: usize, last: usize, all: usize) -> String {
    ["Lanes ", &*(first + 1).to_string(), " to ", &last.to_string(), " of ", &all.to_string()].concat()
}

/// Names the list of views.
pub const VIEW: &str = "What is shown here";
/// What can be shown under the topology.
pub const BELOW: [&str; 7] =
    ["Space-time", "Events", "Nodes and links", "Messages in flight", "Charts", "Models", "Ask"];
/// A model's standing in a word.
pub fn standing(status: session::wire::Status) -> &'static str {
    use session::wire::Status;
    match status {
        Status::Met => "held",
        Status::Broken => "broken",
        Status::Undecided => "undecided",
        Status::Open | Status::Part => "says nothing here",
    }
}

/// A model as it is read out.
pub fn model(title: &str, status: session::wire::Status) -> String {
    [title, ", ", standing(status)].concat()
}

/// The same model by another name.
pub fn same_as(title: &str) -> String {
    ["Allows exactly what ", title, " allows."].concat()
}

/// Models are placed when the run rests.
pub const MODELS_WAIT: &str = "Pause to see which consistency models the run still satisfies.";
/// A picture's name.
pub const LATTICE: &str = "Consistency models, stronger ones above";
/// A column.
pub const MODEL: &str = "Model";
/// A column.
pub const STANDING: &str = "This run";
/// A column.
pub const PROMISE: &str = "What it promises";
/// A button: to the operations that break a model.
pub const SHOW_WITNESS: &str = "Show why";

/// A view without content.
pub const NO_CHARTS: &str = "This run has no charts: its scenario lists none.";
/// A heading.
pub const LATENCIES: &str = "How long answers took";
/// A column.
pub const TOOK: &str = "Took";
/// A column.
pub const ANSWERS: &str = "Answers";
/// Opens a chart's table.
pub const AS_NUMBERS: &str = "As numbers";
/// Between the ends of a range.
pub const TO_RANGE: &str = " to ";

/// A chart's value with its unit.
pub fn measured(v: f64, unit: &str) -> String {
    match unit {
        "s" => span((v * 1e6).max(0.0) as u64),
        "/s" => [&figure(v, ""), unit].concat(),
        _ => figure(v, unit),
    }
}

/// Several values of one unit: `35/109 ms`.
pub fn pair(values: impl Iterator<Item = Option<String>>) -> String {
    let said: Vec<String> = values.map(|v| v.unwrap_or_else(|| super::words::NOTHING_YET.into())).collect();
    let unit = |s: &str| s.split_once(' ').map_or(String::new(), |(_, unit)| unit.to_string());
    let last = said.last().map_or(String::new(), |s| unit(s));
    let first = said.iter().take(said.len().saturating_sub(1));
    let bare =
        first.map(|s| if unit(s) == last { s.split(' ').next().unwrap_or_default().to_string() } else { s.clone() });
    bare.chain(said.last().cloned()).collect::<Vec<_>>().join("/")
}

/// A label of a chart's time axis, from seconds.
pub fn axis_time(t: f64) -> String {
    figure(t, "s")
}

/// A label of a chart's value axis.
pub fn axis_value(v: f64, unit: &str) -> String {
    if v == 0.0 { "0".into() } else { measured(v, unit) }
}

/// What a chart says: now, range, goal.
pub fn chart(words: &str, over: u64, now: &str, range: Option<(String, String)>, goal: Option<&str>) -> String {
    let mut out = words.to_string();
    if over > 0 {
        out.push_str(&[", over the last ", &*figure(over as f64 / 1e6, "s")].concat());
    }
    out.push_str(&[": ", now, " now"].concat());
    match range {
        Some((low, high)) if low != high => out.push_str(&["; from ", &*low, " to ", &high, " so far"].concat()),
        Some((low, _)) => out.push_str(&["; ", &*low, " all along"].concat()),
        None => {}
    }
    out.push('.');
    if let Some(goal) = goal {
        out.push_str(&[" Goal: ", goal, "."].concat());
    }
    out
}

/// Where a chart is read.
pub fn read_at(t: u64, value: &str) -> String {
    [&*seconds(t), " s: ", value].concat()
}

/// `p50 35 ms, p99 110 ms`.
pub fn quantiles(track: &Track) -> String {
    let Some((half, most)) = track.quantiles else { return String::new() };
    ["p50 ", &*measured(half, "s"), ", p99 ", &measured(most, "s")].concat()
}

/// What a histogram shows.
pub fn histogram(words: &str, track: &Track) -> String {
    let all: u32 = track.bins.iter().sum();
    let mut out = [&*all.to_string(), " answers since the start, ", &quantiles(track)].concat();
    if let Some(timeout) = track.timeout {
        out.push_str(&["; timeout ", &*measured(timeout, "s")].concat());
    }
    if !words.is_empty() {
        out.push_str(&[" (", words, ")"].concat());
    }
    out + "."
}
