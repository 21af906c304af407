//! Why: for each measure that a goal may name, the chain from the verdict back to the act, the knob or the luck.

use std::fmt::Write as _;

use expect_test::{Expect, expect};
use session::wire::{Scene, Slot, What};

use crate::host::{Host, busy, copies, owned};

const S: u64 = 1_000_000;

fn text(scene: &Scene) -> String {
    let mut out = String::new();
    let chain = |out: &mut String, links: &[Slot]| {
        assert!((2..=5).contains(&links.len()), "two to five links: {links:?}");
        for link in links {
            let place = link.node.map_or("-".into(), |n| n.to_string());
            let flight = if link.flight.is_some() { "m" } else { "" };
            writeln!(out, "  {:>9} {place}{flight} {}", link.at.expect("each link has its instant"), link.text)
                .unwrap();
        }
    };
    if let Some(witness) = scene.witness.as_ref().filter(|w| !w.because.is_empty()) {
        writeln!(out, "met").unwrap();
        chain(&mut out, &witness.because);
    }
    for line in scene.goals.iter().flat_map(|g| &g.lines).filter(|l| !l.because.is_empty()) {
        writeln!(out, "broken, {}", line.value).unwrap();
        chain(&mut out, &line.because);
    }
    out
}

/// Plays this world with these acts to its end.
fn check(open: session::wire::Command, acts: &[(u64, &str)], to: u64, wanted: &Expect) {
    let (mut host, opened) = Host::with(open);
    let mistakes: Vec<&String> = opened.diagnostics.iter().map(|d| &d.message).collect();
    assert!(mistakes.is_empty(), "{mistakes:?}");
    host.stage(What::Quiet { seed: None });
    for (at, line) in acts {
        host.look(*at);
        host.act(*at, line).unwrap();
    }
    wanted.assert_eq(&text(&host.look(to)));
}

#[test]
fn stale_reads_end_in_the_cut() {
    check(
        copies("stale_reads(balance) >= 1"),
        &[(2 * S, "cut a-c b-c")],
        4 * S,
        &expect![[r#"
        met
            2900000 5 Cy read 70 after 45 was acknowledged.
            2900000 2m C answered from its own copy; it last heard from A at 1.098 s.
            2168066 2m The copy of 45 for C was lost at the cut at 2.168 s.
            2000000 0 At 2.000 s: cut a-c b-c.
    "#]],
    );
}

#[test]
fn an_order_that_does_not_exist_ends_in_the_cut() {
    check(
        copies("linearizable(balance)"),
        &[(2 * S, "cut a-c b-c")],
        20 * S,
        &expect![[r#"
            broken, broken
                2900000 5 Cy read 70 from 2.900 s to 2.900 s.
                2100000 3 Ann wrote 45 from 2.100 s to 2.100 s.
                 500000 3 Ann wrote 70 from 0.500 s to 0.500 s.
                2168066 2m The copy balance 45 from A to C was lost at the cut at 2.168 s.
                2000000 0 At 2.000 s: cut a-c b-c.
        "#]],
    );
}

#[test]
fn a_pause_is_the_root_of_what_nobody_answered() {
    check(
        copies("unanswered() >= 1"),
        &[(2 * S, "pause c for 6s")],
        10 * S,
        &expect![[r#"
        met
            4900000 5 At 4.900 s every line of the goal holds.
            4900000 5 `read balance` of Cy, begun at 2.900 s, had no answer after 2 s.
            2900000 2m Cy stopped waiting for C at 4.900 s, after 2 s.
            2000000 - At 2.000 s: pause c for 6s.
    "#]],
    );
}

#[test]
fn one_request_and_many_calls() {
    let acts = [(3 * S, "set db.error-rate 100% for 10s")];
    check(
        busy("[]", "most_attempts(db) >= 27"),
        &acts,
        20 * S,
        &expect![[r#"
            met
                3529470 2m svc called db for the 27th time.
                3054470 2m The first of these calls had ended at 3.054 s.
                3029470 4 users had asked once, at 3.029 s.
                3054470 2m db answered svc with an error at 3.054 s.
                3000000 - At 3.000 s: set db.error-rate 100%.
        "#]],
    );
    check(
        busy("[]", "attempts(db, per = op) >= 2"),
        &acts,
        8 * S,
        &expect![[r#"
            met
                4604470 4 At 4.604 s every line of the goal holds.
                3554470 4 `call` of users, begun at 3.029 s, was refused after 525 ms, with 40 calls in all.
                3054470 2m db answered svc with an error at 3.054 s.
                3000000 - At 3.000 s: set db.error-rate 100%.
        "#]],
    );
}

#[test]
fn waiting_ends_in_what_made_it_slow() {
    check(
        busy("[]", "longest_wait() >= 1s"),
        &[(3 * S, "slow svc-db by 700ms")],
        8 * S,
        &expect![[r#"
            met
                6029470 4 At 6.029 s every line of the goal holds.
                6029470 4 `call` of users, begun at 3.029 s, was refused after 3 s, with 10 calls in all.
                3749470 3m svc stopped waiting for db at 4.039 s, after 1 s.
                3000000 2 At 3.000 s: slow svc-db by 700ms.
        "#]],
    );
    check(
        busy("[]", "p99() >= 500ms"),
        &[(3 * S, "pause svc for 2s")],
        8 * S,
        &expect![[r#"
            met
                5114470 4 At 5.114 s every line of the goal holds.
                5114470 4 `call` of users, begun at 3.029 s, took 2.085 s, with 14 calls in all.
                3039470 2m api stopped waiting for svc at 4.034 s, after 1 s.
                3000000 - At 3.000 s: pause svc for 2s.
        "#]],
    );
}

#[test]
fn without_an_act_it_is_luck() {
    check(
        busy("[]", "p99() >= 40ms"),
        &[],
        5 * S,
        &expect![[r#"
            met
                 127725 4 At 0.127 s every line of the goal holds.
                 127725 4 `call` of users, begun at 0.067 s, took 59.8 ms, with 4 calls in all.
                  67912 4 No act made it so: it is the luck of seed 611.
        "#]],
    );
}

#[test]
fn a_line_of_repair_that_broke_has_its_chain() {
    let (mut host, _) = Host::open();
    host.stage(What::Repair { world: None, settings: Vec::new() });
    expect![[r#"
        met
             109727 3 Ann read 100 from 0.109 s to 0.109 s.
              93610 4 Bo wrote 161 from 0.093 s to 0.093 s.
              93610 1m The copy balance 161 from B to A took 312.9 ms.
              93610 1m No act made it so: it is the luck of seed 1501.
        broken, broken
             109727 3 Ann read 100 from 0.109 s to 0.109 s.
              93610 4 Bo wrote 161 from 0.093 s to 0.093 s.
              93610 1m The copy balance 161 from B to A took 312.9 ms.
              93610 1m No act made it so: it is the luck of seed 1501.
    "#]]
    .assert_eq(&text(&host.look(35 * S)));
}

#[test]
fn requests_without_an_answer_end_in_the_cut_and_not_in_the_design_alone() {
    let (mut host, _) = Host::open();
    let settings = owned(&[("mode", "quorum"), ("R", "3"), ("W", "1")]);
    host.stage(What::Repair { world: None, settings });
    expect![[r#"
        broken, 0 %
           35000000 4 Requests answered, majority side, during the cut: 0 %; the goal asks for at least 95 %.
           12013043 4 `read balance` of Bo, begun at 10.013 s, had no answer after 2 s.
           10018789 2m The query balance from B to C was lost at the cut at 10.018 s.
           10000000 2 At 10.000 s: isolate c.
        broken, 15
           35000000 4 Requests begun, majority side, during the cut: 15; the goal asks for at least 40.
           12013043 4 `read balance` of Bo, begun at 10.013 s, had no answer after 2 s.
           10018789 2m The query balance from B to C was lost at the cut at 10.018 s.
           10000000 2 At 10.000 s: isolate c.
    "#]]
    .assert_eq(&text(&host.look(35 * S)));
}
