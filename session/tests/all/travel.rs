//! Ways through a run and between its branches.

use expect_test::expect;
use session::wire::{Command, Sought, Travel, Update, What};

use crate::host::Host;

const S: u64 = 1_000_000;

fn find(host: &mut Host, at: u64, what: Sought, forward: bool) -> Option<u64> {
    match host.say(Command::Travel(Travel::Find { at, what, forward })).as_slice() {
        [Update::Found(found)] => *found,
        other => panic!("{other:?}"),
    }
}

#[test]
fn steps_go_to_the_next_message_node_event_and_notable_instant_and_back() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    let message = find(&mut host, 0, Sought::Message, true).unwrap();
    assert!((550_000..650_001).contains(&message), "the first copy arrives within 50 to 150 ms: {message}");
    assert_eq!(find(&mut host, message, Sought::Message, false), None);
    let at_cy = find(&mut host, 0, Sought::Node(5), true).unwrap();
    assert_eq!(find(&mut host, at_cy, Sought::Node(5), true), Some(2_900_000), "Cy asks every 1.6 s");
    assert_eq!(find(&mut host, 2_900_000, Sought::Node(5), false), Some(1_300_000));
    host.look(3 * S);
    host.act(2 * S, "cut a-c b-c").unwrap();
    assert_eq!(find(&mut host, 1_900_000, Sought::Notable, true), Some(2 * S), "the cut");
    assert_eq!(find(&mut host, 2_110_000, Sought::Notable, true).map(|t| t < 2_200_000), Some(true), "a copy is lost");
    assert_eq!(find(&mut host, 2_800_000, Sought::Notable, true), Some(2_900_000), "the stale read");
    assert_eq!(find(&mut host, 20 * S, Sought::Notable, true), None, "the run is over");
}

#[test]
fn two_branches_part_where_a_message_was_dropped() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    let scene = host.look(4 * S);
    let copy = scene.flights.iter().find(|f| f.sent == 2_100_000 && f.to == 2).unwrap();
    let line = format!("drop ~{:08x}", copy.name >> 32);
    let (did, scene) = host.act(2_120_000, &line).unwrap();
    assert!(did.forked);
    host.look(4 * S);
    let updates = host.say(Command::Travel(Travel::Twin { other: 0, at: 2_500_000, window: (0, 5 * S) }));
    let [Update::Twin(twin)] = updates.as_slice() else { panic!("{updates:?}") };
    let parting = twin.parting.clone().unwrap();
    expect![[r#"
        Parting {
            at: 2120000,
            here: Some(
                Deed {
                    did: Loses,
                    who: 0,
                    to: 2,
                    what: "copy balance 45",
                },
            ),
            there: None,
            act: "at 2.12s drop",
        }"#]]
    .assert_eq(&format!(
        "{:#?}",
        session::wire::Parting { act: parting.act.split(" ~").next().unwrap().into(), ..parting }
    ));
    assert!(twin.differences.contains(&2_120_000) && twin.differences.contains(&2_900_000), "{:?}", twin.differences);
    assert_eq!(scene.branch, 1);
    assert!(twin.scene.ops.iter().all(|o| o.mark.is_empty()), "nothing is stale there");
}

#[test]
fn what_if_an_act_had_not_been_is_a_branch_of_its_own() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(2 * S, "cut a-c b-c").unwrap();
    host.look(4 * S);
    let act = "cut a-c b-c".to_string();
    host.say(Command::Travel(Travel::Without { at: 3 * S, when: 2 * S, act: act.clone() }));
    let scene = host.look(4 * S);
    assert_eq!((scene.branches.len(), scene.branch, scene.faults.len()), (2, 1, 0));
    assert_eq!((scene.branches[1].label.as_str(), scene.branches[1].parent), ("without cut", Some(0)));
    let refused = host.say(Command::Travel(Travel::Without { at: 3 * S, when: 2 * S, act }));
    assert!(matches!(refused.as_slice(), [Update::Refused { .. }]), "this branch has no such act");
}

#[test]
fn branches_come_go_and_come_back_and_reset_loses_nothing() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(2 * S, "cut a-c b-c").unwrap();
    host.look(4 * S);
    let scene = |host: &mut Host, travel| match host.say(Command::Travel(travel)).pop() {
        Some(Update::Scene(scene)) => scene,
        other => panic!("{other:?}"),
    };
    let fresh = scene(&mut host, Travel::Reset);
    assert_eq!((fresh.branch, fresh.at, fresh.acts.iter().filter(|a| a.own).count()), (1, 0, 0));
    assert_eq!(fresh.branches[0].lines, ["at 2s cut a-c b-c"]);
    let left = scene(&mut host, Travel::Delete(1));
    assert_eq!((left.branch, left.branches[1].gone), (0, true));
    assert!(matches!(host.say(Command::Travel(Travel::Delete(0))).as_slice(), [Update::Refused { .. }]));
    let back = scene(&mut host, Travel::Undelete(1));
    assert_eq!((back.branch, back.branches[1].gone), (1, false));
}

#[test]
fn a_line_for_later_waits_and_leaves_the_frontier_alone() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.act(2 * S, "cut a-c b-c").unwrap();
    let (did, scene) = host.act(6 * S, "heal cut").unwrap();
    assert!(!did.forked && scene.frontier < 3 * S, "{did:?} {}", scene.frontier);
    let scene = host.look(8 * S);
    assert_eq!((scene.faults[0].from, scene.faults[0].to), (2 * S, 6 * S));
}
