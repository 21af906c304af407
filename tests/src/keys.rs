//! The keyboard: single keys with modifiers, and text.
use serde_json::json;

use crate::page::Page;

/// Keys that have a name: what scripts see as `key`, `code`, the number of old, and the text that it types.
const NAMED: [(&str, &str, u32, &str); 16] = [
    ("Enter", "Enter", 13, "\r"),
    ("Tab", "Tab", 9, ""),
    ("Escape", "Escape", 27, ""),
    ("Space", "Space", 32, " "),
    ("Backspace", "Backspace", 8, ""),
    ("Delete", "Delete", 46, ""),
    ("ArrowLeft", "ArrowLeft", 37, ""),
    ("ArrowUp", "ArrowUp", 38, ""),
    ("ArrowRight", "ArrowRight", 39, ""),
    ("ArrowDown", "ArrowDown", 40, ""),
    ("Home", "Home", 36, ""),
    ("End", "End", 35, ""),
    ("PageUp", "PageUp", 33, ""),
    ("PageDown", "PageDown", 34, ""),
    ("F1", "F1", 112, ""),
    ("F8", "F8", 119, ""),
];

/// A key as the browser wants to hear of it.
#[derive(Debug, PartialEq)]
struct Key {
    name: String,
    code: String,
    number: u32,
    text: String,
    modifiers: u32,
}

impl Page {
    /// Presses and releases a key: `a`, `?`, `Enter`, `ArrowLeft`, `Shift+Tab`, `Control+z`.
    pub fn key(&self, name: &str) {
        let key = key_named(name).unwrap_or_else(|| panic!("no key has the name {name}"));
        let mut event = json!({
            "type": if key.text.is_empty() { "rawKeyDown" } else { "keyDown" },
            "key": key.name, "code": key.code, "windowsVirtualKeyCode": key.number,
            "text": key.text, "modifiers": key.modifiers,
        });
        self.call("Input.dispatchKeyEvent", event.clone());
        event["type"] = json!("keyUp");
        event["text"] = json!("");
        self.call("Input.dispatchKeyEvent", event);
    }

    /// Types a text into what has the focus, key by key.
    pub fn type_text(&self, text: &str) {
        for letter in text.chars() {
            self.key(&if letter == ' ' { "Space".to_owned() } else { letter.to_string() });
        }
    }

    /// Presses Tab until the thing with this role and name has the focus.
    pub fn tab_to(&self, role: &str, name: &str) {
        self.tab_to_in("", role, name);
    }

    /// The same inside of something with the name `group`.
    pub fn tab_to_in(&self, group: &str, role: &str, name: &str) {
        for _ in 0..10 {
            // What is written anew while the focus moves is looked for again now and then.
            let found = self.find_in(group, role, name);
            for _ in 0..60 {
                if self.run_on(&found, "function() { return this === document.activeElement; }") == true {
                    return;
                }
                self.key("Tab");
            }
        }
        panic!("600 times Tab did not reach {role} \"{name}\". On the page:\n{}", self.outline());
    }
}

fn key_named(name: &str) -> Option<Key> {
    let mut modifiers = 0_u32;
    let mut rest = name;
    for (prefix, bit) in [("Alt+", 1), ("Control+", 2), ("Meta+", 4), ("Shift+", 8)] {
        if let Some(shorter) = rest.strip_prefix(prefix) {
            modifiers |= bit;
            rest = shorter;
        }
    }
    // With Alt, Control or Meta a key is a command and types nothing.
    let command = !matches!(modifiers, 0 | 8);
    let types = |text: &str| if command { String::new() } else { text.to_owned() };
    if let Some((key, code, number, text)) = NAMED.iter().find(|named| named.0 == rest) {
        let key = if *key == "Space" { " " } else { key };
        return Some(Key {
            name: key.to_owned(),
            code: (*code).to_owned(),
            number: *number,
            text: types(text),
            modifiers,
        });
    }
    let mut letters = rest.chars();
    let letter = letters.next().filter(|_| letters.next().is_none())?;
    let upper = letter.to_ascii_uppercase();
    let (code, number) = match upper {
        'A'..='Z' => (format!("Key{upper}"), u32::from(upper)),
        '0'..='9' => (format!("Digit{upper}"), u32::from(upper)),
        _ => (String::new(), 0),
    };
    Some(Key { name: rest.to_owned(), code, number, text: types(rest), modifiers })
}

#[cfg(test)]
mod tests {
    use super::key_named;

    #[test]
    fn names_of_keys() {
        let told = |name: &str| {
            key_named(name)
                .map(|key| format!("{} {} {} {:?} {}", key.name, key.code, key.number, key.text, key.modifiers))
        };
        assert_eq!(told("a").as_deref(), Some("a KeyA 65 \"a\" 0"));
        assert_eq!(told("?").as_deref(), Some("?  0 \"?\" 0"));
        assert_eq!(told("Shift+Tab").as_deref(), Some("Tab Tab 9 \"\" 8"));
        assert_eq!(told("Control+z").as_deref(), Some("z KeyZ 90 \"\" 2"));
        assert_eq!(told("Space").as_deref(), Some("  Space 32 \" \" 0"));
        assert_eq!(told("Hyper"), None);
    }
}
