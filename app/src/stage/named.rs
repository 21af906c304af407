//! Where a node's name stands: in its outline, in large or small type, or under it. Pure.

use super::layout::Place;

/// Air between a name and the outline, in pixels.
const AIR: f64 = 3.0;

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
        width(name, *size) / 2.0 + AIR <= half
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
    fn a_long_name_is_small_or_stands_under() {
        let size =
            |r: f64, name: &str, valued: bool| size(&Place { hw: r, hh: r, ..Place::default() }, "", name, valued);
        assert_eq!([size(21.0, "A", true), size(30.0, "Pay", false)], [Some(14.0); 2]);
        assert_eq!([size(25.0, "Orders", false), size(30.0, "Payment", false)], [Some(12.0), None]);
        assert_eq!([size(21.0, "Orders", false), size(21.0, "Payment", false), size(21.0, "Store", true)], [None; 3]);
    }
}
