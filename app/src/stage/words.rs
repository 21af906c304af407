//! Every sentence of the stage that people read; the names of its controls are in `labels`.

use session::wire::Staged;

pub use super::hands::*;
pub use super::labels::*;
pub use super::spoken::*;
pub use super::words_ask::*;
pub use super::words_read::*;

/// How many links a path cuts.
pub fn cuts(n: usize) -> String {
    if n == 1 { "Cuts 1 link".into() } else { ["Cuts ", &n.to_string(), " links"].concat() }
}

/// What running on to the edge would add, and whom it cuts off.
pub fn to_edge(n: usize, who: &str) -> String {
    ["To the edge: ", &n.to_string(), ", isolating ", who].concat()
}

/// What running on to the edge would add.
pub fn to_edge_only(n: usize) -> String {
    ["To the edge: ", &n.to_string()].concat()
}

/// Whom a path cuts off.
pub fn isolates(who: &str) -> String {
    ["Isolates ", who].concat()
}

/// A path that separates nothing.
pub const STILL_CONNECTED: &str = "Both sides still connected";
/// A path that crosses nothing yet.
pub const CROSS_A_LINK: &str = "Draw across a link";
/// A change of a node's value.
pub fn changed(name: &str, from: &str, to: &str) -> String {
    let space = if name.is_empty() { "" } else { " " };
    // The first value comes from nothing.
    let arrow = if from.is_empty() { "" } else { " → " };
    [name, space, from, arrow, to].concat()
}

/// How long an operation has been open.
pub fn waiting(us: u64) -> String {
    ["waiting ", &span(us)].concat()
}

/// A span: `762 ms`, `4.4 s`, `350 µs`.
pub fn span(us: u64) -> String {
    if us >= 2_000_000 {
        [&decimal(us / 100_000, 1), " s"].concat()
    } else if us >= 1_000 || us == 0 {
        [&*(us / 1000).to_string(), " ms"].concat()
    } else {
        [&*us.to_string(), " µs"].concat()
    }
}

/// `2.900`: an instant with three decimals, in seconds.
pub fn seconds(us: u64) -> String {
    decimal((us + 500) / 1000, 3)
}

/// `2.900 s`.
pub fn instant(us: u64) -> String {
    [&seconds(us), " s"].concat()
}

fn decimal(n: u64, places: u32) -> String {
    let unit = 10_u64.pow(places);
    let mut part = (n % unit).to_string();
    while part.len() < places as usize {
        part.insert(0, '0');
    }
    [&*(n / unit).to_string(), ".", &part].concat()
}

/// `A`, `A and B`, `A, B and C`.
pub fn and(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).into(),
        [first @ .., last] => [&*first.join(", "), " and ", last].concat(),
    }
}

/// A group as one of its members: `replicas` is `replica`.
pub fn one_of(group: &str) -> &str {
    group.strip_suffix('s').unwrap_or(group)
}

/// A server as it is read out.
pub fn node_name(label: &str, group: &str, value: &str, down: bool, linked: &str) -> String {
    let mut out = ["Node ", label, ", ", one_of(group)].concat();
    if !value.is_empty() {
        out.push_str(", ");
        out.push_str(value);
    }
    if down {
        out.push_str(", crashed");
    }
    if !linked.is_empty() {
        out.push_str(", linked to ");
        out.push_str(linked);
    }
    out
}

/// A client as it is read out.
pub fn client_name(label: &str, beside: &str, doing: &str) -> String {
    let mut out = ["Client ", label].concat();
    if !beside.is_empty() {
        out.push_str(", beside ");
        out.push_str(beside);
    }
    if !doing.is_empty() {
        out.push_str(", ");
        out.push_str(doing);
    }
    out
}

/// A partition's label.
pub fn partition(us: u64) -> String {
    let tenths = us / 100_000;
    ["partition · ", &decimal(tenths, 1), " s"].concat()
}

/// A stream's label.
pub fn rate(per_second: u64, lost: usize) -> String {
    let mut out = [&*per_second.to_string(), "/s"].concat();
    if lost > 0 {
        out.push_str(&[" ", &*lost.to_string(), " % lost"].concat());
    }
    out
}

/// A label of the ruler.
pub fn tick(t: u64, step: u64) -> String {
    let places = match step {
        1_000_000.. => 0,
        100_000.. => 1,
        10_000.. => 2,
        1_000.. => 3,
        _ => 6,
    };
    if t == 0 {
        return "0 s".into();
    }
    if places == 0 { (t / 1_000_000).to_string() } else { decimal(t / 10_u64.pow(6 - places), places) }
}

/// A metric's value with its unit.
pub fn figure(v: f64, unit: &str) -> String {
    let number = if v.abs() >= 20.0 || (v - v.round()).abs() < 0.005 {
        (v.round() as i64).to_string()
    } else {
        super::geom::n1(v)
    };
    if unit.is_empty() { number } else { [&*number, " ", unit].concat() }
}

/// A metric without a value so far.
pub const NOTHING_YET: &str = "–";
/// A crashed node's value.
pub const DOWN: &str = "down";
/// Two ends of a link.
pub fn link(a: &str, b: &str) -> String {
    ["Link ", a, " to ", b].concat()
}

/// A link that is cut one way.
pub fn cut_way(a: &str, b: &str) -> String {
    ["cut from ", a, " to ", b].concat()
}

/// A slow link.
pub fn slow(by: &str) -> String {
    ["slow ", by].concat()
}

/// A lossy link.
pub fn loses(share: &str) -> String {
    ["loses ", share].concat()
}

/// Where a message goes.
pub fn from_to(a: &str, b: &str) -> String {
    [a, " to ", b].concat()
}

/// A message.
pub fn message(kind: &str, label: &str, from: &str, to: &str, sent: u64) -> String {
    let what = if label.is_empty() { kind.to_string() } else { [kind, " ", label].concat() };
    [&*what, " from ", from, " to ", to, ", sent ", &instant(sent)].concat()
}

/// How long ago somebody was heard.
pub fn ago(who: &str, us: u64) -> String {
    [who, ", ", &*span(us), " ago"].concat()
}

/// What a click would do.
pub fn would(line: &str) -> String {
    ["Click: ", line].concat()
}

/// A tool that does nothing here.
pub fn nothing_here(tool: &str) -> String {
    let to = match tool {
        "cut" => "Cut works on links and servers",
        "crash" => "Crash works on servers",
        "skew" => "Skew works on servers",
        "drop" => "Drop works on messages, links and servers",
        _ => "Nothing to do here",
    };
    to.into()
}

/// The heading over the diagram or a table.
pub fn table_title(table: u8) -> &'static str {
    BELOW[usize::from(table).min(BELOW.len() - 1)]
}

/// A tool as people read it.
pub fn tool(word: &str) -> &'static str {
    match word {
        "cut" => "Cut",
        "crash" => "Crash",
        "slow" => "Slow",
        "skew" => "Skew",
        "drop" => "Drop",
        _ => "Select",
    }
}

/// A title with its key.
pub fn with_key(name: &str, key: char) -> String {
    [name, " (", &key.to_string(), ")"].concat()
}

/// The title of Play.
pub fn play_title(playing: bool) -> &'static str {
    if playing { "Pause (Space)" } else { "Play (Space)" }
}

/// The speed button.
pub fn speed(now: &str) -> String {
    ["Speed ", now].concat()
}

/// Its title.
pub fn speed_title(pace: &str) -> String {
    [pace, "  Slower [  Faster ]"].concat()
}

/// What 1x means.
pub fn pace(us: u64) -> String {
    ["1 s shown = ", &span(us), " simulated at 1×"].concat()
}

/// The topology's name.
pub fn topology(servers: usize, clients: usize) -> String {
    let many = |n: usize, one: &str| [&*n.to_string(), " ", one, if n == 1 { "" } else { "s" }].concat();
    ["Topology: ", &many(servers, "node"), ", ", &many(clients, "client")].concat()
}

/// What runs here.
pub fn run(staged: &Staged) -> String {
    if staged.sealed > 0 {
        return [&*staged.title, ", sealed seed ", &staged.sealed.to_string()].concat();
    }
    [&*staged.title, ", seed ", &staged.seed.to_string()].concat()
}

/// A tool's main gesture.
pub fn hint(tool: &str) -> &'static str {
    match tool {
        "cut" => "Drag a line across links, or click one. Alt: one way",
        "crash" => "Click a node to crash it, again to restart it",
        "slow" => "Drag up from a link, a node or a message, or click it",
        "skew" => "Drag round a node to set its clock, or click it",
        "drop" => "Click a message to lose it, a link to lose a share",
        _ => "Click to inspect; drag a box to select, a node to move it",
    }
}

/// A fault line.
pub fn fault_name(side: &str) -> String {
    if side.is_empty() { CUT_LINKS.into() } else { ["Partition, ", side, " cut off"].concat() }
}

/// More events than the table shows.
pub fn some_events(shown: usize, all: usize) -> String {
    let (shown, all) = (shown.to_string(), all.to_string());
    ["The ", &shown, " events around the playhead, of ", &all, " in this window. Move the playhead for others."]
        .concat()
}

/// Where a branch left another.
pub fn branch_of(parent: &str, from: u64) -> String {
    // A design begins anew: it is a branch of nothing.
    if from == 0 { String::new() } else { [" of ", parent, ", from ", &instant(from)].concat() }
}

/// The end of a run.
pub fn ended(why: &str) -> String {
    if why.is_empty() { "The run ends here.".into() } else { why.into() }
}
