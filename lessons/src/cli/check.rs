//! `faultline check`: every act against every gate.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use sim_core::registry::Registry;

use super::words::{Words, near};
use super::{Told, accept, content, shown};
use crate::catalogue::{Catalogue, Term, read_catalogue, read_glossary};
use crate::gates::{self, Depth, Gate, Outcome, Threshold};
use crate::index::{self, ActFolder, LessonFolder};
use crate::source::Diagnostic;
use crate::{Files, read_act};

pub(super) const HELP: &str = "faultline check [LESSON…] [--table] [--long] [--accept] [--content DIR]

Holds each act against the gates of the method and prints what was measured, a line a gate. LESSON is a lesson (cap)
or an act (cap/b-quorums); without one, all are checked. Ends with 1 where an act is unfit, with 2 where the command
could not be carried out.

  --table        print every threshold of Repair with its margins
  --long         play the solution on 400 further seeds
  --accept       first write how the recorded runs play now into runs.toml
  --content DIR  the folder of the lessons (lessons/content)
";

/// Everything that is checked, and how.
struct Desk<'d> {
    content: PathBuf,
    here: &'d Path,
    words: &'d Words,
    registry: Registry,
    catalogue: Catalogue,
    terms: Vec<Term>,
    out: String,
    unfit: usize,
    unread: bool,
}

pub(super) fn check(words: &Words, here: &Path) -> Result<Told, String> {
    let content = content(words, here)?;
    let lessons = index::list(&content)?;
    let acts = chosen(&lessons, &words.rest)?;
    let slugs = lessons.iter().map(|lesson| lesson.slug.clone()).collect();
    let read = |name: &str| index::read(&content.join(name));
    let (catalogue, mut problems) = read_catalogue(&read("tracks.toml")?, &read("planned.toml")?, slugs);
    let (terms, more) = read_glossary(&read("glossary.md")?);
    problems.extend(more);
    let registry = Registry::engine();
    let mut desk =
        Desk { here, words, registry, catalogue, terms, out: String::new(), unfit: 0, unread: false, content };
    let folder = desk.content.clone();
    desk.problems(&folder, &problems);
    desk.unfit += usize::from(!problems.is_empty());
    for act in acts {
        // One act that cannot be read keeps no other from being checked.
        if let Err(why) = desk.act(act) {
            let _ = writeln!(desk.out, "{why}\n{}: unfit", act.slug);
            desk.unread = true;
        }
    }
    let code = if desk.unread { 2 } else { u8::from(desk.unfit > 0) };
    Ok(Told { out: desk.out, err: String::new(), code })
}

/// The acts that were asked for: of a lesson by its slug, or one by its own.
fn chosen<'l>(lessons: &'l [LessonFolder], wanted: &[String]) -> Result<Vec<&'l ActFolder>, String> {
    let all: Vec<&ActFolder> = lessons.iter().flat_map(|lesson| &lesson.acts).collect();
    if wanted.is_empty() {
        return Ok(all);
    }
    let mut chosen = Vec::new();
    for word in wanted {
        let word = word.trim_end_matches('/');
        let lesson = lessons.iter().find(|lesson| lesson.slug == word || lesson.folder == word);
        let act = all.iter().find(|act| act.slug == word || act.folder == word);
        match (lesson, act) {
            (Some(lesson), _) => chosen.extend(&lesson.acts),
            (None, Some(act)) => chosen.push(*act),
            (None, None) => {
                let slugs = all.iter().map(|act| act.slug.as_str());
                return Err(format!("`{word}` is not a lesson{}", near(word, slugs)));
            }
        }
    }
    Ok(chosen)
}

impl Desk<'_> {
    fn act(&mut self, act: &ActFolder) -> Result<(), String> {
        let folder = self.content.join(&act.folder);
        let lesson = index::read(&folder.join("lesson.md"))?;
        let scenario = index::read(&folder.join("scenario.toml"))?;
        let path = folder.join("runs.toml");
        let mut runs = if path.is_file() { Some(index::read(&path)?) } else { None };
        if let (true, Some(text)) = (self.words.has("--accept"), &mut runs) {
            let files = Files { lesson: &lesson, scenario: &scenario, runs: Some(text) };
            let accepted = accept::accept(&files, &act.slug, &self.registry);
            if let Some((new, changed)) = accepted.filter(|(new, _)| new != text) {
                std::fs::write(&path, &new).map_err(|error| format!("{}: {error}", path.display()))?;
                let _ = writeln!(self.out, "accepted: {changed} in {}", shown(&path, self.here));
                *text = new;
            }
        }
        let files = Files { lesson: &lesson, scenario: &scenario, runs: runs.as_deref() };
        self.files(act, &folder, &files);
        Ok(())
    }

    /// Checks one act's texts.
    fn files(&mut self, act: &ActFolder, folder: &Path, files: &Files<'_>) {
        let (read, mut problems) = read_act(files, &self.registry);
        problems.extend(self.catalogue.check(files.lesson, &self.terms));
        let _ = writeln!(self.out, "{}: {}", act.slug, read.text.front.title);
        let mut fit = problems.is_empty();
        if fit {
            let depth = Depth { long: self.words.has("--long"), table: self.words.has("--table") };
            let verdict = gates::check(&read, &act.slug, files, depth);
            fit = verdict.fit();
            for gate in &verdict.gates {
                self.gate(gate);
            }
            problems = verdict.gates.into_iter().flat_map(|gate| gate.problems).collect();
            if depth.table {
                table(&verdict.thresholds, &mut self.out);
            }
        } else {
            self.out.push_str("  unfit  its files have mistakes, so no gate was tried\n");
        }
        problems.sort();
        problems.dedup();
        self.problems(folder, &problems);
        let _ = writeln!(self.out, "{}: {}", act.slug, if fit { "fit" } else { "unfit" });
        self.unfit += usize::from(!fit);
    }

    fn gate(&mut self, gate: &Gate) {
        let outcome = match gate.outcome() {
            Outcome::Fit => "fit",
            Outcome::Unfit => "unfit",
        };
        let figures = if gate.figures.is_empty() { String::new() } else { format!(": {}", gate.figures.join("; ")) };
        let _ = writeln!(self.out, "  {outcome:<5}  {:<4}  {}{figures}", gate.id, gate.title);
    }

    fn problems(&mut self, folder: &Path, problems: &[Diagnostic]) {
        for problem in problems {
            let _ = writeln!(self.out, "{}/{problem}", shown(folder, self.here));
        }
    }
}

/// Every threshold with what came nearest on either side.
fn table(thresholds: &[Threshold], out: &mut String) {
    let head = ["threshold", "solution's worst", "margin", "nearest wrong design's best", "margin", "margin taken on"];
    let mut rows = vec![head.map(str::to_string)];
    for threshold in thresholds {
        let margin = |margin: Option<f64>| match margin {
            _ if threshold.chosen => "chosen".to_string(),
            Some(margin) => gates::percent(margin),
            None => "exact".to_string(),
        };
        let none = || "-".to_string();
        let (found, slack) =
            threshold.reference.as_ref().map_or((none(), none()), |(q, m)| (q.to_string(), margin(*m)));
        let wrong = threshold.wrong.as_ref();
        let (wrong, away) = wrong.map_or((none(), none()), |(name, q, m)| (format!("{q} (`{name}`)"), margin(*m)));
        let on = if threshold.remainder { "what is missing to 100 %" } else { "the threshold" };
        rows.push([threshold.line.clone(), found, slack, wrong, away, on.to_string()]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..head.len()).map(width).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        let _ = writeln!(out, "  {}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
}
