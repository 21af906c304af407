//! What a client can be asked by hand: the verbs of the server that it stands beside, about the keys of this world.

use sim_core::act::Act;
use sim_core::id::NodeId;
use sim_core::load::Mix;
use sim_core::scenario::Scenario;
use sim_core::world::World;

/// A key where the world names none.
const SOME_KEY: &str = "x";

/// Operations as act lines spell them, a value as `next`: `write balance next`, `read balance`.
pub(crate) fn asks(world: &World, scenario: &Scenario, client: NodeId) -> Vec<String> {
    let Some(server) = world.beside(client).filter(|_| world.is_client(client)) else { return Vec::new() };
    let mut keys = keys(scenario);
    let named = !keys.is_empty();
    if keys.is_empty() {
        keys.push(SOME_KEY.into());
    }
    let info = world.protocol_of(server);
    let mut asks = Vec::new();
    for verb in info.verbs {
        let value = if verb.value { " next" } else { "" };
        if verb.key || (info.routes && named) {
            asks.extend(keys.iter().map(|key| format!("{} {key}{value}", verb.name)));
        } else {
            asks.push(format!("{}{value}", verb.name));
        }
    }
    asks
}

/// The keys that scripts and mixes of the scenario name.
fn keys(scenario: &Scenario) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    let mut add = |key: &Option<String>| {
        if let Some(key) = key.as_ref().filter(|key| !keys.contains(key)) {
            keys.push(key.clone());
        }
    };
    for group in &scenario.groups {
        for line in &group.script {
            if let Act::Ask { op, .. } = &line.act {
                op.steps().for_each(|op| add(&op.key));
            }
        }
        let mixes = group.settings.iter().filter(|(name, _)| name == "mix");
        for mix in mixes.filter_map(|(_, value)| Mix::parse(value).ok()) {
            mix.parts().iter().for_each(|(_, op)| add(&op.key));
        }
    }
    keys
}
