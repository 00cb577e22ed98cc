use leptos::prelude::*;

use super::Form;
use crate::{
    api::ApiError,
    ui::{Notice, Tone},
};

/// Says above a form why its last submission failed, where the form does not say it at its end.
#[component]
pub fn FormNotice(
    /// The form.
    form: Form,
    /// Whether all of its fields are in sight, so that what stands beside them is enough.
    #[prop(optional)]
    beside_fields: bool,
) -> impl IntoView {
    let failure = form.failure().filter(|failure| !(beside_fields && matches!(failure, ApiError::Invalid { .. })));
    let notice = failure.map(|failure| view! { <Notice tone=tone(&failure)>{failure.sentence()}</Notice> });
    view! { <div role="alert" class="form-notice">{notice}</div> }.into_any()
}

/// The severity of a failure.
pub(super) const fn tone(failure: &ApiError) -> Tone {
    match failure {
        ApiError::Stale { .. } | ApiError::Undecided { .. } | ApiError::SignedOut | ApiError::Unconfirmed => Tone::Warning,
        ApiError::Reset { .. } => Tone::Info,
        _ => Tone::Bad,
    }
}
