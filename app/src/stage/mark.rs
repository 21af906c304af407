//! What the canvas can show: lines, shapes, words; and what it goes by beside the run.

use session::wire::Us;

use super::geom::{Pt, Rect};
use super::palette::Tone;

/// One thing on the canvas.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// An open line.
    Line {
        /// Its points.
        points: Vec<Pt>,
        /// Its colour.
        tone: Tone,
        /// Its width.
        width: f64,
        /// Dash, gap, and how far they have moved.
        dash: Option<[f64; 3]>,
        /// Opacity.
        alpha: f64,
    },
    /// A closed outline; no points is a circle.
    Shape {
        /// Its centre.
        at: Pt,
        /// Corners around the centre.
        corners: Vec<Pt>,
        /// Radius of a circle.
        r: f64,
        /// Inside.
        fill: Option<Tone>,
        /// Outline and its width.
        stroke: Option<(Tone, f64)>,
        /// Opacity.
        alpha: f64,
    },
    /// Words, centred, with a halo.
    Text {
        /// Middle of the base line.
        at: Pt,
        /// What it says.
        words: String,
        /// Its colour.
        tone: Tone,
        /// Type.
        font: Font,
        /// The colour of its halo.
        ground: Tone,
        /// Opacity.
        alpha: f64,
    },
}

/// Type of a text on the canvas, 12 px.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Font {
    /// What messages and operations say.
    Mono,
    /// Captions.
    Plain,
    /// Captions that matter.
    Bold,
}

/// What the canvas goes by, beside the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Show {
    /// Which flights carry a label, by index, and on which side.
    pub labelled: Vec<Option<u8>>,
    /// What labels keep clear of: nodes, captions, badges, what links say.
    pub taken: Vec<Rect>,
    /// Where links say what lies on them, by link.
    pub pills: Vec<Option<Pt>>,
    /// Flights to outline, by name.
    pub chosen: Vec<u64>,
    /// Flights outside an open cone of causes are dim; empty where no cone is open.
    pub known: Option<Vec<u64>>,
    /// Where each partition's label stands, and from when it counts.
    pub partitions: Vec<(Pt, Us, Us)>,
    /// Nothing moves by itself.
    pub reduced: bool,
    /// Virtual microseconds for a second of watching now.
    pub rate: f64,
}
