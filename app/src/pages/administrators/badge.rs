use domain::administrator::AdministratorStatus;
use leptos::prelude::*;

use crate::{
    t,
    ui::{Badge, Tone},
};

/// Whether an administrator may sign in, in a word.
#[component]
pub(super) fn StatusBadge(
    /// Their status.
    status: AdministratorStatus,
) -> impl IntoView {
    match status {
        AdministratorStatus::Active => view! { <Badge tone=Tone::Good>{t!("administrators-active")}</Badge> },
        AdministratorStatus::Disabled => view! { <Badge tone=Tone::Warning>{t!("administrators-badge-disabled")}</Badge> },
    }
}

/// Whether an administrator has a second factor, in a word.
#[component]
pub(super) fn SecondFactorBadge(
    /// Whether they have one.
    on: bool,
) -> impl IntoView {
    if on {
        view! { <Badge tone=Tone::Good>{t!("administrators-badge-on")}</Badge> }
    } else {
        view! { <Badge>{t!("administrators-badge-off")}</Badge> }
    }
}
