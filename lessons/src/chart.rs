//! Charts: what a sentence in `charts` asks for, and over which span it slides.

use sim_core::measure::Call;
use sim_core::time::{Duration, Time};

use crate::model::Sentence;

/// The call of a chart and the span before the playhead that it looks at. `for` gives the span where no `after` and no
/// `during` says from when it counts: `goodput(for = 2s)`.
pub fn sliding(chart: &Sentence) -> (Call, Option<Duration>) {
    let mut call = chart.call.clone();
    let fixed = call.arg("after").is_some() || call.arg("during").is_some();
    let over = call.span("for").filter(|_| !fixed);
    if over.is_some() {
        call.args.retain(|(name, _)| name != "for");
    }
    (call, over)
}

/// The instant from which on a chart looks, for a value at `until`.
pub fn since(until: Time, over: Duration) -> Time {
    Time(until.0.saturating_sub(over.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use sim_core::measure::{ArgValue, Instant};

    #[test]
    fn a_span_slides_unless_something_says_from_when_it_counts() {
        let span = ("for".to_string(), ArgValue::Span(Duration(2_000_000)));
        let sentence = |args| {
            let call = Call { measure: "goodput".into(), args };
            Sentence { text: String::new(), call, bound: None }
        };
        let (call, over) = sliding(&sentence(vec![span.clone()]));
        assert_eq!((call.args.len(), over), (0, Some(Duration(2_000_000))));
        let after = ("after".to_string(), ArgValue::Instant(Instant::At(Time(5))));
        let (call, over) = sliding(&sentence(vec![after, span]));
        assert_eq!((call.args.len(), over), (2, None));
        assert_eq!([since(Time(5), Duration(2)), since(Time(1), Duration(2))], [Time(3), Time(0)]);
    }
}
