//! Takes the name section out of a WebAssembly module: names are for debuggers, and a third of the file.
use std::ops::Range;

/// A section of a module.
pub struct Section {
    /// What it holds.
    pub id: u8,
    /// All of it.
    pub whole: Range<usize>,
    /// What stands behind its id and its size.
    pub body: Range<usize>,
}

/// The sections of a module, in order. An error when it is not a module or is cut off.
pub fn sections(module: &[u8]) -> Result<Vec<Section>, String> {
    module.get(..8).filter(|header| header.starts_with(b"\0asm")).ok_or("not a WebAssembly module")?;
    let mut found = Vec::new();
    let mut at = 8;
    while at < module.len() {
        let start = at;
        let (size, body) = number(module, at + 1).ok_or("a section without a size")?;
        at = body.checked_add(size).filter(|end| *end <= module.len()).ok_or("a section longer than the file")?;
        found.push(Section { id: module[start], whole: start..at, body: body..at });
    }
    Ok(found)
}

/// The module without its name section. An error when it is not a module or is cut off.
pub fn strip_names(module: &[u8]) -> Result<Vec<u8>, String> {
    let sections = sections(module)?;
    let mut kept = module[..8].to_vec();
    for section in sections {
        if !(section.id == 0 && custom_name(&module[section.body]) == Some(b"name")) {
            kept.extend_from_slice(&module[section.whole]);
        }
    }
    Ok(kept)
}

fn custom_name(section: &[u8]) -> Option<&[u8]> {
    let (length, start) = number(section, 0)?;
    section.get(start..start.checked_add(length)?)
}

/// An unsigned number in LEB128 (seven bits a byte, lowest first), and where it ends.
pub fn number(bytes: &[u8], mut at: usize) -> Option<(usize, usize)> {
    let mut value = 0_usize;
    for shift in (0..35).step_by(7) {
        let byte = *bytes.get(at)?;
        at += 1;
        value |= usize::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 == 0 {
            return Some((value, at));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::strip_names;

    fn custom(name: &str, rest: &[u8]) -> Vec<u8> {
        let size = 1 + name.len() + rest.len();
        // Two bytes of size, as compilers write them when they reserve room.
        let mut section = vec![0, (size & 0x7f) as u8 | 0x80, (size >> 7) as u8, name.len() as u8];
        section.extend_from_slice(name.as_bytes());
        section.extend_from_slice(rest);
        section
    }

    #[test]
    fn only_names_go() {
        let header = b"\0asm\x01\0\0\0".to_vec();
        let types = vec![1, 4, 1, 0x60, 0, 0];
        let features = custom("target_features", &[1, 2, 3]);
        let names = custom("name", &[7; 200]);
        let whole = [header.clone(), types.clone(), names, features.clone()].concat();
        assert_eq!(strip_names(&whole), Ok([header, types, features].concat()));
    }

    #[test]
    fn broken_files_are_refused() {
        assert_eq!(strip_names(b"hello world"), Err("not a WebAssembly module".to_owned()));
        assert_eq!(strip_names(b"\0asm\x01\0\0\0\x01\x05\0"), Err("a section longer than the file".to_owned()));
        assert_eq!(strip_names(b"\0asm\x01\0\0\0\x01"), Err("a section without a size".to_owned()));
    }
}
