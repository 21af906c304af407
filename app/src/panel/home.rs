//! The catalogue as home shows it: states, the one primary button, the search.

use crate::catalogue::{Catalogue, Lesson};
use crate::progress::{Book, Reached};
use crate::route::Route;
use crate::words;

/// A lesson is as far as its least far act, but seen as soon as any act was.
pub fn state_of(lesson: &Lesson, book: &Book) -> Reached {
    let acts = || lesson.acts.iter().map(|act| book.acts.get(&act.slug).map_or(Reached::New, |act| act.reached));
    let least = acts().min().unwrap_or_default();
    if least == Reached::New && acts().any(|state| state > Reached::New) { Reached::Seen } else { least }
}

/// The primary button: `Continue: repair CAP`, or `Start: CAP` for a newcomer.
pub fn start(catalogue: &Catalogue, book: &Book) -> Option<(String, Route)> {
    if let Some((lesson, act)) = catalogue.find(&book.last) {
        let state = book.act(&act.slug).reached;
        let name = short(&lesson.title);
        return Some((format!("Continue: {} {name}", words::NEXT[state as usize]), Route::act(&act.slug)));
    }
    let first = catalogue.lessons.first()?;
    Some((format!("Start: {}", short(&first.title)), Route::act(&first.slug)))
}

/// A lesson's title up to its colon.
fn short(title: &str) -> &str {
    title.split_once(':').map_or(title, |(short, _)| short)
}

/// What a learner has shown to be able to: what they broke, repaired, and met.
pub fn verbs(catalogue: &Catalogue, book: &Book) -> Vec<String> {
    let mut verbs = Vec::new();
    for lesson in &catalogue.lessons {
        let reached = lesson.acts.iter().filter_map(|act| book.acts.get(&act.slug)).map(|act| act.reached).max();
        let name = short(&lesson.title);
        let reached = reached.unwrap_or_default();
        if reached >= Reached::Broken && !lesson.breaks.is_empty() {
            verbs.push(lesson.breaks.clone());
        }
        if reached >= Reached::Repaired {
            verbs.push(words::can_repair(name));
        }
        if reached == Reached::Challenged {
            verbs.push(words::can_challenge(name));
        }
    }
    verbs
}

/// Whether every word of a search is somewhere.
pub fn matches(search: &str, fields: &[&str]) -> bool {
    let all = fields.join(" ").to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| all.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Act;
    use crate::progress::Progress;

    #[test]
    fn a_newcomer_starts_and_a_learner_continues() {
        let act = |slug: &str| Act { slug: slug.into(), ..Act::default() };
        let lesson = Lesson {
            slug: "cap".into(),
            title: "CAP: who gets to answer?".into(),
            acts: vec![act("cap"), act("cap/b")],
            ..Lesson::default()
        };
        let catalogue = Catalogue { lessons: vec![lesson.clone()], ..Catalogue::default() };
        let mut book = Book::default();
        assert_eq!(start(&catalogue, &book).unwrap().0, "Start: CAP");
        book.last = "cap".into();
        book.acts.insert("cap".into(), Progress { reached: Reached::Broken, ..Progress::default() });
        assert_eq!(start(&catalogue, &book).unwrap(), ("Continue: repair CAP".into(), Route::act("cap")));
        assert_eq!(state_of(&lesson, &book), Reached::Seen);
        let broken = Lesson { breaks: "make it lie".into(), ..lesson };
        let catalogue = Catalogue { lessons: vec![broken], ..Catalogue::default() };
        assert_eq!(verbs(&catalogue, &book), ["make it lie"]);
        book.acts.entry("cap".into()).or_default().reached = Reached::Repaired;
        assert_eq!(verbs(&catalogue, &book).len(), 2);
        assert!(verbs(&catalogue, &Book::default()).is_empty());
    }

    #[test]
    fn search_takes_words_in_any_order() {
        assert!(matches("quorum who", &["CAP: who gets to answer?", "Quorums"]));
        assert!(!matches("skew", &["CAP"]));
    }
}
