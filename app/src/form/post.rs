use leptos::prelude::*;

use super::{FormAction, FormFunction, Target};
use crate::api::{FORM_OF_FIELD, FORM_TOKEN_FIELD, form_of, form_token};

/// Sends fields to a server function, with the page's token and the target among them. Only the kit's own forms are made of it: each adds
/// the row at its end.
pub(super) fn post<S>(action: FormAction<S>, target: Target, settings: bool, fields: AnyView) -> AnyView
where
    S: FormFunction,
{
    let fields = view! {
        <TokenField/>
        {target.fields()}
        {fields}
    }
    .into_any();
    // A browser that goes back must not fill in what was in force before.
    view! { <ActionForm action=action.action attr:autocomplete=settings.then_some("off")>{fields}</ActionForm> }.into_any()
}

/// A form that is sent without a script: the page that comes after it is a new one, and nothing that was loaded stays in the browser.
#[component]
pub fn PlainForm(
    /// The address of the server function.
    to: &'static str,
    /// Its fields.
    children: Children,
) -> impl IntoView {
    view! {
        <form method="post" action=to>
            <TokenField/>
            {children()}
        </form>
    }
    .into_any()
}

#[component]
fn TokenField() -> impl IntoView {
    view! {
        <input type="hidden" name=FORM_TOKEN_FIELD value=form_token()/>
        <input type="hidden" name=FORM_OF_FIELD value=form_of()/>
    }
    .into_any()
}
