//! Features on one store: ready-made models, families of keys, what they cost, and what was promised to a session.

use sim_core::measure::{Fact, Finding, Verdict};
use sim_core::time::Time;
use sim_core::world::World;

use crate::groups::{finding, measured};
use crate::service::{play, scene};

/// Replicas 10 ms apart, with somebody beside each; copies from `b` to `c` take 300 ms longer.
fn company(store: &str, acts: &str) -> World {
    let groups = format!("replicas: store: a, b, c: {store}\npeople: client: ann@a, bo@b, cy@c: timeout = 2s");
    play(&scene(8, &groups, "latency = 10ms"), 1, &format!("at 0s slow b->c by 300ms\n{acts}"))
}

/// A script for each of five features.
const FEATURES: &str = "at 100ms ask ann write price 1
    at 105ms ask bo read price
    at 1s ask ann write room-n 1 then read room-s
    at 1s ask bo write room-s 1 then read room-n
    at 2s ask bo write thread-q 1
    at 2050ms ask ann read thread-q then write thread-a 1
    at 2200ms ask cy read thread-a then read thread-q
    at 3s ask bo write profile 1 then read profile at c
    at 4s ask ann write ticker 1 at b
    at 4100ms ask cy read ticker at b then read ticker at c";

/// Which of them go well.
fn kept(world: &World) -> String {
    let holds = |model, key| finding(world, "holds", &[("model", model), ("key", key)]).verdict == Verdict::Holds;
    let none = |measure| measured(world, measure, &[]) == "0";
    let kept = [
        ("price", holds("linearizable", "price")),
        ("room", none("both_entered")),
        ("thread", none("answer_without_question")),
        ("profile", holds("ryw_local", "profile")),
        ("ticker", holds("mr_local", "ticker")),
    ];
    kept.iter().filter(|(_, kept)| *kept).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
}

#[test]
fn each_model_keeps_what_it_promises_and_the_weaker_ones_no_more() {
    let of = |model: &str| kept(&company(&format!("model = {model}"), FEATURES));
    assert_eq!(of("eventual"), "");
    assert_eq!(of("MR"), "ticker");
    assert_eq!(of("RYW"), "profile");
    assert_eq!(of("causal"), "thread profile ticker");
    assert_eq!(of("sequential"), "room thread profile ticker");
    assert_eq!(of("linearizable"), "price room thread profile ticker");
    assert!(!of("serializable").contains("price"), "one order, and not that of the clock");
}

#[test]
fn a_model_takes_the_place_of_the_settings_that_it_chooses() {
    let choice = "order = leader; reads = leader; ack = own; delivery = fifo; session = RYW MR";
    assert_eq!(kept(&company(choice, FEATURES)), "price room thread profile ticker");
    assert_eq!(kept(&company(&format!("{choice}; model = eventual"), FEATURES)), "");
}

/// One model for each family; the keys of `room` and `thread` are heard of later.
const CHOSEN: &str = "at 0s set replicas.price.model linearizable
    at 0s set replicas.room.model sequential
    at 0s set replicas.thread.model causal
    at 0s set replicas.profile.model RYW
    at 0s set replicas.ticker.model MR";

#[test]
fn what_is_set_for_a_family_holds_for_its_keys() {
    let all = company("model = eventual", &format!("{CHOSEN}\n{FEATURES}"));
    assert_eq!(kept(&all), "price room thread profile ticker");
    let later = company("model = eventual", &format!("{FEATURES}\nat 150ms set replicas.room.model sequential"));
    assert_eq!(kept(&later), "room");
    // A key's own setting stands.
    let own = "model = eventual; room-n.model = eventual; room-s.model = eventual";
    let room = format!("at 1ms set replicas.room.model sequential\n{FEATURES}");
    assert_eq!((kept(&company(own, &room)), kept(&company("model = eventual", &room))), (String::new(), "room".into()));
    // It is taken back from all of them.
    let undone =
        format!("at 900ms set replicas.room.model sequential for 50ms\n{FEATURES}\nat 500ms ask cy read room-n");
    assert_eq!(kept(&company("model = eventual", &undone)), "");
}

#[test]
fn prices_are_summed_over_groups_and_the_keys_that_have_their_own() {
    let cost = |store: &str, acts: &str| measured(&company(store, acts), "cost", &[]);
    assert_eq!(cost("", ""), "0");
    assert_eq!(cost("model = causal", ""), "2");
    assert_eq!(cost("model = eventual", CHOSEN), "13");
    assert_eq!(cost("model = eventual", &format!("{CHOSEN}\nat 1s set replicas.price.model serializable")), "14");
    let ward = |isolation: &str| {
        let groups =
            format!("doctors: txn: db, one, two: isolation = {isolation}\nstaff: client: dora@one, emil@two: ");
        measured(&play(&scene(1, &groups, ""), 1, ""), "cost", &[])
    };
    assert_eq!((ward("read-committed"), ward("snapshot"), ward("serializable")), ("5".into(), "5".into(), "6".into()));
}

/// Ann's copy comes to `b` after Bo's write.
const CROSSED: &str = "at 1s ask ann write x 1\nat 1s delay next copy from a to b by 500ms\nat 1100ms ask bo write x 2";

fn apart(conflict: &str, acts: &str, quiet: &str) -> Finding {
    finding(&company(&format!("model = eventual; conflict = {conflict}"), acts), "left_apart", &[("quiet", quiet)])
}

fn count(found: &Finding) -> (String, usize) {
    match &found.verdict {
        Verdict::Quantity(quantity) => (quantity.to_string(), found.over),
        other => (format!("{other:?}"), found.over),
    }
}

#[test]
fn copies_are_left_apart_once_nothing_is_under_way_and_nobody_writes() {
    let found = apart("arrival", CROSSED, "2s");
    assert_eq!(count(&found), ("1".into(), 1));
    let witness = &found.witnesses[0];
    let fact = |name: &str| witness.fields.iter().find(|(field, _)| *field == name).map(|(_, fact)| fact.clone());
    assert_eq!((witness.at, fact("since")), (Time(3_100_000), Some(Fact::At(Time(1_100_000)))));
    assert_eq!((fact("one"), fact("shows")), (Some(Fact::Node("a".into())), Some(Fact::Value(2))));
    assert_eq!((fact("other"), fact("differs")), (Some(Fact::Node("b".into())), Some(Fact::Value(1))));
    assert_eq!(fact("took"), Some(Fact::At(Time(1_510_000))));
    assert_eq!(
        witness.sentence,
        "At 3.100 s x has been quiet for 2 s, and nothing about it is under way: a shows 2, b shows 1."
    );
    assert_eq!(count(&apart("lww", CROSSED, "2s")), ("0".into(), 1), "the larger stamp stays everywhere");
}

#[test]
fn as_long_as_something_may_still_come_copies_are_not_left_apart() {
    // The copy for `b` is still under way two seconds after the last write, and comes a second later.
    let late = CROSSED.replace("500ms", "3s");
    let found = apart("arrival", &late, "2s");
    assert_eq!((count(&found), found.witnesses[0].at), (("1".into(), 1), Time(4_010_000)));
    let never = CROSSED.replace("500ms", "30s");
    assert_eq!(count(&apart("arrival", &never, "2s")), ("0".into(), 0), "nothing was quiet, so nothing is shown");
    // Somebody writes within the time.
    let again = format!("{CROSSED}\nat 2s ask ann write x 3");
    assert_eq!(count(&apart("arrival", &again, "2s")), ("0".into(), 1));
    assert_eq!(count(&apart("arrival", &again, "800ms")), ("1".into(), 2));
    // Of another key or family nothing is said.
    let world = company("model = eventual; conflict = arrival", &format!("{CROSSED}\nat 1s ask cy write y-1 7"));
    let of = |key| count(&finding(&world, "left_apart", &[("quiet", "2s"), ("key", key)]));
    assert_eq!((of("y"), of("x")), (("0".into(), 1), ("1".into(), 1)));
}

#[test]
fn a_promise_is_broken_by_what_a_client_is_told_and_only_that_one() {
    let broken = |acts: &str| {
        let world = company("model = eventual", acts);
        let is = |of: &&&str| finding(&world, "breaks_promise", &[("of", of)]).verdict == Verdict::Holds;
        ["RYW", "MR", "MW", "WFR"].iter().filter(is).copied().collect::<Vec<_>>().join(" ")
    };
    assert_eq!(broken("at 1s ask bo write x 1\nat 1100ms ask bo read x at c"), "RYW");
    assert_eq!(broken("at 1s ask bo write x 1\nat 1100ms ask ann read x at b\nat 1200ms ask ann read x at c"), "MR");
    assert_eq!(
        broken(
            "at 1s ask bo write x 1\nat 1100ms ask bo write y 2 at a\nat 1200ms ask cy read y\nat 1210ms ask cy read x"
        ),
        "MW"
    );
    let answered = "at 1s ask bo write x 1\nat 1100ms ask ann read x\nat 1110ms ask ann write y 2\n";
    let alone = format!("{answered}at 1200ms ask cy read y\nat 1210ms ask cy read x");
    assert_eq!(broken(&alone), "WFR");
    // Cy's own reads go back first: the order of what is seen proves nothing.
    let back = format!("{answered}at 1150ms ask cy read x at b\nat 1200ms ask cy read y\nat 1210ms ask cy read x");
    assert_eq!(broken(&back), "MR");
    assert_eq!(broken("at 1s ask bo write x 1\nat 2s ask bo read x at c"), "");
}

#[test]
fn a_move_is_an_operation_at_another_server_than_the_one_before() {
    let world = company(
        "model = eventual",
        "at 1s ask ann read x\nat 1100ms ask ann read x at b\nat 1200ms ask ann read x at b\nat 1300ms ask ann read x
         at 1s ask bo read x\nat 1250ms ask bo read x",
    );
    assert_eq!(measured(&world, "moves", &[("clients", "ann")]), "66.7 %");
    assert_eq!(measured(&world, "moves", &[("clients", "bo")]), "0 %");
    assert_eq!(measured(&world, "moves", &[]), "50 %", "each compared with the same client's last");
    assert_eq!(measured(&world, "moves", &[("clients", "cy")]), "Empty", "nobody asked twice");
}
