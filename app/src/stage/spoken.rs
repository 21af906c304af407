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
