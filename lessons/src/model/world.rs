//! `scenario.toml`, read: worlds, knobs, overlays and draws.

use sim_core::act::Line;
use sim_core::scenario::Scenario;
use sim_core::time::Duration;

use super::{Sentence, Test};
use crate::source::Span;

/// `scenario.toml`, read.
#[derive(Clone, Debug, Default)]
pub struct WorldFile {
    /// What the world is called.
    pub title: String,
    /// The quiet world.
    pub scenario: Scenario,
    /// Virtual microseconds for a second of watching at 1x.
    pub pace: Duration,
    /// Fault tools shown in Break.
    pub tools: Vec<String>,
    /// Metric tracks: as written, and bound.
    pub charts: Vec<Sentence>,
    /// How the topology is drawn.
    pub layout: Layout,
    /// What people read for nodes, groups, message kinds: `(word, name)`.
    pub names: Vec<(String, String)>,
    /// Knobs, those of tables included, in order.
    pub knobs: Vec<Knob>,
    /// Tables of knobs.
    pub tables: Vec<Table>,
    /// `[repair]`.
    pub repair: Option<Overlay>,
    /// `[sealed]`.
    pub sealed: Option<Sealed>,
    /// `[challenge]`.
    pub challenge: Option<Challenge>,
    /// `[test]`.
    pub test: Option<Test>,
    /// `[plot]`, laid over the quiet world: where runs and sweeps of its name are measured, and nobody plays.
    pub plot: Option<Overlay>,
}

impl WorldFile {
    /// What people read for a word of the scenario.
    pub fn label(&self, word: &str) -> String {
        let named = self.names.iter().find(|(w, _)| w == word);
        named.map_or_else(|| word.to_string(), |(_, name)| name.clone())
    }
    /// What people read for these nodes.
    pub fn labels(&self, nodes: &[String]) -> Vec<String> {
        nodes.iter().map(|node| self.label(node)).collect()
    }
    /// What people read for a knob: its label, or for a cell of a table its row and column.
    pub fn knob_label(&self, knob: &Knob) -> String {
        let cell = |table: &Table| knob.name.strip_prefix(&table.name)?.strip_prefix('.')?.rsplit_once('.');
        self.tables.iter().find_map(cell).map_or_else(
            || knob.label.clone(),
            |(row, column)| {
                let row = row.rsplit('.').next().unwrap_or(row);
                format!("{}: {}", self.label(row), column.replace('_', " "))
            },
        )
    }
}

/// How a topology is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Layout {
    /// Servers on a circle, clients outside.
    #[default]
    Ring,
    /// The first server in the middle.
    Star,
    /// Groups from left to right.
    Layered,
    /// `(node, x, y)`, 0 to 1.
    Free(Vec<(String, f64, f64)>),
}

/// Something that a learner can turn.
#[derive(Clone, Debug, PartialEq)]
pub struct Knob {
    /// As in `knobs: R`. In a table: `tiers.web.attempts`.
    pub name: String,
    /// What people read.
    pub label: String,
    /// A line under it.
    pub note: String,
    /// What it sets.
    pub range: KnobRange,
    /// A design knob is `at 0s set …` in a new fork; a live one `at now set …`.
    pub live: bool,
    /// Where it is.
    pub span: Span,
}

/// What a knob can be set to.
#[derive(Clone, Debug, PartialEq)]
pub enum KnobRange {
    /// `path` takes whole numbers `low..high`.
    Whole {
        /// `replicas.R`.
        path: String,
        /// Smallest.
        low: i64,
        /// Largest.
        high: i64,
    },
    /// `path` takes spans `low..high`.
    Span {
        /// What it sets.
        path: String,
        /// Shortest.
        low: Duration,
        /// Longest.
        high: Duration,
        /// Steps are even in the logarithm.
        log: bool,
    },
    /// `path` takes percentages `low..high`, 0 to 1.
    Share {
        /// What it sets.
        path: String,
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
    },
    /// `path` takes one of these spellings.
    Words {
        /// What it sets.
        path: String,
        /// Spellings.
        words: Vec<String>,
    },
    /// Each choice is a name and act lines.
    Lines(Vec<(String, Vec<Line>)>),
}

/// `[table.tiers]`: rows are groups or nodes, columns are settings; its cells are knobs `tiers.web.attempts`.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// As in `knobs: tiers`.
    pub name: String,
    /// Row names.
    pub rows: Vec<String>,
    /// Column names.
    pub columns: Vec<String>,
}

/// Laid over the quiet world.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Overlay {
    /// Instead of the scenario's.
    pub length: Option<Duration>,
    /// Instead of the scenario's.
    pub pace: Option<Duration>,
    /// Lines laid over the scenario's.
    pub acts: Vec<Line>,
    /// Groups whose nodes or settings are replaced: name and replacement (only the keys that are there).
    pub groups: Vec<sim_core::scenario::Group>,
}

/// `[challenge]`.
#[derive(Clone, Debug, PartialEq)]
pub struct Challenge {
    /// Laid over Repair's world (`base = "repair"`) or over the quiet one.
    pub over_repair: bool,
    /// The overlay.
    pub overlay: Overlay,
}

/// `[sealed]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sealed {
    /// Changed by hand only.
    pub edition: u32,
    /// Draws of every world.
    pub draw: Vec<(String, Draw)>,
    /// Lines with `{name}` for a draw, laid over Repair's.
    pub acts: Vec<String>,
    /// Worlds, where there are several; one dot is one seed through all of them.
    pub worlds: Vec<SealedWorld>,
}

/// `[[sealed.world]]`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SealedWorld {
    /// As in `outage: safe: …`.
    pub name: String,
    /// Its own draws.
    pub draw: Vec<(String, Draw)>,
    /// Its own lines.
    pub acts: Vec<String>,
}

/// What a name in braces may become.
#[derive(Clone, Debug, PartialEq)]
pub enum Draw {
    /// A span, evenly.
    Span(Duration, Duration),
    /// A whole number, evenly.
    Whole(i64, i64),
    /// A percentage, evenly, 0 to 1.
    Share(f64, f64),
    /// One of these.
    OneOf(Vec<String>),
}
