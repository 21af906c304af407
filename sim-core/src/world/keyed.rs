//! Settings that a key has for itself: `set replicas.likes.mode any`, or `likes.mode = "any"` in a scenario. A family's
//! settings hold for its keys, unless a key has its own.

use super::apply::Doing;
use super::undo::{Level, Slot, Undo};
use super::{Refusal, World};
use crate::act::{Act, Line, When};
use crate::field::Kind;
use crate::history::family;
use crate::id::{Key, NodeId, RowId};
use crate::time::Time;

impl World {
    /// The group and the key that `replicas.likes` names.
    pub(super) fn keyed<'p>(&self, owner: &'p str) -> Option<(usize, &'p str)> {
        let (group, key) = owner.split_once('.')?;
        self.groups.iter().position(|g| g.name == group).map(|group| (group, key))
    }

    /// How keys of this group spell a setting that they have for themselves.
    pub fn spelled_by_keys<'w>(&'w self, group: &'w str, field: &'w str) -> impl Iterator<Item = &'w str> {
        let group = self.groups.iter().find(move |g| g.name == group);
        let at = group.and_then(|group| group.info.settings().position(|f| f.name == field));
        let own = group.into_iter().flat_map(|group| &group.own);
        own.filter(move |((_, field), _)| Some(*field) == at).map(|(_, spelled)| spelled.as_str())
    }

    /// What each choice costs that has a price: of groups, and of the keys that have it for themselves.
    pub fn prices(&self) -> impl Iterator<Item = u32> + '_ {
        let priced = self.groups.iter().flat_map(|group| group.info.prices.iter().map(move |priced| (group, priced)));
        priced.flat_map(|(group, (name, prices))| {
            let fields = group.info.settings().position(|f| f.name == *name);
            let at = fields.expect("what has a price is a setting");
            let Some(Kind::Word(words)) = group.info.settings().nth(at).map(|f| f.kind) else {
                unreachable!("what has a price is a word")
            };
            let own = group.own.iter().filter(move |((_, field), _)| *field == at).map(|(_, spelled)| spelled);
            let spelled = own.chain([&group.spelled[at]]);
            spelled.filter_map(move |word| prices.get(words.iter().position(|w| w == word)?).copied())
        })
    }

    /// The servers that keep a key.
    pub fn keepers(&self, key: Key) -> &[NodeId] {
        &self.groups[usize::from(self.history.home(key))].members
    }

    /// `likes.mode = "any"` under a group of the scenario.
    pub(super) fn own_setting(&mut self, at: usize, (key, field): (&str, &str), spelled: &str) -> Result<(), Refusal> {
        let path = format!("{}.{key}.{field}", self.groups[at].name);
        let act = Act::Set { path, value: spelled.to_string() };
        self.check(&Line { label: None, when: When::At(Time::ZERO), act, lasting: None })?;
        let field = self.groups[at].info.settings().position(|f| f.name == field).expect("checked above");
        let key = self.history.intern(key, at as u16, self.groups[at].init);
        self.configure_key(at, key, field, spelled, None);
        Ok(())
    }

    /// `set GROUP.KEY.FIELD VALUE`.
    pub(super) fn set_key(&mut self, group: usize, key: &str, field: &str, value: &str, doing: Doing) -> Option<Undo> {
        let of = &self.groups[group];
        let field = of.info.settings().position(|f| f.name == field)?;
        let (init, script_ended) = (of.init, of.script_ended);
        let key = self.history.intern(key, group as u16, init);
        let slot = Slot::KeySetting { group, key, field };
        self.lay(slot, Level::Setting { spelled: value.trim().to_string(), script_ended }, doing);
        Some(Undo::Levels(vec![slot]))
    }

    /// Sets a group's field for one key and tells its nodes.
    pub(super) fn configure_key(&mut self, group: usize, key: Key, field: usize, spelled: &str, cause: Option<RowId>) {
        let declared = self.groups[group].info.settings().nth(field).expect("the field is the group's");
        let value = self.read_value(declared, spelled);
        let target = &mut self.groups[group];
        target.own.insert((key, field), spelled.trim().to_string());
        for of in self.history.under(&self.history.keys[usize::from(key.0)]) {
            let here = self.history.home(of) == group as u16;
            if of == key || here && !target.own.contains_key(&(of, field)) {
                target.nodes.set_for(of, field, value.clone());
            }
        }
        for node in target.members.clone() {
            self.reconfigured(node, cause);
        }
    }

    /// A key that is heard of for the first time is kept as its family is.
    pub(super) fn like_its_family(&mut self, group: usize, key: Key) {
        let Some(family) = family(&self.history.keys[usize::from(key.0)]) else { return };
        let named = self.history.named(family).find(|k| self.history.home(*k) == group as u16);
        let own = self.groups[group].own.iter().filter(|((of, _), _)| Some(*of) == named);
        let own: Vec<(usize, String)> = own.map(|((_, field), spelled)| (*field, spelled.clone())).collect();
        for (field, spelled) in own {
            let declared = self.groups[group].info.settings().nth(field).expect("the field is the group's");
            let value = self.read_value(declared, &spelled);
            self.groups[group].nodes.set_for(key, field, value);
        }
    }

    /// What a key of another group of servers is called at this one: an operation goes by its name from node to node.
    /// Where nobody here has heard the name, it stays what it is.
    pub(super) fn key_at(&self, key: Key, group: usize) -> Key {
        let history = &self.history;
        if history.home(key) == group as u16 {
            return key;
        }
        let here = history.named(&history.keys[usize::from(key.0)]).find(|k| history.home(*k) == group as u16);
        here.unwrap_or(key)
    }
}
