//! Reads JSON (RFC 8259), without numbers that are negative or broken.

use super::Json;

/// Deeper than anything that is kept here; a text without end must not take the page along.
const DEPTH: u32 = 64;

/// The value of a text; nothing where it is not JSON.
pub fn read(text: &str) -> Option<Json> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(DEPTH)?;
    reader.space();
    (reader.at == text.len()).then_some(value)
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }
    fn space(&mut self) {
        self.at = self.text.len() - self.rest().trim_start_matches([' ', '\t', '\r', '\n']).len();
    }
    /// Passes over white space and then over this sign, where it comes next.
    fn sign(&mut self, sign: &str) -> bool {
        self.space();
        let there = self.rest().starts_with(sign);
        self.at += if there { sign.len() } else { 0 };
        there
    }
    fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    fn value(&mut self, depth: u32) -> Option<Json> {
        let depth = depth.checked_sub(1)?;
        if self.sign("null") {
            Some(Json::Null)
        } else if self.sign("true") {
            Some(Json::Flag(true))
        } else if self.sign("false") {
            Some(Json::Flag(false))
        } else if self.sign("\"") {
            self.string().map(Json::Text)
        } else if self.sign("[") {
            let mut items = Vec::new();
            self.each("]", |reader| {
                items.push(reader.value(depth)?);
                Some(())
            })?;
            Some(Json::List(items))
        } else if self.sign("{") {
            let mut parts = Vec::new();
            self.each("}", |reader| {
                let name = if reader.sign("\"") { reader.string()? } else { return None };
                let value = if reader.sign(":") { reader.value(depth)? } else { return None };
                parts.push((name, value));
                Some(())
            })?;
            Some(Json::Object(parts))
        } else {
            let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
            let number = self.rest()[..digits].parse().ok()?;
            self.at += digits;
            Some(Json::Number(number))
        }
    }

    /// Items with commas between them, up to the closing sign.
    fn each(&mut self, close: &str, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if self.sign(close) {
            return Some(());
        }
        loop {
            item(self)?;
            if self.sign(close) {
                return Some(());
            }
            if !self.sign(",") {
                return None;
            }
        }
    }

    /// The rest of a string, whose opening quote was passed.
    fn string(&mut self) -> Option<String> {
        let mut out = String::new();
        loop {
            match self.next()? {
                '"' => return Some(out),
                '\\' => out.push(self.escaped()?),
                c if c < ' ' => return None,
                c => out.push(c),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        Some(match self.next()? {
            c @ ('"' | '\\' | '/') => c,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let high = self.unit()?;
                if !(0xd800..0xdc00).contains(&high) {
                    return char::from_u32(high);
                }
                // A pair of units for what lies beyond the first plane.
                let low = if self.next()? == '\\' && self.next()? == 'u' { self.unit()? } else { return None };
                let low = low.checked_sub(0xdc00).filter(|low| *low < 0x400)?;
                return char::from_u32(0x1_0000 + ((high - 0xd800) << 10) + low);
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest().get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
        let unit = u32::from_str_radix(digits, 16).ok()?;
        self.at += 4;
        Some(unit)
    }
}
