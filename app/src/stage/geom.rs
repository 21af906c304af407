//! Points, lines and the deterministic roughness of a fault line; pure arithmetic in CSS pixels.

/// A point, or a direction.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pt {
    /// Right.
    pub x: f64,
    /// Down.
    pub y: f64,
}

/// Shorthand for a point.
pub const fn pt(x: f64, y: f64) -> Pt {
    Pt { x, y }
}

impl Pt {
    /// The point at `u` on the way to `b`.
    #[must_use]
    pub fn toward(self, b: Self, u: f64) -> Self {
        pt(self.x + (b.x - self.x) * u, self.y + (b.y - self.y) * u)
    }

    /// Distance.
    pub fn far(self, b: Self) -> f64 {
        (b.x - self.x).hypot(b.y - self.y)
    }

    /// The unit direction to `b`; right where both are the same point.
    #[must_use]
    pub fn dir(self, b: Self) -> Self {
        let l = self.far(b);
        if l < 1e-9 { pt(1.0, 0.0) } else { pt((b.x - self.x) / l, (b.y - self.y) / l) }
    }

    /// Moved by `l` in a direction.
    #[must_use]
    pub fn step(self, d: Self, l: f64) -> Self {
        pt(self.x + d.x * l, self.y + d.y * l)
    }

    /// A quarter turn.
    #[must_use]
    pub fn turned(self) -> Self {
        pt(-self.y, self.x)
    }
}

/// An upright rectangle.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// Left.
    pub x: f64,
    /// Top.
    pub y: f64,
    /// Width.
    pub w: f64,
    /// Height.
    pub h: f64,
}

impl Rect {
    /// Around a centre.
    pub fn around(c: Pt, half_w: f64, half_h: f64) -> Self {
        Self { x: c.x - half_w, y: c.y - half_h, w: 2.0 * half_w, h: 2.0 * half_h }
    }

    /// Area in common.
    pub fn common(&self, o: &Self) -> f64 {
        let w = (self.x + self.w).min(o.x + o.w) - self.x.max(o.x);
        let h = (self.y + self.h).min(o.y + o.h) - self.y.max(o.y);
        w.max(0.0) * h.max(0.0)
    }

    /// Larger by `by` on every side.
    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self { x: self.x - by, y: self.y - by, w: self.w + 2.0 * by, h: self.h + 2.0 * by }
    }

    /// Whether a point lies in it.
    pub fn holds(&self, p: Pt) -> bool {
        p.x >= self.x && p.x <= self.x + self.w && p.y >= self.y && p.y <= self.y + self.h
    }
}

/// A number between 0 and 1 that depends on `i` alone.
pub fn rnd(i: u32) -> f64 {
    let mut x = i.wrapping_add(1).wrapping_mul(0x9E37_79B1);
    x ^= x >> 15;
    x = x.wrapping_mul(0x85EB_CA6B);
    x ^= x >> 13;
    f64::from(x) / 4_294_967_296.0
}

/// Where `a`–`b` meets a line, as a share of the way from `a`.
pub fn hit(a: Pt, b: Pt, line: &[Pt]) -> Option<f64> {
    line.windows(2).find_map(|w| {
        let (r, s) = (pt(b.x - a.x, b.y - a.y), pt(w[1].x - w[0].x, w[1].y - w[0].y));
        let den = r.x * s.y - r.y * s.x;
        if den.abs() < 1e-9 {
            return None;
        }
        let u = ((w[0].x - a.x) * s.y - (w[0].y - a.y) * s.x) / den;
        let v = ((w[0].x - a.x) * r.y - (w[0].y - a.y) * r.x) / den;
        ((0.0..=1.0).contains(&u) && (0.0..=1.0).contains(&v)).then_some(u)
    })
}

/// Distance of a point from a segment.
pub fn off(p: Pt, a: Pt, b: Pt) -> f64 {
    let l = a.far(b);
    if l < 1e-9 {
        return p.far(a);
    }
    let u = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / (l * l);
    p.far(a.toward(b, u.clamp(0.0, 1.0)))
}

/// Length of a line.
pub fn length(line: &[Pt]) -> f64 {
    line.windows(2).map(|w| w[0].far(w[1])).sum()
}

/// A line with deterministic jags about `step` apart; its ends stay where they are, and what is drawn of a growing
/// line does not move.
pub fn jag(line: &[Pt], seed: u32, step: f64, amp: f64) -> Vec<Pt> {
    let total = length(line);
    let Some((first, last)) = line.first().zip(line.last()) else { return Vec::new() };
    let mut out = vec![*first];
    let (mut before, mut k) = (0.0, 0);
    let mut j = 1;
    loop {
        let d = step * (f64::from(j) + (rnd(seed * 53 + j) - 0.5) * 0.55);
        if d > total - step * 0.45 || line.len() < 2 {
            break;
        }
        while k + 2 < line.len() && d > before + line[k].far(line[k + 1]) {
            before += line[k].far(line[k + 1]);
            k += 1;
        }
        let side = if j % 2 == 1 { 1.0 } else { -1.0 };
        let away = side * amp * (0.3 + rnd(seed * 97 + j));
        let dir = line[k].dir(line[k + 1]);
        out.push(line[k].step(dir, d - before).step(dir.turned(), away));
        j += 1;
    }
    out.push(*last);
    out
}

/// Points about `step` apart along what a pointer drew, so that the result does not depend on how often it reported.
pub fn resample(raw: &[Pt], step: f64) -> Vec<Pt> {
    let mut out: Vec<Pt> = Vec::new();
    for p in raw {
        match out.last() {
            Some(l) if l.far(*p) < step => {}
            _ => out.push(*p),
        }
    }
    if let Some(end) = raw.last()
        && out.last() != Some(end)
    {
        out.push(*end);
    }
    out
}

/// Appends a number with one decimal.
pub fn num(out: &mut String, v: f64) {
    let tenths = (v * 10.0).round() as i64;
    if tenths < 0 {
        out.push('-');
    }
    let t = tenths.unsigned_abs();
    out.push_str(&(t / 10).to_string());
    if !t.is_multiple_of(10) {
        out.push('.');
        out.push(char::from(b'0' + (t % 10) as u8));
    }
}

/// A number with one decimal.
pub fn n1(v: f64) -> String {
    let mut out = String::new();
    num(&mut out, v);
    out
}

/// `x y` with one decimal.
pub fn xy(out: &mut String, p: Pt) {
    num(out, p.x);
    out.push(' ');
    num(out, p.y);
}

/// SVG path data of a line.
pub fn path(line: &[Pt]) -> String {
    let mut out = String::new();
    for (i, p) in line.iter().enumerate() {
        out.push(if i == 0 { 'M' } else { 'L' });
        xy(&mut out, *p);
    }
    out
}

/// `translate(x y)`.
pub fn translate(p: Pt) -> String {
    let mut out = String::from("translate(");
    xy(&mut out, p);
    out.push(')');
    out
}

/// The body of a crack: a polygon of uneven width around a line.
pub fn crack(line: &[Pt], seed: u32) -> String {
    let last = line.len().saturating_sub(1);
    let mut there = Vec::with_capacity(2 * line.len());
    let mut back = Vec::with_capacity(line.len());
    for (j, p) in line.iter().enumerate() {
        let across = line[j.saturating_sub(1)].dir(line[(j + 1).min(last)]).turned();
        let w = (0.6 + 1.7 * rnd(seed * 31 + j as u32)) * if j == last { 0.4 } else { 1.0 };
        there.push(p.step(across, w));
        back.push(p.step(across, -w));
    }
    back.reverse();
    there.append(&mut back);
    path(&there) + "Z"
}

/// Hairs that leave a crack at every third jag.
pub fn hairs(line: &[Pt], seed: u32) -> String {
    let mut out = String::new();
    for j in (2..line.len().saturating_sub(1)).step_by(3) {
        let p = line[j];
        let out_side = if p.x >= f64::midpoint(line[j - 1].x, line[j + 1].x) { 1.0 } else { -1.0 };
        let l = 7.0 + 9.0 * rnd(j as u32 * 7 + seed);
        out.push_str(&path(&[p, pt(p.x + out_side * l * 0.8, p.y + l * (rnd(j as u32) - 0.3))]));
    }
    out
}

/// A wave from `a` to `b`: a slow link.
pub fn wave(a: Pt, b: Pt) -> String {
    let l = a.far(b);
    let n = (l / 6.5).round().max(1.0) as u32;
    let (d, mut out) = (a.dir(b), path(&[a]));
    for i in 0..n {
        let side = if i % 2 == 1 { 6.4 } else { -6.4 };
        let at = |u: f64| a.step(d, (f64::from(i) + u) * l / f64::from(n));
        out.push('Q');
        xy(&mut out, at(0.5).step(d.turned(), side));
        out.push(' ');
        xy(&mut out, at(1.0));
    }
    out
}

/// A regular polygon around the origin.
pub fn poly(n: u32, r: f64, turn: f64) -> Vec<Pt> {
    (0..n)
        .map(|i| {
            let a = turn + f64::from(i) * std::f64::consts::TAU / f64::from(n);
            pt(r * a.cos(), r * a.sin())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jags_do_not_move_while_the_line_grows() {
        let short = jag(&[pt(0.0, 0.0), pt(0.0, 200.0)], 3, 26.0, 8.0);
        let long = jag(&[pt(0.0, 0.0), pt(0.0, 400.0)], 3, 26.0, 8.0);
        let kept = short.len() - 1;
        assert!(kept > 5);
        assert_eq!(short[..kept], long[..kept]);
    }

    #[test]
    fn jags_keep_both_ends() {
        let line = jag(&[pt(5.0, 7.0), pt(90.0, 40.0), pt(130.0, 200.0)], 3, 26.0, 8.0);
        assert_eq!((line[0], line[line.len() - 1]), (pt(5.0, 7.0), pt(130.0, 200.0)));
    }

    #[test]
    fn numbers_have_one_decimal() {
        assert_eq!([n1(-0.04), n1(-1.25), n1(3.0), n1(2.96)], ["0", "-1.3", "3", "3"]);
    }

    #[test]
    fn a_hit_is_a_share_of_the_way() {
        let u = hit(pt(0.0, 0.0), pt(10.0, 0.0), &[pt(2.5, -5.0), pt(2.5, 5.0)]);
        assert_eq!(u, Some(0.25));
        assert_eq!(hit(pt(0.0, 0.0), pt(10.0, 0.0), &[pt(2.5, 1.0), pt(2.5, 5.0)]), None);
    }
}
