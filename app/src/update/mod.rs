//! `update`: what happens to the model, and what it asks for. Pure; effects are compared in tests.

mod answers;
mod around;
#[cfg(feature = "readers")]
mod author;
mod engine;
mod first;
mod open;
mod page;
mod repair;
#[cfg(feature = "readers")]
mod sandbox;
pub mod share;
mod stage;
mod steps;
mod texts;
mod travel;

#[cfg(test)]
pub use around::HERO;
pub use first::first;
pub use repair::side;
use session::wire::{Command, Envelope, Travel};
pub use steps::place;

use crate::model::{Action, Effect, Model};

/// What an action asks for.
type Fx = Vec<Effect>;

/// Applies an action.
pub fn update(model: &mut Model, action: Action) -> Vec<Effect> {
    let mut fx = Fx::new();
    apply(model, action, &mut fx);
    fx
}

fn apply(model: &mut Model, action: Action, fx: &mut Fx) {
    match action {
        Action::Navigate(route) => open::navigate(model, route, true, fx),
        Action::Popped(route) => open::navigate(model, route, false, fx),
        Action::Index(result) => open::index(model, result, fx),
        Action::Files(slug, result) => open::files(model, &slug, result, fx),
        Action::Again => open::again(model, fx),
        Action::FromStart => open::from_start(model, fx),
        Action::Engine(said) => engine::said(model, *said, fx),
        Action::Died(why) => engine::died(model, why, fx),
        Action::Sealed(said) => repair::sealed(model, *said, fx),
        Action::SealDied(why) => repair::seal_died(model, why, fx),
        Action::Stage(event) => stage::event(model, event, fx),
        Action::Go(at) => stage::go(model, at),
        Action::There(branch, at) => stage::there(model, branch, at, fx),
        Action::Mark(slots) => stage::mark(model, slots),
        Action::OpenRun(name, at) => steps::open_run(model, name, at, fx),
        Action::Step(kind) => steps::open(model, kind, fx),
        Action::Continue => steps::go_on(model, fx),
        Action::Back => steps::back(model, fx),
        Action::Mode(mode) => steps::mode(model, mode, fx),
        Action::NowYou => steps::now_you(model, fx),
        Action::MyRun => steps::my_run(model, fx),
        Action::Skip => steps::skip(model, fx),
        Action::Unskip(kind) => steps::unskip(model, kind, fx),
        Action::Pick(answer) => answers::pick(model, answer, fx),
        Action::Sure(sure) => answers::sure(model, sure, fx),
        Action::Lock(on) => answers::lock(model, on, fx),
        Action::Why(option) => answers::why(model, option, fx),
        Action::Quiz(question, option) => answers::quiz(model, question, option, fx),
        Action::Card(card) => answers::card(model, card, fx),
        Action::Hint(goal) => answers::hint(model, goal, fx),
        Action::Knob(name, value) => repair::knob(model, name, value, fx),
        Action::KnobsReset => repair::reset_knobs(model, fx),
        Action::World(name) => repair::world(model, name, fx),
        Action::Reason(words) => repair::reason(model, words, fx),
        Action::Seal => repair::seal(model, fx),
        Action::Unseal => repair::unseal(model, fx),
        Action::OpenSeed(n) => repair::open_seed(model, n, fx),
        Action::Note(_) | Action::Copy(_) | Action::Export(_) | Action::Picture | Action::CloseNote => {
            share::share(model, action, fx);
        }
        Action::Seen(on) => around::seen(model, on),
        Action::Set(..)
        | Action::StartFrom(_)
        | Action::SaveScenario
        | Action::FileOpened(..)
        | Action::Edit(..)
        | Action::ShowFile(_)
        | Action::ShowWords(_)
        | Action::SaveFile(_)
        | Action::GoTo(_) => texts::act(model, action, fx),
        other => page::page(model, other, fx),
    }
}

/// Says a command to the engine. One that changes what is on the stage begins a new epoch.
fn tell(model: &mut Model, body: Command, fx: &mut Fx) {
    let changes = !matches!(
        body,
        Command::Open { .. }
            | Command::OpenPacked { .. }
            | Command::Look { .. }
            | Command::Truth
            | Command::Events { .. }
            | Command::Models { .. }
            | Command::Share { .. }
            | Command::Export { .. }
            | Command::Travel(Travel::Find { .. } | Travel::Twin { .. })
    );
    model.engine.epoch += u32::from(changes);
    if let (Command::Stage(_) | Command::Restore { .. }, Some(lesson)) = (&body, model.lesson_mut()) {
        lesson.awaited = true;
    }
    fx.push(Effect::Tell(Box::new(Envelope { epoch: model.engine.epoch, body })));
}

/// Words for the polite region.
fn say(model: &mut Model, words: &str) {
    model.spoken = (model.spoken.0 + 1, words.to_owned(), String::new());
}

/// Words for the assertive region: a gesture failed, or a run cannot go on.
fn warn(model: &mut Model, words: &str) {
    model.spoken = (model.spoken.0 + 1, String::new(), words.to_owned());
}

/// Writes the book, where it may be written.
fn save(model: &Model, fx: &mut Fx) {
    let kept = model.lesson().is_none_or(|lesson| lesson.host.kept());
    if kept && model.writable && !fx.contains(&Effect::Save) {
        fx.push(Effect::Save);
    }
}
