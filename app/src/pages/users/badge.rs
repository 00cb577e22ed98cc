use domain::user::UserStatus;
use leptos::prelude::*;

use crate::ui::{Badge, Tone};

/// Whether a user may sign in, in a word.
#[component]
pub fn UserBadge(
    /// Their status.
    status: UserStatus,
) -> impl IntoView {
    match status {
        UserStatus::Active => view! { <Badge tone=Tone::Good>"Active"</Badge> },
        UserStatus::Disabled => view! { <Badge tone=Tone::Warning>"Disabled"</Badge> },
    }
}
