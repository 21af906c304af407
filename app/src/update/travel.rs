//! Ways through a run and between its branches, as the page asks for them and answers.

use std::rc::Rc;

use session::wire::{Command, Travel, Twin, Us};

use super::{Fx, page, say, stage, tell};
use crate::model::{Action, Model};
use crate::stage::StageEvent;
use crate::words;

/// The stage asks.
pub fn go(model: &mut Model, way: Travel, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    let here = lesson.scene.branch;
    match &way {
        // What there would be without the act stands beside what there is.
        Travel::Without { .. } => lesson.twin = Some((here, None)),
        Travel::Delete(branch) => {
            let (branch, label) = (*branch, lesson.scene.branches.get(*branch as usize).map(|b| b.label.clone()));
            lesson.twin = None;
            let undo = Action::Stage(StageEvent::Travel(Travel::Undelete(branch)));
            let text = words::deleted(&label.unwrap_or_default());
            say(model, &text);
            page::toast(model, "undo", text, Some((words::UNDO, undo)), fx);
        }
        Travel::Reset => stage::wish(lesson, 0),
        _ => {}
    }
    if matches!(way, Travel::Undelete(_)) {
        model.toast = None;
    }
    tell(model, Command::Travel(way), fx);
}

/// Another branch beside the one that is shown, or no longer.
pub fn twin(model: &mut Model, other: Option<u32>, fx: &mut Fx) {
    if let Some(lesson) = model.lesson_mut() {
        lesson.twin = other.map(|other| (other, None));
    }
    beside(model, fx);
}

/// The branch that is shown has changed, or goes on: so does the other.
pub fn beside(model: &mut Model, fx: &mut Fx) {
    let Some(lesson) = model.lesson_mut() else { return };
    let Some((other, _)) = lesson.twin else { return };
    let there = lesson.scene.branches.get(other as usize).is_some_and(|b| !b.gone);
    if !there {
        lesson.twin = None;
        return;
    }
    if other == lesson.scene.branch {
        return; // the fork that it is compared with is on its way
    }
    let (at, window) = (lesson.at, lesson.scene.window);
    tell(model, Command::Travel(Travel::Twin { other, at, window }), fx);
}

/// The other branch is here.
pub fn here(model: &mut Model, twin: Twin) {
    if let Some((other, run)) = model.lesson_mut().and_then(|lesson| lesson.twin.as_mut())
        && *other == twin.other
    {
        let (first, other) = (run.is_none(), *other);
        let parting = twin.parting.clone();
        *run = Some(Rc::new(twin));
        if let (true, Some(p)) = (first, parting) {
            let Some((lesson, staged)) = model.lesson().and_then(|l| Some((l, l.staged.as_ref()?))) else { return };
            let label = |n: u32| lesson.scene.branches.get(n as usize).map_or("", |b| b.label.as_str());
            let said = crate::stage::words::parted(staged, label(lesson.scene.branch), label(other), &p);
            say(model, &said);
        }
    }
}

/// The instant that was looked for.
pub fn found(model: &mut Model, at: Option<Us>) {
    match at {
        Some(at) => stage::go(model, at),
        None => say(model, words::NOTHING_FURTHER),
    }
}
