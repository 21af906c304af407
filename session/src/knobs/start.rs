//! How a world is set before anybody turns a knob.

use lessons::model::{Knob, KnobRange};
use sim_core::act::{Act, Line, When};
use sim_core::field::LINK_FIELDS;
use sim_core::registry::Registry;
use sim_core::scenario::{Group, Scenario};
use sim_core::time::Time;

/// What a knob turns.
pub(crate) fn path(knob: &Knob) -> Option<&str> {
    match &knob.range {
        KnobRange::Whole { path, .. }
        | KnobRange::Span { path, .. }
        | KnobRange::Share { path, .. }
        | KnobRange::Words { path, .. } => Some(path),
        KnobRange::Lines(_) => None,
    }
}

/// Where a knob stands in a world as its author left it, as spelled there.
pub(crate) fn start(knob: &Knob, world: &Scenario) -> Option<String> {
    match (&knob.range, path(knob)) {
        (KnobRange::Lines(choices), _) => {
            let is_so = |line: &Line| match &line.act {
                Act::Set { path, value } => setting(world, path).as_ref() == Some(value),
                _ => world.acts.contains(line),
            };
            choices.iter().find(|choice| choice.1.iter().all(is_so)).map(|choice| choice.0.clone())
        }
        (_, path) => setting(world, path?),
    }
}

/// A setting: what a line at 0 s made it, what the scenario says, or what it is while nobody says anything.
fn setting(world: &Scenario, path: &str) -> Option<String> {
    let (owner, key) = path.rsplit_once('.')?;
    let (first, of_key) = owner.split_once('.').map_or((owner, None), |(first, name)| (first, Some(name)));
    let group = |name: &str| world.groups.iter().find(|g| g.name == name || g.nodes.iter().any(|n| n.name == name));
    let same = |other: &str| {
        let whole = other.rsplit_once('.').filter(|(_, k)| *k == key).map(|(owner, _)| owner);
        whole.is_some_and(|whole| {
            let named =
                |name: &str| whole == name || of_key.is_some_and(|of| Some(whole) == Some(&*format!("{name}.{of}")));
            whole == owner || group(first).is_some_and(|g| named(&g.name) || g.nodes.iter().any(|n| named(&n.name)))
        })
    };
    let lines = world.acts.iter().rev().filter(|line| line.when == When::At(Time::ZERO) && line.lasting.is_none());
    let said = lines.filter_map(|line| match &line.act {
        Act::Set { path, value } if same(path) => Some(value.clone()),
        _ => None,
    });
    said.into_iter().next().or_else(|| match group(first) {
        Some(group) => of_group(group, of_key, key),
        None => of_link(world, owner, key),
    })
}

/// A group's setting; that of one of its routes or keys, `home.timeout`, where that has its own.
fn of_group(group: &Group, of_key: Option<&str>, key: &str) -> Option<String> {
    let of = |key: &str| group.settings.iter().find(|(name, _)| name == key).map(|said| said.1.clone());
    let said = of_key.and_then(|name| of(&[name, ".", key].concat())).or_else(|| of(key));
    let usual = || {
        let registry = Registry::engine();
        let mut fields = registry.protocol(&group.protocol)?.settings();
        fields.find(|field| field.name == key).map(|field| field.default.to_owned())
    };
    said.or_else(usual)
}

fn of_link(world: &Scenario, link: &str, key: &str) -> Option<String> {
    let of = |settings: &[(String, String)]| settings.iter().find(|(name, _)| name == key).map(|said| said.1.clone());
    let mut own = world.own_links.iter().rev().filter(|(name, _)| {
        let ends = link.split_once("->").or_else(|| link.split_once('-'));
        ends.is_some_and(|(a, b)| (&*name.a, &*name.b) == (a, b) || !name.one_way && (&*name.b, &*name.a) == (a, b))
    });
    let said = own.find_map(|(_, settings)| of(settings));
    let usual = || LINK_FIELDS.iter().find(|field| field.name == key).map(|field| field.default.to_owned());
    said.or_else(|| of(&world.links)).or_else(usual)
}
