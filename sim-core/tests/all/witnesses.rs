//! Witnesses prove what they claim, nothing in them can be spared, and they read like this.

use expect_test::{Expect, expect};
use sim_core::check::explain::{Names, explain};
use sim_core::check::spec::{Operation, Spec};
use sim_core::check::specs::{Cart, CartOp, RegisterOp, Text, TextOp};
use sim_core::check::witness::{Witness, only_evidence, until, witness};
use sim_core::check::{BUDGET, Ruling, linearizability};
use sim_core::time::Time;

use crate::generate::Dice;
use crate::linearizability::{ETCD, KNOSSOS, history, on_cart, on_register, on_text};
use crate::naive;

/// The witness, where there is something to show.
fn found<S: Spec>(spec: &S, ops: &[Operation<S::Op>]) -> Option<Witness<S::Op>> {
    match linearizability(spec, ops, BUDGET) {
        Ruling::Broken(stuck) => Some(witness(spec, ops, &stuck, BUDGET)),
        _ => None,
    }
}

fn chosen<O: Clone>(ops: &[Operation<O>], keep: &[bool]) -> Vec<Operation<O>> {
    ops.iter().zip(keep).filter(|(_, keep)| **keep).map(|(op, _)| op.clone()).collect()
}

fn proves_and_is_minimal<S: Spec>(spec: &S, seeds: std::ops::Range<u64>, op: impl Fn(&mut Dice, bool) -> S::Op) {
    let (mut broken, mut smaller) = (0, 0);
    let all = seeds.end - seeds.start;
    for n in seeds {
        let ops = history(&mut Dice::new(n), 9, 4 + n % 20, 20, &op);
        let Ruling::Broken(stuck) = linearizability(spec, &ops, BUDGET) else { continue };
        let witness = witness(spec, &ops, &stuck, BUDGET);
        broken += 1;
        smaller += u64::from(witness.ops.len() < ops.len());
        assert_eq!(witness.ops[witness.impossible], stuck.at);
        assert!(witness.minimal && !naive::explained(spec, &witness.told), "history {n}: {witness:#?} of {ops:#?}");
        // The history up to there, with answers that say as little as in the witness.
        let (called, mut whole) = until(spec, &ops, &stuck);
        let mut keep = vec![false; whole.len()];
        for (i, told) in witness.ops.iter().zip(&witness.told) {
            let place = called.iter().position(|c| c == i).unwrap();
            whole[place] = told.clone();
            keep[place] = true;
        }
        let all = keep.clone();
        only_evidence(spec, &whole, &mut keep);
        assert_eq!(keep, all, "history {n}: no evidence: {witness:#?} of {ops:#?}");
        for i in (0..all.len()).filter(|i| all[*i]) {
            let mut keep = all.clone();
            keep[i] = false;
            only_evidence(spec, &whole, &mut keep);
            assert!(naive::explained(spec, &chosen(&whole, &keep)), "history {n}: {i} can be spared in {witness:#?}");
            for weaker in spec.narrower(&whole[i].what, &whole) {
                let mut whole = whole.clone();
                whole[i].what = weaker;
                let mut keep = all.clone();
                only_evidence(spec, &whole, &mut keep);
                let fine = keep != all || naive::explained(spec, &chosen(&whole, &all));
                assert!(fine, "history {n}: {i} can say less in {witness:#?}");
            }
        }
        let names = Names { client: &|c| format!("client {c}"), when: &|t| t.0.to_string() };
        let text = explain(spec, &witness, &names);
        assert!(text.ends_with('.') && text.contains("client "), "{text}");
    }
    assert!(broken > all / 10 && smaller > broken / 2, "{broken} of {all} are broken, {smaller} shrank");
}

/// Evidence taken out of a history that holds, holds: else it would prove nothing.
fn evidence_is_sound<S: Spec>(spec: &S, seeds: std::ops::Range<u64>, op: impl Fn(&mut Dice, bool) -> S::Op) {
    let mut tried = 0;
    let all = seeds.end - seeds.start;
    for n in seeds {
        let mut dice = Dice::new(n);
        let ops = history(&mut dice, 7, 4 + n % 20, 20, &op);
        let Ruling::Holds(_) = linearizability(spec, &ops, BUDGET) else { continue };
        for _ in 0..4 {
            let mut keep: Vec<bool> = ops.iter().map(|_| dice.percent(60)).collect();
            only_evidence(spec, &ops, &mut keep);
            tried += u64::from(keep.iter().filter(|k| **k).count() > 1);
            assert!(naive::explained(spec, &chosen(&ops, &keep)), "history {n}: {keep:?} of {ops:#?}");
        }
    }
    assert!(tried > all / 4, "{tried} pieces of evidence in {all} histories");
}

#[test]
fn evidence_from_a_history_that_holds_never_accuses_it() {
    evidence_is_sound(&ETCD, 24_000_000..24_008_000, on_register);
    evidence_is_sound(&Text, 25_000_000..25_008_000, on_text);
    evidence_is_sound(&Cart, 26_000_000..26_008_000, on_cart);
}

#[test]
fn witnesses_prove_and_are_minimal() {
    proves_and_is_minimal(&ETCD, 20_000_000..20_004_000, on_register);
    proves_and_is_minimal(&KNOSSOS, 21_000_000..21_004_000, on_register);
    proves_and_is_minimal(&Text, 22_000_000..22_004_000, on_text);
    proves_and_is_minimal(&Cart, 23_000_000..23_004_000, on_cart);
}

const PEOPLE: [&str; 4] = ["Ann", "Bo", "Cy", "Di"];

fn op<O>(client: u32, what: O, called: u64, returned: u64) -> Operation<O> {
    let returned = if returned == 0 { Time::NEVER } else { Time::secs(returned) };
    Operation { client, what, called: Time::secs(called), returned }
}

fn told<S: Spec>(spec: &S, ops: &[Operation<S::Op>], expected: &Expect) {
    let names = Names { client: &|c| PEOPLE[c as usize].to_string(), when: &|t| format!("{} s", t.0 / 1_000_000) };
    let witness = found(spec, ops).expect("broken");
    expected.assert_eq(&explain(spec, &witness, &names));
}

#[test]
fn the_plainest_cases_are_told_in_a_sentence() {
    use RegisterOp::{Changed, Perhaps, Read, Refused, Write};
    let written = [op(1, Write(100), 1, 2), op(3, Read(Some(100)), 2, 5), op(0, Write(45), 3, 4)];
    let [a, b, c] = &written;
    let (a, b, c) = (a.clone(), b.clone(), c.clone());
    told(
        &KNOSSOS,
        &[a.clone(), b.clone(), c.clone(), op(2, Read(Some(100)), 5, 6)],
        &expect![
            "Cy's read began at 5 s, after Ann's write of 45 had been acknowledged at 4 s, yet it returned the older 100, which Bo had written by 2 s; no order of these three operations explains it."
        ],
    );
    told(
        &KNOSSOS,
        &[a.clone(), b, op(0, Write(45), 3, 0), op(1, Read(Some(45)), 4, 5), op(2, Read(Some(100)), 6, 7)],
        &expect![
            "Cy's read began at 6 s, after Bo's read had already returned the newer 45 of Ann at 5 s, yet it returned the older 100, which Bo had written by 2 s; no order of these four operations explains it."
        ],
    );
    told(
        &KNOSSOS,
        &[a.clone(), c.clone(), op(2, Read(Some(7)), 5, 6)],
        &expect![
            "Cy read 7 from 5 s to 6 s, which was not there in the beginning, and which nobody had written by then."
        ],
    );
    told(
        &KNOSSOS,
        &[a.clone(), op(2, Read(Some(0)), 5, 6)],
        &expect![
            "Cy's read began at 5 s, after Bo's write of 100 had been acknowledged at 2 s, yet it returned the older 0, which was there in the beginning; no order of these two operations explains it."
        ],
    );
    told(
        &ETCD,
        &[a.clone(), c, op(0, Perhaps(45, 9), 3, 0), op(2, Refused(45, 8), 5, 6), op(2, Changed(100, 3), 7, 8)],
        &expect![
            "Bo wrote 100 from 1 s to 2 s. Ann wrote 45 from 3 s to 4 s. Cy changed 100 into 3 from 7 s to 8 s. For this last one, the others leave only 45 to find; no order of these three operations explains it."
        ],
    );
}

#[test]
fn texts_and_carts_are_told() {
    let append = |text: &str| TextOp::Append("log".into(), text.into());
    let get = |text: &str| TextOp::Get("log".into(), text.into());
    told(
        &Text,
        &[op(0, append("a"), 1, 2), op(1, append("b"), 1, 3), op(2, get("ab"), 3, 4), op(3, get("ba"), 3, 5)],
        &expect![[
            r#"Ann appended "a" to log from 1 s to 2 s. Bo appended "b" to log from 1 s to 3 s. Cy got "ab" from log from 3 s to 4 s. Di got "ba" from log from 3 s to 5 s. For this last one, the others leave only "a" or "ab" to find; no order of these four operations explains it."#
        ]],
    );
    let all = |things: &[&str]| CartOp::Read(things.iter().map(|t| (*t).to_string()).collect());
    told(
        &Cart,
        &[
            op(0, CartOp::Add("milk".into()), 1, 2),
            op(1, CartOp::Add("tea".into()), 1, 3),
            op(1, CartOp::Remove("tea".into()), 4, 5),
            op(2, all(&["milk"]), 6, 7),
            op(3, all(&["milk", "tea"]), 8, 9),
        ],
        &expect![
            "Bo added tea from 1 s to 3 s. Bo removed tea from 4 s to 5 s. Di found tea among the rest from 8 s to 9 s. For this last one, the others leave only an empty set to find; no order of these three operations explains it."
        ],
    );
}
