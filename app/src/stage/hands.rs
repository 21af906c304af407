//! What the stage says of gestures: what a click or a drag will do, and what buttons make.

use session::wire::{Deed, Happens, Parting, Staged};

use super::spoken::crashes;

/// A drag of Slow on a message.
pub const PULL_MESSAGE: &str = "Drag up or click: delay this message";

/// A drag of Slow on a node or a link.
pub fn would_pull(what: &str) -> String {
    ["Drag up or click: slow ", what].concat()
}

/// A drag of Skew round a node.
pub fn would_turn(what: &str) -> String {
    ["Drag round or click: set the clock of ", what].concat()
}

/// Drop on a link or a node.
pub fn would_lose(what: &str) -> String {
    ["Click: lose a share of the messages of ", what].concat()
}

/// A link by its ends.
pub fn ends(a: &str, b: &str) -> String {
    ["link ", a, " to ", b].concat()
}

/// An operation that a client is asked for.
pub fn ask_for(what: &str) -> String {
    ["Ask: ", what].concat()
}

/// What an act on a link is about.
pub const BOTH_WAYS: &str = "Both ways";
/// The choice of a way.
pub const WAY: &str = "Way";

/// A partition in one direction.
pub fn one_way(who: &str, inward: bool) -> String {
    [if inward { "One way: only to " } else { "One way: only from " }, who].concat()
}

/// While a clock is turned.
pub const TURN: &str = "Clockwise is ahead. Shift: its rate.";
/// While something is slowed.
pub const PULL: &str = "Up is slower.";
/// A drag that is not far enough for an act.
pub const NOTHING_SET: &str = "Nothing set yet";
/// A tap on several things.
pub const WHICH: &str = "Which one?";
/// A node that is to be moved.
pub const MOVE: &str = "Move";
/// While it is in the hand.
pub const PUT_DOWN: &str = "Click where the node shall stand";

/// The slider beside a field.
pub fn slider_of(label: &str) -> String {
    [label, ", slider"].concat()
}

/// A button: how long an act lasts.
pub fn lasts(span: Option<&str>) -> String {
    span.map_or_else(|| LASTS.into(), |span| [LASTS, " ", span].concat())
}

/// A field: how long an act lasts.
pub const LASTS: &str = "Lasts";
/// Beside it.
pub const UNTIL_UNDONE: &str = "empty: until undone";

/// The branch bar.
pub const BRANCHES: &str = "Branches";
/// Its menu.
pub const BRANCH_ACTS: &str = "Acts and branches";
/// A button: what if this act had not been.
pub const WITHOUT: &str = "What if not?";
/// A button.
pub const RESET: &str = "Reset, keeping this as a branch";
/// The heading of a difference.
pub const PARTING: &str = "first difference";
/// Two runs that are the same so far.
pub const NO_PARTING: &str = "No difference so far. Press play, or act in one of them.";
/// While the other branch is simulated.
pub const TWIN_WAITS: &str = "The other branch is being simulated.";
/// A button.
pub const PREVIOUS: &str = "Previous";
/// A button.
pub const NEXT: &str = "Next difference";
/// A button.
pub const CLOSE_TWIN: &str = "Close twin view";
/// Twin view with one branch.
pub const ONE_BRANCH: &str = "Twin view needs two branches: fork, or act in the past";
/// A jump without an aim.
pub const NOTHING_FURTHER: &str = "Nothing further in this direction.";
/// What the step buttons step by.
pub const STEP_BY_WHAT: [&str; 3] = ["Step by event", "Step by message", "Step by selected node or message"];

/// A run without an act.
pub fn without(line: &str) -> String {
    ["Compare with this run without: ", line].concat()
}

/// Two branches.
pub fn compare(other: &str) -> String {
    ["Compare with ", other, " (T)"].concat()
}

/// A branch goes.
pub fn delete(branch: &str) -> String {
    ["Delete ", branch].concat()
}

/// One of two branches.
pub fn pane(branch: &str) -> String {
    ["Space-time diagram of ", branch].concat()
}

/// What happens in only one of two runs where they part, or in each.
pub fn parted(staged: &Staged, here: &str, there: &str, p: &Parting) -> String {
    let at = [" at ", &super::words::instant(p.at)].concat();
    let told = |branch: &str, deed: &Deed| ["n ", branch, " ", &did(staged, deed)].concat();
    let said = match (&p.here, &p.there) {
        (Some(one), Some(two)) => ["I", &told(here, one), &at, "; i", &told(there, two), ". "].concat(),
        (Some(deed), None) => ["I", &told(here, deed), &at, "; in ", there, " it does not. "].concat(),
        (None, Some(deed)) => ["I", &told(there, deed), &at, "; in ", here, " it does not. "].concat(),
        (None, None) => String::new(),
    };
    let because = if p.act.is_empty() { String::new() } else { ["Because of: ", &p.act, "."].concat() };
    [said, because].concat().trim_end().into()
}

/// What somebody does, without the full stop.
fn did(staged: &Staged, deed: &Deed) -> String {
    let label = |n: u16| staged.nodes.get(usize::from(n)).map_or("", |n| n.label.as_str());
    let (who, to, what) = (label(deed.who), label(deed.to), &*deed.what);
    let moves = |does: &str| [what, " from ", who, " to ", to, does].concat();
    match deed.did {
        Happens::Sends => [who, " sends ", to, " ", what].concat(),
        Happens::Reaches => [to, " gets ", what, " from ", who].concat(),
        Happens::Loses => moves(" gets lost"),
        Happens::Waits => moves(" waits"),
        Happens::Asks => [who, " asks: ", what].concat(),
        Happens::Ends => [who, "'s ", what, " ends"].concat(),
        Happens::Crashes => crashes(who),
        Happens::Starts => [who, " starts"].concat(),
        Happens::Stands => [who, " stands still"].concat(),
        Happens::GoesOn => [who, " goes on"].concat(),
        Happens::Changes => [who, " changes"].concat(),
    }
}

/// A button of a row: what it is about.
pub fn about(say: &str, what: &str) -> String {
    [say, ": ", what].concat()
}

/// A field's button.
pub fn apply(label: &str) -> String {
    about("Apply", label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stage::fixture;

    #[test]
    fn two_runs_part_in_plain_words() {
        let staged = fixture::staged();
        let gets = Deed { did: Happens::Reaches, who: 0, to: 2, what: "copy 70".into() };
        let lost = Deed { did: Happens::Loses, ..gets.clone() };
        let ends = Deed { did: Happens::Ends, who: 3, to: 3, what: "write balance 45 (done)".into() };
        let said = |here: Option<&Deed>, there: Option<&Deed>, act: &str| {
            let p = Parting { at: 4_100_000, here: here.cloned(), there: there.cloned(), act: act.into() };
            parted(&staged, "main", "fork 1", &p)
        };
        assert_eq!(said(Some(&gets), None, ""), "In main C gets copy 70 from A at 4.100 s; in fork 1 it does not.");
        assert_eq!(
            said(None, Some(&lost), "at 2s isolate c"),
            "In fork 1 copy 70 from A to C gets lost at 4.100 s; in main it does not. Because of: at 2s isolate c."
        );
        assert_eq!(
            said(Some(&gets), Some(&ends), ""),
            "In main C gets copy 70 from A at 4.100 s; in fork 1 Ann's write balance 45 (done) ends."
        );
    }
}
