//! Measures of calls: answers that come too late, errors, losses, and what their witnesses tell.

use sim_core::act::LinkName;
use sim_core::measure::{ArgValue, Call, Evidence, Fact, Finding, Verdict, find};
use sim_core::time::Time;
use sim_core::world::World;

use crate::service::{play, scene};

/// A shop that waits 100 ms, three times, for 20 ms of work, 60 ms away.
fn shop(acts: &str) -> World {
    let groups =
        "far: service: pay: service = 20ms; workers = 8\npeople: client: shop@pay: timeout = 100ms; attempts = 3";
    play(&scene(2, groups, ""), 7, &format!("at 0s set shop-pay.latency 60ms\n{acts}"))
}

/// What a measure of `pay` finds up to this millisecond.
fn told(world: &World, until: u64, measure: &str) -> Finding {
    let args = vec![("node".into(), ArgValue::Word("pay".into()))];
    find(&Evidence { until: Time::ms(until), ..Evidence::of(world) }, &Call { measure: measure.into(), args })
}

fn lost(world: &World, from: &str, to: &str, one_way: bool) -> usize {
    let link = LinkName { a: from.into(), b: to.into(), one_way };
    let args = vec![("link".into(), ArgValue::Link(link))];
    number(&find(&Evidence::of(world), &Call { measure: "lost".into(), args }))
}

fn number(finding: &Finding) -> usize {
    if let Verdict::Quantity(q) = finding.verdict { q.value as usize } else { usize::MAX }
}

fn count(world: &World, measure: &str) -> usize {
    number(&told(world, 2_000, measure))
}

#[test]
fn an_answer_is_late_when_its_caller_has_stopped_waiting() {
    let world = shop("at 10ms ask shop call");
    let late = |until| number(&told(&world, until, "late_answers"));
    assert_eq!([late(149), late(150), late(250), late(350), late(2_000)], [0, 1, 2, 3, 3]);
    let finding = told(&world, 2_000, "late_answers");
    let last = finding.witnesses.last().unwrap();
    let fact = |name: &str| last.fields.iter().find(|(field, _)| *field == name).map(|(_, fact)| fact.clone());
    assert_eq!(fact("gaveup"), Some(Fact::At(Time::ms(310))));
    assert_eq!(fact("done"), Some(Fact::At(Time::ms(290))));
    assert_eq!((fact("attempt"), fact("work")), (Some(Fact::Value(3)), Some(Fact::Value(3))));
    for event in ["request", "finished", "alarm", "answer"] {
        assert!(
            matches!(fact(event), Some(Fact::Event(row)) if last.rows.contains(&row) || event == "finished"),
            "{event}"
        );
    }
    assert_eq!(last.because.len(), 4);
    assert!(last.sentence.contains("40 ms after shop had stopped waiting"), "{}", last.sentence);
}

#[test]
fn what_arrives_in_time_or_never_is_not_late() {
    let in_time = shop("at 0s set shop-pay.latency 5ms\nat 10ms ask shop call");
    assert_eq!(count(&in_time, "late_answers"), 0);
    let cut = shop("at 100ms cut shop-pay\nat 10ms ask shop call");
    assert_eq!(count(&cut, "late_answers"), 0);
    assert_eq!(lost(&cut, "shop", "pay", false), 3);
    assert_eq!(lost(&cut, "pay", "shop", true), 1, "the answer to the first; the others are not asked");
}

#[test]
fn an_error_is_answered_and_silence_and_refused_connections_are_not() {
    let failing = shop("at 0s set pay.error-rate 100%\nat 0s set shop-pay.latency 5ms\nat 10ms ask shop call");
    assert_eq!(count(&failing, "errors"), 3);
    let down = shop("at 5ms crash pay\nat 10ms ask shop call");
    assert_eq!(count(&down, "errors"), 0);
}
