//! Metric tracks under the space-time diagram: they share its axis. Pure.

use session::wire::{Scene, Staged, Us};

use super::axis::Scale;
use super::geom::{Pt, pt};
use super::words;

/// A metric track.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Its name.
    pub name: String,
    /// Its value now.
    pub now: String,
    /// Top and height of its plot.
    pub y: (f64, f64),
    /// Points.
    pub line: Vec<Pt>,
    /// Bars instead of a line.
    pub bars: bool,
}

/// The tracks under the lanes, which end at `bottom`, each this high.
pub fn tracks(staged: &Staged, scene: &Scene, scale: Scale, bottom: f64, height: f64) -> Vec<Track> {
    let tracks = staged.charts.iter().zip(&scene.charts).enumerate();
    tracks
        .map(|(i, (info, points))| {
            let (top, h) = (bottom + 6.0 + i as f64 * height, height - 10.0);
            let points: Vec<(Us, f64)> = points.iter().copied().filter(|p| p.1.is_finite()).collect();
            let most = points.iter().map(|p| p.1).fold(0.0, f64::max);
            let high = if info.unit.trim() == "%" { 100.0 } else { most.max(1.0) };
            let line = points.iter().map(|(t, v)| pt(scale.x(*t), top + h - v / high * h)).collect();
            let now = points.iter().rev().find(|p| p.0 <= scene.at).map(|p| words::figure(p.1, &info.unit));
            let now = now.unwrap_or_else(|| words::NOTHING_YET.into());
            Track { name: info.label.clone(), now, y: (top, h), line, bars: info.bars }
        })
        .collect()
}
