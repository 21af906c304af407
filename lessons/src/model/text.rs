//! `lesson.md`, read: the head of an act and its eight steps.

use sim_core::decimal::decimal;
use sim_core::quantity::{Quantity, Unit};
use sim_core::time::Time;

use super::Block;
use super::Goal;
use super::Inline;
use super::Runs;
use super::Sentence;
use super::WorldFile;
use crate::source::Span;

/// One act of a lesson: `lesson.md`, `scenario.toml`, and `runs.toml` where it is there (a draft has none).
#[derive(Clone, Debug, Default)]
pub struct Act {
    /// The words.
    pub text: Text,
    /// The worlds.
    pub world: WorldFile,
    /// What was recorded, and what is claimed.
    pub runs: Runs,
}

/// `lesson.md`, read.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// What stands between the `+++` lines.
    pub front: Front,
    /// The steps that are there, in their order.
    pub steps: Vec<Step>,
    /// The card "What this leaves out".
    pub leaves_out: Vec<Block>,
}

/// The head of an act.
#[derive(Clone, Debug, Default)]
pub struct Front {
    /// The act's title.
    pub title: String,
    /// Minutes for this act.
    pub minutes: u32,
    /// The one new idea.
    pub idea: String,
    /// The belief that it refutes.
    pub refutes: String,
    /// Only on a lesson's first act.
    pub root: Option<Root>,
    /// The one true number.
    pub number: Option<TrueNumber>,
}

/// What a lesson's first act says about the lesson.
#[derive(Clone, Debug, Default)]
pub struct Root {
    /// The lesson's title.
    pub lesson: String,
    /// A slug of `tracks.toml`.
    pub track: String,
    /// Slugs of lessons that come before.
    pub needs: Vec<String>,
    /// Verbs that the learner can do afterwards.
    pub objectives: Vec<String>,
    /// `(title, https address)`.
    pub sources: Vec<(String, String)>,
}

/// `[number]`.
#[derive(Clone, Debug, Default)]
pub struct TrueNumber {
    /// A sentence with the number, without marks.
    pub text: String,
    /// The same with its marks, measured figures among them.
    pub words: Vec<Inline>,
    /// How it is computed.
    pub formula: String,
    /// Under which assumptions.
    pub assumes: String,
    /// `https:` address, or a citation.
    pub source: String,
    /// A claim of `runs.toml`.
    pub measure: Option<String>,
}

/// The eight steps, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepKind {
    /// Meet the service; see a healthy run.
    Story,
    /// Commit to an outcome.
    Predict,
    /// Make the bad outcome happen.
    Break,
    /// Pick the cause among events.
    Why,
    /// The mechanism, told on the learner's run.
    Explain,
    /// Change the design; prove it.
    Repair,
    /// One harder variation.
    Challenge,
    /// Transfer.
    Quiz,
}

impl StepKind {
    /// In their fixed order.
    pub const ALL: [Self; 8] =
        [Self::Story, Self::Predict, Self::Break, Self::Why, Self::Explain, Self::Repair, Self::Challenge, Self::Quiz];

    /// As a heading begins: `Why?` has its mark.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Story => "Story",
            Self::Predict => "Predict",
            Self::Break => "Break",
            Self::Why => "Why?",
            Self::Explain => "Explain",
            Self::Repair => "Repair",
            Self::Challenge => "Challenge",
            Self::Quiz => "Quiz",
        }
    }
    /// As in an address: `#repair`.
    pub fn slug(self) -> String {
        self.word().trim_end_matches('?').to_lowercase()
    }
}

/// One step.
#[derive(Clone, Debug)]
pub struct Step {
    /// Which.
    pub kind: StepKind,
    /// The rest of the heading: `make an honest replica lie`.
    pub title: String,
    /// Prose, without the blocks below.
    pub prose: Vec<Block>,
    /// What there is to do.
    pub task: Task,
    /// Where the heading is.
    pub span: Span,
}

/// What a step asks.
#[derive(Clone, Debug)]
pub enum Task {
    /// Read (Story).
    None,
    /// Predict.
    Guess(Guess),
    /// Break, Repair, Challenge.
    Goals(Vec<Goal>),
    /// Why?: one question. Quiz: several.
    Questions(Vec<Question>),
    /// Explain.
    Cards(Vec<Card>),
}

/// The question of Predict.
#[derive(Clone, Debug)]
pub struct Guess {
    /// Options, or a number in a range.
    pub form: GuessForm,
    /// The run that tells.
    pub run: String,
    /// For options: one sentence for each option's key. For a number: one measure under the key `""`.
    pub answers: Vec<(String, Sentence)>,
}

/// How a guess is given.
#[derive(Clone, Debug)]
pub enum GuessForm {
    /// One of these.
    Options(Vec<GuessOption>),
    /// `number 1..27, ~27`: a number in this range, and the misconception's.
    Number {
        /// Smallest.
        low: f64,
        /// Largest.
        high: f64,
        /// What the misconception says.
        belief: f64,
        /// The unit of all three: shares from 0 to 1, times in seconds, rates per second.
        unit: Unit,
    },
}

impl GuessForm {
    /// A number is asked for in the unit in which people say it: how many of them one is, and the words for it.
    const fn unit(&self) -> (f64, &'static str) {
        match self {
            Self::Number { unit: Unit::Share, .. } => (100.0, ", in percent"),
            Self::Number { unit: Unit::Time, high, .. } if *high <= 10.0 => (1_000.0, ", in ms"),
            Self::Number { unit: Unit::Time, .. } => (1.0, ", in seconds"),
            _ => (1.0, ""),
        }
    }
    /// How a number is asked for, and its ends in that unit.
    pub fn asked(&self) -> (String, f64, f64) {
        let Self::Number { low, high, unit, .. } = self else { return Default::default() };
        let (each, word) = self.unit();
        let [from, to] = [*low, *high].map(|value| Quantity { value, unit: *unit });
        (format!("A number from {from} to {to}{word}"), low * each, high * each)
    }
    /// Whether an answer is an option, or a number of the range.
    pub fn possible(&self, answer: &str) -> bool {
        match self {
            Self::Options(options) => options.iter().any(|option| option.key == answer),
            Self::Number { low, high, .. } => {
                decimal(answer).is_some_and(|n| (*low..=*high).contains(&(n / self.unit().0)))
            }
        }
    }
    /// A number that was answered, with its unit.
    pub fn spelled(&self, answer: &str) -> String {
        match (self, decimal(answer)) {
            (Self::Number { unit, .. }, Some(n)) => Quantity { value: n / self.unit().0, unit: *unit }.to_string(),
            _ => answer.to_owned(),
        }
    }
}

/// An option of Predict.
#[derive(Clone, Debug)]
pub struct GuessOption {
    /// The bold span, which the answer block names.
    pub key: String,
    /// The whole option.
    pub text: Vec<Inline>,
    /// Holds the documented misconception (`~`).
    pub misconception: bool,
}

/// A question with options, each with its reason.
#[derive(Clone, Debug)]
pub struct Question {
    /// The question.
    pub text: Vec<Block>,
    /// Options.
    pub options: Vec<Choice>,
    /// `(run: cut @2.9s)`: opens a recorded run at an instant.
    pub run: Option<(String, Time)>,
    /// `(from: replication)`: taken from a lesson that is needed.
    pub from: Option<String>,
    /// Where it is.
    pub span: Span,
}

/// An option of a question.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Whether it is the answer (`[x]`).
    pub right: bool,
    /// The misconception in new clothes (`~`).
    pub misconception: bool,
    /// The option.
    pub text: Vec<Inline>,
    /// Why it is tempting and what decides it, shown after the answer.
    pub reason: Vec<Inline>,
    /// `(event: stale-read.read)`: goal and field.
    pub event: Option<(String, String)>,
}

/// A card of Explain.
#[derive(Clone, Debug)]
pub struct Card {
    /// Its title.
    pub title: String,
    /// `@stale-read.at`: goal and field whose instant the diagram shows while the card is open.
    pub at: Option<(String, String)>,
    /// The words.
    pub blocks: Vec<Block>,
    /// Where it is.
    pub span: Span,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_asked_for_and_told_in_one_unit() {
        let time = GuessForm::Number { low: 0.01, high: 1.0, belief: 0.079, unit: Unit::Time };
        assert_eq!(time.asked(), ("A number from 10 ms to 1 s, in ms".to_owned(), 10.0, 1_000.0));
        assert_eq!(
            (time.spelled("79"), time.possible("79"), time.possible("0.079")),
            ("79 ms".to_owned(), true, false)
        );
        let count = GuessForm::Number { low: 1.0, high: 27.0, belief: 27.0, unit: Unit::Count };
        assert_eq!((count.asked().0, count.spelled("2.5")), ("A number from 1 to 27".to_owned(), "2.5".to_owned()));
    }
}
