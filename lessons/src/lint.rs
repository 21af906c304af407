//! What the method asks of every act and a reader can count: words, minutes, tools, kinds of lines, hints.

use sim_core::act::{Act as Verb, Line, When};
use sim_core::time::Time;

use crate::Files;
use crate::markdown::plain;
use crate::model::{Act, Block, Goal, Inline, LineKind, Step, StepKind, Task};
use crate::report::Report;
use crate::source::{Diagnostic, File, Span};
use crate::worlds;

const MOST_WORDS: usize = 200;
const MOST_MINUTES: u32 = 15;
const MOST_TOOLS: usize = 5;
const HINTS: usize = 3;

/// Holds an act against the method. Places are lines of its own files; the head stands for the act.
pub fn lint(act: &Act, files: &Files<'_>) -> Vec<Diagnostic> {
    let mut report = Report::new(&[(File::Lesson, files.lesson), (File::Scenario, files.scenario)]);
    let head = Span::default();
    let mut say = |span: Span, message: String| report.error(span, message);
    for kind in StepKind::ALL {
        if !act.text.steps.iter().any(|step| step.kind == kind) {
            say(head, format!("the step {} is missing", kind.word()));
        }
    }
    if act.text.leaves_out.is_empty() {
        say(head, "the card What this leaves out is missing or empty".to_string());
    }
    let words = words_before_action(&act.text.steps);
    if words > MOST_WORDS {
        say(head, format!("S5: {words} words stand before the first action; at most {MOST_WORDS}"));
    }
    if act.text.front.minutes > MOST_MINUTES {
        let message = format!("S7: an act takes at most {MOST_MINUTES} minutes, not {}", act.text.front.minutes);
        say(head, message);
    }
    if act.world.tools.is_empty() || act.world.tools.len() > MOST_TOOLS {
        let message = format!("B6: Break has {} tools; from 1 to {MOST_TOOLS}", act.world.tools.len());
        say(Span { file: File::Scenario, ..head }, message);
    }
    for step in &act.text.steps {
        let Task::Goals(goals) = &step.task else { continue };
        for goal in goals.iter().filter(|goal| goal.hints.len() != HINTS) {
            say(goal.span, format!("H1: `{}` has {} hints; exactly {HINTS}", goal.name, goal.hints.len()));
        }
        if step.kind == StepKind::Repair {
            kinds(act, step, goals, &mut say);
        }
    }
    report.finish()
}

/// R1: a repair is safe and it serves; where the last fault ends before the run does, it recovers. R2: it is guarded.
fn kinds(act: &Act, step: &Step, goals: &[Goal], say: &mut impl FnMut(Span, String)) {
    let has = |kind: LineKind| goals.iter().flat_map(|goal| &goal.lines).any(|line| line.kind == kind);
    let mut wanted = vec![("R1", LineKind::Safe, "safe"), ("R1", LineKind::Served, "served")];
    if recovers(act) {
        wanted.push(("R1", LineKind::Recovers, "recovers"));
    }
    wanted.push(("R2", LineKind::Guard, "guard"));
    for (rule, kind, word) in wanted {
        if !has(kind) {
            say(step.span, format!("{rule}: Repair has no line `{word}:`"));
        }
    }
}

/// Whether in some world of Repair the last fault ends before the run.
fn recovers(act: &Act) -> bool {
    let sealed = act.world.sealed.as_ref();
    let mut names: Vec<Option<&str>> = sealed.iter().flat_map(|s| &s.worlds).map(|w| Some(w.name.as_str())).collect();
    if names.is_empty() {
        names.push(None);
    }
    names.into_iter().any(|name| {
        let scenario = worlds::repair(&act.world, name);
        let end = scenario.acts.iter().filter_map(|line| fault_end(line, &scenario.acts)).max();
        end.is_some_and(|end| end.0 < scenario.length.0)
    })
}

/// When a fault is over; `None` for what is no fault.
fn fault_end(line: &Line, lines: &[Line]) -> Option<Time> {
    let When::At(at) = line.when else { return Some(Time::NEVER) };
    let after = |healing: fn(&Verb) -> bool| {
        let ends = lines.iter().filter_map(|other| match other.when {
            When::At(time) if time > at && healing(&other.act) => Some(time),
            _ => None,
        });
        ends.min().unwrap_or(Time::NEVER)
    };
    let lasting = line.lasting.map(|span| at + span);
    match &line.act {
        Verb::Cut(_) | Verb::Isolate(_) => Some(lasting.unwrap_or_else(|| after(|a| matches!(a, Verb::Heal(_))))),
        Verb::Hold(_) => Some(lasting.unwrap_or_else(|| after(|a| matches!(a, Verb::Release(_))))),
        Verb::Crash(_) => Some(lasting.unwrap_or_else(|| after(|a| matches!(a, Verb::Restart(_))))),
        Verb::Pause { span, .. } => Some(at + *span),
        Verb::Slow { .. } | Verb::Skew { .. } | Verb::Drift { .. } => Some(lasting.unwrap_or(Time::NEVER)),
        Verb::Set { .. } => lasting,
        Verb::Drop(_) | Verb::Duplicate(_) | Verb::Step { .. } => Some(at),
        Verb::Delay { by, .. } => Some(at + *by),
        Verb::Heal(_) | Verb::Release(_) | Verb::Restart(_) | Verb::Ask { .. } => None,
    }
}

/// S5: the words of Story, and of Predict up to and with its options.
fn words_before_action(steps: &[Step]) -> usize {
    let read = steps.iter().take_while(|step| step.kind <= StepKind::Predict);
    read.map(|step| {
        let options = match &step.task {
            Task::Guess(guess) => match &guess.form {
                crate::model::GuessForm::Options(options) => options.iter().map(|o| words(&o.text)).sum(),
                crate::model::GuessForm::Number { .. } => 0,
            },
            _ => 0,
        };
        step.prose.iter().map(block_words).sum::<usize>() + options
    })
    .sum()
}

fn words(inlines: &[Inline]) -> usize {
    plain(inlines).split_whitespace().count()
}

fn block_words(block: &Block) -> usize {
    match block {
        Block::Paragraph(inlines) | Block::Heading(_, inlines) => words(inlines),
        Block::List(_, items) => items.iter().flatten().map(block_words).sum(),
        Block::Quote(blocks) => blocks.iter().map(block_words).sum(),
        Block::Table(head, rows) => {
            let rows = rows.iter().flatten().map(|cell| words(cell)).sum::<usize>();
            head.iter().map(|cell| words(cell)).sum::<usize>() + rows
        }
        // Code is looked at, a beat is heard while the run plays, a sweep is a drawing.
        Block::Code(..) | Block::Beat(..) | Block::Sweep(..) => 0,
    }
}
