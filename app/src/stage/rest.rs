//! Stretches of a run in which there is nothing to see: play passes them quickly. Pure.

use session::wire::{Scene, Us};

use super::{AFTER_CHANGE, AFTER_OP};

/// Quiet stretches, without what is still to be seen in them: a result or a change is shown for a while after it.
pub fn rests(scene: &Scene, pace: Us) -> Vec<(f64, f64)> {
    let linger = |seconds: f64| seconds * pace as f64;
    let mut seen: Vec<f64> = Vec::new();
    seen.extend(scene.ops.iter().filter(|o| o.returned != Us::MAX).map(|o| o.returned as f64 + linger(AFTER_OP)));
    seen.extend(scene.states.iter().filter(|s| s.at > 0).map(|s| s.at as f64 + linger(AFTER_CHANGE)));
    let starts = scene.quiet.iter().map(|(from, to)| {
        let (from, to) = (*from as f64, *to as f64);
        let longest = linger(AFTER_OP);
        let start = seen.iter().filter(|s| **s > from && **s - longest <= from + 1.0).copied().fold(from, f64::max);
        (start, to)
    });
    starts.filter(|(from, to)| from < to).collect()
}
