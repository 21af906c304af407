//! A world from its scenario.

use std::collections::BTreeMap;

use super::initiative::{Initiatives, Roots};
use super::node::NodeState;
use super::queue::{Event, Queue, Rank};
use super::send::Flights;
use super::timers::Timers;
use super::{Ended, Group, Planned, Refusal, World};
use crate::act::{Act, Line, When};
use crate::field::{Field, LINK_FIELDS};
use crate::history::History;
use crate::id::NodeId;
use crate::latency::Latency;
use crate::limits;
use crate::log::Log;
use crate::luck::{Name, Seed, text_hash};
use crate::net::Net;
use crate::protocols;
use crate::registry::{Look, MessageKind};
use crate::scenario::Scenario;
use crate::time::{Duration, Time};
use crate::trace::Trace;
use crate::words::nearest;

impl World {
    /// A world before its first event, with the recipe's lines planned.
    ///
    /// # Errors
    /// What in the scenario or in a line is not possible.
    pub fn new(scenario: &Scenario, seed: Seed, lines: &[Line]) -> Result<Self, Refusal> {
        let count = scenario.groups.iter().map(|g| g.nodes.len()).sum::<usize>();
        if count == 0 || count > limits::NODES {
            return Err(Refusal(format!("a world has 1 to {} nodes, not {count}", limits::NODES)));
        }
        if scenario.length > limits::LENGTH {
            return Err(Refusal(format!("a run is at most {} long", limits::LENGTH)));
        }
        let mut world = Self {
            seed,
            now: Time::ZERO,
            length: Time::ZERO + scenario.length,
            trace: Trace::default(),
            history: History::default(),
            kinds: Vec::new(),
            names: Vec::new(),
            ended: None::<Ended>,
            net: Net::new(count),
            nodes: Vec::new(),
            groups: Vec::new(),
            kind_hashes: Vec::new(),
            queue: Queue::default(),
            flights: Flights::default(),
            timers: Timers::default(),
            initiatives: Initiatives::default(),
            roots: Roots::default(),
            asked: Vec::new(),
            tokens: Log::default(),
            resolved: BTreeMap::new(),
            clocks: Vec::new(),
            effects: Vec::new(),
            plan: Vec::new(),
            watches: Vec::new(),
            undo: Vec::new(),
            levels: BTreeMap::new(),
            largest: 0,
            events: 0,
            instant: (Time::NEVER, 0),
        };
        world.populate(scenario)?;
        world.connect(scenario)?;
        for group in 0..scenario.groups.len() {
            for (key, value) in &scenario.groups[group].settings {
                world.setting(group, key, value)?;
            }
        }
        for (group, g) in scenario.groups.iter().enumerate() {
            for line in &g.script {
                world.plan(line, false, Some(group))?;
            }
        }
        // A later line of the same label takes an earlier one's place, so that a knob can move a fault.
        let replaced =
            |line: &Line, later: &[Line]| line.label.is_some() && later.iter().any(|l| l.label == line.label);
        for (i, line) in scenario.acts.iter().enumerate() {
            if !replaced(line, &scenario.acts[i + 1..]) && !replaced(line, lines) {
                world.plan(line, false, None)?;
            }
        }
        for (i, line) in lines.iter().enumerate() {
            if !replaced(line, &lines[i + 1..]) {
                world.plan(line, true, None)?;
            }
        }
        for node in world.all_nodes() {
            let name = Name::root("boot").then(world.nodes[node.index()].hash);
            world.queue.push(Time::ZERO, Rank::node(name), Event::Boot(node));
        }
        Ok(world)
    }

    fn populate(&mut self, scenario: &Scenario) -> Result<(), Refusal> {
        for (index, group) in scenario.groups.iter().enumerate() {
            if scenario.groups[..index].iter().any(|g| g.name == group.name) {
                return Err(Refusal(format!("two groups are called `{}`", group.name)));
            }
            let Some((info, make)) = protocols::find(&group.protocol) else {
                let names = protocols::names();
                let near = nearest(&group.protocol, names.iter().copied()).map(|n| format!("; did you mean `{n}`?"));
                return Err(Refusal(format!("unknown protocol `{}`{}", group.protocol, near.unwrap_or_default())));
            };
            let kind_base = self.kinds.len() as u16;
            for verb in info.verbs {
                let look = if verb.reads { Look::Read } else { Look::Write };
                self.kinds.extend([false, true].map(|reply| MessageKind { name: verb.name, look, reply }));
            }
            self.kinds.extend(info.kinds);
            let mut members = Vec::new();
            for (local, node) in group.nodes.iter().enumerate() {
                if self.names.contains(&node.name) {
                    return Err(Refusal(format!("two nodes are called `{}`", node.name)));
                }
                members.push(NodeId(self.names.len() as u16));
                self.names.push(node.name.clone());
                let hash = text_hash(&node.name);
                self.nodes.push(NodeState::new(index, local, hash));
            }
            let spelled = info.settings().map(|f| f.default.to_string()).collect();
            let mut nodes = make(group.nodes.len());
            for (at, field) in info.fields.iter().enumerate() {
                nodes.set(at, field.parse(field.default).expect("defaults are valid"));
            }
            let name = group.name.clone();
            let disk = Latency::Fixed(Duration::ZERO);
            self.groups.push(Group {
                name,
                info,
                nodes,
                members,
                kind_base,
                script_ended: false,
                spelled,
                own: BTreeMap::new(),
                init: 0,
                disk,
            });
        }
        for node in &self.nodes {
            self.trace.stamp(node.hash ^ text_hash(self.groups[node.group].info.name));
        }
        self.kind_hashes = self.kinds.iter().map(|k| text_hash(k.name)).collect();
        Ok(())
    }

    fn connect(&mut self, scenario: &Scenario) -> Result<(), Refusal> {
        let all = scenario.groups.iter().flat_map(|g| &g.nodes).collect::<Vec<_>>();
        for (index, node) in all.iter().enumerate() {
            let Some(beside) = &node.beside else { continue };
            let client = NodeId(index as u16);
            let server = self.node(beside).filter(|s| !self.is_client(*s)).ok_or_else(|| {
                Refusal(format!("`{}` stands beside `{beside}`, which is not a server of this world", node.name))
            })?;
            self.nodes[index].beside = Some(server);
            self.net.link_mut(client, server).beside = true;
            self.net.link_mut(server, client).beside = true;
        }
        for (key, value) in &scenario.links {
            let (field, value) = parse(LINK_FIELDS.iter(), key, value)?;
            self.net.all.put(field, Some(value));
        }
        for (link, settings) in &scenario.own_links {
            let [a, b] = [&link.a, &link.b].map(|n| self.node(n));
            let (Some(a), Some(b)) = (a, b) else {
                return Err(Refusal(format!("`{}-{}` is not a link of this world", link.a, link.b)));
            };
            for (key, value) in settings {
                let (field, value) = parse(LINK_FIELDS.iter(), key, value)?;
                self.net.link_mut(a, b).own.put(field, Some(value.clone()));
                if !link.one_way {
                    self.net.link_mut(b, a).own.put(field, Some(value));
                }
            }
        }
        Ok(())
    }

    /// `timeout`, or `home.timeout` for one key.
    fn setting(&mut self, group: usize, key: &str, spelled: &str) -> Result<(), Refusal> {
        if let Some((key, field)) = key.split_once('.') {
            return self.own_setting(group, (key, field), spelled);
        }
        let (field, value) = parse(self.groups[group].info.settings(), key, spelled)?;
        let owner = self.groups[group].name.clone();
        self.check_value(&owner, &value)?;
        self.configure(group, field, spelled, None);
        Ok(())
    }

    /// Makes a world in which `planned` were planned one in which `lines` are: lines that are not wanted are taken out of
    /// the plan, and new ones, which come last, are added. None of either may have begun, and no two share a label.
    ///
    /// # Errors
    /// Why a new line is not possible.
    pub(crate) fn replan(&mut self, planned: &[Line], lines: &[Line]) -> Result<(), Refusal> {
        let mut wanted = lines.iter().peekable();
        let own: Vec<usize> = (0..self.plan.len()).filter(|i| self.plan[*i].own && !self.plan[*i].left).collect();
        for (line, index) in planned.iter().zip(own) {
            if wanted.peek().is_some_and(|w| *w == line) {
                wanted.next();
            } else {
                self.plan[index].left = true;
                self.queue.remove(index as u32);
            }
        }
        wanted.try_for_each(|line| self.plan(line, true, None))
    }

    fn plan(&mut self, line: &Line, own: bool, script: Option<usize>) -> Result<(), Refusal> {
        self.check(line).map_err(|why| Refusal(format!("`{line}`: {why}")))?;
        if let Act::Ask { op, .. } = &line.act
            && !own
        {
            // `next` stays above every value that the scenario will use, whenever that is. What the learner will do
            // later is not known yet: a line that is added must not change what happened before it.
            for value in op.steps().filter_map(|op| op.value) {
                if let crate::act::ValueWord::Is(v) = value {
                    self.largest = self.largest.max(v);
                }
            }
        }
        let first = match line.when {
            When::At(t) => t,
            When::Every { from, until, .. } if until.is_some_and(|u| from >= u) => Time::NEVER,
            When::Every { from, .. } => from,
        };
        let index = self.plan.len() as u32;
        self.plan.push(Planned { line: line.clone(), own, script, fired: 0, left: false });
        if first == Time::NEVER {
            return Ok(()); // it never happens
        }
        let asks_first = first == Time::ZERO && matches!(line.act, Act::Ask { .. });
        if asks_first {
            self.queue.push(first, Rank::first(index), Event::First(index));
        } else {
            self.queue.push(first, Rank::act(index), Event::Act(index));
        }
        Ok(())
    }
}

fn parse(
    fields: impl Iterator<Item = &'static Field> + Clone,
    key: &str,
    spelled: &str,
) -> Result<(usize, crate::field::Value), Refusal> {
    let Some((at, field)) = fields.clone().enumerate().find(|(_, f)| f.name == key) else {
        let near = nearest(key, fields.map(|f| f.name)).map(|n| format!("; did you mean `{n}`?"));
        return Err(Refusal(format!("unknown setting `{key}`{}", near.unwrap_or_default())));
    };
    Ok((at, field.parse(spelled).map_err(Refusal)?))
}
