//! Text under keys, kept by the browser; and its twin in memory.

use std::collections::BTreeMap;

/// The browser refuses to keep or to give anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused;

/// Text under keys.
pub trait Storage {
    /// What is there.
    ///
    /// # Errors
    /// If storage is blocked.
    fn get(&self, key: &str) -> Result<Option<String>, Refused>;
    /// Writes it.
    ///
    /// # Errors
    /// If storage is blocked or full.
    fn set(&mut self, key: &str, value: &str) -> Result<(), Refused>;
}

/// A twin for tests, and for a browser that keeps nothing.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Everything is refused.
    pub blocked: bool,
    /// What is there.
    pub values: BTreeMap<String, String>,
}

impl Storage for Memory {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        if self.blocked { Err(Refused) } else { Ok(self.values.get(key).cloned()) }
    }
    fn set(&mut self, key: &str, value: &str) -> Result<(), Refused> {
        if self.blocked {
            return Err(Refused);
        }
        self.values.insert(key.to_owned(), value.to_owned());
        Ok(())
    }
}

/// The browser's `localStorage`.
pub struct Local;

impl Local {
    fn area() -> Result<web_sys::Storage, Refused> {
        super::dom::window().local_storage().ok().flatten().ok_or(Refused)
    }
}

impl Storage for Local {
    fn get(&self, key: &str) -> Result<Option<String>, Refused> {
        Self::area()?.get_item(key).map_err(|_| Refused)
    }
    fn set(&mut self, key: &str, value: &str) -> Result<(), Refused> {
        Self::area()?.set_item(key, value).map_err(|_| Refused)
    }
}
