//! `?embed`: the stage alone in another page, as its address asks for it.

use session::decimal;
use session::wire::Us;

use crate::model::Theme;
use crate::route::value;

/// What an embedding page asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Embed {
    /// Fault tools that are offered, of those that the act has; none is all of these.
    pub tools: Option<Vec<String>>,
    /// Without knobs.
    pub bare: bool,
    /// Instead of the system's.
    pub theme: Option<Theme>,
    /// Begins here.
    pub at: Option<Us>,
    /// Plays by itself, unless motion is reduced.
    pub play: bool,
}

impl Embed {
    /// Reads `?embed&tools=cut,crash&knobs=0&theme=dark&t=2.9&play=1`; nothing where the page is not embedded.
    pub fn read(query: &str) -> Option<Self> {
        let pairs = query.trim_start_matches('?').split('&');
        pairs.map(|pair| pair.split('=').next()).find(|key| *key == Some("embed"))?;
        let word = |key: &str| value(query, key);
        let seconds = word("t").and_then(|t| decimal(t.trim_end_matches('s')));
        Some(Self {
            tools: word("tools").map(|tools| tools.split(',').map(str::to_owned).collect()),
            bare: word("knobs").as_deref() == Some("0"),
            theme: match word("theme").as_deref() {
                Some("dark") => Some(Theme::Dark),
                Some("light") => Some(Theme::Light),
                _ => None,
            },
            at: seconds.filter(|t| (0.0..1e9).contains(t)).map(|t| (t * 1e6).round() as Us),
            play: word("play").as_deref() == Some("1"),
        })
    }

    /// Of the act's tools, those that are asked for.
    pub fn offered(&self, tools: &[String]) -> Vec<String> {
        let asked = |tool: &&String| self.tools.as_ref().is_none_or(|asked| asked.contains(tool));
        tools.iter().filter(asked).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_shown() {
        assert_eq!(Embed::read("?run=x"), None);
        assert_eq!(Embed::read("?embed"), Some(Embed::default()));
        let all = Embed::read("?embed=1&tools=cut,crash&knobs=0&theme=dark&t=2.9s&play=1").unwrap();
        assert_eq!((all.at, all.bare, all.play, all.theme), (Some(2_900_000), true, true, Some(Theme::Dark)));
        assert_eq!(all.offered(&["cut".into(), "slow".into()]), ["cut"]);
        assert_eq!(Embed::read("?embed&t=soon&theme=pink"), Some(Embed::default()));
    }
}
