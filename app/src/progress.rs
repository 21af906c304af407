//! What a learner has done in an act; kept in the browser, and in nobody else's hands.

use std::collections::BTreeMap;

use crate::json::{objects, words};

/// Of the stored form.
pub const VERSION: u32 = 1;

/// Everything that is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Book {
    /// Of the stored form.
    pub version: u32,
    /// By act.
    pub acts: BTreeMap<String, Progress>,
    /// The act that was open last.
    pub last: String,
}

objects! {
    Book { version, acts, last }
    Progress {
        reached, marks, step, guess, truth, met, parts, run, witness, why, quiz, hints, knobs, reason, held, watched
    }
    Guess { answer, sure, locked, fixed }
    Truth { key, text, sentence }
    Lit { branch, at }
    Seen { at, sentence, slots }
}

words! {
    Reached { New, Seen, Broken, Repaired, Challenged }
    Mark { Open, Done, Shown, Skipped }
}

impl Default for Book {
    fn default() -> Self {
        Self { version: VERSION, acts: BTreeMap::new(), last: String::new() }
    }
}

/// How far an act was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// Not begun.
    #[default]
    New,
    /// Looked at.
    Seen,
    /// Broken by hand.
    Broken,
    /// A sealed run held.
    Repaired,
    /// The challenge met par.
    Challenged,
}

/// How a step ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mark {
    /// Not yet.
    #[default]
    Open,
    /// Done by the learner.
    Done,
    /// Shown to the learner.
    Shown,
    /// Passed over; stays open to them.
    Skipped,
}

/// One act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Progress {
    /// How far.
    pub reached: Reached,
    /// How the eight steps ended, in their order.
    pub marks: [Mark; 8],
    /// The step that was open last.
    pub step: u8,
    /// The prediction.
    pub guess: Guess,
    /// What the run did instead, once that was measured.
    pub truth: Option<Truth>,
    /// Goals that were met.
    pub met: Vec<String>,
    /// Parts of goals that were met on any branch, by the sentence of their line.
    pub parts: BTreeMap<String, Lit>,
    /// The learner's run of Break, as a link.
    pub run: Option<String>,
    /// What was seen in it.
    pub witness: Option<Seen>,
    /// The option that was taken in Why.
    pub why: Option<u8>,
    /// The options that were taken in Quiz.
    pub quiz: Vec<Option<u8>>,
    /// Hints that are open, by goal.
    pub hints: BTreeMap<String, u8>,
    /// Knobs of Repair and of the challenge, as set.
    pub knobs: [BTreeMap<String, String>; 2],
    /// What was changed and why, in the learner's words; for Repair and for the challenge.
    pub reason: [String; 2],
    /// The last sealed run: on how many of 20 it held.
    pub held: [Option<u8>; 2],
    /// The healthy run was watched once: it no longer stops at its beats.
    pub watched: bool,
}

/// A prediction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Guess {
    /// An option's key, or a number.
    pub answer: String,
    /// Sure, rather than guessing.
    pub sure: Option<bool>,
    /// Locked in.
    pub locked: bool,
    /// Break's run has started: it cannot change any more.
    pub fixed: bool,
}

/// What the run did.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Truth {
    /// The option that held.
    pub key: Option<String>,
    /// The measured figure, for a number.
    pub text: String,
    /// In one sentence.
    pub sentence: String,
}

/// A part of a goal that was met.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lit {
    /// The branch's label.
    pub branch: String,
    /// When.
    pub at: u64,
}

/// A witness, as far as prose needs it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    /// When.
    pub at: u64,
    /// In one sentence.
    pub sentence: String,
    /// Figures: name, text, instant.
    pub slots: Vec<(String, String, Option<u64>)>,
}

impl Progress {
    /// Raises the state, never lowers it.
    pub fn reach(&mut self, reached: Reached) {
        self.reached = self.reached.max(reached);
    }
}

impl Book {
    /// An act's progress, or that of somebody new.
    pub fn act(&self, slug: &str) -> Progress {
        self.acts.get(slug).cloned().unwrap_or_default()
    }
}
