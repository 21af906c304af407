//! Words about taking a run along.

use session::wire::Export;

/// The panel.
pub const TITLE: &str = "Share this moment";
/// The clipboard has the link.
pub const COPIED: &str = "The link is on the clipboard.";
/// The field with the link.
pub const LINK: &str = "Link to this moment";
/// The field for a note.
pub const NOTE: &str = "Note for who opens it (optional)";
/// Copies the link.
pub const COPY: &str = "Copy link";
/// Copies the snippet.
pub const EMBED: &str = "Copy embed snippet";
/// Files to save.
pub const FILES: &str = "Save as a file";
/// The picture.
pub const PICTURE: &str = "Picture (SVG)";
/// The note of a link.
pub const NOTED: &str = "Note with this link:";

/// The files, in order.
pub const EXPORTS: [(&str, Export); 4] = [
    ("Incident report (Markdown)", Export::Report),
    ("Trace (text)", Export::Trace),
    ("Trace (JSON)", Export::Json),
    ("Regression test (TOML)", Export::Test),
];

/// What the link does.
pub fn opens(at: &str) -> String {
    format!("It opens this run at {at}, paused, with everything that was done to it.")
}

/// Why a file is better.
pub fn long(length: usize) -> String {
    format!(
        "This link has {length} characters, and some programs cut what is longer than 2,000. The regression test below \
         holds the same run as a file; the sandbox opens it."
    )
}
