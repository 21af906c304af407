//! Folders of lessons and acts: `15-cap` and, in it, `b-quorums`.

use std::path::Path;

/// A lesson's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonFolder {
    /// `cap`
    pub slug: String,
    /// `15-cap`
    pub folder: String,
    /// Its acts, in order; the first is the lesson's own folder.
    pub acts: Vec<ActFolder>,
}

/// An act's folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActFolder {
    /// `cap`, or `cap/b-quorums`
    pub slug: String,
    /// `15-cap`, or `15-cap/b-quorums`
    pub folder: String,
}

/// The lessons of a content folder, in the order of their numbers.
///
/// # Errors
/// Which folder cannot be read, and why.
pub fn list(content: &Path) -> Result<Vec<LessonFolder>, String> {
    let mut lessons = Vec::new();
    for folder in subfolders(content)? {
        let number = folder.split('-').next().unwrap_or("");
        let slug = folder[number.len()..].trim_start_matches('-');
        let Some(number) = number.parse::<u32>().ok().filter(|_| !slug.is_empty()) else { continue };
        let mut acts = vec![ActFolder { slug: slug.to_string(), folder: folder.clone() }];
        for act in subfolders(&content.join(&folder))? {
            if content.join(&folder).join(&act).join("lesson.md").is_file() {
                acts.push(ActFolder { slug: format!("{slug}/{act}"), folder: format!("{folder}/{act}") });
            }
        }
        lessons.push((number, LessonFolder { slug: slug.to_string(), folder, acts }));
    }
    lessons.sort_by(|a, b| (a.0, &a.1.folder).cmp(&(b.0, &b.1.folder)));
    Ok(lessons.into_iter().map(|(_, lesson)| lesson).collect())
}

/// Names of the folders in a folder, sorted.
fn subfolders(folder: &Path) -> Result<Vec<String>, String> {
    let unread = |error: std::io::Error| format!("{}: {error}", folder.display());
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unread)? {
        let entry = entry.map_err(unread)?;
        if entry.path().is_dir() {
            names.extend(entry.file_name().into_string());
        }
    }
    names.sort();
    Ok(names)
}

/// Reads a file of the content; an error names it.
///
/// # Errors
/// Which file cannot be read, and why.
pub fn read(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
