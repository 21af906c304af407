//! Reads the goals of Break, Repair and Challenge: blocks of sentences that must all hold.

use sim_core::act::parse_span;
use sim_core::quantity::Quantity;

use crate::bind::{Form, read as read_sentence};
use crate::lesson::Context;
use crate::markdown::{Piece, Refs, prose, read_line};
use crate::model::{Block, Goal, GoalLine, LineKind, Score, StepKind, Task};
use crate::report::{Placed, Report, quoted};
use crate::scene::Scene;
use crate::source::Span;

const KINDS: [(&str, LineKind); 5] = [
    ("part", LineKind::Part),
    ("safe", LineKind::Safe),
    ("served", LineKind::Served),
    ("recovers", LineKind::Recovers),
    ("guard", LineKind::Guard),
];

/// Splits a step into its prose and its goals.
pub(crate) fn read(
    report: &mut Report<'_>,
    refs: &mut Refs,
    step: StepKind,
    pieces: Vec<Piece>,
    span: Span,
    context: Option<&Context<'_>>,
) -> (Vec<Block>, Task) {
    let (mut before, mut goals) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Piece::Fence(info, lines, span) if info.text.split_whitespace().next() == Some("goal") => {
                let mut reader = Reader { report, refs, step, context, goal: empty(span) };
                goals.push(reader.goal(&info, &lines));
            }
            piece => before.push(piece),
        }
    }
    if goals.is_empty() {
        report.error_help(span, format!("{} has no goal", step.word()), "write a block ```goal NAME");
    }
    (prose(report, before), Task::Goals(goals))
}

fn empty(span: Span) -> Goal {
    Goal {
        name: String::new(),
        within: None,
        lines: Vec::new(),
        hints: Vec::new(),
        knobs: Vec::new(),
        keep: Vec::new(),
        score: None,
        span,
    }
}

struct Reader<'r, 't, 'c> {
    report: &'r mut Report<'t>,
    refs: &'r mut Refs,
    step: StepKind,
    context: Option<&'c Context<'c>>,
    goal: Goal,
}

impl Reader<'_, '_, '_> {
    fn goal(&mut self, info: &Placed, lines: &[Placed]) -> Goal {
        let name = info.slice("goal".len(), info.text.len());
        let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if name.text.is_empty() {
            self.report.error_help(self.goal.span, "a goal has a name", "write ```goal NAME");
        } else if !name.text.bytes().all(plain) {
            let message = format!("`{}` is not a goal's name; they have lower-case letters, digits and `-`", name.text);
            self.report.error(name.span, message);
        }
        self.goal.name = name.text;
        for line in lines {
            let line = line.slice(0, line.text.len());
            if !line.text.is_empty() {
                self.line(&line);
            }
        }
        let goal = std::mem::replace(&mut self.goal, empty(Span::default()));
        if goal.lines.is_empty()
            && goal.keep.is_empty()
            && goal.score.is_none()
            && !self.refs.doubtful.contains(&goal.name)
        {
            self.report.error(goal.span, format!("the goal `{}` has no sentence", goal.name));
        }
        goal
    }

    fn line(&mut self, line: &Placed) {
        let prefixed = |word: &str| line.text.strip_prefix(word).and_then(|rest| rest.strip_prefix(':')).is_some();
        let rest = |word: &str| line.slice(word.len() + 1, line.text.len());
        if let Some(span) = line.text.strip_prefix("within ") {
            self.within(line, span.trim_end_matches(':'));
        } else if prefixed("hint") {
            let hint = read_line(self.report, self.refs, &rest("hint"));
            self.goal.hints.push(hint);
        } else if prefixed("knobs") {
            let knobs = words(&rest("knobs"));
            self.goal.knobs.extend(knobs.iter().map(|knob| knob.text.clone()));
            self.refs.knobs.extend(knobs);
        } else if prefixed("keep") {
            for goal in words(&rest("keep")) {
                self.goal.keep.push(goal.text.clone());
                self.refs.keeps.push((goal, self.goal.name.clone()));
            }
        } else if prefixed("score") {
            self.score(&rest("score"));
        } else {
            self.sentence(line);
        }
    }

    fn within(&mut self, line: &Placed, span: &str) {
        if !line.text.ends_with(':') {
            self.report.error(line.span, "the first line ends with a colon: within 5s:");
        }
        if !self.goal.lines.is_empty() || self.goal.within.is_some() {
            self.report.error(line.span, "`within` is the first line of a goal");
        }
        match parse_span(span.trim()) {
            Ok(span) => self.goal.within = Some(span),
            Err(message) => {
                let span = line.slice("within ".len(), line.text.trim_end_matches(':').len());
                self.report.error(span.span, message);
            }
        }
    }

    /// `[WORLD:] [KIND:] sentence`.
    fn sentence(&mut self, line: &Placed) {
        let (mut kind, mut world, mut rest) = (LineKind::Plain, None, line.clone());
        while let Some(colon) = rest.text.find(':').filter(|at| !rest.text[..*at].contains('(')) {
            let word = rest.slice(0, colon);
            rest = rest.slice(colon + 1, rest.text.len());
            match KINDS.into_iter().find(|(name, _)| *name == word.text) {
                Some((_, found)) if kind == LineKind::Plain => kind = found,
                Some(_) => self.report.error(word.span, "a line has one kind"),
                None => {
                    if !self.world(&word) && !rest.text.contains('(') {
                        self.refs.doubtful.push(self.goal.name.clone());
                        return;
                    }
                    world = Some(word.text);
                }
            }
        }
        let fits = match self.step {
            StepKind::Break => matches!(kind, LineKind::Plain | LineKind::Part | LineKind::Guard),
            StepKind::Repair => !matches!(kind, LineKind::Plain | LineKind::Part),
            _ => true,
        };
        if !fits {
            let message = match self.step {
                StepKind::Repair => "a line of Repair begins with its kind",
                _ => "`safe`, `served` and `recovers` belong to Repair; a line of Break has no kind",
            };
            self.report.add(
                line.span,
                message.to_string(),
                match self.step {
                    StepKind::Repair => Some("safe:, served:, recovers: or guard:".to_string()),
                    _ => None,
                },
            );
        }
        let none = Vec::new();
        let scenes: Vec<&Scene<'_>> = self.context.map_or(none, |context| match self.step {
            StepKind::Break => vec![&context.scenes.quiet],
            StepKind::Repair => context.scenes.repair_worlds(world.as_deref()),
            _ => context.scenes.challenge_worlds(world.as_deref()),
        });
        let binder = self.context.map(|context| context.binder(&scenes)).filter(|b| !b.scenes.is_empty());
        if let Some(sentence) = read_sentence(self.report, &rest, Form::Truth, binder) {
            self.goal.lines.push(GoalLine { kind, world, sentence, span: line.span });
        } else {
            self.refs.doubtful.push(self.goal.name.clone());
        }
    }

    /// Whether there is a world of this name, or nobody can say.
    fn world(&mut self, word: &Placed) -> bool {
        let worlds = self.context.map(|context| context.scenes.world_names()).unwrap_or_default();
        let known = self.context.is_none() || (worlds.contains(&word.text.as_str()) && self.step != StepKind::Break);
        if !known {
            let message = if worlds.is_empty() || self.step == StepKind::Break {
                format!("`{}` is not a kind of line", word.text)
            } else {
                format!("`{}` is neither a kind of line nor a world", word.text)
            };
            let others = ["hint", "knobs", "keep", "score", "within"];
            let kinds = KINDS.iter().map(|(name, _)| *name);
            self.report.unknown(word.span, message, &word.text, kinds.chain(others).chain(worlds));
        }
        known
    }

    /// `p99() lower, par 304ms`.
    fn score(&mut self, line: &Placed) {
        if self.step != StepKind::Challenge {
            self.report.error(line.span, "a score belongs to Challenge");
        }
        if self.goal.score.is_some() {
            self.report.error(line.span, "a goal has one score");
        }
        let parts = line.text.rfind(')').and_then(|close| {
            let (direction, par) = line.text[close + 1..].split_once(',')?;
            Some((close + 1, direction.trim(), par.trim().strip_prefix("par ")?.trim()))
        });
        let Some((end, direction @ ("lower" | "higher"), par)) = parts else {
            let help = "write score: p99() lower, par 304ms";
            self.report.error_help(line.span, format!("`{}` is not a score", line.text), help);
            return;
        };
        let par = match Quantity::parse(par) {
            Ok(par) => par,
            Err(message) => {
                self.report.error(line.word(par), message);
                return;
            }
        };
        let scenes: Vec<&Scene<'_>> =
            self.context.map(|context| context.scenes.challenge.iter().collect()).unwrap_or_default();
        let binder = self.context.map(|context| context.binder(&scenes));
        let Some(sentence) = read_sentence(self.report, &line.slice(0, end), Form::Number, binder) else { return };
        let measures = self.context.map(|context| &context.registry.measures);
        let info = measures.and_then(|all| all.iter().find(|m| m.name == sentence.call.measure));
        if let Some(sim_core::registry::Yields::Quantity(unit)) = info.map(|info| info.yields)
            && unit != par.unit
        {
            let (called, example) = (crate::bind::called(unit), crate::bind::example(unit));
            let message = format!("`{}` is {called}, so par is written like {example}", sentence.call.measure);
            self.report.error(line.slice(end, line.text.len()).span, message);
        }
        self.goal.score = Some(Score { sentence, lower: direction == "lower", par });
    }
}

/// Words with commas between them.
fn words(list: &Placed) -> Vec<Placed> {
    let mut at = 0;
    let mut words = Vec::new();
    for part in list.text.split(',') {
        words.push(list.slice(at, at + part.len()));
        at += part.len() + 1;
    }
    words
}

/// Goals of an act have different names.
pub(crate) fn unique(report: &mut Report<'_>, goals: &[&Goal]) {
    for (at, goal) in goals.iter().enumerate() {
        if !goal.name.is_empty() && goals[..at].iter().any(|other| other.name == goal.name) {
            report.error(goal.span, format!("there are two goals {}", quoted(&[&goal.name])));
        }
    }
}
