use domain::webhook::WebhookStatus;
use leptos::prelude::*;

use crate::ui::{Badge, Tone};

/// Whether events are delivered.
#[component]
pub(super) fn StatusBadge(status: WebhookStatus, failing: bool) -> impl IntoView {
    match status {
        WebhookStatus::Active if failing => view! { <Badge tone=Tone::Warning>"Failing"</Badge> },
        WebhookStatus::Active => view! { <Badge tone=Tone::Good>"Active"</Badge> },
        WebhookStatus::Disabled => view! { <Badge>"Disabled"</Badge> },
        WebhookStatus::GivenUp => view! { <Badge tone=Tone::Bad>"Disabled after failures"</Badge> },
    }
    .into_any()
}
