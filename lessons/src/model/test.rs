//! `[test]` of a scenario: a run that was kept, and what must be seen in it.

use sim_core::act::Line;
use sim_core::time::Time;

use super::Sentence;
use crate::judge::Standing;

/// `[test]`: `faultline run` plays it and says how it differs.
#[derive(Clone, Debug, Default)]
pub struct Test {
    /// Up to here.
    pub until: Option<Time>,
    /// What was done.
    pub acts: Vec<Line>,
    /// How sentences must stand then.
    pub expect: Vec<(Standing, Sentence)>,
    /// Of the run, 16 hexadecimal digits.
    pub fingerprint: Option<String>,
    /// What happened, a line a row; empty where the run was too long to keep it.
    pub trace: String,
}

/// How a sentence may stand, as `expect` spells it.
pub const STANDINGS: [(&str, Standing); 4] = [
    ("met", Standing::Met),
    ("not met", Standing::NotYet),
    ("broken", Standing::Broken),
    ("undecided", Standing::Undecided),
];
