//! A verdict that grows with its history says at every moment what one from scratch says, and costs little.

use sim_core::check::{Answer, Growing, linearizable};
use sim_core::time::Time;

use crate::generate::Dice;

/// How a history is made.
#[derive(Clone, Copy)]
struct Style {
    clients: u64,
    /// Values that are written; 0 for a new one each time.
    values: u64,
    /// Of a hundred answers, how many are wrong at random.
    wrong: u64,
    /// Of a hundred ends, how many are no answer, or a failure.
    without: u64,
    /// Most microseconds between two steps.
    apart: u64,
}

/// Clients at one register, step by step; `look` sees the history after every step.
fn grow(dice: &mut Dice, style: Style, steps: usize, mut look: impl FnMut(&Growing)) -> Growing {
    let mut growing = Growing::new(0);
    let (mut now, mut held, mut written) = (Time(5), 0_i64, 0_i64);
    // What each client waits for, and what the register held at some instant since.
    let mut open: Vec<Option<(usize, Option<i64>, i64)>> = vec![None; style.clients as usize];
    for _ in 0..steps {
        now.0 += dice.below(style.apart + 1);
        let client = dice.below(style.clients) as usize;
        match open[client].take() {
            None if dice.percent(40) => {
                written += 1;
                let value = if style.values == 0 { written } else { dice.below(style.values) as i64 };
                open[client] = Some((growing.write(value, now), Some(value), held));
                if dice.percent(50) {
                    held = value;
                }
            }
            None => open[client] = Some((growing.read(now), None, held)),
            Some((op, wrote, seen)) if dice.percent(style.without) => {
                if let Some(value) = wrote.filter(|_| dice.percent(50)) {
                    held = value;
                }
                let _ = seen;
                if dice.percent(50) { growing.lost(op) } else { growing.failed(op) }
            }
            Some((op, Some(value), _)) => {
                if dice.percent(60) {
                    held = value;
                }
                growing.acknowledged(op, now);
            }
            Some((op, None, seen)) => {
                let honest = if dice.percent(50) { seen } else { held };
                let wrong = dice.percent(style.wrong);
                let value = if wrong { dice.below(written as u64 + 1) as i64 } else { honest };
                growing.returned(op, value, now);
            }
        }
        look(&growing);
    }
    growing
}

fn name(answer: &Answer) -> &'static str {
    match answer {
        Answer::Holds => "holds",
        Answer::Broken(_) => "broken",
        Answer::Undecided => "undecided",
    }
}

#[test]
fn the_growing_verdict_is_that_from_scratch_after_every_step() {
    let (mut looks, mut broken) = (0, 0);
    for n in 0..6_000 {
        let mut dice = Dice::new(30_000_000 + n);
        let apart = [0, 1, 1, 5][n as usize / 8 % 4];
        let style = Style {
            clients: if n % 10 == 9 && apart == 5 { 10 } else { 2 + n % 3 },
            // Forty operations within one instant are all concurrent: too much for any search.
            values: if apart == 0 { 0 } else { [0, 0, 3, 4][n as usize % 4] },
            wrong: [0, 5, 15][n as usize % 3],
            without: [0, 10, 30][n as usize / 4 % 3],
            apart,
        };
        grow(&mut dice, style, 40, |growing| {
            let (numbers, events): (Vec<usize>, Vec<_>) = growing.events().unzip();
            let (scratch, grown) = (linearizable(0, &events), growing.verdict());
            assert_eq!(name(&grown), name(&scratch), "history {n}: {grown:?} {scratch:?} of {events:#?}");
            if let Answer::Broken(conflict) = &grown {
                assert!(conflict.ops.iter().all(|op| numbers.contains(op)), "history {n}: {conflict:?}");
                broken += 1;
            }
            looks += 1;
        });
    }
    assert!((looks / 5..looks / 5 * 4).contains(&broken), "{broken} of {looks} are broken: too one-sided");
}

/// A history that holds: each operation takes effect when it returns.
fn honest(style: Style, steps: usize) -> Growing {
    let mut growing = Growing::new(0);
    let mut dice = Dice::new(31_000_000);
    let (mut now, mut held, mut written) = (Time(5), 0, 0);
    let mut open: Vec<Option<(usize, Option<i64>)>> = vec![None; style.clients as usize];
    for _ in 0..steps {
        now.0 += 1 + dice.below(style.apart);
        let client = dice.below(style.clients) as usize;
        open[client] = match open[client] {
            None if dice.percent(40) => {
                written += 1;
                let value = if style.values == 0 { written } else { dice.below(style.values) as i64 };
                Some((growing.write(value, now), Some(value)))
            }
            None => Some((growing.read(now), None)),
            Some((op, Some(value))) => {
                held = value;
                growing.acknowledged(op, now);
                None
            }
            Some((op, None)) => {
                growing.returned(op, held, now);
                None
            }
        };
        assert_eq!(growing.verdict(), Answer::Holds);
    }
    growing
}

#[test]
fn work_grows_with_the_history_and_not_with_its_square() {
    for values in [0, 3] {
        let style = Style { clients: 5, values, wrong: 0, without: 0, apart: 10 };
        let work = |steps| honest(style, steps).work();
        let (short, long) = (work(2_000), work(20_000));
        assert!(long < 12 * short, "ten times the history: {long} instead of {short} with {values} values");
        let most = if values == 0 { 4 } else { 200 };
        assert!(long < most * 20_000, "{long} for 20000 steps with {values} values");
    }
}
