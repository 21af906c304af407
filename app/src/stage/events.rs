//! The event table: each event with its cause, by node and kind, of one message, or of all that happened before one.

use session::wire::EventRow;
use yew::prelude::*;

use super::cone::Event as Moment;
use super::tables::empty;
use super::ui::Msg;
use super::view::View;
use super::words;
use crate::platform::frames;

/// Rows of the table at most.
const ROWS: usize = 300;

/// Which events the table shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Only those of this node.
    pub node: Option<u16>,
    /// Only those of this kind: index into [`words::ROW_KINDS`]; 0 is all.
    pub kind: u8,
    /// Only what belongs to a row.
    pub only: Option<Only>,
}

/// What belongs to a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// What became of this message.
    Flight(u64),
    /// This row and what happened before it.
    Before(u32),
}

/// The rows that a filter lets through, in order.
pub fn chosen(all: &[EventRow], filter: Filter) -> Vec<&EventRow> {
    let past = if let Some(Only::Before(row)) = filter.only { before(all, row) } else { Vec::new() };
    let kind = words::ROW_KINDS.get(usize::from(filter.kind)).copied().unwrap_or_default();
    let fits = |(i, r): &(usize, &EventRow)| {
        let only = match filter.only {
            Some(Only::Flight(name)) => r.flight == Some(name),
            Some(Only::Before(_)) => past[*i],
            None => true,
        };
        only && filter.node.is_none_or(|n| r.node == Some(n)) && (filter.kind == 0 || r.kind == kind)
    };
    all.iter().enumerate().filter(fits).map(|(_, r)| r).collect()
}

/// What happened before a row: what caused it, and earlier events at the same nodes.
fn before(all: &[EventRow], row: u32) -> Vec<bool> {
    let mut found = vec![false; all.len()];
    let (mut causes, mut nodes): (Vec<u32>, Vec<u16>) = (vec![row], Vec::new());
    for (i, r) in all.iter().enumerate().rev().filter(|(_, r)| r.row <= row) {
        if !causes.contains(&r.row) && !r.node.is_some_and(|n| nodes.contains(&n)) {
            continue;
        }
        found[i] = true;
        nodes.extend(r.node.filter(|n| !nodes.contains(n)));
        causes.extend(r.cause);
    }
    found
}

/// The table.
pub fn events(v: &View) -> Html {
    let all = &v.props.events;
    if all.is_empty() {
        return empty(words::NO_EVENTS);
    }
    let some = chosen(all, v.ui.filter);
    // A busy window has thousands: those around the playhead, and a line that says so.
    let first = some.partition_point(|r| r.at < v.at).saturating_sub(ROWS / 2).min(some.len().saturating_sub(ROWS));
    let rows = &some[first..some.len().min(first + ROWS)];
    html! { <>
        { filters(v) }
        if rows.len() < all.len() { <p class="few">{ words::some_events(rows.len(), all.len()) }</p> }
        <table><thead><tr><th>{ words::TIME }</th><th>{ words::WHERE }</th><th>{ words::EVENT }</th><th>{ words::CAUSE }</th><th>{ words::MORE }</th></tr></thead>
            <tbody>{ for rows.iter().map(|r| row(v, all, r)) }</tbody></table>
    </> }
}

fn row(v: &View, all: &[EventRow], r: &EventRow) -> Html {
    let cause = r.cause.and_then(|c| all.iter().find(|x| x.row == c));
    let node = r.node.and_then(|n| v.live.staged.nodes.get(usize::from(n))).map_or("", |n| n.label.as_str());
    let moment = |r: &EventRow| (r.at, r.node.map(|node| Moment { node, at: r.at }));
    let here = v.at == r.at || v.ui.cone.is_some() && v.ui.cone == moment(r).1;
    let go = |r: &EventRow, focus: bool| {
        let (at, event) = moment(r);
        let id = ["stage-row-", &r.row.to_string()].concat();
        let click = v.click(move || {
            if focus {
                frames::focus(&id);
            }
            Msg::Row(at, event)
        });
        html! { <button class="ev" onclick={click}>{ words::seconds(r.at) }</button> }
    };
    let only = |name: &'static str, only: Only| {
        let filter = Filter { only: Some(only), ..Filter::default() };
        html! { <button class="btn ghost sm" onclick={v.click(move || Msg::Filter(filter))}>{ name }</button> }
    };
    html! {
        <tr key={r.row} id={["stage-row-", &r.row.to_string()].concat()} class={here.then_some("on")} tabindex="-1">
            <td>{ go(r, false) }</td><td>{ node.to_string() }</td><td>{ &r.text }</td><td>{ for cause.map(|c| go(c, true)) }</td>
            <td class="acts-row">{ for r.flight.map(|f| only(words::FOLLOW, Only::Flight(f))) }{ only(words::BEFORE, Only::Before(r.row)) }</td>
        </tr>
    }
}

/// By node, by kind, and the way back from one message or one past.
fn filters(v: &View) -> Html {
    let filter = v.ui.filter;
    let option = |n: usize, on: usize, name: &str| html! { <option value={n.to_string()} selected={n == on}>{ name.to_string() }</option> };
    let nodes = std::iter::once(words::ALL_NODES).chain(v.live.staged.nodes.iter().map(|n| n.label.as_str()));
    let node = filter.node.map_or(0, |n| usize::from(n) + 1);
    let by_node = v.link.callback(move |e: Event| {
        let n = frames::picked(&e);
        Msg::Filter(Filter { node: n.checked_sub(1).map(u16::from), ..filter })
    });
    let by_kind = v.link.callback(move |e: Event| Msg::Filter(Filter { kind: frames::picked(&e), ..filter }));
    let what = match filter.only {
        Some(Only::Flight(_)) => words::ONE_MESSAGE,
        Some(Only::Before(_)) => words::ONE_PAST,
        None => "",
    };
    html! {
        <p class="few">
            <select aria-label={words::BY_NODE} onchange={by_node}>{ for nodes.enumerate().map(|(n, name)| option(n, node, name)) }</select>{ " " }
            <select aria-label={words::BY_KIND} onchange={by_kind}>{ for words::ROW_KIND_NAMES.iter().enumerate().map(|(n, name)| option(n, usize::from(filter.kind), name)) }</select>{ " " }
            if filter != Filter::default() { { what }{ " " }<button class="btn sm" onclick={v.click(|| Msg::Filter(Filter::default()))}>{ words::ALL_EVENTS }</button> }
        </p>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<EventRow> {
        let row = |row, node, cause: Option<u32>, kind: &str, flight| EventRow {
            row,
            at: u64::from(row) * 10,
            node: Some(node),
            cause,
            kind: kind.into(),
            flight,
            ..EventRow::default()
        };
        vec![
            row(0, 3, None, "operation", None),
            row(1, 0, Some(0), "message", Some(7)),
            row(2, 2, None, "message", Some(9)),
            row(4, 1, Some(1), "message", Some(7)),
            row(5, 1, Some(4), "operation", None),
            row(6, 2, Some(5), "node", None),
        ]
    }

    fn told(filter: Filter) -> Vec<u32> {
        chosen(&rows(), filter).iter().map(|r| r.row).collect()
    }

    #[test]
    fn events_by_node_kind_message_and_past() {
        let all = Filter::default();
        assert_eq!(told(all), [0, 1, 2, 4, 5, 6]);
        assert_eq!(told(Filter { node: Some(2), ..all }), [2, 6]);
        assert_eq!(told(Filter { kind: 2, ..all }), [0, 5]);
        assert_eq!(told(Filter { only: Some(Only::Flight(7)), ..all }), [1, 4]);
        assert_eq!(told(Filter { only: Some(Only::Before(5)), ..all }), [0, 1, 4, 5], "not what others did meanwhile");
    }
}
