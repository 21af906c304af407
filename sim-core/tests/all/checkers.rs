//! The checkers against each other, against brute force, and against their own witnesses.

use sim_core::check::{Answer, Event, Kind, linearizable, linearizable_by_search};
use sim_core::id::OpId;
use sim_core::time::Time;

use crate::cap::measured;
use crate::generate::{Dice, recipe};
use crate::naive;

/// A history of up to `most` operations within `span` instants; ties are frequent, intervals closed.
fn history(dice: &mut Dice, most: u64, span: u64, unique: bool) -> Vec<Event> {
    let n = 1 + dice.below(most);
    let mut written = 0;
    let mut event = |dice: &mut Dice| {
        let write = dice.percent(45);
        written += i64::from(write);
        let value = match (unique, write) {
            (true, true) => written,
            (true, false) => dice.below(n.div_ceil(2) + 1) as i64,
            (false, _) => dice.below(3) as i64,
        };
        let called = dice.below(span);
        let returned = called + dice.below(span.div_ceil(2));
        let unknown = write && dice.percent(25);
        Event { write, value, called: Time(called), returned: if unknown { Time::NEVER } else { Time(returned) } }
    };
    (0..n).map(|_| event(dice)).collect()
}

/// The conflict's operations and the writes of their values are not linearizable by themselves, where it names values.
fn incriminates(events: &[Event], answer: &Answer) -> bool {
    let Answer::Broken(conflict) = answer else { return true };
    if conflict.kind == Kind::NoOrder {
        return conflict.ops.len() == events.len();
    }
    let named = |e: &Event| e.write && (e.value == conflict.values.0 || e.value == conflict.values.1);
    let shown = |(i, e): (usize, &Event)| (conflict.ops.contains(&i) || named(e)).then_some(*e);
    let alone: Vec<Event> = events.iter().enumerate().filter_map(shown).collect();
    !naive::linearizable(0, &alone)
}

#[test]
fn zones_search_and_brute_force_agree_where_values_are_unique() {
    let mut broken = 0;
    for n in 0..24_000 {
        let events = history(&mut Dice::new(n), 6, 3 + n % 9, true);
        let (zones, search) = (linearizable(0, &events), linearizable_by_search(0, &events));
        assert_eq!(zones == Answer::Holds, naive::linearizable(0, &events), "history {n}: {events:?}");
        assert_eq!(zones == Answer::Holds, search == Answer::Holds, "history {n}: {events:?}");
        assert!(incriminates(&events, &zones), "history {n}: {zones:?} of {events:?}");
        broken += u32::from(zones != Answer::Holds);
    }
    assert!((6_000..18_000).contains(&broken), "{broken} of 24000 are broken: too one-sided to show anything");
}

#[test]
fn zones_and_search_agree_on_longer_histories() {
    let mut broken = 0;
    for n in 0..20_000 {
        let events = history(&mut Dice::new(1_000_000 + n), 14, 40, true);
        let (zones, search) = (linearizable(0, &events), linearizable_by_search(0, &events));
        assert_eq!(zones == Answer::Holds, search == Answer::Holds, "history {n}: {events:?}");
        broken += u32::from(zones != Answer::Holds);
    }
    assert!((2_000..19_500).contains(&broken), "{broken} of 20000 are broken: too one-sided to show anything");
}

#[test]
fn search_and_brute_force_agree_where_values_are_repeated() {
    let mut broken = 0;
    for n in 0..20_000 {
        let events = history(&mut Dice::new(2_000_000 + n), 6, 3 + n % 9, false);
        let search = linearizable_by_search(0, &events);
        assert_eq!(search == Answer::Holds, naive::linearizable(0, &events), "history {n}: {events:?}");
        assert_eq!(linearizable(0, &events) == Answer::Holds, search == Answer::Holds, "history {n}: {events:?}");
        assert!(incriminates(&events, &search), "history {n}");
        broken += u32::from(search != Answer::Holds);
    }
    assert!((4_000..16_000).contains(&broken), "{broken} of 20000 are broken: too one-sided to show anything");
}

/// All histories of three operations: writes of 1 and of 2, and a read of anything; each within four instants.
#[test]
fn zones_and_brute_force_agree_on_every_history_of_three() {
    let spans: Vec<(u64, u64)> = (0..4).flat_map(|a| (a..5).map(move |b| (a, b))).collect();
    let event = |write, value, (from, to): (u64, u64)| {
        let returned = if to == 4 { if write { Time::NEVER } else { Time(from) } } else { Time(to) };
        Event { write, value, called: Time(from), returned }
    };
    for one in &spans {
        for two in &spans {
            for three in &spans {
                for value in 0..4 {
                    for third_writes in [false, true] {
                        let third = event(third_writes, if third_writes { 3 } else { value }, *three);
                        let second = event(!third_writes, if third_writes { value } else { 2 }, *two);
                        let events = [event(true, 1, *one), second, third];
                        let zones = linearizable(0, &events);
                        assert_eq!(zones == Answer::Holds, naive::linearizable(0, &events), "{events:?}");
                        assert!(incriminates(&events, &zones), "{zones:?} of {events:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn a_long_history_with_repeated_values_and_many_timeouts_is_decided_or_given_up() {
    for n in 0..6 {
        let mut dice = Dice::new(3_000_000 + n);
        let events = history(&mut dice, 400, 2_000, false);
        let answer = linearizable_by_search(0, &events);
        assert!(answer != Answer::Undecided || events.len() > 20, "history {n}");
    }
}

#[test]
fn stale_reads_are_those_of_the_definition() {
    let mut found = 0;
    for n in 3_000..3_200 {
        let world = recipe(n).0.play(None).unwrap();
        let stale = measured(&world, "stale_reads", &[]);
        let named: std::collections::BTreeSet<OpId> = stale.witnesses.iter().map(|w| w.marks[0].0).collect();
        assert_eq!(named, naive::stale_reads(&world.history, Time::NEVER), "recipe {n}");
        found += named.len();
    }
    assert!(found > 100, "only {found} stale reads: too few to show anything");
}
