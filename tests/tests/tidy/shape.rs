//! The shape of a file: it says what it is, and it is one thing.
use crate::complaint::{Complaint, Kind};
use crate::tree::File;

const LIMIT: usize = 400;

/// Files over the limit that are better whole, each with its reason.
const LONG: [(&str, &str); 0] = [];

/// A Rust file begins with what it is.
pub fn first_line(file: &File) -> Vec<Complaint> {
    let says = !file.is("rs") || file.text.starts_with("//! ");
    if says { Vec::new() } else { vec![Kind::NoPurpose.at(&file.path, 1)] }
}

/// A Rust file is no longer than one thing needs.
pub fn length(file: &File) -> Vec<Complaint> {
    if !file.is("rs") {
        return Vec::new();
    }
    let lines = file.text.lines().count();
    let excused = LONG.iter().any(|(path, _)| *path == file.path);
    match (lines > LIMIT, excused) {
        (true, false) => vec![Kind::TooLong { lines, limit: LIMIT }.at(&file.path, 0)],
        (false, true) => vec![Kind::NeedlessExcuse { lines }.at(&file.path, 0)],
        _ => Vec::new(),
    }
}
