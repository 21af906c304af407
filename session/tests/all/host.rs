//! An inline host: every command and update goes through bytes, as between page and worker.

use session::wire::{Command, Did, Envelope, Opened, Scene, Seeds, Staged, Update, What};
use session::{Session, decode, encode};

/// A session and what it said last.
#[derive(Default)]
pub struct Host {
    session: Session,
    epoch: u32,
}

/// The retries scenario of the lesson checker's tests, in another mix of charts, with clients that ask ten times a second.
pub fn retries(charts: &str) -> Command {
    busy(charts, "most_attempts(db) >= 27\nfailed() >= 1")
}

/// The same with another goal of Break.
pub fn busy(charts: &str, goal: &str) -> Command {
    let path = format!("{}/../lessons/tests/fixtures/retries-b/scenario.toml", env!("CARGO_MANIFEST_DIR"));
    let scenario = std::fs::read_to_string(path).expect("the fixture is there");
    let scenario = scenario.replace("tools =", &format!("charts = {charts}\ntools ="));
    let scenario = scenario.replace("acts = [\"every 500ms from 100ms ask users call\"]", "load = \"poisson 10/s\"");
    Command::Open { slug: "retries".into(), lesson: lesson(goal), scenario, runs: None }
}

/// A lesson about a scenario, whose Break asks for this.
fn lesson(goal: &str) -> String {
    LESSON.replace("GOAL", goal)
}

const LESSON: &str = r#"+++
title = "Retries"
minutes = 8
idea = "Retries multiply."
refutes = "Three attempts cost three calls."
+++

## Story

Four tiers.

## Break: one request, many calls

```goal storm
GOAL
hint: one
hint: two
hint: three
```
"#;

/// The world of the CAP lesson with another goal of Break.
pub fn copies(goal: &str) -> Command {
    let path = format!("{}/../lessons/content/15-cap/scenario.toml", env!("CARGO_MANIFEST_DIR"));
    let scenario = std::fs::read_to_string(path).expect("the scenario is there");
    Command::Open { slug: "copies".into(), lesson: lesson(goal), scenario, runs: None }
}

/// The files of the CAP lesson, act a.
pub fn cap() -> Command {
    shipped("cap", "15-cap")
}

/// The files of an act that ships: its address and its folder.
pub fn shipped(slug: &str, folder: &str) -> Command {
    let file = |name: &str| {
        let path = format!("{}/../lessons/content/{folder}/{name}", env!("CARGO_MANIFEST_DIR"));
        std::fs::read_to_string(path).expect("the lesson's files are there")
    };
    Command::Open {
        slug: slug.into(),
        lesson: file("lesson.md"),
        scenario: file("scenario.toml"),
        runs: Some(file("runs.toml")),
    }
}

impl Host {
    /// With the CAP lesson open.
    pub fn open() -> (Self, Opened) {
        Self::with(cap())
    }
    /// With another act open.
    pub fn with(open: Command) -> (Self, Opened) {
        let mut host = Self { session: Session::default(), epoch: 0 };
        match host.say(open).pop() {
            Some(Update::Opened(opened)) => (host, opened),
            other => panic!("{other:?}"),
        }
    }
    /// With the act of an `Open` command open.
    pub fn opened(command: Command) -> Self {
        let mut host = Self { session: Session::default(), epoch: 0 };
        let said = host.say(command);
        assert!(matches!(said.last(), Some(Update::Opened(o)) if o.diagnostics.is_empty()), "{said:?}");
        host
    }
    /// Says a command; the answer, all work done.
    pub fn say(&mut self, command: Command) -> Vec<Update> {
        self.epoch += 1;
        let bytes = encode(&Envelope { epoch: self.epoch, body: command });
        let mut updates = self.session.handle(decode(&bytes).expect("commands come back from bytes"));
        while self.session.busy() {
            updates.extend(self.session.work());
        }
        updates
            .into_iter()
            .map(|u| {
                let u: Envelope<Update> = decode(&encode(&u)).expect("updates come back from bytes");
                assert_eq!(u.epoch, self.epoch);
                u.body
            })
            .collect()
    }
    /// Stages a run.
    pub fn stage(&mut self, what: What) -> (Staged, Scene) {
        let mut updates = self.say(Command::Stage(what)).into_iter();
        match (updates.next(), updates.next()) {
            (Some(Update::Staged(staged)), Some(Update::Scene(scene))) => (staged, scene),
            other => panic!("{other:?}"),
        }
    }
    /// Simulates up to an instant and shows it.
    pub fn look(&mut self, at: u64) -> Scene {
        loop {
            match self.say(Command::Look { at, window: (0, at), until: at }).pop() {
                Some(Update::Scene(scene)) if scene.frontier >= at || scene.ended.is_some() => return scene,
                Some(Update::Scene(_)) => {}
                other => panic!("{other:?}"),
            }
        }
    }
    /// Does an act.
    pub fn act(&mut self, at: u64, line: &str) -> Result<(Did, Scene), String> {
        let mut updates = self.say(Command::Do { at, line: line.into() }).into_iter();
        match (updates.next(), updates.next()) {
            (Some(Update::Did(did)), Some(Update::Scene(scene))) => Ok((did, scene)),
            (Some(Update::Refused { why, .. }), None) => Err(why),
            other => panic!("{other:?}"),
        }
    }
    /// A sealed run, to its end.
    pub fn seal(&mut self, settings: &[(&str, &str)], challenge: bool) -> Seeds {
        match self.say(Command::Seal { settings: owned(settings), challenge }).pop() {
            Some(Update::Seeds(seeds)) => seeds,
            other => panic!("{other:?}"),
        }
    }
}

/// Knob settings.
pub fn owned(settings: &[(&str, &str)]) -> Vec<(String, String)> {
    settings.iter().map(|(k, v)| ((*k).to_string(), (*v).to_string())).collect()
}
