//! JSON, as much as this page keeps and loads: a value, its text, and named parts of plain types.
//!
//! A library that reads any JSON into any type is a fiftieth of the program; what is read here has five shapes.

mod read;

use std::collections::BTreeMap;
use std::fmt::Write as _;

pub use read::read;

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Flag(bool),
    /// A whole number that is not negative: nothing else is kept.
    Number(u64),
    /// `"…"`
    Text(String),
    /// `[…]`
    List(Vec<Json>),
    /// `{…}`
    Object(Vec<(String, Json)>),
}

impl Json {
    /// A part of an object.
    pub fn part(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(parts) => parts.iter().find(|(own, _)| own == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// What can be written as JSON and read back.
pub trait Kept: Sized {
    /// From a value; nothing where it is of another type.
    fn from_json(json: &Json) -> Option<Self>;
    /// Its text.
    fn write(&self, out: &mut String);
}

/// The text of a value.
pub fn text(value: &impl Kept) -> String {
    let mut out = String::new();
    value.write(&mut out);
    out
}

impl Kept for String {
    fn from_json(json: &Json) -> Option<Self> {
        if let Json::Text(text) = json { Some(text.clone()) } else { None }
    }
    fn write(&self, out: &mut String) {
        out.push('"');
        for c in self.chars() {
            match c {
                '"' | '\\' => out.extend(['\\', c]),
                ' '.. => out.push(c),
                _ => {
                    let _ = write!(out, "\\u{:04x}", u32::from(c));
                }
            }
        }
        out.push('"');
    }
}

impl Kept for bool {
    fn from_json(json: &Json) -> Option<Self> {
        if let Json::Flag(flag) = json { Some(*flag) } else { None }
    }
    fn write(&self, out: &mut String) {
        out.push_str(if *self { "true" } else { "false" });
    }
}

macro_rules! numbers {
    ($($name:ident)*) => { $(impl Kept for $name {
        fn from_json(json: &Json) -> Option<Self> {
            if let Json::Number(number) = json { (*number).try_into().ok() } else { None }
        }
        fn write(&self, out: &mut String) {
            let _ = write!(out, "{self}");
        }
    })* };
}
numbers! { u8 u32 u64 }

impl<T: Kept> Kept for Option<T> {
    fn from_json(json: &Json) -> Option<Self> {
        if *json == Json::Null { Some(None) } else { T::from_json(json).map(Some) }
    }
    fn write(&self, out: &mut String) {
        match self {
            Some(value) => value.write(out),
            None => out.push_str("null"),
        }
    }
}

impl<T: Kept> Kept for Vec<T> {
    fn from_json(json: &Json) -> Option<Self> {
        if let Json::List(items) = json { items.iter().map(T::from_json).collect() } else { None }
    }
    fn write(&self, out: &mut String) {
        list(self, out);
    }
}

impl<T: Kept, const N: usize> Kept for [T; N] {
    fn from_json(json: &Json) -> Option<Self> {
        Vec::from_json(json)?.try_into().ok()
    }
    fn write(&self, out: &mut String) {
        list(self, out);
    }
}

fn list(items: &[impl Kept], out: &mut String) {
    for (n, item) in items.iter().enumerate() {
        out.push(if n == 0 { '[' } else { ',' });
        item.write(out);
    }
    out.push_str(if items.is_empty() { "[]" } else { "]" });
}

impl<A: Kept, B: Kept, C: Kept> Kept for (A, B, C) {
    fn from_json(json: &Json) -> Option<Self> {
        let Json::List(items) = json else { return None };
        let [a, b, c] = items.as_slice() else { return None };
        Some((A::from_json(a)?, B::from_json(b)?, C::from_json(c)?))
    }
    fn write(&self, out: &mut String) {
        out.push('[');
        self.0.write(out);
        out.push(',');
        self.1.write(out);
        out.push(',');
        self.2.write(out);
        out.push(']');
    }
}

impl<T: Kept> Kept for BTreeMap<String, T> {
    fn from_json(json: &Json) -> Option<Self> {
        let Json::Object(parts) = json else { return None };
        let mut all = Self::new();
        for (name, value) in parts {
            all.insert(name.clone(), T::from_json(value)?);
        }
        Some(all)
    }
    fn write(&self, out: &mut String) {
        for (n, (name, value)) in self.iter().enumerate() {
            out.push(if n == 0 { '{' } else { ',' });
            name.write(out);
            out.push(':');
            value.write(out);
        }
        out.push_str(if self.is_empty() { "{}" } else { "}" });
    }
}

/// Objects, by their parts. A part that is not there is as in a new value, so that older texts stay readable.
macro_rules! objects {
    ($($name:ident { $($part:ident),* })*) => { $(impl $crate::json::Kept for $name {
        fn from_json(json: &$crate::json::Json) -> Option<Self> {
            if !matches!(json, $crate::json::Json::Object(_)) {
                return None;
            }
            let mut new = Self::default();
            $(if let Some(part) = json.part(stringify!($part)) {
                new.$part = $crate::json::Kept::from_json(part)?;
            })*
            Some(new)
        }
        fn write(&self, out: &mut String) {
            // By its parts, so that none is forgotten.
            let Self { $($part),* } = self;
            let mut sign = '{';
            $(
                out.push(sign);
                out.push_str(concat!("\"", stringify!($part), "\":"));
                $crate::json::Kept::write($part, out);
                sign = ',';
            )*
            let _ = sign;
            out.push('}');
        }
    })* };
}

/// One of several words.
macro_rules! words {
    ($($name:ident { $($word:ident),* })*) => { $(impl $crate::json::Kept for $name {
        fn from_json(json: &$crate::json::Json) -> Option<Self> {
            let $crate::json::Json::Text(word) = json else { return None };
            match word.as_str() {
                $(stringify!($word) => Some(Self::$word),)*
                _ => None,
            }
        }
        fn write(&self, out: &mut String) {
            out.push_str(match self { $(Self::$word => concat!("\"", stringify!($word), "\"")),* });
        }
    })* };
}

pub(crate) use {objects, words};

#[cfg(test)]
mod tests {
    use super::{Json, Kept, read, text};

    #[test]
    fn what_is_written_is_json_and_reads_back() {
        let value = ("a \"b\" \\ \n\t\u{1} é 💡 /".to_owned(), vec![Some(true), None], [u64::MAX, 0]);
        let written = text(&value);
        let other: serde_json::Value = serde_json::from_str(&written).expect("another reader takes it");
        assert_eq!(other, serde_json::json!([value.0, [true, null], [u64::MAX, 0]]));
        let back = read(&written).and_then(|json| Kept::from_json(&json));
        assert_eq!(back, Some(value));
    }

    #[test]
    fn it_reads_what_others_write() {
        let other = serde_json::json!({ "a": ["\u{8}\u{c}\u{1f}\"\\/é💡", {}, [], null], "b": { "c": false } });
        let expected = Json::Object(vec![
            (
                "a".into(),
                Json::List(vec![
                    Json::Text("\u{8}\u{c}\u{1f}\"\\/é💡".into()),
                    Json::Object(Vec::new()),
                    Json::List(Vec::new()),
                    Json::Null,
                ]),
            ),
            ("b".into(), Json::Object(vec![("c".into(), Json::Flag(false))])),
        ]);
        assert_eq!(read(&other.to_string()), Some(expected.clone()));
        assert_eq!(read(&serde_json::to_string_pretty(&other).unwrap()), Some(expected));
        assert_eq!(read(r#""\ud83d\udca1\u00e9""#), Some(Json::Text("💡é".into())));
    }

    #[test]
    fn what_is_not_whole_is_nothing() {
        let whole = r#"{"a":[1,"b\u0041",null,true],"c":{}}"#;
        assert!(read(whole).is_some());
        for cut in 0..whole.len() {
            assert_eq!(read(&whole[..cut]), None, "{cut}");
        }
        for wrong in
            ["", "1 2", "[1,]", "{,}", "{\"a\" 1}", "nul", "-1", "1.5", "01x", "\"\\x\"", "\"\\ud83d\"", "\"\n\""]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(read(&"[".repeat(10_000)), None, "too deep is no crash");
        assert_eq!(read("18446744073709551616"), None, "too large");
    }
}
