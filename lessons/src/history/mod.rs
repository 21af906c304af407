//! Histories that others recorded: files in, verdicts, explanations and pictures out.
//!
//! A format is one file here and one line in [`Format`]. A verdict comes from `sim_core::check` for objects whose
//! operations have times, and from `sim_core::lattice` for histories of sessions.

pub mod awdit;
mod edn;
mod events;
pub mod jsonl;
mod objects;
pub mod picture;
mod place;
mod registers;
mod sessions;
mod texts;

use sim_core::check::spec::Spec;
use sim_core::check::specs::{Register, Text};
use sim_core::lattice;

use events::Paired;

pub use objects::Object;
pub use picture::Picture;
pub use place::Mistake;
pub use sessions::Sessions;

/// How a file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Porcupine's etcd logs.
    PorcupineEtcd,
    /// Porcupine's key-value logs.
    PorcupineKv,
    /// Knossos' EDN.
    Knossos,
    /// Our own: a history a line, as JSON.
    Jsonl,
    /// AWDIT's.
    Awdit,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::PorcupineEtcd, Self::PorcupineKv, Self::Knossos, Self::Jsonl, Self::Awdit];

    /// Its word on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::PorcupineEtcd => "porcupine-etcd",
            Self::PorcupineKv => "porcupine-kv",
            Self::Knossos => "knossos",
            Self::Jsonl => "jsonl",
            Self::Awdit => "awdit",
        }
    }

    /// The format of a text, by the first thing in it that is no comment: `INFO` begins an etcd log, `{"` a line of
    /// JSON, a map with a `:key` a key-value log, any other map and `[` or `(` a history of knossos', and `w`, `r`, `-`
    /// or `=` one of AWDIT's.
    pub fn guess(text: &str) -> Option<Self> {
        let mut lines = text.lines().map(str::trim_start);
        let line = lines.find(|line| !line.is_empty() && !line.starts_with(';'))?;
        let map = line.strip_prefix('{').map(str::trim_start);
        match (line.chars().next()?, map) {
            (_, Some(map)) if map.starts_with('"') => Some(Self::Jsonl),
            (_, Some(_)) if line.contains(":key") => Some(Self::PorcupineKv),
            (_, Some(_)) | ('[' | '(', _) => Some(Self::Knossos),
            _ if line.starts_with("INFO") => Some(Self::PorcupineEtcd),
            ('-' | '=', _) => Some(Self::Awdit),
            _ if line.starts_with("w ") || line.starts_with("r ") => Some(Self::Awdit),
            _ => None,
        }
    }
}

/// A history out of a file.
pub struct Recorded {
    /// Its name, where the file has several.
    pub id: Option<String>,
    /// What it is about.
    pub history: Box<dyn Judged>,
}

/// What can be said of a history.
pub trait Judged {
    /// The models that speak of it, the default ones.
    fn models(&self) -> Vec<&'static str>;
    /// How it stands with one of them; nothing where that one does not speak of it. A witness is looked for where `why`.
    fn judge(&self, model: &str, why: bool) -> Option<Judgement>;
}

/// How a history stands with a model.
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Why it is broken, where that was asked for.
    pub why: Option<String>,
    /// The picture of it, where that was asked for.
    pub picture: Option<Picture>,
}

/// Three-valued.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It satisfies the model.
    Holds,
    /// It does not.
    Broken,
    /// The budget ran out.
    Undecided,
}

impl Verdict {
    /// `holds`, `broken` or `undecided`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Holds => "holds",
            Self::Broken => "broken",
            Self::Undecided => "undecided",
        }
    }
}

/// The histories of a file, and what is wrong with it. What is right is read all the same.
pub fn read(bytes: &[u8], format: Option<Format>) -> (Vec<Recorded>, Vec<Mistake>) {
    let wrong = |mistake: Mistake| (Vec::new(), vec![mistake]);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let good = error.valid_up_to();
            let text = String::from_utf8_lossy(&bytes[..good]);
            return wrong(Mistake::at(&text, good, "this is not UTF-8 text"));
        }
    };
    let Some(format) = format.or_else(|| Format::guess(text)) else {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        let why = format!("this looks like none of {}; say which it is with --format", names.join(", "));
        return wrong(Mistake::at(text, 0, why));
    };
    let object = match format {
        Format::PorcupineEtcd => registers::etcd(text).map(|paired| object(Register { initial: None }, paired, text)),
        Format::Knossos => registers::knossos(text).map(|paired| object(Register { initial: Some(0) }, paired, text)),
        Format::PorcupineKv => texts::read(text).map(|paired| object(Text, paired, text)),
        Format::Jsonl => {
            let named = jsonl::read(text);
            return several(named.map(|all| all.into_iter().map(|one| (Some(one.id), one.history)).collect()));
        }
        Format::Awdit => return several(awdit::read(text).map(|history| vec![(None, history)])),
    };
    match object {
        Ok(history) => (vec![Recorded { id: None, history }], Vec::new()),
        Err((byte, why)) => wrong(Mistake::at(text, byte, why)),
    }
}

fn object<S: Spec + 'static>(spec: S, paired: Paired<S::Op>, text: &str) -> Box<dyn Judged> {
    Box::new(Object::new(spec, paired, text))
}

/// Histories of sessions, or what is wrong with their file.
fn several(read: Result<Vec<(Option<String>, lattice::History)>, Vec<Mistake>>) -> (Vec<Recorded>, Vec<Mistake>) {
    let recorded = |(id, history): (Option<String>, lattice::History)| {
        let history: Box<dyn Judged> = Box::new(Sessions::new(history));
        Recorded { id, history }
    };
    match read {
        Ok(all) => (all.into_iter().map(recorded).collect(), Vec::new()),
        Err(mistakes) => (Vec::new(), mistakes),
    }
}
