//! Runs of text: emphasis, code, and links to https, terms, lessons and measured figures.

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::Reader;
use crate::model::{Inline, Measured, Target};
use crate::report::Placed;
use crate::source::Span;

impl Reader<'_, '_, '_> {
    /// Words up to this end, which is taken too; without one, up to the next block or the end of the block around.
    pub(super) fn inlines(&mut self, end: Option<TagEnd>) -> Vec<Inline> {
        let mut words: Vec<Inline> = Vec::new();
        while let Some((event, range)) = self.events.get(self.next).cloned() {
            let span = self.span(&range);
            match event {
                Event::End(tag) => {
                    if end.is_none() {
                        break;
                    }
                    self.next += 1;
                    if Some(tag) == end {
                        break;
                    }
                    continue;
                }
                Event::Start(ref tag) if super::is_block(tag) => break,
                Event::Rule => break,
                _ => self.next += 1,
            }
            match event {
                Event::Start(_) if self.depth == super::DEEPEST => self.skip(span),
                Event::Text(text) => push_text(&mut words, &text),
                Event::Code(code) => words.push(Inline::Code(code.to_string())),
                Event::SoftBreak | Event::HardBreak => push_text(&mut words, "\n"),
                Event::Start(tag) => {
                    self.depth += 1;
                    let inner = self.inlines(Some(tag.to_end()));
                    self.depth -= 1;
                    match tag {
                        Tag::Emphasis => words.push(Inline::Emphasis(inner)),
                        Tag::Strong => words.push(Inline::Strong(inner)),
                        Tag::Link { link_type, dest_url, .. } => {
                            words.extend(self.link(link_type, &dest_url, inner, span));
                        }
                        Tag::Image { dest_url, .. } => self.image(&dest_url, &inner, span),
                        _ => words.extend(inner),
                    }
                }
                // The end of a tag says nothing that its start has not said.
                Event::Html(tag) | Event::InlineHtml(tag) if !tag.starts_with("</") => {
                    self.report.error(span, "raw HTML is not read; write Markdown");
                }
                _ => {}
            }
        }
        words
    }

    fn link(&mut self, kind: LinkType, to: &str, words: Vec<Inline>, span: Span) -> Option<Inline> {
        let at = self.find_last(span, to);
        let placed = |from: usize| Placed {
            text: to[from..].to_string(),
            span: Span::new(at.file, (at.start + from).min(at.end), at.end),
            exact: true,
        };
        let target = match to.split_once(':') {
            _ if kind == LinkType::Email => None,
            Some(("https", _)) => Some(Target::Https(to.to_string())),
            Some(("term", slug)) => Some(Target::Term(slug.to_string())),
            Some(("lesson", address)) => Some(Target::Lesson(address.to_string())),
            Some(("measure", name)) => {
                let measured = Measured { text: plain(&words), name: name.to_string(), span };
                self.refs.measured.push((placed("measure:".len()), measured.text.clone()));
                return Some(Inline::Measured(measured));
            }
            _ => None,
        };
        let Some(target) = target else {
            let help = "links go to https:, term:, lesson: or measure:";
            self.report.error_help(at, format!("a link does not go to `{to}`"), help);
            return None;
        };
        self.refs.links.push((target.clone(), at));
        Some(Inline::Link(target, words))
    }

    fn image(&mut self, to: &str, words: &[Inline], span: Span) {
        let at = self.find_last(span, to);
        match to.strip_prefix("sweep:") {
            Some(name) if self.sweep.is_none() => {
                let text = name.to_string();
                let from = at.start + "sweep:".len();
                self.refs.sweeps.push(Placed { text, span: Span::new(at.file, from.min(at.end), at.end), exact: true });
                self.sweep = Some((name.to_string(), plain(words)));
            }
            Some(_) => self.report.error(span, "a sweep stands in a paragraph of its own"),
            None => {
                let help = "the only pictures are sweeps: ![words](sweep:NAME)";
                self.report.error_help(at, format!("a picture does not come from `{to}`"), help);
            }
        }
    }

    fn find_last(&self, span: Span, word: &str) -> Span {
        let (start, end) = (span.start - self.base, span.end - self.base);
        let found = self.text.get(start..end).filter(|_| !word.is_empty()).and_then(|text| text.rfind(word));
        found.map_or(span, |at| Span::new(span.file, span.start + at, span.start + at + word.len()))
    }
}

fn push_text(words: &mut Vec<Inline>, text: &str) {
    if let Some(Inline::Text(last)) = words.last_mut() {
        last.push_str(text);
    } else {
        words.push(Inline::Text(text.to_string()));
    }
}

/// Words without their marks.
pub(crate) fn plain(words: &[Inline]) -> String {
    let mut text = String::new();
    for word in words {
        match word {
            Inline::Text(t) | Inline::Code(t) => text.push_str(t),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => text.push_str(&plain(inner)),
            Inline::Measured(measured) => text.push_str(&measured.text),
        }
    }
    text.replace('\n', " ")
}

/// Without space at either end; what is empty goes.
pub(crate) fn trim(mut words: Vec<Inline>) -> Vec<Inline> {
    while let Some(Inline::Text(first)) = words.first_mut() {
        *first = first.trim_start().to_string();
        if !first.is_empty() {
            break;
        }
        words.remove(0);
    }
    while let Some(Inline::Text(last)) = words.last_mut() {
        *last = last.trim_end().to_string();
        if !last.is_empty() {
            break;
        }
        words.pop();
    }
    words
}

/// The lines of a paragraph that begin with `beat`, each with the lines that continue it.
pub(super) fn split_beats(words: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut beats: Vec<Vec<Inline>> = vec![Vec::new()];
    for word in words {
        let Inline::Text(text) = word else {
            beats.last_mut().expect("never empty").push(word);
            continue;
        };
        for (n, part) in text.split("\nbeat ").enumerate() {
            if n > 0 {
                beats.push(vec![Inline::Text(format!("beat {part}"))]);
            } else {
                beats.last_mut().expect("never empty").push(Inline::Text(part.to_string()));
            }
        }
    }
    beats
}

/// Line breaks of the source are spaces of the text.
pub(crate) fn unbreak(words: &mut [Inline]) {
    for word in words {
        match word {
            Inline::Text(text) | Inline::Measured(Measured { text, .. }) => *text = text.replace('\n', " "),
            Inline::Emphasis(inner) | Inline::Strong(inner) | Inline::Link(_, inner) => unbreak(inner),
            Inline::Code(_) => {}
        }
    }
}
