//! Words that must not stand in certain places.
use crate::code::bare;
use crate::complaint::{Complaint, Kind};
use crate::tree::File;

/// Spelled in two halves, because this file is looked at as well.
const UNFINISHED: [&str; 6] = [
    concat!("TO", "DO"),
    concat!("FIX", "ME"),
    concat!("XX", "X:"),
    concat!("dbg", "!("),
    concat!("todo", "!("),
    concat!("unimplemented", "!("),
];
const MACHINE_PATHS: [&str; 5] =
    [concat!("/ho", "me/"), concat!("/ro", "ot/"), concat!("/wo", "rk/"), concat!("/Us", "ers/"), concat!("C:", "\\")];
const BROWSER: [&str; 4] = ["web_sys", "js_sys", "gloo", "wasm_bindgen"];
const RUST_HTML: [&str; 6] =
    ["set_inner_html", "set_outer_html", "inner_html", "outer_html", "insert_adjacent_html", "from_html_unchecked"];
const SCRIPT_HTML: [&str; 6] =
    ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "new Function("];

/// What may not be in the simulator, and what to take instead.
const NONDETERMINISM: [(&str, &str); 6] = [
    ("HashMap", "its order differs from run to run; use BTreeMap"),
    ("HashSet", "its order differs from run to run; use BTreeSet"),
    ("std::time", "runs know virtual time only, in crate::time"),
    ("RandomState", "luck comes from crate::luck"),
    ("std::env", "what a run depends on is in its recipe"),
    ("std::thread", "the order of threads is luck that no seed explains"),
];
/// Methods of `f64` whose last digits differ between machines.
const TRANSCENDENTAL: [&str; 22] = [
    ".sin(", ".cos(", ".tan(", ".asin(", ".acos(", ".atan(", ".atan2(", ".sinh(", ".cosh(", ".tanh(", ".exp(",
    ".exp2(", ".exp_m1(", ".ln(", ".ln_1p(", ".log(", ".log2(", ".log10(", ".powf(", ".powi(", ".cbrt(", ".hypot(",
];
const MARKER: &str = "tidy: allow";
/// Shows what every complaint looks like, and so has every offence in it.
const PLANTED: &str = "tests/tests/tidy/planted.rs";

/// No marks of unfinished work, in any file.
pub fn unfinished(file: &File) -> Vec<Complaint> {
    each(file, &file.text, &UNFINISHED, |word| Kind::Unfinished(word.trim_end_matches('(').to_owned()))
}

/// No paths that exist on one machine only.
pub fn machine_paths(file: &File) -> Vec<Complaint> {
    each(file, &file.text, &MACHINE_PATHS, |word| Kind::MachinePath(word.to_owned()))
}

/// The browser is named in `app/src/platform` and where the program starts, nowhere else.
pub fn browser(file: &File) -> Vec<Complaint> {
    let crates = ["sim-core", "lessons", "session", "app"].iter().any(|folder| file.in_folder(folder));
    let allowed = file.in_folder("app/src/platform") || file.path == "app/src/main.rs";
    if !file.is("rs") || !crates || allowed {
        return Vec::new();
    }
    each(file, &bare(&file.text), &BROWSER, |word| Kind::BrowserWord(word.to_owned()))
}

/// Nothing becomes HTML that was not written as nodes.
pub fn html(file: &File) -> Vec<Complaint> {
    match file.path.as_str() {
        _ if file.is("rs") => each(file, &bare(&file.text), &RUST_HTML, |word| Kind::Html(word.to_owned())),
        _ if file.is("js") || file.is("html") => {
            each(file, &file.text, &SCRIPT_HTML, |word| Kind::Html(word.trim_end_matches('(').to_owned()))
        }
        _ => Vec::new(),
    }
}

/// The page's policy forbids style attributes.
pub fn inline_style(file: &File) -> Vec<Complaint> {
    let text = match () {
        () if file.is("rs") && file.in_folder("app") => bare(&file.text),
        () if file.is("html") => file.text.clone(),
        () => return Vec::new(),
    };
    let lines = text.lines().enumerate().filter(|(_, line)| is_attribute(line));
    lines.map(|(index, _)| Kind::InlineStyle.at(&file.path, index + 1)).collect()
}

/// `style=` as an attribute: at the start of a line or after a space, not `data-style=` and not a comparison.
fn is_attribute(line: &str) -> bool {
    line.match_indices("style=").any(|(at, found)| {
        let before = line[..at].chars().next_back();
        let after = line[at + found.len()..].chars().next();
        before.is_none_or(char::is_whitespace) && !matches!(after, Some('=' | '>'))
    })
}

/// Two runs of one recipe are equal, on every machine.
pub fn determinism(file: &File) -> Vec<Complaint> {
    if !file.is("rs") || !file.in_folder("sim-core") {
        return Vec::new();
    }
    let mut complaints = Vec::new();
    let code = bare(&file.text);
    let mut excused = false;
    for ((line, whole), code) in file.lines().zip(code.lines()) {
        // Clippy knows these words too; an excuse that it takes, with its reason, is good for the next line here.
        let now = std::mem::replace(&mut excused, code.contains("disallowed_") && whole.contains("reason = \""));
        if now {
            continue;
        }
        if let Some((_, reason)) = whole.split_once(MARKER) {
            if reason.trim().trim_start_matches([':', ',']).trim().len() < 10 {
                complaints.push(Kind::MarkerWithoutReason.at(&file.path, line));
            }
            continue;
        }
        for (word, instead) in NONDETERMINISM {
            if has_word(code, word) {
                complaints.push(Kind::Nondeterminism { word: word.to_owned(), instead }.at(&file.path, line));
            }
        }
        for method in TRANSCENDENTAL.iter().filter(|method| code.contains(*method)) {
            let word = method.trim_end_matches('(').to_owned();
            let instead = "its last digits differ between machines; use libm";
            complaints.push(Kind::Nondeterminism { word, instead }.at(&file.path, line));
        }
    }
    complaints
}

fn each(file: &File, text: &str, words: &[&str], kind: impl Fn(&str) -> Kind) -> Vec<Complaint> {
    let mut complaints = Vec::new();
    if file.path == PLANTED {
        return complaints;
    }
    for (index, line) in text.lines().enumerate() {
        for word in words.iter().filter(|word| has_word(line, word)) {
            complaints.push(kind(word).at(&file.path, index + 1));
        }
    }
    complaints
}

/// Is it there as a word of its own, and not as the end or the beginning of a longer one?
fn has_word(line: &str, word: &str) -> bool {
    let part_of_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back().is_some_and(part_of_word);
        let after = line[at + word.len()..].chars().next().is_some_and(part_of_word);
        let word_starts = word.starts_with(part_of_word);
        let word_ends = word.ends_with(part_of_word);
        !(before && word_starts || after && word_ends)
    })
}
