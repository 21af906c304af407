//! The consistency models of a run: all hold while nothing is wrong; a stale read breaks the strongest, with a witness.

use expect_test::expect;
use session::wire::{Command, Models, Status, Update, What};

use crate::host::{Host, retries};

const S: u64 = 1_000_000;

fn models(host: &mut Host, at: u64) -> Models {
    match host.say(Command::Models { at, live: false }).pop() {
        Some(Update::Models(models)) => models,
        other => panic!("{other:?}"),
    }
}

fn told(models: &Models) -> String {
    let word = |s: Status| match s {
        Status::Met => "held",
        Status::Broken => "broken",
        Status::Undecided => "undecided",
        _ => "-",
    };
    let mut lines = vec![models.why.clone()];
    lines.extend(models.models.iter().filter(|m| m.standing != Status::Met || m.name == "cm").map(|m| {
        let at = m.at.map_or(String::new(), |at| format!(" at {at}, {:?}", m.ops));
        format!("{} {}{at}", m.name, word(m.standing))
    }));
    lines.join("\n")
}

#[test]
fn a_cut_breaks_the_strongest_models_and_leaves_the_weak_ones() {
    let (mut host, _) = Host::open();
    host.stage(What::Quiet { seed: None });
    host.look(5 * S);
    let before = models(&mut host, 5 * S);
    assert_eq!(before.models.len(), 23);
    assert!(before.models.iter().all(|m| m.standing != Status::Broken), "{before:?}");
    host.act(2 * S, "cut a-c b-c").unwrap();
    host.look(8 * S);
    expect![[r#"
        The first to fall is linearizable, at 2.900 s.
        linearizable broken at 2900000, [(3, 500000), (3, 2100000), (5, 2900000)]
        cm held
        serializable -
        snapshot_isolation -
        prefix -
        causal_txn -
        read_atomic -
        read_committed -"#]]
    .assert_eq(&told(&models(&mut host, 8 * S)));
    assert!(
        models(&mut host, 2_899_999).models.iter().all(|m| m.standing != Status::Broken),
        "not one instant before the read"
    );
}

#[test]
fn what_cannot_be_placed_says_so() {
    let (mut host, _) = Host::with(retries("[]"));
    host.stage(What::Quiet { seed: None });
    host.look(5 * S);
    let models = models(&mut host, 5 * S);
    assert!(models.models.iter().all(|m| m.standing == Status::Open));
    expect!["Models of reads and writes say nothing of this run: `call` is about no key; models of registers say nothing of it."].assert_eq(&models.why);
    let (mut host, _) = Host::open();
    host.stage(What::Repair { world: None, settings: Vec::new() });
    host.look(30 * S);
    expect!["1734 operations up to here; up to 240 are placed. Go back, or make the run shorter."]
        .assert_eq(&self::models(&mut host, 30 * S).why);
}
