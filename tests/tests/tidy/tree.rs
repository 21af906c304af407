//! The project's own text files, as they lie in the checkout.
use std::fs;
use std::path::{Path, PathBuf};

/// Folders that are made, not written.
const SKIPPED: [&str; 5] = [".git", ".tools", "target", "dist", "node_modules"];
const ENDINGS: [&str; 10] = ["rs", "toml", "md", "html", "css", "js", "json", "svg", "yml", "sh"];

/// One text file.
pub struct File {
    /// Relative to the project, with slashes.
    pub path: String,
    pub text: String,
}

/// All of them, sorted by path.
pub struct Tree {
    pub root: PathBuf,
    pub files: Vec<File>,
}

/// The project's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is in the project").to_owned()
}

impl Tree {
    pub fn read(root: &Path) -> Self {
        let mut files = Vec::new();
        walk(root, root, &mut files);
        files.sort_by(|a: &File, b: &File| a.path.cmp(&b.path));
        Self { root: root.to_owned(), files }
    }

    pub fn file(&self, path: &str) -> Option<&File> {
        self.files.iter().find(|file| file.path == path)
    }
}

impl File {
    pub fn new(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    pub fn is(&self, ending: &str) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, found)| found == ending)
    }

    pub fn in_folder(&self, folder: &str) -> bool {
        self.path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The lines with their numbers, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        self.text.lines().enumerate().map(|(index, line)| (index + 1, line))
    }
}

fn walk(root: &Path, folder: &Path, files: &mut Vec<File>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                walk(root, &path, files);
            }
            continue;
        }
        let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let wanted = ENDINGS.contains(&ending) || folder == root.join(".ci");
        // A file that is not UTF-8 is no text of ours.
        if wanted && let Ok(text) = fs::read_to_string(&path) {
            let relative = path.strip_prefix(root).expect("below the root");
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            files.push(File { path: parts.join("/"), text });
        }
    }
}
