//! Linearizability of every kind of object, against the definition: small histories all, larger ones by the hundred
//! thousand.

use std::collections::BTreeSet;

use sim_core::check::spec::{Operation, Spec};
use sim_core::check::specs::{Cart, CartOp, Register, RegisterOp, Text, TextOp};
use sim_core::check::{Answer, BUDGET, Event, Ruling, explanation, linearizability, linearizable};
use sim_core::time::Time;

use crate::generate::Dice;
use crate::naive;

pub const ETCD: Register = Register { initial: None };
pub const KNOSSOS: Register = Register { initial: Some(0) };

/// Up to `most` operations within `span` instants, ties frequent; an operation in `lost` of a hundred is not answered.
pub fn history<O>(
    dice: &mut Dice,
    most: u64,
    span: u64,
    lost: u64,
    op: impl Fn(&mut Dice, bool) -> O,
) -> Vec<Operation<O>> {
    let n = 1 + dice.below(most);
    let mut one = |client: u64| {
        let called = dice.below(span);
        let lost = dice.percent(lost);
        let returned = if lost { Time::NEVER } else { Time(called + dice.below(span.div_ceil(2))) };
        Operation { client: client as u32, what: op(dice, lost), called: Time(called), returned }
    };
    (0..n).map(&mut one).collect()
}

/// An operation on a register: read, write, or change, of one of few values.
pub fn on_register(dice: &mut Dice, lost: bool) -> RegisterOp {
    let (a, b) = (dice.below(3) as i64, dice.below(3) as i64);
    match dice.below(10) {
        0..4 if lost => RegisterOp::Perhaps(a, b),
        0..2 => RegisterOp::Changed(a, b),
        2..4 => RegisterOp::Refused(a, b),
        4..7 => RegisterOp::Write(a),
        _ => RegisterOp::Read((a > 0 || b > 0).then_some(a)),
    }
}

/// An operation on the text of one of two keys. Gets are of texts that there can be.
pub fn on_text(dice: &mut Dice, _lost: bool) -> TextOp {
    let key = if dice.percent(75) { "k" } else { "l" }.to_string();
    let letter = |dice: &mut Dice| dice.one(&["a", "b", "ab"]).to_string();
    match dice.below(10) {
        0..4 => TextOp::Append(key, letter(dice)),
        4 => TextOp::Put(key, letter(dice)),
        _ => {
            let n = dice.below(3);
            TextOp::Get(key, (0..n).map(|_| letter(dice)).collect())
        }
    }
}

/// An operation on a cart with one or two things.
pub fn on_cart(dice: &mut Dice, _lost: bool) -> CartOp {
    let thing = |dice: &mut Dice| dice.one(&["milk", "tea"]).to_string();
    match dice.below(10) {
        0..3 => CartOp::Add(thing(dice)),
        3..5 => CartOp::Remove(thing(dice)),
        5 => CartOp::Looked(thing(dice), dice.percent(50)),
        _ => {
            let n = dice.below(3);
            CartOp::Read((0..n).map(|_| thing(dice)).collect())
        }
    }
}

/// Search and definition say the same, and an order that is given is legal. Whether it holds.
fn agreed<S: Spec>(spec: &S, ops: &[Operation<S::Op>]) -> bool {
    let ruling = linearizability(spec, ops, BUDGET);
    let holds = naive::explained(spec, ops);
    match &ruling {
        Ruling::Holds(order) => assert!(holds && naive::legal(spec, ops, order), "{order:?} of {ops:#?}"),
        Ruling::Broken(_) => assert!(!holds, "{ops:#?}"),
        Ruling::Undecided => panic!("undecided: {ops:#?}"),
    }
    holds
}

/// Many small histories of one kind; neither verdict may be rare.
fn many<S: Spec>(spec: &S, seeds: std::ops::Range<u64>, op: impl Fn(&mut Dice, bool) -> S::Op) {
    let all = seeds.end - seeds.start;
    let agree = |n: &u64| {
        let ops = history(&mut Dice::new(*n), 6, 3 + n % 9, 20, &op);
        agreed(spec, &ops)
    };
    let held = seeds.filter(agree).count() as u64;
    assert!((all / 10..all / 10 * 9).contains(&held), "{held} of {all} hold: too one-sided to show anything");
}

#[test]
fn search_and_definition_agree_on_random_registers() {
    many(&ETCD, 10_000_000..10_035_000, on_register);
    many(&KNOSSOS, 11_000_000..11_035_000, on_register);
}

#[test]
fn search_and_definition_agree_where_most_operations_have_no_answer() {
    let mut held = 0;
    for n in 0..4_000 {
        let mut ops = history(&mut Dice::new(15_000_000 + n), 9, 12, 75, on_register);
        // What was asked last is answered, so that there is something to explain.
        for op in ops.iter_mut().rev().take(2).filter(|op| op.lost()) {
            op.what = RegisterOp::Read(Some(n as i64 % 3));
            op.returned = Time(12 + n % 2);
        }
        held += usize::from(agreed(&ETCD, &ops));
    }
    assert!((400..3_600).contains(&held), "{held} of 4000 hold: too one-sided to show anything");
}

#[test]
fn search_and_definition_agree_on_random_texts() {
    many(&Text, 12_000_000..12_035_000, on_text);
}

#[test]
fn search_and_definition_agree_on_random_carts() {
    many(&Cart, 13_000_000..13_035_000, on_cart);
}

/// Every way in which `n` intervals can lie, as orders of their calls and returns; operations are called in the order of
/// their numbers, since each is tried in every role.
fn shapes(n: usize) -> Vec<Vec<(u64, u64)>> {
    fn go(n: usize, at: u64, shape: &mut Vec<(u64, u64)>, all: &mut Vec<Vec<(u64, u64)>>) {
        let open: Vec<usize> = (0..shape.len()).filter(|i| shape[*i].1 == u64::MAX).collect();
        if shape.len() == n {
            all.push(shape.clone()); // what is still open never returns
        }
        for i in open {
            shape[i].1 = at;
            go(n, at + 1, shape, all);
            shape[i].1 = u64::MAX;
        }
        if shape.len() < n {
            shape.push((at, u64::MAX));
            go(n, at + 1, shape, all);
            shape.pop();
        }
    }
    let mut all = Vec::new();
    go(n, 0, &mut Vec::new(), &mut all);
    all
}

/// All histories of `n` operations out of `ops`, without ties.
fn every<S: Spec>(spec: &S, n: usize, ops: &[S::Op]) -> usize {
    let mut checked = 0;
    for shape in shapes(n) {
        for code in 0..ops.len().pow(n as u32) {
            let one = |(i, (called, returned)): (usize, &(u64, u64))| Operation {
                client: i as u32,
                what: ops[code / ops.len().pow(i as u32) % ops.len()].clone(),
                called: Time(*called),
                returned: Time(*returned),
            };
            let history: Vec<Operation<S::Op>> = shape.iter().enumerate().map(one).collect();
            agreed(spec, &history);
            checked += 1;
        }
    }
    checked
}

#[test]
fn search_and_definition_agree_on_every_small_history() {
    use RegisterOp::{Changed, Perhaps, Read, Refused, Write};
    let register =
        [Write(1), Write(2), Read(None), Read(Some(1)), Read(Some(2)), Changed(1, 2), Refused(1, 2), Perhaps(1, 2)];
    let text = |kind: fn(String, String) -> TextOp, text: &str| kind("k".into(), text.into());
    let texts = [
        text(TextOp::Append, "a"),
        text(TextOp::Append, "b"),
        text(TextOp::Put, "a"),
        text(TextOp::Get, ""),
        text(TextOp::Get, "a"),
        text(TextOp::Get, "ab"),
    ];
    let set = |things: &[&str]| things.iter().map(|t| (*t).to_string()).collect::<BTreeSet<_>>();
    let cart = [
        CartOp::Add("a".into()),
        CartOp::Add("b".into()),
        CartOp::Remove("a".into()),
        CartOp::Read(set(&[])),
        CartOp::Read(set(&["a"])),
        CartOp::Read(set(&["a", "b"])),
    ];
    let mut checked = 0;
    for n in 1..=3 {
        checked += every(&ETCD, n, &register) + every(&Text, n, &texts) + every(&Cart, n, &cart);
    }
    assert_eq!(checked, 35_920);
    // Four on a register: writes and reads of two values.
    checked += every(&ETCD, 4, &[Write(1), Write(2), Read(Some(1)), Read(Some(2))]);
    assert_eq!(checked, 104_016);
}

#[test]
fn orders_from_zones_are_legal() {
    let mut held = 0;
    for n in 0..20_000 {
        let mut dice = Dice::new(14_000_000 + n);
        let mut written = 0;
        let mut ops = history(&mut dice, 12, 40, 15, |_, _| RegisterOp::Write(0));
        for op in &mut ops {
            let write = dice.percent(45);
            written += i64::from(write);
            op.what = if write { RegisterOp::Write(written) } else { RegisterOp::Read(Some(dice.below(4) as i64)) };
        }
        let events: Vec<Event> = ops.iter().filter_map(event).collect();
        let ops: Vec<Operation<RegisterOp>> = events.iter().map(Event::operation).collect();
        let answer = linearizable(0, &events);
        assert_eq!(answer == Answer::Holds, agreed_quickly(&ops), "{ops:#?}");
        let order = explanation(0, &events);
        assert_eq!(order.is_some(), answer == Answer::Holds);
        held += usize::from(order.is_some());
        assert!(order.is_none_or(|order| naive::legal(&KNOSSOS, &ops, &order)), "{events:#?}");
    }
    assert!((2_000..18_000).contains(&held), "{held} of 20000 hold: too one-sided to show anything");
}

/// The search's verdict, its order checked.
fn agreed_quickly(ops: &[Operation<RegisterOp>]) -> bool {
    match linearizability(&KNOSSOS, ops, BUDGET) {
        Ruling::Holds(order) => naive::legal(&KNOSSOS, ops, &order),
        Ruling::Broken(_) => false,
        Ruling::Undecided => panic!("undecided: {ops:#?}"),
    }
}

/// A read that was not answered says nothing, and zones know no such thing.
fn event(op: &Operation<RegisterOp>) -> Option<Event> {
    let (write, value) = match op.what {
        RegisterOp::Write(value) => (true, value),
        RegisterOp::Read(Some(value)) if !op.lost() => (false, value),
        _ => return None,
    };
    Some(Event { write, value, called: op.called, returned: op.returned })
}

#[test]
fn a_hundred_writes_without_an_answer_are_no_trouble() {
    let mut ops = Vec::new();
    let op = |client, what, called, returned| Operation { client, what, called: Time(called), returned };
    for i in 0..100 {
        ops.push(op(i, RegisterOp::Write(i64::from(i) % 5), u64::from(i) * 10, Time::NEVER));
        let read = RegisterOp::Read(Some(i64::from(i * 3) % 5));
        ops.push(op(200, read, u64::from(i) * 10 + 1_000, Time(u64::from(i) * 10 + 1_005)));
    }
    assert!(matches!(linearizability(&KNOSSOS, &ops, 5_000), Ruling::Holds(_)));
    ops.push(op(201, RegisterOp::Read(Some(7)), 3_000, Time(3_001)));
    assert!(matches!(linearizability(&KNOSSOS, &ops, 5_000), Ruling::Broken(_)));
}

#[test]
fn what_is_too_much_is_left_undecided_and_another_part_may_still_be_broken() {
    let op =
        |client, what, called, returned| Operation { client, what, called: Time(called), returned: Time(returned) };
    let append = |i: u32| TextOp::Append("much".into(), char::from(b'a' + i as u8).to_string());
    let mut ops: Vec<Operation<TextOp>> = (0..12).map(|i| op(i, append(i), 0, 9)).collect();
    ops.push(op(20, TextOp::Get("much".into(), "no".into()), 10, 11));
    assert_eq!(linearizability(&Text, &ops, 2_000), Ruling::Undecided);
    ops.push(op(21, TextOp::Get("other".into(), "b".into()), 10, 11));
    assert!(
        matches!(linearizability(&Text, &ops, 2_000), Ruling::Broken(stuck) if stuck.at == 13 && stuck.ops == [13])
    );
}
