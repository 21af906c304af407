//! `runs.toml`, read: recorded runs, sweeps and claims.

use sim_core::act::Line;
use sim_core::time::Time;

use super::Sentence;
use crate::source::Span;

/// `runs.toml`, read.
#[derive(Clone, Debug, Default)]
pub struct Runs {
    /// Whether the file is there.
    pub present: bool,
    /// Recorded runs.
    pub runs: Vec<Run>,
    /// Curves and counts over many forks.
    pub sweeps: Vec<Sweep>,
    /// What measured links mean.
    pub claims: Vec<Claim>,
}

/// What a recorded run is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The healthy run of Story.
    Baseline,
    /// The run that Predict asks about.
    Predict,
    /// A way to break it.
    Witness,
    /// A way to repair it.
    Solution,
    /// A planted wrong design.
    Wrong,
    /// The challenge at par.
    Par,
    /// For the quiz and for claims.
    Example,
}

/// `[[run]]`.
#[derive(Clone, Debug)]
pub struct Run {
    /// Unique in the file.
    pub name: String,
    /// What it is for.
    pub role: Role,
    /// `quiet`, `repair`, `challenge` or a sealed world's name. A solution and a wrong design play every world of
    /// Repair.
    pub world: String,
    /// Instead of the scenario's.
    pub seed: Option<u64>,
    /// Ends earlier.
    pub until: Option<Time>,
    /// The acts.
    pub acts: Vec<Line>,
    /// Show me: a sentence an act.
    pub say: Vec<String>,
    /// For a wrong design: the goal line that it fails, as written there.
    pub fails_on: Option<String>,
    /// For a wrong design: the misconception's tag.
    pub belief: Option<String>,
    /// Written by `faultline check --accept`, 16 hexadecimal digits.
    pub fingerprint: Option<String>,
    /// Where it is.
    pub span: Span,
}

/// How figures over seeds become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stat {
    /// The mean.
    Mean,
    /// The worst.
    Worst,
    /// The share that meets it.
    Share,
}

/// `[[sweep]]`.
#[derive(Clone, Debug)]
pub struct Sweep {
    /// As in `sweep:curve`.
    pub name: String,
    /// The run that is varied.
    pub run: String,
    /// `(path, values)`.
    pub over: Vec<(String, Vec<String>)>,
    /// How many seeds for each point.
    pub seeds: u32,
    /// What is measured.
    pub sentence: Sentence,
    /// How seeds are joined.
    pub stat: Stat,
    /// What was measured: a number a point, the values of the last path changing fastest; written by
    /// `faultline check --accept`. Shares are from 0 to 1, times in seconds.
    pub points: Vec<f64>,
    /// Where it is.
    pub span: Span,
}

/// `[[claim]]`.
#[derive(Clone, Debug)]
pub struct Claim {
    /// As in `measure:amp`.
    pub name: String,
    /// The run.
    pub run: String,
    /// What is measured.
    pub sentence: Sentence,
    /// How many seeds; 1 is the run's own.
    pub seeds: u32,
    /// How seeds are joined.
    pub stat: Stat,
    /// Where it is.
    pub span: Span,
}
