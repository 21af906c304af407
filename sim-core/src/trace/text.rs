//! Rows as people read them: golden text, one aligned line a row.

use std::fmt::Write as _;

use super::{Message, Row, Trace, What};
use crate::history::{History, Outcome};
use crate::id::NodeId;
use crate::protocol::Note;
use crate::registry::MessageKind;

impl Trace {
    /// Golden text: one aligned line a row.
    pub fn text(&self, words: &Words<'_>) -> String {
        let mut out = String::new();
        for row in self.rows() {
            let at = row.at.0;
            let told = words.row(self, &row);
            let _ = writeln!(out, "{:>4}.{:06}  {}", at / 1_000_000, at % 1_000_000, told.trim_end());
        }
        out
    }
}

/// What rows are told with: names of nodes and kinds.
pub struct Words<'a> {
    /// Names of nodes.
    pub nodes: &'a [String],
    /// Names of kinds.
    pub kinds: &'a [MessageKind],
    /// The operations.
    pub history: &'a History,
}

impl Words<'_> {
    /// `balance 45`.
    pub fn note(&self, note: Note) -> String {
        let key = note.key.map(|k| self.history.keys[usize::from(k.0)].clone());
        let value = note.value.map(|v| v.to_string());
        [key, value].into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
    /// `a -> c  copy balance 45  ~4f2a91c0`.
    fn message(&self, m: &Message) -> String {
        let kind = self.kinds[usize::from(m.kind)].name;
        let note = self.note(m.note);
        let way = format!("{} -> {}", self.nodes[m.from.index()], self.nodes[m.to.index()]);
        format!("{way:<12} {:<24} ~{:08x}", format!("{kind} {note}").trim_end(), m.name.short())
    }
    /// One row, without its instant.
    pub fn row(&self, trace: &Trace, row: &Row) -> String {
        let node = |n: NodeId| self.nodes[n.index()].as_str();
        match row.what {
            What::Act(n) => format!("act      {}", trace.acts[n as usize].text),
            What::Undone(n) => format!("undone   {}", trace.acts[n as usize].text),
            What::Up(n) => format!("up       {}", node(n)),
            What::Down(n) => format!("down     {}", node(n)),
            What::Paused(n) => format!("paused   {}", node(n)),
            What::Resumed(n) => format!("resumed  {}", node(n)),
            What::Adjusted(n) => format!("adjusted {}", node(n)),
            What::Withheld(n) => format!("withheld {}", node(n)),
            What::Called(op) => {
                let o = self.history.op(op);
                format!("call     {:<12} {}", node(o.client), o.label(&self.history.keys))
            }
            What::Returned(op) => {
                let o = self.history.op(op);
                let outcome = match o.outcome {
                    Outcome::Open => "open".to_string(),
                    Outcome::Ok(Some(v)) => format!("ok {v}"),
                    Outcome::Ok(None) => "ok".to_string(),
                    Outcome::Failed => "failed".to_string(),
                    Outcome::Unknown => "unknown".to_string(),
                };
                format!("return   {:<12} {} = {outcome}", node(o.client), o.label(&self.history.keys))
            }
            What::Sent(m) => format!("send     {}", self.message(&trace.message(m))),
            What::Arrived(m) => format!("arrive   {}", self.message(&trace.message(m))),
            What::Lost(m, why) => format!("lost     {} ({})", self.message(&trace.message(m)), why.words()),
            What::Held(m) => format!("held     {}", self.message(&trace.message(m))),
            What::Moved(m) => format!("moved    {}", self.message(&trace.message(m))),
            What::Fired(n) => format!("timer    {}", node(n)),
            What::Shows(n, view) => {
                let view = &trace.views[view as usize];
                let facts: Vec<String> = view.facts.iter().map(|(k, v)| format!("{k} {v}")).collect();
                format!("shows    {:<12} {}", node(n), facts.join(", "))
            }
            What::Stopped(limit) => format!("stopped  {}", limit.words()),
        }
    }
}
