//! The shipped lessons, and which of their worlds is the heaviest.

use std::path::{Path, PathBuf};

use bench::lesson::{LENGTH, Lesson, texts};

/// A world of a shipped act, with its design.
pub struct Heaviest {
    /// Where the act is.
    pub folder: PathBuf,
    /// Slug, lesson, scenario, recorded runs.
    pub texts: [String; 4],
    /// Its place in [`Lesson::worlds`].
    pub world: usize,
    /// How many events it has in a minute.
    pub events: u64,
}

impl Heaviest {
    /// Looks through all worlds of all lessons.
    pub fn find(content: &Path) -> Result<Self, String> {
        let mut heaviest: Option<Self> = None;
        for folder in acts(content)? {
            let found = Lesson::in_folder(&folder)?.heaviest();
            if let Some((world, events)) = found
                && heaviest.as_ref().is_none_or(|other| other.events < events)
            {
                heaviest = Some(Self { texts: texts(&folder)?, folder, world, events });
            }
        }
        heaviest.ok_or_else(|| format!("no lesson in {}", content.display()))
    }
    /// Its line in the table.
    pub fn what(&self) -> String {
        format!("{:.0} s of the heaviest lesson ({}, {} events)", LENGTH.as_secs(), self.texts[0], self.events)
    }
}

/// Folders with an act: `15-cap`, or `07-gossip/a-rumours`.
fn acts(content: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(content).map_err(|e| format!("{}: {e}", content.display()))? {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.is_dir() {
            if path.join("lesson.md").is_file() {
                found.push(path.clone());
            }
            found.extend(acts(&path)?);
        }
    }
    found.sort();
    Ok(found)
}
