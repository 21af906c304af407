//! The three files beside the lessons: `tracks.toml`, `planned.toml`, `glossary.md`.

use crate::keys::{Keys, Toml};
use crate::markdown::{Piece, Refs, plain, prose, read as read_markdown};
use crate::model::{Block, Question, Target, Task, Text};
use crate::report::Report;
use crate::source::{Diagnostic, File, Span};
use crate::syntax::clean;
use sim_core::order::Ordered;

/// Tracks, planned lessons, and the addresses of those that are there.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    /// In their order.
    pub tracks: Vec<Track>,
    /// Shown as planned; they lock nothing.
    pub planned: Vec<Planned>,
    /// Slugs of the lessons that are there.
    pub lessons: Vec<String>,
}

/// `[copies]` of `tracks.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Track {
    /// As in `track = "copies"`.
    pub slug: String,
    /// What people read.
    pub title: String,
    /// Smaller comes first.
    pub order: u32,
}

/// `[replication]` of `planned.toml`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// As in `needs = ["replication"]`.
    pub slug: String,
    /// What people read.
    pub title: String,
    /// A track's slug.
    pub track: String,
    /// How long it will take.
    pub minutes: u32,
}

/// A term of `glossary.md`.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// As in `term:quorum`.
    pub slug: String,
    /// The heading.
    pub title: String,
    /// What it means.
    pub blocks: Vec<Block>,
}

/// Reads `tracks.toml` and `planned.toml`; `lessons` are the slugs of the folders that are there.
pub fn read_catalogue(tracks: &str, planned: &str, lessons: Vec<String>) -> (Catalogue, Vec<Diagnostic>) {
    let mut catalogue = Catalogue { lessons, ..Catalogue::default() };
    let mut report = Report::new(&[(File::Tracks, tracks), (File::Planned, planned)]);
    each_table(&mut report, File::Tracks, tracks, |report, slug, keys| {
        let title = keys.need_text(report, "title", "\"…\"").text;
        let order = keys.need(report, "order", "1").and_then(|item| item.whole(report, 0..1_000));
        catalogue.tracks.push(Track { slug, title, order: order.unwrap_or_default() as u32 });
    });
    catalogue.tracks.order_by_key(|track| track.order);
    each_table(&mut report, File::Planned, planned, |report, slug, keys| {
        let title = keys.need_text(report, "title", "\"…\"").text;
        let track = keys.need_text(report, "track", "\"…\"");
        if !catalogue.tracks.iter().any(|t| t.slug == track.text) {
            let tracks = catalogue.tracks.iter().map(|t| t.slug.as_str());
            report.unknown(track.span, format!("`{}` is not a track", track.text), &track.text, tracks);
        }
        let minutes = keys.need(report, "minutes", "45").and_then(|item| item.whole(report, 1..241));
        let minutes = minutes.unwrap_or_default() as u32;
        catalogue.planned.push(Planned { slug, title, track: track.text, minutes });
    });
    (catalogue, report.finish())
}

/// Reads the tables of a file, by their names in order.
fn each_table(
    report: &mut Report<'_>,
    file: File,
    text: &str,
    mut read: impl FnMut(&mut Report<'_>, String, &mut Keys<'_>),
) {
    let clean = clean(report, text, file, 0);
    let toml = Toml::of(&clean, file, 0);
    let table = toml.parse();
    for item in Keys::root(toml, &table).rest() {
        if let Some(mut keys) = item.table(report) {
            read(report, item.key().to_string(), &mut keys);
            keys.finish(report);
        }
    }
}

impl Catalogue {
    /// What is wrong with the links of a lesson, and with what its head names: terms, lessons, tracks.
    pub fn check(&self, lesson: &str, terms: &[Term]) -> Vec<Diagnostic> {
        let mut unheard = Report::new(&[(File::Lesson, lesson)]);
        let mut refs = Refs::default();
        let text = crate::lesson::read(&mut unheard, &mut refs, lesson, None);
        let mut report = Report::new(&[(File::Lesson, lesson)]);
        let lessons: Vec<&str> =
            self.lessons.iter().chain(self.planned.iter().map(|p| &p.slug)).map(String::as_str).collect();
        for (target, span) in &refs.links {
            match target {
                Target::Term(slug) if !terms.iter().any(|term| term.slug == *slug) => {
                    let slugs = terms.iter().map(|term| term.slug.as_str());
                    report.unknown(*span, format!("`{slug}` is not a term of glossary.md"), slug, slugs);
                }
                Target::Lesson(address) => {
                    let slug = address.split(['/', '#']).next().unwrap_or("");
                    if !lessons.contains(&slug) {
                        report.unknown(*span, format!("`{slug}` is not a lesson"), slug, lessons.iter().copied());
                    }
                }
                _ => {}
            }
        }
        for question in questions(&text) {
            let Some(from) = question.from.as_ref().filter(|from| !lessons.contains(&from.as_str())) else { continue };
            let span = report.find(question.span, from);
            report.unknown(span, format!("`{from}` is not a lesson"), from, lessons.iter().copied());
        }
        if let Some(root) = &text.front.root {
            let head = |word: &str| {
                let at = lesson.find(&format!("\"{word}\"")).map_or(0, |at| at + 1);
                Span::new(File::Lesson, at, at + word.len())
            };
            if !self.tracks.iter().any(|track| track.slug == root.track) {
                let tracks = self.tracks.iter().map(|track| track.slug.as_str());
                report.unknown(head(&root.track), format!("`{}` is not a track", root.track), &root.track, tracks);
            }
            for need in root.needs.iter().filter(|need| !lessons.contains(&need.as_str())) {
                report.unknown(head(need), format!("`{need}` is not a lesson"), need, lessons.iter().copied());
            }
        }
        report.finish()
    }
}

fn questions(text: &Text) -> impl Iterator<Item = &Question> {
    text.steps.iter().flat_map(|step| match &step.task {
        Task::Questions(questions) => questions.as_slice(),
        _ => &[],
    })
}

/// Reads `glossary.md`: a heading of level 2 a term.
pub fn read_glossary(text: &str) -> (Vec<Term>, Vec<Diagnostic>) {
    let mut report = Report::new(&[(File::Glossary, text)]);
    let mut terms: Vec<(Term, Vec<Piece>)> = Vec::new();
    for piece in read_markdown(&mut report, &mut Refs::default(), text, (File::Glossary, 0)) {
        match piece {
            Piece::Heading(2, words, span) => {
                let title = plain(&words);
                let slug = slug(&title);
                if terms.iter().any(|(term, _)| term.slug == slug) {
                    report.error(span, format!("there are two terms `{slug}`"));
                }
                terms.push((Term { slug, title, blocks: Vec::new() }, Vec::new()));
            }
            // The page's own title.
            Piece::Heading(1, ..) if terms.is_empty() => {}
            piece => match terms.last_mut() {
                Some((_, pieces)) => pieces.push(piece),
                None => {
                    report.error_help(piece.span(), "text stands before the first term", "begin with ## and a term");
                }
            },
        }
    }
    let mut read = Vec::new();
    for (mut term, pieces) in terms {
        term.blocks = prose(&mut report, pieces);
        read.push(term);
    }
    (read, report.finish())
}

/// `Read quorum` becomes `read-quorum`.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.trim_end_matches('-').to_string()
}
