use domain::clock::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::SignInFrame;
use crate::{
    api::{ApiError, control, done, go_to, operator, sign_in_once},
    components::{loaded, use_query},
    done::Done,
    form::{ActionButton, FormAction, FormNotice, PlainForm, Target},
    paths,
    ui::{Button, Page, PasswordField, TextField},
};

/// What an invitation offers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Offered {
    email: String,
    role: String,
    level: String,
    known: bool,
    expires_at: Timestamp,
}

/// Returns what an invitation offers; none where it cannot be accepted any more.
pub async fn load_invitation(token: String) -> Result<Option<Offered>, ApiError> {
    let offer = control()?.peek_invitation(&token).await?;
    Ok(offer.map(|offer| Offered {
        email: offer.email.to_string(),
        role: offer.role,
        level: offer.level,
        known: offer.known,
        expires_at: offer.expires_at,
    }))
}

/// Accepts an invitation as a new administrator, and signs them in.
#[server]
pub async fn accept_invitation(token: String, name: String, password: String) -> Result<(), ApiError> {
    let administrator = control()?.accept_as_new(&token, &name, &password).await?;
    sign_in_once(&administrator).await?;
    go_to(paths::HOME);
    Ok(())
}

crate::form::needs!(AcceptInvitation);

/// Accepts an invitation as the administrator who is signed in.
#[server]
pub async fn accept_own_invitation(token: String) -> Result<(), ApiError> {
    operator()?.accept_invitation(&token).await?;
    done(paths::HOME, Done::InvitationAccepted);
    Ok(())
}

crate::form::needs!(AcceptOwnInvitation);

fn use_token() -> String {
    use_query().value("token")
}

fn gone() -> AnyView {
    view! {
        <p>"This invitation was accepted or withdrawn, or has expired. Ask for a new one."</p>
        <A href=paths::SIGN_IN attr:class="button" attr:data-kind="primary">"Go to the sign-in page"</A>
    }
    .into_any()
}

/// Where a new administrator accepts an invitation. It does nothing by itself.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = use_token();
    let offer = OnceResource::new(load_invitation(token.clone()));
    let form = FormAction::<AcceptInvitation>::new().form;
    view! {
        <SignInFrame title="Accept invitation">
            <FormNotice form beside_fields=true/>
            {Suspend::new(async move {
                    let Ok(Some(offer)) = offer.await else { return gone() };
                    let Offered { email, role, level, known, .. } = offer;
                    let offered = view! { <p><strong>{email}</strong>" is invited as "<strong>{role}</strong>" of "<strong>{level}</strong>"."</p> };
                    if known {
                        let own: String = form_urlencoded::byte_serialize(format!("{}?token={token}", paths::OWN_INVITATION).as_bytes()).collect();
                        let href = format!("{}?next={own}", paths::SIGN_IN);
                        return view! {
                            {offered}
                            <p>"Sign in with this address to accept it."</p>
                            <a class="button" data-kind="primary" href=href>"Sign in"</a>
                        }
                        .into_any();
                    }
                    view! {
                        {offered}
                        <PlainForm to=AcceptInvitation::url()>
                            <input type="hidden" name="token" value=token/>
                            <TextField input=form.field("name", "") label="Your name"/>
                            <PasswordField
                                input=form.field("password", "")
                                label="Password"
                                hint="At least 12 characters, and not easily guessed."
                                autocomplete="new-password"
                            />
                            <Button>"Accept and sign in"</Button>
                        </PlainForm>
                    }
                    .into_any()
            })}
        </SignInFrame>
    }
    .into_any()
}

/// Where an administrator who is signed in accepts an invitation to another role.
#[component]
pub fn OwnInvitationPage() -> impl IntoView {
    let token = use_token();
    let accept = FormAction::<AcceptOwnInvitation>::new();
    loaded(load_invitation(token.clone()), move |offer: Option<Offered>| {
        let body = match offer {
            None => gone(),
            Some(offer) => view! {
                <p><strong>{offer.email}</strong>" is invited as "<strong>{offer.role}</strong>" of "<strong>{offer.level}</strong>"."</p>
                <ActionButton action=accept target=Target::none().with("token", token) label="Accept"/>
            }
            .into_any(),
        };
        view! {
            <Page title="Accept invitation">
                <FormNotice form=accept.form/>
                {body}
            </Page>
        }
    })
}
