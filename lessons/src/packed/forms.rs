//! What an act is made of, piece by piece: a piece that gets a new part does not compile until it is listed here.

use sim_core::act::{Line, LinkName, parse_line};
use sim_core::luck::Seed;
use sim_core::measure::{ArgValue, Call, Instant};
use sim_core::quantity::{Quantity, Unit};
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::{Duration, Time};

use super::{Bytes, Head, Packed};
use crate::judge::Standing;
use crate::model::{
    Block, Card, Challenge, Choice, Claim, Comparison, Draw, Front, Goal, GoalLine, Guess, GuessForm, GuessOption,
    Inline, Knob, KnobRange, Layout, LineKind, Measured, Overlay, Question, Role, Root, Run, Runs, Score, Sealed,
    SealedWorld, Sentence, Stat, Step, StepKind, Sweep, Table, Target, Task, Test, Text, TrueNumber, WorldFile,
};
use crate::source::Span;

impl Packed for u64 {
    fn put(&self, out: &mut Vec<u8>) {
        let mut rest = *self;
        while rest > 0x7f {
            out.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        out.push(rest as u8);
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        let mut value = 0;
        for shift in (0..Self::BITS).step_by(7) {
            let byte = from.byte()?;
            value |= Self::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }
}

impl Packed for f64 {
    fn put(&self, out: &mut Vec<u8>) {
        out.extend(self.to_le_bytes());
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        Some(Self::from_le_bytes(from.some(8)?.try_into().ok()?))
    }
}

impl Packed for String {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        out.extend(self.as_bytes());
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        let length = u64::take(from)?;
        String::from_utf8(from.some(length as usize)?.to_vec()).ok()
    }
}

impl<T: Packed> Packed for Vec<T> {
    fn put(&self, out: &mut Vec<u8>) {
        (self.len() as u64).put(out);
        for item in self {
            item.put(out);
        }
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        let mut all = Self::new();
        for _ in 0..u64::take(from)? {
            all.push(T::take(from)?);
        }
        Some(all)
    }
}

impl<T: Packed> Packed for Option<T> {
    fn put(&self, out: &mut Vec<u8>) {
        self.is_some().put(out);
        if let Some(value) = self {
            value.put(out);
        }
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        Some(if bool::take(from)? { Some(T::take(from)?) } else { None })
    }
}

impl<A: Packed, B: Packed> Packed for (A, B) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?))
    }
}

impl<A: Packed, B: Packed, C: Packed> Packed for (A, B, C) {
    fn put(&self, out: &mut Vec<u8>) {
        self.0.put(out);
        self.1.put(out);
        self.2.put(out);
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        Some((A::take(from)?, B::take(from)?, C::take(from)?))
    }
}

impl Packed for Line {
    fn put(&self, out: &mut Vec<u8>) {
        self.to_string().put(out);
    }
    fn take(from: &mut Bytes<'_>) -> Option<Self> {
        parse_line(&String::take(from)?).ok()
    }
}

impl Packed for Span {
    fn put(&self, _: &mut Vec<u8>) {}
    fn take(_: &mut Bytes<'_>) -> Option<Self> {
        Some(Self::default())
    }
}

/// Whole numbers, through 64 bits and back.
macro_rules! numbers {
    ($($name:ident: $to:expr, $back:expr;)*) => { $(impl Packed for $name {
        fn put(&self, out: &mut Vec<u8>) {
            u64::put(&$to(*self), out);
        }
        fn take(from: &mut Bytes<'_>) -> Option<Self> {
            $back(u64::take(from)?)
        }
    })* };
}

numbers! {
    u8: u64::from, |n| Some(n as u8);
    u32: u64::from, |n| Some(n as u32);
    bool: u64::from, |n| Some(n == 1);
    // The sign in the lowest bit, so that small numbers stay short.
    i64: |n: i64| (n << 1 ^ n >> 63) as u64, |n| Some((n >> 1) as i64 ^ -((n & 1) as i64));
    Time: |time: Time| time.0, |n| Some(Time(n));
    Duration: |span: Duration| span.0, |n| Some(Duration(n));
    Seed: |seed: Seed| seed.0, |n| Some(Seed(n));
    StepKind: |kind| kind as u64, |n| StepKind::ALL.get(n as usize).copied();
}

/// Part after part.
macro_rules! records {
    ($($name:ident { $($part:ident),* })*) => { $(impl Packed for $name {
        fn put(&self, out: &mut Vec<u8>) {
            $(self.$part.put(out);)*
        }
        fn take(from: &mut Bytes<'_>) -> Option<Self> {
            Some(Self { $($part: Packed::take(from)?),* })
        }
    })* };
}

/// A number for which one it is, then its parts.
macro_rules! choices {
    ($($name:ident { $($n:literal $one:ident $(($($part:ident),*))? $({$($field:ident),*})?;)* })*) => { $(impl Packed for $name {
        fn put(&self, out: &mut Vec<u8>) {
            match self { $(
                Self::$one $(($($part),*))? $({$($field),*})? => {
                    out.push($n);
                    $($($part.put(out);)*)?
                    $($($field.put(out);)*)?
                }
            )* }
        }
        fn take(from: &mut Bytes<'_>) -> Option<Self> {
            match from.byte()? {
                $($n => {
                    $($(let $part = Packed::take(from)?;)*)?
                    $($(let $field = Packed::take(from)?;)*)?
                    Some(Self::$one $(($($part),*))? $({$($field),*})?)
                })*
                _ => None,
            }
        }
    })* };
}

records! {
    Head { scenario, content, alone }
    Text { front, steps, leaves_out }
    Front { title, minutes, idea, refutes, root, number }
    Root { lesson, track, needs, objectives, sources }
    TrueNumber { text, words, formula, assumes, source, measure }
    Step { kind, title, prose, task, span }
    Guess { form, run, answers }
    GuessOption { key, text, misconception }
    Question { text, options, run, from, span }
    Choice { right, misconception, text, reason, event }
    Card { title, at, blocks, span }
    Measured { text, name, span }
    Goal { name, within, lines, hints, knobs, keep, score, span }
    GoalLine { kind, world, sentence, span }
    Sentence { text, call, bound }
    Score { sentence, lower, par }
    Call { measure, args }
    Quantity { value, unit }
    LinkName { a, b, one_way }
    Runs { present, runs, sweeps, claims }
    Run { name, role, world, seed, until, acts, say, fails_on, belief, fingerprint, span }
    Sweep { name, run, over, seeds, sentence, stat, points, span }
    Claim { name, run, sentence, seeds, stat, span }
    WorldFile {
        title, scenario, pace, tools, charts, layout, names, knobs, tables, repair, sealed, challenge, test, plot
    }
    Scenario { seed, length, groups, links, own_links, acts }
    Group { name, protocol, nodes, settings, script }
    Node { name, beside }
    Knob { name, label, note, range, live, span }
    Table { name, rows, columns }
    Overlay { length, pace, acts, groups }
    Challenge { over_repair, overlay }
    Sealed { edition, draw, acts, worlds }
    SealedWorld { name, draw, acts }
    Test { until, acts, expect, fingerprint, trace }
}

choices! {
    Block {
        0 Paragraph(words);
        1 Heading(level, words);
        2 List(ordered, items);
        3 Quote(blocks);
        4 Code(language, text);
        5 Table(head, rows);
        6 Beat(at, words);
        7 Sweep(name, title);
    }
    Inline { 0 Text(text); 1 Code(text); 2 Emphasis(words); 3 Strong(words); 4 Link(target, words); 5 Measured(figure); }
    Target { 0 Https(address); 1 Term(name); 2 Lesson(name); }
    Task { 0 None; 1 Guess(guess); 2 Goals(goals); 3 Questions(questions); 4 Cards(cards); }
    GuessForm { 0 Options(options); 1 Number { low, high, belief, unit }; }
    LineKind { 0 Plain; 1 Part; 2 Safe; 3 Served; 4 Recovers; 5 Guard; }
    Comparison { 0 AtLeast; 1 AtMost; 2 Above; 3 Below; 4 Is; }
    ArgValue { 0 Word(word); 1 Link(link); 2 Instant(instant); 3 Span(span); 4 Whole(number); }
    Instant { 0 At(time); 1 Start(label); 2 End(label); }
    Unit { 0 Count; 1 Share; 2 Time; 3 Rate; }
    Role { 0 Baseline; 1 Predict; 2 Witness; 3 Solution; 4 Wrong; 5 Par; 6 Example; }
    Stat { 0 Mean; 1 Worst; 2 Share; }
    Layout { 0 Ring; 1 Star; 2 Layered; 3 Free(places); }
    KnobRange {
        0 Whole { path, low, high };
        1 Span { path, low, high, log };
        2 Share { path, low, high };
        3 Words { path, words };
        4 Lines(choices);
    }
    Draw { 0 Span(low, high); 1 Whole(low, high); 2 Share(low, high); 3 OneOf(words); }
    Standing { 0 Met; 1 NotYet; 2 Broken; 3 Undecided; }
}
