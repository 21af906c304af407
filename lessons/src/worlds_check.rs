//! Checks `scenario.toml` once all its names are known.

use sim_core::registry::Registry;
use sim_core::scenario::Scenario;

use crate::bind::{Binder, Form, read};
use crate::lines;
use crate::model::{Layout, WorldFile};
use crate::report::{Placed, Report};
use crate::scene::{Scene, link_name};
use crate::world_file::{Level, Pending};
use crate::worlds;

/// The names of every world of an act.
pub(crate) struct Scenes<'r> {
    pub(crate) quiet: Scene<'r>,
    /// Visible Repair by world (one without a name where there is only one), and the sealed run's.
    pub(crate) repair: Vec<(Option<String>, Scene<'r>)>,
    pub(crate) challenge: Vec<Scene<'r>>,
    /// Where there is a `[plot]`.
    pub(crate) plot: Option<Scene<'r>>,
    /// All names of all worlds.
    pub(crate) any: Scene<'r>,
}

impl<'r> Scenes<'r> {
    pub(crate) fn of(file: &WorldFile, registry: &'r Registry, partial: bool) -> Self {
        let scene = |scenario: &Scenario| Scene::of(scenario, registry, partial);
        let quiet = scene(&worlds::quiet(file));
        let named: Vec<&str> = file.sealed.iter().flat_map(|s| &s.worlds).map(|w| w.name.as_str()).collect();
        let mut repair: Vec<(Option<String>, Scene<'r>)> = Vec::new();
        let mut challenge = Vec::new();
        if named.is_empty() {
            repair.push((None, scene(&worlds::repair(file, None))));
            if file.sealed.is_some() {
                repair.push((None, scene(&worlds::sealed(file, "", "", 1, None))));
            }
            challenge.push(scene(&worlds::challenge(file, None, None)));
        }
        for world in named {
            repair.push((Some(world.to_string()), scene(&worlds::repair(file, Some(world)))));
            challenge.push(scene(&worlds::challenge(file, Some(world), None)));
        }
        let plot = file.plot.as_ref().map(|_| scene(&worlds::plot(file)));
        let mut any = quiet.clone();
        repair.iter().map(|(_, scene)| scene).chain(&challenge).chain(&plot).for_each(|scene| any.join(scene));
        Self { quiet, repair, challenge, plot, any }
    }

    /// The worlds of Repair, or the one of this name.
    pub(crate) fn repair_worlds(&self, world: Option<&str>) -> Vec<&Scene<'r>> {
        let all = self.repair.iter();
        all.filter(|(name, _)| world.is_none() || name.as_deref() == world).map(|(_, scene)| scene).collect()
    }

    /// The worlds of the challenge, or the one that is laid over Repair's world of this name.
    pub(crate) fn challenge_worlds(&self, world: Option<&str>) -> Vec<&Scene<'r>> {
        let names = self.world_names();
        let ours = |at: usize| world.is_none() || names.get(at).copied() == world;
        self.challenge.iter().enumerate().filter(|(at, _)| ours(*at)).map(|(_, scene)| scene).collect()
    }

    /// Names of the worlds of Repair.
    pub(crate) fn world_names(&self) -> Vec<&str> {
        self.repair.iter().filter_map(|(name, _)| name.as_deref()).collect()
    }

    /// The worlds that a run's `world` means; `None` where there is no such.
    pub(crate) fn of_run(&self, world: &str) -> Option<Vec<&Scene<'r>>> {
        match world {
            "quiet" => Some(vec![&self.quiet]),
            "repair" => Some(self.repair_worlds(None)),
            "challenge" => Some(self.challenge.iter().collect()),
            "plot" => self.plot.as_ref().map(|plot| vec![plot]),
            name => Some(self.repair_worlds(Some(name))).filter(|scenes| !scenes.is_empty()),
        }
    }

    fn at(&self, level: Level) -> Vec<&Scene<'r>> {
        match level {
            Level::Quiet => vec![&self.quiet],
            Level::Repair => self.repair_worlds(None),
            // Names may come from any of the sealed run's worlds, whose nodes are Repair's.
            Level::Sealed => self.repair.iter().rev().take(1).map(|(_, scene)| scene).collect(),
            Level::World(at) => self.repair.get(at).map(|(_, scene)| scene).into_iter().collect(),
            Level::Challenge => self.challenge.iter().collect(),
            Level::Plot => self.plot.iter().collect(),
            Level::Knob => vec![&self.any],
        }
    }
}

/// Reports names that no world has, and values that no setting can have; binds the charts.
pub(crate) fn check(
    report: &mut Report<'_>,
    file: &mut WorldFile,
    pending: &Pending,
    scenes: &Scenes<'_>,
    registry: &Registry,
) {
    unique_names(report, file, pending);
    unique_labels(report, pending);
    for (level, placed, line) in &pending.lines {
        scenes.at(*level).iter().for_each(|scene| lines::check(report, scene, placed, line));
    }
    for (level, beside) in &pending.beside {
        for scene in scenes.at(*level) {
            if !scene.partial && !scene.is_server(&beside.text) {
                let message = format!("`{}` is not a server", beside.text);
                let servers: Vec<&str> = scene.nodes().into_iter().filter(|n| scene.is_server(n)).collect();
                report.unknown(beside.span, message, &beside.text, servers);
            }
        }
    }
    for (level, owner, key, value) in &pending.settings {
        // Whether a link's ends are there is asked below, once for the link.
        let owner = if link_name(&owner.text).is_some() { "links" } else { &owner.text };
        for scene in scenes.at(*level) {
            match scene.setting(&format!("{owner}.{}", key.text)) {
                Ok(field) => lines::setting(report, scene, owner, field, value),
                Err(unresolved) if key.text.split('.').any(|word| word == unresolved.word) => {
                    unresolved.tell(report, key.span);
                }
                Err(_) => {}
            }
        }
    }
    for placed in &pending.links {
        let ends = link_name(&placed.text).map(|link| [link.a, link.b]);
        for end in ends.iter().flatten().filter(|end| !scenes.any.partial && !scenes.any.has_node(end)) {
            report.unknown(placed.word(end), format!("`{end}` is not a node"), end, scenes.any.nodes());
        }
    }
    check_knobs(report, pending, scenes);
    check_names(report, file, pending, scenes);
    let binder = Binder { registry, scenes: &[&scenes.any] };
    let charts = pending.charts.iter();
    file.charts = charts.filter_map(|placed| read(report, placed, Form::Number, Some(binder))).collect();
    if let Some(test) = &mut file.test {
        crate::test_table::check(report, test, &pending.test, &scenes.quiet, registry);
    }
}

fn check_knobs(report: &mut Report<'_>, pending: &Pending, scenes: &Scenes<'_>) {
    for (path, values) in pending.knobs.iter().filter(|_| !scenes.any.partial) {
        match scenes.any.setting(&path.text) {
            Ok(field) => {
                let owner = path.text.split_once('.').map_or("", |(owner, _)| owner);
                for value in values {
                    lines::setting(report, &scenes.any, owner, field, value);
                }
            }
            Err(unresolved) => {
                let span = if path.exact { path.word(&unresolved.word) } else { path.span };
                unresolved.tell(report, span);
            }
        }
    }
}

fn check_names(report: &mut Report<'_>, file: &WorldFile, pending: &Pending, scenes: &Scenes<'_>) {
    if scenes.any.partial {
        return;
    }
    let mut words = scenes.any.owners(|_| true);
    words.extend(scenes.any.keys());
    for protocol in scenes.any.protocols() {
        words.extend(protocol.kinds.iter().map(|kind| kind.name));
        words.extend(protocol.verbs.iter().map(|verb| verb.name));
    }
    let named = pending.named.iter().filter(|_| scenes.any.is_complete());
    for placed in named.filter(|placed| !words.contains(&placed.text.as_str())) {
        let message = format!("`{}` is not a node, a group, a kind of message, an operation or a key", placed.text);
        report.unknown(placed.span, message, &placed.text, words.iter().copied());
    }
    let nodes = scenes.any.nodes();
    for placed in pending.positions.iter().filter(|placed| !nodes.contains(&placed.text.as_str())) {
        let message = format!("`{}` is not a node", placed.text);
        report.unknown(placed.span, message, &placed.text, nodes.iter().copied());
    }
    if let (Layout::Free(_), Some(span)) = (&file.layout, pending.layout) {
        for node in scenes.quiet.nodes() {
            if !pending.positions.iter().any(|placed| placed.text == node) {
                report.error(span, format!("[layout] has no position for `{node}`"));
            }
        }
    }
}

/// A path begins with a group or a node, so no two of them share a name; a group may share that of its only node.
fn unique_names(report: &mut Report<'_>, file: &WorldFile, pending: &Pending) {
    let mut seen: Vec<(&str, usize)> = Vec::new();
    for (at, group) in file.scenario.groups.iter().enumerate() {
        for node in &group.nodes {
            let place = pending.place(&group.name);
            if seen.iter().any(|(name, other)| *name == node.name && *other != at) {
                report.error(place, format!("there are two nodes `{}`", node.name));
            }
            let named = file.scenario.groups.iter().enumerate().find(|(_, g)| g.name == node.name);
            if named.is_some_and(|(other, g)| other != at || g.nodes.len() > 1) {
                report.error(place, format!("`{}` names both a node and a group", node.name));
            }
            seen.push((&node.name, at));
        }
    }
}

/// A label replaces that of a world below; twice in one world it is a slip.
fn unique_labels(report: &mut Report<'_>, pending: &Pending) {
    for (at, (level, placed, line)) in pending.lines.iter().enumerate() {
        let Some(label) = line.label.as_ref().filter(|_| *level != Level::Knob) else { continue };
        if pending.lines[..at].iter().any(|(other, _, line)| other == level && line.label.as_ref() == Some(label)) {
            report.error(placed.word(label), format!("there are two lines `{label}` in this world"));
        }
    }
}

impl Pending {
    fn place(&self, group: &str) -> crate::source::Span {
        let found = self.groups.iter().find(|placed| placed.text == group);
        found.map_or_else(Default::default, |placed: &Placed| placed.span)
    }
}
