//! A reader of EDN, the notation of Clojure's data (<https://github.com/edn-format/edn>), as far as histories need it:
//! every form is read, tags are left out, and numbers that are not whole stay as they are written.

/// A form.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Form {
    Nil,
    Whole(i64),
    Text(String),
    /// `:name`, without the colon.
    Keyword(String),
    /// A symbol, a character, a number that is not whole, `true` or `false`: as written.
    Other(String),
    /// A vector, a list, or a set.
    Many(Vec<Placed>),
    Map(Vec<(Placed, Placed)>),
}

/// A form and the byte at which it begins.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) at: usize,
    pub(super) form: Form,
}

/// A byte, and what is wrong there.
pub(super) type Wrong = (usize, String);

/// Forms may lie in each other this deep.
const DEEP: usize = 100;

/// All forms of a text.
pub(super) fn read(text: &str) -> Result<Vec<Placed>, Wrong> {
    let mut reader = Reader { text, at: 0 };
    let mut forms = Vec::new();
    while let Some(form) = reader.form(0)? {
        forms.push(form);
    }
    match reader.peek() {
        Some(bracket) => Err((reader.at, format!("`{bracket}` closes nothing"))),
        None => Ok(forms),
    }
}

impl Placed {
    /// What a map has at a keyword.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        let Form::Map(pairs) = &self.form else { return None };
        pairs.iter().find(|(name, _)| matches!(&name.form, Form::Keyword(word) if word == key)).map(|(_, value)| value)
    }
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// White space, commas among it, and comments.
    fn skip(&mut self) {
        while let Some(letter) = self.peek() {
            match letter {
                ';' => self.at += self.text[self.at..].find('\n').unwrap_or(self.text.len() - self.at),
                ',' => self.at += 1,
                _ if letter.is_whitespace() => self.at += letter.len_utf8(),
                _ => return,
            }
        }
    }

    /// The next form; nothing at the end and at a closing bracket.
    fn form(&mut self, depth: usize) -> Result<Option<Placed>, Wrong> {
        loop {
            self.skip();
            let at = self.at;
            if depth > DEEP {
                return Err((at, format!("brackets lie more than {DEEP} deep in each other")));
            }
            let form = match self.peek() {
                None | Some(')' | ']' | '}') => return Ok(None),
                Some('"') => self.text_form(at)?,
                Some('[') => Form::Many(self.many(at, ']', depth)?),
                Some('(') => Form::Many(self.many(at, ')', depth)?),
                Some('{') => self.map(at, depth)?,
                Some('#') => {
                    self.at += 1;
                    match self.peek() {
                        Some('{') => Form::Many(self.many(self.at, '}', depth)?),
                        Some('_') => {
                            self.at += 1;
                            self.after(at, depth)?;
                            continue;
                        }
                        _ => {
                            self.word();
                            return self.after(at, depth).map(Some);
                        }
                    }
                }
                Some(_) => self.atom(at)?,
            };
            return Ok(Some(Placed { at, form }));
        }
    }

    /// The form that a tag or a discard mark is about.
    fn after(&mut self, at: usize, depth: usize) -> Result<Placed, Wrong> {
        self.form(depth + 1)?.ok_or_else(|| (at, "nothing follows this mark".into()))
    }

    fn many(&mut self, at: usize, end: char, depth: usize) -> Result<Vec<Placed>, Wrong> {
        let open = self.next().unwrap_or_default();
        let mut forms = Vec::new();
        while let Some(form) = self.form(depth + 1)? {
            forms.push(form);
        }
        match self.peek() {
            Some(found) if found == end => {
                self.at += 1;
                Ok(forms)
            }
            Some(found) => Err((self.at, format!("`{open}` is closed by `{found}` instead of `{end}`"))),
            None => Err((at, format!("`{open}` is never closed"))),
        }
    }

    fn map(&mut self, at: usize, depth: usize) -> Result<Form, Wrong> {
        let forms = self.many(at, '}', depth)?;
        if forms.len() % 2 == 1 {
            let last = forms.last().map_or(at, |form| form.at);
            return Err((last, "this key of a map has no value".into()));
        }
        let mut pairs = Vec::with_capacity(forms.len() / 2);
        let mut forms = forms.into_iter();
        while let (Some(key), Some(value)) = (forms.next(), forms.next()) {
            pairs.push((key, value));
        }
        Ok(Form::Map(pairs))
    }

    fn text_form(&mut self, at: usize) -> Result<Form, Wrong> {
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.next() {
                None => return Err((at, "this text is never closed".into())),
                Some('"') => return Ok(Form::Text(text)),
                Some('\\') => {
                    let mark = self.at - 1;
                    text.push(match self.next() {
                        Some('n') => '\n',
                        Some('t') => '\t',
                        Some('r') => '\r',
                        Some('b') => '\u{8}',
                        Some('f') => '\u{c}',
                        Some('u') => self.letter(mark)?,
                        Some(same @ ('"' | '\\')) => same,
                        _ => return Err((mark, "a text knows no such escape".into())),
                    });
                }
                Some(letter) => text.push(letter),
            }
        }
    }

    /// The letter of a `\u0041`.
    fn letter(&mut self, mark: usize) -> Result<char, Wrong> {
        let digits = self.text.get(self.at..self.at + 4).unwrap_or_default();
        let letter = u32::from_str_radix(digits, 16).ok().and_then(char::from_u32);
        self.at += digits.len();
        letter.ok_or_else(|| (mark, "four hexadecimal digits of a letter follow \\u".into()))
    }

    fn word(&mut self) -> String {
        let rest = &self.text[self.at..];
        let ends = |letter: char| letter.is_whitespace() || "()[]{}\",;".contains(letter);
        // A character may be a bracket: `\(`.
        let first = if rest.starts_with('\\') { 1 + rest.chars().nth(1).map_or(0, char::len_utf8) } else { 0 };
        let end = rest[first..].find(ends).map_or(rest.len(), |end| first + end);
        self.at += end;
        rest[..end].to_string()
    }

    fn atom(&mut self, at: usize) -> Result<Form, Wrong> {
        let word = self.word();
        if let Some(name) = word.strip_prefix(':') {
            return if name.is_empty() {
                Err((at, "a keyword has a name".into()))
            } else {
                Ok(Form::Keyword(name.into()))
            };
        }
        if word == "nil" {
            return Ok(Form::Nil);
        }
        let whole = word.strip_suffix('N').unwrap_or(&word).parse();
        Ok(whole.map_or(Form::Other(word), Form::Whole))
    }
}
