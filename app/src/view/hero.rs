//! The drawing on the home page: five replicas, a cut, and who falls behind.

use yew::prelude::*;

use super::icon;

const NODES: [(i32, i32, &str, &str, bool); 5] = [
    (310, 44, "A", "x=6", false),
    (106, 126, "B", "x=6", false),
    (514, 126, "C", "x=2", true),
    (178, 268, "D", "x=6", false),
    (440, 268, "E", "x=2", true),
];
const WHOLE: [(usize, usize); 4] = [(0, 1), (0, 3), (1, 3), (2, 4)];
const CUT: [(usize, usize); 6] = [(0, 2), (0, 4), (1, 2), (1, 4), (2, 3), (3, 4)];
const CRACK: &str =
    "M402 -6 394 22 406 41 386 70 396 98 372 124 388 150 366 176 384 204 362 232 376 262 358 290 366 324";

/// The drawing.
pub fn hero() -> Html {
    let line = |(a, b): &(usize, usize)| format!("M{} {}L{} {}", NODES[*a].0, NODES[*a].1, NODES[*b].0, NODES[*b].1);
    let whole = WHOLE.iter().map(line).collect::<String>();
    let cut = CUT.iter().map(line).collect::<String>();
    let node = |(x, y, name, value, bad): &(i32, i32, &'static str, &'static str, bool)| {
        let at = format!("translate({x} {y})");
        let (fill, stroke) =
            if *bad { ("var(--fault-soft)", "var(--fault)") } else { ("var(--node)", "var(--node-line)") };
        html! {
            <g transform={at} text-anchor="middle">
                <circle r="26" {fill} {stroke} stroke-width="1.8" />
                <text class="nm" y="-2">{ *name }</text><text class="vl" y="13">{ *value }</text>
            </g>
        }
    };
    html! {
        <figure class="toy">
            <header>{ icon("cut") }<span>{ "Two replicas missed four writes, and still answer" }</span></header>
            <div class="canvas">
                <svg viewBox="0 0 620 316" role="img" aria-label="Five replicas of x. A crack cuts off C and E: A, B and D hold 6, C and E hold 2.">
                    <path d={whole} stroke="var(--link)" stroke-width="1.6" fill="none" />
                    <path d={cut} stroke="var(--fault)" stroke-width="1.6" stroke-dasharray="2 6" fill="none" />
                    <path d={CRACK} stroke="var(--fault)" stroke-width="18" stroke-linejoin="round" opacity=".1" fill="none" />
                    <path d={CRACK} stroke="var(--fault)" stroke-width="3" stroke-linejoin="round" fill="none" />
                    <path d="M204 80l7 7-7 7-7-7ZM262 118l7 7-7 7-7-7Z" fill="var(--m-repl)" stroke="var(--m-repl-line)" stroke-width="1.4" />
                    { for NODES.iter().map(node) }
                </svg>
            </div>
            <footer><span class="sig bad"><i></i><span>{ "C and E are behind" }</span></span><span class="sp"></span><output>{ "x = 6" }</output></footer>
        </figure>
    }
}
