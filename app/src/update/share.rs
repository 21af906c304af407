//! Taking a run along: the link with its moment and note, files, the picture.

use session::wire::{Command, Export, Us};

use super::{Fx, page, tell};
use crate::model::{Action, Effect, Lesson, Model, Open, Shared, clock};
use crate::route::escape;
use crate::view;

/// Programs cut longer links, so that they are not copied unasked.
pub const LONGEST: usize = 2_000;

/// The rest of the actions about sharing.
pub fn share(model: &mut Model, action: Action, fx: &mut Fx) {
    match action {
        Action::Note(note) => {
            if let Some(lesson) = model.lesson_mut() {
                lesson.shared.note = note;
                lesson.shared.copied = None;
            }
        }
        Action::Copy(text) => fx.push(Effect::Copy(text)),
        Action::Export(what) => export(model, what, fx),
        Action::Picture => {
            if let Some(lesson) = model.lesson() {
                let name = format!("{}-{}.svg", lesson.slug.replace('/', "-"), clock(lesson.at).replace(' ', ""));
                fx.push(Effect::Picture(name));
            }
        }
        _ => model.note = None,
    }
}

/// A link was made for the clipboard: it goes there unless it is too long, and the panel opens with all that can be taken.
pub fn made(model: &mut Model, run: String, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    let at = lesson.at;
    lesson.shared = Shared { run, at, ..Shared::default() };
    let Some(link) = model.lesson().map(|lesson| link(&model.site, lesson)) else { return };
    if link.len() <= LONGEST {
        fx.push(Effect::Copy(link));
    }
    page::open(model, Open::Share, fx);
    fx.push(Effect::Focus(view::SHARE));
}

/// The address of an act.
fn address(site: &str, slug: &str) -> String {
    [site, slug].concat()
}

/// The link to the shared moment, with its note.
pub fn link(site: &str, lesson: &Lesson) -> String {
    let Shared { run, note, .. } = &lesson.shared;
    let note = if note.trim().is_empty() { String::new() } else { format!("&note={}", escape(note.trim())) };
    let step = if lesson.host.kept() { ["#", &lesson.step.slug()].concat() } else { String::new() };
    format!("{}?run={run}{note}{step}", address(site, &lesson.slug))
}

/// A piece of HTML that shows the shared moment in another page.
pub fn snippet(site: &str, lesson: &Lesson) -> String {
    let src = format!("{}?embed&run={}", address(site, &lesson.slug), lesson.shared.run);
    format!(
        r#"<iframe src="{src}" width="800" height="600" title="Faultline: {}" loading="lazy"></iframe>"#,
        title(lesson)
    )
}

/// The act's title, as an attribute holds it.
fn title(lesson: &Lesson) -> String {
    let title = lesson.staged.as_ref().map(|staged| staged.title.clone()).unwrap_or_default();
    title.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn export(model: &mut Model, what: Export, fx: &mut Fx) {
    let Some(lesson) = model.lesson() else { return };
    let (at, address): (Us, String) = (lesson.at, address(&model.site, &lesson.slug));
    tell(model, Command::Export { what, at, address }, fx);
}
