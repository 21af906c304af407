//! What is written for people: licences, links, commands.
use std::path::Path;

use crate::complaint::{Complaint, Kind};
use crate::tree::{File, Tree};

const NEEDED: [&str; 6] =
    ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/architecture.md"];

/// What every project needs at its door.
pub fn licences(tree: &Tree) -> Vec<Complaint> {
    let missing = NEEDED.iter().filter(|path| !tree.root.join(path).is_file());
    missing.map(|path| Kind::Missing.at(path, 0)).collect()
}

/// Links to files of the project lead somewhere. The lessons' own links are checked by `faultline check`.
pub fn links(tree: &Tree) -> Vec<Complaint> {
    documents(tree).flat_map(|file| dead_links(file, &tree.root)).collect()
}

fn dead_links(file: &File, root: &Path) -> Vec<Complaint> {
    let folder = root.join(&file.path).parent().map_or_else(|| root.to_owned(), Path::to_owned);
    let mut complaints = Vec::new();
    for (line, text) in file.lines() {
        for target in targets(text) {
            let path = target.split('#').next().unwrap_or_default();
            let inside = !target.contains(':') && !path.is_empty();
            if inside && !folder.join(path).exists() {
                complaints.push(Kind::DeadLink(target.to_owned()).at(&file.path, line));
            }
        }
    }
    complaints
}

/// The targets of Markdown links and of images in HTML.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    let markdown = line.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
    let html = line.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
    markdown.chain(html)
}

/// Commands that people are told to type exist.
pub fn commands(tree: &Tree) -> Vec<Complaint> {
    let known: Vec<&str> = xtask::COMMANDS.iter().map(|command| command.0).collect();
    let mut complaints = Vec::new();
    for file in documents(tree) {
        for (line, text) in file.lines() {
            for rest in text.split("cargo xtask ").skip(1) {
                let word: String =
                    rest.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '-').collect();
                if !word.is_empty() && !known.contains(&word.as_str()) {
                    complaints.push(Kind::UnknownCommand { word, known: known.join(", ") }.at(&file.path, line));
                }
            }
        }
    }
    complaints
}

fn documents(tree: &Tree) -> impl Iterator<Item = &File> {
    tree.files.iter().filter(|file| file.is("md") && !file.in_folder("lessons/content"))
}
