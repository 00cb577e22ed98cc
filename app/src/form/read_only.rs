use domain::permission::Action;
use leptos::prelude::*;

use crate::{
    api::{permits, refusal},
    ui::{Notice, Tone},
};

/// The fields of a form that the administrator who looks at it may not send: they are shown and not to be changed, and it is said why. There is no form
/// and no button.
#[component]
pub fn ReadOnly(
    /// Why, in a sentence.
    reason: String,
    /// The fields.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="read-only">
            <Notice tone=Tone::Info>{reason}</Notice>
            <fieldset disabled>{children()}</fieldset>
        </div>
    }
    .into_any()
}

/// Fields that ask for more than the form that they are in. For the administrator who lacks that they are shown and not to be changed, it is said why, and
/// they are sent along as they are.
#[component]
pub fn FieldsNeeding(
    /// What they ask for.
    action: Action,
    /// What the form asks for. Who lacks that is told so for all of it.
    within: Action,
    /// What they send where nothing is changed.
    in_force: Vec<(String, String)>,
    /// The fields.
    children: Children,
) -> impl IntoView {
    let Some(reason) = refusal(action).filter(|_| permits(within)) else { return children() };
    let kept = in_force.into_iter().map(|(name, value)| view! { <input type="hidden" name=name value=value/> }).collect_view();
    view! { {kept} <ReadOnly reason>{children()}</ReadOnly> }.into_any()
}
