//! Settings that a key has for itself: `set replicas.likes.mode any`.

use super::World;
use super::apply::Doing;
use super::undo::{Level, Slot, Undo};
use crate::id::{Key, RowId};

impl World {
    /// The group and the key that `replicas.likes` names.
    pub(super) fn keyed<'p>(&self, owner: &'p str) -> Option<(usize, &'p str)> {
        let (group, key) = owner.split_once('.')?;
        self.groups.iter().position(|g| g.name == group).map(|group| (group, key))
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
        let target = &mut self.groups[group];
        let declared = target.info.settings().nth(field).expect("the field is the group's");
        let value = declared.parse(spelled).expect("values are checked before they are planned");
        target.own.insert((key, field), spelled.to_string());
        target.nodes.set_for(key, field, value);
        for node in target.members.clone() {
            self.reconfigured(node, cause);
        }
    }
}
