//! The lesson index is a committed file, made from the lessons.
use crate::complaint::{Complaint, Kind};
use crate::tree::Tree;

const INDEX: &str = "lessons/content/index.json";

/// The index says what the lessons say.
pub fn is_fresh(tree: &Tree) -> Vec<Complaint> {
    let fresh = lessons::index::render(&tree.root.join("lessons/content"));
    let committed = tree.file(INDEX).map(|file| &file.text);
    match fresh {
        Ok(fresh) if committed == Some(&fresh) => Vec::new(),
        Ok(_) => vec![Kind::StaleIndex.at(INDEX, 0)],
        Err(problem) => vec![Kind::NoIndex(problem).at(INDEX, 0)],
    }
}
