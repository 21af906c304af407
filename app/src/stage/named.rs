//! Where a node's name stands: in its outline, in large or small type, or under it. Pure.

use super::layout::Place;

/// Air between a name and the outline, in pixels.
const AIR: f64 = 3.0;
/// What a lane's mark takes before its name, and the size of that name, in pixels.
const MARK: f64 = 34.0;
const LANE: f64 = 12.0;

/// About how wide a name is in bold type of a size, in pixels; rather too wide than too narrow.
pub fn width(name: &str, size: f64) -> f64 {
    let one = |c: char| match c {
        'i' | 'j' | 'l' | 'I' | '.' | ' ' | '-' => 0.34,
        'f' | 'r' | 't' => 0.42,
        'm' | 'w' | 'M' | 'W' => 0.92,
        'A'..='Z' => 0.72,
        _ => 0.63,
    };
    name.chars().map(one).sum::<f64>() * size
}

/// How wide the gutter is in which a lane's name stands, behind its mark.
pub fn lane(name: &str) -> f64 {
    MARK + width(name, LANE) + AIR
}

/// As much of a lane's name as a gutter holds.
pub fn clipped(name: &str, gutter: f64) -> String {
    if lane(name) <= gutter {
        return name.to_owned();
    }
    let mut kept: Vec<char> = name.chars().collect();
    while kept.len() > 1 && lane(&kept.iter().collect::<String>()) + 0.63 * LANE > gutter {
        kept.pop();
    }
    kept.into_iter().chain(['…']).collect()
}

/// Where the base line is, from the middle: a value stands under the name.
pub const fn base(valued: bool) -> f64 {
    if valued { -2.0 } else { 5.0 }
}

/// The type in which a name fits into a server's outline: 14 px, or 12 px, which is as small as text is.
pub fn size(place: &Place, role: &str, name: &str, valued: bool) -> Option<f64> {
    let base = base(valued);
    let fits = |size: &f64| {
        let far = base.abs().max((base - 0.73 * size).abs());
        let round = (place.hw * place.hw - far * far).max(0.0).sqrt();
        let half = match role {
            "queue" => place.hw,
            "cache" => place.hw * 0.88,
            "database" => place.hw * 0.86,
            _ => round,
        };
        // Small type may come closer to the line: an empty outline says less.
        width(name, *size) / 2.0 + if *size < 13.0 { AIR / 2.0 } else { AIR } <= half
    };
    [14.0, 12.0].into_iter().find(fits)
}

/// Half the width of a client's box, which is as wide as its name needs.
pub fn client(name: &str, least: f64) -> f64 {
    least.max(width(name, 12.0) / 2.0 + AIR)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lane_s_name_stays_in_its_gutter() {
        assert_eq!(clipped("Web", 82.0), "Web");
        let short = clipped("Recommendations", 96.0);
        assert!(short.starts_with("Rec") && short.ends_with('…') && lane(&short) <= 96.0, "{short}");
        assert!(lane("Recommendations") < 156.0, "a long word has room on a wide screen");
    }

    #[test]
    fn a_long_name_is_small_or_stands_under() {
        let size =
            |r: f64, name: &str, valued: bool| size(&Place { hw: r, hh: r, ..Place::default() }, "", name, valued);
        assert_eq!([size(21.0, "A", true), size(30.0, "Pay", false)], [Some(14.0); 2]);
        assert_eq!([size(25.0, "Orders", false), size(30.0, "Payment", false)], [Some(12.0); 2]);
        assert_eq!([size(30.0, "Recommendations", false), size(30.0, "Balancers", false)], [None; 2]);
        assert_eq!([size(21.0, "Orders", false), size(21.0, "Payment", false), size(21.0, "Store", true)], [None; 3]);
    }
}
