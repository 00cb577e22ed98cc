use domain::{clock::Timestamp, role::RoleRef};
use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{SignInFrame, not_told};
use crate::{
    api::{ApiError, control, done, go_to, operator, sign_in_once},
    components::{loaded, use_query},
    done::Done,
    form::{ActionButton, FormAction, FormNotice, PlainForm, Target},
    paths, t, t_view, text,
    ui::{Button, Page, PasswordField, TextField},
};

/// What an invitation offers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Offered {
    email: String,
    role: RoleRef,
    role_name: String,
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
        role_name: offer.role_name,
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
        <p>{t!("account-invitation-gone")}</p>
        <A href=paths::SIGN_IN attr:class="button" attr:data-kind="primary">{t!("account-sign-in-go")}</A>
    }
    .into_any()
}

/// Who is invited, and as what.
fn invited(offered: Offered) -> AnyView {
    let Offered { email, role, role_name, level, .. } = offered;
    let (role, level) = (text::role_name(role, role_name), text::level(level));
    view! {
        <p>
            {t_view!(
                "account-invitation-offered",
                email = view! { <strong>{email}</strong> },
                role = view! { <strong>{role}</strong> },
                level = view! { <strong>{level}</strong> },
            )}
        </p>
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
        <SignInFrame title=t!("account-invitation-title")>
            <FormNotice form beside_fields=true/>
            {Suspend::new(async move {
                    let offer = match offer.await {
                        Ok(Some(offer)) => offer,
                        Ok(None) => return gone(),
                        Err(error) => return not_told(&error),
                    };
                    let known = offer.known;
                    let offered = invited(offer);
                    if known {
                        let own: String = form_urlencoded::byte_serialize(format!("{}?token={token}", paths::OWN_INVITATION).as_bytes()).collect();
                        let href = format!("{}?next={own}", paths::SIGN_IN);
                        return view! {
                            {offered}
                            <p>{t!("account-invitation-sign-in")}</p>
                            <a class="button" data-kind="primary" href=href>{t!("account-sign-in")}</a>
                        }
                        .into_any();
                    }
                    view! {
                        {offered}
                        <PlainForm to=AcceptInvitation::url()>
                            <input type="hidden" name="token" value=token/>
                            <TextField input=form.field("name", "") label=t!("account-invitation-name")/>
                            <PasswordField
                                input=form.field("password", "")
                                label=t!("account-password")
                                hint=t!("account-password-hint")
                                autocomplete="new-password"
                            />
                            <Button>{t!("account-invitation-accept-and-sign-in")}</Button>
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
                {invited(offer)}
                <ActionButton action=accept target=Target::none().with("token", token) label=t!("account-invitation-accept")/>
            }
            .into_any(),
        };
        view! {
            <Page title=t!("account-invitation-title")>
                <FormNotice form=accept.form/>
                {body}
            </Page>
        }
    })
}
