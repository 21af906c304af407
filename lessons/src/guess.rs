//! Reads Predict: options or a number, and the block that says how the run answers.

use sim_core::quantity::Quantity;

use crate::bind::{Form, read as read_sentence};
use crate::lesson::{Context, narrated};
use crate::markdown::{Item, Piece, Refs, plain, trim, unbreak};
use crate::model::{Block, Guess, GuessForm, GuessOption, Inline, Sentence, Task};
use crate::report::{Placed, Report, quoted};
use crate::scene::Scene;
use crate::source::Span;

/// Splits the step into its prose and its question.
pub(crate) fn read(
    report: &mut Report<'_>,
    refs: &mut Refs,
    pieces: Vec<Piece>,
    span: Span,
    context: Option<&Context<'_>>,
) -> (Vec<Block>, Task) {
    let mut before = Vec::new();
    let mut form: Option<(GuessForm, Span)> = None;
    let mut answer = None;
    for piece in pieces {
        match piece {
            Piece::List(_, items, span) if form.is_none() && items.iter().all(|item| item.ticked.is_none()) => {
                form = Some((GuessForm::Options(options(report, items, span)), span));
            }
            Piece::Block(Block::Paragraph(words), span) if form.is_none() && plain(&words).starts_with("number ") => {
                form = number(report, &plain(&words), span).map(|form| (form, span));
            }
            Piece::Fence(info, lines, span) if info.text.split_whitespace().next() == Some("answer") => {
                if answer.is_some() {
                    report.error(span, "Predict has two answer blocks");
                }
                answer = Some((info, lines, span));
            }
            piece => before.push(piece),
        }
    }
    let before = narrated(report, before);
    let Some((form, form_span)) = form else {
        report.error_help(span, "Predict has no options", "write a list of them, or number 1..27, ~27");
        return (before, Task::None);
    };
    let Some((info, lines, answer_span)) = answer else {
        report.error_help(span, "Predict has no answer", "write a block ```answer run=NAME");
        return (before, Task::None);
    };
    let run = run_name(report, refs, &info, answer_span);
    let none: &[Scene<'_>] = &[];
    let scenes: Option<Vec<&Scene<'_>>> = context.map(|c| c.run_scenes.of(&run).unwrap_or(none).iter().collect());
    let binder = context.zip(scenes.as_ref()).map(|(context, scenes)| context.binder(scenes));
    // A run that is not there is reported once, not once a name.
    let binder = binder.filter(|binder| !binder.scenes.is_empty());
    let mut answers: Vec<(String, Sentence)> = Vec::new();
    let lines: Vec<Placed> =
        lines.iter().map(|line| line.slice(0, line.text.len())).filter(|line| !line.text.is_empty()).collect();
    match &form {
        GuessForm::Options(options) => {
            let keys = options.iter().map(|option| option.key.as_str()).filter(|key| !key.is_empty());
            for line in &lines {
                let Some((key, rest)) = answer_line(report, line) else { continue };
                if !options.iter().any(|option| option.key == key.text) {
                    let message = format!("`{}` is not the bold word of an option", key.text);
                    report.unknown(key.span, message, &key.text, keys.clone());
                } else if answers.iter().any(|(other, _)| *other == key.text) {
                    report.error(key.span, format!("`{}` is answered twice", key.text));
                }
                let sentence = read_sentence(report, &rest, Form::Truth, binder);
                answers.extend(sentence.map(|sentence| (key.text, sentence)));
            }
            let told = |key: &str| lines.iter().any(|line| line.text.starts_with(&format!("**{key}**")));
            let silent: Vec<&str> =
                options.iter().map(|o| o.key.as_str()).filter(|key| !key.is_empty() && !told(key)).collect();
            if !silent.is_empty() {
                report.error(answer_span, format!("the answer has no line for {}", quoted(&silent)));
            }
        }
        GuessForm::Number { unit, .. } => {
            let [line] = &lines[..] else {
                report.error(answer_span, "the answer to a number is one measure");
                return (before, Task::Guess(Guess { form, run, answers }));
            };
            if let Some(sentence) = read_sentence(report, line, Form::Number, binder) {
                let info = context.and_then(|c| c.registry.measures.iter().find(|m| m.name == sentence.call.measure));
                if let Some(sim_core::registry::Yields::Quantity(yields)) = info.map(|info| info.yields)
                    && yields != *unit
                {
                    let called = crate::bind::called(yields);
                    let example = crate::bind::example(yields);
                    let message = format!("the answer is {called}, so the numbers are written like {example}");
                    report.error(form_span, message);
                }
                answers.push((String::new(), sentence));
            }
        }
    }
    (before, Task::Guess(Guess { form, run, answers }))
}

fn run_name(report: &mut Report<'_>, refs: &mut Refs, info: &Placed, span: Span) -> String {
    let rest = info.slice("answer".len(), info.text.len());
    let Some(name) = rest.text.strip_prefix("run=").filter(|name| !name.is_empty()) else {
        report.error_help(span, "the answer names no run", "write ```answer run=NAME");
        return String::new();
    };
    refs.runs.push(rest.slice("run=".len(), rest.text.len()));
    name.to_string()
}

/// `**key**: sentence`.
fn answer_line(report: &mut Report<'_>, line: &Placed) -> Option<(Placed, Placed)> {
    let parts = line.text.strip_prefix("**").and_then(|rest| rest.split_once("**:"));
    let Some((key, _)) = parts else {
        let help = "write **key**: sentence, with the bold word of an option";
        report.error_help(line.span, format!("`{}` answers no option", line.text), help);
        return None;
    };
    Some((line.slice(2, 2 + key.len()), line.slice(key.len() + 5, line.text.len())))
}

fn options(report: &mut Report<'_>, items: Vec<Item>, span: Span) -> Vec<GuessOption> {
    let mut options: Vec<GuessOption> = Vec::new();
    for item in items {
        let (words, misconception) = option_words(item.pieces);
        let key = words.iter().find_map(|word| match word {
            Inline::Strong(inner) => Some(plain(inner)),
            _ => None,
        });
        if key.is_none() {
            report.error_help(item.span, "an option has no bold word", "the answer block calls it by that");
        }
        let key = key.unwrap_or_default();
        if !key.is_empty() && options.iter().any(|option| option.key == key) {
            report.error(item.span, format!("there are two options `{key}`"));
        }
        options.push(GuessOption { key, text: words, misconception });
    }
    if options.len() < 2 {
        report.error(span, "Predict has at least two options");
    }
    let beliefs = options.iter().filter(|option| option.misconception).count();
    if beliefs != 1 {
        let message = format!("{beliefs} options hold the misconception; exactly one does");
        report.error_help(span, message, "mark it with ~");
    }
    options
}

/// The words of an item in one run, and whether `~` stands before them.
pub(crate) fn option_words(pieces: Vec<Piece>) -> (Vec<Inline>, bool) {
    let mut words = Vec::new();
    for piece in pieces {
        if let Piece::Block(Block::Paragraph(more), _) = piece {
            if !words.is_empty() {
                words.push(Inline::Text(" ".to_string()));
            }
            words.extend(more);
        }
    }
    unbreak(&mut words);
    let mut misconception = false;
    if let Some(Inline::Text(first)) = words.first_mut()
        && let Some(rest) = first.trim_start().strip_prefix('~')
    {
        misconception = true;
        *first = rest.to_string();
    }
    (trim(words), misconception)
}

/// `number 1..27, ~27`.
fn number(report: &mut Report<'_>, text: &str, span: Span) -> Option<GuessForm> {
    let parts = text.trim_start_matches("number ").split_once(',').and_then(|(range, belief)| {
        let (low, high) = range.trim().split_once("..")?;
        Some((low, high, belief.trim().strip_prefix('~')?))
    });
    let Some((low, high, belief)) = parts else {
        let help = "write number 1..27, ~27: the range, and what the misconception says";
        report.error_help(span, format!("`{text}` is not a guess"), help);
        return None;
    };
    let mut read = Vec::new();
    for word in [low, high, belief] {
        match Quantity::parse(word.trim()) {
            Ok(quantity) => read.push(quantity),
            Err(message) => report.error(span, message),
        }
    }
    let [low, high, belief] = read[..] else { return None };
    if low.unit != high.unit || low.unit != belief.unit {
        report.error(span, "the numbers of a guess have one unit");
    } else if low.value >= high.value || belief.value < low.value || belief.value > high.value {
        report.error(span, "a guess is a range from low to high that holds what the misconception says");
    }
    Some(GuessForm::Number { low: low.value, high: high.value, belief: belief.value, unit: low.unit })
}
