//! Act lines: every verb, every mistake, and what is spelled is read back.

use super::*;
use crate::act::{LinkName, Selector, SlowBy, SlowWhat, ValueWord};
use crate::luck::{below, mix};
use crate::time::Time;

/// One line of every form in the documentation, canonically spelled.
const LINES: &[&str] = &[
    "at 2s cut a-c",
    "at 2.1s cut a-c b-c",
    "cut: at 10s cut a->c for 15s",
    "the-cut-2: at 3s isolate c for 15s",
    "at 3s isolate d e",
    "at 0s heal",
    "at 4s heal the-cut-2",
    "at 1s hold a-b",
    "at 1s hold a->b for 2s",
    "at 2s release a-b",
    "at 1ms crash b for 3s",
    "at 700us restart b",
    "at 1s pause b for 800ms",
    "every 5s from 1s until 20s pause b for 800ms",
    "at 1s slow pay by 10x",
    "at 1s slow pay by 1.25x for 3s",
    "at 1s slow pay by 40ms",
    "at 1s slow a-c by 1s",
    "at 1s slow a->c by 500ms",
    "at 1s skew c by -300ms",
    "at 1s drift c 200ppm",
    "at 1s drift c -20ppm for 1s",
    "at 1s step c clock by -20s",
    "at 1s drop next vote from b to a",
    "at 1s drop next",
    "at 1s drop next to a",
    "at 1s duplicate ~4f2a91c0",
    "at 1s delay next from b by 300ms",
    "at 1s set a-c.latency 40ms",
    "at 1s set db.error-rate 100% for 10s",
    "at 1s set shop->pay.loss 2%",
    "at 0s set people.load closed 5ms..100ms",
    "at 0s set links.latency mix 80% 5ms..15ms, 20% 150ms..400ms",
    "at 1s set replicas.R 2",
    "every 1.6s from 500ms ask ann write balance next",
    "every 1.6s from 1.3s ask cy read balance",
    "at 1s ask ann write balance -45",
    "at 1s ask ann read balance at c",
    "at 1s ask ann add kettle",
    "at 1s ask users call",
    "every 2s from 1s ask north write n# 1 then read s#",
    "at 1s ask bo read q at b until 1 then write a 1 then read q",
];

#[test]
fn every_form_is_read_and_spelled_back() {
    for text in LINES {
        let line = parse_line(text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(line.to_string(), *text);
    }
}

#[test]
fn a_line_means_what_it_says() {
    let line = parse_line("cut: at 10s isolate d e for 15s").unwrap();
    assert_eq!(line.label.as_deref(), Some("cut"));
    assert_eq!(line.when, When::At(Time::secs(10)));
    assert_eq!(line.act, Act::Isolate(vec!["d".into(), "e".into()]));
    assert_eq!(line.lasting, Some(Duration::secs(15)));
    let pause = parse_line("at 1s pause b for 800ms").unwrap();
    assert_eq!((pause.act, pause.lasting), (Act::Pause { node: "b".into(), span: Duration::ms(800) }, None));
}

/// The line, the words that are marked, and the message.
const MISTAKES: &[(&str, &str, &str)] = &[
    ("", "", "`at TIME` or `every SPAN from TIME` is missing"),
    ("cut a-b", "cut", "a line says when: `at TIME` or `every SPAN from TIME`, not `cut`; write `at 2s cut …`"),
    ("at 2s", "", "a verb is missing"),
    ("at 2 cut a-b", "2", "`2` has no unit; write 2us, 2ms or 2s"),
    ("at 2min cut a-b", "2min", "`min` in `2min` is not a unit of time; the units are us, ms and s"),
    ("at -2s cut a-b", "-2s", "`-2s` is before the start of the run, which is 0s"),
    ("at soon cut a-b", "soon", "`soon` is not a time; write a number and its unit, such as 300ms or 2s"),
    ("at 0.5us cut a-b", "0.5us", "`0.5us` is finer than a microsecond; times are whole microseconds"),
    ("at 2s kut a-b", "kut", "`kut` is not a verb; did you mean `cut`?"),
    ("at 2s banana", "banana", "`banana` is not a verb"),
    ("at 2s cut", "", "a link is missing"),
    ("at 2s cut ab", "ab", "`ab` is not a link; write a-b, or a->b for one direction"),
    ("at 2s cut a-a", "a-a", "`a-a` joins a node to itself"),
    ("at 2s isolate a-b", "a-b", "`a-b` is not a node's name; names have letters, digits and `_`"),
    ("at 2s pause b", "", "`for` is missing"),
    ("at 2s crash a b", "b", "`b` is one word too many"),
    ("at 2s restart a for 3s", "3s", "`restart` cannot be undone, so it takes no `for 3s`; leave it out"),
    ("at 2s isolate c for 15", "15", "`15` has no unit; write 15us, 15ms or 15s"),
    ("at 2s slow a by 10", "10", "`10` has no unit; write 10us, 10ms or 10s; a factor is written 10x"),
    ("at 2s slow a by 0x", "0x", "`0x` is not a factor above 0 with at most three decimals, such as 10x"),
    ("at 2s drift a 20", "20", "`20` is not a clock rate; write whole ppm, such as 200ppm"),
    ("at 2s step a by 20s", "by", "`clock` comes here, not `by`"),
    (
        "at 2s drop vote",
        "vote",
        "`vote` is not a message; write `next vote from b to a`, or a message's name such as `~4f2a91c0`",
    ),
    ("at 2s drop ~12", "~12", "`~12` is not a message; its name has eight hexadecimal digits"),
    ("at 2s set R 3", "R", "`R` is not a path; write a group, node or link, a dot, and a setting"),
    ("at 2s set replicas.R", "", "a value is missing"),
    ("Cut: at 2s heal", "Cut", "`Cut` is not a label; use lower-case letters, digits and `-`"),
    ("every 0s from 0s ask a call", "0s", "the time between two occurrences is longer than 0s"),
    ("every 1s ask a call", "ask", "`from` comes here, not `ask`"),
    ("at 1s ask a", "", "what to ask is missing"),
    ("at 99999999999s heal", "99999999999s", "`99999999999s` is longer than any run can be"),
];

#[test]
fn every_mistake_is_named_and_marked() {
    for (text, marked, message) in MISTAKES {
        let error = parse_line(text).expect_err(text);
        assert_eq!((&text[error.at.clone()], error.to_string().as_str()), (*marked, *message), "{text}");
    }
}

/// A generator of lines from a number.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, n: u64) -> u64 {
        self.0 = mix(self.0);
        below(self.0, n)
    }
    fn one_of<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.roll(of.len() as u64) as usize]
    }
    fn node(&mut self) -> String {
        self.one_of(&["a", "b_2", "PAY", "9", "ann", "for_"]).to_string()
    }
    fn link(&mut self) -> LinkName {
        LinkName { a: self.node(), b: format!("{}z", self.node()), one_way: self.roll(2) == 0 }
    }
    fn us(&mut self) -> u64 {
        let digits = self.roll(14) as u32;
        self.roll(10_u64.pow(digits) + 1)
    }
    fn maybe<T>(&mut self, some: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.roll(2) == 0).then(|| some(self))
    }
    fn word(&mut self) -> String {
        self.one_of(&["vote", "append-entries", "k1", "Read"]).to_string()
    }
    fn selector(&mut self) -> Selector {
        if self.roll(3) == 0 {
            return Selector::Named(self.roll(1 << 32) as u32);
        }
        Selector::Next { kind: self.maybe(Self::word), from: self.maybe(Self::node), to: self.maybe(Self::node) }
    }
    fn signed(&mut self) -> i64 {
        let us = self.us() as i64;
        if self.roll(2) == 0 { us } else { -us }
    }
    fn act(&mut self) -> Act {
        match self.roll(17) {
            0 => Act::Cut((0..=self.roll(3)).map(|_| self.link()).collect()),
            1 => Act::Isolate((0..=self.roll(3)).map(|_| self.node()).collect()),
            2 => Act::Heal(self.maybe(|d| d.one_of(&["cut", "for-2"]).to_string())),
            3 => Act::Hold(self.link()),
            4 => Act::Release(self.link()),
            5 => Act::Crash(self.node()),
            6 => Act::Restart(self.node()),
            7 => Act::Pause { node: self.node(), span: Duration(self.us()) },
            8 => {
                let what = if self.roll(2) == 0 { SlowWhat::Node(self.node()) } else { SlowWhat::Link(self.link()) };
                let factor = SlowBy::Factor(self.roll(1 << 20) as u32 + 1);
                Act::Slow { what, by: if self.roll(2) == 0 { factor } else { SlowBy::Span(Duration(self.us())) } }
            }
            9 => Act::Skew { node: self.node(), by: self.signed() },
            10 => Act::Drift { node: self.node(), ppm: self.roll(1_999_999) as i32 - 999_999 },
            11 => Act::Step { node: self.node(), by: self.signed() },
            12 => Act::Drop(self.selector()),
            13 => Act::Duplicate(self.selector()),
            14 => Act::Delay { which: self.selector(), by: Duration(self.us()) },
            15 => Act::Set {
                path: format!("{}.{}", self.link(), self.word()),
                value: self.one_of(&["3", "closed 5ms..100ms", "mix 80% 1ms, 20% 2ms"]).to_string(),
            },
            _ => {
                let value = self.roll(100) as i64 - 50;
                let op = Operation {
                    verb: self.word(),
                    key: self.maybe(Self::word),
                    value: self.maybe(|d| if d.roll(2) == 0 { ValueWord::Next } else { ValueWord::Is(value) }),
                    at: self.maybe(Self::node),
                    until: self.maybe(|d| d.roll(9) as i64 - 4),
                    then: None,
                };
                let then = self.maybe(|_| Box::new(op.clone()));
                let op = Operation { then, ..op };
                Act::Ask { client: self.node(), op }
            }
        }
    }
    fn line(&mut self) -> Line {
        let act = self.act();
        let when = if self.roll(2) == 0 {
            When::At(Time(self.us()))
        } else {
            let until = self.maybe(|d| Time(d.us()));
            When::Every { period: Duration(self.us() + 1), from: Time(self.us()), until }
        };
        let lasting = if undoable(&act) { self.maybe(|d| Duration(d.us())) } else { None };
        Line { label: self.maybe(|d| d.one_of(&["cut", "a", "x-1"]).to_string()), when, act, lasting }
    }
}

#[test]
fn what_is_spelled_is_read_back() {
    let mut dice = Dice(1);
    for _ in 0..20_000 {
        let line = dice.line();
        assert_eq!(parse_line(&line.to_string()), Ok(line.clone()), "{line}");
    }
}

#[test]
fn no_line_makes_the_reader_panic() {
    let mut dice = Dice(2);
    for _ in 0..20_000 {
        let mut text = LINES[dice.roll(LINES.len() as u64) as usize].to_string();
        for _ in 0..=dice.roll(4) {
            let from = (0..=dice.roll(text.len() as u64 + 1) as usize).rev().find(|n| text.is_char_boundary(*n));
            let from = from.unwrap_or(0);
            let end = (from + dice.roll(4) as usize).min(text.len());
            let end = (end..=text.len()).find(|n| text.is_char_boundary(*n)).unwrap_or(text.len());
            let with =
                dice.one_of(&["", "", " ", ":", "->", "-", "~", "…", "\u{a0}", "999999999999999999999", "for", "."]);
            text.replace_range(from..end, with);
        }
        if let Err(error) = parse_line(&text) {
            assert!(text.get(error.at.clone()).is_some(), "{text:?}: {error:?}");
            assert!(!error.message.is_empty());
        }
    }
}
