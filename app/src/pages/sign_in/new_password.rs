use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use leptos_router::components::A;

use super::{SignInFrame, not_told};
use crate::{
    api::{ApiError, control, done, go_to, language},
    components::use_query,
    done::Done,
    form::{FormAction, FormNotice, PlainForm},
    paths, t, t_view,
    ui::{Button, PasswordField},
};

/// Returns the e-mail address of whom a link to a new password is for; none where it is good for nothing any more.
pub async fn load_forgotten(token: String) -> Result<Option<String>, ApiError> {
    Ok(control()?.peek_administrator_reset_link(&token).await?.map(|administrator| administrator.email.to_string()))
}

/// Sets a new password by a link. Nobody is signed in by it.
#[server]
pub async fn set_forgotten_password(token: String, password: String) -> Result<(), ApiError> {
    match control()?.writing_in(language()).reset_administrator_password(&token, &password).await {
        Ok(()) => done(paths::SIGN_IN, Done::ConsolePasswordReset),
        // The page says that the link is over, and leads to another one.
        Err(::control::Error::NotFound) => go_to(paths::NEW_PASSWORD),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

crate::form::needs!(SetForgottenPassword);

/// Where the link leads that an administrator was sent who has forgotten their password. It does nothing by itself.
#[component]
pub fn NewPasswordPage() -> impl IntoView {
    let token = use_query().value("token");
    let owner = OnceResource::new(load_forgotten(token.clone()));
    let form = FormAction::<SetForgottenPassword>::new().form;
    view! {
        <SignInFrame title=t!("account-new-password-title")>
            <FormNotice form beside_fields=true/>
            {Suspend::new(async move {
                    match owner.await {
                        Ok(Some(email)) => Either::Left(view! {
                            <p>{t_view!("account-new-password-owner", email = view! { <strong>{email}</strong> })}</p>
                            <PlainForm to=SetForgottenPassword::url()>
                                <input type="hidden" name="token" value=token/>
                                <PasswordField
                                    input=form.field("password", "")
                                    label=t!("account-password-new")
                                    hint=t!("account-password-hint")
                                    autocomplete="new-password"
                                />
                                <Button>{t!("account-new-password-set")}</Button>
                            </PlainForm>
                        }),
                        Ok(None) => Either::Right(
                            view! {
                                <p>{t!("account-new-password-gone")}</p>
                                <A href=paths::FORGOTTEN_PASSWORD attr:class="button" attr:data-kind="primary">{t!("account-new-password-again")}</A>
                            }
                            .into_any(),
                        ),
                        Err(error) => Either::Right(not_told(&error)),
                    }
            })}
        </SignInFrame>
    }
    .into_any()
}
