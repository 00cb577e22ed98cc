use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A QR code as it is drawn.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Drawing {
    /// How many units it is wide and high.
    pub(super) size: usize,
    /// What is dark.
    pub(super) path: String,
}

/// A QR code: dark on light in either theme, because cameras expect it so.
#[component]
pub(super) fn QrCode(
    /// What is drawn.
    drawing: Drawing,
    /// What it holds, for those who do not see it.
    label: &'static str,
) -> impl IntoView {
    let view_box = format!("0 0 {size} {size}", size = drawing.size);
    view! {
        <svg class="qr-code" role="img" aria-label=label viewBox=view_box shape-rendering="crispEdges">
            <path d=drawing.path></path>
        </svg>
    }
    .into_any()
}
