//! Words of the command line: what follows a command, sorted into flags and the rest.

use sim_core::words::nearest;

/// A flag that a command knows.
pub(super) struct Flag {
    /// `--seed`
    pub(super) name: &'static str,
    /// What follows it: `N`; empty where nothing does.
    pub(super) value: &'static str,
}

/// The words after a command.
#[derive(Debug, Default)]
pub(super) struct Words {
    flags: Vec<(&'static str, String)>,
    /// What is no flag, in order.
    pub(super) rest: Vec<String>,
}

impl Words {
    /// Sorts them; an error says what is possible.
    pub(super) fn read(words: &[String], flags: &[Flag]) -> Result<Self, String> {
        let mut read = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            if !word.starts_with('-') {
                read.rest.push(word.clone());
                continue;
            }
            let Some(flag) = flags.iter().find(|flag| flag.name == word) else {
                return Err(format!(
                    "`{word}` is not an option here{}",
                    near(word, flags.iter().map(|flag| flag.name))
                ));
            };
            let value = match flag.value {
                "" => String::new(),
                what => words.next().cloned().ok_or_else(|| format!("{word} needs {what} after it"))?,
            };
            read.flags.push((flag.name, value));
        }
        Ok(read)
    }
    /// Whether a flag was given.
    pub(super) fn has(&self, name: &str) -> bool {
        self.value(name).is_some()
    }
    /// What followed a flag; the last one counts.
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.flags.iter().rev().find(|(flag, _)| *flag == name).map(|(_, value)| value.as_str())
    }
}

/// `; did you mean …?`, or which there are.
pub(super) fn near<'a>(word: &str, possible: impl Iterator<Item = &'a str> + Clone) -> String {
    if let Some(near) = nearest(word, possible.clone()) {
        return format!("; did you mean `{near}`?");
    }
    let all: Vec<&str> = possible.collect();
    if all.is_empty() { String::new() } else { format!("; there is {}", all.join(", ")) }
}
