//! Reads `scenario.toml`: groups, links, layout, names, and the worlds laid over them.

use sim_core::act::{Line, LinkName, parse_span};
use sim_core::luck::Seed;
use sim_core::registry::Registry;
use sim_core::time::Duration;

use crate::keys::{Item, Keys, Toml};
use crate::model::{Challenge, Layout, Overlay, Sealed, SealedWorld, WorldFile};
use crate::report::{Placed, Report};
use crate::scene::link_name;
use crate::source::{File, Span};
use crate::syntax::clean;
use crate::{draws, groups, knobs, lines, test_table};

/// In which world something that names nodes stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Level {
    Quiet,
    Repair,
    /// `[sealed]` itself.
    Sealed,
    /// The sealed world with this number.
    World(usize),
    Challenge,
    Plot,
    /// A knob's choice: in whichever world it is turned.
    Knob,
}

/// What can be checked only when all names are known.
#[derive(Default)]
pub(crate) struct Pending {
    /// Some statements could not be read, and who knows what they name.
    pub(crate) partial: bool,
    /// Names of groups.
    pub(crate) groups: Vec<Placed>,
    pub(crate) lines: Vec<(Level, Placed, Line)>,
    /// Owner, key, value of a group's or link's settings.
    pub(crate) settings: Vec<(Level, Placed, Placed, Placed)>,
    /// Client and the node it is beside.
    pub(crate) beside: Vec<(Level, Placed)>,
    /// Both ends of links of their own.
    pub(crate) links: Vec<Placed>,
    pub(crate) charts: Vec<Placed>,
    /// Words of `[names]` and nodes of `[layout]`.
    pub(crate) named: Vec<Placed>,
    pub(crate) positions: Vec<Placed>,
    pub(crate) layout: Option<Span>,
    /// Names of knobs and tables, of those too that could not be read.
    pub(crate) knob_names: Vec<String>,
    /// Knobs: path, and each value that must be possible.
    pub(crate) knobs: Vec<(Placed, Vec<Placed>)>,
    /// Lines of `[test]`, and how sentences must stand.
    pub(crate) test: test_table::Pending,
}

/// Reads the file; what needs all names is left in `Pending`.
pub(crate) fn read(report: &mut Report<'_>, text: &str, registry: &Registry) -> (WorldFile, Pending) {
    let clean = clean(report, text, File::Scenario, 0);
    let toml = Toml::of(&clean, File::Scenario, 0);
    let table = toml.parse();
    let mut keys = Keys::root(toml, &table);
    let names = ["nodes", "protocol", "acts", "mix", "path", "choices", "rows"];
    let partial = clean.lost.iter().any(|key| names.contains(&key.as_str()));
    let mut pending = Pending { partial, ..Pending::default() };
    let mut file = WorldFile { title: keys.need_text(report, "title", "\"…\"").text, ..WorldFile::default() };
    let seed = keys.need(report, "seed", "1501").and_then(|item| item.whole(report, 0..u64::MAX));
    file.scenario.seed = Seed(seed.unwrap_or_default());
    let length =
        keys.need(report, "length", "\"20s\"").and_then(|item| item.text(report)).and_then(|text| span(report, &text));
    file.scenario.length = length.unwrap_or_default();
    let pace = keys
        .need(report, "pace", "\"130ms/s\"")
        .and_then(|item| item.text(report))
        .and_then(|text| pace(report, &text));
    file.pace = pace.unwrap_or(Duration::secs(1));
    for (name, mut group) in keys.named(report, "group") {
        pending.groups.push(Placed { text: name.to_string(), span: group.span, exact: false });
        file.scenario.groups.push(groups::read(report, name, &mut group, registry, Level::Quiet, None, &mut pending));
    }
    if file.scenario.groups.is_empty() {
        report.error_help(keys.span, "scenario.toml has no groups", "write [group.NAME] with protocol and nodes");
    }
    file.scenario.acts = read_lines(report, &mut keys, Level::Quiet, &mut pending);
    if let Some(links) = keys.get("links").and_then(|item| item.table(report)) {
        read_links(report, &links, &mut file, &mut pending);
    }
    pending.charts = keys.texts(report, "charts");
    if let Some(mut layout) = keys.get("layout").and_then(|item| item.table(report)) {
        pending.layout = Some(layout.span);
        file.layout = read_layout(report, &mut layout, &mut pending);
    }
    if let Some(names) = keys.get("names").and_then(|item| item.table(report)) {
        for item in names.rest() {
            pending.named.push(key_of(&item));
            file.names.extend(item.text(report).map(|name| (item.key().to_string(), name.text)));
        }
    }
    knobs::read(report, &mut keys, registry, &mut file, &mut pending);
    file.tools = knobs::tools(report, &mut keys, &pending);
    if let Some(mut repair) = keys.get("repair").and_then(|item| item.table(report)) {
        file.repair = Some(read_overlay(report, &mut repair, &file, registry, Level::Repair, &mut pending));
        repair.finish(report);
    }
    if let Some(mut sealed) = keys.get("sealed").and_then(|item| item.table(report)) {
        file.sealed = Some(read_sealed(report, &mut sealed, &mut pending));
        sealed.finish(report);
    }
    if let Some(mut challenge) = keys.get("challenge").and_then(|item| item.table(report)) {
        let over_repair = match challenge.text(report, "base") {
            Some(base) if base.text == "quiet" => false,
            Some(base) if base.text != "repair" => {
                report.unknown(base.span, format!("`{}` is not a base", base.text), &base.text, ["quiet", "repair"]);
                true
            }
            _ => true,
        };
        let overlay = read_overlay(report, &mut challenge, &file, registry, Level::Challenge, &mut pending);
        file.challenge = Some(Challenge { over_repair, overlay });
        challenge.finish(report);
    }
    if let Some(test) = keys.get("test").and_then(|item| item.table(report)) {
        file.test = Some(test_table::read(report, test, &mut pending.test));
    }
    if let Some(mut plot) = keys.get("plot").and_then(|item| item.table(report)) {
        file.plot = Some(read_overlay(report, &mut plot, &file, registry, Level::Plot, &mut pending));
        plot.finish(report);
    }
    keys.finish(report);
    (file, pending)
}

/// Reads `acts`.
fn read_lines(report: &mut Report<'_>, keys: &mut Keys<'_>, level: Level, pending: &mut Pending) -> Vec<Line> {
    let mut read = Vec::new();
    for placed in keys.texts(report, "acts") {
        if let Some(line) = lines::read(report, &placed) {
            pending.lines.push((level, placed, line.clone()));
            read.push(line);
        }
    }
    read
}

fn read_links(report: &mut Report<'_>, links: &Keys<'_>, file: &mut WorldFile, pending: &mut Pending) {
    let owner = |text: &str, span: Span| Placed { text: text.to_string(), span, exact: true };
    for item in links.rest() {
        let Some(link) = link_name(item.key()) else {
            if let Some(value) = item.spelled(report) {
                file.scenario.links.push((item.key().to_string(), value.text.clone()));
                pending.settings.push((Level::Quiet, owner("links", item.key_span), key_of(&item), value));
            }
            continue;
        };
        let Some(own) = item.table(report) else { continue };
        let ends = |link: &LinkName| format!("{}{}{}", link.a, if link.one_way { "->" } else { "-" }, link.b);
        let links: Vec<LinkName> = many(&link);
        pending.links.extend(links.iter().map(|link| owner(&ends(link), item.key_span)));
        let mut settings = Vec::new();
        for setting in own.rest() {
            if let Some(value) = setting.spelled(report) {
                settings.push((setting.key().to_string(), value.text.clone()));
                pending.settings.push((Level::Quiet, owner(&ends(&links[0]), item.key_span), key_of(&setting), value));
            }
        }
        file.scenario.own_links.extend(links.into_iter().map(|link| (link, settings.clone())));
    }
}

/// `t*3-gate` is t1-gate, t2-gate and t3-gate.
fn many(link: &LinkName) -> Vec<LinkName> {
    let mut links = Vec::new();
    for a in groups::numbered(&link.a) {
        for b in groups::numbered(&link.b) {
            links.push(LinkName { a: a.clone(), b, one_way: link.one_way });
        }
    }
    links
}

fn read_layout(report: &mut Report<'_>, keys: &mut Keys<'_>, pending: &mut Pending) -> Layout {
    if let Some(kind) = keys.text(report, "kind") {
        for item in keys.rest() {
            report.error(item.key_span, format!("a `{}` layout takes no positions", kind.text));
        }
        return match kind.text.as_str() {
            "ring" => Layout::Ring,
            "star" => Layout::Star,
            "layered" => Layout::Layered,
            other => {
                let kinds = ["ring", "star", "layered"];
                report.unknown(kind.span, format!("`{other}` is not a layout"), other, kinds);
                Layout::Ring
            }
        };
    }
    let mut positions = Vec::new();
    for item in keys.rest() {
        pending.positions.push(key_of(&item));
        let numbers: Vec<f64> = item.list(report).iter().filter_map(|i| i.number(report)).collect();
        match numbers[..] {
            [x, y] if (0.0..=1.0).contains(&x) && (0.0..=1.0).contains(&y) => {
                positions.push((item.key().to_string(), x, y));
            }
            _ => report.error(item.key_span, format!("`{}` stands at [x, y], each from 0 to 1", item.key())),
        }
    }
    Layout::Free(positions)
}

fn read_overlay(
    report: &mut Report<'_>,
    keys: &mut Keys<'_>,
    file: &WorldFile,
    registry: &Registry,
    level: Level,
    pending: &mut Pending,
) -> Overlay {
    let mut overlay = Overlay {
        length: keys.text(report, "length").and_then(|text| span(report, &text)),
        pace: keys.text(report, "pace").and_then(|text| pace(report, &text)),
        acts: read_lines(report, keys, level, pending),
        groups: Vec::new(),
    };
    for (name, mut group) in keys.named(report, "group") {
        let Some(base) = file.scenario.groups.iter().find(|g| g.name == name) else {
            let groups = file.scenario.groups.iter().map(|g| g.name.as_str());
            report.unknown(group.span, format!("`{name}` is not a group of the scenario"), name, groups);
            continue;
        };
        overlay.groups.push(groups::read(report, name, &mut group, registry, level, Some(base), pending));
    }
    overlay
}

fn read_sealed(report: &mut Report<'_>, keys: &mut Keys<'_>, pending: &mut Pending) -> Sealed {
    let edition = keys.need(report, "edition", "1").and_then(|item| item.whole(report, 1..1_000));
    let draw = draws::read(report, keys);
    let acts = keys.texts(report, "acts");
    let mut unused: Vec<&str> = draw.iter().map(|(name, _)| name.text.as_str()).collect();
    draws::lines(report, &acts, &[&draw], Level::Sealed, &mut unused, pending);
    let mut worlds: Vec<SealedWorld> = Vec::new();
    for (at, mut table) in keys.tables(report, "world").into_iter().enumerate() {
        table.name = "[[sealed.world]]".to_string();
        let name = table.need_text(report, "name", "\"…\"");
        if worlds.iter().any(|w| w.name == name.text) {
            report.error(name.span, format!("there are two worlds `{}`", name.text));
        } else if matches!(name.text.as_str(), "quiet" | "repair" | "challenge" | "plot") {
            report.error(name.span, format!("`{}` is a world already; choose another name", name.text));
        }
        let own = draws::read(report, &mut table);
        let acts = table.texts(report, "acts");
        let mut own_unused: Vec<&str> = own.iter().map(|(name, _)| name.text.as_str()).collect();
        draws::lines(report, &acts, &[&own, &draw], Level::World(at), &mut own_unused, pending);
        draws::mark_used(&acts, &mut unused);
        draws::report_unused(report, &own, &own_unused);
        table.finish(report);
        let acts = acts.into_iter().map(|placed| placed.text).collect();
        worlds.push(SealedWorld { name: name.text, draw: draws::plain(own), acts });
    }
    draws::report_unused(report, &draw, &unused);
    let acts = acts.into_iter().map(|placed| placed.text).collect();
    Sealed { edition: edition.unwrap_or(1) as u32, draw: draws::plain(draw), acts, worlds }
}

/// A key as a placed word.
pub(crate) fn key_of(item: &Item<'_>) -> Placed {
    Placed { text: item.key().to_string(), span: item.key_span, exact: true }
}

/// A span of time, reported where it is none.
pub(crate) fn span(report: &mut Report<'_>, placed: &Placed) -> Option<Duration> {
    parse_span(&placed.text).map_err(|message| report.error(placed.span, message)).ok()
}

fn pace(report: &mut Report<'_>, placed: &Placed) -> Option<Duration> {
    let span = placed.text.strip_suffix("/s").and_then(|text| parse_span(text).ok()).filter(|d| d.0 > 0);
    if span.is_none() {
        let message = format!("`{}` is not a pace; write virtual time for a second, such as 130ms/s", placed.text);
        report.error(placed.span, message);
    }
    span
}
