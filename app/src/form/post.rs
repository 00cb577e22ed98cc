use leptos::prelude::*;

use super::{FormAction, FormFunction, Target};
use crate::api::{FORM_OF_FIELD, FORM_TOKEN_FIELD, form_of, form_token};

/// Sends fields to a server function, with the page's token and the target among them. Only the kit's own forms are made of it: each adds
/// the row at its end.
pub(super) fn post<S>(_: FormAction<S>, target: Target, settings: bool, fields: AnyView) -> AnyView
where
    S: FormFunction,
{
    let fields = view! {
        {target.fields()}
        {fields}
    };
    // A browser that goes back must not fill in what was in force before.
    form(S::url(), settings.then_some("off"), None, fields.into_any())
}

/// The same for a form that is its button: it stands in the line, as wide as its words.
pub(super) fn post_button<S>(_: FormAction<S>, target: Target, button: AnyView) -> AnyView
where
    S: FormFunction,
{
    form(S::url(), None, Some("action"), view! { {target.fields()} {button} }.into_any())
}

/// A form that is more than its button, such as a sign-in.
#[component]
pub fn PlainForm(
    /// The address of the server function.
    to: &'static str,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    form(to, None, None, children().into_any())
}

fn form(to: &'static str, autocomplete: Option<&'static str>, class: Option<&'static str>, fields: AnyView) -> AnyView {
    view! {
        <form method="post" action=to class=class autocomplete=autocomplete>
            <input type="hidden" name=FORM_TOKEN_FIELD value=form_token()/>
            <input type="hidden" name=FORM_OF_FIELD value=form_of()/>
            {fields}
        </form>
    }
    .into_any()
}
