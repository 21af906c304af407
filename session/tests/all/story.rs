//! The first lesson, played: break, see why, repair, prove, share.

use expect_test::expect;
use session::wire::{Command, Opened, Status, Update, What};

use crate::host::{Host, owned, shipped};

const S: u64 = 1_000_000;

#[test]
fn the_lesson_opens_without_a_mistake() {
    let (_, opened) = Host::open();
    let mistakes: Vec<String> = opened
        .diagnostics
        .iter()
        .map(|d| format!("{}:{}:{}: {} {}", d.file, d.line, d.column, d.message, d.help.clone().unwrap_or_default()))
        .collect();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
    let slots: Vec<String> = opened.slots.iter().map(|s| format!("{} {}", s.name, s.text)).collect();
    println!("{}", slots.join("\n"));
    println!("{:?}", opened.goals);
}

#[test]
fn a_cut_by_hand_breaks_it_and_the_run_says_why() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    assert!(host.look(20 * S).witness.is_none(), "nothing is stale while nobody acts");
    let (did, scene) = host.act(2 * S, "cut a-c b-c").unwrap();
    assert!(did.forked && did.line == "at 2s cut a-c b-c", "{did:?}");
    assert_eq!(scene.branches.len(), 2);
    let scene = host.look(3 * S);
    let witness = scene.witness.expect("the goal is met");
    assert_eq!((witness.at, witness.goal.as_str()), (2_900_000, "stale-read"));
    assert_eq!(witness.sentence, "At 2.900 s Cy was answered 70 by C, 800 ms after Ann was told that 45 is stored.");
    assert!(scene.goals[0].met);
    assert!(!host.look(2_899_999).goals[0].met, "one instant earlier it is not");
}

#[test]
fn repair_holds_on_twenty_seeds_and_wrong_designs_do_not() {
    let (mut host, _) = Host::open();
    host.stage(What::Repair { world: None, settings: Vec::new() });
    assert!(host.act(S, "heal").unwrap_err().contains("locked"));
    let held = host.seal(&[("mode", "quorum"), ("R", "2"), ("W", "2")], false);
    let failures: Vec<&str> = held.dots.iter().filter(|d| d.status != Status::Met).map(|d| d.why.as_str()).collect();
    assert!(failures.is_empty() && held.dots.len() == 20, "{failures:?}");
    for wrong in [["quorum", "1", "2"], ["quorum", "3", "3"], ["any", "1", "1"], ["quorum", "3", "1"]] {
        let seeds = host.seal(&[("mode", wrong[0]), ("R", wrong[1]), ("W", wrong[2])], false);
        assert!(seeds.dots.iter().all(|d| d.status == Status::Broken && !d.why.is_empty()), "{wrong:?}");
    }
    let seeds = host.seal(&[("where", "3 | 2"), ("R5", "3"), ("W5", "3")], true);
    let (par, met) = seeds.score.clone().unwrap_or_else(|| panic!("{seeds:?}"));
    assert_eq!((par.as_str(), met), ("2", true));
}

#[test]
fn a_link_opens_the_same_moment_in_another_session() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(2 * S, "cut a-c b-c").unwrap();
    let here = host.look(2_900_000);
    let Some(Update::Link { link }) = host.say(Command::Share { at: 2_900_000, step: "break".into() }).pop() else {
        panic!("no link")
    };
    assert!(link.len() < 2_000, "{} characters", link.len());
    let (mut other, _) = Host::open();
    let updates = other.say(Command::Restore { link: link.clone() });
    let [Update::Staged(staged), Update::Scene(_)] = updates.as_slice() else { panic!("{updates:?}") };
    assert_eq!((staged.at, staged.step.as_str()), (2_900_000, "break"));
    let there = other.look(2_900_000);
    assert_eq!(here.flights, there.flights);
    assert_eq!(here.goals, there.goals);
    for broken in [&link[..link.len() / 2], "%%%", ""] {
        let updates = other.say(Command::Restore { link: broken.into() });
        assert!(matches!(updates.as_slice(), [Update::Unreadable { .. }]), "{updates:?}");
    }
}

#[test]
fn knobs_begin_a_fork_and_undo_takes_an_act_back() {
    let (mut host, _) = Host::open();
    host.stage(What::Repair { world: None, settings: Vec::new() });
    host.look(12 * S);
    let updates =
        host.say(Command::Knobs { at: 12 * S, settings: owned(&[("mode", "quorum"), ("R", "2"), ("W", "2")]) });
    let [Update::Scene(scene)] = updates.as_slice() else { panic!("{updates:?}") };
    assert_eq!((scene.branches.len(), scene.branch, scene.at), (2, 1, 0));
    host.stage(What::Quiet { seed: None });
    host.look(S);
    host.act(S, "cut a-c b-c").unwrap();
    assert_eq!(host.look(3 * S).faults.len(), 1);
    host.say(Command::Undo);
    let scene = host.look(3 * S);
    assert_eq!((scene.faults.len(), scene.undo), (0, (false, true)));
    host.say(Command::Redo);
    assert_eq!(host.look(3 * S).faults.len(), 1);
}

#[test]
fn a_curve_comes_with_the_figures_that_the_check_recorded() {
    let (_, opened) = Host::with(shipped("retries/b-tiers", "06-retries/b-tiers"));
    let curve = &opened.curves[0];
    let spelled: Vec<String> = curve.points.iter().map(|(set, seen, part)| format!("{set}: {seen}, {part}")).collect();
    expect![[r#"
        10%: 1.12, 42
        50%: 2, 75
        70%: 3.3, 123
        90%: 9.19, 343
        99%: 23.68, 883
        100%: 26.81, 1000"#]]
    .assert_eq(&spelled.join("\n"));
}

#[test]
fn a_skipped_break_is_told_from_the_instant_at_which_its_goal_was_met() {
    let told = |opened: &Opened, name| opened.slots.iter().find(|slot| slot.name == name).and_then(|slot| slot.at);
    // The witness of 27 calls has instants, and none of them is the goal's.
    let (_, opened) = Host::with(shipped("retries/b-tiers", "06-retries/b-tiers"));
    assert_eq!(told(&opened, "storm.at"), Some(1_105_000));
    let (_, opened) = Host::with(shipped("breakers/c-scope", "07-breakers/c-scope"));
    assert!(told(&opened, "outage.at").is_some_and(|at| at > 8_000_000));
}
