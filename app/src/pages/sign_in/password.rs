use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{SignInFrame, TypedNext, load_offers_recovery};
use crate::{
    api::{self, ApiError, Keep, control, go_to},
    components::{AskedPasskey, PasskeyButton, use_query},
    done::DoneNotice,
    form::{FormAction, FormNotice, PlainForm},
    paths, t,
    ui::{Button, PasswordField, TextField},
};

/// Who signs in, as typed, and where to. The password is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedSignIn {
    /// The e-mail address.
    pub email: String,
    /// The page that was asked for.
    #[serde(default)]
    pub next: String,
}

/// Signs an administrator in.
#[server]
pub async fn sign_in(typed: TypedSignIn, password: String) -> Result<(), ApiError> {
    go_to(&api::sign_in(&typed.email, password, &typed.next).await.keep(&typed)?);
    Ok(())
}

crate::form::needs!(SignIn);

/// Returns what asks for a passkey; none where browsers have none for this installation.
#[expect(clippy::unused_async, reason = "it is loaded as everything is")]
pub async fn load_asked_passkey() -> Result<Option<AskedPasskey>, ApiError> {
    Ok(control()?.offer_passkey()?.map(AskedPasskey::from))
}

/// Signs an administrator in by a passkey alone.
#[server]
pub async fn sign_in_by_passkey(typed: TypedNext, ceremony: String, credential: String) -> Result<(), ApiError> {
    let answer = ::control::PasskeyAnswer { sealed: &ceremony, response: &credential };
    api::sign_in_by_passkey(answer).await.keep(&typed)?;
    go_to(&paths::after_sign_in(&typed.next));
    Ok(())
}

crate::form::needs!(SignInByPasskey);

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let form = FormAction::<SignIn>::typed().form;
    let by_passkey = FormAction::<SignInByPasskey>::typed().form;
    let next = use_query().value("next");
    let asked = OnceResource::new(load_asked_passkey());
    let recovery = OnceResource::new(load_offers_recovery());
    let next_by_passkey = next.clone();
    view! {
        <SignInFrame title=t!("account-sign-in-title")>
            <DoneNotice failed=form.failed() || by_passkey.failed()/>
            <FormNotice form beside_fields=true/>
            <FormNotice form=by_passkey beside_fields=true/>
            // A plain form: signing in begins a session, and the page after it is one of that session.
            <PlainForm to=SignIn::url()>
                <input type="hidden" name="typed[next]" value=next/>
                <TextField input=form.field("email", "") label=t!("account-email") kind="email" autocomplete="username webauthn"/>
                <PasswordField input=form.within("").field("password", "") label=t!("account-password") autocomplete="current-password"/>
                <Button>{t!("account-sign-in")}</Button>
            </PlainForm>
            {Suspend::new(async move {
                    let offered = recovery.await.unwrap_or_default();
                    offered.then(|| view! { <p class="field-links"><A href=paths::FORGOTTEN_PASSWORD>{t!("account-forgotten")}</A></p> })
            })}
            {Suspend::new(async move {
                    let asked = asked.await.ok().flatten();
                    asked.map(|asked| view! {
                        <PlainForm to=SignInByPasskey::url()>
                            <input type="hidden" name="typed[next]" value=next_by_passkey/>
                            <PasskeyButton
                                asked
                                does="alone"
                                label=t!("account-sign-in-by-passkey")
                                otherwise=t!("account-sign-in-otherwise")
                                problem=by_passkey.within("").problem("credential")
                            />
                        </PlainForm>
                    })
            })}
        </SignInFrame>
    }
    .into_any()
}
