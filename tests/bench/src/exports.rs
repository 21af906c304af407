//! What the module offers to a page that has a clock. It imports nothing.
#![allow(unsafe_code, reason = "a function is exported by its name")]

use std::cell::RefCell;

use sim_core::run::{Recipe, Timeline};
use sim_core::world::World;

use crate::corpus::Corpus;
use crate::lesson::Lesson;
use crate::long::Long;
use crate::model::Model;

/// What a page has asked for so far.
#[derive(Default)]
struct Held {
    texts: Vec<u8>,
    lesson: Option<Lesson>,
    heaviest: Option<Recipe>,
    played: Option<World>,
    fork: Option<Timeline>,
    long: Option<Long>,
    corpus: Corpus,
}

thread_local! {
    static HELD: RefCell<Held> = RefCell::default();
}

fn with<T>(work: impl FnOnce(&mut Held) -> T) -> T {
    HELD.with_borrow_mut(work)
}

/// Plays a model; returns how many events there were. The run is kept until [`drop_run`].
#[unsafe(no_mangle)]
pub extern "C" fn play(model: u32, events: u32) -> u32 {
    let world = Model::ALL[model as usize].run(events.into());
    let events = world.events() as u32;
    with(|held| held.played = Some(world));
    events
}

/// The same as the page keeps it, with checkpoints.
#[unsafe(no_mangle)]
pub extern "C" fn stage(model: u32, events: u32) -> u32 {
    let run = Model::ALL[model as usize].stage(events.into());
    let events = run.world().events() as u32;
    with(|held| held.fork = Some(run));
    events
}

/// The fingerprint of the run that was played last.
#[unsafe(no_mangle)]
pub extern "C" fn fingerprint() -> u64 {
    with(|held| held.played.as_ref().map_or(0, |world| world.trace.fingerprint()))
}

/// Forgets what was played last.
#[unsafe(no_mangle)]
pub extern "C" fn drop_run() {
    with(|held| (held.fork, held.played) = (None, None));
}

/// Room for four texts, each ended by a zero: slug, lesson, scenario, recorded runs.
#[unsafe(no_mangle)]
pub extern "C" fn room(bytes: usize) -> *mut u8 {
    with(|held| {
        held.texts = vec![0; bytes];
        held.texts.as_mut_ptr()
    })
}

/// Reads the lesson in that room and chooses one of its worlds; returns whether there is one.
#[unsafe(no_mangle)]
pub extern "C" fn choose(world: usize) -> bool {
    with(|held| {
        let texts = String::from_utf8_lossy(&held.texts);
        let mut texts = texts.split('\0');
        let mut next = || texts.next().unwrap_or_default();
        let lesson = Lesson::read(next(), next(), next(), next());
        held.heaviest = lesson.worlds().get(world).cloned();
        held.lesson = Some(lesson);
        held.heaviest.is_some()
    })
}

/// Plays the chosen world for its minute; returns how many events there were.
#[unsafe(no_mangle)]
pub extern "C" fn minute() -> u32 {
    with(|held| {
        held.played = held.heaviest.as_ref().and_then(|recipe| recipe.play(None).ok());
        held.played.as_ref().map_or(0, |world| world.events() as u32)
    })
}

/// A sealed run of the lesson; returns how many of its runs held.
#[unsafe(no_mangle)]
pub extern "C" fn seal() -> u32 {
    with(|held| held.lesson.as_ref().and_then(Lesson::seal).unwrap_or_default())
}

/// Plays the chosen world on; returns how many events there were.
#[unsafe(no_mangle)]
pub extern "C" fn open_long(events: u32) -> u32 {
    with(|held| {
        held.long = held.heaviest.as_ref().and_then(|recipe| Long::new(recipe, events.into()));
        held.long.as_ref().map_or(0, |long| long.events() as u32)
    })
}

/// Seeks in the long run, to the n-th random instant.
#[unsafe(no_mangle)]
pub extern "C" fn seek(n: u32) {
    with(|held| held.long.as_mut().map(|long| long.seek(n.into())));
}

/// Seeks to the end of the long run.
#[unsafe(no_mangle)]
pub extern "C" fn seek_end() {
    with(|held| held.long.as_mut().map(Long::end));
}

/// Forks the long run at the n-th random instant. The fork is kept until [`drop_run`].
#[unsafe(no_mangle)]
pub extern "C" fn fork(n: u32) {
    with(|held| held.fork = held.long.as_ref().map(|long| long.fork(n.into())));
}

/// Reads the published history in that room; returns whether it is one.
#[unsafe(no_mangle)]
pub extern "C" fn read_history() -> bool {
    with(|held| held.corpus.add(&held.texts))
}

/// Judges the n-th file that was read; returns what the verdicts are.
#[unsafe(no_mangle)]
pub extern "C" fn judge_history(n: usize) -> u32 {
    with(|held| held.corpus.judge(n))
}
