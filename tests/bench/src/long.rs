//! A long run, in which one seeks and forks: a world played on until it has so many events.

use std::rc::Rc;

use sim_core::luck::{below, mix};
use sim_core::run::{Recipe, Timeline};
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};

/// A long run at its end.
pub struct Long {
    run: Timeline,
    end: Time,
}

impl Long {
    /// Plays this world on. Nothing where it does not have so many events in a day.
    pub fn new(recipe: &Recipe, events: u64) -> Option<Self> {
        let scenario = Scenario { length: Duration::secs(86_400), ..(*recipe.scenario).clone() };
        let mut run = Timeline::new(Recipe { scenario: Rc::new(scenario), ..recipe.clone() }).ok()?;
        run.advance(Time::NEVER, events);
        let end = run.world().now;
        (run.world().events() >= events).then_some(Self { run, end })
    }
    /// How many events there are.
    pub fn events(&self) -> u64 {
        self.run.world().events()
    }
    /// Puts the frontier at the n-th of many random instants.
    pub fn seek(&mut self, n: u64) {
        self.run.seek(self.instant(n)).expect("it was played before");
    }
    /// Puts the frontier at the end again.
    pub fn end(&mut self) {
        self.run.seek(self.end).expect("it was played before");
    }
    /// A fork at the n-th of many random instants; the frontier stays.
    pub fn fork(&self, n: u64) -> Timeline {
        self.run.fork(self.instant(n)).expect("it was played before")
    }
    fn instant(&self, n: u64) -> Time {
        Time(below(mix(n), self.end.0))
    }
}
