//! Spans and instants as lesson files spell them: a number and its unit, exact to the microsecond.

use crate::time::{Duration, Time};

/// Longer than any run (about 31 years); keeps sums of spans far from the end of the integers.
const LONGEST: u64 = 1_000_000_000_000_000;

/// Reads a span: `15s`, `2.1s`, `300ms`, `700us`.
///
/// # Errors
/// A sentence that says what is possible.
pub fn parse_span(text: &str) -> Result<Duration, String> {
    if text.starts_with('-') {
        return Err(format!("`{text}` is negative; a span of time is 0s or longer"));
    }
    magnitude(text).map(Duration)
}

/// Reads an instant, which is spelled like the span since the start of the run.
///
/// # Errors
/// A sentence that says what is possible.
pub fn parse_time(text: &str) -> Result<Time, String> {
    if text.starts_with('-') {
        return Err(format!("`{text}` is before the start of the run, which is 0s"));
    }
    magnitude(text).map(Time)
}

/// Reads a span that may be negative, in microseconds.
pub(super) fn parse_signed(text: &str) -> Result<i64, String> {
    let micros = magnitude(text.strip_prefix('-').unwrap_or(text))? as i64;
    Ok(if text.starts_with('-') { -micros } else { micros })
}

/// Spells signed microseconds.
pub(in crate::act) fn spell_signed(micros: i64) -> String {
    format!("{}{}", if micros < 0 { "-" } else { "" }, Duration(micros.unsigned_abs()))
}

fn magnitude(text: &str) -> Result<u64, String> {
    let digits = text.bytes().take_while(|b| b.is_ascii_digit() || *b == b'.').count();
    let (number, unit) = text.split_at(digits);
    if !number.starts_with(|c: char| c.is_ascii_digit()) || number.ends_with('.') || number.matches('.').count() > 1 {
        return Err(format!("`{text}` is not a time; write a number and its unit, such as 300ms or 2s"));
    }
    let decimals = match unit {
        "s" => 6,
        "ms" => 3,
        "us" => 0,
        "" => return Err(format!("`{text}` has no unit; write {text}us, {text}ms or {text}s")),
        _ => return Err(format!("`{unit}` in `{text}` is not a unit of time; the units are us, ms and s")),
    };
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let fraction = fraction.trim_end_matches('0');
    if fraction.len() > decimals {
        return Err(format!("`{text}` is finer than a microsecond; times are whole microseconds"));
    }
    format!("{whole}{fraction:0<decimals$}")
        .parse::<u64>()
        .ok()
        .filter(|micros| *micros <= LONGEST)
        .ok_or_else(|| format!("`{text}` is longer than any run can be"))
}
