//! The time axis of the diagram: instants to pixels, the ruler, the flags of acts. Pure.

use session::order::Ordered;
use session::wire::{Scene, Us};

use super::words;

/// Virtual time to pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Scale {
    /// The instant at `x = 0`.
    pub origin: Us,
    /// Pixels a microsecond.
    pub k: f64,
}

impl Scale {
    /// Where an instant is.
    pub fn x(&self, t: Us) -> f64 {
        (t as f64 - self.origin as f64) * self.k
    }
}

/// An act.
#[derive(Clone, Debug, PartialEq)]
pub struct Flag {
    /// Where.
    pub x: f64,
    /// A word or two, where they have room.
    pub short: Option<String>,
    /// `fault`, `heal`, `set`, `ask`.
    pub tone: String,
    /// The whole line.
    pub line: String,
    /// When.
    pub at: Us,
}

/// A tick of the ruler: where, its label, and whether it is a large one.
pub type Tick = (f64, String, bool);

/// A round span at least as long as `us`: 1, 2 or 5 times a power of ten.
pub fn round(us: f64) -> f64 {
    let mut unit = 1.0;
    while unit * 10.0 <= us {
        unit *= 10.0;
    }
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|m| m * unit).find(|s| *s >= us).unwrap_or(us)
}

/// How far apart the large ticks are.
pub fn big(span: Us, plot: f64) -> Us {
    round(span as f64 * 84.0 / plot).max(1.0) as Us
}

pub fn ticks(scale: Scale, last: Us, plot: f64, span: Us) -> Vec<Tick> {
    let big = big(span, plot);
    let small = (big / 2).max(1);
    let first = scale.origin.div_ceil(small) * small;
    (first..=last.max(first))
        .step_by(small as usize)
        .map(|t| (scale.x(t), if t % big == 0 { words::tick(t, big) } else { String::new() }, t % big == 0))
        .collect()
}

/// Beyond both ends of the plot the ruler is seen for so many pixels: a label in the middle of its tick has room there.
pub const OVER: f64 = 24.0;

/// Whether the whole of a label around `x` is seen; half of it would say another number.
pub fn whole(label: &str, x: f64, plot: f64) -> bool {
    let half = super::paint::width(label) / 2.0;
    x - half >= -OVER && x + half <= plot + OVER
}

pub fn flags(scene: &Scene, scale: Scale) -> Vec<Flag> {
    let mut shown: Vec<_> = scene.acts.iter().filter(|a| a.at >= scene.window.0 && a.at <= scene.window.1).collect();
    shown.order_by_key(|a| a.at);
    let next = |i: usize| shown.get(i + 1).map_or(f64::MAX, |a| scale.x(a.at));
    let one = |(i, a): (usize, &&session::wire::ActFlag)| {
        let x = scale.x(a.at);
        let short = (next(i) - x > a.short.chars().count() as f64 * 6.6 + 14.0).then(|| a.short.clone());
        Flag { x, short, tone: a.tone.clone(), line: a.line.clone(), at: a.at }
    };
    shown.iter().enumerate().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_is_seen_whole_or_not_at_all() {
        let seen = |x: f64| whole("10.4", x, 300.0);
        assert_eq!(
            [-30.0, -12.0, -9.0, 0.0, 300.0, 309.0, 312.0].map(seen),
            [false, false, true, true, true, true, false]
        );
        assert!(whole("0 s", 0.0, 300.0), "the first one has room");
    }
}
