//! Reads and writes the [`Book`]. What cannot be read is set aside under another key and never overwritten.

use crate::json::{self, Kept};
use crate::platform::storage::Storage;
use crate::progress::{Book, VERSION};

/// Where progress is kept.
pub const KEY: &str = "faultline.progress";

/// What is wrong with storage; said once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// The browser keeps nothing for this site.
    Blocked,
    /// What was there could not be read, and is now under this key.
    SetAside(String),
    /// What was there could not be read, nor moved out of the way: nothing is written over it.
    Unreadable,
}

/// Reads the book. The second part says whether it may be written.
pub fn load(storage: &mut dyn Storage) -> (Book, Option<Trouble>) {
    let text = match storage.get(KEY) {
        Err(_) => return (Book::default(), Some(Trouble::Blocked)),
        Ok(None) => return (Book::default(), None),
        Ok(Some(text)) => text,
    };
    // What does not say its version is not ours.
    match json::read(&text).filter(|json| json.part("version").is_some()).and_then(|json| Book::from_json(&json)) {
        Some(book) if book.version == VERSION => (book, None),
        _ => (Book::default(), Some(set_aside(storage, &text))),
    }
}

/// Writes the book; false where the browser refuses.
pub fn save(storage: &mut dyn Storage, book: &Book) -> bool {
    storage.set(KEY, &json::text(book)).is_ok()
}

fn set_aside(storage: &mut dyn Storage, text: &str) -> Trouble {
    for n in 1..=9 {
        let key = format!("{KEY}.aside{n}");
        let free = match storage.get(&key) {
            Err(_) => return Trouble::Unreadable,
            Ok(there) => there.is_none_or(|there| there == text),
        };
        if free {
            return if storage.set(&key, text).is_ok() { Trouble::SetAside(key) } else { Trouble::Unreadable };
        }
    }
    Trouble::Unreadable
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::storage::Memory;
    use crate::progress::{Mark, Progress, Reached};

    #[test]
    fn a_book_comes_back_as_it_was() {
        let mut storage = Memory::default();
        let mut book = Book { last: "cap".into(), ..Book::default() };
        let mut act =
            Progress { reached: Reached::Broken, why: Some(2), quiz: vec![None, Some(1)], ..Progress::default() };
        act.marks[2] = Mark::Done;
        act.knobs[0].insert("R".into(), "2".into());
        book.acts.insert("cap".into(), act);
        assert!(save(&mut storage, &book));
        assert_eq!(load(&mut storage), (book, None));
    }

    #[test]
    fn old_fields_may_be_missing() {
        let mut storage = Memory::default();
        storage.set(KEY, r#"{"version":1,"acts":{"cap":{"reached":"Seen"}}}"#).unwrap();
        let (book, trouble) = load(&mut storage);
        assert_eq!((book.acts["cap"].reached, trouble), (Reached::Seen, None));
    }

    #[test]
    fn corrupt_bytes_are_set_aside_and_kept() {
        let mut storage = Memory::default();
        for (n, bytes) in ["{\"version\":1,\"ac", "{\"version\":9}", "{}", "not json"].into_iter().enumerate() {
            storage.set(KEY, bytes).unwrap();
            let (book, trouble) = load(&mut storage);
            let key = format!("{KEY}.aside{}", n + 1);
            assert_eq!((book, trouble), (Book::default(), Some(Trouble::SetAside(key.clone()))));
            save(&mut storage, &Book::default());
            assert_eq!(storage.get(&key).unwrap().as_deref(), Some(bytes));
        }
        storage.set(KEY, "not json").unwrap();
        assert_eq!(
            load(&mut storage).1,
            Some(Trouble::SetAside(format!("{KEY}.aside4"))),
            "the same bytes are kept once"
        );
    }

    #[test]
    fn blocked_storage_leaves_the_page_usable() {
        let mut storage = Memory { blocked: true, ..Memory::default() };
        assert_eq!(load(&mut storage), (Book::default(), Some(Trouble::Blocked)));
        assert!(!save(&mut storage, &Book::default()));
    }
}
