//! A run as a link: the recipe, and what it must replay to. An old link that no longer plays the same says so.

use serde::{Deserialize, Serialize};
use sim_core::act::parse_line;
use sim_core::run::{Timeline, starts};
use sim_core::time::Time;

use crate::opened::OpenAct;
use crate::stage::Stage;
use crate::wire::{Us, What};

/// Counts up with every change of this form.
const FORMAT: u8 = 1;

#[derive(Serialize, Deserialize)]
struct Shared {
    format: u8,
    revision: u32,
    slug: String,
    scenario: u64,
    what: What,
    lines: Vec<String>,
    at: Us,
    step: String,
    frontier: Us,
    fingerprint: u64,
}

/// The run on the stage, as it stands at an instant.
pub(crate) fn encode(open: &OpenAct, stage: &Stage, at: Us, step: &str) -> String {
    let branch = stage.branch();
    let at = Time(at).min(branch.timeline.world().now.max(Time(at)));
    // The fingerprint is that of the run up to the moment, so that reading it costs no more than showing it.
    let fingerprint = branch.timeline.recipe().play(Some(at)).map(|w| w.trace.fingerprint()).unwrap_or_default();
    let shared = Shared {
        format: FORMAT,
        revision: sim_core::REVISION,
        slug: open.slug.clone(),
        scenario: open.hash,
        what: stage.what.clone(),
        lines: branch.own.iter().filter(|l| starts(l) <= at).map(ToString::to_string).collect(),
        at: at.0,
        step: step.into(),
        frontier: at.0,
        fingerprint,
    };
    // A scenario that no address names goes with the link.
    let mut bytes = crate::encode(&shared);
    bytes.extend(open.alone.iter().flat_map(crate::encode));
    text(&bytes)
}

/// The scenario that a link carries, where it does.
pub fn carried(link: &str) -> Option<String> {
    let bytes = bytes(link)?;
    let (_, rest): (Shared, _) = postcard::take_from_bytes(&bytes).ok()?;
    postcard::from_bytes(rest).ok()
}

/// The run of a link, and why it no longer plays the same, if it does not.
pub(crate) fn restore(open: &OpenAct, link: &str) -> Result<(Stage, Option<String>), String> {
    let bytes = bytes(link).ok_or("the link has characters that no link has; it may have been cut off on its way")?;
    let shared: Shared = crate::decode(&bytes).map_err(|_| "the link is incomplete, or of another format")?;
    if shared.format != FORMAT {
        return Err(format!("the link has format {}; this page reads format {FORMAT}", shared.format));
    }
    if shared.slug != open.slug {
        return Err(format!("the link belongs to the lesson `{}`", shared.slug));
    }
    let mut stage = Stage::new(open, shared.what)?;
    let mut own = Vec::new();
    for text in &shared.lines {
        own.push(parse_line(text).map_err(|e| format!("`{text}`: {e}"))?);
    }
    let branch = &mut stage.branches[0];
    let recipe = branch.timeline.recipe().clone().with(own.clone());
    branch.timeline = Timeline::new(recipe).map_err(|e| e.to_string())?;
    branch.own = own;
    branch.seen = Time(shared.frontier);
    stage.advance(Time(shared.frontier));
    (stage.staged.at, stage.staged.step) = (shared.at, shared.step);
    let world = stage.branch().timeline.world();
    let drift = if world.trace.fingerprint() == shared.fingerprint {
        None
    } else if shared.scenario != open.hash {
        Some(
            "The lesson's world has changed since this link was made, so the run may differ from what was shared."
                .into(),
        )
    } else if shared.revision != sim_core::REVISION {
        Some(format!(
            "The engine has changed since this link was made (revision {} then, {} now), so the run differs from what was shared.",
            shared.revision,
            sim_core::REVISION
        ))
    } else {
        Some("This run does not play as it did when the link was made.".into())
    };
    Ok((stage, drift))
}

const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Bytes as text that an address may hold (RFC 4648, section 5, without padding).
fn text(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let word = chunk.iter().fold(0_u32, |w, b| w << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for i in 0..=chunk.len() {
            out.push(DIGITS[(word >> (18 - 6 * i) & 63) as usize] as char);
        }
    }
    out
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    for chunk in text.as_bytes().chunks(4) {
        let mut word = 0_u32;
        for (i, c) in chunk.iter().enumerate() {
            let digit = DIGITS.iter().position(|d| d == c)?;
            word |= (digit as u32) << (18 - 6 * i);
        }
        out.extend(&word.to_be_bytes()[1..chunk.len()]);
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{bytes, text};

    #[test]
    fn any_bytes_come_back_from_an_address() {
        for n in 0..40_u8 {
            let some: Vec<u8> = (0..n).map(|i| i.wrapping_mul(37)).collect();
            assert_eq!(bytes(&text(&some)), Some(some));
        }
        assert_eq!(bytes("a b"), None);
    }
}
