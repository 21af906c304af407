//! The verbs of act lines and what follows each of them.

use super::super::{Act, LinkName, Operation, Selector, SlowBy, SlowWhat, ValueWord};
use super::{LineError, Word, Words};
use crate::words::nearest;

/// Every verb, in the order of the documentation.
pub(super) const VERBS: [&str; 17] = [
    "cut",
    "isolate",
    "heal",
    "hold",
    "release",
    "crash",
    "restart",
    "pause",
    "slow",
    "skew",
    "drift",
    "step",
    "drop",
    "duplicate",
    "delay",
    "set",
    "ask",
];

pub(super) fn act(verb: Word<'_>, words: &mut Words<'_>) -> Result<Act, LineError> {
    Ok(match verb.text {
        "cut" => Act::Cut(many(words, |words| link(words.next("a link")?))?),
        "isolate" => Act::Isolate(many(words, node)?),
        "heal" => Act::Heal(heal(words)?),
        "hold" => Act::Hold(link(words.next("a link")?)?),
        "release" => Act::Release(link(words.next("a link")?)?),
        "crash" => Act::Crash(node(words)?),
        "restart" => Act::Restart(node(words)?),
        "pause" => {
            let node = node(words)?;
            words.keyword("for")?;
            Act::Pause { node, span: words.span()? }
        }
        "slow" => slow(words)?,
        "skew" => {
            let node = node(words)?;
            words.keyword("by")?;
            Act::Skew { node, by: words.signed()? }
        }
        "drift" => Act::Drift { node: node(words)?, ppm: ppm(words)? },
        "step" => {
            let node = node(words)?;
            words.keyword("clock")?;
            words.keyword("by")?;
            Act::Step { node, by: words.signed()? }
        }
        "drop" => Act::Drop(selector(words)?),
        "duplicate" => Act::Duplicate(selector(words)?),
        "delay" => {
            let which = selector(words)?;
            words.keyword("by")?;
            Act::Delay { which, by: words.span()? }
        }
        "set" => set(words)?,
        "ask" => Act::Ask { client: node(words)?, op: operation(words)? },
        other => {
            let help = nearest(other, VERBS).map(|near| format!("did you mean `{near}`?"));
            return Err(LineError { at: verb.range(), message: format!("`{other}` is not a verb"), help });
        }
    })
}

/// `VERB [KEY] [VALUE] [at NODE] [until VALUE] [then …]`; which of the first three a verb takes, the protocol says.
pub(super) fn operation(words: &mut Words<'_>) -> Result<Operation, LineError> {
    let word = words.next("what to ask")?;
    let verb = word_like(word, "an operation")?;
    let mut op = Operation { verb, key: None, value: None, at: None, until: None, then: None };
    let free = |w: &Word<'_>| !matches!(w.text, "at" | "until" | "then") && value(*w).is_none();
    if let Some(key) = words.peek().filter(free) {
        op.key = Some(key_like(key)?);
        words.next += 1;
    }
    if let Some(is) = words.peek().and_then(value) {
        op.value = Some(is);
        words.next += 1;
    }
    if words.take("at") {
        op.at = Some(node(words)?);
    }
    if words.take("until") {
        let word = words.next("the value to wait for")?;
        let value = word.text.parse().map_err(|_| word.wrong(format!("`{}` is not a whole number", word.text)));
        op.until = Some(value?);
    }
    if words.take("then") {
        op.then = Some(Box::new(operation(words)?));
    }
    Ok(op)
}

fn value(word: Word<'_>) -> Option<ValueWord> {
    if word.text == "next" { Some(ValueWord::Next) } else { word.text.parse().ok().map(ValueWord::Is) }
}

fn many<T>(words: &mut Words<'_>, one: fn(&mut Words<'_>) -> Result<T, LineError>) -> Result<Vec<T>, LineError> {
    let mut all = vec![one(words)?];
    while words.peek().is_some() {
        all.push(one(words)?);
    }
    Ok(all)
}

fn heal(words: &mut Words<'_>) -> Result<Option<String>, LineError> {
    let Some(word) = words.peek() else { return Ok(None) };
    words.next += 1;
    if super::is_label(word.text) {
        return Ok(Some(word.text.to_string()));
    }
    Err(word.wrong(format!("`{}` is not a label; `heal` alone undoes every cut", word.text)))
}

fn slow(words: &mut Words<'_>) -> Result<Act, LineError> {
    let word = words.next("a node or a link")?;
    let what = if word.text.contains('-') { SlowWhat::Link(link(word)?) } else { SlowWhat::Node(node_name(word)?) };
    words.keyword("by")?;
    let word = words.next("a factor or a span of time")?;
    let by = match word.text.strip_suffix('x') {
        Some(number) => SlowBy::Factor(thousandths(number).ok_or_else(|| {
            word.wrong(format!("`{}` is not a factor above 0 with at most three decimals, such as 10x", word.text))
        })?),
        None => SlowBy::Span(
            super::parse_span(word.text)
                .map_err(|e| LineError { help: Some("a factor is written 10x".into()), ..word.wrong(e) })?,
        ),
    };
    Ok(Act::Slow { what, by })
}

fn thousandths(number: &str) -> Option<u32> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
    if !digits(whole) || !digits(fraction) || fraction.len() > 3 {
        return None;
    }
    format!("{whole}{fraction:0<3}").parse().ok().filter(|n| *n > 0)
}

fn ppm(words: &mut Words<'_>) -> Result<i32, LineError> {
    let word = words.next("a rate such as 200ppm")?;
    let number = word.text.strip_suffix("ppm").and_then(|n| n.parse::<i32>().ok());
    number
        .filter(|n| n.unsigned_abs() < 1_000_000)
        .ok_or_else(|| word.wrong(format!("`{}` is not a clock rate; write whole ppm, such as 200ppm", word.text)))
}

fn selector(words: &mut Words<'_>) -> Result<Selector, LineError> {
    let first = words.next("a message, such as `next vote from b to a`")?;
    if let Some(digits) = first.text.strip_prefix('~') {
        let named = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() == 8 && !digits.starts_with('+'));
        return named.map(Selector::Named).ok_or_else(|| {
            first.wrong(format!("`{}` is not a message; its name has eight hexadecimal digits", first.text))
        });
    }
    if first.text != "next" {
        let message = format!("`{}` is not a message", first.text);
        let help = Some("write `next vote from b to a`, or a message's name such as `~4f2a91c0`".into());
        return Err(LineError { at: first.range(), message, help });
    }
    let kind = match words.peek() {
        Some(word) if !matches!(word.text, "from" | "to" | "by") => {
            words.next += 1;
            Some(word_like(word, "a kind of message")?)
        }
        _ => None,
    };
    let from = if words.take("from") { Some(node(words)?) } else { None };
    let to = if words.take("to") { Some(node(words)?) } else { None };
    Ok(Selector::Next { kind, from, to })
}

fn set(words: &mut Words<'_>) -> Result<Act, LineError> {
    let path = words.next("a path such as `db.error-rate`")?;
    if !is_path(path.text) {
        let message = format!("`{}` is not a path; write a group, node or link, a dot, and a setting", path.text);
        return Err(path.wrong(message));
    }
    let mut value = words.next("a value")?.text.to_string();
    while let Some(word) = words.peek() {
        words.next += 1;
        value.push(' ');
        value.push_str(word.text);
    }
    Ok(Act::Set { path: path.text.to_string(), value })
}

fn is_path(text: &str) -> bool {
    let Some((owner, key)) = text.split_once('.') else { return false };
    let whole = Word { at: 0, text: owner };
    // A key of a group may have settings for itself: `replicas.likes.mode`.
    let key = key.split_once('.').map_or(Some(key), |(of, key)| is_name(of).then_some(key)).unwrap_or("");
    is_word(key) && if owner.contains('-') { link(whole).is_ok() } else { is_name(owner) }
}

fn link(word: Word<'_>) -> Result<LinkName, LineError> {
    let arrow = word.text.split_once("->").map(|ends| (ends, true));
    let Some(((a, b), one_way)) = arrow.or_else(|| word.text.split_once('-').map(|ends| (ends, false))) else {
        return Err(word.wrong(format!("`{}` is not a link; write a-b, or a->b for one direction", word.text)));
    };
    if !is_name(a) || !is_name(b) {
        return Err(word.wrong(format!("`{}` is not a link between two nodes; write a-b or a->b", word.text)));
    }
    if a == b {
        return Err(word.wrong(format!("`{}` joins a node to itself", word.text)));
    }
    Ok(LinkName { a: a.to_string(), b: b.to_string(), one_way })
}

fn node(words: &mut Words<'_>) -> Result<String, LineError> {
    node_name(words.next("a node")?)
}

fn node_name(word: Word<'_>) -> Result<String, LineError> {
    if is_name(word.text) {
        return Ok(word.text.to_string());
    }
    Err(word.wrong(format!("`{}` is not a node's name; names have letters, digits and `_`", word.text)))
}

/// A word of a protocol (operation, key, kind of message) or of its settings.
fn word_like(word: Word<'_>, what: &str) -> Result<String, LineError> {
    if is_word(word.text) {
        return Ok(word.text.to_string());
    }
    Err(word.wrong(format!("`{}` is not {what}; words have letters, digits, `_` and `-`", word.text)))
}

/// A key; `#` in it stands for the number of the occurrence.
fn key_like(word: Word<'_>) -> Result<String, LineError> {
    let plain = word.text.replace('#', "1");
    if is_word(&plain) {
        return Ok(word.text.to_string());
    }
    Err(word.wrong(format!("`{}` is not a key; words have letters, digits, `_` and `-`", word.text)))
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
}
