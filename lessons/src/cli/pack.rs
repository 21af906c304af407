//! `faultline pack`: every act as the page loads it, beside its files.

use std::path::Path;

use sim_core::registry::Registry;

use super::words::Words;
use super::{Told, content, nothing_else};
use crate::{Files, index, packed, read_act};

pub(super) const HELP: &str = "faultline pack [--content DIR]

Reads every act and writes act.bin beside its files: the act as visitors load it. For a site that is being built; the
lessons themselves need no such files.

  --content DIR  the folder of the lessons (lessons/content)
";

pub(super) fn pack(words: &Words, here: &Path) -> Result<Told, String> {
    nothing_else(words)?;
    let content = content(words, here)?;
    let registry = Registry::engine();
    let mut count = 0;
    for act in index::list(&content)?.iter().flat_map(|lesson| &lesson.acts) {
        let folder = content.join(&act.folder);
        let read = |name: &str| index::read(&folder.join(name));
        let runs = folder.join("runs.toml").is_file().then(|| read("runs.toml")).transpose()?;
        let (lesson, scenario) = (read("lesson.md")?, read("scenario.toml")?);
        let files = Files { lesson: &lesson, scenario: &scenario, runs: runs.as_deref() };
        let (read, mistakes) = read_act(&files, &registry);
        if let Some(first) = mistakes.first() {
            return Err(format!("{}/{first}", act.folder));
        }
        let file = folder.join(packed::FILE);
        std::fs::write(&file, packed::pack(&files, &read)).map_err(|error| format!("{}: {error}", file.display()))?;
        count += 1;
    }
    Ok(Told::out(format!("{count} acts packed\n")))
}
