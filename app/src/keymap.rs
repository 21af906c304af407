//! Which letter does what: single letters can be turned off, and moved. Pure.

/// Letters as they are typed, and what they stand for. A letter that was moved changes places with the one that was
/// there, so that nothing is out of reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Keymap {
    moved: Vec<(char, char)>,
}

impl Keymap {
    /// What a typed key stands for.
    pub fn meant(&self, typed: &str) -> String {
        let mut letters = typed.chars();
        let (Some(letter), None) = (letters.next(), letters.next()) else { return typed.to_owned() };
        let lower = letter.to_ascii_lowercase();
        self.moved.iter().find(|m| m.0 == lower).map_or(lower, |m| m.1).to_string()
    }

    /// The letter that is typed for what another one stands for.
    pub fn typed(&self, meant: char) -> char {
        let lower = meant.to_ascii_lowercase();
        self.moved.iter().find(|m| m.1 == lower).map_or(lower, |m| m.0).to_ascii_uppercase()
    }

    /// From now on `typed` stands for what `meant` stands for.
    pub fn put(&mut self, meant: char, typed: char) {
        let (meant, typed) = (meant.to_ascii_lowercase(), typed.to_ascii_lowercase());
        if !typed.is_ascii_lowercase() {
            return;
        }
        let before = self.typed(meant).to_ascii_lowercase();
        let other = self.meant(&typed.to_string()).chars().next().unwrap_or(typed);
        self.moved.retain(|m| m.0 != before && m.0 != typed);
        self.moved.extend([(typed, meant), (before, other)].into_iter().filter(|m| m.0 != m.1));
    }

    /// As it is kept: pairs of letters.
    pub fn text(&self) -> String {
        self.moved.iter().flat_map(|m| [m.0, m.1]).collect()
    }

    /// Reads what was kept.
    pub fn read(text: &str) -> Self {
        let letters: Vec<char> = text.chars().filter(char::is_ascii_lowercase).collect();
        let mut map = Self::default();
        for pair in letters.chunks_exact(2) {
            if map.meant(&pair[0].to_string()) != pair[1].to_string() {
                map.put(pair[1], pair[0]);
            }
        }
        map
    }
}

/// Whether a key is a single letter, digit or sign, which may be turned off.
pub fn single(key: &str) -> bool {
    key.chars().count() == 1 && key != " "
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moved_letter_changes_places() {
        let mut map = Keymap::default();
        map.put('C', 'q');
        assert_eq!((map.meant("q"), map.meant("c"), map.meant("x")), ("c".into(), "q".into(), "x".into()));
        map.put('x', 'c');
        assert_eq!(["q", "c", "x"].map(|k| map.meant(k)), ["c", "x", "q"].map(String::from));
        assert_eq!(["c", "x", "q"].map(|k| map.typed(k.chars().next().unwrap())), ['Q', 'C', 'X']);
        assert_eq!(Keymap::read(&map.text()), map);
        map.put('c', 'c');
        map.put('x', 'x');
        assert_eq!(map, Keymap::default());
        assert_eq!((map.meant("Escape"), map.meant("[")), ("Escape".into(), "[".into()));
        map.put('c', '1');
        assert_eq!(map, Keymap::default(), "only letters");
    }

    #[test]
    fn whatever_was_kept_is_a_permutation() {
        for text in ["", "qc", "abab", "qcqx", "zzz", "abcabc"] {
            let map = Keymap::read(text);
            let mut all: Vec<String> = ('a'..='z').map(|c| map.meant(&c.to_string())).collect();
            all.sort();
            all.dedup();
            assert_eq!(all.len(), 26, "{text}");
        }
    }
}
