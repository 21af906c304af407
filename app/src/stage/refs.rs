//! The elements that frames touch, outside of Yew.

use yew::NodeRef;

/// Elements that frames touch.
#[derive(Clone, Default)]
pub struct Refs {
    /// The stage.
    pub root: NodeRef,
    /// The box of the topology.
    pub board: NodeRef,
    /// Messages.
    pub canvas: NodeRef,
    /// The clock's digits.
    pub clock: NodeRef,
    /// The box of the diagram.
    pub time: NodeRef,
    /// The diagram's content.
    pub scroll: NodeRef,
    /// The content over the veil.
    pub over: NodeRef,
    /// Flags and ruler.
    pub ruler: NodeRef,
    /// Tick labels.
    pub ticks: NodeRef,
    /// Dims what is right of the playhead.
    pub veil: NodeRef,
    /// Hides what was never shown.
    pub wash: NodeRef,
    /// The playhead.
    pub head: NodeRef,
    /// Its label's box.
    pub plate: NodeRef,
    /// Its label.
    pub label: NodeRef,
    /// The scrubber.
    pub slider: NodeRef,
    /// The table in place of the diagram.
    pub table: NodeRef,
    /// The tip.
    pub tip: NodeRef,
    /// The inspector.
    pub popover: NodeRef,
    /// A beat's caption.
    pub beat: NodeRef,
}
