use leptos::{
    prelude::*,
    server_fn::{Http, ServerFn, codec::PostUrl},
};
use leptos_router::components::A;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::{
    api::{ApiError, Caller},
    form::{Form, FormNotice, PostForm},
    ui::{Button, Kind, Notice, Section, TextField, Tone, group},
};

/// The name of what is to be deleted, as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedConfirmation {
    /// Its name.
    pub name: String,
}

/// Deletes something that holds other things: it says what goes along, and asks for the name.
#[component]
pub fn DeleteForm<S, Output>(
    /// The action that follows what becomes of it.
    action: ServerAction<S>,
    /// The form.
    form: Form,
    /// What it is: `workspace`.
    what: &'static str,
    /// What it is called.
    name: String,
    /// How many of what go along, as one and as several.
    counts: Vec<(u64, [&'static str; 2])>,
    /// What else there is to know.
    more: &'static str,
    /// Where nothing is deleted.
    back: String,
    /// The hidden fields that say which one it is.
    children: Children,
) -> impl IntoView
where
    S: ServerFn<Client = Caller, Protocol = Http<PostUrl, Output>, Error = ApiError> + DeserializeOwned + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
    Output: 'static,
{
    let goes = counts.into_iter().map(|(count, names)| view! { <li>{counted(count, names)}</li> }).collect_view();
    let (title, hint) = (format!("Delete this {what}"), format!("Type {name} to confirm."));
    view! {
        <FormNotice form/>
        <PostForm action>
            {children()}
            <Section title lead=more>
                <Notice tone=Tone::Warning>
                    <strong>{name}</strong>" is deleted with everything in it, and it cannot be undone:"
                    <ul>{goes}</ul>
                </Notice>
                <TextField input=form.field("name", "") label="Name" hint/>
                <div class="dialog-actions">
                    <A href=back attr:class="button" attr:data-kind="secondary">"Cancel"</A>
                    <Button kind=Kind::Danger busy=form.pending()>{format!("Delete {what}")}</Button>
                </div>
            </Section>
        </PostForm>
    }
    .into_any()
}

fn counted(count: u64, [one, several]: [&str; 2]) -> String {
    format!("{} {}", group(count), if count == 1 { one } else { several })
}
