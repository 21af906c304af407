//! Sentences of the event table, of questions and of their answers.

use super::words::{and, instant};

/// Kinds of events, as the engine spells them; the first is all of them.
pub const ROW_KINDS: [&str; 5] = ["", "message", "operation", "act", "node"];
/// The same, for people.
pub const ROW_KIND_NAMES: [&str; 5] = ["All kinds", "Messages", "Operations", "Acts", "Nodes"];
/// A choice.
pub const ALL_NODES: &str = "All nodes";
/// A list's name.
pub const BY_NODE: &str = "Events of node";
/// A list's name.
pub const BY_KIND: &str = "Events of kind";
/// A button.
pub const FOLLOW: &str = "Follow this message";
/// A button.
pub const BEFORE: &str = "What happened before";
/// A button.
pub const ALL_EVENTS: &str = "All events";
/// Shown while one message is followed.
pub const ONE_MESSAGE: &str = "One message, from sending to its end.";
/// Shown while a past is shown.
pub const ONE_PAST: &str = "Everything in this window that happened before it.";
/// A column.
pub const MORE: &str = "More";
/// Columns of the node table.
pub const NODE_HEAD: [&str; 6] = ["Node", "Role", "State", "Clock", "Up", "Acts"];
/// A clock.
pub const CLOCK_TRUE: &str = "true";
/// A question.
pub const WHAT_FLIES: &str = "What is in flight?";
/// A question.
pub const WHAT_CHANGED: &str = "What changed since the last beat?";
/// Before the levels.
pub const SAID_ALOUD: &str = "While it runs, say";
/// How much is said aloud.
pub const LEVELS: [&str; 3] = ["what clients see", "the protocol as well", "everything"];
/// An answer.
pub const NOTHING_FLIES: &str = "nothing is in flight";
/// An answer.
pub const NOTHING_CHANGED: &str = "nothing changed";

/// A question.
pub fn what_holds(who: &str) -> String {
    ["What does ", who, " hold?"].concat()
}

/// A message under way.
pub fn flies(kind: &str, label: &str, a: &str, b: &str) -> String {
    let what = if label.is_empty() { kind.to_string() } else { [kind, " ", label].concat() };
    [&*what, " from ", a, " to ", b].concat()
}

/// What a node holds.
pub fn holds(who: &str, at: &str, down: bool, facts: &[String]) -> String {
    let facts: Vec<&str> = facts.iter().map(String::as_str).collect();
    let what = if facts.is_empty() { "nothing to show".to_string() } else { and(&facts) };
    let state = if down { " is down; it held " } else { " holds " };
    ["At ", at, " ", who, state, &what, "."].concat()
}

/// `Between 2.000 s and 2.900 s`.
pub fn since(from: u64, to: u64) -> String {
    ["Between ", &*instant(from), " and ", &instant(to)].concat()
}

/// What is not told one by one.
pub fn earlier(n: usize) -> String {
    [&*n.to_string(), if n == 1 { " earlier event" } else { " earlier events" }].concat()
}

/// An answer of several parts.
pub fn several(when: &str, mut all: Vec<String>, most: usize, none: &str) -> String {
    let rest = all.len().saturating_sub(most);
    all.truncate(most);
    if all.is_empty() {
        all.push(none.into());
    }
    if rest > 0 {
        all.push([&*rest.to_string(), " more"].concat());
    }
    [when, ": ", &all.join("; "), "."].concat()
}
