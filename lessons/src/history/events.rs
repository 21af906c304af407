//! From events to operations: what a process asked, and how that ended.

use std::collections::BTreeMap;

use sim_core::check::spec::Operation;
use sim_core::time::Time;

use super::edn::{Form, Placed, Wrong};

/// What an event says of its operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Invoke,
    Ok,
    Fail,
    Info,
}

/// An event, as it stands in a file.
pub(super) struct Event {
    /// The byte at which it begins.
    pub(super) at: usize,
    /// Which process, as written.
    pub(super) process: String,
    pub(super) kind: Type,
    /// `read`, `write`, …
    pub(super) f: String,
    pub(super) value: Placed,
    /// The key, where there is one.
    pub(super) key: Option<String>,
}

/// What became of an operation.
pub(super) enum End<O> {
    /// It did this.
    Did(O),
    /// It may have done this, or will, or never does.
    Perhaps(O),
    /// It did not happen, or says nothing.
    Nothing,
}

/// An operation with the byte at which each of its two events begins.
pub(super) struct Paired<O> {
    pub(super) ops: Vec<Operation<O>>,
    /// The processes by the numbers of the clients.
    pub(super) processes: Vec<String>,
    /// At which byte each instant's event begins.
    pub(super) instants: Vec<usize>,
}

/// Pairs the calls and the ends of each process. `end` says what an operation is, from its call and its end, if any.
/// The order of events is that of time.
pub(super) fn pair<O>(
    events: &[Event],
    end: impl Fn(&Event, Option<&Event>) -> Result<End<O>, Wrong>,
) -> Result<Paired<O>, Wrong> {
    let mut processes: Vec<String> = Vec::new();
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    let mut ends: BTreeMap<usize, usize> = BTreeMap::new();
    for (i, event) in events.iter().enumerate() {
        if !processes.contains(&event.process) {
            processes.push(event.process.clone());
        }
        match (event.kind, open.remove(event.process.as_str())) {
            (Type::Invoke, None) => {
                open.insert(&event.process, i);
            }
            (Type::Invoke, Some(_)) => {
                let why = format!("process {} asks again before its last operation ended", event.process);
                return Err((event.at, why));
            }
            (_, None) => {
                return Err((event.at, format!("process {} has asked nothing that could end", event.process)));
            }
            (_, Some(call)) if events[call].f != event.f || events[call].key != event.key => {
                let why = format!("process {} had asked for a {}, not for this", event.process, events[call].f);
                return Err((event.at, why));
            }
            (_, Some(call)) => {
                ends.insert(call, i);
            }
        }
    }
    let mut ops = Vec::new();
    for (i, call) in events.iter().enumerate().filter(|(_, event)| event.kind == Type::Invoke) {
        let at = ends.get(&i).copied();
        let (what, returned) = match end(call, at.map(|at| &events[at]))? {
            End::Nothing => continue,
            End::Did(what) => (what, Time(at.map_or(i, |at| at) as u64)),
            End::Perhaps(what) => (what, Time::NEVER),
        };
        let client = processes.iter().position(|name| *name == call.process).unwrap_or(0) as u32;
        ops.push(Operation { client, what, called: Time(i as u64), returned });
    }
    Ok(Paired { ops, processes, instants: events.iter().map(|event| event.at).collect() })
}

/// Reads a map: `{:process 3, :type :invoke, :f :read, :value nil}`, and perhaps more.
pub(super) fn from_map(form: &Placed) -> Result<Event, Wrong> {
    let at = form.at;
    if !matches!(form.form, Form::Map(_)) {
        return Err((at, "an event is a map such as {:process 0, :type :invoke, :f :read, :value nil}".into()));
    }
    let missing = |name: &str| (at, format!("this event has no :{name}"));
    let process = form.get("process").ok_or_else(|| missing("process"))?;
    let kind = form.get("type").ok_or_else(|| missing("type"))?;
    let f = form.get("f").ok_or_else(|| missing("f"))?;
    let key = form.get("key").map(|key| match &key.form {
        Form::Text(text) => text.clone(),
        other => spelled(other),
    });
    let value = form.get("value").cloned().unwrap_or(Placed { at, form: Form::Nil });
    Ok(Event { at, process: spelled(&process.form), kind: kind_of(kind)?, f: spelled(&f.form), value, key })
}

/// `:invoke`, `:ok`, `:fail` or `:info`.
pub(super) fn kind_of(form: &Placed) -> Result<Type, Wrong> {
    match spelled(&form.form).as_str() {
        "invoke" => Ok(Type::Invoke),
        "ok" => Ok(Type::Ok),
        "fail" => Ok(Type::Fail),
        "info" => Ok(Type::Info),
        other => Err((form.at, format!("`{other}` is no type of an event; there is :invoke, :ok, :fail, :info"))),
    }
}

/// A form as a word; a keyword without its colon.
pub(super) fn spelled(form: &Form) -> String {
    match form {
        Form::Nil => "nil".into(),
        Form::Whole(n) => n.to_string(),
        Form::Text(text) => format!("{text:?}"),
        Form::Keyword(word) | Form::Other(word) => word.clone(),
        Form::Many(_) => "[…]".into(),
        Form::Map(_) => "{…}".into(),
    }
}
