//! The consistency models as a small Hasse diagram, stronger ones above, and as a list.

use session::wire::{ModelState, Status};
use yew::prelude::*;

use super::geom::{Pt, n1, path, pt, translate};
use super::svg::stroke;
use super::ui::Msg;
use super::view::View;
use super::words;

/// Height of a model's box, and of a row of them.
const BOX: f64 = 24.0;
const ROW: f64 = 38.0;

/// A model in the diagram.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Index into the models.
    pub model: usize,
    /// Its middle.
    pub at: Pt,
    /// Width of its box.
    pub w: f64,
}

/// Where the models stand that speak of this run, one place for those that are the same, and the whole height. Each
/// stands below all that imply it.
pub fn place(models: &[ModelState], width: f64) -> (Vec<Spot>, f64) {
    let rows = rows(models);
    let mut spots = Vec::new();
    for (r, row) in rows.iter().enumerate() {
        let each = width / row.len().max(1) as f64;
        for (i, n) in row.iter().enumerate() {
            let need = models[*n].title.chars().count() as f64 * 6.3 + 37.0;
            let at = pt(each * (i as f64 + 0.5), 6.0 + BOX / 2.0 + r as f64 * ROW);
            spots.push(Spot { model: *n, at, w: need.min(each - 8.0) });
        }
    }
    (spots, rows.len().saturating_sub(1) as f64 * ROW + BOX + 12.0)
}

/// The models that speak of reads and writes, row by row, each below all that imply it; one of those that are the same.
pub fn rows(models: &[ModelState]) -> Vec<Vec<usize>> {
    // Stronger models come first, so that one pass is enough.
    let mut rank = vec![0_usize; models.len()];
    for n in 0..models.len() {
        for below in &models[n].below {
            let below = usize::from(*below);
            rank[below] = rank[below].max(rank[n] + 1);
        }
    }
    let mut rows: Vec<Vec<usize>> = Vec::new();
    for n in (0..models.len()).filter(|n| models[*n].same.is_none() && !models[*n].transactions) {
        rows.resize(rows.len().max(rank[n] + 1), Vec::new());
        rows[rank[n]].push(n);
    }
    rows
}

/// The diagram and the list.
pub fn models(v: &View) -> Html {
    let found = &v.props.models;
    if found.models.is_empty() {
        return html! { <p class="empty">{ words::MODELS_WAIT }</p> };
    }
    let first = found.models.iter().position(|m| m.first);
    html! {
        <div class="models">
            <p class="note" role="status">{ &found.why }{ " " }
                if let Some(n) = first { <button class="btn sm" onclick={v.click(move || Msg::Model(n))}>{ words::SHOW_WITNESS }</button> }
            </p>
            if let Some(m) = v.ui.model.and_then(|n| found.models.get(n)) { <p class="note bad">{ &m.text }</p> }
            { hasse(v) }
            { list(v) }
        </div>
    }
}

/// Its colour and whether it is shown.
pub fn class(m: &ModelState, shown: bool) -> Classes {
    let standing = match m.standing {
        Status::Met => "ok",
        Status::Broken => "bad",
        Status::Undecided => "und",
        Status::Open | Status::Part => "off",
    };
    classes!("md", standing, shown.then_some("on"))
}

/// A tick, a cross or a question mark before the title: a shape for each standing.
pub fn sign(status: Status) -> &'static str {
    match status {
        Status::Met => "✓",
        Status::Broken => "✗",
        Status::Undecided => "?",
        Status::Open | Status::Part => "–",
    }
}

fn hasse(v: &View) -> Html {
    let all = &v.props.models.models;
    let width = (v.live.dims.w - 32.0).clamp(300.0, 900.0);
    let (spots, high) = place(all, width);
    let at = |n: u16| spots.iter().find(|s| s.model == usize::from(n));
    let (mut whole, mut cut) = (String::new(), String::new());
    for s in &spots {
        for below in all[s.model].below.iter().filter_map(|n| at(*n)) {
            let line = path(&[pt(s.at.x, s.at.y + BOX / 2.0), pt(below.at.x, below.at.y - BOX / 2.0)]);
            // The border between what broke and what holds.
            let border = all[s.model].standing == Status::Broken && all[below.model].standing != Status::Broken;
            if border { cut += &line } else { whole += &line }
        }
    }
    let one = |s: &Spot| {
        let (m, n) = (&all[s.model], s.model);
        let room = ((s.w - 30.0) / 6.5) as usize;
        let title: String = if m.title.chars().count() > room {
            m.title.chars().take(room.saturating_sub(1)).chain(['…']).collect()
        } else {
            m.title.clone()
        };
        let broken = m.standing == Status::Broken;
        let act = broken.then(|| v.click(move || Msg::Model(n)));
        html! {
            <g class={class(m, v.ui.model == Some(n))} transform={translate(s.at)} onclick={act}>
                <title>{ words::model(&m.title, m.standing) }</title>
                <rect x={n1(-s.w / 2.0)} y={n1(-BOX / 2.0)} width={n1(s.w)} height={n1(BOX)} rx="12" />
                <text class="cp" x={n1(-s.w / 2.0 + 11.0)} y="4">{ sign(m.standing) }</text>
                <text class="cp" x={n1(-s.w / 2.0 + 24.0)} y="4">{ title }</text>
            </g>
        }
    };
    html! {
        <svg class="hasse" width={n1(width)} height={n1(high)} role="img" aria-label={words::LATTICE}>
            { stroke("edge", whole) }{ stroke("edge cut", cut) }{ for spots.iter().map(one) }
        </svg>
    }
}

fn list(v: &View) -> Html {
    let all = &v.props.models.models;
    let row = |(n, m): (usize, &ModelState)| {
        let same = m.same.and_then(|s| all.get(usize::from(s)));
        let seek = m.at.map(|at| {
            html! { <button class="ev" onclick={v.click(move || Msg::Model(n))}>{ words::instant(at) }</button> }
        });
        html! {
            <tr key={n} class={(v.ui.model == Some(n)).then_some("on")}>
                <td>{ &m.title }</td><td class={class(m, false)}>{ sign(m.standing) }{ " " }{ words::standing(m.standing) }{ " " }{ for seek }</td>
                <td>{ &m.meaning }if let Some(same) = same { { " " }{ words::same_as(&same.title) } }</td>
            </tr>
        }
    };
    html! {
        <table><thead><tr><th>{ words::MODEL }</th><th>{ words::STANDING }</th><th>{ words::PROMISE }</th></tr></thead>
            <tbody>{ for all.iter().enumerate().map(row) }</tbody></table>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_model_stands_below_all_that_imply_it_and_none_covers_another() {
        let model = |title: &str, below: &[u16], same, transactions| ModelState {
            title: title.into(),
            below: below.to_vec(),
            same,
            transactions,
            ..ModelState::default()
        };
        let all = [
            model("linearizable", &[1], None, false),
            model("sequential", &[2, 3, 4], None, false),
            model("causal memory", &[4], None, false),
            model("PRAM", &[4], None, false),
            model("weak", &[], None, false),
            model("the same as weak", &[], Some(4), false),
            model("serializable", &[], None, true),
        ];
        let (spots, high) = place(&all, 600.0);
        assert_eq!(spots.iter().map(|s| s.model).collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
        let y = |n: usize| spots[n].at.y;
        assert!(all.iter().enumerate().take(5).all(|(n, m)| m.below.iter().all(|b| y(usize::from(*b)) > y(n))));
        assert!(spots[2].at.x + spots[2].w / 2.0 < spots[3].at.x - spots[3].w / 2.0);
        assert!(spots.iter().all(|s| s.at.y + BOX / 2.0 < high));
    }
}
