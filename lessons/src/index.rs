//! The lesson index: what the page knows of every lesson before it opens one.

mod folders;
mod json;

use std::path::Path;

use crate::catalogue::read_catalogue;
use crate::model::{StepKind, Text};

use json::Json;

pub use folders::{ActFolder, LessonFolder, list, read};

/// The index of a content folder, as JSON.
///
/// # Errors
/// Which file cannot be read, and why. What is wrong inside a lesson is no error here: `check` tells it, and the page
/// shows it in place of that lesson.
pub fn render(content: &Path) -> Result<String, String> {
    let lessons = list(content)?;
    let slugs: Vec<String> = lessons.iter().map(|lesson| lesson.slug.clone()).collect();
    let (tracks, planned) = (read(&content.join("tracks.toml"))?, read(&content.join("planned.toml"))?);
    let (catalogue, _) = read_catalogue(&tracks, &planned, slugs.clone());
    let tracks = catalogue.tracks.iter().map(|track| {
        Json::Object(vec![
            ("slug", Json::text(&track.slug)),
            ("title", Json::text(&track.title)),
            ("order", Json::Number(track.order)),
        ])
    });
    // A lesson that was planned and is there now is no plan any more.
    let planned = catalogue.planned.iter().filter(|planned| !slugs.contains(&planned.slug)).map(|planned| {
        Json::Object(vec![
            ("slug", Json::text(&planned.slug)),
            ("title", Json::text(&planned.title)),
            ("track", Json::text(&planned.track)),
            ("minutes", Json::Number(planned.minutes)),
        ])
    });
    let lessons = lessons.iter().map(|lesson| lesson_entry(content, lesson)).collect::<Result<Vec<_>, _>>()?;
    let index = Json::Object(vec![
        ("version", Json::Number(1)),
        ("tracks", Json::List(tracks.collect())),
        ("lessons", Json::List(lessons)),
        ("planned", Json::List(planned.collect())),
    ]);
    Ok(index.document())
}

fn lesson_entry(content: &Path, lesson: &LessonFolder) -> Result<Json, String> {
    let mut texts: Vec<(&ActFolder, Text)> = Vec::new();
    for act in &lesson.acts {
        let (text, _) = crate::read_text(&read(&content.join(&act.folder).join("lesson.md"))?);
        texts.push((act, text));
    }
    let first = &texts[0].1;
    let root = first.front.root.clone().unwrap_or_default();
    let breaks = first.steps.iter().find(|step| step.kind == StepKind::Break).map_or("", |step| &step.title);
    let acts = texts.iter().map(|(act, text)| {
        Json::Object(vec![
            ("slug", Json::text(&act.slug)),
            ("folder", Json::text(&act.folder)),
            ("title", Json::text(&text.front.title)),
            ("minutes", Json::Number(text.front.minutes)),
            ("runs", Json::Flag(content.join(&act.folder).join("runs.toml").is_file())),
        ])
    });
    Ok(Json::Object(vec![
        ("slug", Json::text(&lesson.slug)),
        ("folder", Json::text(&lesson.folder)),
        ("title", Json::text(&root.lesson)),
        ("track", Json::text(&root.track)),
        ("minutes", Json::Number(texts.iter().map(|(_, text)| text.front.minutes).sum())),
        ("idea", Json::text(&first.front.idea)),
        ("breaks", Json::text(breaks)),
        ("acts", Json::List(acts.collect())),
    ]))
}
