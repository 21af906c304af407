//! A small act, an engine played by hand, and effects as short text.

use app::catalogue::Catalogue;
use app::model::{Action, Effect, Files, Model, Words};
use app::route::Route;
use app::stage::StageEvent;
use app::update::update;
use session::wire::*;

/// An act with every step.
pub const LESSON: &str = r#"+++
title = "The balance that went back up"
minutes = 12
idea = "A replica must choose."
refutes = "Pick two."
+++

## Story: one balance

Three copies.

> beat 500ms: Ann withdraws.

## Predict: a storm

What happens?

- ~ **error**: Requests are refused.
- **old**: Some answers are old.

```answer run=island
**error**: failed(clients = cy) >= 1
**old**: stale_reads(balance) >= 1
```

## Break: make a replica lie

Make Cy read an old balance.

```goal stale-read
stale_reads(balance) >= 1
hint: Look at the cables.
hint: Notice the copy on its way.
hint: Cut the cables to C.
```

## Why? What did C know?

What made C answer?

- [x] It answered from its own copy. (event: stale-read.read) *Nothing told it.*
- [ ] It had stopped. (event: stale-read.last) *It had not.*

## Explain

### Nobody lied @stale-read.at

Cy was answered [70](measure:stale-read.value).

## Repair: nobody reads the past

```goal cp
safe: linearizable(balance)
served: success() >= 95%
knobs: mode, R
hint: Compare.
hint: Count.
hint: Raise.
```

## Quiz

Who can write?

- [x] The side of three. *It holds a majority.*
- [ ] Both. *Two histories.*
"#;

/// The index.
pub const INDEX: &str = r#"{"version":1,"tracks":[{"slug":"copies","title":"Copies","order":1}],
"lessons":[{"slug":"cap","title":"CAP: who gets to answer?","track":"copies","minutes":12,"idea":"","breaks":"make it lie",
"folder":"15-cap","acts":[{"slug":"cap","title":"The balance","minutes":12}]}],
"planned":[{"slug":"raft","title":"Raft","track":"copies","minutes":22}]}"#;

/// A page at an address, with the index here.
pub fn at(path: &str, hash: &str, query: &str) -> Model {
    let mut model = Model { route: Route::parse(path, query, hash), writable: true, letters: true, ..Model::default() };
    update(&mut model, Action::Index(Ok(INDEX.to_owned())));
    model
}

/// A page with the act open, its engine answered.
pub fn opened(hash: &str) -> (Model, String) {
    let mut model = at("cap", hash, "");
    update(&mut model, files(LESSON));
    if let Some(Words::Here(_, problems)) = model.lesson().map(|lesson| &lesson.words) {
        assert_eq!(**problems, [], "the fixture is without mistakes");
    }
    let done = engine(&mut model, Update::Opened(answer()));
    (model, done)
}

/// The files of the act.
pub fn files(lesson: &str) -> Action {
    let files = Files { lesson: lesson.to_owned(), ..Files::default() };
    Action::Files("cap".to_owned(), Ok(files))
}

/// What the engine reads.
pub fn answer() -> Opened {
    let run = |name: &str, role: &str| Recorded { name: name.into(), role: role.into(), ..Recorded::default() };
    let line = |kind: &str, words: &str, bound: &str| LineInfo {
        kind: kind.into(),
        words: words.into(),
        bound: bound.into(),
        world: None,
    };
    let knob = |name: &str, default: &str, values: &[&str], words| KnobInfo {
        name: name.into(),
        label: format!("Knob {name}"),
        starts: [default; 3].map(String::from),
        values: values.iter().map(ToString::to_string).collect(),
        words,
        ..KnobInfo::default()
    };
    Opened {
        slug: "cap".into(),
        runs: vec![run("calm", "baseline"), run("island", "predict"), run("cut", "witness"), run("two", "solution")],
        goals: vec![
            GoalInfo {
                name: "stale-read".into(),
                lines: vec![line("plain", "Reads older than an acknowledged write", "at least 1")],
                ..GoalInfo::default()
            },
            GoalInfo {
                name: "cp".into(),
                lines: vec![
                    line("safe", "The history is linearizable", ""),
                    line("guard", "operations", "at least 40"),
                ],
                knobs: vec!["mode".into(), "R".into()],
                ..GoalInfo::default()
            },
        ],
        knobs: vec![knob("mode", "any", &["any", "quorum"], true), knob("R", "1", &["1", "2", "3"], false)],
        tools: vec!["cut".into()],
        ..Opened::default()
    }
}

/// A scene in which the goal of Break is met at 2.9 s.
pub fn met() -> Scene {
    Scene {
        at: 2_900_000,
        frontier: 3_000_000,
        witness: Some(WitnessView {
            goal: "stale-read".into(),
            at: 2_900_000,
            sentence: "At 2.900 s Cy read 70.".into(),
            because: vec![
                Slot { text: "Cy read 70".into(), at: Some(2_900_000), node: Some(5), ..Slot::default() },
                Slot { text: "you cut a-c".into(), at: Some(2_000_000), ..Slot::default() },
            ],
            ..WitnessView::default()
        }),
        slots: vec![Slot { name: "stale-read.value".into(), text: "71".into(), ..Slot::default() }],
        goals: vec![GoalState {
            name: "stale-read".into(),
            met: true,
            lines: vec![LineState { status: Status::Met, value: "1 read".into(), ..LineState::default() }],
        }],
        ..Scene::default()
    }
}

/// The engine says something now.
pub fn engine(model: &mut Model, body: Update) -> String {
    let epoch = model.engine.epoch;
    act(model, Action::Engine(Box::new(Envelope { epoch, body })))
}

/// The stage says something.
pub fn stage(model: &mut Model, event: StageEvent) -> String {
    act(model, Action::Stage(event))
}

/// Applies an action; the effects as text.
pub fn act(model: &mut Model, action: Action) -> String {
    update(model, action).iter().map(short).collect::<Vec<_>>().join("\n")
}

fn short(effect: &Effect) -> String {
    match effect {
        Effect::Tell(said) => match &said.body {
            Command::Open { slug, .. } => format!("tell {}: open {slug}", said.epoch),
            other => format!("tell {}: {other:?}", said.epoch),
        },
        Effect::Seal(commands) => format!("seal: open, {:?}", commands[1]),
        other => format!("{other:?}"),
    }
}

/// The index, read.
pub fn catalogue() -> Catalogue {
    Catalogue::read(INDEX).unwrap()
}
