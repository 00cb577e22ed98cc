use leptos::{
    prelude::*,
    server_fn::{Http, ServerFn, codec::PostUrl},
};
use serde::de::DeserializeOwned;

use crate::{
    api::{ApiError, Caller, FORM_OF_FIELD, FORM_TOKEN_FIELD, form_of, form_token},
    paths::WorkspacePath,
};

/// A form that sends its fields to a server function, with the page's token among them.
#[component]
pub fn PostForm<S, Output>(
    /// The action that follows what becomes of it.
    action: ServerAction<S>,
    /// Does it show what is in force? Then a browser that goes back must not fill it with what was in force before.
    #[prop(optional)]
    settings: bool,
    /// Its fields.
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Client = Caller, Protocol = Http<PostUrl, Output>, Error = ApiError> + DeserializeOwned + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    Output: 'static,
{
    view! {
        <ActionForm action attr:autocomplete=settings.then_some("off")>
            <TokenField/>
            {children()}
        </ActionForm>
    }
    .into_any()
}

/// The same without a script: the page that comes after it is a new one, and nothing that was loaded stays in the browser.
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

/// The hidden fields that say where something is changed, and in which version.
#[component]
pub fn WorkspaceFields(
    /// The workspace.
    path: WorkspacePath,
    /// The version that is changed.
    #[prop(optional)]
    version: Option<i64>,
) -> impl IntoView {
    view! {
        <input type="hidden" name="path[tenant]" value=path.tenant.to_string()/>
        <input type="hidden" name="path[workspace]" value=path.workspace.to_string()/>
        {version.map(|version| view! { <input type="hidden" name="version" value=version.to_string()/> })}
    }
    .into_any()
}
