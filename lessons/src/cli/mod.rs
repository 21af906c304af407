//! The author's commands as functions: words in; output, complaints and an exit code out.

mod accept;
mod check;
mod docs;
mod history;
mod kept;
mod pack;
mod run;
mod words;

use std::path::{Path, PathBuf};

use words::{Flag, Words, near};

/// What a command has to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told {
    /// For standard output.
    pub out: String,
    /// For standard error.
    pub err: String,
    /// 0: as it should be. 1: a lesson is not. 2: the command could not be carried out.
    pub code: u8,
}

impl Told {
    fn out(out: impl Into<String>) -> Self {
        Self { out: out.into(), ..Self::default() }
    }
    fn failed(why: &str) -> Self {
        Self { err: format!("faultline: {why}\n"), code: 2, ..Self::default() }
    }
}

/// A command.
struct Command {
    name: &'static str,
    help: &'static str,
    flags: &'static [Flag],
    carry_out: fn(&Words, &Path) -> Result<Told, String>,
}

const CONTENT: Flag = Flag { name: "--content", value: "a folder" };

const COMMANDS: [Command; 6] = [
    Command {
        name: "check",
        help: check::HELP,
        flags: &[
            Flag { name: "--table", value: "" },
            Flag { name: "--long", value: "" },
            Flag { name: "--accept", value: "" },
            CONTENT,
        ],
        carry_out: check::check,
    },
    Command {
        name: "run",
        help: run::HELP,
        flags: &[
            Flag { name: "--seed", value: "a whole number" },
            Flag { name: "--acts", value: "a file" },
            Flag { name: "--until", value: "a time" },
            Flag { name: "--trace", value: "" },
            Flag { name: "--place", value: "" },
        ],
        carry_out: run::run,
    },
    Command {
        name: "history",
        help: history::HELP,
        flags: &[
            Flag { name: "--format", value: "a format" },
            Flag { name: "--model", value: "a model" },
            Flag { name: "--explain", value: "" },
            Flag { name: "--svg", value: "a file" },
        ],
        carry_out: history::history,
    },
    Command {
        name: "index",
        help: "faultline index [--content DIR]

Prints the lesson index, which the page reads before it opens a lesson, as JSON.
",
        flags: &[CONTENT],
        carry_out: |words, here| {
            nothing_else(words)?;
            Ok(Told::out(crate::index::render(&content(words, here)?)?))
        },
    },
    Command { name: "pack", help: pack::HELP, flags: &[CONTENT], carry_out: pack::pack },
    Command {
        name: "docs",
        help: "faultline docs

Prints the reference of protocols and measures, as Markdown.
",
        flags: &[],
        carry_out: |words, _| {
            nothing_else(words)?;
            Ok(Told::out(docs::reference(&sim_core::registry::Registry::engine())))
        },
    },
];

const HELP: &str = "faultline: what authors of lessons do from a terminal

  faultline check [LESSON…] [--table] [--long] [--accept]
      hold lessons against the gates of the method
  faultline run SCENARIO [--seed N] [--acts FILE] [--until 20s] [--trace] [--place]
      play a scenario and print its measures and its fingerprint; a file with [test] is held against what it did
  faultline history FILE… [--format F] [--model M] [--explain] [--svg OUT]
      hold recorded histories against consistency models
  faultline index
      print the lesson index as JSON
  faultline pack
      write every act as visitors load it
  faultline docs
      print the reference of protocols and measures as Markdown

  faultline COMMAND --help says more.
";

/// Carries out a command line. `here` is the folder in which it was typed.
pub fn faultline(words: &[String], here: &Path) -> Told {
    let Some((name, rest)) = words.split_first() else { return Told { code: 2, ..Told::out(HELP) } };
    if matches!(name.as_str(), "--help" | "-h" | "help") {
        return Told::out(HELP);
    }
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        let names = COMMANDS.iter().map(|command| command.name);
        return Told::failed(&format!("`{name}` is not a command{}", near(name, names)));
    };
    if rest.iter().any(|word| word == "--help" || word == "-h") {
        return Told::out(command.help);
    }
    let told = Words::read(rest, command.flags).and_then(|words| (command.carry_out)(&words, here));
    told.unwrap_or_else(|why| Told::failed(&why))
}

fn nothing_else(words: &Words) -> Result<(), String> {
    words.rest.first().map_or(Ok(()), |word| Err(format!("`{word}` has no place here")))
}

/// The folder of the lessons: as told, below here, or that of the project from which this was built.
fn content(words: &Words, here: &Path) -> Result<PathBuf, String> {
    if let Some(told) = words.value("--content") {
        let folder = here.join(told);
        return if folder.is_dir() { Ok(folder) } else { Err(format!("{told} is not a folder")) };
    }
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let found = [here.join("lessons/content"), here.join("content"), built].into_iter().find(|folder| folder.is_dir());
    found.ok_or_else(|| "there is no lessons/content here; say where the lessons are with --content DIR".to_string())
}

/// A path as people read it: from here, where it lies below.
fn shown(path: &Path, here: &Path) -> String {
    path.strip_prefix(here).unwrap_or(path).display().to_string()
}
