//! Clocks of nodes that are not true: what they show, and where on a lane their own marks stand. Pure.

use session::wire::{ClockBend, Scene, Us};

use super::axis::Scale;

/// The bend of a node's clock that holds at an instant.
fn bend(clocks: &[ClockBend], node: u16, t: Us) -> Option<&ClockBend> {
    clocks.iter().rev().find(|c| c.node == node && c.at <= t)
}

/// By how much a node's wall clock is ahead of true time, in microseconds.
pub fn offset(clocks: &[ClockBend], node: u16, t: Us) -> i64 {
    bend(clocks, node, t).map_or(0, |c| c.offset_us + (t - c.at) as i64 * i64::from(c.drift_ppm) / 1_000_000)
}

/// What a node's wall clock shows.
pub fn own(clocks: &[ClockBend], node: u16, t: Us) -> f64 {
    t as f64 + offset(clocks, node, t) as f64
}

/// A lane whose clock is not true.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Skew {
    /// The node.
    pub node: u16,
    /// Its lane.
    pub y: f64,
    /// From where to where the clock is not true.
    pub spans: Vec<(f64, f64)>,
    /// Where the clock shows what the ruler's large ticks say.
    pub marks: Vec<f64>,
}

/// Lanes whose clocks are not true, with marks every `step` of their own time up to `last`.
pub fn skews(scene: &Scene, y: &[f64], scale: Scale, step: Us, last: Us) -> Vec<Skew> {
    let mut out: Vec<Skew> = Vec::new();
    for (i, c) in scene.clocks.iter().enumerate() {
        let end = scene.clocks.get(i + 1).filter(|n| n.node == c.node).map_or(last, |n| n.at).min(last);
        let Some(lane) = y.get(usize::from(c.node)).filter(|_| c.at < end) else { continue };
        if (c.offset_us, c.drift_ppm) == (0, 0) {
            continue;
        }
        if out.last().is_none_or(|s| s.node != c.node) {
            out.push(Skew { node: c.node, y: *lane, ..Skew::default() });
        }
        let Some(skew) = out.last_mut() else { continue };
        skew.spans.push((scale.x(c.at), scale.x(end)));
        let rate = 1.0 + f64::from(c.drift_ppm) / 1e6;
        let shows = |t: Us| c.at as f64 + c.offset_us as f64 + (t - c.at) as f64 * rate;
        let step = step.max(1) as f64;
        let mut k = (shows(c.at) / step).ceil();
        while k * step <= shows(end) {
            let true_time = c.at as f64 + (k * step - shows(c.at)) / rate;
            skew.marks.push((true_time - scale.origin as f64) * scale.k);
            k += 1.0;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scene() -> Scene {
        let bend = |node, at, offset_us, drift_ppm| ClockBend { node, at, offset_us, drift_ppm };
        Scene {
            clocks: vec![bend(1, 1_000_000, 340_000, 0), bend(1, 3_000_000, 0, 100_000), bend(2, 0, -50, 0)],
            ..Scene::default()
        }
    }

    #[test]
    fn a_clock_is_ahead_from_its_bend_on_and_drifts() {
        let s = scene();
        assert_eq!(
            [0, 1_000_000, 2_999_999, 3_000_000, 4_000_000].map(|t| offset(&s.clocks, 1, t)),
            [0, 340_000, 340_000, 0, 100_000]
        );
        assert_eq!((offset(&s.clocks, 2, 9), offset(&s.clocks, 0, 9)), (-50, 0));
    }

    #[test]
    fn marks_stand_where_the_clock_itself_shows_whole_seconds() {
        let scale = Scale { origin: 0, k: 1e-4 };
        let found = skews(&scene(), &[10.0, 20.0, 30.0], scale, 1_000_000, 5_000_000);
        assert_eq!(found[0].spans, [(100.0, 300.0), (300.0, 500.0)]);
        let marks: Vec<i64> = found[0].marks.iter().map(|x| x.round() as i64).collect();
        assert_eq!(marks, [166, 266, 300, 391, 482], "2 s and 3 s come early, then every 0.909 s");
    }
}
