//! Decimal numbers as people write them, and as [`f64`] writes itself: `0.25`, `-3`, `30.000000000000004`.
//!
//! The standard library reads texts of any length, with a table of powers for numbers of hundreds of digits, which every
//! visitor would load. Numbers of settings are short: as a fraction of two whole numbers they are divided once, with enough
//! bits left over to round to the nearest `f64`, as it does (Clinger, "How to read floating point numbers accurately", 1990).

/// The most digits that are read, before and behind the point together.
pub const DIGITS: usize = 30;
/// The most digits behind the point: so many leave more than 55 bits of the quotient.
pub const FRACTION: usize = 21;

/// The number that a text spells, rounded to the nearest `f64`, ties to even: a sign, digits, and a point among them or none.
/// Nothing where it is anything else, or longer than [`DIGITS`] and [`FRACTION`] allow.
pub fn decimal(text: &str) -> Option<f64> {
    let (negative, unsigned) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let (whole, fraction) = unsigned.split_once('.').unwrap_or((unsigned, ""));
    let count = whole.len() + fraction.len();
    if count == 0 || count > DIGITS || fraction.len() > FRACTION {
        return None;
    }
    let mut digits: u128 = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        digits = digits * 10 + u128::from(char::from(byte).to_digit(10)?);
    }
    let divisor = 10_u128.pow(fraction.len() as u32);
    let shift = digits.leading_zeros() % u128::BITS;
    let (quotient, rest) = ((digits << shift) / divisor, (digits << shift) % divisor);
    // What is left over only says on which side of the middle between two numbers this one lies.
    let nearest = (quotient | u128::from(rest > 0)) as f64;
    let number = nearest * f64::from_bits(u64::from(1023 - shift) << 52);
    Some(if negative { -number } else { number })
}

#[cfg(test)]
mod tests {
    use super::decimal;
    use crate::luck::{Name, Purpose, Seed, luck};

    fn bits(n: f64) -> u64 {
        n.to_bits()
    }

    #[test]
    fn it_is_what_the_standard_library_reads() {
        for n in 0..20_000 {
            let draw = |of: &str| luck(Seed(n), Purpose::Loss, Name::root(of));
            // As many digits as there may be, few, and those of a number that spells itself.
            let digits = format!("{:020}", draw("digits"));
            let point = draw("point") as usize % 20;
            let own = (draw("own") >> 11) as f64 / (1_u64 << (20 + draw("scale") % 40)) as f64;
            for text in [
                format!("{}.{}", &digits[..point], &digits[point..]),
                format!("-{}.{}", draw("whole") % 1000, draw("part") % 1000),
                own.to_string(),
                (own / 100.0 * 7.0).to_string(),
            ] {
                let known: f64 = text.parse().expect("a number");
                let fits = text.split_once('.').is_none_or(|(_, f)| f.len() <= super::FRACTION);
                assert_eq!(decimal(&text).map(bits), fits.then_some(bits(known)), "{text}");
            }
        }
    }

    #[test]
    fn halves_go_to_even() {
        for text in
            ["9007199254740993", "9007199254740995", "4503599627370497.5", "0.5", "0", "-0", "000.100", ".5", "5."]
        {
            assert_eq!(decimal(text).map(bits), text.parse().ok().map(bits), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        for text in ["", ".", "-", "+.", "1,5", "1e3", "inf", "NaN", " 1", "1 ", "0x1", "--1", "1.2.3", "½"] {
            assert_eq!(decimal(text), None, "{text:?}");
        }
        assert_eq!(decimal(&"1".repeat(30)), Some(111_111_111_111_111_111_111_111_111_111.0));
        assert_eq!(decimal(&"1".repeat(31)), None);
        assert_eq!(decimal("0.0000000000000000000001"), None, "22 digits behind the point");
    }
}
