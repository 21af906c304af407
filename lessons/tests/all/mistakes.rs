//! One mistake at a time: what is wrong, where, and the nearest right word.

mod lesson;
mod retries;
mod runs;
mod scenario;

use expect_test::Expect;

use crate::fixture::{Fixture, lines};

/// Reads an act with one text in the place of another.
fn mistake(fixture: Fixture, from: &str, to: &str, told: &Expect) {
    told.assert_eq(&lines(&fixture.with(from, to).read().1));
}
