//! The keys of a new client, where its workspace asks for them.

use domain::{client_keys::MOST_KEYS, readiness, workspace::Workspace};
use leptos::prelude::*;

use crate::{
    form::Form,
    t,
    ui::{Section, TextArea, TextField},
};

/// Asks for its public keys or their address: where the workspace does, and where the administrator does not see whether it does.
#[component]
pub(super) fn NewKeys(form: Form, workspace: Option<Workspace>) -> impl IntoView {
    if workspace.is_some_and(|workspace| !readiness::asks_for_keys(&workspace)) {
        return ().into_any();
    }
    view! {
        <Section title=t!("clients-authentication-keys") lead=t!("clients-new-keys-lead")>
            <TextArea
                input=form.field("jwks", "")
                label=t!("clients-authentication-jwks")
                hint=t!("clients-new-keys-hint", count = MOST_KEYS)
                conditional=true
                mono=true
            />
            <TextField
                input=form.field("jwks_uri", "")
                label=t!("clients-authentication-jwks-uri")
                hint=t!("clients-authentication-jwks-uri-hint")
                conditional=true
                mono=true
            />
        </Section>
    }
    .into_any()
}
