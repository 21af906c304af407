//! A history as a picture: a row a client, a bar an operation, the impossible one marked. SVG that reads in light and in
//! dark, without a script, and with its text escaped.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What a bar is to the eye.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// One of many.
    Plain,
    /// Part of the contradiction.
    Evidence,
    /// The answer that no order explains.
    Impossible,
}

/// An operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// The client.
    pub row: String,
    /// What it did, in few words.
    pub words: String,
    /// The same with its times, for whoever asks.
    pub more: String,
    /// Its call: instants are drawn in their order, equally far apart.
    pub from: u64,
    /// Its return; nothing where there was none.
    pub to: Option<u64>,
    /// How it is drawn.
    pub mark: Mark,
}

/// A history to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    /// In a word or two.
    pub title: String,
    /// In a paragraph.
    pub text: String,
    /// What is not drawn.
    pub note: String,
    /// In any order.
    pub bars: Vec<Bar>,
}

/// Pixels: the left edge, the steps between instants, the width that is wished for, a lane, a letter.
const LEFT: usize = 120;
const STEPS: std::ops::RangeInclusive<usize> = 22..=110;
const WIDE: usize = 1_400;
const LANE: usize = 40;
const LETTER: usize = 7;
/// Letters of a bar's words, and of a line of text.
const WORDS: usize = 28;
const LINE: usize = 110;

const STYLE: &str = ":root{color-scheme:light dark;--ground:#fff;--ink:#1b1f24;--soft:#5a6472;--line:#d5dae1;--bar:#c9d3e0;\
--evidence:#2f6fd0;--wrong:#b3261e}\
@media (prefers-color-scheme:dark){:root{--ground:#14171c;--ink:#e8ebef;--soft:#a3adba;--line:#343b45;--bar:#3b4656;\
--evidence:#7fb0ff;--wrong:#ff8a80}}\
svg{background:var(--ground)}text{font:12px system-ui,sans-serif;fill:var(--ink)}.title{font-weight:600;font-size:15px}\
.soft{fill:var(--soft)}.grid{stroke:var(--line)}.plain{fill:var(--bar)}.evidence{fill:var(--evidence)}\
.impossible{fill:none;stroke:var(--wrong);stroke-width:2.5}.open{stroke-width:4;stroke-dasharray:3 4;fill:none}\
.open.plain{stroke:var(--bar)}.open.evidence{stroke:var(--evidence)}.wrong{fill:var(--wrong);font-weight:600}";

impl Picture {
    /// The picture as SVG.
    pub fn svg(&self) -> String {
        let mut instants: Vec<u64> = self.bars.iter().flat_map(|bar| [Some(bar.from), bar.to]).flatten().collect();
        instants.sort_unstable();
        instants.dedup();
        let step = (WIDE / (instants.len() + 2)).clamp(*STEPS.start(), *STEPS.end());
        let x = |at: u64| LEFT + step * (1 + instants.partition_point(|other| *other < at));
        let end = LEFT + step * (instants.len() + 2);
        let extent = |bar: &Bar| {
            let words = x(bar.from) + LETTER * (short(&bar.words).chars().count() + 2);
            bar.to.map_or(end, x).max(words)
        };
        let width = self.bars.iter().map(extent).max().unwrap_or(end).max(LINE * LETTER) + 16;
        let mut body = String::new();
        let mut y = 34;
        let text = wrapped(&self.text);
        for line in text.iter().chain(Some(&self.note).filter(|note| !note.is_empty())) {
            let _ = writeln!(body, r#"<text class="soft" x="16" y="{}">{}</text>"#, y + 20, escaped(line));
            y += 18;
        }
        y += 34;
        for (name, bars) in self.rows() {
            let lanes = lanes(&bars, x, extent);
            let count = lanes.iter().max().map_or(1, |lane| lane + 1);
            let _ = writeln!(body, r#"<line class="grid" x1="16" x2="{width}" y1="{}" y2="{}"/>"#, y - 6, y - 6);
            let _ = writeln!(body, r#"<text x="16" y="{}">{}</text>"#, y + 22, escaped(&name));
            for (bar, lane) in bars.iter().zip(&lanes) {
                bar.draw(x(bar.from), bar.to.map(&x), end, y + lane * LANE, &mut body);
            }
            y += count * LANE + 8;
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{y}\" viewBox=\"0 0 {width} {y}\" role=\"img\" \
             aria-labelledby=\"t d\">\n<title id=\"t\">{title}</title>\n<desc id=\"d\">{desc}</desc>\n<style>{STYLE}</style>\n\
             <text class=\"title\" x=\"16\" y=\"28\">{title}</text>\n{body}</svg>\n",
            title = escaped(&self.title),
            desc = escaped(&self.text),
        )
    }

    /// The clients in the order of their first calls, with their bars in the order of theirs.
    fn rows(&self) -> Vec<(String, Vec<&Bar>)> {
        let mut rows: BTreeMap<&str, Vec<&Bar>> = BTreeMap::new();
        for bar in &self.bars {
            rows.entry(&bar.row).or_default().push(bar);
        }
        let mut rows: Vec<(String, Vec<&Bar>)> =
            rows.into_iter().map(|(name, bars)| (name.to_string(), bars)).collect();
        for (_, bars) in &mut rows {
            bars.sort_by_key(|bar| bar.from);
        }
        rows.sort_by_key(|(_, bars)| bars[0].from);
        rows
    }
}

/// Puts each bar of a row into the first lane in which it and its words find room.
fn lanes(bars: &[&Bar], x: impl Fn(u64) -> usize, extent: impl Fn(&Bar) -> usize) -> Vec<usize> {
    let mut ends: Vec<usize> = Vec::new();
    let mut place = |bar: &&Bar| {
        let lane = ends.iter().position(|end| *end < x(bar.from)).unwrap_or(ends.len());
        if lane == ends.len() {
            ends.push(0);
        }
        ends[lane] = extent(bar);
        lane
    };
    bars.iter().map(&mut place).collect()
}

impl Bar {
    /// Draws it between its ends at a height; open where it has no right one.
    fn draw(&self, from: usize, to: Option<usize>, edge: usize, y: usize, body: &mut String) {
        let class = match self.mark {
            Mark::Plain => "plain",
            Mark::Evidence => "evidence",
            Mark::Impossible => "impossible",
        };
        let _ = writeln!(body, "<g><title>{}</title>", escaped(&self.more));
        let high = y + 18;
        let solid = to.unwrap_or(from + STEPS.start()).max(from + 4) - from;
        let _ = writeln!(body, r#"<rect class="{class}" x="{from}" y="{high}" width="{solid}" height="10" rx="3"/>"#);
        if to.is_none() {
            let (start, middle) = (from + solid + 3, high + 5);
            let _ = writeln!(body, r#"<path class="open {class}" d="M{start} {middle}H{edge}"/>"#);
        }
        let (sign, tone) = if self.mark == Mark::Impossible { ("✗ ", r#" class="wrong""#) } else { ("", "") };
        let words = escaped(&short(&self.words));
        let _ = writeln!(body, r#"<text{tone} x="{from}" y="{}">{sign}{words}</text></g>"#, y + 13);
    }
}

/// Long words cut in the middle.
fn short(words: &str) -> String {
    let letters: Vec<char> = words.chars().collect();
    if letters.len() <= WORDS {
        return words.to_string();
    }
    let half = WORDS / 2;
    let (start, end): (String, String) =
        (letters[..half].iter().collect(), letters[letters.len() - half..].iter().collect());
    format!("{start}…{end}")
}

/// Lines of a paragraph.
fn wrapped(text: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last().map_or(0, |line| line.chars().count());
        if last > 0 && last + word.chars().count() >= LINE {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}

/// Text that stays text in XML; letters that XML does not allow are shown as such.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' | '\r' => out.push(' '),
            _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            _ => out.push(letter),
        }
    }
    out
}
