//! JSON, written: a value and its text, two spaces a level.

use crate::write::quote;

/// A value.
pub(super) enum Json {
    /// A text.
    Text(String),
    /// A whole number.
    Number(u32),
    /// Yes or no.
    Flag(bool),
    /// Values in order.
    List(Vec<Json>),
    /// Named values in order.
    Object(Vec<(&'static str, Json)>),
}

impl Json {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_string())
    }
    /// The whole document, with its last line's end.
    pub(super) fn document(&self) -> String {
        let mut out = String::new();
        self.write(0, &mut out);
        out.push('\n');
        out
    }
    fn write(&self, depth: usize, out: &mut String) {
        match self {
            Self::Text(text) => out.push_str(&quote(text)),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::List(items) => each(('[', ']'), items, depth, out, |item, out| item.write(depth + 1, out)),
            Self::Object(fields) => each(('{', '}'), fields, depth, out, |(name, value), out| {
                out.push_str(&quote(name));
                out.push_str(": ");
                value.write(depth + 1, out);
            }),
        }
    }
}

fn each<T>((open, close): (char, char), items: &[T], depth: usize, out: &mut String, write: impl Fn(&T, &mut String)) {
    out.push(open);
    for (at, item) in items.iter().enumerate() {
        out.push_str(if at == 0 { "\n" } else { ",\n" });
        out.push_str(&"  ".repeat(depth + 1));
        write(item, out);
    }
    if !items.is_empty() {
        out.push('\n');
        out.push_str(&"  ".repeat(depth));
    }
    out.push(close);
}

#[cfg(test)]
mod tests {
    use super::Json;

    #[test]
    fn what_json_cannot_hold_is_escaped() {
        let value = Json::Object(vec![
            ("a", Json::text("\"C\\D\"\n\u{1}é")),
            ("b", Json::List(vec![Json::Number(1), Json::Flag(true), Json::List(Vec::new())])),
        ]);
        let expected = "{\n  \"a\": \"\\\"C\\\\D\\\"\\n\\u0001é\",\n  \"b\": [\n    1,\n    true,\n    []\n  ]\n}\n";
        assert_eq!(value.document(), expected);
    }
}
