//! The content that ships, copied where a test may change it.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use lessons::cli::{Told, faultline};
use lessons::gates::{self, Depth};
use lessons::{Files, read_act};
use sim_core::registry::Registry;

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/content");
const NAMES: [&str; 3] = ["lesson.md", "scenario.toml", "runs.toml"];

/// The texts of the first act that ships.
#[derive(Clone)]
pub struct Texts {
    texts: [String; 3],
}

impl Texts {
    /// As they ship, with every fingerprint accepted.
    pub fn cap() -> Self {
        static ACCEPTED: OnceLock<Texts> = OnceLock::new();
        let accepted = ACCEPTED.get_or_init(|| {
            let folder = shelf("accepted");
            let told = command(&folder, &["check", "--accept"]);
            assert_eq!(told.code, 0, "{}{}", told.out, told.err);
            let read = |name| std::fs::read_to_string(folder.join("lessons/content/15-cap").join(name)).unwrap();
            Self { texts: NAMES.map(read) }
        });
        accepted.clone()
    }

    /// The same with one passage, which is there once, replaced.
    pub fn with(mut self, file: &str, from: &str, to: &str) -> Self {
        let at = NAMES.iter().position(|name| *name == file).unwrap();
        assert_eq!(self.texts[at].matches(from).count(), 1, "`{from}` in {file}");
        self.texts[at] = self.texts[at].replace(from, to);
        self
    }

    /// The same without the one line that begins so.
    pub fn without_line(self, file: &str, beginning: &str) -> Self {
        let text = &self.texts[NAMES.iter().position(|name| *name == file).unwrap()];
        let line = text.split_inclusive('\n').find(|line| line.starts_with(beginning)).unwrap().to_string();
        self.with(file, &line, "")
    }

    /// The line, from 1, on which a passage begins.
    pub fn line(&self, file: &str, passage: &str) -> usize {
        let at = NAMES.iter().position(|name| *name == file).unwrap();
        let before = self.texts[at].find(passage).unwrap_or_else(|| panic!("`{passage}` is in {file}"));
        self.texts[at][..before].matches('\n').count() + 1
    }

    /// What `check` has to say about them.
    pub fn problems(&self) -> Vec<String> {
        let [lesson, scenario, runs] = &self.texts;
        let files = Files { lesson, scenario, runs: Some(runs) };
        let (act, problems) = read_act(&files, &Registry::engine());
        assert_eq!(problems, [], "the files have no mistakes of form");
        let verdict = gates::check(&act, "cap", &files, Depth::default());
        let problems: Vec<String> =
            verdict.gates.iter().flat_map(|gate| &gate.problems).map(ToString::to_string).collect();
        assert_eq!(problems.is_empty(), verdict.fit());
        problems
    }

    /// Fails unless `check` says this, at the line on which `passage` begins.
    pub fn says(&self, file: &str, passage: &str, message: &str) {
        Self::said(&self.problems(), file, self.line(file, passage), message);
    }

    /// Fails unless this was said, at this line.
    pub fn said(problems: &[String], file: &str, line: usize, message: &str) {
        let place = format!("{file}:{line}:");
        let found = problems.iter().any(|problem| problem.starts_with(&place) && problem.contains(message));
        assert!(found, "expected {place} … {message}, but there is\n{}", problems.join("\n"));
    }
}

/// A folder of its own in which the content lies where it lies in the project; of the lessons, the first act of the first
/// that shipped: what these tests change and play again and again is one act.
pub fn shelf(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    let content = folder.join("lessons/content");
    copy(Path::new(SHIPPED), &content);
    for entry in std::fs::read_dir(&content).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("15-cap") {
            std::fs::remove_dir_all(path).unwrap();
        }
    }
    for entry in std::fs::read_dir(content.join("15-cap")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            std::fs::remove_dir_all(path).unwrap();
        }
    }
    folder
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            copy(&path, &to.join(name));
        } else {
            std::fs::copy(&path, to.join(name)).unwrap();
        }
    }
}

/// Carries out a command line in a folder.
pub fn command(here: &Path, words: &[&str]) -> Told {
    let words: Vec<String> = words.iter().map(ToString::to_string).collect();
    faultline(&words, here)
}
