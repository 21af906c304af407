//! Small worlds for comparisons: groups in a few words, played to their end.

use sim_core::act::parse_line;
use sim_core::luck::Seed;
use sim_core::scenario::{Group, Node, Scenario};
use sim_core::time::{Duration, Time};
use sim_core::world::{Ended, World};

/// A group; a node `ann@pay` stands beside `pay`, and settings are `key = value`, parted by semicolons.
pub fn group(name: &str, protocol: &str, nodes: impl IntoIterator<Item = impl AsRef<str>>, settings: &str) -> Group {
    let node = |text: &str| match text.split_once('@') {
        Some((name, beside)) => Node { name: name.into(), beside: Some(beside.into()) },
        None => Node { name: text.into(), beside: None },
    };
    Group {
        name: name.into(),
        protocol: protocol.into(),
        nodes: nodes.into_iter().map(|text| node(text.as_ref())).collect(),
        settings: pairs(settings),
        script: Vec::new(),
    }
}

fn pairs(text: &str) -> Vec<(String, String)> {
    let pair = |p: &str| p.split_once('=').map(|(k, v)| (k.trim().to_string(), v.trim().to_string()));
    text.split(';').filter_map(pair).collect()
}

/// A world of these groups and links, with act lines.
pub fn scenario(seconds: u64, groups: Vec<Group>, links: &str, acts: &[&str]) -> Result<Scenario, String> {
    let line = |text: &&str| parse_line(text).map_err(|e| format!("`{text}`: {e}"));
    let acts = acts.iter().map(line).collect::<Result<_, _>>()?;
    Ok(Scenario { length: Duration::secs(seconds), groups, links: pairs(links), acts, ..Scenario::default() })
}

/// It, played to its end under a seed.
pub fn play(scenario: &Scenario, seed: u64) -> Result<World, String> {
    let mut world = World::new(scenario, Seed(seed), &[]).map_err(|e| e.to_string())?;
    world.advance(Time::NEVER, u64::MAX);
    match world.ended {
        Some(Ended::Limit(limit)) => Err(format!("a run ended early: {}", limit.words())),
        _ => Ok(world),
    }
}
