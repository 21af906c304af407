//! Histories of a register with compare-and-set: porcupine's etcd logs, and knossos' EDN.

use sim_core::check::specs::RegisterOp;

use super::edn::{self, Form, Placed, Wrong};
use super::events::{self, End, Event, Paired, Type, from_map, pair, spelled};

/// How a format differs from the other.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    /// A refused change saw another value.
    Etcd,
    /// What failed did not happen, and nil was never read.
    Knossos,
}

/// An etcd log of porcupine's: `INFO  jepsen.util - 3 :invoke :write 4`, an event a line.
pub(super) fn etcd(text: &str) -> Result<Paired<RegisterOp>, Wrong> {
    let mut events = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        if line.trim().is_empty() {
            continue;
        }
        let Some(dash) = line.find(" - ") else {
            return Err((start, "an event is a line such as INFO  jepsen.util - 0 :invoke :read nil".into()));
        };
        let rest = start + dash + 3;
        let forms = edn::read(&text[rest..at]).map_err(|(byte, why)| (rest + byte, why))?;
        let moved = |form: &Placed| Placed { at: rest + form.at, form: form.form.clone() };
        let forms: Vec<Placed> = forms.iter().map(moved).collect();
        let [process, kind, f, value] = &forms[..] else {
            return Err((rest, format!("a process, a type, a function and a value, not {} words", forms.len())));
        };
        if !matches!(process.form, Form::Whole(_)) {
            continue; // the nemesis
        }
        let (at, kind) = (process.at, events::kind_of(kind)?);
        let process = spelled(&process.form);
        events.push(Event { at, process, kind, f: known(f)?, value: value.clone(), key: None });
    }
    pair(&events, |call, end| operation(call, end, Dialect::Etcd))
}

/// A history of knossos': a vector or a list of maps, or the maps alone.
pub(super) fn knossos(text: &str) -> Result<Paired<RegisterOp>, Wrong> {
    let mut forms = edn::read(text)?;
    if let [Placed { form: Form::Many(events), .. }] = &mut forms[..] {
        forms = std::mem::take(events);
    }
    let mut events = Vec::new();
    for form in forms {
        let event = from_map(&form)?;
        // What others do, such as the nemesis, is no operation on the register.
        if ["read", "write", "cas"].contains(&event.f.as_str()) {
            events.push(event);
        }
    }
    pair(&events, |call, end| operation(call, end, Dialect::Knossos))
}

fn known(f: &Placed) -> Result<String, Wrong> {
    let word = spelled(&f.form);
    if ["read", "write", "cas"].contains(&word.as_str()) {
        return Ok(word);
    }
    Err((f.at, format!("`{word}` is nothing that a register does; there is :read, :write, :cas")))
}

fn operation(call: &Event, end: Option<&Event>, dialect: Dialect) -> Result<End<RegisterOp>, Wrong> {
    let kind = end.map_or(Type::Info, |end| end.kind);
    if let ("read", Type::Ok, Some(end)) = (call.f.as_str(), kind, end) {
        return Ok(match whole(&end.value)? {
            // Knossos: a client that lost its connection notes nil, whatever was there.
            None if dialect == Dialect::Knossos => End::Nothing,
            value => End::Did(RegisterOp::Read(value)),
        });
    }
    match (call.f.as_str(), kind) {
        ("read", _) => Ok(End::Nothing),
        ("write", _) => {
            let value = whole(&call.value)?.ok_or_else(|| (call.value.at, "a write has a value".to_string()))?;
            agree(call, end)?;
            Ok(match kind {
                Type::Ok => End::Did(RegisterOp::Write(value)),
                Type::Fail => End::Nothing,
                Type::Info | Type::Invoke => End::Perhaps(RegisterOp::Write(value)),
            })
        }
        _ => {
            let (from, to) = change(&call.value)?;
            agree(call, end)?;
            Ok(match kind {
                Type::Ok => End::Did(RegisterOp::Changed(from, to)),
                Type::Fail if dialect == Dialect::Etcd => End::Did(RegisterOp::Refused(from, to)),
                Type::Fail => End::Nothing,
                Type::Info | Type::Invoke => End::Perhaps(RegisterOp::Perhaps(from, to)),
            })
        }
    }
}

/// What was asked for is what was done.
fn agree(call: &Event, end: Option<&Event>) -> Result<(), Wrong> {
    let differs = |end: &&Event| match (&call.value.form, &end.value.form) {
        (_, Form::Nil | Form::Keyword(_)) => false,
        (Form::Many(asked), Form::Many(done)) => {
            asked.iter().map(|form| &form.form).ne(done.iter().map(|form| &form.form))
        }
        (asked, done) => asked != done,
    };
    match end.filter(|end| end.kind != Type::Info).filter(differs) {
        Some(end) => Err((end.value.at, format!("process {} had asked for another value", call.process))),
        None => Ok(()),
    }
}

fn whole(value: &Placed) -> Result<Option<i64>, Wrong> {
    match &value.form {
        Form::Nil => Ok(None),
        Form::Whole(n) => Ok(Some(*n)),
        other => Err((value.at, format!("a register holds whole numbers, not {}", spelled(other)))),
    }
}

fn change(value: &Placed) -> Result<(i64, i64), Wrong> {
    if let Form::Many(pair) = &value.form
        && let [from, to] = &pair[..]
        && let (Some(from), Some(to)) = (whole(from)?, whole(to)?)
    {
        return Ok((from, to));
    }
    Err((value.at, "a change has two values: [from to]".into()))
}
