//! An author's Markdown as nodes; never as HTML text.

use lessons::model::{Block, Inline, Measured, Target};
use yew::prelude::*;

use super::On;
use super::parts::{link, moment_on};
use crate::model::Lesson;
use crate::route::Route;

/// Where measured links find the learner's own figures, and moments are sent to.
#[derive(Clone, Copy)]
pub struct Prose<'a> {
    /// The act.
    pub lesson: &'a Lesson,
    /// Who hears of it.
    pub on: &'a On,
}

impl Prose<'_> {
    /// Blocks.
    pub fn blocks(self, blocks: &[Block]) -> Html {
        blocks.iter().map(|block| self.block(block)).collect()
    }

    fn block(self, block: &Block) -> Html {
        match block {
            Block::Paragraph(words) => html! { <p>{ self.words(words) }</p> },
            Block::Heading(_, words) => html! { <h3>{ self.words(words) }</h3> },
            Block::List(numbered, items) => {
                let items: Html = items.iter().map(|item| html! { <li>{ self.item(item) }</li> }).collect();
                if *numbered {
                    html! { <ol>{ items }</ol> }
                } else {
                    html! { <ul>{ items }</ul> }
                }
            }
            Block::Quote(blocks) => html! { <blockquote>{ self.blocks(blocks) }</blockquote> },
            Block::Code(_, text) => html! { <pre><code>{ text }</code></pre> },
            Block::Table(head, rows) => self.table(head, rows),
            // Beats stand on the stage, at their instant.
            Block::Beat(..) => html! {},
            Block::Sweep(name, words) => self.curve(name, words),
        }
    }

    /// A curve as a table whose rows carry bars: the same figures for eyes and ears.
    fn curve(self, name: &str, words: &str) -> Html {
        let curve =
            self.lesson.opened.as_ref().and_then(|opened| opened.curves.iter().find(|curve| curve.name == name));
        let row = |point: &(String, String, u16)| {
            let width = (f64::from(point.2) / 10.0).to_string() + "%";
            html! {
                <tr><th scope="row">{ &point.0 }</th><td>{ &point.1 }</td>
                    <td><svg aria-hidden="true"><rect {width} height="100%" /></svg></td></tr>
            }
        };
        html! {
            <figure class="curve"><figcaption>{ words }</figcaption>
                <table><tbody>{ for curve.iter().flat_map(|curve| &curve.points).map(row) }</tbody></table></figure>
        }
    }

    /// A list item of one paragraph needs no paragraph.
    fn item(self, blocks: &[Block]) -> Html {
        match blocks {
            [Block::Paragraph(words)] => self.words(words),
            blocks => self.blocks(blocks),
        }
    }

    fn table(self, head: &[Vec<Inline>], rows: &[Vec<Vec<Inline>>]) -> Html {
        let cells =
            |row: &[Vec<Inline>]| -> Html { row.iter().map(|cell| html! { <td>{ self.words(cell) }</td> }).collect() };
        html! {
            <div class="scroll-x"><table>
                <thead><tr>{ for head.iter().map(|cell| html! { <th>{ self.words(cell) }</th> }) }</tr></thead>
                <tbody>{ for rows.iter().map(|row| html! { <tr>{ cells(row) }</tr> }) }</tbody>
            </table></div>
        }
    }

    /// Running text.
    pub fn words(self, words: &[Inline]) -> Html {
        words.iter().map(|word| self.word(word)).collect()
    }

    fn word(self, word: &Inline) -> Html {
        match word {
            Inline::Text(text) => html! { { text } },
            Inline::Code(text) => html! { <code>{ text }</code> },
            Inline::Emphasis(words) => html! { <em>{ self.words(words) }</em> },
            Inline::Strong(words) => html! { <strong>{ self.words(words) }</strong> },
            Inline::Link(Target::Https(href), words) => {
                html! { <a href={href.clone()} rel="noreferrer" target="_blank">{ self.words(words) }</a> }
            }
            Inline::Link(Target::Lesson(slug), words) => link(self.on, Route::act(slug), "", self.words(words)),
            Inline::Link(Target::Term(_), words) => html! { <span class="term">{ self.words(words) }</span> },
            Inline::Measured(measured) => self.figure(measured),
        }
    }

    /// The learner's own figure where there is one, else as written.
    fn figure(self, measured: &Measured) -> Html {
        match self.lesson.slot(&measured.name) {
            Some(slot) => {
                let text = if slot.text.is_empty() { &measured.text } else { &slot.text };
                match slot.at {
                    Some(at) => moment_on(self.on, slot.branch, at, text),
                    None => html! { <span class="fig">{ text }</span> },
                }
            }
            None => html! { <span class="fig">{ &measured.text }</span> },
        }
    }
}
