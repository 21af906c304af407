//! Every word that the page itself says. Plain, short, present tense; about the run, never about the person.

pub mod around;
pub mod author;
pub mod share;

use session::wire::{Dot, Status};

/// The engine's version, with its revision; page and engine are one program.
pub fn version() -> String {
    format!("Faultline {}", session::version())
}
/// Where its source is; empty while the project names no place.
pub const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

/// The window's title at home.
pub const TITLE: &str = "Faultline: break distributed systems, then repair them";
/// The headline.
pub const HEADLINE: &str = "Break distributed systems, then repair them.";
/// Under it.
pub const LEAD: &str =
    "Lessons that you run in the browser. Predict, break, see why, repair. Every run can be rewound.";

/// Beside the primary button.
pub const OPEN_SANDBOX: &str = "Open sandbox";
/// The list of lessons.
pub const LESSONS: &str = "Lessons";
/// A repair that held.
pub fn can_repair(lesson: &str) -> String {
    format!("repair it so that it holds on runs you have not seen ({lesson})")
}
/// A challenge that was met.
pub fn can_challenge(lesson: &str) -> String {
    format!("meet the challenge of {lesson}")
}

/// The index could not be read.
pub const NO_INDEX: &str = "The list of lessons could not be loaded.";
/// Where progress is.
pub const KEPT_HERE: &str = "Your progress stays in this browser.";
/// No such address.
pub const NOT_FOUND: &str = "There is no lesson at this address";
/// What to do about it.
pub const NOT_FOUND_HELP: &str =
    "It may have moved, or the link lost a piece on its way. All lessons are in the catalogue.";
/// This address was answered with a program that has no readers.
pub const NO_READERS: &str = "The server sent another page than the one at this address. Load it again from the start.";
/// The files of an act could not be loaded.
pub const NO_ACT: &str = "This lesson could not be loaded";
/// A broken lesson.
pub const BROKEN: &str = "This lesson has mistakes in its files";
/// What to do about it.
pub const BROKEN_HELP: &str = "It opens once they are mended. Every other lesson works.";

/// Storage is blocked.
pub const BLOCKED: &str =
    "This browser keeps nothing for this site, so your progress ends with this visit. Everything else works.";
/// What was stored cannot be read.
pub fn set_aside(key: &str) -> String {
    format!("The progress kept here could not be read. It was set aside under \"{key}\"; you start anew.")
}
/// What was stored can neither be read nor moved.
pub const UNREADABLE: &str =
    "The progress kept here could not be read. It stays as it is, and nothing of this visit is kept.";

/// A link is no run.
pub const LINK_UNREADABLE: &str = "The run in this link could not be read";
/// A link plays differently.
pub const LINK_DRIFTED: &str = "This run no longer plays as it did when it was shared";
/// The engine was started again.
pub const ENGINE_RESTARTED: &str = "The simulator stopped and was started again, with your run and your acts.";
/// The engine was given up.
pub const ENGINE_GIVEN_UP: &str = "The simulator stopped several times in this run. The lesson can still be read.";
/// While it starts.
pub const ENGINE_STARTING: &str = "The simulator is loading";

/// An act behind the frontier.
pub const FORKED: &str = "Forked at";
/// Back to where the fork left.
pub const BACK_TO_MAIN: &str = "Back to main";
/// Take back.
pub const UNDO: &str = "Undo";
/// Closes what floats.
pub const CLOSE: &str = "Close";
/// A file was handed over.
pub fn saved(name: &str) -> String {
    format!("Saved as {name}")
}
/// The stage shows no picture.
pub const NO_PICTURE: &str = "There is nothing on the stage to draw.";
/// A branch is gone.
pub fn deleted(branch: &str) -> String {
    format!("{branch} is deleted")
}
/// A step without an aim.
pub const NOTHING_FURTHER: &str = "Nothing further in this direction.";
/// The clipboard took it.
pub const COPIED: &str = "Copied";
/// The clipboard refused.
pub const NOT_COPIED: &str = "The browser did not let the page use the clipboard.";
/// After Reset.
pub const WAS_RESET: &str = "This lesson is back to new";
/// `W` without one.
pub const NO_WITNESS: &str = "No goal is met in this run so far.";
/// After Lock in.
pub const LOCKED: &str = "Your guess is locked in.";
/// Show me begins.
pub const SHOWING: &str = "A recorded run is on the stage.";
/// A sealed run was stopped by hand.
pub const SEAL_STOPPED: &str = "Stopped.";

/// The consistency models of the run.
pub const MODELS: &str = "Which models still hold";
/// To the first that fell.
pub const MODEL_WITNESS: &str = "Show the witness";

/// The lesson's column, for ears.
pub const LESSON: &str = "Lesson";

/// After Skip.
pub fn skipped(step: &str) -> String {
    format!("{step} is passed over, and stays open")
}

/// A heading for ears.
pub fn step_of(step: &str, n: usize, all: usize) -> String {
    format!("{step}, step {n} of {all}")
}

/// More seeds than these are not listed; each is a square of its own.
const FEW: usize = 5;

/// `Held on 18 of 20, not on 4, 13.`
pub fn held(dots: &[Dot]) -> String {
    let held = dots.iter().filter(|dot| dot.status == Status::Met).count();
    let not = dots.iter().enumerate().filter(|(_, dot)| matches!(dot.status, Status::Broken | Status::Undecided));
    let not: Vec<String> = not.map(|(n, _)| (n + 1).to_string()).collect();
    let all = dots.len();
    if not.is_empty() || not.len() > FEW {
        format!("Held on {held} of {all}.")
    } else {
        format!("Held on {held} of {all}, not on {}.", not.join(", "))
    }
}

/// The three levels of a hint.
pub const HINTS: [&str; 3] = ["Where to look", "What to notice", "What to try"];

/// The state of a lesson.
pub const STATES: [&str; 5] = ["new", "seen", "broken", "repaired", "challenged"];

/// What to do next in a lesson of that state.
pub const NEXT: [&str; 5] = ["start", "break", "repair", "challenge", "look back at"];

/// How a line stands, for ears.
pub const fn status(status: Status) -> &'static str {
    match status {
        Status::Open => "not met yet",
        Status::Part => "partly met",
        Status::Met => "met",
        Status::Broken => "broken",
        Status::Undecided => "undecided",
    }
}

/// Where a part of a goal was met.
pub fn met_on(branch: &str) -> String {
    format!("met on {branch}")
}

/// The list of shortcuts.
pub const KEYS: &str = "Keyboard shortcuts";
/// Its lines: keys, what they do. A single letter can be moved to another one.
pub const SHORTCUTS: [(&str, &str); 23] = [
    ("Space", "play, pause"),
    (", .", "step back, step; with Shift 100 ms"),
    ("Home End", "start, end of the run so far"),
    ("[ ]", "slower, faster"),
    ("N P", "next, last difference, fault, loss or answer"),
    ("V", "Select"),
    ("C", "Cut"),
    ("X", "Crash or restart"),
    ("S", "Slow"),
    ("K", "set a clock"),
    ("D", "Drop a message; with Shift twice"),
    ("I H", "isolate the selection, heal"),
    ("Shift+Enter", "select several"),
    ("Alt+arrows", "move a node, with Select"),
    ("F", "fork here"),
    ("B T", "branches, two side by side"),
    ("E L M", "event table, links, messages"),
    ("W", "to the witness"),
    ("G", "to the goals"),
    ("- =", "time axis: wider, closer"),
    ("Ctrl+Z", "undo an act"),
    ("?", "this list"),
    ("Esc", "cancel, close"),
];
/// A letter's field in the list.
pub fn letter_for(does: &str) -> String {
    format!("Key for: {does}")
}
