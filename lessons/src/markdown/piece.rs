//! What Markdown becomes before a step says what it means.

use sim_core::time::Time;

use super::unbreak;
use crate::model::{Block, Inline, Target};
use crate::report::{Placed, Report};
use crate::source::Span;

/// A block of a lesson, before its step says what it means.
pub(crate) enum Piece {
    /// Prose.
    Block(Block, Span),
    /// A heading: level, words, place.
    Heading(u8, Vec<Inline>, Span),
    /// A list: whether numbered, items, place.
    List(bool, Vec<Item>, Span),
    /// A fenced block: what stands after the fence, and its lines.
    Fence(Placed, Vec<Placed>, Span),
    /// `> beat 2.1s: …`.
    Beat(Time, Vec<Inline>, Span),
}

/// An item of a list.
pub(crate) struct Item {
    /// `[x]` or `[ ]`, where it has a box.
    pub(crate) ticked: Option<bool>,
    pub(crate) pieces: Vec<Piece>,
    pub(crate) span: Span,
}

/// What a text refers to, to be looked up once everything is read.
#[derive(Default)]
pub(crate) struct Refs {
    /// `measure:NAME` and the text shown.
    pub(crate) measured: Vec<(Placed, String)>,
    /// `sweep:NAME`.
    pub(crate) sweeps: Vec<Placed>,
    /// Other links.
    pub(crate) links: Vec<(Target, Span)>,
    /// `goal.field` of an event.
    pub(crate) events: Vec<Placed>,
    /// `@goal.field` of a card.
    pub(crate) instants: Vec<Placed>,
    /// Names of runs.
    pub(crate) runs: Vec<Placed>,
    /// `keep: goal`: the goal, and the one that it stands in.
    pub(crate) keeps: Vec<(Placed, String)>,
    /// Names after `knobs:`.
    pub(crate) knobs: Vec<Placed>,
    /// Goals with a line that could not be read: what their fields are is not known.
    pub(crate) doubtful: Vec<String>,
    /// Instants of beats.
    pub(crate) beats: Vec<(Time, Span)>,
}

impl Piece {
    pub(crate) const fn span(&self) -> Span {
        match self {
            Self::Block(_, span)
            | Self::Heading(_, _, span)
            | Self::List(_, _, span)
            | Self::Fence(_, _, span)
            | Self::Beat(_, _, span) => *span,
        }
    }
}

/// Prose: what must stand by itself in a step is reported.
pub(crate) fn prose(report: &mut Report<'_>, pieces: Vec<Piece>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Block(Block::Paragraph(mut words), _) => {
                unbreak(&mut words);
                blocks.push(Block::Paragraph(words));
            }
            Piece::Block(block, _) => blocks.push(block),
            Piece::Heading(level, words, _) => blocks.push(Block::Heading(level, words)),
            Piece::List(ordered, items, _) => {
                let mut list = Vec::new();
                for item in items {
                    if item.ticked.is_some() {
                        report.error(item.span, "a box belongs to a question of Why? or Quiz");
                    }
                    list.push(prose(report, item.pieces));
                }
                blocks.push(Block::List(ordered, list));
            }
            Piece::Fence(info, lines, span) => {
                let word = info.text.split_whitespace().next().unwrap_or("");
                if matches!(word, "goal" | "answer") {
                    report.error(span, format!("a block `{word}` has no place here"));
                }
                let code: Vec<&str> = lines.iter().map(|line| line.text.as_str()).collect();
                blocks.push(Block::Code(info.text.clone(), code.join("\n")));
            }
            Piece::Beat(.., span) => report.error(span, "a beat narrates the run of Story or Predict, not this step"),
        }
    }
    blocks
}
