//! The eight looks of a message and the colours of the stage, by the names of their CSS custom properties.

use super::geom::{Pt, poly, pt};

/// Custom properties that the canvas needs, in the order of [`Tone`].
pub const TOKENS: [&str; 7] = ["--canvas", "--ink-2", "--fault", "--accent", "--warn", "--line", "--warn-soft"];

/// The looks as the engine spells them; each has `--m-LOOK`, `--m-LOOK-line` and `--m-LOOK-text`.
pub const LOOKS: [&str; 8] = ["write", "read", "repl", "vote", "gossip", "job", "beat", "err"];

/// A colour of the canvas.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tone {
    /// The stage's background.
    Canvas,
    /// Secondary text.
    Ink2,
    /// Broken.
    Fault,
    /// You can act, or are here.
    Accent,
    /// Slow, held.
    Warn,
    /// Hairlines.
    Line,
    /// Under what is slow or held.
    WarnSoft,
    /// A message's glyph.
    Fill(Look),
    /// A message's outline and path.
    Stroke(Look),
    /// A message's label.
    Text(Look),
}

impl Tone {
    /// Index into the colours read from the style sheet: [`TOKENS`], then three for each look.
    pub fn index(self) -> usize {
        let look = |l: Look, k| TOKENS.len() + 3 * l.0 as usize + k;
        match self {
            Self::Canvas => 0,
            Self::Ink2 => 1,
            Self::Fault => 2,
            Self::Accent => 3,
            Self::Warn => 4,
            Self::Line => 5,
            Self::WarnSoft => 6,
            Self::Fill(l) => look(l, 0),
            Self::Stroke(l) => look(l, 1),
            Self::Text(l) => look(l, 2),
        }
    }
}

/// Every custom property, in the order of [`Tone::index`].
pub fn properties() -> Vec<String> {
    let mut all: Vec<String> = TOKENS.iter().map(ToString::to_string).collect();
    for look in LOOKS {
        for part in ["", "-line", "-text"] {
            all.push(["--m-", look, part].concat());
        }
    }
    all
}

/// One of the eight looks, as an index into [`LOOKS`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Look(pub u8);

impl Look {
    /// By its word; a word that nobody knows looks like a heartbeat.
    pub fn named(word: &str) -> Self {
        Self(LOOKS.iter().position(|l| *l == word).unwrap_or(6) as u8)
    }

    /// Its word.
    pub fn word(self) -> &'static str {
        LOOKS[self.0 as usize]
    }

    /// The outline around the origin; none is a circle.
    pub fn shape(self, r: f64) -> Option<Vec<Pt>> {
        let up = -std::f64::consts::FRAC_PI_2;
        let s = r * 0.86;
        Some(match self.word() {
            "write" => vec![pt(-s, -s), pt(s, -s), pt(s, s), pt(-s, s)],
            "repl" => poly(4, r * 1.2, 0.0),
            "vote" => poly(3, r * 1.25, up),
            "gossip" => poly(5, r * 1.12, up),
            "job" => poly(6, r * 1.1, 0.0),
            "err" => poly(8, r * 1.12, std::f64::consts::FRAC_PI_8),
            _ => return None,
        })
    }

    /// Its size: a heartbeat is a small dot.
    pub fn radius(self, r: f64) -> f64 {
        if self.word() == "beat" { r * 0.6 } else { r }
    }

    /// Dashes of its path in the space-time diagram.
    pub fn dash(self) -> Option<&'static str> {
        match self.word() {
            "repl" => Some("6 3"),
            "vote" => Some("9 3"),
            "gossip" => Some("1.5 3.5"),
            "beat" => Some("1.5 4"),
            _ => None,
        }
    }

    /// A custom property of it: `var(--m-write-line)`.
    pub fn css(self, part: &str) -> String {
        ["var(--m-", self.word(), part, ")"].concat()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tone_has_its_property() {
        let all = properties();
        assert_eq!(all[Tone::Line.index()], "--line");
        assert_eq!(all[Tone::Fault.index()], "--fault");
        assert_eq!(all[Tone::Text(Look::named("err")).index()], "--m-err-text");
        assert_eq!(all.len(), Tone::Text(Look(7)).index() + 1);
    }

    #[test]
    fn looks_differ_in_shape() {
        let corners: Vec<_> =
            LOOKS.iter().map(|l| Look::named(l).shape(7.0).map(|s| (s.len(), s[0].y.round() as i32))).collect();
        for (i, a) in corners.iter().enumerate() {
            for b in &corners[..i] {
                assert!(a != b || a.is_none(), "{a:?}");
            }
        }
        assert!(Look::named("beat").radius(7.0) < Look::named("read").radius(7.0));
    }
}
