//! Markdown into blocks and runs of text. There is no raw HTML, no remote content, and links go where they may.

mod inline;
mod piece;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use sim_core::act::parse_time;

use crate::model::{Block, Inline};
use crate::report::{Placed, Report};
use crate::source::{File, Span};

pub(crate) use inline::{plain, trim, unbreak};
pub(crate) use piece::{Item, Piece, Refs, prose};

/// Reads Markdown that begins at `base` of its file.
pub(crate) fn read(report: &mut Report<'_>, refs: &mut Refs, text: &str, (file, base): (File, usize)) -> Vec<Piece> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_TASKLISTS;
    let events = Parser::new_ext(text, options).into_offset_iter().collect();
    let mut reader = Reader { text, file, base, events, next: 0, report, refs, sweep: None, depth: 0 };
    reader.pieces(None)
}

/// Reads one run of text, such as a hint.
pub(crate) fn read_line(report: &mut Report<'_>, refs: &mut Refs, placed: &Placed) -> Vec<Inline> {
    let mut pieces = read(report, refs, &placed.text, (placed.span.file, placed.span.start));
    match (pieces.pop(), pieces.is_empty()) {
        (Some(Piece::Block(Block::Paragraph(words), _)), true) => words,
        (None, _) => Vec::new(),
        _ => {
            report.error(placed.span, "one line of running text stands here");
            Vec::new()
        }
    }
}

struct Reader<'r, 't, 'e> {
    text: &'e str,
    file: File,
    base: usize,
    events: Vec<(Event<'e>, std::ops::Range<usize>)>,
    next: usize,
    report: &'r mut Report<'t>,
    refs: &'r mut Refs,
    /// The image of the paragraph that is read: name and words.
    sweep: Option<(String, String)>,
    /// How deep the reader is inside quotations, lists and marks.
    depth: usize,
}

/// Deeper than any lesson, and far from the end of the stack.
const DEEPEST: usize = 24;

impl Reader<'_, '_, '_> {
    fn span(&self, range: &std::ops::Range<usize>) -> Span {
        Span::new(self.file, self.base + range.start, self.base + range.end)
    }

    /// Blocks up to this end, which is taken too.
    fn pieces(&mut self, end: Option<TagEnd>) -> Vec<Piece> {
        let mut pieces = Vec::new();
        while let Some((event, range)) = self.events.get(self.next).cloned() {
            let span = self.span(&range);
            match event {
                Event::End(tag) => {
                    self.next += 1;
                    if Some(tag) == end {
                        break;
                    }
                }
                Event::Start(tag) if is_block(&tag) => {
                    self.next += 1;
                    self.block(tag, span, &mut pieces);
                }
                Event::Rule => {
                    self.next += 1;
                    self.report.error(span, "a rule across the page has no place here; use a heading");
                }
                Event::TaskListMarker(_) | Event::Html(_) => self.next += 1,
                // An item of a tight list holds its words without a paragraph.
                _ => {
                    let words = self.inlines(None);
                    self.paragraph(words, span, &mut pieces);
                }
            }
        }
        pieces
    }

    fn block(&mut self, tag: Tag<'_>, span: Span, pieces: &mut Vec<Piece>) {
        if self.depth == DEEPEST {
            self.skip(span);
            return;
        }
        self.depth += 1;
        match tag {
            Tag::Paragraph => {
                let words = self.inlines(Some(TagEnd::Paragraph));
                self.paragraph(words, span, pieces);
            }
            Tag::Heading { level, .. } => {
                let words = trim(self.inlines(Some(TagEnd::Heading(level))));
                pieces.push(Piece::Heading(level_number(level), words, span));
            }
            Tag::BlockQuote(kind) => {
                let inner = self.pieces(Some(TagEnd::BlockQuote(kind)));
                self.quote(inner, span, pieces);
            }
            Tag::CodeBlock(kind) => pieces.push(self.fence(kind, span)),
            Tag::List(first) => {
                let items = self.items(first.is_some());
                pieces.push(Piece::List(first.is_some(), items, span));
            }
            Tag::Table(_) => pieces.push(Piece::Block(self.table(), span)),
            Tag::HtmlBlock => {
                self.report.error(span, "raw HTML is not read; write Markdown");
                self.pieces(Some(TagEnd::HtmlBlock));
            }
            other => {
                self.pieces(Some(other.to_end()));
            }
        }
        self.depth -= 1;
    }

    /// Leaves out what is nested too deep, up to and with its end.
    fn skip(&mut self, span: Span) {
        self.report.error(span, "this is nested too deep");
        let mut open = 1;
        while let Some((event, _)) = self.events.get(self.next).filter(|_| open > 0) {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                _ => {}
            }
            self.next += 1;
        }
    }

    fn paragraph(&mut self, words: Vec<Inline>, span: Span, pieces: &mut Vec<Piece>) {
        let words = trim(words);
        if let Some((name, about)) = self.sweep.take() {
            if words.is_empty() {
                pieces.push(Piece::Block(Block::Sweep(name, about), span));
                return;
            }
            self.report.error(span, "a sweep stands in a paragraph of its own");
        }
        if !words.is_empty() {
            pieces.push(Piece::Block(Block::Paragraph(words), span));
        }
    }

    fn items(&mut self, ordered: bool) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some((event, range)) = self.events.get(self.next).cloned() {
            self.next += 1;
            match event {
                Event::Start(Tag::Item) => {
                    // In a loose list the box stands inside the first paragraph.
                    let marker = self.events[self.next..].iter().take(2).find_map(|(event, _)| match event {
                        Event::TaskListMarker(ticked) => Some(*ticked),
                        _ => None,
                    });
                    let pieces = self.pieces(Some(TagEnd::Item));
                    items.push(Item { ticked: marker, pieces, span: self.span(&range) });
                }
                Event::End(tag) if tag == TagEnd::List(ordered) => break,
                _ => {}
            }
        }
        items
    }

    fn fence(&mut self, kind: CodeBlockKind<'_>, span: Span) -> Piece {
        let info = match kind {
            CodeBlockKind::Indented => String::new(),
            CodeBlockKind::Fenced(info) => info.trim().to_string(),
        };
        let info_span = self.report.find(span, &info);
        let mut lines = Vec::new();
        while let Some((event, range)) = self.events.get(self.next).cloned() {
            self.next += 1;
            match event {
                Event::Text(text) => {
                    let mut at = range.start;
                    for line in text.split_inclusive('\n') {
                        let words = line.trim_end_matches('\n');
                        let span = Span::new(self.file, self.base + at, self.base + at + words.len());
                        let exact = self.text.get(at..at + words.len()) == Some(words);
                        lines.push(Placed { text: words.to_string(), span, exact });
                        at += line.len();
                    }
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        Piece::Fence(Placed { text: info, span: info_span, exact: true }, lines, span)
    }

    fn table(&mut self) -> Block {
        let (mut head, mut rows) = (Vec::new(), Vec::new());
        let mut row = Vec::new();
        while let Some((event, _)) = self.events.get(self.next).cloned() {
            self.next += 1;
            match event {
                Event::Start(Tag::TableCell) => row.push(trim(self.inlines(Some(TagEnd::TableCell)))),
                Event::End(TagEnd::TableHead) => head = std::mem::take(&mut row),
                Event::End(TagEnd::TableRow) => rows.push(std::mem::take(&mut row)),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Block::Table(head, rows)
    }

    /// A quotation; the paragraphs in it that begin with `beat` narrate.
    fn quote(&mut self, inner: Vec<Piece>, span: Span, pieces: &mut Vec<Piece>) {
        let mut quoted = Vec::new();
        for piece in inner {
            match piece {
                Piece::Block(Block::Paragraph(words), span) if starts_with_beat(&words) => {
                    for beat in inline::split_beats(words) {
                        pieces.extend(self.beat(beat, span));
                    }
                }
                other => quoted.push(other),
            }
        }
        if !quoted.is_empty() {
            let blocks = prose(self.report, quoted);
            pieces.push(Piece::Block(Block::Quote(blocks), span));
        }
    }

    fn beat(&mut self, mut words: Vec<Inline>, span: Span) -> Option<Piece> {
        let Some(Inline::Text(first)) = words.first_mut() else { return None };
        let head = first.trim_start_matches("beat ").to_string();
        let Some((time, rest)) = head.split_once(':') else {
            let at = self.report.find(span, first);
            self.report.error_help(at, "a beat has no instant", "write > beat 2.1s: what happens");
            return None;
        };
        let at = self.report.find(span, &format!("beat {time}"));
        match parse_time(time.trim()) {
            Ok(time) => {
                *first = rest.trim_start().to_string();
                self.refs.beats.push((time, at));
                unbreak(&mut words);
                Some(Piece::Beat(time, trim(words), span))
            }
            Err(message) => {
                self.report.error(at, message);
                None
            }
        }
    }
}

fn starts_with_beat(words: &[Inline]) -> bool {
    matches!(words.first(), Some(Inline::Text(text)) if text.starts_with("beat "))
}

const fn is_block(tag: &Tag<'_>) -> bool {
    !matches!(
        tag,
        Tag::Emphasis
            | Tag::Strong
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::Link { .. }
            | Tag::Image { .. }
    )
}

const fn level_number(level: HeadingLevel) -> u8 {
    level as u8
}
