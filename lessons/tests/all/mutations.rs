//! Whatever an author writes, reading ends, says something and points into the text.

use sim_core::luck::{below, mix};

use crate::fixture::{Fixture, cap, lines, registry, retries};
use lessons::{lint, read_act, read_text};

struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: usize) -> usize {
        self.0 = mix(self.0);
        below(self.0, n as u64) as usize
    }

    fn mutate(&mut self, text: &mut String) {
        let mut at = self.roll(text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        match self.roll(4) {
            0 => {
                let end = (at + 1 + self.roll(12)).min(text.len());
                let end = (end..=text.len()).find(|end| text.is_char_boundary(*end)).unwrap_or(text.len());
                text.replace_range(at..end, "");
            }
            1 => {
                let with = [
                    "\"",
                    "[",
                    "]",
                    "{",
                    "}",
                    "`",
                    "*",
                    "#",
                    ">",
                    "(",
                    ":",
                    "…",
                    "- [ ] ",
                    "\n",
                    "\n\n",
                    "99999999999999999999",
                    "=",
                    "~",
                    "<b>",
                ];
                text.insert_str(at, with[self.roll(with.len())]);
            }
            2 => {
                let mut lines: Vec<&str> = text.lines().collect();
                if lines.len() > 1 {
                    let (a, b) = (self.roll(lines.len()), self.roll(lines.len()));
                    lines.swap(a, b);
                }
                *text = lines.join("\n");
            }
            _ => {
                let lines: Vec<&str> = text.lines().collect();
                if !lines.is_empty() {
                    let (a, b) = (self.roll(lines.len()), self.roll(lines.len()));
                    let doubled: Vec<&str> = lines[..=a].iter().chain(&lines[b..]).copied().collect();
                    *text = doubled.join("\n");
                }
            }
        }
    }
}

fn survives(fixture: &Fixture) {
    let files = fixture.files();
    let (act, found) = read_act(&files, &registry());
    for told in &found {
        let text = match told.span.file {
            lessons::source::File::Lesson => files.lesson,
            lessons::source::File::Scenario => files.scenario,
            _ => files.runs.unwrap_or_default(),
        };
        assert!(told.line <= text.lines().count() + 1 && !told.message.is_empty(), "{told}");
    }
    let _ = (lint(&act, &files), read_text(files.lesson));
    let _ = lessons::worlds::challenge(&act.world, None, Some(("cap", "", 1)));
}

#[test]
fn reading_never_panics() {
    let mut dice = Dice(1);
    for round in 0..3_000 {
        let mut fixture = if round % 2 == 0 { cap() } else { retries() };
        for _ in 0..=dice.roll(3) {
            match dice.roll(3) {
                0 => dice.mutate(&mut fixture.lesson),
                1 => dice.mutate(&mut fixture.scenario),
                _ => dice.mutate(fixture.runs.as_mut().unwrap()),
            }
        }
        survives(&fixture);
    }
}

#[test]
fn what_is_nested_without_end_is_reported() {
    let mut fixture = cap();
    fixture.lesson.push_str(&">".repeat(5_000));
    fixture.lesson.push_str(" words\n\n");
    fixture.lesson.push_str(&"*a **b ".repeat(2_000));
    survives(&fixture);
    assert!(lines(&fixture.read().1).contains("this is nested too deep"));
}

#[test]
fn many_mistakes_are_told_at_once() {
    let fixture = cap()
        .with("minutes = 12", "minuts = 12")
        .with("## Break: make", "## Brake: make")
        .with("stale_reads(balance) >= 1\nhint", "stale_raeds(balance) >= 1\nhint")
        .with("(term:partition)", "(ftp://example.org)")
        .with("protocol = \"client\"", "protocol = \"clients\"")
        .with("length = \"35s\"", "length = 35")
        .with("W = 1\n", "W = 11\n")
        .with("nodes = [\"a\", \"b\", \"c\"]\n", "nodes = [\"a\", \"b\", \"c\"\n")
        .with("role = \"par\"", "role = \"bar\"")
        .with("seeds = 20", "seed = 20");
    expect_test::expect![[r#"
        lesson.md:2:1: the head has no `minutes`; write minutes = 12
        lesson.md:3:1: `minuts` is not a key of the head; did you mean `minutes`?
        lesson.md:43:4: `Brake` is not a step; did you mean `Break`?
        lesson.md:48:1: `stale_raeds` is not a measure; did you mean `stale_reads`?
        lesson.md:73:20: a link does not go to `ftp://example.org`; links go to https:, term:, lesson: or measure:
        scenario.toml:10:1: a bracket is opened here and never closed
        scenario.toml:13:5: `W` is a whole number from 1 to 5, not `11`
        scenario.toml:17:13: `clients` is not a protocol; did you mean `client`?
        scenario.toml:59:10: `length` is a text in quotes, not a number
        runs.toml:37:9: `bar` is not a role; did you mean `par`?
        runs.toml:51:1: `seed` is not a key of [[claim]]; did you mean `seeds`?
    "#]]
    .assert_eq(&lines(&fixture.read().1));
}
