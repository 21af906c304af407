//! A set of things, read as a whole: a shopping cart.

use std::collections::BTreeSet;

use crate::check::spec::{Operation, Spec, Words};

/// A set that is empty in the beginning. To add what is in it, or remove what is not, changes nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cart;

/// What can be done to a set, with the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CartOp {
    /// Put this in.
    Add(String),
    /// Took this out.
    Remove(String),
    /// Found just these.
    Read(BTreeSet<String>),
    /// Found this one in it, or not. A witness says this where nothing else of a read matters.
    Looked(String, bool),
}

use crate::order::gathered;
use CartOp::{Add, Looked, Read, Remove};

impl CartOp {
    /// The one thing it is about.
    fn thing(&self) -> Option<&String> {
        match self {
            Add(thing) | Remove(thing) | Looked(thing, _) => Some(thing),
            Read(_) => None,
        }
    }
}

impl Spec for Cart {
    type Op = CartOp;
    type State = BTreeSet<String>;
    type Part = ();

    fn init(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }
    fn step(&self, state: &BTreeSet<String>, op: &CartOp) -> Option<BTreeSet<String>> {
        let mut after = state.clone();
        let possible = match op {
            Add(thing) => {
                after.insert(thing.clone());
                true
            }
            Remove(thing) => {
                after.remove(thing);
                true
            }
            Read(all) => state == all,
            Looked(thing, there) => state.contains(thing) == *there,
        };
        possible.then_some(after)
    }
    /// A read sees the whole, so that the whole is one part.
    fn partition(&self, _op: &CartOp) {}
    fn observes(&self, op: &CartOp) -> bool {
        matches!(op, Read(_) | Looked(..))
    }
    fn describe(&self, op: &CartOp) -> Words {
        match op {
            Add(thing) => Words::new(format!("added {thing}"), format!("adding of {thing}")),
            Remove(thing) => Words::new(format!("removed {thing}"), format!("removal of {thing}")),
            Read(all) if all.is_empty() => Words::new("found nothing", "read of nothing"),
            Read(all) => Words::new(format!("found {}", listed(all)), format!("read of {}", listed(all))),
            Looked(thing, true) => Words::new(format!("found {thing} among the rest"), format!("read with {thing}")),
            Looked(thing, false) => Words::new(format!("found no {thing}"), format!("read without {thing}")),
        }
    }
    fn show(&self, state: &BTreeSet<String>) -> String {
        if state.is_empty() { "an empty set".into() } else { listed(state) }
    }

    fn supports(&self, giver: &CartOp, reader: &CartOp) -> bool {
        let there = match giver {
            Add(_) => true,
            Remove(_) => false,
            Read(_) | Looked(..) => return false,
        };
        let about = |thing: &String| match reader {
            Read(all) => all.contains(thing) == there,
            Looked(seen, found) => seen == thing && *found == there,
            Add(_) | Remove(_) => false,
        };
        giver.thing().is_some_and(about)
    }
    fn covers(&self, later: &CartOp, earlier: &CartOp) -> bool {
        matches!(later, Add(_) | Remove(_)) && later.thing() == earlier.thing()
    }
    fn narrower(&self, op: &CartOp, all: &[Operation<CartOp>]) -> Vec<CartOp> {
        let Read(found) = op else { return Vec::new() };
        let mut things: BTreeSet<&String> = gathered(all.iter().filter_map(|other| other.what.thing()));
        things.extend(found);
        things.into_iter().map(|thing| Looked(thing.clone(), found.contains(thing))).collect()
    }
}

fn listed(things: &BTreeSet<String>) -> String {
    things.iter().map(String::as_str).collect::<Vec<_>>().join(", ")
}
