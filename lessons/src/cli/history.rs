//! `faultline history`: recorded histories against consistency models.

use std::fmt::Write as _;
use std::path::Path;

use super::Told;
use super::words::{Words, near};
use crate::history::{self, Format, Judged, Picture, Verdict};

pub(super) const HELP: &str = "faultline history FILE… [--format F] [--model M] [--explain] [--svg OUT]

Holds recorded histories against consistency models and prints a line for each: FILE[#ID] MODEL, and holds, broken or
undecided. A mistake in a file is told with its line and column, the other files are checked all the same, and the
command ends with 2.

  --format F  porcupine-etcd, porcupine-kv, knossos, jsonl or awdit. Without it the first thing in the file decides
              that is no comment: INFO begins an etcd log, {\" a line of JSON, a map with a :key a key-value log,
              any other map and [ or ( a history of knossos', and w, r, - or = one of AWDIT's
  --model M   only this model. Without it: linearizable for the first three formats, every model for the others
  --explain   for what is broken, the smallest contradiction in words
  --svg OUT   writes a picture of the first history that is broken; of the first one, where all hold
";

pub(super) fn history(words: &Words, here: &Path) -> Result<Told, String> {
    if words.rest.is_empty() {
        return Err("which history? Write faultline history FILE…".into());
    }
    let format = words.value("--format").map(named).transpose()?;
    let mut desk = Desk { words, out: String::new(), err: String::new(), drawn: None };
    for file in &words.rest {
        if let Err(why) = desk.file(file, here, format) {
            desk.complain(&format!("{file}: {why}"));
        }
    }
    if let Some(out) = words.value("--svg") {
        match &desk.drawn {
            Some((_, picture)) => {
                std::fs::write(here.join(out), picture.svg()).map_err(|error| format!("{out}: {error}"))?;
            }
            None => desk.complain(&format!("{out}: there is nothing to draw")),
        }
    }
    let code = if desk.err.is_empty() { 0 } else { 2 };
    Ok(Told { out: desk.out, err: desk.err, code })
}

fn named(name: &str) -> Result<Format, String> {
    let names = Format::ALL.map(Format::name);
    let format = Format::ALL.into_iter().find(|format| format.name() == name);
    format.ok_or_else(|| format!("`{name}` is not a format{}", near(name, names.into_iter())))
}

/// What is checked, and what was said of it.
struct Desk<'w> {
    words: &'w Words,
    out: String,
    err: String,
    /// The picture so far, and whether it shows something broken.
    drawn: Option<(bool, Picture)>,
}

impl Desk<'_> {
    fn complain(&mut self, why: &str) {
        let _ = writeln!(self.err, "{why}");
    }

    fn file(&mut self, file: &str, here: &Path, format: Option<Format>) -> Result<(), String> {
        let bytes = std::fs::read(here.join(file)).map_err(|error| error.to_string())?;
        let (histories, mistakes) = history::read(&bytes, format);
        for mistake in mistakes {
            self.complain(&format!("{file}:{mistake}"));
        }
        for recorded in histories {
            let name = recorded.id.map_or_else(|| file.to_string(), |id| format!("{file}#{id}"));
            if let Err(why) = self.judge(&name, recorded.history.as_ref()) {
                self.complain(&format!("{name}: {why}"));
            }
        }
        Ok(())
    }

    fn judge(&mut self, name: &str, history: &dyn Judged) -> Result<(), String> {
        let all = history.models();
        let models = match self.words.value("--model") {
            None => all.clone(),
            Some(model) => vec![model],
        };
        let why = self.words.has("--explain") || self.words.has("--svg");
        for model in models {
            let Some(judged) = history.judge(model, why) else {
                return Err(format!("`{model}` does not speak of such a history{}", near(model, all.into_iter())));
            };
            let _ = writeln!(self.out, "{name} {model} {}", judged.verdict.word());
            if self.words.has("--explain")
                && let Some(why) = judged.why
            {
                let _ = writeln!(self.out, "  {why}");
            }
            let broken = judged.verdict == Verdict::Broken;
            if let Some(picture) = judged.picture
                && self.drawn.as_ref().is_none_or(|(before, _)| broken && !before)
            {
                self.drawn = Some((broken, picture));
            }
        }
        Ok(())
    }
}
