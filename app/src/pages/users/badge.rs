use domain::user::UserStatus;
use leptos::prelude::*;

use crate::{
    t,
    ui::{Badge, Tone},
};

/// Whether a user may sign in, in a word.
#[component]
pub fn UserBadge(
    /// Their status.
    status: UserStatus,
) -> impl IntoView {
    match status {
        UserStatus::Active => view! { <Badge tone=Tone::Good>{t!("users-badge-active")}</Badge> },
        UserStatus::Disabled => view! { <Badge tone=Tone::Warning>{t!("users-badge-disabled")}</Badge> },
    }
}
