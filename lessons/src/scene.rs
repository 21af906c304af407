//! The names of one world: nodes, groups, keys, labels and settings that lines and sentences may speak of.

use sim_core::act::{Act, Line, LinkName, Operation};
use sim_core::field::{Field, Kind, LINK_FIELDS, Value};
use sim_core::history::family;
use sim_core::order::Ordered;
use sim_core::registry::{ProtocolInfo, Registry};
use sim_core::scenario::Scenario;
use sim_core::time::Duration;
use sim_core::words::nearest;

use crate::report::{Report, there_are};
use crate::source::Span;

/// A world, by its names.
#[derive(Clone, Default)]
pub(crate) struct Scene<'r> {
    groups: Vec<(String, Option<&'r ProtocolInfo>)>,
    nodes: Vec<SceneNode>,
    keys: Vec<String>,
    labels: Vec<String>,
    /// When it ends.
    pub(crate) length: Duration,
    /// Some names stand in statements that could not be read, so that none can be called unknown.
    pub(crate) partial: bool,
}

#[derive(Clone)]
struct SceneNode {
    name: String,
    group: usize,
    beside: Option<String>,
}

impl<'r> Scene<'r> {
    /// The names of this scenario.
    pub(crate) fn of(scenario: &Scenario, registry: &'r Registry, partial: bool) -> Self {
        let mut scene = Self { length: scenario.length, partial, ..Self::default() };
        for (at, group) in scenario.groups.iter().enumerate() {
            let protocol = registry.protocols.iter().find(|p| p.name == group.protocol);
            scene.groups.push((group.name.clone(), protocol));
            let nodes = group.nodes.iter();
            scene.nodes.extend(nodes.map(|n| SceneNode { name: n.name.clone(), group: at, beside: n.beside.clone() }));
            scene.add_lines(&group.script);
            for (key, value) in &group.settings {
                scene.add_setting(protocol, key, value);
            }
        }
        scene.add_lines(&scenario.acts);
        scene
    }

    /// Labels and keys of further lines.
    pub(crate) fn add_lines(&mut self, lines: &[Line]) {
        for line in lines {
            self.labels.extend(line.label.clone());
            match &line.act {
                Act::Ask { op, .. } => self.keys.extend(op.steps().filter_map(|op| op.key.clone())),
                Act::Set { path, value } => {
                    if let (Ok(field), Some((_, key))) = (self.setting(path), path.split_once('.')) {
                        self.add_mix(field, key, value);
                    }
                }
                _ => {}
            }
        }
    }

    fn add_setting(&mut self, protocol: Option<&ProtocolInfo>, key: &str, value: &str) {
        if let Some(field) = protocol.and_then(|p| p.settings().find(|f| f.name == key)) {
            self.add_mix(field, key, value);
        }
    }

    fn add_mix(&mut self, field: &Field, key: &str, value: &str) {
        if field.name == key
            && field.kind == Kind::Mix
            && let Ok(Value::Mix(mix)) = field.parse(value)
        {
            self.keys.extend(mix.parts().iter().filter_map(|(_, op)| op.key.clone()));
        }
    }

    /// This world's names and those of another.
    pub(crate) fn join(&mut self, other: &Self) {
        let offset = self.groups.len();
        self.groups.extend(other.groups.iter().cloned());
        self.nodes.extend(other.nodes.iter().map(|n| SceneNode { group: n.group + offset, ..n.clone() }));
        self.keys.extend(other.keys.iter().cloned());
        self.labels.extend(other.labels.iter().cloned());
        self.length = self.length.max(other.length);
    }

    pub(crate) fn nodes(&self) -> Vec<&str> {
        self.nodes.iter().map(|n| n.name.as_str()).collect()
    }
    /// Keys, and their families.
    pub(crate) fn keys(&self) -> Vec<&str> {
        let keys = self.keys.iter().map(String::as_str);
        keys.clone().chain(keys.filter_map(family)).collect()
    }
    pub(crate) fn labels(&self) -> Vec<&str> {
        self.labels.iter().map(String::as_str).collect()
    }
    /// Groups and nodes whose protocol is such.
    pub(crate) fn owners(&self, such: fn(&ProtocolInfo) -> bool) -> Vec<&str> {
        let fits = |protocol: Option<&ProtocolInfo>| protocol.is_none_or(such);
        let groups = self.groups.iter().filter(|(_, p)| fits(*p)).map(|(name, _)| name.as_str());
        let nodes = self.nodes.iter().filter(|n| fits(self.groups[n.group].1)).map(|n| n.name.as_str());
        groups.chain(nodes).collect()
    }

    /// Nodes of a group, or the node itself.
    pub(crate) fn members<'s>(&'s self, owner: &'s str) -> impl Iterator<Item = &'s str> {
        let nodes = self.nodes.iter();
        nodes.filter(move |n| n.name == owner || self.groups[n.group].0 == owner).map(|n| n.name.as_str())
    }

    /// Whether every group's protocol is known, and with it every word that is possible.
    pub(crate) fn is_complete(&self) -> bool {
        self.groups.iter().all(|(_, protocol)| protocol.is_some())
    }

    /// Every protocol that plays.
    pub(crate) fn protocols(&self) -> impl Iterator<Item = &'r ProtocolInfo> {
        self.groups.iter().filter_map(|(_, protocol)| *protocol)
    }

    fn node(&self, name: &str) -> Option<&SceneNode> {
        self.nodes.iter().find(|n| n.name == name)
    }
    pub(crate) fn has_node(&self, name: &str) -> bool {
        self.node(name).is_some()
    }
    /// Whether it is a node whose protocol is no client.
    pub(crate) fn is_server(&self, name: &str) -> bool {
        self.node(name).is_some_and(|n| self.groups[n.group].1.is_none_or(|p| !p.client))
    }
    /// Whether it is a client node.
    pub(crate) fn is_client(&self, name: &str) -> bool {
        self.node(name).is_some_and(|n| self.groups[n.group].1.is_none_or(|p| p.client))
    }

    /// The protocol that this client's operation reaches: of the node it names, or of the one the client is beside.
    pub(crate) fn asked(&self, client: &str, op: &Operation) -> Option<&'r ProtocolInfo> {
        let node = op.at.as_ref().or(self.node(client)?.beside.as_ref())?;
        self.groups[self.node(node)?.group].1
    }

    /// The setting that a path names.
    pub(crate) fn setting(&self, path: &str) -> Result<&'static Field, Unresolved> {
        let (owner, key) = path.split_once('.').unwrap_or((path, ""));
        let mut fields: Vec<&'static Field> = Vec::new();
        let known = if owner == "links" {
            fields.extend(LINK_FIELDS);
            true
        } else if let Some(link) = link_name(owner) {
            fields.extend(LINK_FIELDS);
            if let Some(end) = [&link.a, &link.b].into_iter().find(|end| !self.has_node(end)) {
                return Err(Unresolved::owner(end, "a node", self.nodes()));
            }
            true
        } else if let Some((_, protocol)) = self.groups.iter().find(|(name, _)| name == owner) {
            if protocol.is_none() {
                return Err(Unresolved::silent());
            }
            if let Some((name, _)) = key.split_once('.') {
                return self.own_setting(*protocol, name, path);
            }
            fields.extend(protocol.iter().flat_map(|p| p.settings()));
            true
        } else {
            false
        };
        if let Some(node) = self.node(owner) {
            fields.extend(self.groups[node.group].1.iter().flat_map(|p| p.settings()).chain(LINK_FIELDS));
        } else if !known {
            let mut owners = self.nodes();
            owners.extend(self.groups.iter().map(|(name, _)| name.as_str()));
            owners.push("links");
            return Err(Unresolved::owner(owner, "a group, a node or a link", owners));
        }
        fields.iter().copied().find(|f| f.name == key).ok_or_else(|| {
            let message = format!("`{key}` is not a setting of `{owner}`");
            Unresolved::new(key, message, fields.iter().map(|f| f.name).collect())
        })
    }

    /// The setting that a key has for itself: `replicas.likes.mode`.
    fn own_setting(
        &self,
        protocol: Option<&ProtocolInfo>,
        name: &str,
        path: &str,
    ) -> Result<&'static Field, Unresolved> {
        let (owner, key) = path.rsplit_once('.').unwrap_or((path, ""));
        if !self.partial && !self.keys().contains(&name) {
            return Err(Unresolved::owner(name, "a key", self.keys()));
        }
        let own = protocol.map_or(&[][..], |p| p.per_key);
        let fields = protocol.into_iter().flat_map(ProtocolInfo::settings).filter(|f| own.contains(&f.name));
        let fields: Vec<&'static Field> = fields.collect();
        fields.iter().copied().find(|f| f.name == key).ok_or_else(|| {
            let message = format!("`{key}` is not a setting that `{owner}` has for itself");
            Unresolved::new(key, message, fields.iter().map(|f| f.name).collect())
        })
    }
}

/// Why a path names no setting.
pub(crate) struct Unresolved {
    /// The word that is not known.
    pub(crate) word: String,
    message: String,
    help: Option<String>,
}

impl Unresolved {
    fn new(word: &str, message: String, mut candidates: Vec<&str>) -> Self {
        candidates.order();
        candidates.dedup();
        let near = nearest(word, candidates.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let help = near.or_else(|| there_are(&candidates));
        Self { word: word.to_string(), message, help }
    }
    fn owner(word: &str, what: &str, candidates: Vec<&str>) -> Self {
        Self::new(word, format!("`{word}` is not {what}"), candidates)
    }
    /// A group of an unknown protocol, which is reported where the group is.
    const fn silent() -> Self {
        Self { word: String::new(), message: String::new(), help: None }
    }
    /// Reports it here.
    pub(crate) fn tell(self, report: &mut Report<'_>, span: Span) {
        if !self.message.is_empty() {
            report.add(span, self.message, self.help);
        }
    }
}

/// `a-b` or `a->b`.
pub(crate) fn link_name(text: &str) -> Option<LinkName> {
    let (a, b, one_way) = match text.split_once("->") {
        Some((a, b)) => (a, b, true),
        None => text.split_once('-').map(|(a, b)| (a, b, false))?,
    };
    // `t*3` are several nodes; elsewhere nobody is called that.
    let name = |t: &str| !t.is_empty() && t.bytes().all(|c| c.is_ascii_alphanumeric() || matches!(c, b'_' | b'*'));
    (name(a) && name(b) && a != b).then(|| LinkName { a: a.to_string(), b: b.to_string(), one_way })
}
