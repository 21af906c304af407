//! The small run of the home page in one line: who has which value.

use session::wire::{Scene, Staged, Us};

use crate::words::around as said;

/// Writes are this far apart, so that a copy has arrived before the next one.
const LATE: Us = 1_900_000;

/// How the replicas stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// In words.
    pub words: String,
    /// Somebody is behind for longer than a copy takes.
    pub bad: bool,
    /// The newest value.
    pub newest: String,
    /// Links are cut.
    pub cut: bool,
}

/// At an instant.
pub fn standing(staged: &Staged, scene: &Scene, at: Us) -> Standing {
    let value = |node: u16, at: Us| {
        let states = scene.states.iter().filter(|state| state.node == node && state.at <= at);
        states.max_by_key(|state| state.at).map(|state| state.value.clone()).unwrap_or_default()
    };
    let servers = staged.nodes.iter().enumerate().filter(|(_, node)| !node.client);
    let values: Vec<(&str, String)> = servers.map(|(n, node)| (node.label.as_str(), value(n as u16, at))).collect();
    let newest = values.first().map(|first| first.1.clone()).unwrap_or_default();
    let before = value(0, at.saturating_sub(LATE));
    let old = |(_, value): &&(&str, String)| *value != newest;
    let late: Vec<&str> = values.iter().filter(old).filter(|v| v.1 != before).map(|v| v.0).collect();
    let words = match (late.is_empty(), values.iter().any(|v| v.1 != newest)) {
        (false, _) => said::behind(&late),
        (true, true) => said::SOON.to_owned(),
        (true, false) => said::AGREE.to_owned(),
    };
    let cut = scene.faults.iter().any(|fault| fault.kind == "cut" && fault.from <= at && at < fault.to);
    Standing { words, bad: !late.is_empty(), newest, cut }
}

#[cfg(test)]
mod tests {
    use session::wire::{NodeInfo, NodeState};

    use super::*;

    #[test]
    fn who_misses_a_whole_write_is_behind() {
        let node = |label: &str| NodeInfo { label: label.into(), ..NodeInfo::default() };
        let staged = Staged { nodes: vec![node("A"), node("B")], ..Staged::default() };
        let state = |node, at, value: &str| NodeState { node, at, value: value.into(), ..NodeState::default() };
        let states = vec![state(0, 0, "1"), state(1, 0, "1"), state(0, 2_000_000, "2"), state(0, 4_000_000, "3")];
        let scene = Scene { states, ..Scene::default() };
        let words = |at| standing(&staged, &scene, at).words;
        assert_eq!(words(1_000_000), "all five agree");
        assert_eq!(words(2_100_000), "copies are on their way");
        assert_eq!(words(4_100_000), "B is behind");
        assert_eq!(standing(&staged, &scene, 4_100_000).newest, "3");
    }
}
