//! Histories for the lattice, one JSON object a line: `{"id": "a", "kind": "register", "initial": 0, "sessions":
//! [[["w", "x", 1], ["r", "x", 1]]]}`. An operation of a register history may have a fourth item `[start, end]`, in
//! seconds; an `end` of `null` is a write without an answer. In a history of kind `txn` a session is a list of `{"ops":
//! [..], "aborted": false}`. Without `initial` the first values are written in the history.

mod json;

use sim_core::lattice::{Fate, History, Kind, Op, Unit};
use sim_core::time::Time;

use super::Mistake;
use json::{Is, Value, Wrong, parse, word, wrong};

/// A history with its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// `id`, or the number of the line.
    pub id: String,
    /// The history; its sessions are called "session 1" and so on.
    pub history: History,
}

/// Every history of a text, or every line's first mistake.
///
/// # Errors
/// For lines that are no such history.
pub fn read(text: &str) -> Result<Vec<Named>, Vec<Mistake>> {
    let (mut all, mut mistakes) = (Vec::new(), Vec::new());
    for (i, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match parse(line).and_then(|value| history(&value, i + 1)) {
            Ok(named) => all.push(named),
            Err(Wrong(at, message)) => {
                let column = line[..at].chars().count() + 1;
                mistakes.push(Mistake { line: i + 1, column, message });
            }
        }
    }
    if mistakes.is_empty() { Ok(all) } else { Err(mistakes) }
}

fn history(value: &Value, line: usize) -> Result<Named, Wrong> {
    let fields = value.fields("a history", &["id", "kind", "initial", "sessions"])?;
    let mut named = Named { id: format!("line {line}"), history: History::new(Kind::Registers, None) };
    let mut sessions = None;
    for (key, value) in fields {
        match key.as_str() {
            "id" => named.id = value.text("an id")?.to_string(),
            "kind" => {
                let kind = word(value.at, "a kind", value.text("a kind")?, &["register", "txn"])?;
                named.history.kind = if kind == "txn" { Kind::Transactions } else { Kind::Registers };
            }
            "initial" => named.history.initial = Some(value.whole("the initial value")?),
            _ => sessions = Some(value),
        }
    }
    let Some(sessions) = sessions else { return wrong(value.at, "a history needs \"sessions\"") };
    for (i, units) in sessions.list("the sessions")?.iter().enumerate() {
        named.history.session(&format!("session {}", i + 1));
        for value in units.list("a session")? {
            let unit = match named.history.kind {
                Kind::Registers => single(&mut named.history, value)?,
                Kind::Transactions => transaction(&mut named.history, value)?,
            };
            named.history.sessions[i].units.push(unit);
        }
    }
    Ok(named)
}

fn transaction(history: &mut History, value: &Value) -> Result<Unit, Wrong> {
    let mut unit = Unit::default();
    for (key, value) in value.fields("a transaction", &["ops", "aborted"])? {
        match (key.as_str(), &value.is) {
            ("ops", _) => {
                for value in value.list("operations")? {
                    let items = value.list("an operation")?;
                    if items.len() > 3 {
                        return wrong(items[3].at, "an operation in a transaction has no time");
                    }
                    unit.ops.push(operation(history, value.at, items)?);
                }
            }
            (_, Is::Word(word)) if word == "true" => unit.fate = Fate::Aborted,
            (_, Is::Word(word)) if word == "false" => {}
            _ => return wrong(value.at, "\"aborted\" is true or false"),
        }
    }
    if unit.ops.is_empty() { wrong(value.at, "a transaction needs \"ops\"") } else { Ok(unit) }
}

fn single(history: &mut History, value: &Value) -> Result<Unit, Wrong> {
    let items = value.list("an operation")?;
    let op = operation(history, value.at, items)?;
    let mut unit = Unit { ops: vec![op], ..Unit::default() };
    let Some(span) = items.get(3) else { return Ok(unit) };
    let [from, to] = span.list("a span")? else { return wrong(span.at, "a span is [start, end]") };
    let mut end = Time::NEVER;
    if to.is == Is::Word("null".into()) {
        unit.fate = Fate::Unknown;
        if !op.write {
            return wrong(to.at, "a read without an answer says nothing; leave it out");
        }
    } else {
        end = to.time()?;
    }
    let start = from.time()?;
    if start > end {
        return wrong(span.at, "a span starts before it ends");
    }
    unit.span = Some((start, end));
    Ok(unit)
}

fn operation(history: &mut History, at: usize, items: &[Value]) -> Result<Op, Wrong> {
    let ([what, key, value] | [what, key, value, _]) = items else {
        return wrong(at, "an operation is [\"w\" or \"r\", key, value]");
    };
    let write = word(what.at, "an operation", what.text("what an operation does")?, &["w", "r"])? == "w";
    let key = history.key(key.text("a key")?);
    Ok(Op { write, key, value: value.whole("a value")? })
}

#[cfg(test)]
mod tests {
    use sim_core::lattice::{Fate, Kind};
    use sim_core::time::Time;

    use super::read;

    #[test]
    fn both_kinds_are_read() {
        let text = r#"
            {"id": "a \"b\"", "kind": "register", "initial": 0, "sessions": [[["w", "x", 1, [0.5, null]]], [["r", "x", 1, [1, 2.25]]], []]}
            {"kind":"txn","sessions":[[{"ops":[["w","x",-1],["r","y",2]],"aborted":true},{"ops":[["r","x",0]]}]]}
        "#;
        let all = read(text).unwrap();
        assert_eq!(all[0].id, "a \"b\"");
        let spans: Vec<_> = all[0].history.sessions[..2].iter().map(|session| session.units[0].span).collect();
        let [a, b] = [(Time::ms(500), Time::NEVER), (Time::ms(1_000), Time::ms(2_250))];
        assert_eq!(spans, [Some(a), Some(b)]);
        assert_eq!(all[0].history.sessions[0].units[0].fate, Fate::Unknown);
        assert_eq!(
            (all[1].id.as_str(), all[1].history.kind, all[1].history.initial),
            ("line 3", Kind::Transactions, None)
        );
        assert_eq!(all[1].history.sessions[0].units[0].fate, Fate::Aborted);
        assert_eq!(all[1].history.sessions[0].units[1].ops.len(), 1);
    }

    #[test]
    fn every_wrong_line_is_told_with_its_place() {
        let wrong = [
            (
                r#"{"sesions": []}"#,
                r#"1:2: a word of a history is "id" or "kind" or "initial" or "sessions", not "sesions"; did you mean "sessions"?"#,
            ),
            (r#"{"sessions": [[["rd", "x", 1]]]}"#, r#"1:17: an operation is "w" or "r", not "rd"; did you mean "r"?"#),
            (
                r#"{"kind": "transactions", "sessions": []}"#,
                r#"1:10: a kind is "register" or "txn", not "transactions""#,
            ),
            (r#"{"sessions": [[["w", "ü", 1.5]]]}"#, "1:27: a value is a whole number"),
            (r#"{"sessions": [[["w", "x", 1, [3, 2]]]]}"#, "1:30: a span starts before it ends"),
            (r#"{"sessions": [[["w", "x"]]]}"#, r#"1:16: an operation is ["w" or "r", key, value]"#),
            (
                r#"{"sessions": [[["r", "x", 1, [0, null]]]]}"#,
                "1:34: a read without an answer says nothing; leave it out",
            ),
            (r#"{"sessions": [[["w", "x", 1]]}"#, r#"1:30: expected "," or "]""#),
            (r#"{"sessions": [1,]}"#, "1:17: something is missing after the comma"),
            (r#"{"id": "a"}"#, r#"1:1: a history needs "sessions""#),
            (r#"{"id": "a", "id": "b"}"#, r#"1:13: "id" is given twice"#),
            (r#"{"sessions": []} x"#, "1:18: nothing more was expected here"),
            ("[[[[[[[[[[", "1:10: this is nested too deeply for a history"),
            (r#"{"id": "a}"#, "1:8: a quote is opened here and never closed"),
            ("", ""),
        ];
        for (text, told) in wrong {
            let mistakes = read(text).err().unwrap_or_default();
            assert_eq!(mistakes.first().map(ToString::to_string).unwrap_or_default(), told, "{text}");
        }
        let many = read("{}\n{\"sessions\": []}\n[]").unwrap_err();
        assert_eq!(many.iter().map(|mistake| mistake.line).collect::<Vec<_>>(), [1, 3]);
    }
}
