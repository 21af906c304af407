//! Published histories, judged as `faultline history` judges them: every history of a file, by every model that speaks
//! of it.

use std::path::{Path, PathBuf};

use lessons::history::{Recorded, Verdict, read};

/// Folders of published histories.
pub const FOLDERS: [&str; 3] = ["01-porcupine", "02-knossos", "03-consistency"];

/// Files that were read.
#[derive(Default)]
pub struct Corpus(Vec<Vec<Recorded>>);

impl Corpus {
    /// Reads one more file. Whether it could be read, all of it.
    pub fn add(&mut self, bytes: &[u8]) -> bool {
        let (histories, mistakes) = read(bytes, None);
        let fine = mistakes.is_empty() && !histories.is_empty();
        self.0.push(histories);
        fine
    }

    /// Judges a file. The verdicts as one number, by which two places can be compared: how many hold, how many do not,
    /// and how many are undecided.
    pub fn judge(&self, file: usize) -> u32 {
        let mut verdicts = [0; 3];
        for recorded in self.0.get(file).into_iter().flatten() {
            for model in recorded.history.models() {
                match recorded.history.judge(model, false).map(|judged| judged.verdict) {
                    Some(Verdict::Holds) => verdicts[0] += 1,
                    Some(Verdict::Broken) => verdicts[1] += 1,
                    Some(Verdict::Undecided) | None => verdicts[2] += 1,
                }
            }
        }
        verdicts[0] + 1_000 * verdicts[1] + 1_000_000 * verdicts[2]
    }
}

/// The histories below a folder, in order: everything but tables and notes about them.
///
/// # Errors
/// If the folder cannot be read.
pub fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let entries = std::fs::read_dir(folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    for entry in entries {
        let path = entry.map_err(|e| e.to_string())?.path();
        if path.is_dir() {
            found.extend(files(&path)?);
        } else if path.extension().is_none_or(|ending| ending != "csv" && ending != "md") {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}
