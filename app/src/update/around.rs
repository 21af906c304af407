//! What stands around a stage that is not a lesson's: home's small run, another site's page.

use lessons::model::{StepKind, Text};

use super::{Fx, open, stage};
use crate::model::{Effect, Files, Host, Lesson, Model, Page, Words};
use crate::words;

/// The small run of the home page: `hero.toml`, packed. A test holds them together.
pub const HERO: &[u8] = include_bytes!("hero.bin");

/// An act without words: its scenario alone.
pub fn alone(slug: &str, files: Files, host: Host) -> Box<Lesson> {
    let mut lesson = Lesson::new(slug, StepKind::Break);
    lesson.words = Words::Here(Text::default().into(), Vec::new().into());
    lesson.files = files.into();
    lesson.host = host;
    Box::new(lesson)
}

/// The home page, with its small run.
pub fn home(model: &mut Model, fx: &mut Fx) {
    let hero = Files { packed: Some(HERO.to_vec()), ..Files::default() };
    let hero = alone("home", hero, Host::Hero { seen: true });
    model.page = Page::Home { search: String::new(), hero };
    fx.push(Effect::Title(words::TITLE.to_owned()));
    open::open(model, fx);
}

/// The home page was scrolled: its small run plays only while it is seen.
pub fn seen(model: &mut Model, on: bool) {
    if let Some(Host::Hero { seen }) = model.lesson_mut().map(|lesson| &mut lesson.host) {
        *seen = on;
    }
}

/// The embedding page's moment, once the run is on the stage.
pub fn moment(lesson: &mut Lesson) {
    if let Host::Embed(embed) = &mut lesson.host
        && let Some(at) = embed.at.take()
    {
        stage::wish(lesson, at);
    }
}

#[cfg(all(test, feature = "readers"))]
mod tests {
    use super::HERO;

    #[test]
    fn the_small_run_is_packed_as_it_is_written() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/update");
        let text = std::fs::read_to_string(format!("{folder}/hero.toml")).expect("it is there");
        let files = lessons::Files { lesson: "", scenario: &text, runs: None };
        let (act, mistakes) = lessons::read_act(&files, &sim_core::registry::Registry::engine());
        // A scenario alone has no words, and that is all that is wrong with it.
        assert!(mistakes.iter().all(|mistake| mistake.span.file == lessons::source::File::Lesson), "{mistakes:?}");
        let packed = lessons::packed::pack(&files, &act);
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(format!("{folder}/hero.bin"), &packed).expect("it can be written");
        } else {
            assert!(packed == HERO, "write hero.bin anew: UPDATE_EXPECT=1 cargo test -p app small_run");
        }
    }
}
