//! Words of the author's page.

/// Its name.
pub const AUTHOR: &str = "Author";
/// Its window's title.
pub const WINDOW: &str = "Author | Faultline";
/// The preview.
pub const PREVIEW: &str = "Preview";
/// What it shows.
pub const PANES: [&str; 2] = ["Stage", "Words"];
/// The list.
pub const CHECK: &str = "Lesson check";
/// Nothing was found.
pub const NOTHING: &str = "The files have no mistakes, and what the method asks for without playing is there.";
/// The rest of the check.
pub const REST: &str = "The gates that play runs (unmet as shipped, met by reference, wrong designs fail) are held by the command faultline check.";
/// F8.
pub const NEXT: &str = "Next (F8)";
/// Opens files.
pub const OPEN: &str = "Open files";
/// Where the files are.
pub const YOURS: &str = "The files stay on this device; nothing is uploaded.";
/// Before anything could be read.
pub const EMPTY: &str = "The preview appears once the files have no mistakes.";

/// Saves a file.
pub fn save(file: &str) -> String {
    format!("Save {file}")
}
/// How many mistakes.
pub fn count(n: usize) -> String {
    match n {
        0 => "no mistakes".into(),
        1 => "1 mistake".into(),
        n => format!("{n} mistakes"),
    }
}
/// The preview is older than the files.
pub fn older(seconds: u32) -> String {
    format!("Showing the last version without mistakes, {seconds} s old.")
}
