//! Routes: requests that name one share a service's workers, and each has its own node to ask, patience, wall and fallback.

use sim_core::act::parse_line;
use sim_core::history::Outcome;
use sim_core::measure::{ArgValue, Call, Evidence, Fact, Finding, Instant, Verdict, find};
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::service::{play, scene};

/// Four workers shared by two routes; recommendations take 900 ms.
fn shop(settings: &str, acts: &str) -> World {
    let groups = format!(
        "web: service: web: workers = 4; queue = 100; home.calls = reco; product.calls = catalog; {settings}
         goods: service: catalog: workers = 9; service = 20ms
         taste: service: reco: workers = 99; service = 900ms
         people: client: ann@web, bo@web: timeout = 2s"
    );
    play(&scene(6, &groups, ""), 7, acts)
}

fn outcomes(world: &World) -> Vec<(u64, Outcome)> {
    world.history.ops.iter().map(|op| (op.returned.since(op.called).0 / 1_000, op.outcome)).collect()
}

fn measured(world: &World, name: &str, args: &[(&str, ArgValue)]) -> Finding {
    let args = args.iter().map(|(name, value)| ((*name).into(), value.clone())).collect();
    find(&Evidence::of(world), &Call { measure: name.into(), args })
}

fn word(text: &str) -> ArgValue {
    ArgValue::Word(text.into())
}

fn value(finding: &Finding) -> f64 {
    if let Verdict::Quantity(q) = &finding.verdict { q.value } else { f64::NAN }
}

/// A count, or milliseconds.
fn whole(value: f64) -> usize {
    value.round() as usize
}

const TWO: &str = "at 10ms ask ann call home\nat 20ms ask bo call product";
const OK: Outcome = Outcome::Ok(None);

#[test]
fn each_route_asks_its_own_node_with_its_own_patience() {
    assert_eq!(outcomes(&shop("", TWO)), [(900, OK), (20, OK)]);
    let world = shop("home.timeout = 200ms", TWO);
    assert_eq!(outcomes(&world), [(200, Outcome::Failed), (20, OK)]);
    let world = shop("timeout = 200ms; home.timeout = 3s; home.attempts = 2", TWO);
    assert_eq!(outcomes(&world), [(900, OK), (20, OK)], "what a route has for itself counts before its service's");
    let world = shop("", &format!("at 0s set web.home.timeout 200ms\nat 0s set web.timeout 10ms\n{TWO}"));
    assert_eq!(outcomes(&world), [(200, Outcome::Failed), (10, Outcome::Failed)]);
}

#[test]
fn a_bulkhead_fails_at_once_what_is_over_it_and_leaves_other_routes_alone() {
    let many =
        "at 10ms ask ann call home\nat 11ms ask ann call home\nat 12ms ask ann call home\nat 13ms ask bo call product";
    let walled = shop("home.bulkhead = 2", many);
    assert_eq!(outcomes(&walled), [(900, OK), (900, OK), (0, Outcome::Failed), (20, OK)]);
    let later = shop("home.bulkhead = 2", &format!("{many}\nat 1100ms ask ann call home"));
    assert_eq!(later.history.ops[4].outcome, OK, "the wall counts those that wait, not those that waited");
}

#[test]
fn an_empty_answer_is_an_answer_and_on_record() {
    let acts = format!("at 5ms ask ann call home\n{TWO}");
    let world = shop("home.timeout = 200ms; home.fallback = empty; home.bulkhead = 1", &acts);
    assert_eq!(outcomes(&world), [(200, OK), (0, OK), (20, OK)]);
    assert!((value(&measured(&world, "real_answers", &[])) - 1.0 / 3.0).abs() < 1e-9);
    assert!((value(&measured(&world, "real_answers", &[("clients", word("bo"))])) - 1.0).abs() < 1e-9);
    let refused = shop("home.timeout = 200ms", &acts);
    assert!((value(&measured(&refused, "real_answers", &[])) - 1.0 / 3.0).abs() < 1e-9, "an error is no real answer");
}

#[test]
fn a_request_starves_while_the_workers_wait_for_somebody_it_does_not_need() {
    let fill =
        "every 100ms from 1ms until 500ms ask ann call home\nat 450ms ask bo call product\nat 5s ask bo call product";
    let settings = "home.timeout = 5s; workers = 4";
    let starve = |world: &World, by: &str| measured(world, "starved", &[("node", word("web")), ("by", word(by))]);
    let world = shop(&format!("{settings}; service = 0s"), &format!("at 0s set taste.service 3s\n{fill}"));
    let found = starve(&world, "reco");
    assert_eq!(whole(value(&found)), 2, "the fifth home page, and the product page");
    assert_eq!(whole(value(&starve(&world, "catalog"))), 0);
    let witness = &found.witnesses[0];
    let fact = |name: &str| witness.fields.iter().find(|(field, _)| *field == name).map(|(_, fact)| fact.clone());
    assert_eq!(fact("gaveup"), Some(Fact::At(Time::ms(2_450))));
    assert_eq!((fact("held"), fact("oldest")), (Some(Fact::Value(4)), Some(Fact::Span(Duration::ms(2_449)))));
    for event in ["request", "alarm", "holding"] {
        assert!(matches!(fact(event), Some(Fact::Event(row)) if witness.rows.contains(&row)), "{event}");
    }
    assert_eq!(whole(value(&measured(&world, "workers", &[("node", word("web"))]))), 4);
    assert_eq!(whole(value(&starve(&shop(settings, TWO), "reco"))), 0, "nobody waits for a worker here");
}

#[test]
fn a_route_keeps_its_name_behind_a_balancer() {
    let groups = "front: balancer: front: to = web
         web: service: web: workers = 4; home.calls = reco; home.timeout = 100ms
         taste: service: reco: service = 1s
         people: client: ann@front: timeout = 2s; mix = 100% call home; load = every 3s";
    let scenario = scene(5, groups, "");
    assert!(World::new(&scenario, sim_core::luck::Seed(7), &[]).is_ok());
    let world = play(&scenario, 7, "");
    assert_eq!(outcomes(&world)[0], (100, Outcome::Failed), "its patience is 100 ms there, too");
}

#[test]
fn what_is_not_possible_is_said() {
    let world = shop("", TWO);
    let refused = |line: &str| world.check(&parse_line(line).unwrap()).unwrap_err().0;
    assert!(refused("at 0s set web.home.workers 3").contains("unknown setting `workers`"));
    assert!(refused("at 0s set web.home.calls ann").contains("not a server"));
    assert!(refused("at 0s set web.home.calls recco").contains("did you mean `reco`?"));
    assert!(refused("at 1s ask ann call home 5").contains("call"));
}

/// A page that asks a gateway, which fails every second call from 1 s on, or all.
fn page(settings: &str, fails: &str, acts: &str) -> World {
    let groups = format!(
        "gateway: service: gateway: workers = 99; status.calls = cache; authorise.calls = card
         stores: service: cache: workers = 9
         cards: service: card: workers = 9
         people: client: page@gateway: load = every 100ms; mix = in turn call status, call authorise; {settings}"
    );
    play(&scene(5, &groups, ""), 7, &format!("fault: at 1s {fails}\n{acts}"))
}

/// Milliseconds from the fault to the opening, openings, and the share of the time after the fault that it was closed.
fn opened(world: &World) -> (usize, usize, f64) {
    let fault = ("after", ArgValue::Instant(Instant::Start("fault".into())));
    let time = measured(world, "time_to_open", std::slice::from_ref(&fault));
    let count = whole(value(&measured(world, "openings", &[])));
    (whole(value(&time) * 1e3), count, value(&measured(world, "breaker_closed", &[fault])))
}

#[test]
fn failures_that_alternate_never_run_and_a_breaker_of_its_own_sees_them() {
    let settings = "breaker = consecutive; breaker-failures = 3; breaker-open = 30s";
    let (time, count, closed) = opened(&page(settings, "crash card", ""));
    assert_eq!((time, count), (4_000, 0), "never: the time since");
    assert!(closed > 0.999);
    let own = format!("{settings}; breaker-scope = route");
    let world = page(&own, "crash card", "");
    // Calls of 1.1, 1.3 and 1.5 s are refused; a card that dies at the instant of a call is not asked.
    let (time, count, closed) = opened(&world);
    assert!((300..=700).contains(&time) && count == 1, "{time} {count}");
    assert!((closed - time as f64 / 4e3).abs() < 1e-6, "{closed}: closed until then");
    let failed = world.history.ops.iter().filter(|op| op.outcome == Outcome::Failed && op.called > Time::secs(2));
    assert!(
        failed.count() >= 14
            && world.history.ops.iter().filter(|op| op.called > Time::secs(2)).any(|op| op.outcome == OK)
    );
    let all = page(settings, "set gateway.error-rate 100%", "");
    assert!(opened(&all).0 < 400, "three in a row, whatever they are");
}

#[test]
fn a_breaker_that_stays_closed_tells_of_the_answer_in_between() {
    let world = page("breaker = consecutive; breaker-failures = 3", "crash card", "");
    let found = measured(&world, "breaker_closed", &[("after", ArgValue::Instant(Instant::Start("fault".into())))]);
    let witness = &found.witnesses[0];
    let fact = |name: &str| witness.fields.iter().find(|(field, _)| *field == name).map(|(_, fact)| fact.clone());
    assert_eq!((fact("run"), fact("apart")), (Some(Fact::Value(1)), Some(Fact::Span(Duration::ms(100)))));
    assert!(witness.sentence.contains("“call status” was answered"), "{}", witness.sentence);
}

#[test]
fn one_host_is_ejected_and_comes_back_without_a_probe() {
    let world = page("breaker = envoy", "set gateway.error-rate 100%", "");
    let (time, count, _) = opened(&world);
    assert!(time < 600 && count == 1, "{time} {count}");
}
