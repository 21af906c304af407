//! What the method asks of an act and a reader can count.

use expect_test::{Expect, expect};
use lessons::lint;

use crate::fixture::{Fixture, cap, lines, retries};

fn linted(fixture: &Fixture, told: &Expect) {
    let (act, _) = fixture.read();
    told.assert_eq(&lines(&lint(&act, &fixture.files())));
}

#[test]
fn the_fixtures_follow_the_method() {
    linted(&cap(), &expect![[""]]);
    linted(&retries(), &expect![[""]]);
}

#[test]
fn what_does_not_follow_it_is_told() {
    linted(
        &cap().with("minutes = 12", "minutes = 16"),
        &expect![[r#"
        lesson.md:1:1: S7: an act takes at most 15 minutes, not 16
    "#]],
    );
    linted(
        &cap().with("C on an island.", &"word ".repeat(200)),
        &expect![[r#"
        lesson.md:1:1: S5: 250 words stand before the first action; at most 200
    "#]],
    );
    linted(
        &cap().with("tools = [\"cut\", \"slow\", \"delay\"]", "tools = []"),
        &expect![[r#"
        scenario.toml:1:1: B6: Break has 0 tools; from 1 to 5
    "#]],
    );
    linted(
        &cap().with("hint: Who can still hear **whom**?\n", ""),
        &expect![[r#"
        lesson.md:47:1: H1: `stale-read` has 2 hints; exactly 3
    "#]],
    );
    linted(
        &cap().with("## What this leaves out", "## Nothing"),
        &expect![[r#"
        lesson.md:1:1: the card What this leaves out is missing or empty
    "#]],
    );
    linted(
        &cap().with("recovers: ", "guard: "),
        &expect![[r#"
        lesson.md:85:1: R1: Repair has no line `recovers:`
    "#]],
    );
    linted(&cap().with("recovers: ", "guard: ").with("length = \"35s\"", "length = \"25s\""), &expect![[""]]);
    linted(
        &retries().with("outage: safe: ", "outage: served: "),
        &expect![[r#"
        lesson.md:48:1: R1: Repair has no line `safe:`
    "#]],
    );
}
