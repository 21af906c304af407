//! Histories of a store of texts: porcupine's key-value logs.

use sim_core::check::specs::TextOp;

use super::edn::{self, Form, Placed, Wrong};
use super::events::{End, Event, Paired, Type, from_map, pair, spelled};

/// A key-value log of porcupine's: `{:process 1, :type :invoke, :f :append, :key "0", :value "x"}`, an event a line.
pub(super) fn read(text: &str) -> Result<Paired<TextOp>, Wrong> {
    let mut events = Vec::new();
    for form in edn::read(text)? {
        let at = form.at;
        let event = from_map(&form)?;
        if !["get", "put", "append"].contains(&event.f.as_str()) {
            return Err((at, format!("`{}` is nothing that a text does; there is :get, :put, :append", event.f)));
        }
        if event.key.is_none() {
            return Err((at, "this event has no :key".into()));
        }
        events.push(event);
    }
    pair(&events, operation)
}

fn operation(call: &Event, end: Option<&Event>) -> Result<End<TextOp>, Wrong> {
    let key = call.key.clone().unwrap_or_default();
    let kind = end.map_or(Type::Info, |end| end.kind);
    let what = match (call.f.as_str(), end) {
        ("get", Some(end)) if kind == Type::Ok => return Ok(End::Did(TextOp::Get(key, text(&end.value)?))),
        ("get", _) => return Ok(End::Nothing),
        ("put", _) => TextOp::Put(key, text(&call.value)?),
        _ => TextOp::Append(key, text(&call.value)?),
    };
    Ok(match kind {
        Type::Ok => End::Did(what),
        Type::Fail => End::Nothing,
        Type::Info | Type::Invoke => End::Perhaps(what),
    })
}

fn text(value: &Placed) -> Result<String, Wrong> {
    match &value.form {
        Form::Text(text) => Ok(text.clone()),
        other => Err((value.at, format!("a value is a text in quotes, not {}", spelled(other)))),
    }
}
