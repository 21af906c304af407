//! The lesson index beside the lessons: what there is, in which track, in which folder.

use session::order::Ordered;

use crate::json::{self, objects};

/// `lessons/index.json`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Catalogue {
    /// Of the format; this page reads 1.
    pub version: u32,
    /// In their order.
    pub tracks: Vec<Track>,
    /// What can be opened.
    pub lessons: Vec<Lesson>,
    /// What is planned: shown, but no link.
    pub planned: Vec<Planned>,
}

/// A track.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Track {
    /// `copies`.
    pub slug: String,
    /// `Copies`.
    pub title: String,
    /// Place among the tracks.
    pub order: u32,
}

/// A lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lesson {
    /// `cap`.
    pub slug: String,
    /// `CAP: who gets to answer?`
    pub title: String,
    /// A track's slug.
    pub track: String,
    /// Of all its acts.
    pub minutes: u32,
    /// Its one new idea.
    pub idea: String,
    /// What the learner breaks: the rest of Break's heading.
    pub breaks: String,
    /// Where its first act is: `15-cap`.
    pub folder: String,
    /// In order, the first one included.
    pub acts: Vec<Act>,
}

/// An act.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Act {
    /// `cap`, `cap/b-quorums`.
    pub slug: String,
    /// `The balance that went back up`.
    pub title: String,
    /// Of this act.
    pub minutes: u32,
    /// `15-cap/b-quorums`; empty where it follows from the slug.
    pub folder: String,
}

/// A planned lesson.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Planned {
    /// `replication`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// A track's slug.
    pub track: String,
    /// A guess.
    pub minutes: u32,
}

objects! {
    Catalogue { version, tracks, lessons, planned }
    Track { slug, title, order }
    Lesson { slug, title, track, minutes, idea, breaks, folder, acts }
    Act { slug, title, minutes, folder }
    Planned { slug, title, track, minutes }
}

impl Catalogue {
    /// Reads the index.
    ///
    /// # Errors
    /// If it is not such an index.
    pub fn read(text: &str) -> Result<Self, String> {
        let json = json::read(text).and_then(|json| json::Kept::from_json(&json));
        let mut read: Self = json.ok_or("The lesson index is not what this page reads.")?;
        if read.version != 1 {
            return Err(format!("version {} of the lesson index is not known here", read.version));
        }
        read.tracks.order_by_key(|track| track.order);
        for lesson in &mut read.lessons {
            lesson.complete();
        }
        Ok(read)
    }

    /// The lesson and the act of a slug.
    pub fn find(&self, slug: &str) -> Option<(&Lesson, &Act)> {
        self.lessons.iter().find_map(|lesson| Some((lesson, lesson.acts.iter().find(|act| act.slug == slug)?)))
    }

    /// The act that follows in the same lesson.
    pub fn after(&self, slug: &str) -> Option<&Act> {
        let (lesson, _) = self.find(slug)?;
        lesson.acts.iter().skip_while(|act| act.slug != slug).nth(1)
    }

    /// A track's title.
    pub fn track(&self, slug: &str) -> &str {
        self.tracks.iter().find(|track| track.slug == slug).map_or("", |track| &track.title)
    }
}

impl Lesson {
    /// Fills in what follows from the rest: whole slugs and folders of acts.
    fn complete(&mut self) {
        if self.acts.is_empty() {
            self.acts.push(Act {
                slug: self.slug.clone(),
                title: self.title.clone(),
                minutes: self.minutes,
                folder: String::new(),
            });
        }
        for act in &mut self.acts {
            let below =
                act.slug.strip_prefix(&self.slug).map_or(act.slug.as_str(), |rest| rest.trim_start_matches('/'));
            let below = below.to_owned();
            if act.folder.is_empty() {
                act.folder = join(&self.folder, &below);
            }
            act.slug = join(&self.slug, &below);
        }
    }
}

fn join(root: &str, below: &str) -> String {
    if below.is_empty() { root.to_owned() } else { format!("{root}/{below}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn acts_know_their_folder() {
        let text = r#"{"version":1,"tracks":[{"slug":"b","title":"B","order":2},{"slug":"a","title":"A","order":1}],
            "lessons":[{"slug":"cap","title":"CAP","track":"a","minutes":25,"idea":"","breaks":"x","folder":"15-cap",
            "acts":[{"slug":"cap","title":"One","minutes":12},{"slug":"b-quorums","title":"Two","minutes":13}]}]}"#;
        let read = Catalogue::read(text).unwrap();
        assert_eq!(read.tracks[0].slug, "a");
        assert_eq!(read.find("cap/b-quorums").unwrap().1.folder, "15-cap/b-quorums");
        assert_eq!(read.find("cap").unwrap().1.folder, "15-cap");
        assert_eq!(read.after("cap").unwrap().slug, "cap/b-quorums");
        assert_eq!(read.after("cap/b-quorums"), None);
        assert!(Catalogue::read("{}").is_err());
        assert!(Catalogue::read(r#"{"version":2,"tracks":[],"lessons":[]}"#).is_err());
    }
}
