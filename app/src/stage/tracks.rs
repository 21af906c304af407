//! Metric tracks under the space-time diagram: they share its axis and its playhead. Pure.

use session::wire::{Scene, Staged};

use super::axis::Scale;
use super::chart::{Shape, gutter, track};

/// A metric track.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Its name.
    pub name: String,
    /// Its value now.
    pub now: String,
    /// The value is beyond the bound of its goal.
    pub missed: bool,
    /// Top and height of its plot.
    pub y: (f64, f64),
    /// The plot, from its upper left corner.
    pub shapes: Vec<Shape>,
}

/// The tracks under the lanes, which end at `bottom`, each this high and so wide.
pub fn tracks(staged: &Staged, scene: &Scene, scale: Scale, bottom: f64, size: (f64, f64)) -> Vec<Track> {
    let tracks = staged.charts.iter().zip(&scene.charts).enumerate();
    let one = |(i, (info, of)): (usize, (&session::wire::ChartInfo, &session::wire::Track))| {
        let (top, high) = (bottom + 6.0 + i as f64 * size.1, size.1 - 10.0);
        let shapes = track(info, of, scale, (size.0.max(1.0), high), scene.window);
        Track { name: info.label.clone(), now: gutter(info, of, scene.at), missed: of.missed, y: (top, high), shapes }
    };
    tracks.map(one).collect()
}
