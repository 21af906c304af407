//! Bars of turns: a lock lends itself to one worker, then to another, while the first one sleeps.

use expect_test::expect;
use session::wire::{NodeInfo, NodeState};

use super::*;
use crate::stage::fixture;

const LOCK: u16 = 0;
const W1: u16 = 1;
const W2: u16 = 2;

fn world() -> (Staged, Scene) {
    let mut staged = fixture::cluster(3);
    for (node, label) in [(LOCK, "Lock"), (W1, "W1"), (W2, "W2")] {
        staged.nodes[usize::from(node)] = NodeInfo { label: label.into(), ..staged.nodes[usize::from(node)].clone() };
    }
    let state = |node, at, turn| NodeState { node, at, turn: Some(turn), ..NodeState::default() };
    let states = vec![
        state(W2, 0, Turn::Mine(false)),
        state(W1, 0, Turn::Mine(false)),
        state(LOCK, 0, Turn::Given(None)),
        state(LOCK, 10, Turn::Given(Some((W1, 110)))),
        state(W1, 20, Turn::Mine(true)),
        // Renewed.
        state(LOCK, 60, Turn::Given(Some((W1, 160)))),
        state(W1, 70, Turn::Mine(true)),
        state(LOCK, 180, Turn::Given(Some((W2, 400)))),
        state(W2, 190, Turn::Mine(true)),
        state(W1, 250, Turn::Mine(false)),
    ];
    (staged, Scene { at: 200, frontier: 300, window: (0, 400), states, ..Scene::default() })
}

#[test]
fn bars_are_red_where_two_believe_and_end_with_the_turn() {
    let (staged, mut scene) = world();
    let scale = Scale { origin: 0, k: 1.0 };
    let text = |rows: Vec<Row>| {
        let one = |r: &Row| {
            format!("{}: {} {} | {} | {}", r.name, r.now, if r.both { "both" } else { "" }, r.bars[0], r.bars[1])
        };
        rows.iter().map(one).collect::<Vec<_>>().join("\n")
    };
    expect![[r#"
        Lock says: W2  | M10 50H160v12H10ZM180 50H300v12H180Z | 
        W1 believes: yes both | M20 70H250v12H20Z | M190 70H250v12H190Z
        W2 believes: yes both | M190 90H300v12H190Z | M190 90H250v12H190Z"#]]
    .assert_eq(&text(rows(&staged, &scene, scale, 44.0)));
    scene.at = 170;
    let now: Vec<String> = rows(&staged, &scene, scale, 44.0).into_iter().map(|r| r.now).collect();
    assert_eq!(now, ["–", "yes", "–"], "the lock takes the turn for over, and the sleeper does not");
    assert!((height(&staged, &scene) - 68.0).abs() < 0.1);
    assert!(gutter(&staged, &scene) > 82.0, "names of rows stand beside the bars");
    let wide = Scale { origin: 0, k: 4.0 };
    let names: Vec<String> =
        rows(&staged, &scene, wide, 44.0)[0].given.iter().map(|(n, at)| format!("{n} {}", at.x)).collect();
    assert_eq!(names, ["W1 46", "W1 286", "W1 526", "W2 726", "W2 966"]);
    // A lock that is down says nothing.
    scene.downs = vec![(LOCK, 80, u64::MAX)];
    assert_eq!(rows(&staged, &scene, scale, 44.0)[0].bars[0], "M10 50H80v12H10Z");
    scene.states.clear();
    assert!(height(&staged, &scene) < 0.1, "a world without turns has no bars");
}

#[test]
fn who_begins_to_believe_while_another_does_is_said() {
    let (staged, scene) = world();
    let said: Vec<String> =
        changes(&staged, &scene, 5, 300).into_iter().map(|(t, words)| format!("{t} {words}")).collect();
    expect![[r#"
        10 Lock says: W1's turn
        160 Lock says: the turn is over
        180 Lock says: W2's turn
        20 W1 believes that it is its turn
        250 W1 no longer believes that it is its turn
        190 W2 believes that it is its turn, and W1 does too"#]]
    .assert_eq(&said.join("\n"));
}
