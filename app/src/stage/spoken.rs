//! Sentences about what happened, which the stage also says aloud.

use super::words::instant;

/// Somebody calls.
pub fn calls(who: &str, what: &str) -> String {
    [who, " asks: ", what].concat()
}

/// A call was given up.
pub fn gave_up(what: &str) -> String {
    [what, ", no answer; the client cannot tell"].concat()
}

/// A message leaves.
pub fn sends(a: &str, what: &str, b: &str) -> String {
    [a, " sends ", what, " to ", b].concat()
}

/// A message arrives.
pub fn reaches(what: &str, a: &str, b: &str) -> String {
    [what, " from ", a, " reaches ", b].concat()
}

/// A message is lost.
pub fn lost_at_cut(what: &str, a: &str, b: &str) -> String {
    [what, " from ", a, " to ", b, " lost at the partition"].concat()
}

/// A message is lost.
pub fn lost_on_way(what: &str, a: &str, b: &str) -> String {
    [what, " from ", a, " to ", b, " lost on the way"].concat()
}

/// A message is lost.
pub fn dropped(what: &str, a: &str, b: &str) -> String {
    [what, " from ", a, " to ", b, " dropped by hand"].concat()
}

/// A message is lost.
pub fn found_down(what: &str, b: &str) -> String {
    [what, " found ", b, " down"].concat()
}

/// A request is refused by the machine of a node that is down.
pub fn refused(what: &str, b: &str) -> String {
    [what, " is refused: ", b, " is down"].concat()
}

/// A node stops.
pub fn crashes(who: &str) -> String {
    [who, " crashes"].concat()
}

/// A node boots.
pub fn restarts(who: &str) -> String {
    [who, " restarts"].concat()
}

/// Too many to say.
pub fn many_events(at: &str, n: usize) -> String {
    [at, ". ", &*n.to_string(), " events; press E for the table."].concat()
}

/// What happened while playing.
pub fn summary(at: &str, apart: Option<&str>, came: usize, lost: usize, done: usize) -> String {
    let mut out = [at, " s."].concat();
    if let Some(who) = apart {
        out.push_str(&[" ", who, " cut off."].concat());
    }
    let messages = if came + lost == 1 { " message" } else { " messages" };
    match (came, lost) {
        (0, 0) => {}
        (0, _) => out.push_str(&[" ", &*lost.to_string(), messages, " lost."].concat()),
        (_, 0) => out.push_str(&[" ", &*came.to_string(), messages, " delivered."].concat()),
        _ => out.push_str(&[" ", &*came.to_string(), " messages delivered, ", &lost.to_string(), " lost."].concat()),
    }
    if done > 0 {
        out.push_str(
            &[" ", &*done.to_string(), if done == 1 { " operation done." } else { " operations done." }].concat(),
        );
    }
    out
}

/// What becomes of a message.
pub fn fate(f: &session::wire::Flight, t: u64) -> String {
    use session::wire::Fate;
    let end = super::scene::end(f).at;
    if f.arrives == u64::MAX && t < end {
        return "held".into();
    }
    if t < end {
        return "under way".into();
    }
    match f.fate {
        Fate::Cut(at) => ["lost at the partition, ", &*instant(at)].concat(),
        Fate::Lost(at) => ["lost on the way, ", &*instant(at)].concat(),
        Fate::Dropped(at) => ["dropped by you, ", &*instant(at)].concat(),
        Fate::Down(at) => ["found the node down, ", &*instant(at)].concat(),
        Fate::Refused(at) => ["refused by a node that is down, ", &*instant(at)].concat(),
        Fate::Arrives | Fate::Held => ["arrived, ", &*instant(f.arrives)].concat(),
    }
}

/// A folded group: `9 workers`.
pub fn folded(n: u16, group: &str) -> String {
    [&n.to_string(), " ", group].concat()
}

/// A folded group, as it is read out.
pub fn folded_name(n: u16, group: &str) -> String {
    [&n.to_string(), " ", group, ", folded. Opens"].concat()
}

/// Folds an opened group again.
pub fn fold(group: &str) -> String {
    ["Fold ", group].concat()
}

/// How far a clock is off, in its box: `+340 ms`.
pub fn clock(us: i64) -> String {
    let (sign, off) = (if us < 0 { "\u{2212}" } else { "+" }, us.unsigned_abs());
    let tenths = |unit: u64| {
        let t = (off * 10 + unit / 2) / unit;
        if t.is_multiple_of(10) || t >= 1000 { (t / 10).to_string() } else { format!("{}.{}", t / 10, t % 10) }
    };
    if off < 1_000 {
        [sign, &off.to_string(), " us"].concat()
    } else if off < 1_000_000 {
        [sign, &tenths(1_000), " ms"].concat()
    } else {
        [sign, &tenths(1_000_000), " s"].concat()
    }
}

/// The same, read out.
pub fn clock_said(us: i64) -> String {
    let ahead = if us < 0 { " behind" } else { " ahead" };
    ["clock ", clock(us).trim_start_matches(['+', '\u{2212}']), ahead].concat()
}

/// How many of a node's slots are taken.
pub fn busy(n: i32, of: i32) -> String {
    [&n.to_string(), " of ", &of.to_string(), " busy"].concat()
}

/// How many of these wait for the one node for which most of them wait.
pub fn held(n: i32) -> String {
    [&n.to_string(), " of them held by one other node"].concat()
}

/// How many of these wait for a node.
pub fn wait_for(n: i32, node: &str) -> String {
    [&n.to_string(), " wait for ", node].concat()
}

/// How many requests have no slot yet.
pub fn for_a_slot(n: i32) -> String {
    wait_for(n, "a worker")
}

/// How many calls in a row have failed.
pub fn in_a_row(n: u32) -> String {
    [&n.to_string(), " failed in a row"].concat()
}

/// How long a node's queue is.
pub fn waiting_jobs(n: i32) -> String {
    [&n.to_string(), " waiting"].concat()
}

/// States of a circuit breaker.
pub const BREAKER: [&str; 3] = ["closed", "open", "half-open"];
/// Before one of these.
pub const BREAKER_IS: &str = "breaker ";
/// A node that stands still.
pub const PAUSED: &str = "paused";
/// A second copy of a message.
pub const TWICE: &str = "\u{d7}2";
/// A link that loses nothing, as the engine spells it.
pub const NO_LOSS: &str = "0 %";
