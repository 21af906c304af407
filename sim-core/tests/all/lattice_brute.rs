//! The quick deciders against the definitions word for word, and the lattice against every history that was looked at.

use sim_core::lattice::{History, Kind, Model, Verdict, decide, legal_order, models};

use crate::generate::Dice;
use crate::lattice_make::{Wild, all, registers, transactions};
use crate::lattice_naive as naive;

/// Both answers for every model, no contradiction to the lattice, and orders that are legal. Whether something is
/// broken.
fn look(history: &History) -> bool {
    let mut held = Vec::new();
    let mut broken = Vec::new();
    for model in models(history.kind) {
        let Some(verdict) = decide(history, model) else { continue };
        let holds = naive::holds(history, model);
        let expected = if holds { Verdict::Holds } else { Verdict::Broken };
        assert_eq!(verdict, expected, "{}: {history:?}", model.name());
        if holds { held.push(model) } else { broken.push(model) }
    }
    for model in &held {
        for other in &broken {
            assert!(!model.implies(*other), "{} does not imply {}: {history:?}", model.name(), other.name());
        }
        assert_eq!(legal_order(history, *model).is_some(), one_by_one(*model), "{}: {history:?}", model.name());
    }
    !broken.is_empty()
}

fn one_by_one(model: Model) -> bool {
    matches!(model, Model::Linearizable | Model::Sequential | Model::Serializable)
}

/// Looks at so many random histories; between a tenth and nine tenths must be broken, or they show little.
fn random(from: u64, many: u64, kind: Kind, wild: Wild) {
    let mut broken = 0;
    for n in from..from + many {
        let mut dice = Dice::new(n);
        let history = match kind {
            Kind::Registers => registers(&mut dice, wild),
            Kind::Transactions => transactions(&mut dice, wild),
        };
        broken += u64::from(look(&history));
    }
    assert!((many / 10..many * 9 / 10).contains(&broken), "{broken} of {many} are broken");
}

const TAME: Wild = Wild { most: 6, unknown: 0, aborted: 0, repeated: 0 };

/// Looks at every history of these shapes over two keys: sessions of transactions of so many operations.
fn every(kind: Kind, shapes: &[&[&[usize]]]) -> usize {
    let mut histories = 0;
    for shape in shapes {
        all(kind, shape, 2, &mut |history| {
            look(history);
            histories += 1;
        });
    }
    histories
}

const ONE: &[usize] = &[1];
const TWO: &[usize] = &[1, 1];
const THREE: &[usize] = &[1, 1, 1];
const FOUR: &[usize] = &[1, 1, 1, 1];

/// Up to four operations of any number of sessions over two keys, and five of two sessions.
#[test]
fn every_small_register_history_is_decided_as_the_definitions_say() {
    let shapes: [&[&[usize]]; 13] = [
        &[ONE],
        &[TWO],
        &[ONE, ONE],
        &[THREE],
        &[TWO, ONE],
        &[ONE; 3],
        &[FOUR],
        &[THREE, ONE],
        &[TWO, TWO],
        &[TWO, ONE, ONE],
        &[ONE; 4],
        &[THREE, TWO],
        &[FOUR, ONE],
    ];
    assert_eq!(every(Kind::Registers, &shapes), 16_186);
}

/// Up to two transactions of up to two operations, or three with four operations in all, over two keys.
#[test]
fn every_small_transaction_history_is_decided_as_the_definitions_say() {
    let shapes: [&[&[usize]]; 15] = [
        &[&[1]],
        &[&[2]],
        &[&[1], &[1]],
        &[&[2], &[1]],
        &[&[2], &[2]],
        &[&[1, 1]],
        &[&[1, 2]],
        &[&[2, 1]],
        &[&[2, 2]],
        &[&[1], &[1], &[2]],
        &[&[1, 1], &[2]],
        &[&[1, 2], &[1]],
        &[&[2, 1], &[1]],
        &[&[1, 1, 2]],
        &[&[2, 1, 1]],
    ];
    assert_eq!(every(Kind::Transactions, &shapes), 6_754);
}

#[test]
fn random_register_histories_are_decided_as_the_definitions_say() {
    random(0, 42_000, Kind::Registers, TAME);
    random(500_000, 8_000, Kind::Registers, Wild { most: 7, ..TAME });
}

#[test]
fn random_transaction_histories_are_decided_as_the_definitions_say() {
    random(1_000_000, 40_000, Kind::Transactions, Wild { most: 5, ..TAME });
}

#[test]
fn writes_without_an_answer_and_equal_values_are_decided_as_the_definitions_say() {
    let wild = Wild { most: 6, unknown: 25, aborted: 0, repeated: 20 };
    random(2_000_000, 10_000, Kind::Registers, wild);
    random(3_000_000, 10_000, Kind::Transactions, Wild { most: 4, aborted: 10, ..wild });
}

/// What the lessons say of the four guarantees together.
#[test]
fn all_four_guarantees_are_causal_memory_or_with_one_order_causal_convergence() {
    for n in 0..10_000 {
        let history = registers(&mut Dice::new(4_000_000 + n), Wild { most: 6, ..TAME });
        for (local, model) in [(true, Model::CausalMemory), (false, Model::CausalConvergence)] {
            let holds = decide(&history, model) == Some(Verdict::Holds);
            assert_eq!(naive::all_four(&history, local), holds, "{}: {history:?}", model.name());
        }
    }
}
