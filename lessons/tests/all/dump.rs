//! An act as text, one fact a line, for golden files.

use std::fmt::Write as _;

use lessons::model::{Act, Block, Front, Goal, GuessForm, Inline, Question, Runs, Step, Target, Task, WorldFile};
use sim_core::scenario::Scenario;

pub fn act(act: &Act) -> String {
    let mut out = String::new();
    front(&mut out, &act.text.front);
    for step in &act.text.steps {
        self::step(&mut out, step);
    }
    let _ = writeln!(out, "leaves out\n{}", blocks(&act.text.leaves_out));
    out
}

fn front(out: &mut String, front: &Front) {
    let _ = writeln!(out, "{} | {} min | {} | {}", front.title, front.minutes, front.idea, front.refutes);
    if let Some(root) = &front.root {
        let _ = writeln!(out, "root: {} in {} needs {:?}", root.lesson, root.track, root.needs);
        let _ = writeln!(out, "      {:?} {:?}", root.objectives, root.sources);
    }
    if let Some(number) = &front.number {
        let _ = writeln!(out, "number: {} = {}, {}", inlines(&number.words), number.formula, number.assumes);
        let _ = writeln!(out, "        {} {:?}", number.source, number.measure);
    }
}

fn step(out: &mut String, step: &Step) {
    let _ = writeln!(out, "\n{:?}: {}\n{}", step.kind, step.title, blocks(&step.prose).trim_end());
    match &step.task {
        Task::None => {}
        Task::Guess(guess) => {
            match &guess.form {
                GuessForm::Options(options) => {
                    for option in options {
                        let mark = if option.misconception { "~" } else { " " };
                        let _ = writeln!(out, "option{mark}{}: {}", option.key, inlines(&option.text));
                    }
                }
                form @ GuessForm::Number { .. } => {
                    let _ = writeln!(out, "{form:?}");
                }
            }
            for (key, sentence) in &guess.answers {
                let _ = writeln!(out, "answer {}/{key}: {:?} {:?}", guess.run, sentence.call.args, sentence.bound);
            }
        }
        Task::Goals(goals) => goals.iter().for_each(|goal| self::goal(out, goal)),
        Task::Questions(questions) => questions.iter().for_each(|question| self::question(out, question)),
        Task::Cards(cards) => {
            for card in cards {
                let _ = writeln!(out, "card {} {:?}\n{}", card.title, card.at, blocks(&card.blocks).trim_end());
            }
        }
    }
}

fn goal(out: &mut String, goal: &Goal) {
    let _ = writeln!(out, "goal {} within {:?}", goal.name, goal.within);
    for line in &goal.lines {
        let world = line.world.as_deref().unwrap_or("-");
        let bound = line.sentence.bound.map(|(c, q)| format!("{c:?} {q}")).unwrap_or_default();
        let _ = writeln!(
            out,
            "  {:?} {world} {} {:?} {bound}",
            line.kind, line.sentence.call.measure, line.sentence.call.args
        );
    }
    let hints: Vec<String> = goal.hints.iter().map(|hint| inlines(hint)).collect();
    let _ = writeln!(out, "  hints {hints:?}\n  knobs {:?} keep {:?}", goal.knobs, goal.keep);
    if let Some(score) = &goal.score {
        let _ = writeln!(out, "  score {} lower={} par {}", score.sentence.text, score.lower, score.par);
    }
}

fn question(out: &mut String, question: &Question) {
    let _ = writeln!(
        out,
        "question from {:?} run {:?}\n{}",
        question.from,
        question.run,
        blocks(&question.text).trim_end()
    );
    for option in &question.options {
        let mark = match (option.right, option.misconception) {
            (true, _) => "x",
            (false, true) => "~",
            _ => " ",
        };
        let _ =
            writeln!(out, "  [{mark}] {} | {} | {:?}", inlines(&option.text), inlines(&option.reason), option.event);
    }
}

fn blocks(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        let _ = match block {
            Block::Paragraph(words) => writeln!(out, "  {}", inlines(words)),
            Block::Heading(level, words) => writeln!(out, "  h{level} {}", inlines(words)),
            Block::List(ordered, items) => {
                for item in items {
                    let _ = writeln!(out, "  {} {}", if *ordered { "1." } else { "-" }, self::blocks(item).trim());
                }
                Ok(())
            }
            Block::Quote(inner) => writeln!(out, "  > {}", self::blocks(inner).trim()),
            Block::Code(language, text) => writeln!(out, "  code {language:?} {text:?}"),
            Block::Table(head, rows) => {
                let row = |cells: &Vec<Vec<Inline>>| cells.iter().map(|c| inlines(c)).collect::<Vec<_>>().join(" | ");
                writeln!(out, "  table {} // {}", row(head), rows.iter().map(row).collect::<Vec<_>>().join(" // "))
            }
            Block::Beat(time, words) => writeln!(out, "  beat {time}: {}", inlines(words)),
            Block::Sweep(name, words) => writeln!(out, "  sweep {name}: {words}"),
        };
    }
    out
}

fn inlines(words: &[Inline]) -> String {
    let one = |word: &Inline| match word {
        Inline::Text(text) => text.clone(),
        Inline::Code(text) => format!("`{text}`"),
        Inline::Emphasis(inner) => format!("*{}*", inlines(inner)),
        Inline::Strong(inner) => format!("**{}**", inlines(inner)),
        Inline::Link(Target::Https(to), inner) => format!("[{}]<{to}>", inlines(inner)),
        Inline::Link(to, inner) => format!("[{}]<{to:?}>", inlines(inner)),
        Inline::Measured(measured) => format!("[{}]<={}>", measured.text, measured.name),
    };
    words.iter().map(one).collect()
}

pub fn world(file: &WorldFile) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "{} at {}/s, tools {:?}, {:?}", file.title, file.pace, file.tools, file.layout);
    let _ = writeln!(out, "names {:?}", file.names);
    for chart in &file.charts {
        let _ = writeln!(out, "chart {} {:?}", chart.call.measure, chart.call.args);
    }
    out.push_str(&scenario(&file.scenario));
    for knob in &file.knobs {
        let _ =
            writeln!(out, "knob {} {:?} {:?} live={} {:?}", knob.name, knob.label, knob.note, knob.live, knob.range);
    }
    for table in &file.tables {
        let _ = writeln!(out, "table {} {:?} {:?}", table.name, table.rows, table.columns);
    }
    if let Some(sealed) = &file.sealed {
        let _ = writeln!(out, "sealed {} {:?} {:?}", sealed.edition, sealed.draw, sealed.acts);
        for world in &sealed.worlds {
            let _ = writeln!(out, "world {} {:?} {:?}", world.name, world.draw, world.acts);
        }
    }
    out
}

pub fn scenario(scenario: &Scenario) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "seed {:x} length {}", scenario.seed.0, scenario.length);
    for group in &scenario.groups {
        let node = |node: &sim_core::scenario::Node| match &node.beside {
            Some(beside) => format!("{}@{beside}", node.name),
            None => node.name.clone(),
        };
        let nodes: Vec<String> = group.nodes.iter().map(node).collect();
        let settings: Vec<String> = group.settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let _ = writeln!(out, "group {} {} [{}] {}", group.name, group.protocol, nodes.join(" "), settings.join("; "));
        for line in &group.script {
            let _ = writeln!(out, "  {line}");
        }
    }
    let _ = writeln!(out, "links {:?}", scenario.links);
    for (link, settings) in &scenario.own_links {
        let _ = writeln!(out, "link {link} {settings:?}");
    }
    for line in &scenario.acts {
        let _ = writeln!(out, "act {line}");
    }
    out
}

pub fn runs(runs: &Runs) -> String {
    let mut out = String::new();
    for run in &runs.runs {
        let _ = writeln!(out, "{} {:?} in {} seed {:?} until {:?}", run.name, run.role, run.world, run.seed, run.until);
        for line in &run.acts {
            let _ = writeln!(out, "  {line}");
        }
        let rest = (&run.say, &run.fails_on, &run.belief, &run.fingerprint);
        if rest != (&Vec::new(), &None, &None, &None) {
            let _ = writeln!(out, "  {rest:?}");
        }
    }
    for sweep in &runs.sweeps {
        let _ = writeln!(
            out,
            "sweep {} of {} over {:?} x{} {:?}",
            sweep.name, sweep.run, sweep.over, sweep.seeds, sweep.stat
        );
        let _ = writeln!(out, "  {} {:?}", sweep.sentence.call.measure, sweep.sentence.call.args);
    }
    for claim in &runs.claims {
        let _ = writeln!(out, "claim {} of {} x{} {:?}", claim.name, claim.run, claim.seeds, claim.stat);
        let call = &claim.sentence.call;
        let _ = writeln!(out, "  {} {:?} {:?}", call.measure, call.args, claim.sentence.bound);
    }
    out
}
