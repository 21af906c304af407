//! As much JSON as a line with a history needs, each value with the byte where it starts.

use sim_core::time::Time;
use sim_core::words::nearest;

/// A byte of the line and what is wrong there.
pub(super) struct Wrong(pub(super) usize, pub(super) String);

pub(super) fn wrong<T>(at: usize, message: impl Into<String>) -> Result<T, Wrong> {
    Err(Wrong(at, message.into()))
}

/// One of these words, or what was meant by it.
pub(super) fn word<'w>(at: usize, what: &str, word: &str, words: &[&'w str]) -> Result<&'w str, Wrong> {
    if let Some(word) = words.iter().find(|w| **w == word) {
        return Ok(word);
    }
    let meant = nearest(word, words.iter().copied()).map_or_else(String::new, |w| format!("; did you mean \"{w}\"?"));
    wrong(at, format!("{what} is {}, not \"{word}\"{meant}", or(words)))
}

fn or(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    quoted.join(" or ")
}

/// A JSON value and the byte where it starts.
pub(super) struct Value {
    pub(super) at: usize,
    pub(super) is: Is,
}

#[derive(PartialEq)]
pub(super) enum Is {
    /// A number, `true`, `false` or `null`.
    Word(String),
    Text(String),
    List(Vec<Value>),
    Map(Vec<(usize, String, Value)>),
}

impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        self.is == other.is
    }
}

impl Value {
    pub(super) fn fields(&self, what: &str, known: &[&str]) -> Result<Vec<(&String, &Value)>, Wrong> {
        let Is::Map(fields) = &self.is else { return wrong(self.at, format!("{what} is written {{..}}")) };
        for (i, (at, key, _)) in fields.iter().enumerate() {
            word(*at, &format!("a word of {what}"), key, known)?;
            if fields[..i].iter().any(|(_, other, _)| other == key) {
                return wrong(*at, format!("\"{key}\" is given twice"));
            }
        }
        Ok(fields.iter().map(|(_, key, value)| (key, value)).collect())
    }
    pub(super) fn list(&self, what: &str) -> Result<&[Self], Wrong> {
        if let Is::List(items) = &self.is { Ok(items) } else { wrong(self.at, format!("{what} is written [..]")) }
    }
    pub(super) fn text(&self, what: &str) -> Result<&str, Wrong> {
        if let Is::Text(text) = &self.is { Ok(text) } else { wrong(self.at, format!("{what} is written in quotes")) }
    }
    pub(super) fn whole(&self, what: &str) -> Result<i64, Wrong> {
        let number = if let Is::Word(word) = &self.is { word.parse().ok() } else { None };
        number.map_or_else(|| wrong(self.at, format!("{what} is a whole number")), Ok)
    }
    /// Seconds, with up to six digits behind the point.
    pub(super) fn time(&self) -> Result<Time, Wrong> {
        let Is::Word(text) = &self.is else { return wrong(self.at, "a time is a number of seconds") };
        let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
        let micros = format!("{digits:0<6}");
        let number = if micros.len() == 6 { format!("{whole}{micros}").parse().ok() } else { None };
        number.map_or_else(|| wrong(self.at, "a time is a number of seconds, of at most six decimals"), |t| Ok(Time(t)))
    }
}

/// Deeper than any history goes.
const DEEPEST: usize = 8;

pub(super) fn parse(line: &str) -> Result<Value, Wrong> {
    let mut reader = Reader { line, at: 0 };
    let value = reader.value(0)?;
    if reader.next().is_some() { wrong(reader.at, "nothing more was expected here") } else { Ok(value) }
}

struct Reader<'l> {
    line: &'l str,
    at: usize,
}

impl Reader<'_> {
    /// The next letter that is no blank.
    fn next(&mut self) -> Option<char> {
        let rest = &self.line[self.at..];
        self.at += rest.len() - rest.trim_start().len();
        self.line[self.at..].chars().next()
    }
    /// Takes this letter if it is next.
    fn take(&mut self, letter: char) -> bool {
        let there = self.next() == Some(letter);
        self.at += if there { letter.len_utf8() } else { 0 };
        there
    }
    /// After an item of a list or a map: whether there is another one.
    fn more(&mut self, end: char) -> Result<bool, Wrong> {
        match (self.take(','), self.take(end)) {
            (true, true) => wrong(self.at - 1, "something is missing after the comma"),
            (true, false) => Ok(true),
            (false, true) => Ok(false),
            (false, false) => wrong(self.at, format!("expected \",\" or \"{end}\"")),
        }
    }

    fn value(&mut self, deep: usize) -> Result<Value, Wrong> {
        let first = self.next();
        let at = self.at;
        if deep > DEEPEST {
            return wrong(at, "this is nested too deeply for a history");
        }
        let is = match first {
            Some('[') => {
                self.at += 1;
                let mut items = Vec::new();
                let mut more = !self.take(']');
                while more {
                    items.push(self.value(deep + 1)?);
                    more = self.more(']')?;
                }
                Is::List(items)
            }
            Some('{') => {
                self.at += 1;
                let mut fields = Vec::new();
                let mut more = !self.take('}');
                while more {
                    let key = self.value(deep + 1)?;
                    let Is::Text(name) = key.is else { return wrong(key.at, "a word in quotes was expected") };
                    if !self.take(':') {
                        return wrong(self.at, "expected \":\"");
                    }
                    fields.push((key.at, name, self.value(deep + 1)?));
                    more = self.more('}')?;
                }
                Is::Map(fields)
            }
            Some('"') => Is::Text(self.text()?),
            _ => {
                let word = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
                let rest = &self.line[at..];
                let end = rest.find(|c| !word(c)).unwrap_or(rest.len());
                if end == 0 {
                    return wrong(at, "a value was expected here");
                }
                self.at += end;
                Is::Word(rest[..end].to_string())
            }
        };
        Ok(Value { at, is })
    }

    /// A text in quotes; the quote is next.
    fn text(&mut self) -> Result<String, Wrong> {
        let start = self.at;
        let mut text = String::new();
        let mut letters = self.line[start + 1..].char_indices();
        while let Some((i, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.at = start + 1 + i + 1;
                    return Ok(text);
                }
                '\\' => match letters.next() {
                    Some((_, plain @ ('"' | '\\' | '/'))) => text.push(plain),
                    _ => return wrong(start + 1 + i, "of the escapes only \\\", \\\\ and \\/ are known"),
                },
                _ => text.push(letter),
            }
        }
        wrong(start, "a quote is opened here and never closed")
    }
}
