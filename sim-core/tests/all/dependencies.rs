//! Services that ask other services: whom a slow, silent or dead dependency takes along.

use expect_test::expect;
use sim_core::history::Outcome;
use sim_core::run::Recipe;
use sim_core::time::Time;
use sim_core::world::World;

use crate::servers::found;
use crate::service::{play, scene, told};

/// `api` asks `db` after 10 ms of its own work; links of 5 ms.
fn chain(settings: &str, acts: &str) -> World {
    let groups = format!(
        "fronts: service: api: service = 10ms; calls = db; {settings}\nstores: service: db: service = 20ms\npeople: client: ann@api, bo@api:"
    );
    play(&scene(3, &groups, "latency = 5ms"), 7, acts)
}

#[test]
fn a_worker_is_held_until_the_other_node_answers() {
    let expected = expect![[r#"
        0.010000  call     ann          call
        0.015000  call     bo           call
        0.020000  send     api -> db    call
        0.025000  arrive   api -> db    call
        0.045000  send     db -> api    call
        0.050000  arrive   db -> api    call
        0.050000  return   ann          call = ok
        0.060000  send     api -> db    call
        0.065000  arrive   api -> db    call
        0.085000  send     db -> api    call
        0.090000  arrive   db -> api    call
        0.090000  return   bo           call = ok
    "#]];
    expected.assert_eq(&told(&chain("", "at 10ms ask ann call\nat 15ms ask bo call")));
}

#[test]
fn a_silent_dependency_holds_a_worker_for_the_timeout_and_one_that_is_down_does_not() {
    let expected = expect![[r#"
        0.005000  act      cut api-db
        0.010000  call     ann          call
        0.020000  send     api -> db    call
        0.022500  lost     api -> db    call
        0.055000  undone   cut api-db
        0.120000  return   ann          call = failed
        0.200000  act      crash db
        0.200000  down     db
        0.210000  call     bo           call
        0.220000  send     api -> db    call
        0.225000  lost     api -> db    call
        0.225000  send     db -> api    call
        0.230000  arrive   db -> api    call
        0.230000  return   bo           call = failed
    "#]];
    let acts = "at 5ms cut api-db for 50ms\nat 10ms ask ann call\nat 200ms crash db\nat 210ms ask bo call";
    expected.assert_eq(&told(&chain("timeout = 100ms", acts)));
}

#[test]
fn an_answer_that_comes_after_the_timeout_is_not_waited_for() {
    let expected = expect![[r#"
        0.010000  call     ann          call
        0.020000  send     api -> db    call
        0.025000  arrive   api -> db    call
        0.045000  send     db -> api    call
        0.045000  return   ann          call = failed
        0.050000  arrive   db -> api    call
    "#]];
    expected.assert_eq(&told(&chain("timeout = 25ms", "at 10ms ask ann call")));
}

/// Half of the pages need the quick half of what is behind, half the other: 200/s, 50 workers (Little: 100/s × 20 ms +
/// 100/s × 50 ms = 7 of them).
fn shop(timeout: &str, acts: &str) -> World {
    let groups = format!(
        "fronts: service: web: workers = 50; queue = 200; calls = behind; timeout = {timeout}
         behind: service: back: workers = 2000; service = mix 50% exp 20ms, 50% 30ms..70ms
         people: client: ann@web: load = poisson 200/s; mix = 100% call"
    );
    play(&scene(20, &groups, ""), 7, acts)
}

/// The share answered of what was asked from 10 s to 19 s.
fn answered(world: &World) -> f64 {
    let asked = world.history.ops.iter().filter(|op| (Time::secs(10)..Time::secs(19)).contains(&op.called));
    let (ok, all) = asked.fold((0, 0), |(ok, all), op| (ok + u32::from(matches!(op.outcome, Outcome::Ok(_))), all + 1));
    f64::from(ok) / f64::from(all)
}

const SLOW: &str = "at 5s set behind.service mix 50% exp 20ms, 50% exp 2s";

#[test]
fn a_slow_dependency_empties_the_pool_and_a_dead_one_does_not() {
    let share = |timeout, acts| answered(&shop(timeout, acts));
    assert!(share("30s", "") > 0.999);
    // 100/s × 20 ms + 100/s × 2 s = 202 workers are wanted, there are 50: hardly a page is in time, not even the quick ones.
    assert!(share("30s", SLOW) < 0.05, "{}", share("30s", SLOW));
    // Half of the calls are given up after 200 ms: 22 workers are wanted, and the other half is as ever.
    assert!((0.5..0.6).contains(&share("200ms", SLOW)), "{}", share("200ms", SLOW));
    // Refused at once: nobody is answered, and no worker is held.
    let dead = shop("30s", "at 5s crash back");
    assert!(answered(&dead) < 0.001);
    let busy = |world: &World| {
        world.trace.gauges.iter().filter(|p| p.at > Time::secs(6) && p.gauge == 0).map(|p| p.value).max()
    };
    // But for those that were being worked on when it crashed: nobody tells their callers.
    assert!(busy(&dead) < Some(15), "{:?}", busy(&dead));
    assert_eq!(busy(&shop("30s", SLOW)), Some(50));
}

#[test]
fn whom_a_service_asks_must_be_a_server_that_can_be_asked_the_same() {
    let with = |calls: &str| {
        let groups = format!("fronts: service: api: calls = {calls}\nothers: register: r:\npeople: client: ann@api:");
        Recipe::idle(scene(1, &groups, "")).play(None).map(|_| ()).unwrap_err().0
    };
    assert_eq!(with("others"), "`r` knows no `call`");
    assert_eq!(with("ann"), "`ann` is not a server; only servers are asked");
    assert!(with("fronts2").starts_with("unknown node or group `fronts2`; did you mean"), "{}", with("fronts2"));
    assert_eq!(with("none; queue = few"), "`queue` is a whole number from 0 to 1000000, or none, not `few`");
}

#[test]
fn a_balancer_passes_requests_on_in_turn_and_gives_up() {
    let groups = "farm: service: x, y: service = 30ms\nfront: balancer: f: to = farm; policy = round-robin; timeout = 100ms\npeople: client: ann@f:";
    let acts = "at 10ms ask ann call\nat 20ms ask ann call\nat 100ms cut f-x for 50ms\nat 110ms ask ann call\nat 300ms crash y\nat 310ms ask ann call";
    let expected = expect![[r#"
        0.010000  call     ann          call
        0.010000  send     f -> x       call
        0.015000  arrive   f -> x       call
        0.020000  call     ann          call
        0.020000  send     f -> y       call
        0.025000  arrive   f -> y       call
        0.045000  send     x -> f       call
        0.050000  arrive   x -> f       call
        0.050000  return   ann          call = ok
        0.055000  send     y -> f       call
        0.060000  arrive   y -> f       call
        0.060000  return   ann          call = ok
        0.100000  act      cut f-x
        0.110000  call     ann          call
        0.110000  send     f -> x       call
        0.112500  lost     f -> x       call
        0.150000  undone   cut f-x
        0.210000  return   ann          call = failed
        0.300000  act      crash y
        0.300000  down     y
        0.310000  call     ann          call
        0.310000  send     f -> y       call
        0.315000  lost     f -> y       call
        0.315000  send     y -> f       call
        0.320000  arrive   y -> f       call
        0.320000  return   ann          call = failed
    "#]];
    expected.assert_eq(&told(&play(&scene(1, groups, "latency = 5ms"), 7, acts)));
}

/// Three servers, one of them cut off from 1 s to 5 s; ten requests a second for 12 s.
fn farm(front: &str, acts: &str) -> World {
    let groups = format!(
        "farm: service: x, y, z: service = 5ms\nfront: balancer: f: to = farm; policy = round-robin; timeout = 100ms; {front}
         people: client: ann@f: load = every 100ms; mix = 100% call"
    );
    play(&scene(12, &groups, "latency = 5ms"), 7, acts)
}

#[test]
fn a_balancer_tries_elsewhere_and_leaves_out_who_fails_again_and_again() {
    const HOLE: &str = "hole: at 1s cut f-x for 4s";
    let success = |world: &World| found(world, "success", "after = 1000ms, for = 4000ms").unwrap();
    let asked = |world: &World, node: &str, after: u64| {
        found(world, "attempts", &format!("{node}, after = {after}ms, for = 1000ms")).unwrap() as u32
    };
    // One of three requests goes into the hole.
    let alone = farm("", HOLE);
    assert!((0.6..0.7).contains(&success(&alone)), "{}", success(&alone));
    // Elsewhere each is answered, after a timeout.
    let elsewhere = farm("attempts = 2", HOLE);
    assert!(success(&elsewhere) > 0.999 && asked(&elsewhere, "x", 4_000) > 2);
    // Two failures in a row, and x is left out: at 2 s it is asked no more, and it is back within base and interval.
    let ejecting = farm("eject = 2; eject-base = 2s; eject-interval = 1s; eject-cap = 40%", HOLE);
    assert!(success(&ejecting) > 0.85, "{}", success(&ejecting));
    assert_eq!((asked(&ejecting, "x", 2_000), asked(&ejecting, "y", 2_000)), (0, 5));
    assert!(asked(&ejecting, "x", 11_000) >= 3);
    assert!(ejecting.text().contains("left out 1"));
}

#[test]
fn a_balancer_leaves_out_no_more_than_its_cap_and_refuses_where_nobody_is_left() {
    let blip = "at 0s set farm.error-rate 100%";
    let left = |cap: &str| {
        let world = farm(&format!("eject = 2; eject-base = 60s; eject-cap = {cap}"), blip);
        found(&world, "attempts", "farm, after = 5000ms").unwrap() as u32
    };
    assert_eq!(left("100%"), 0, "all are out, and nobody is asked");
    assert!(left("40%") > 60, "one is out, the others are asked as before");
    assert!(left("10%") > 60, "a tenth of three is nobody");
}

/// Three tiers that try three times each, above a database; half a second between requests.
fn tiers(attempts: u32, length: u64, load: &str, errors: &str) -> World {
    let tier = |group: &str, node: &str, calls: &str| {
        format!("{group}: service: {node}: workers = 100; calls = {calls}; attempts = {attempts}; timeout = 1s\n")
    };
    let groups = tier("sites", "web", "api") + &tier("apis", "api", "svc") + &tier("services", "svc", "db");
    let db = format!("stores: service: db: workers = 32; service = 5ms; error-rate = {errors}\n");
    let users = format!("people: client: ann@web: timeout = 60s; mix = 100% call; load = {load}");
    play(&scene(length, &(groups + &db + &users), "latency = 5ms"), 3, "")
}

#[test]
fn retries_multiply_along_the_chain() {
    let dead = tiers(3, 3, "every 500ms", "100%");
    assert_eq!(["api", "svc", "db"].map(|node| found(&dead, "most_attempts", node)), [3.0, 9.0, 27.0].map(Some));
    assert_eq!(found(&tiers(1, 3, "every 500ms", "100%"), "most_attempts", "db"), Some(1.0));
    // With failures of a share f, a tier makes 1 + f + f² attempts and passes on f³: with 1/2 all three make 2.00.
    let half = tiers(3, 100, "poisson 40/s", "50%");
    let (mut f, mut expected) = (0.5_f64, 1.0);
    for _ in 0..3 {
        expected *= 1.0 + f + f * f;
        f = f * f * f;
    }
    let ours = found(&half, "attempts", "db, per = op").unwrap();
    assert!((ours - expected).abs() < 0.08, "{ours} calls, not {expected}");
}

/// Ten workers at three quarters of what they can do, clients who try three times; the server pauses.
fn orders(people: &str, acts: &str) -> World {
    let groups = format!(
        "servers: service: orders: workers = 10; service = exp 100ms
         people: client: app@orders: timeout = 1s; load = poisson 75/s; mix = 100% call; {people}"
    );
    play(&scene(65, &groups, ""), 631, acts)
}

/// The trigger goes, the collapse stays (Bronson et al. 2021); a budget for retries ends it.
#[test]
fn retries_keep_a_collapse_going_after_its_cause_is_gone_and_a_budget_does_not() {
    let late = "after = 40000ms, for = 20000ms";
    let pause = "at 10s pause orders for 1500ms";
    let goodput = |world: &World| found(world, "goodput", late).unwrap() / found(world, "offered", late).unwrap();
    let healthy = orders("attempts = 3", "");
    assert!(goodput(&healthy) > 0.999, "{}", goodput(&healthy));
    let collapsed = orders("attempts = 3", pause);
    assert!(goodput(&collapsed) < 0.01, "{}", goodput(&collapsed));
    // What the requests of an earlier window cost; those of the later one wait for longer than the run lasts.
    let count = |measure| found(&collapsed, measure, "orders, per = op, after = 15000ms, for = 10000ms").unwrap();
    let (attempts, executions, orphans) = (count("attempts"), count("executions"), count("orphans"));
    assert!(attempts > 2.9 && executions > 2.9 && orphans > 0.99 * executions, "{attempts} {executions} {orphans}");
    assert!(found(&collapsed, "utilisation", &format!("orders, {late}")).unwrap() > 0.99, "as busy as can be");
    let saved = orders("attempts = 3; budget = request; budget-ratio = 10%", pause);
    assert!(goodput(&saved) > 0.99, "{}", goodput(&saved));
}
