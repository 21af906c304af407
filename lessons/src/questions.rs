//! Reads Why? and Quiz: questions with boxes, each option with its reason.

use sim_core::act::parse_time;
use sim_core::time::Time;

use crate::guess::option_words;
use crate::markdown::{Item, Piece, Refs, prose, trim};
use crate::model::{Block, Choice, Inline, Question, Task};
use crate::report::{Placed, Report};
use crate::source::Span;

/// One question, whose right answer is an event of the run.
pub(crate) fn why(report: &mut Report<'_>, refs: &mut Refs, pieces: Vec<Piece>, span: Span) -> (Vec<Block>, Task) {
    let questions = read(report, refs, pieces, span);
    if questions.len() != 1 {
        let help = "it is one list of options - [ ]";
        report.error_help(span, format!("Why? has {} questions; it has one", questions.len()), help);
    }
    for question in &questions {
        if question.options.iter().any(|option| option.right && option.event.is_none()) {
            let help = "write (event: goal.field) after it";
            report.error_help(question.span, "the right answer of Why? is bound to no event", help);
        }
    }
    (Vec::new(), Task::Questions(questions))
}

/// Questions, each option with its reason.
pub(crate) fn quiz(report: &mut Report<'_>, refs: &mut Refs, pieces: Vec<Piece>, span: Span) -> (Vec<Block>, Task) {
    let questions = read(report, refs, pieces, span);
    if questions.is_empty() {
        report.error_help(span, "Quiz has no question", "a question is words and a list of options - [ ]");
    }
    (Vec::new(), Task::Questions(questions))
}

/// What stands before a list with boxes is its question.
fn read(report: &mut Report<'_>, refs: &mut Refs, pieces: Vec<Piece>, span: Span) -> Vec<Question> {
    let (mut questions, mut before) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::List(false, items, list) if items.iter().any(|item| item.ticked.is_some()) => {
                questions.push(question(report, refs, std::mem::take(&mut before), items, list));
            }
            // `1. The question?` with its options inside.
            Piece::List(true, items, _) if items.iter().all(holds_boxes) => {
                for item in items {
                    questions.extend(read(report, refs, item.pieces, item.span));
                }
            }
            piece => before.push(piece),
        }
    }
    if let Some(piece) = before.first() {
        report.error_help(piece.span(), "these words have no options after them", "write a list - [ ] … - [x] …");
        prose(report, before);
    }
    if questions.is_empty() && span.start == span.end {
        report.error(span, "a question has options");
    }
    questions
}

fn holds_boxes(item: &Item) -> bool {
    let boxes = |piece: &Piece| matches!(piece, Piece::List(_, items, _) if items.iter().any(|i| i.ticked.is_some()));
    item.pieces.iter().any(boxes)
}

fn question(report: &mut Report<'_>, refs: &mut Refs, words: Vec<Piece>, items: Vec<Item>, list: Span) -> Question {
    let span = words.first().map_or(list, |first| Span { end: list.end, ..first.span() });
    if words.is_empty() {
        report.error(list, "these options have no question before them");
    }
    let mut text = prose(report, words);
    let (mut run, mut from) = (None, None);
    if let Some(Block::Paragraph(words)) = text.last_mut() {
        if let Some(note) = note(words, "run") {
            run = run_at(report, refs, &note, span);
        }
        from = note(words, "from");
        *words = trim(std::mem::take(words));
    }
    let options: Vec<Choice> = items.into_iter().map(|item| choice(report, refs, item)).collect();
    let right = options.iter().filter(|option| option.right).count();
    if right != 1 {
        report.error_help(list, format!("{right} options are marked [x]; exactly one is the answer"), "mark it - [x]");
    }
    if options.len() < 2 {
        report.error(list, "a question has at least two options");
    }
    if options.iter().any(|option| option.right && option.misconception) {
        report.error(list, "the answer is not the misconception; take ~ or [x] away");
    }
    Question { text, options, run, from, span }
}

fn choice(report: &mut Report<'_>, refs: &mut Refs, item: Item) -> Choice {
    if item.ticked.is_none() {
        report.error_help(item.span, "this option has no box", "write - [ ] before it");
    }
    let span = item.span;
    let (mut words, misconception) = option_words(item.pieces);
    let event = note(&mut words, "event").and_then(|name| {
        let parts = name.split_once('.').map(|(goal, field)| (goal.to_string(), field.to_string()));
        let at = report.find(span, &name);
        if parts.is_some() {
            refs.events.push(Placed { span: at, text: name, exact: false });
        } else {
            report.error(at, format!("`{name}` is not an event; write (event: goal.field)"));
        }
        parts
    });
    let mut words = trim(words);
    let reason = match words.pop() {
        Some(Inline::Emphasis(reason)) if !words.is_empty() => reason,
        other => {
            words.extend(other);
            report.error_help(item.span, "an option has no reason", "write it in *italics* after the option");
            Vec::new()
        }
    };
    let right = item.ticked.unwrap_or_default();
    Choice { right, misconception, text: trim(words), reason, event }
}

/// Takes `(word: …)` out of the words.
fn note(words: &mut [Inline], word: &str) -> Option<String> {
    let open = format!("({word}:");
    for inline in words.iter_mut().rev() {
        let Inline::Text(text) = inline else { continue };
        let Some(start) = text.find(&open) else { continue };
        let end = start + text[start..].find(')')?;
        let note = text[start + open.len()..end].trim().to_string();
        text.replace_range(start..=end, "");
        return Some(note);
    }
    None
}

/// `cut @2.9s`.
fn run_at(report: &mut Report<'_>, refs: &mut Refs, note: &str, span: Span) -> Option<(String, Time)> {
    let (name, time) = note.split_once('@').unwrap_or((note, "0s"));
    let name = name.trim().to_string();
    refs.runs.push(Placed { text: name.clone(), span: report.find(span, &format!("{name} @")), exact: false });
    match parse_time(time.trim()) {
        Ok(time) => Some((name, time)),
        Err(message) => {
            let at = report.find(span, time);
            report.error(at, message);
            None
        }
    }
}
