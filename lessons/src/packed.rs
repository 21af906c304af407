//! An act as visitors load it: read and checked when the site is built, so that no reader of Markdown and TOML comes along.
//!
//! The form is private to one build of the site, which writes it and reads it; it has no use for anybody else. Whole numbers
//! are in LEB128 (seven bits a byte, lowest first), lists and texts begin with their length, and act lines are as authors
//! write them. Places in files are left out: there are no mistakes left to show.

mod forms;

use sim_core::luck::text_hash;

use crate::Files;
use crate::model::{Act, Text};

/// The first byte; another one after every change of the form, so that a page never misreads what a newer site has.
const FORM: u8 = 1;
/// Its file in an act's folder of a built site.
pub const FILE: &str = "act.bin";

/// What is known of an act's files without them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// A hash of `scenario.toml`, for links.
    pub scenario: u64,
    /// A hash of all files, for bug reports.
    pub content: u64,
    /// `scenario.toml` itself where it stands alone: links carry it.
    pub alone: Option<String>,
}

impl Head {
    /// Of these files.
    pub fn of(files: &Files<'_>) -> Self {
        let all = [files.lesson, files.scenario, files.runs.unwrap_or_default()];
        Self {
            scenario: text_hash(files.scenario),
            content: text_hash(&all.join("\0")),
            alone: files.lesson.is_empty().then(|| files.scenario.to_owned()),
        }
    }
}

/// What can be written as bytes and read back.
trait Packed: Sized {
    fn put(&self, out: &mut Vec<u8>);
    fn take(from: &mut Bytes<'_>) -> Option<Self>;
}

/// Bytes that have not been read yet.
struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }
    fn some(&mut self, count: usize) -> Option<&'b [u8]> {
        let (some, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(some)
    }
}

/// An act without mistakes, as bytes.
pub fn pack(files: &Files<'_>, act: &Act) -> Vec<u8> {
    let mut out = vec![FORM];
    Head::of(files).put(&mut out);
    act.text.put(&mut out);
    act.world.put(&mut out);
    act.runs.put(&mut out);
    out
}

/// The words alone, for a page whose engine is not up yet.
///
/// # Errors
/// If these are not the bytes of an act in this form.
pub fn text(bytes: &[u8]) -> Result<Text, String> {
    let (_, mut rest) = begin(bytes)?;
    Packed::take(&mut rest).ok_or_else(cut_off)
}

/// The act.
///
/// # Errors
/// If these are not the bytes of an act in this form.
pub fn unpack(bytes: &[u8]) -> Result<(Head, Act), String> {
    let (head, mut rest) = begin(bytes)?;
    let mut act = || {
        Some(Act { text: Packed::take(&mut rest)?, world: Packed::take(&mut rest)?, runs: Packed::take(&mut rest)? })
    };
    act().map(|act| (head, act)).ok_or_else(cut_off)
}

/// What is known of its files.
///
/// # Errors
/// If these are not the bytes of an act in this form.
pub fn head(bytes: &[u8]) -> Result<Head, String> {
    Ok(begin(bytes)?.0)
}

fn begin(bytes: &[u8]) -> Result<(Head, Bytes<'_>), String> {
    let mut bytes = Bytes(bytes);
    if bytes.byte() != Some(FORM) {
        return Err("this act was written by another version of the site; load the page again".into());
    }
    Packed::take(&mut bytes).map(|head| (head, bytes)).ok_or_else(cut_off)
}

fn cut_off() -> String {
    "the file of this act is not whole; load the page again".into()
}
