//! Reads `lesson.md`: its head, and its steps in their order.

use sim_core::words::nearest;

use crate::bind::Binder;
use crate::markdown::{Piece, Refs, plain, prose, read as read_markdown};
use crate::model::{Card, Inline, Runs, Step, StepKind, Task, Text};
use crate::report::{Placed, Report};
use crate::runs_file::RunScenes;
use crate::source::{File, Span};
use crate::worlds_check::Scenes;
use crate::{front, goal, guess, questions};

/// The card at the end.
const LEAVES_OUT: &str = "What this leaves out";

/// What sentences are bound to: the worlds and recorded runs of the act.
#[derive(Clone, Copy)]
pub(crate) struct Context<'c> {
    pub(crate) registry: &'c sim_core::registry::Registry,
    pub(crate) scenes: &'c Scenes<'c>,
    /// Names that may stand after `knobs:`.
    pub(crate) knobs: &'c [String],
    pub(crate) runs: &'c Runs,
    pub(crate) run_scenes: &'c RunScenes<'c>,
}

impl<'c> Context<'c> {
    pub(crate) const fn binder(&self, scenes: &'c [&'c crate::scene::Scene<'c>]) -> Binder<'c> {
        Binder { registry: self.registry, scenes }
    }
}

/// Reads the words. Without a context sentences stay unbound.
pub(crate) fn read(report: &mut Report<'_>, refs: &mut Refs, text: &str, context: Option<&Context<'_>>) -> Text {
    let (front, body) = front::read(report, refs, text);
    let mut read = Text { front, ..Text::default() };
    let mut open: Option<(Heading, Vec<Piece>)> = None;
    let mut seen: Vec<StepKind> = Vec::new();
    for piece in read_markdown(report, refs, &text[body..], (File::Lesson, body)) {
        match piece {
            Piece::Heading(level @ (1 | 2), words, span) => {
                if let Some((heading, pieces)) = open.take() {
                    close(report, refs, &heading, pieces, context, &mut read);
                }
                let what = heading(report, level, &words, span, &mut seen);
                open = Some((Heading { what, words, span }, Vec::new()));
            }
            piece => match &mut open {
                Some((_, pieces)) => pieces.push(piece),
                None => report.error_help(piece.span(), "text stands before the first step", "begin with ## Story"),
            },
        }
    }
    if let Some((heading, pieces)) = open {
        close(report, refs, &heading, pieces, context, &mut read);
    }
    if read.steps.is_empty() {
        report.error_help(Span::default(), "lesson.md has no steps", "begin with ## Story");
    }
    read
}

struct Heading {
    what: Option<What>,
    words: Vec<Inline>,
    span: Span,
}

#[derive(Clone, Copy)]
enum What {
    Step(StepKind),
    LeavesOut,
}

/// Which step a heading begins. Steps come once each, in their order.
fn heading(report: &mut Report<'_>, level: u8, words: &[Inline], span: Span, seen: &mut Vec<StepKind>) -> Option<What> {
    let text = plain(words);
    if level == 1 {
        report.error_help(span, "a heading of level 1 has no place here", "write ##");
    }
    if text == LEAVES_OUT {
        return Some(What::LeavesOut);
    }
    let word = step_word(&text);
    let names = || StepKind::ALL.iter().map(|kind| kind.word()).chain([LEAVES_OUT]);
    let is = |name: &str| StepKind::ALL.into_iter().find(|kind| kind.word() == name);
    let kind = is(word).or_else(|| {
        report.unknown(report.find(span, word), format!("`{word}` is not a step"), word, names());
        // Read as the step that it looks like, so that nothing under it is reported for its heading's sake.
        nearest(word, names()).and_then(is)
    })?;
    if seen.contains(&kind) {
        report.error(span, format!("the step {word} is there twice"));
        return None;
    }
    if let Some(later) = seen.iter().find(|other| **other > kind) {
        report.error(span, format!("the step {word} comes before {}", later.word()));
    }
    seen.push(kind);
    Some(What::Step(kind))
}

/// The first part of a heading: up to a colon, or `Why?`.
fn step_word(text: &str) -> &str {
    let word = text.split_once(':').map_or(text, |(word, _)| word).trim();
    if word.starts_with("Why?") { "Why?" } else { word }
}

fn close(
    report: &mut Report<'_>,
    refs: &mut Refs,
    heading: &Heading,
    pieces: Vec<Piece>,
    context: Option<&Context<'_>>,
    text: &mut Text,
) {
    let span = heading.span;
    let kind = match heading.what {
        Some(What::Step(kind)) => kind,
        Some(What::LeavesOut) => {
            text.leaves_out = prose(report, pieces);
            return;
        }
        // What is under a heading that has no meaning has none either.
        None => return,
    };
    let words = plain(&heading.words);
    let title = words[step_word(&words).len()..].trim_start_matches([':', ' ']).to_string();
    let (prose, task) = match kind {
        StepKind::Story => (narrated(report, pieces), Task::None),
        StepKind::Predict => guess::read(report, refs, pieces, span, context),
        StepKind::Break | StepKind::Repair | StepKind::Challenge => {
            goal::read(report, refs, kind, pieces, span, context)
        }
        StepKind::Why => questions::why(report, refs, pieces, span),
        StepKind::Quiz => questions::quiz(report, refs, pieces, span),
        StepKind::Explain => explain(report, refs, pieces, span),
    };
    text.steps.push(Step { kind, title, prose, task, span });
}

/// Prose in which beats may stand.
pub(crate) fn narrated(report: &mut Report<'_>, pieces: Vec<Piece>) -> Vec<crate::model::Block> {
    let mut blocks = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Beat(time, words, _) => blocks.push(crate::model::Block::Beat(time, words)),
            piece => blocks.extend(prose(report, vec![piece])),
        }
    }
    blocks
}

/// Cards are the headings of level 3.
fn explain(
    report: &mut Report<'_>,
    refs: &mut Refs,
    pieces: Vec<Piece>,
    span: Span,
) -> (Vec<crate::model::Block>, Task) {
    let mut before = Vec::new();
    let mut cards: Vec<(Card, Vec<Piece>)> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Heading(3, words, span) => {
                let (title, at) = card_title(report, refs, &plain(&words), span);
                cards.push((Card { title, at, blocks: Vec::new(), span }, Vec::new()));
            }
            piece => cards.last_mut().map_or(&mut before, |(_, pieces)| pieces).push(piece),
        }
    }
    if cards.is_empty() || cards.len() > 3 {
        let help = "a card begins with ### and its title";
        report.error_help(span, format!("Explain has {} cards; it has one to three", cards.len()), help);
    }
    let mut read = Vec::new();
    for (mut card, pieces) in cards {
        card.blocks = prose(report, pieces);
        read.push(card);
    }
    (prose(report, before), Task::Cards(read))
}

/// `Not one lie among five clocks @stale-read.at`.
fn card_title(report: &Report<'_>, refs: &mut Refs, text: &str, span: Span) -> (String, Option<(String, String)>) {
    let Some((title, name)) = text.rsplit_once(" @") else { return (text.to_string(), None) };
    let Some((goal, field)) = name.split_once('.') else { return (text.to_string(), None) };
    refs.instants.push(Placed { text: name.to_string(), span: report.find(span, name), exact: false });
    (title.trim().to_string(), Some((goal.to_string(), field.to_string())))
}
