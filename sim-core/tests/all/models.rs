//! Measures of consistency models, of clients that post and look, and of answers without their questions.

use std::rc::Rc;

use sim_core::measure::{Evidence, Fact, Finding, Verdict, Witness};
use sim_core::scenario::Scenario;
use sim_core::time::{Duration, Time};
use sim_core::world::World;

use crate::cap::{figure, measured};
use crate::service::{play, scene};

/// Replicas `a`, `b` and `c`, 10 ms apart, with `ann`, `bo` and `cy` beside them.
fn three(store: &str) -> Rc<Scenario> {
    let groups = format!("replicas: store: a, b, c: {store}\npeople: client: ann@a, bo@b, cy@c: timeout = 2s");
    scene(2, &groups, "latency = 10ms")
}

fn run(store: &str, acts: &str) -> World {
    play(&three(store), 1, acts)
}

fn fact(witness: &Witness, name: &str) -> Option<Fact> {
    witness.fields.iter().find(|(field, _)| *field == name).map(|(_, fact)| fact.clone())
}

/// Ann writes 1 and 2; the second copy comes late to `b`, and Bo is told 1.
const LATE: &str = "at 10ms ask ann write x 1
    at 100ms ask ann write x 2
    at 100ms delay next copy from a to b by 500ms
    at 200ms ask bo read x";

#[test]
fn a_late_answer_breaks_the_clock_and_not_the_order() {
    let world = run("", LATE);
    let broken = measured(&world, "breaks", &[("model", "linearizable")]);
    assert_eq!((&broken.verdict, broken.over), (&Verdict::Holds, 3));
    let witness = &broken.witnesses[0];
    assert_eq!((witness.rows.len(), witness.at), (3, Time(200_000)));
    assert_eq!(fact(witness, "told"), Some(Fact::At(Time(100_000))), "the second write, not the first");
    assert_eq!(fact(witness, "after"), Some(Fact::Span(Duration::ms(100))));
    assert_eq!(measured(&world, "holds", &[("model", "sequential")]).verdict, Verdict::Holds);
    assert_eq!(measured(&world, "holds", &[("model", "linearizable")]).verdict, Verdict::Broken);
    let none = measured(&world, "breaks", &[("model", "sequential")]);
    assert_eq!((none.verdict, none.witnesses.len()), (Verdict::Empty, 0));
}

/// What a measure finds with a window of so many answers.
fn window(world: &World, measure: &str, last: i64) -> Finding {
    use sim_core::measure::{ArgValue, Call, find};
    let word = ("model".to_string(), ArgValue::Word("linearizable".into()));
    let call = Call { measure: measure.into(), args: vec![word, ("last".into(), ArgValue::Whole(last))] };
    find(&Evidence::of(world), &call)
}

#[test]
fn the_last_answers_alone_may_be_in_order_again() {
    let world = run("", &format!("{LATE}\nat 700ms ask bo read x\nat 800ms ask cy read x"));
    assert_eq!(window(&world, "holds", 2).verdict, Verdict::Holds);
    assert_eq!(window(&world, "breaks", 2).verdict, Verdict::Empty);
    // The late answer with both writes: the one that it returned, and the one that it should have.
    assert_eq!(window(&world, "breaks", 3).verdict, Verdict::Holds);
    assert_eq!(window(&world, "holds", 3).verdict, Verdict::Empty, "it may hold again");
    assert_eq!(window(&world, "holds", 3).over, 5);
}

#[test]
fn what_is_no_read_or_write_of_a_key_is_not_judged() {
    let world = play(&scene(1, "pay: service: p: \npeople: client: ann@p: ", ""), 1, "at 10ms ask ann call");
    let found = measured(&world, "holds", &[("model", "linearizable")]);
    assert!(matches!(found.verdict, Verdict::Undecided(_)));
}

#[test]
fn both_clerks_enter_where_neither_post_has_arrived() {
    let both = "at 10ms ask ann write p 1 then read q\nat 14ms ask bo write q 1 then read p";
    let world = run("order = multi", both);
    let found = measured(&world, "both_entered", &[]);
    assert_eq!((found.witnesses.len(), found.over), (1, 1));
    let witness = &found.witnesses[0];
    assert_eq!(witness.sentence, "At 0.014 s both ann and bo had posted, looked, and seen nothing.");
    assert_eq!(fact(witness, "apart"), Some(Fact::Span(Duration::ms(4))));
    assert_eq!(fact(witness, "first"), Some(Fact::Node("ann".into())));
    // The second comes when the first post is there.
    let world = run("order = multi", "at 10ms ask ann write p 1 then read q\nat 30ms ask bo write q 1 then read p");
    assert_eq!((measured(&world, "both_entered", &[]).witnesses.len(), figure(&world, "both_entered", &[])), (0, 0.0));
    // One order, and a look after the own place in it.
    assert!(figure(&run("ack = own", both), "both_entered", &[]) < 0.5);
    // Who looks at what it posted itself, or at what nobody posts, makes no round.
    let alone = run("order = multi", "at 10ms ask ann write p 1 then read p\nat 10ms ask bo write q 1 then read r");
    assert_eq!(measured(&alone, "both_entered", &[]).over, 0);
}

#[test]
fn rounds_count_where_the_posts_are_close() {
    let world = run(
        "order = multi",
        "every 100ms from 10ms until 300ms ask ann write p# 1 then read q#\nevery 110ms from 10ms until 300ms ask bo write q# 1 then read p#",
    );
    let within = |ms: u64| {
        use sim_core::measure::{ArgValue, Call, find};
        let call = Call { measure: "rounds".into(), args: vec![("within".into(), ArgValue::Span(Duration::ms(ms)))] };
        find(&Evidence::of(&world), &call)
    };
    let count = |found: &Finding| if let Verdict::Quantity(q) = &found.verdict { q.value } else { f64::NAN };
    let counts = [5, 10, 20].map(|ms| count(&within(ms)) as u32);
    assert_eq!((counts, within(5).over), ([1, 2, 3], 3));
}

/// Ann's question is slow on its way to `c`; Bo answers it, and Cy waits for the answer.
const THREAD: &str = "at 5ms slow a->c by 100ms
    at 10ms ask ann write q 1
    at 10ms ask bo read q until 1 then write a 1
    at 10ms ask cy read a until 1 then read q";

#[test]
fn an_answer_is_alone_where_its_question_is_on_its_way() {
    let world = run("order = multi", THREAD);
    let found = measured(&world, "answer_without_question", &[]);
    assert_eq!((found.witnesses.len(), found.over), (1, 1));
    let witness = &found.witnesses[0];
    assert_eq!(
        witness.sentence,
        "At 0.050 s cy had bo's a and not ann's q, which bo had read at 0.030 s before writing."
    );
    assert_eq!(fact(witness, "age"), Some(Fact::Span(Duration::ms(40))));
    assert_eq!(fact(witness, "came"), Some(Fact::At(Time(50_000))));
    assert_eq!(witness.because.len(), 4);
    assert!(figure(&world, "early_answers", &[]) > 0.5);
    assert!(measured(&world, "breaks", &[("model", "cm")]).verdict == Verdict::Holds);
    assert!(measured(&world, "holds", &[("model", "pram")]).verdict == Verdict::Holds);
    // Laid aside until the question is there: it was early all the same.
    let kept = run("order = multi; delivery = deps; session = WFR", THREAD);
    assert!(figure(&kept, "answer_without_question", &[]) < 0.5);
    assert!(figure(&kept, "early_answers", &[]) > 0.5);
    // It came at 40 ms; the question at 120 ms, and Cy looked at 130 ms.
    let found = measured(&kept, "shown_after", &[]);
    assert!(matches!(found.verdict, Verdict::Quantity(q) if (q.value - 0.09).abs() < 1e-6), "{found:?}");
    // A question that is there in time.
    let quick = run("order = multi", &THREAD.replace("by 100ms", "by 1ms"));
    assert!(figure(&quick, "answer_without_question", &[]) + figure(&quick, "early_answers", &[]) < 0.5);
}

#[test]
fn a_read_is_fresh_soon_after_anothers_write() {
    let world = run(
        "",
        "at 10ms ask ann write x 1\nat 60ms ask bo read x\nat 60ms ask ann read x\nat 60ms ask bo read y\nat 500ms ask bo read x",
    );
    let fresh = |ms: u64| {
        use sim_core::measure::{ArgValue, Call, find};
        let call =
            Call { measure: "fresh_reads".into(), args: vec![("within".into(), ArgValue::Span(Duration::ms(ms)))] };
        let found = find(&Evidence::of(&world), &call);
        if let Verdict::Quantity(q) = found.verdict { q.value as u32 } else { u32::MAX }
    };
    assert_eq!([fresh(40), fresh(50), fresh(490)], [0, 1, 2]);
}

#[test]
fn the_mean_is_over_what_was_answered() {
    let world = run("reads = leader", "at 10ms ask ann write x 1\nat 60ms ask bo read x\nat 100ms ask cy read x");
    assert!((figure(&world, "mean_latency", &[("of", "reads")]) - 0.02).abs() < 1e-6);
    assert!((figure(&world, "mean_latency", &[]) - 0.04 / 3.0).abs() < 1e-4);
}
