use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{SignInFrame, load_offers_recovery};
use crate::{
    api::{ApiError, Keep, control, done, language, visitor},
    done::Done,
    form::{FormAction, FormNotice, PlainForm},
    paths, t,
    ui::{Button, TextField},
};

/// Who has forgotten their password, as typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedForgotten {
    /// The e-mail address.
    pub email: String,
}

/// Sends a link to a new password, if there is somebody to get it.
#[server]
pub async fn send_console_password_link(typed: TypedForgotten) -> Result<(), ApiError> {
    let control = control()?.writing_in(language());
    control.send_administrator_reset_link(&typed.email, visitor()?.address()).await.keep(&typed)?;
    done(paths::SIGN_IN, Done::ConsolePasswordLinkSent);
    Ok(())
}

crate::form::needs!(SendConsolePasswordLink);

/// Where an administrator who has forgotten their password asks for a link to a new one.
#[component]
pub fn ForgottenPasswordPage() -> impl IntoView {
    let form = FormAction::<SendConsolePasswordLink>::typed().form;
    let offered = OnceResource::new(load_offers_recovery());
    view! {
        <SignInFrame title=t!("account-forgotten-title")>
            <FormNotice form beside_fields=true/>
            {Suspend::new(async move {
                    if offered.await.unwrap_or_default() {
                        Either::Left(view! {
                            <p>{t!("account-forgotten-lead")}</p>
                            <PlainForm to=SendConsolePasswordLink::url()>
                                <TextField input=form.field("email", "") label=t!("account-email") kind="email" autocomplete="username"/>
                                <Button>{t!("account-forgotten-send")}</Button>
                            </PlainForm>
                            <p class="field-links"><A href=paths::SIGN_IN>{t!("account-forgotten-back")}</A></p>
                        })
                    } else {
                        Either::Right(view! {
                            <p>{t!("account-forgotten-not-offered")}</p>
                            <A href=paths::SIGN_IN attr:class="button" attr:data-kind="primary">{t!("account-sign-in-go")}</A>
                        })
                    }
            })}
        </SignInFrame>
    }
    .into_any()
}
