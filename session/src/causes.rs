//! From a verdict back to what began it: two to five links, each in words with its event; the last is an act, a knob, or
//! luck. Whatever the measure, the links are found in the trace: what the measure tells of itself, what became of the
//! operation's messages and calls, and the act that brought that about.

use sim_core::history::{CallEnd, Op, Outcome};
use sim_core::id::{NodeId, OpId, RowId};
use sim_core::measure::{Call, Evidence, Witness, clock};
use sim_core::quantity::Quantity;
use sim_core::time::Time;
use sim_core::trace::{Applied, Loss, Message, What};

use crate::slots::place;
use crate::wire::Slot;

/// More links than this are not shown: the first ones and the root.
const MOST: usize = 5;

/// A link: a row and its words.
type Link = (RowId, String);

/// What stood in the way of an operation, and where to look for who put it there.
struct Trouble {
    link: Link,
    /// The node and the way on which it happened.
    nodes: Vec<NodeId>,
    way: Option<(NodeId, NodeId)>,
    /// From when to when an act would have had to lie there.
    during: (Time, Time),
    /// The act itself, where the trace says so.
    act: Option<RowId>,
    /// A message never arrived: nothing says more.
    lost: bool,
}

/// The chain of a line: `seen` is what it says of itself.
pub(crate) fn chain(run: &Evidence<'_>, call: Option<&Call>, witness: Option<&Witness>, seen: &str) -> Vec<Slot> {
    let history = &run.world.history;
    let told = witness.map_or(&[][..], |w| &w.because);
    let mut links: Vec<Link> = told.iter().map(|(row, words)| (RowId(*row), words.clone())).collect();
    let mut subjects = witness.map_or_else(Vec::new, |w| subjects(run, w));
    if let (None, Some(id)) = (witness, call.and_then(|call| example(run, call))) {
        links.push((run.return_row(history.op(id)), one(run, id)));
        subjects.push(id);
    } else if let (Some(w), true) = (witness, links.is_empty()) {
        let of_op = subjects.first().map(|id| run.return_row(history.op(*id)));
        links.extend(w.rows.last().map(|row| RowId(*row)).or(of_op).map(|row| (row, seen.to_string())));
    }
    let is_act = |link: &Link| matches!(run.world.trace.get(link.0).map(|r| r.what), Some(What::Act(_)));
    if !links.last().is_some_and(is_act) {
        links.truncate(MOST - 2);
        let found = subjects.iter().filter_map(|id| trouble(run, *id));
        let trouble = found.reduce(|best, next| if next.lost && !best.lost { next } else { best });
        let root = root(run, call, trouble.as_ref(), subjects.first().copied());
        links.extend(trouble.map(|t| t.link));
        links.push(root);
    }
    let slot = |(row, text): Link| Slot { text, ..place(run.world, row) };
    let mut slots: Vec<Slot> = links.into_iter().map(slot).collect();
    if witness.is_none() || slots.len() < 2 {
        let node = slots.first().and_then(|s| s.node);
        slots.insert(0, Slot { text: seen.into(), at: Some(run.until.0), node, ..Slot::default() });
    }
    slots
}

/// The operations that a witness is about, the last one first.
fn subjects(run: &Evidence<'_>, witness: &Witness) -> Vec<OpId> {
    let of_row = |row: &u32| match run.world.trace.get(RowId(*row))?.what {
        What::Called(op) | What::Returned(op) => Some(op),
        _ => None,
    };
    let marked = witness.marks.iter().map(|mark| mark.0);
    let mut all: Vec<OpId> = marked.chain(witness.rows.iter().rev().filter_map(of_row)).collect();
    all.dedup();
    all
}

/// How an operation went.
fn one(run: &Evidence<'_>, id: OpId) -> String {
    let op = run.world.history.op(id);
    let (who, what) = (run.label(op.client), op.label(&run.world.history.keys));
    let end = run.returned(op).min(run.until);
    let took = Quantity::time(end.since(op.called));
    let how = match run.outcome(op) {
        Outcome::Failed => format!("was refused after {took}"),
        Outcome::Unknown => format!("had no answer after {took}"),
        Outcome::Open => format!("had waited {took}"),
        Outcome::Ok(_) => format!("took {took}"),
    };
    let calls = run.world.history.calls.iter().filter(|c| c.op == id && c.sent <= run.until).count();
    let calls = if calls > 1 { format!(", with {calls} calls in all") } else { String::new() };
    format!("`{what}` of {who}, begun at {}, {how}{calls}.", clock(op.called))
}

/// An operation that shows what a line without a witness counts: the one with the most calls where it is about calls to
/// a server, else the first that failed, else the slowest.
fn example(run: &Evidence<'_>, call: &Call) -> Option<OpId> {
    let chosen = run.chosen(call);
    let history = &run.world.history;
    if let Some(servers) = call.word("node").and_then(|name| run.world.called(name)) {
        let mut counts = vec![0_u32; chosen.len()];
        for one in history.calls.iter().filter(|c| servers.contains(&c.to) && c.sent <= run.until) {
            if let Ok(at) = chosen.binary_search_by_key(&one.op, |(op, _)| *op) {
                counts[at] += 1;
            }
        }
        let most = counts.iter().copied().max().filter(|most| *most > 1)?;
        return counts.iter().position(|n| *n == most).map(|at| chosen[at].0);
    }
    let bad = |op: &Op| matches!(run.outcome(op), Outcome::Failed | Outcome::Unknown);
    let took = |op: &Op| run.returned(op).min(run.until).since(op.called);
    let failed = chosen.iter().find(|(_, op)| bad(op));
    failed.or_else(|| chosen.iter().rev().max_by_key(|(_, op)| took(op))).map(|(id, _)| *id)
}

/// What stood in an operation's way: a message lost or held, a call that failed or was given up, or a long way.
fn trouble(run: &Evidence<'_>, id: OpId) -> Option<Trouble> {
    let (world, op) = (run.world, run.world.history.op(id));
    let (first, last) = (op.call_row.0 as usize, world.trace.row_after(run.until));
    let mut reached = vec![false; last.saturating_sub(first)];
    let mut longest: Option<(RowId, Message)> = None;
    for (at, row) in world.trace.numbered(first..last) {
        let of = |m: &Message| m.call.is_some_and(|call| world.history.call(call).op == id);
        let message = match row.what {
            What::Sent(m) | What::Arrived(m) | What::Lost(m, _) | What::Held(m) => Some(world.trace.message(m)),
            _ => None,
        };
        let caused = (row.cause.0 as usize).checked_sub(first).is_some_and(|c| reached[c] || at as usize == first);
        let ours = at as usize == first || caused || message.as_ref().is_some_and(of);
        reached[at as usize - first] = ours;
        if !ours {
            continue;
        }
        let row_id = RowId(at);
        match (row.what, message) {
            (What::Lost(_, why), Some(m)) => return Some(lost(run, row_id, row.at, &m, why, row.cause)),
            (What::Held(_), Some(m)) => return Some(on_way(run, row_id, &m, "was held on its way", row.at)),
            (What::Withheld(n), _) => {
                let words = format!("The breaker of {} kept a call back at {}.", run.label(n), clock(row.at));
                return Some(at_node(row_id, words, vec![n], (op.called, row.at)));
            }
            (What::Sent(_), Some(m)) if longest.as_ref().is_none_or(|(_, l)| way(l) < way(&m)) => {
                longest = Some((row_id, m));
            }
            _ => {}
        }
    }
    calls(run, id).or_else(|| {
        let (row, m) = longest?;
        let took = run.returned(op).min(run.until).since(op.called).0;
        (way(&m) > took / 3).then(|| {
            let words = format!("took {}", Quantity::time(m.arrives.since(m.sent)));
            on_way(run, row, &m, &words, m.arrives.min(run.until))
        })
    })
}

fn way(m: &Message) -> u64 {
    if m.arrives == Time::NEVER { u64::MAX } else { m.arrives.since(m.sent).0 }
}

/// The deepest call for the operation that failed, or that its caller stopped waiting for.
fn calls(run: &Evidence<'_>, id: OpId) -> Option<Trouble> {
    let world = run.world;
    let all = &world.history.calls;
    let since = all.partition_point(|c| c.sent < world.history.op(id).called);
    let ours = all.range(since..all.len()).take_while(|c| c.sent <= run.until).filter(|c| c.op == id);
    let ended = ours.filter(|c| c.ended <= run.until);
    let bad = ended.filter(|c| matches!(c.end, CallEnd::Failed | CallEnd::Refused | CallEnd::GivenUp));
    let depth = |c: &&sim_core::history::Call| {
        let mut deep = 0;
        let mut at = c.parent;
        while let Some(parent) = at {
            deep += 1;
            at = world.history.call(parent).parent;
        }
        (deep, c.end == CallEnd::Failed, std::cmp::Reverse(c.sent))
    };
    let worst = bad.max_by_key(depth)?;
    let (from, to) = (run.label(worst.from), run.label(worst.to));
    let words = match worst.end {
        CallEnd::Failed => format!("{to} answered {from} with an error at {}.", clock(worst.ended)),
        CallEnd::Refused => format!("Nobody was there at {to} to answer {from}, at {}.", clock(worst.ended)),
        _ => {
            let waited = Quantity::time(worst.ended.since(worst.sent));
            format!("{from} stopped waiting for {to} at {}, after {waited}.", clock(worst.ended))
        }
    };
    let (first, last) = (world.trace.row_at(worst.sent), world.trace.row_after(worst.ended));
    let about = |row: &(u32, sim_core::trace::Row)| match row.1.what {
        What::Sent(m) | What::Arrived(m) => {
            world.trace.message(m).call.is_some_and(|c| world.history.call(c).name == worst.name)
        }
        _ => false,
    };
    let row = world.trace.numbered(first..last).rev().find(about).map_or(first as u32, |(at, _)| at);
    let mut found = at_node(RowId(row), words, vec![worst.to, worst.from], (worst.sent, worst.ended));
    found.way = Some((worst.from, worst.to));
    Some(found)
}

fn at_node(row: RowId, words: String, nodes: Vec<NodeId>, during: (Time, Time)) -> Trouble {
    Trouble { link: (row, words), nodes, way: None, during, act: None, lost: false }
}

fn on_way(run: &Evidence<'_>, row: RowId, m: &Message, what: &str, until: Time) -> Trouble {
    let words = format!("{} from {} to {} {what}.", kind(run, m), run.label(m.from), run.label(m.to));
    let way = Some((m.from, m.to));
    Trouble { link: (row, words), nodes: vec![m.to, m.from], way, during: (m.sent, until), act: None, lost: false }
}

/// `The copy balance 45`.
fn kind(run: &Evidence<'_>, m: &Message) -> String {
    let words = sim_core::trace::Words { nodes: run.labels, kinds: &run.world.kinds, history: &run.world.history };
    let name = run.world.kinds[usize::from(m.kind)].name;
    format!("The {name} {}", words.note(m.note)).trim_end().to_string()
}

fn lost(run: &Evidence<'_>, row: RowId, at: Time, m: &Message, why: Loss, cause: RowId) -> Trouble {
    let trace = &run.world.trace;
    let what = match why {
        Loss::Cut => "was lost at the cut",
        Loss::Luck => "was lost on the link",
        Loss::Dropped => "was dropped",
        Loss::Down | Loss::Refused => "found it down",
    };
    let mut found = on_way(run, row, m, &format!("{what} at {}", clock(at)), at);
    found.lost = true;
    found.act = match why {
        Loss::Down | Loss::Refused => {
            let down = trace.numbered(0..row.0 as usize).rev().find(|(_, r)| r.what == What::Down(m.to));
            down.map(|(_, r)| r.cause)
        }
        _ => Some(cause),
    };
    found.act = found.act.filter(|cause| matches!(trace.get(*cause).map(|r| r.what), Some(What::Act(_))));
    found
}

/// The act that began it, a knob, or luck.
fn root(run: &Evidence<'_>, call: Option<&Call>, trouble: Option<&Trouble>, op: Option<OpId>) -> Link {
    let acts = &run.world.trace.acts;
    let direct = trouble.and_then(|t| t.act).and_then(|row| match run.world.trace.get(row)?.what {
        What::Act(n) => acts.get(n as usize),
        _ => None,
    });
    let known = || acts.iter().rev().filter(|a| a.at <= run.until && !a.text.starts_with("ask "));
    let lay = |t: &Trouble| {
        let there = |a: &&Applied| a.at <= t.during.1 && a.until > t.during.0;
        let on = |a: &&Applied| t.way.is_some_and(|way| a.links.contains(&way));
        let at = |a: &&Applied| t.nodes.iter().any(|n| names(run, &a.text, *n));
        known().filter(there).find(on).or_else(|| known().filter(there).find(at))
    };
    // A sentence about a labelled act is about that act.
    let labelled = call.and_then(|call| call.word("during")).and_then(|label| run.act(label));
    let about = call.and_then(|call| call.word("node")).and_then(|name| run.world.called(name));
    let touching = || known().find(|a| about.iter().flatten().any(|n| names(run, &a.text, *n)));
    let knob = || known().find(|a| a.own && a.at == Time::ZERO && a.text.starts_with("set "));
    let found = direct.or_else(|| trouble.and_then(lay)).or(labelled).or_else(touching).or_else(knob);
    let Some(act) = found else {
        let row = trouble.map(|t| t.link.0).or_else(|| op.map(|id| run.world.history.op(id).call_row));
        let words = format!("No act made it so: it is the luck of seed {}.", run.world.seed.0);
        return (row.unwrap_or(RowId(0)), words);
    };
    let is_it = |what| matches!(what, What::Act(n) if acts.get(n as usize).is_some_and(|a| std::ptr::eq(a, act)));
    let mut then = run.world.trace.numbered(run.world.trace.row_at(act.at)..run.world.trace.row_after(act.at));
    let row = then.find(|(_, r)| is_it(r.what)).map_or(0, |(at, _)| at);
    let words = if act.at == Time::ZERO && act.own {
        format!("The design says so: {}.", act.text)
    } else {
        format!("At {}: {}.", clock(act.at), act.text)
    };
    (RowId(row), words)
}

/// Whether an act's text names a node, its group, or a link of it.
fn names(run: &Evidence<'_>, text: &str, node: NodeId) -> bool {
    let (name, group) = (&run.world.names[node.index()], run.world.group_of(node));
    let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
    words.any(|word| word == name || word == group)
}
