//! Measures of how a system fails and comes back: herds, peaks, calm, recovery, and work for nobody.

use sim_core::measure::{ArgValue, Call, Evidence, Fact, Finding, Instant, Verdict, find};
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::service::{play, scene};

/// What a measure finds: `key = value` pairs, with spans in ms, moments as `@ms`, labels' ends as `@x.end`.
fn found(world: &World, until: u64, measure: &str, args: &str) -> Finding {
    let arg = |text: &str| {
        let (key, value) = text.split_once('=').expect(text);
        let (key, value) = (key.trim(), value.trim());
        let millis = |text: &str| text.parse().expect(text);
        let value = match (value.strip_prefix('@'), value.strip_suffix("ms")) {
            (Some(moment), _) => ArgValue::Instant(match moment.split_once(".end") {
                Some((label, _)) => Instant::End(label.into()),
                None => Instant::At(Time::ms(millis(moment))),
            }),
            (None, Some(span)) => ArgValue::Span(Duration::ms(millis(span))),
            (None, None) => value.parse().map_or(ArgValue::Word(value.into()), ArgValue::Whole),
        };
        (key.to_string(), value)
    };
    let args = args.split(',').filter(|a| !a.trim().is_empty()).map(arg).collect();
    find(&Evidence { until: Time::ms(until), ..Evidence::of(world) }, &Call { measure: measure.into(), args })
}

/// A count, or milliseconds; nothing where there is nothing to take it of.
fn number(finding: &Finding) -> Option<u64> {
    let Verdict::Quantity(q) = finding.verdict else { return None };
    let scale = if q.unit == sim_core::quantity::Unit::Time { 1e3 } else { 1.0 };
    Some((q.value * scale + 0.5) as u64)
}

fn fact(finding: &Finding, name: &str) -> Option<Fact> {
    finding.witnesses.last()?.fields.iter().find(|(field, _)| *field == name).map(|(_, fact)| fact.clone())
}

/// Twenty clients ask a gate at once that works 10 ms for each and lets two wait; the others back off for 300 ms.
fn gate(settings: &str) -> World {
    let names: Vec<String> = (1..=20).map(|n| format!("t{n}@gate")).collect();
    let groups = format!(
        "gates: service: gate: service = 10ms; queue = 2\nlines: client: {}: attempts = 9; timeout = 5s; load = burst 1 every 60s; mix = 100% call; {settings}",
        names.join(", ")
    );
    let world = scene(70, &groups, "");
    play(&world, 7, "")
}

#[test]
fn a_herd_finds_a_server_that_had_nothing_to_do() {
    let world = gate("backoff = fixed; backoff-base = 300ms");
    let args = "node = gate, size = 10, width = 20ms, idle = 100ms";
    let herds = |until| found(&world, until, "herds", args);
    // The first contact, at 60 s, finds the gate idle for a minute; then 17, 14 and 11 come back, and 8 are no herd.
    assert_eq!(
        [60_299, 60_300, 60_900, 63_000].map(|until| number(&herds(until))),
        [Some(1), Some(2), Some(4), Some(4)]
    );
    let last = herds(60_950);
    assert_eq!(fact(&last, "came"), Some(Fact::Value(11)));
    assert_eq!(fact(&last, "idle"), Some(Fact::Span(Duration::ms(270))));
    assert_eq!(fact(&last, "apart"), Some(Fact::Span(Duration::ms(300))));
    assert_eq!(fact(&last, "waited"), Some(Fact::Span(Duration::ms(300))));
    for event in ["asked", "earlier", "refused", "first"] {
        assert!(matches!(fact(&last, event), Some(Fact::Event(_))), "{event}");
    }
    assert_eq!(last.witnesses.last().unwrap().because.len(), 3, "came back, was refused, asked");
    assert_eq!(number(&found(&gate(""), 70_000, "herds", args)), Some(1), "who hammers leaves no rest");
}

#[test]
fn a_peak_is_the_fullest_of_equal_spans() {
    let world = gate("backoff = fixed; backoff-base = 300ms");
    let peak = |args: &str| number(&found(&world, 70_000, "peak", args));
    assert_eq!(peak("node = gate, bucket = 20ms"), Some(20));
    assert_eq!(peak("node = gate, bucket = 20ms, after = @60100"), Some(17));
    assert_eq!(peak("node = gate, bucket = 1000ms, after = @60100"), Some(17 + 14 + 11));
}

/// One worker, 10 ms of work, 50 requests a second; the client waits for 50 ms.
fn paused(acts: &str) -> World {
    let groups = "servers: service: pay: service = 10ms\npeople: client: ann@pay: timeout = 50ms; load = every 20ms; mix = 100% call";
    play(&scene(20, groups, ""), 7, acts)
}

#[test]
fn calm_is_counted_from_the_end_of_the_last_fault() {
    let world = paused("at 5s pause pay for 2s\nat 6s slow pay by 2x for 3s");
    let calm = |until| number(&found(&world, until, "calm", ""));
    assert_eq!([4_000, 5_500, 8_000, 9_000, 12_000].map(calm), [Some(0), Some(0), Some(0), Some(0), Some(3_000)]);
    assert_eq!(found(&world, 4_000, "calm", "").over, 0, "without a fault there is no calm after it");
    let set = paused("at 5s pause pay for 1s\nat 5s set pay.error-rate 1%");
    assert_eq!(number(&found(&set, 20_000, "calm", "")), Some(0), "a setting that was changed lies on the world");
}

#[test]
fn recovery_is_the_first_second_from_which_service_stays_good() {
    let world = paused("stop: at 5s pause pay for 2s");
    let recovery = |until| number(&found(&world, until, "recovery", "after = @stop.end, clean = 3000ms"));
    // 100 requests wait when the pause ends; 50 more come each second, 100 are worked on: late until 9 s.
    assert_eq!((recovery(11_900), recovery(12_000), recovery(20_000)), (None, Some(2_000), Some(2_000)));
    let never = paused("stop: at 5s pause pay for 2s\nat 5s set pay.service 30ms");
    assert_eq!(number(&found(&never, 20_000, "recovery", "after = @stop.end, clean = 3000ms")), None);
}

#[test]
fn the_last_work_for_nobody_is_shown() {
    let world = paused("at 5s pause pay for 2s");
    let finding = found(&world, 8_000, "in_vain", "node = pay, after = @7000, for = 1000ms");
    let Some(Fact::Span(waited)) = fact(&finding, "waited") else { panic!("{finding:?}") };
    let Some(Fact::Span(late)) = fact(&finding, "late") else { panic!("{finding:?}") };
    assert_eq!(waited, late + Duration::ms(50));
    assert_eq!((number(&finding), finding.over > 90), (Some(1), true), "all of it");
    for event in ["request", "alarm", "work"] {
        assert!(matches!(fact(&finding, event), Some(Fact::Event(_))), "{event}");
    }
    assert_eq!((finding.witnesses[0].at, finding.witnesses[0].because.len()), (Time::ms(8_000), 3));
}

#[test]
fn crashes_are_counted_and_a_request_is_followed_through_its_tiers() {
    let groups = "webs: service: web: calls = api; workers = 9; attempts = 3; timeout = 100ms\napis: service: api: calls = db; workers = 9; attempts = 3; timeout = 100ms\nstores: service: db: service = 5ms\npeople: client: ann@web: timeout = 60s";
    let failing = play(&scene(5, groups, "latency = 5ms"), 7, "at 0s set db.error-rate 100%\nat 1s ask ann call");
    let most = found(&failing, 5_000, "most_attempts", "node = db");
    assert_eq!(number(&most), Some(9));
    assert_eq!(most.witnesses[0].because.len(), 3);
    assert_eq!((fact(&most, "calls"), fact(&most, "above")), (Some(Fact::Value(9)), Some(Fact::Value(3))));
    for event in ["asked", "first", "answer", "last"] {
        assert!(matches!(fact(&most, event), Some(Fact::Event(_))), "{event}");
    }
    assert_eq!(number(&found(&failing, 5_000, "late_calls", "node = db")), Some(0));
    // Each tier gives up after 100 ms: web's last call is given up at 1.3 s, and api goes on until 1.505 s.
    let silent = play(&scene(5, groups, "latency = 5ms"), 7, "at 0s cut api-db\nat 1s ask ann call");
    let most = found(&silent, 5_000, "most_attempts", "node = db");
    assert_eq!((number(&most), fact(&most, "answer").is_some()), (Some(9), true));
    assert_eq!(number(&found(&silent, 5_000, "late_calls", "node = db")), Some(3));
    let down = play(&scene(5, groups, "latency = 5ms"), 7, "at 1s crash db for 1s\nat 3s crash db for 1s");
    let crashes = |until| number(&found(&down, until, "crashes", "node = db"));
    assert_eq!([500, 1_000, 2_500, 5_000].map(crashes), [Some(0), Some(1), Some(1), Some(2)]);
}
