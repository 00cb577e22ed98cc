use domain::policy::Origin;
use leptos::{html, prelude::*};

use super::duration::{InWords, Read};
use crate::{
    form::Form,
    ui::{Badge, Field, Tone},
};

/// A value that a client has from its workspace or of its own: one of the two is chosen, and the own one is typed beside it.
#[component]
pub fn OwnValue(
    /// The form.
    form: Form,
    /// The field.
    field: &'static str,
    /// What it is.
    label: &'static str,
    /// The client's own value as it is typed; empty where it has none.
    own: String,
    /// The workspace's value, in words.
    workspace: String,
    /// More about it.
    #[prop(into)]
    hint: String,
    /// What is in force, in words.
    in_force: String,
    /// Reads what is typed, and says it in words.
    #[prop(optional)]
    read: Option<Read>,
) -> impl IntoView {
    let source = format!("from[{field}]");
    let input = form.field(field, own.clone());
    let is_own = form.typed(&source).map_or(!input.value.is_empty(), |chosen| chosen == Origin::Client.name());
    let origin = if own.is_empty() { Origin::Workspace } else { Origin::Client };
    let (described, invalid, focus) = (input.describe(&hint), input.invalid(), input.starts_with_focus());
    let (id, name) = (input.mark.id.clone(), input.name.clone());
    let typed = RwSignal::new(input.value.clone());
    let (of_client, text) = (NodeRef::<html::Input>::new(), NodeRef::<html::Input>::new());
    // Whoever types has a value of its own in mind, and whoever takes the workspace's wants none.
    let type_own = move |event: leptos::ev::Targeted<leptos::ev::Event, web_sys::HtmlInputElement>| {
        typed.set(event.target().value());
        if let Some(own) = of_client.get_untracked() {
            own.set_checked(true);
        }
    };
    let take_workspace = move |_| {
        typed.set(String::new());
        if let Some(text) = text.get_untracked() {
            text.set_value("");
        }
    };
    let take_own = move |_| {
        if let Some(text) = text.get_untracked() {
            let _ = text.focus();
        }
    };
    let words = read.map(|read| view! { <InWords typed optional=true read/> });
    view! {
        <div class="policy-field">
            <Field input=input.clone() label hint>
                <div class="own-value" role="radiogroup" aria-label=format!("Where {label} comes from")>
                    <label>
                        <input type="radio" name=source.clone() value=Origin::Workspace.name() checked=!is_own on:change=take_workspace/>
                        {format!(" Workspace ({workspace})")}
                    </label>
                    <label>
                        <input type="radio" name=source value=Origin::Client.name() checked=is_own node_ref=of_client on:change=take_own/>
                        " Own value"
                    </label>
                </div>
                <div class="text-field" data-short="true">
                    <input
                        type="text"
                        class="input"
                        id=id
                        name=name
                        value=input.value
                        autocomplete="off"
                        autocapitalize="none"
                        spellcheck="false"
                        data-mono="true"
                        autofocus=focus
                        aria-describedby=described
                        aria-invalid=invalid
                        node_ref=text
                        on:input:target=type_own
                    />
                    <span class="text-field-after">{words}</span>
                </div>
            </Field>
            <InForce value=in_force origin/>
        </div>
    }
    .into_any()
}

/// What is in force, and where it comes from.
#[component]
pub fn InForce(
    /// The value, in words.
    value: String,
    /// Where it is changed.
    origin: Origin,
) -> impl IntoView {
    let (tone, origin) = match origin {
        Origin::Workspace => (Tone::Neutral, "Workspace"),
        Origin::Client => (Tone::Info, "Client"),
    };
    view! { <p class="in-force">"In force: "<strong>{value}</strong>" "<Badge tone>{origin}</Badge></p> }.into_any()
}
