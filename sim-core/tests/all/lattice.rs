//! The lattice: it is exact, and where a history stands in it is told with witnesses that show it.

use std::collections::BTreeMap;

use expect_test::expect;
use sim_core::lattice::{
    Convergence, Fate, History, Kind, Model, Replica, Verdict, convergence, decide, decide_within, legal_order, models,
    place,
};

use crate::generate::Dice;
use crate::lattice_make::{Wild, read, registers, timed, transactions};
use crate::lattice_naive as naive;

/// Histories that tell every two models apart, if neither implies the other.
const REGISTERS: [&str; 11] = [
    "wx1 rx0",
    "rx1 wx1",
    "wx1 wx2 rx2 rx1",
    "wx1 ry0 | wy1 rx0",
    "wx1 rx2 | wx2 rx1",
    "wx1 | rx1 rx0",
    "wx1 rx2 rx1 | wx2",
    "rx2 wx1 | rx1 wx2",
    "wx1 | wx2 | rx1 rx2 rx1",
    "wx1 | wx2 | rx1 rx2 | rx2 rx1",
    "wx1 ry0 ry2 rx1 | wy1 wx2 wy2",
];
const TRANSACTIONS: [&str; 5] =
    ["rx0 wx1 | rx0 wx2", "ry0 wx1 | rx0 wy1", "wx1 ; ry0 | wy1 ; rx0", "wx1 | rx0 rx1", "wx1 | rx1 wy1 | rx0 ry1"];

fn holds(history: &History, model: Model) -> bool {
    match decide(history, model) {
        Some(Verdict::Undecided) | None => panic!("{} does not say: {history:?}", model.name()),
        Some(verdict) => verdict == Verdict::Holds,
    }
}

#[test]
fn for_every_model_that_does_not_imply_another_a_history_shows_it() {
    let late = timed("wx1 | rx0", &[(0, 1), (2, 3)]);
    let mut all: Vec<History> = REGISTERS.iter().map(|text| read(Kind::Registers, text)).collect();
    all.extend(TRANSACTIONS.iter().map(|text| read(Kind::Transactions, text)));
    all.push(late);
    for kind in [Kind::Registers, Kind::Transactions] {
        for strong in models(kind) {
            for weak in models(kind) {
                let apart = |history: &&History| {
                    decide(history, strong) == Some(Verdict::Holds) && decide(history, weak) == Some(Verdict::Broken)
                };
                let shown = all.iter().find(apart);
                assert_eq!(shown.is_none(), strong.implies(weak), "{} {}: {shown:?}", strong.name(), weak.name());
            }
        }
    }
}

/// The table of separating histories in the lesson on consistency models: satisfied, broken, history.
#[test]
fn the_separating_histories_of_the_lesson_do_what_it_says() {
    use Model::{CausalMemory, MrLocal, MrMwLocal, MrWfrLocal, Pram, RywLocal, Sequential};
    let table: [(&[Model], &[Model], &str); 8] = [
        (&[CausalMemory], &[Sequential], "wx1 ry0 | wy1 rx0"),
        (&[Pram], &[CausalMemory], "wx1 | rx1 wx2 | rx2 rx1"),
        (&[MrLocal], &[RywLocal], "wx1 rx0"),
        (&[RywLocal], &[MrLocal], "wx1 | rx1 rx0"),
        (&[RywLocal], &[Pram], "wx1 wx2 rx1"),
        (&[MrWfrLocal], &[MrMwLocal], "wx1 wx2 rx2 rx1"),
        (&[MrMwLocal], &[MrWfrLocal], "wx1 rx2 rx1 | rx1 wx2"),
        (&[RywLocal, MrMwLocal], &[CausalMemory], "wx1 | rx1 wx2 rx1"),
    ];
    for (held, broken, text) in table {
        let history = read(Kind::Registers, text);
        assert!(held.iter().all(|model| holds(&history, *model)), "{text}");
        assert!(!broken.iter().any(|model| holds(&history, *model)), "{text}");
    }
}

#[test]
fn every_model_has_its_word_and_its_place() {
    for (i, model) in Model::ALL.into_iter().enumerate() {
        assert_eq!(model as usize, i);
        assert_eq!(Model::named(model.name()), Some(model));
        assert_eq!(model.same_as().same_as(), model.same_as());
        assert!(model.implies(model.same_as()) && model.same_as().implies(model));
    }
    assert_eq!(Model::named("linearisable"), None);
}

/// A part of a history keeps with each read the writes of its value: those parts that lack one more operation.
fn smaller(history: &History, keep: &[bool]) -> Vec<Vec<bool>> {
    let ops: Vec<_> = history.places().iter().map(|place| history.op(*place)).collect();
    let without = |gone: usize| {
        let with_it = |i: usize| {
            !ops[i].write && ops[gone].write && (ops[i].key, ops[i].value) == (ops[gone].key, ops[gone].value)
        };
        (0..ops.len()).map(|i| keep[i] && i != gone && !with_it(i)).collect()
    };
    (0..ops.len()).filter(|op| keep[*op]).map(without).collect()
}

#[test]
fn witnesses_are_illegal_and_minimal_by_the_definitions_and_told() {
    let mut told = 0;
    for n in 0..2_000 {
        let mut dice = Dice::new(5_000_000 + n);
        let wild = Wild { most: 7, unknown: 10 * (n % 2), aborted: 10, repeated: if n % 4 == 3 { 15 } else { 0 } };
        let history = if n % 3 == 0 {
            transactions(&mut dice, Wild { most: 4, ..wild })
        } else {
            registers(&mut dice, Wild { aborted: 0, ..wild })
        };
        let placement = place(&history);
        for witness in &placement.witnesses {
            let keep: Vec<bool> = (0..history.places().len()).map(|op| witness.ops.contains(&op)).collect();
            let broken = |keep: &[bool]| !naive::holds(&history.only(keep), witness.model);
            assert!(broken(&keep) && witness.minimal, "{witness:?} of {history:?}");
            for less in smaller(&history, &keep) {
                assert!(!broken(&less), "{witness:?} can do with less in {history:?}");
            }
            assert!(!witness.text.starts_with("Whatever"), "{witness:?} of {history:?}");
            told += 1;
        }
        for (model, verdict) in &placement.verdicts {
            assert_eq!(Some(*verdict), decide(&history, *model));
            let strongest = placement.strongest.iter().any(|strong| strong.implies(*model));
            let weakest = placement.weakest_broken.iter().any(|weak| model.implies(*weak));
            assert_eq!((strongest, weakest), (*verdict == Verdict::Holds, *verdict == Verdict::Broken), "{history:?}");
        }
    }
    assert!(told > 3_500, "only {told} witnesses");
}

#[test]
fn legal_orders_are_legal() {
    let mut orders = 0;
    for n in 0..6_000 {
        let mut dice = Dice::new(6_000_000 + n);
        let wild = Wild { most: 12, unknown: 0, aborted: 0, repeated: 0 };
        let history = if n % 2 == 0 { transactions(&mut dice, wild) } else { registers(&mut dice, wild) };
        for model in [Model::Linearizable, Model::Sequential, Model::Serializable] {
            let Some(order) = legal_order(&history, model) else { continue };
            let places: Vec<_> = order.iter().map(|op| history.places()[*op]).collect();
            assert_eq!(places.len(), history.places().len());
            let mut store: BTreeMap<usize, i64> = BTreeMap::new();
            for (i, place) in places.iter().enumerate() {
                let op = history.op(*place);
                let there = store.entry(op.key.0).or_insert(0);
                assert!(op.write || *there == op.value, "{order:?} of {history:?}");
                *there = op.value;
                for later in &places[i + 1..] {
                    assert!(later.session != place.session || later > place, "{order:?} of {history:?}");
                    let between = [place, later].map(|place| history.unit(*place).span);
                    if let (Model::Linearizable, [Some(earlier), Some(later)]) = (model, between) {
                        assert!(later.1 >= earlier.0, "{order:?} of {history:?}");
                    }
                }
            }
            orders += 1;
        }
    }
    assert!(orders > 2_000, "only {orders} orders");
}

#[test]
fn a_search_without_budget_says_undecided_and_nothing_else_changes() {
    let history = read(Kind::Registers, "wx1 rx2 | wx2 rx1");
    assert_eq!(decide_within(&history, Model::Sequential, 0), Some(Verdict::Undecided));
    assert_eq!(decide_within(&history, Model::CausalMemory, 0), Some(Verdict::Holds));
    // Of equal values there may be too many ways to tell them apart.
    let many = ["wx1 wx1 rx1 rx1 rx1 rx1 rx1 rx1"; 3].join(" | ");
    let history = read(Kind::Registers, &format!("{many} rx7"));
    assert_eq!(decide(&history, Model::Sequential), Some(Verdict::Undecided));
}

/// Zones need no search where values are unique and the clock says what session order says.
#[test]
fn linearizable_is_mostly_decided_even_without_budget_and_never_wrongly() {
    let mut decided = 0;
    for n in 0..4_000 {
        let wild = Wild { most: 7, unknown: 10, aborted: 0, repeated: 0 };
        let history = registers(&mut Dice::new(7_000_000 + n), wild);
        let Some(verdict) = decide(&history, Model::Linearizable) else { continue };
        let zones = decide_within(&history, Model::Linearizable, 0).unwrap();
        assert!(zones == verdict || zones == Verdict::Undecided, "{history:?}");
        decided += u32::from(zones == verdict);
    }
    assert!(decided > 1_000, "only {decided} decided");
}

#[test]
fn models_keep_silent_about_what_they_do_not_speak_of() {
    let untimed = read(Kind::Registers, "wx1");
    assert_eq!(decide(&untimed, Model::Linearizable), None);
    assert_eq!(decide(&untimed, Model::Serializable), None);
    assert_eq!(decide(&read(Kind::Transactions, "wx1"), Model::Sequential), None);
    assert!(place(&untimed).verdicts.iter().all(|(model, _)| *model != Model::Linearizable));
}

/// A write that was never answered may come late, or never, and what its session does next does not wait for it.
#[test]
fn a_write_without_an_answer_is_held_against_nobody() {
    let mut history = timed("wx1 rx0 | rx0 rx1", &[(0, 1), (2, 3), (4, 5), (6, 7)]);
    assert!(!holds(&history, Model::RywLocal));
    history.sessions[0].units[0].fate = Fate::Unknown;
    assert!(holds(&history, Model::Linearizable));
    history.sessions[1].units.swap(0, 1);
    assert!(!holds(&history, Model::MrLocal));
}

fn tell(kind: Kind, text: &str) -> String {
    let placement = place(&read(kind, text));
    let lines = placement.witnesses.iter().map(|witness| format!("{}: {}\n", witness.model.name(), witness.text));
    lines.collect()
}

#[test]
fn witnesses_in_words() {
    expect![[r#"
        sequential: Ann wrote x = 1, then read y = 0. Ann read y = 0, the first value, so Ann's read of y = 0 comes before Bo's write of y = 1. Bo wrote y = 1, then read x = 0. Bo read x = 0, the first value, so Bo's read of x = 0 comes before Ann's write of x = 1. This goes round in a circle, so there is no single order of all operations.
    "#]].assert_eq(&tell(Kind::Registers, "wx1 ry0 | wy1 rx0"));
    expect![[r#"
        sequential: Bo read x = 1, which Ann wrote. Bo read x = 1, then wrote y = 1. Cy read y = 1, which Bo wrote. Cy read y = 1, then read x = 0. Cy read x = 0, the first value, so Cy's read of x = 0 comes before Ann's write of x = 1. This goes round in a circle, so there is no single order of all operations.
        cm: Bo read x = 1, which Ann wrote. Bo read x = 1, then wrote y = 1. Cy read y = 1, which Bo wrote. Cy read y = 1, then read x = 0. Cy read x = 0, the first value, so Cy's read of x = 0 comes before Ann's write of x = 1. This goes round in a circle, so there is no order of what Cy knew.
        ccv: Cy's read of x = 0 comes after Ann's write of x = 1, since Ann's write of x = 1 is among its causes (by way of Bo's read of x = 1 and Bo's write of y = 1 and Cy's read of y = 1). Cy read x = 0, the first value, so Cy's read of x = 0 comes before Ann's write of x = 1. This goes round in a circle, so there is no order of writes for all.
        cc: Bo read x = 1, which Ann wrote. Bo read x = 1, then wrote y = 1. Cy read y = 1, which Bo wrote. Cy read y = 1, then read x = 0. Cy read x = 0, the first value, so Cy's read of x = 0 comes before Ann's write of x = 1. This goes round in a circle, so there is no order of what Cy's read knew.
        mr_wfr_local: Cy's read of x = 0 comes after Ann's write of x = 1, since Ann's write of x = 1 came along with what Cy saw. Cy read x = 0, the first value, so Cy's read of x = 0 comes before Ann's write of x = 1. This goes round in a circle, so there is no order of writes for Cy.
    "#]].assert_eq(&tell(Kind::Registers, "wx1 | rx1 wy1 | ry1 rx0"));
    expect![[r#"
        serializable: Ann's first transaction read y = 0, the first value, so Ann's first transaction comes before Bo's first transaction. Bo's first transaction read x = 0, the first value, so Bo's first transaction comes before Ann's first transaction. This goes round in a circle, so there is no single order of whole transactions.
    "#]].assert_eq(&tell(Kind::Transactions, "rx0 ry0 wx1 | rx0 ry0 wy1"));
    expect![[r#"
        serializable: Bo's first transaction read x = 1, written by Ann's first transaction, which replaced it itself.
        snapshot_isolation: Bo's first transaction read x = 1, written by Ann's first transaction, which replaced it itself.
        prefix: Bo's first transaction read x = 1, written by Ann's first transaction, which replaced it itself.
        causal_txn: Bo's first transaction read x = 1, written by Ann's first transaction, which replaced it itself.
        read_atomic: Bo's first transaction read x = 1, written by Ann's first transaction, which replaced it itself.
        read_committed: Bo's first transaction read x = 1, written by Ann's first transaction, which replaced it itself.
    "#]].assert_eq(&tell(Kind::Transactions, "wx1 wx2 ; rx2 | rx1"));
}

/// Neither order of the writes of x is excluded at first, and neither is possible.
#[test]
fn where_no_circle_is_forced_both_cases_are_told() {
    let text = "wy1 wz1 rx1 wq2 rp1 | wp1 wq1 rx2 wz2 ry1 | wx2 wy2 rz1 | wx1 wp2 rq1";
    expect![[r#"
        sequential: Suppose that Cy's write of x = 2 comes before Di's write of x = 1. Bo read x = 2, which Di's write of x = 1 replaced, so Bo's read of x = 2 comes before Di's write of x = 1. Di read q = 1, which Ann's write of q = 2 replaced (by way of Bo's read of x = 2 and Di's write of x = 1 and Ann's read of x = 1), so Di's read of q = 1 comes before Ann's write of q = 2. Ann read p = 1 when Di's write of p = 2 was there already (by way of Di's read of q = 1 and Ann's write of q = 2), so Bo's write of p = 1 comes after Di's write of p = 2. Bo read x = 2 when Di's write of x = 1 was there already (by way of Di's write of p = 2 and Bo's write of p = 1 and Bo's write of q = 1), so Cy's write of x = 2 comes after Di's write of x = 1. That is a circle. Suppose that Ann's read of x = 1 comes before Cy's write of x = 2. Bo read y = 1, which Cy's write of y = 2 replaced (by way of Ann's write of z = 1 and Ann's read of x = 1 and Cy's write of x = 2), so Bo's read of y = 1 comes before Cy's write of y = 2. Cy read z = 1, which Ann wrote. Cy read z = 1, which Bo's write of z = 2 replaced (by way of Ann's read of x = 1 and Cy's write of x = 2 and Bo's read of x = 2), so Cy's read of z = 1 comes before Bo's write of z = 2. Cy read z = 1 when Bo's write of z = 2 was there already (by way of Bo's read of y = 1 and Cy's write of y = 2), so Ann's write of z = 1 comes after Bo's write of z = 2. That is a circle. Either way it goes round in a circle, so there is no single order of all operations.
    "#]].assert_eq(&tell(Kind::Registers, text));
}

#[test]
fn replicas_converge_or_the_sentence_says_where_they_do_not() {
    let replica = |name: &str, value: Option<i64>| Replica {
        name: name.to_string(),
        shows: value.map(|value| ("x".to_string(), value)).into_iter().collect(),
    };
    let written = [("x".to_string(), 1), ("x".to_string(), 2)];
    let told = |replicas: &[Replica]| convergence(0, &written, replicas);
    assert_eq!(told(&[replica("r0", Some(2)), replica("r1", Some(2))]), Convergence::Together);
    assert_eq!(told(&[replica("r0", None), replica("r1", Some(0))]), Convergence::Together);
    let text = "Nothing is under way any more, and r0 shows x = 2, but r1 x = 1.";
    assert_eq!(told(&[replica("r0", Some(2)), replica("r1", Some(1))]), Convergence::Apart(text.to_string()));
    let text = "r1 shows x = 3, which nobody wrote.";
    assert_eq!(told(&[replica("r0", Some(2)), replica("r1", Some(3))]), Convergence::FromNowhere(text.to_string()));
}
