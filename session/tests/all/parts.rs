//! Parts of a goal are met each on whichever branch meets them, and stay met.

use session::wire::{Command, Held, Scene, Slot, Status, Update, What};

use crate::host::{Host, shipped};

const MS: u64 = 1_000;

fn statuses(scene: &Scene) -> Vec<Status> {
    scene.goals[0].lines.iter().map(|line| line.status).collect()
}

fn switch(host: &mut Host, branch: u32) -> Scene {
    match host.say(Command::Switch { branch }).pop() {
        Some(Update::Scene(scene)) => scene,
        other => panic!("{other:?}"),
    }
}

/// The cable is cut and back; the newest cart loses what was put in. In a fork with another rule what was taken out is back.
fn two_losses(host: &mut Host) -> (Scene, Scene) {
    host.stage(What::Quiet { seed: None });
    host.act(1_500 * MS, "cut a-c b-c").unwrap();
    host.look(4_500 * MS);
    host.act(4_500 * MS, "heal").unwrap();
    let one = host.look(5_500 * MS);
    host.say(Command::Fork { at: 1_400 * MS });
    for (at, line) in [(1_400, "set replicas.merge union"), (1_500, "cut a-c b-c"), (4_500, "heal")] {
        host.look(at * MS);
        host.act(at * MS, line).unwrap();
    }
    (one, host.look(5_500 * MS))
}

#[test]
fn a_part_that_one_branch_met_stays_met_on_the_others() {
    let (mut host, _) = Host::with(shipped("cap/d-merge", "15-cap/d-merge"));
    let (one, two) = two_losses(&mut host);
    assert!(statuses(&one)[0] == Status::Met && statuses(&one)[1] != Status::Met && !one.goals[0].met);
    let held = |scene: &Scene, line: usize| scene.goals[0].lines[line].held.clone().unwrap();
    let (first, second) = (held(&two, 0), held(&two, 1));
    assert_eq!((statuses(&two), two.goals[0].met), (vec![Status::Met; 2], true));
    assert_ne!(first.branch, second.branch);
    assert_eq!(second.branch, two.branch);
    assert_eq!(
        first,
        Held { branch: one.branch, label: one.branches[one.branch as usize].label.clone(), at: first.at }
    );
    // The branch that met one part shows the other one as met elsewhere, and its own lines as they stand.
    let back = switch(&mut host, one.branch);
    assert_eq!(held(&back, 1), second);
    assert_eq!(back.witness.as_ref().map(|w| w.at), Some(first.at), "the witness is this branch's own");
    let early = host.look(MS);
    assert_eq!(statuses(&early), vec![Status::Met; 2], "also before the instant");
}

#[test]
fn a_part_stays_met_when_its_branch_is_deleted_or_its_act_taken_back() {
    let (mut host, _) = Host::with(shipped("cap/d-merge", "15-cap/d-merge"));
    let (one, two) = two_losses(&mut host);
    host.say(Command::Travel(session::wire::Travel::Delete(one.branch)));
    host.say(Command::Undo);
    let scene = host.look(5_500 * MS);
    assert_eq!((scene.branch, statuses(&scene), scene.goals[0].met), (two.branch, vec![Status::Met; 2], true));
    let (_, scene) = host.stage(What::Quiet { seed: None });
    assert!(scene.goals[0].lines.iter().all(|line| line.held.is_none()), "a new run begins anew");
}

#[test]
fn figures_of_all_parts_are_there_and_say_on_which_branch_they_were_seen() {
    let (mut host, opened) = Host::with(shipped("cap/d-merge", "15-cap/d-merge"));
    let (one, two) = two_losses(&mut host);
    let slot = |slots: &[Slot], name: &str| slots.iter().find(|slot| slot.name == name).cloned().unwrap();
    assert_eq!(slot(&two.slots, "spoiled.1.item").text, "kettle");
    assert_eq!(slot(&two.slots, "spoiled.1.item").branch, Some(one.branch));
    assert_eq!(slot(&two.slots, "spoiled.2.at").branch, None);
    assert_eq!(
        slot(&two.slots, "spoiled.item"),
        Slot { name: "spoiled.item".into(), ..slot(&two.slots, "spoiled.1.item") }
    );
    // Whoever passed Break over reads the recorded witnesses.
    assert_eq!((slot(&opened.slots, "spoiled.1.item").text.as_str(), opened.runs[2].lines_met.len()), ("honey", 2));
}
