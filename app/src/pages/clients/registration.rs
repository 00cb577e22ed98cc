//! How a client registered itself, and that it can no longer manage what it registered.

use domain::{client_registration::ClientRegistration, id::ClientId, view::ClientView};
use leptos::prelude::*;

use super::{about::said, frame::client_target};
use crate::{
    api::{ApiError, done, operator},
    components::ActionRow,
    done::Done,
    form::{Confirm, FormAction},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Fact, Facts, Section, Time},
};

/// Ends that a client manages what it registered.
#[server]
pub async fn revoke_client_registration(path: WorkspacePath, client: ClientId, version: i64) -> Result<(), ApiError> {
    operator()?.revoke_registration_access_token(&path, client, version).await?;
    done(&path.client(client), Done::ClientRegistrationRevoked);
    Ok(())
}

crate::form::needs!(RevokeClientRegistration: RotateClientSecret);

/// How a client registered itself; nothing of one that an administrator has made.
#[component]
pub(super) fn Registration(path: WorkspacePath, view: ClientView, revoke: FormAction<RevokeClientRegistration>) -> impl IntoView {
    let Some(registration) = view.registration.clone() else { return ().into_any() };
    let ClientRegistration { registered_at, initial_access_token, manages_itself, about } = registration;
    let by = initial_access_token.map_or_else(|| t!("clients-registration-open").to_owned(), |name| name.to_string());
    let manages = manages_itself.then(|| {
        let target = client_target(&path, view.client.id).with("version", view.client.version);
        view! {
            <ActionRow title=t!("clients-registration-manages") text=t!("clients-registration-manages-text")>
                <Confirm
                    id="revoke-registration"
                    opens=t!("clients-registration-revoke")
                    title=t!("clients-registration-revoke-title")
                    action=revoke
                    target
                    label=t!("clients-registration-revoke")
                >
                    <p>{t!("clients-registration-revoke-asked")}</p>
                </Confirm>
            </ActionRow>
        }
    });
    let not_any_more = (!manages_itself).then(|| view! { <p class="quiet">{t!("clients-registration-revoked")}</p> });
    view! {
        <Section title=t!("clients-registration") lead=t!("clients-registration-lead")>
            <Facts>
                <Fact name=t!("clients-registration-at")><Time utc=registered_at.to_string()/></Fact>
                <Fact name=t!("clients-registration-by")>{by}</Fact>
                {said(about)}
            </Facts>
            {manages}
            {not_any_more}
        </Section>
    }
    .into_any()
}
