//! Tidy: what the compiler and clippy cannot see, checked over the whole tree in a second.
//!
//! Each rule is a function from one file (or the tree) to complaints; all complaints are shown at once.
#![allow(clippy::disallowed_methods, reason = "a test may look at its surroundings")]

mod code;
mod complaint;
mod crates;
mod docs;
mod index;
mod planted;
mod shape;
mod tree;
mod words;

use complaint::{Complaint, report};
use tree::{File, Tree};

/// Rules that look at one file.
const FILE_RULES: [fn(&File) -> Vec<Complaint>; 8] = [
    shape::first_line,
    shape::length,
    words::unfinished,
    words::machine_paths,
    words::browser,
    words::html,
    words::determinism,
    words::inline_style,
];

/// Rules that look at how files fit together.
const TREE_RULES: [fn(&Tree) -> Vec<Complaint>; 6] =
    [crates::direction, crates::versions, docs::licences, docs::links, docs::commands, index::is_fresh];

#[test]
fn the_tree_is_tidy() {
    let tree = Tree::read(&tree::root());
    let complaints = tree.files.iter().flat_map(|file| FILE_RULES.iter().flat_map(move |rule| rule(file)));
    let complaints: Vec<Complaint> = complaints.chain(TREE_RULES.iter().flat_map(|rule| rule(&tree))).collect();
    assert!(complaints.is_empty(), "{} complaints\n{}", complaints.len(), report(&complaints));
    assert!(tree.files.len() > 50, "only {} files were looked at", tree.files.len());
}
