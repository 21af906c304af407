//! Gives the functions that a program takes from its script short names, in both files: wasm-bindgen ends each name with
//! sixteen digits that no compressor can shorten.

use crate::wasm::{number, sections};

/// The id of the section of imports.
const IMPORTS: u8 = 2;

/// The module and its script with short names.
///
/// # Errors
/// The module is none, imports something else than functions, or has a name that the script does not know exactly once.
pub fn shorten(module: &[u8], script: &str) -> Result<(Vec<u8>, String), String> {
    let cut_off = || "an import is cut off".to_owned();
    let mut short = module[..8.min(module.len())].to_vec();
    let mut script = script.to_owned();
    for section in sections(module)? {
        if section.id != IMPORTS {
            short.extend_from_slice(&module[section.whole]);
            continue;
        }
        let body = &module[section.body];
        let (count, mut at) = number(body, 0).ok_or_else(cut_off)?;
        let mut kept = leb(count);
        for n in 0..count {
            let text = |at: usize| -> Option<(&str, usize)> {
                let (length, from) = number(body, at)?;
                let to = from.checked_add(length)?;
                Some((std::str::from_utf8(body.get(from..to)?).ok()?, to))
            };
            let (from, end) = text(at).ok_or_else(cut_off)?;
            let (name, kind) = text(end).ok_or_else(cut_off)?;
            if body.get(kind) != Some(&0) {
                return Err(format!("{name} is imported and no function"));
            }
            let (_, next) = number(body, kind + 1).ok_or_else(cut_off)?;
            // Letters alone would be taken for the script's own names.
            let new = format!("i{n}");
            script = rename(&script, name, &new)?;
            for text in [from, &new] {
                kept.extend(leb(text.len()));
                kept.extend_from_slice(text.as_bytes());
            }
            kept.extend_from_slice(&body[kind..next]);
            at = next;
        }
        short.push(IMPORTS);
        short.extend(leb(kept.len()));
        short.extend(kept);
    }
    Ok((short, script))
}

/// The script with another key for this function.
fn rename(script: &str, name: &str, new: &str) -> Result<String, String> {
    let key = format!(" {name}: ");
    match script.matches(&key).count() {
        1 => Ok(script.replacen(&key, &format!(" {new}: "), 1)),
        found => Err(format!("the script has {found} functions {name}")),
    }
}

/// A number in LEB128.
fn leb(mut value: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let more = value > 0x7f;
        bytes.push((value & 0x7f) as u8 | if more { 0x80 } else { 0 });
        value >>= 7;
        if !more {
            return bytes;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shorten;

    fn module(imports: &[u8]) -> Vec<u8> {
        [b"\0asm\x01\0\0\0".as_slice(), &[1, 4, 1, 0x60, 0, 0, 2, imports.len() as u8], imports, &[3, 2, 1, 0]].concat()
    }

    #[test]
    fn names_are_short_in_both_files() {
        let imports = [b"\x02\x01m\x05abc_1\x00\x00".as_slice(), b"\x01m\x05abc_2\x00\x00"].concat();
        let script = "const m = {\n abc_1: function() {},\n abc_2: function() { abc_1(); },\n};";
        let (short, script) = shorten(&module(&imports), script).unwrap();
        assert_eq!(short, module(&[b"\x02\x01m\x02i0\x00\x00".as_slice(), b"\x01m\x02i1\x00\x00"].concat()));
        assert_eq!(script, "const m = {\n i0: function() {},\n i1: function() { abc_1(); },\n};");
    }

    #[test]
    fn what_is_not_as_expected_is_an_error() {
        let imports = b"\x01\x01m\x05abc_1\x00\x00";
        assert_eq!(shorten(&module(imports), "").unwrap_err(), "the script has 0 functions abc_1");
        let memory = b"\x01\x01m\x03mem\x02\x00\x01";
        assert_eq!(shorten(&module(memory), "").unwrap_err(), "mem is imported and no function");
        assert_eq!(shorten(&module(b"\x01\x01m\x05ab"), "").unwrap_err(), "an import is cut off");
        assert_eq!(shorten(b"no module", "").unwrap_err(), "not a WebAssembly module");
    }
}
