//! `faultline run` of a file with `[test]`: plays the run that was kept, and tells the first difference.

use std::fmt::Write as _;
use std::rc::Rc;

use sim_core::measure::Evidence;
use sim_core::run::Recipe;

use super::Told;
use crate::judge;
use crate::model::{STANDINGS, Test, WorldFile};
use crate::worlds;

/// Plays it. Code 1 says that it no longer does what it did.
pub(super) fn play(file: &WorldFile, test: &Test) -> Result<Told, String> {
    let scenario = worlds::quiet(file);
    let recipe = Recipe { seed: scenario.seed, scenario: Rc::new(scenario), lines: test.acts.clone() };
    let played = recipe.play(test.until).map_err(|refusal| refusal.to_string())?;
    let mut out = String::new();
    let now = played.text();
    if !test.trace.is_empty() {
        difference(test.trace.trim(), now.trim_end(), &mut out);
    }
    for (expected, sentence) in &test.expect {
        let found = judge::read(sentence, &Evidence::of(&played)).standing;
        if found != *expected {
            let word = |standing| STANDINGS.iter().find(|(_, s)| *s == standing).map_or("", |(word, _)| word);
            let _ = writeln!(out, "{} is {}, no longer {}", sentence.text, word(found), word(*expected));
        }
    }
    let fingerprint = format!("{:016x}", played.trace.fingerprint());
    if test.fingerprint.as_ref().is_some_and(|kept| *kept != fingerprint) {
        let _ =
            writeln!(out, "the fingerprint is {fingerprint}, no longer {}", test.fingerprint.as_deref().unwrap_or(""));
    }
    let code = u8::from(!out.is_empty());
    if code == 0 {
        let rows = now.lines().count();
        let _ = writeln!(out, "as it was: {} findings, {rows} rows\nfingerprint {fingerprint}", test.expect.len());
    }
    Ok(Told { out, code, ..Told::default() })
}

/// The first line that differs, as it was and as it is.
fn difference(kept: &str, now: &str, out: &mut String) {
    let (mut then, mut here) = (kept.lines(), now.lines());
    for number in 1.. {
        let (was, is) = (then.next(), here.next());
        if was.map(str::trim) == is.map(str::trim) {
            if was.is_none() {
                return;
            }
            continue;
        }
        let row = |line: Option<&str>| line.map_or("the run is over".to_string(), |line| line.trim().to_string());
        let _ = writeln!(out, "row {number} differs\n  was: {}\n  is:  {}", row(was), row(is));
        return;
    }
}
