//! Prose without its marks, for captions, names and spoken words.

use lessons::model::{Inline, Measured};
use lessons::source::Span;

/// The words alone.
pub fn plain(words: &[Inline]) -> String {
    let mut text = String::new();
    put_all(words, &mut text);
    text
}

fn put_all(words: &[Inline], text: &mut String) {
    for word in words {
        match word {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Emphasis(words) | Inline::Strong(words) | Inline::Link(_, words) => put_all(words, text),
            Inline::Measured(measured) => text.push_str(&measured.text),
        }
    }
}

/// Splits a sentence of the front matter at its measured links: `[100 %](measure:share)`.
pub fn measured(sentence: &str) -> Vec<Inline> {
    let mut words = Vec::new();
    let mut rest = sentence;
    while let Some((before, text, name, after)) = first_link(rest) {
        words.push(Inline::Text(before.to_owned()));
        words.push(Inline::Measured(Measured { text: text.to_owned(), name: name.to_owned(), span: Span::default() }));
        rest = after;
    }
    words.push(Inline::Text(rest.to_owned()));
    words
}

fn first_link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let (head, tail) = text.split_once("](measure:")?;
    let (before, words) = head.rsplit_once('[')?;
    let (name, after) = tail.split_once(')')?;
    Some((before, words, name, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_keeps_its_figures() {
        let words = measured("answers [100 %](measure:a) and [0 %](measure:b).");
        assert_eq!(plain(&words), "answers 100 % and 0 %.");
        assert!(matches!(&words[3], Inline::Measured(m) if m.name == "b"));
    }
}
